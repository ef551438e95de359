"""How much each driver moves a score, from sums and cross-products alone: LMG, Johnson's weights, slopes, R2.

Pure numpy over many groups at once, each with the same drivers; the answers themselves are never seen here. What the
drivers are called, and which groups there are, is not known here.
"""

from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Texts = NDArray[np.object_]

# Beyond it drivers say the same thing, and what each of them adds is an accident of the last digits.
HIGHEST_CONDITION = 1e10
# What is left of a variance of 0 when numbers of this size are subtracted; and below it nothing is explained.
NOTHING = 1e-12
# Sets of drivers that are looked at in one go: what they take in memory is some ten times as many numbers.
MOST_SETS = 2**20

TOO_FEW = "too few complete answers for so many drivers"
UNMOVED_SCORE = "every score is the same"
UNMOVED_DRIVER = "a driver has one answer only"
COLLINEAR = "drivers are combinations of one another"
UNEXPLAINED = "the drivers explain nothing"


@dataclass(frozen=True)
class Moments:
    """Counts, sums and cross-products of complete answers, per group; the score is the last variable."""

    count: Floats  # groups
    sums: Floats  # groups x (drivers + 1)
    products: Floats  # groups x (drivers + 1) x (drivers + 1)


@dataclass(frozen=True)
class Importance:
    """What is known of each group: a row each, a column per driver. NaN where the reason says why."""

    lmg: Floats
    johnson: Floats
    correlation: Floats
    mean: Floats
    slope: Floats
    r_squared: Floats
    reason: Texts


def importance(moments: Moments) -> Importance:
    """Shares of R2 after LMG and after Johnson, correlations, means and slopes."""
    count = moments.count[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = moments.sums / count
        raw = moments.products / count[:, :, None]
        covariance = raw - mean[:, :, None] * mean[:, None, :]
        variance = np.diagonal(covariance, axis1=1, axis2=2)
        is_moved = variance > NOTHING * np.diagonal(raw, axis1=1, axis2=2)
        deviation = np.sqrt(np.where(is_moved, variance, np.nan))
        correlation = covariance / deviation[:, :, None] / deviation[:, None, :]
    reason = _reasons(moments.count, correlation, is_moved)
    groups, drivers = len(reason), correlation.shape[1] - 1
    lmg, johnson, slope = (np.full((groups, drivers), np.nan) for _ in range(3))
    r_squared = np.full(groups, np.nan)
    known = _without(reason)
    explained = shares_by_order(correlation[known])
    r_squared[known] = explained.sum(axis=1)
    reason[known[r_squared[known] < NOTHING]] = UNEXPLAINED
    lmg[known] = _shares(explained)
    johnson[known] = _shares(relative_weights(correlation[known]))
    within = correlation[known, :drivers, :drivers]
    standardised = np.linalg.solve(within, correlation[known, :drivers, drivers:])[:, :, 0]
    slope[known] = standardised * deviation[known, drivers:] / deviation[known, :drivers]
    return Importance(lmg, johnson, correlation[:, :drivers, drivers], mean[:, :drivers], slope, r_squared, reason)


def _reasons(count: Floats, correlation: Floats, is_moved: NDArray[np.bool_]) -> Texts:
    """Why a group has no importances, if it has none. As many answers as coefficients are explained by any drivers."""
    reason = np.full(len(correlation), None, dtype=object)
    reason[~is_moved[:, :-1].all(axis=1)] = UNMOVED_DRIVER
    reason[~is_moved[:, -1]] = UNMOVED_SCORE
    reason[count <= correlation.shape[1]] = TOO_FEW
    regular = _without(reason)
    values = np.linalg.eigvalsh(correlation[regular, :-1, :-1])
    reason[regular[values[:, 0] * HIGHEST_CONDITION <= values[:, -1]]] = COLLINEAR
    return reason


def _without(reason: Texts) -> NDArray[np.int64]:
    """The groups that nothing speaks against so far."""
    return np.array([group for group, why in enumerate(reason) if why is None], dtype=np.int64)


def _shares(explained: Floats) -> Floats:
    """Parts of R2 as parts of one; where there is next to none of it, nothing can be said of its parts."""
    total = explained.sum(axis=1, keepdims=True)
    return np.asarray(np.where(total < NOTHING, np.nan, explained) / np.where(total < NOTHING, np.nan, total))


def r_squared_of_subsets(correlation: Floats) -> Floats:
    """R2 of every set of drivers, groups x 2^drivers; bit j of a set's number says whether driver j is in it.

    One driver after the other is left out or swept out of what is left of the matrix: the sets double while the
    matrices shrink, so that the work is that of some multiplications per set.
    """
    groups, size = correlation.shape[0], correlation.shape[1]
    left = correlation[:, None]
    for _ in range(size - 1):
        column = left[:, :, 1:, :1]
        without = left[:, :, 1:, 1:]
        swept = without - column * np.swapaxes(column, 2, 3) / left[:, :, :1, :1]
        left = np.concatenate([without, swept], axis=1)
    return np.asarray(1 - left.reshape(groups, -1))


def shares_by_order(correlation: Floats) -> Floats:
    """LMG in units of R2: what a driver adds, averaged over every order in which drivers can be taken up."""
    drivers = correlation.shape[1] - 1
    at_once = max(1, MOST_SETS >> drivers)
    parts = [_averaged(correlation[first : first + at_once]) for first in range(0, len(correlation), at_once)]
    return np.concatenate([np.empty((0, drivers)), *parts])


def _averaged(correlation: Floats) -> Floats:
    explained = r_squared_of_subsets(correlation)
    groups, drivers = explained.shape[0], correlation.shape[1] - 1
    found = np.empty((groups, drivers))
    sizes = np.bitwise_count(np.arange(2 ** max(drivers - 1, 0)))
    weights = 1 / (drivers * np.array([comb(drivers - 1, int(size)) for size in range(drivers)], dtype=np.float64))
    for driver in range(drivers):
        pairs = explained.reshape(groups, -1, 2, 2**driver)
        added = (pairs[:, :, 1] - pairs[:, :, 0]).reshape(groups, -1)
        found[:, driver] = np.maximum(added @ weights[sizes], 0)
    return found


def relative_weights(correlation: Floats) -> Floats:
    """Johnson's weights in units of R2: through the uncorrelated variables that are closest to the drivers."""
    values, vectors = np.linalg.eigh(correlation[:, :-1, :-1])
    closest = (vectors * np.sqrt(values)[:, None, :]) @ np.swapaxes(vectors, 1, 2)
    weights = np.linalg.solve(closest, correlation[:, :-1, -1:])
    return np.asarray((closest**2 @ weights**2)[:, :, 0])
