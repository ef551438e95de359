"""Which texts say the same in nearly the same words: equal sets of stems, then sets that share most of their stems.

MinHash finds pairs that may be alike without comparing all with all (Broder 1997), in bands (Leskovec, Rajaraman and
Ullman, Mining of Massive Datasets, chapter 3); the pairs it finds are then compared stem by stem. Pure numpy: arrays of
stems in, the number of each text's likeness out.
"""

import numpy as np
from numpy.typing import NDArray

from dagster_project.comments.content_words import Integers, Texts, distinct, joined

BANDS, ROWS = 8, 4  # a pair that shares 70 % is seen with 90 %, one that shares 80 % with 98 %
ALIKE = 0.7  # stems shared, of all stems of the two
STILL_ALIKE = 0.5  # a chain of likenesses ends where it has less in common with the text it began with
PAIRS = 50_000  # compared at once

Hashes = NDArray[np.uint64]


def mixed(numbers: Hashes, seed: int) -> Hashes:
    """Numbers that look random, the same for the same seed (splitmix64, Steele, Lea and Flood 2014)."""
    with np.errstate(over="ignore"):
        state = numbers + np.uint64((0x9E3779B97F4A7C15 * (seed + 1)) % 2**64)
        state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return state ^ (state >> np.uint64(31))


def sets_of(texts: Texts) -> Texts:
    """The same texts with every stem once, sorted: a set in place of a sequence."""
    found = []
    for _, part in texts.parts():
        once = distinct(part.owners * max(texts.stem_count, 1) + part.stems)
        lengths = np.bincount(once // max(texts.stem_count, 1), minlength=part.count)
        found.append(((once % max(texts.stem_count, 1)).astype(np.int32), lengths))
    return joined(found, texts.stem_count)


def fingerprints(sets: Texts) -> Hashes:
    """One number per set, the same for the same set; 0 for a text without any content word."""
    return _reduced(np.add, mixed(np.arange(sets.stem_count, dtype=np.uint64), 0), sets)


def alike(sets: Texts) -> Integers:
    """For each of some different sets, the number of the one that stands for it: the first that is nearly the same.

    So let the sets stand in the order of their weight, or of anything but chance.
    """
    stands_for = np.arange(sets.count, dtype=np.int32)
    alphabet = np.arange(sets.stem_count, dtype=np.uint64)
    full = np.flatnonzero(sets.lengths).astype(np.int32)
    for band in range(BANDS if len(full) else 0):
        keys = np.zeros(sets.count, np.uint64)
        for row in range(ROWS):
            keys = mixed(keys ^ _reduced(np.minimum, mixed(alphabet, 1 + band * ROWS + row), sets), row)
        ordered = full[np.argsort(keys[full], kind="stable")]
        is_head = np.append(True, keys[ordered][1:] != keys[ordered][:-1])
        heads = ordered[np.flatnonzero(is_head)[np.cumsum(is_head) - 1]]
        for other in (heads, np.roll(ordered, 1)):
            is_pair = ~is_head & (stands_for[other] != stands_for[ordered])
            left, right = other[is_pair], ordered[is_pair]
            is_alike = shared(sets, left, right) >= ALIKE
            stands_for = _joined(stands_for, left[is_alike], right[is_alike])
    moved = np.flatnonzero(stands_for != np.arange(sets.count)).astype(np.int32)
    apart = moved[shared(sets, stands_for[moved], moved) < STILL_ALIKE]
    stands_for[apart] = apart
    return stands_for


def shared(sets: Texts, left: Integers, right: Integers) -> NDArray[np.float64]:
    """Of each pair of sets, the stems that both have as a share of all that either has (Jaccard)."""
    shares = [np.empty(0)]
    lengths = sets.lengths
    for first in range(0, len(left), PAIRS):
        pair = np.stack([left[first : first + PAIRS], right[first : first + PAIRS]])
        size = lengths[pair]
        # The stems of both, under the number of the pair: what is there twice is shared.
        owners = np.repeat(np.tile(np.arange(pair.shape[1]), 2), size.ravel())
        begins = np.cumsum(size.ravel()) - size.ravel()
        places = np.arange(len(owners)) - np.repeat(begins - sets.starts[pair].ravel(), size.ravel())
        keys = np.sort(owners * np.int64(sets.stem_count) + sets.stems[places])
        twice = np.bincount(keys[1:][np.diff(keys) == 0] // sets.stem_count, minlength=pair.shape[1])
        shares.append(twice / (size.sum(axis=0) - twice))
    return np.concatenate(shares)


def _reduced(reduce: np.ufunc, values: Hashes, sets: Texts) -> Hashes:
    """The values of each set's stems made one; 0 for a set without any."""
    result = np.zeros(sets.count, np.uint64)
    for first, part in sets.parts():
        full = np.flatnonzero(part.lengths)
        if len(full):
            result[first + full] = reduce.reduceat(values[part.stems], part.starts[full])
    return result


def _joined(stands_for: Integers, left: Integers, right: Integers) -> Integers:
    """Those that stand for one another, now that some pairs are alike; the first of all stands for them."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    count = len(stands_for)
    ends = np.concatenate([stands_for, left]), np.concatenate([np.arange(count, dtype=np.int32), right])
    _, parts = connected_components(coo_array((np.ones(len(ends[0]), np.int8), ends), shape=(count, count)), False)
    _, firsts = np.unique(parts, return_index=True)
    found: Integers = firsts.astype(np.int32)[parts]
    return found
