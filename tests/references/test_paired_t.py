"""The paired test against scipy, against a printed example, and at the edges of Student's distribution."""

import numpy as np
import pytest
from scipy import stats

from tests.references.formulas import Formulas

# Student's own data ("The Probable Error of a Mean", Biometrika 6, 1908): additional hours of sleep that ten patients
# gained by two drugs. The difference is the textbook example of the paired test; R prints t = 4.0621, p = 0.002833.
SLEEP = (
    (0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0),
    (1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4),
)
# Printed critical values of t, two-sided (M. Abramowitz, I. A. Stegun, table 26.10): df, 5 %, 1 %.
PRINTED = ((1, 12.706, 63.657), (2, 4.303, 9.925), (5, 2.571, 4.032), (10, 2.228, 3.169), (30, 2.042, 2.750))
FREEDOMS = (*range(1, 31), 40, 59, 60, 61, 100, 199, 500, 999, 2000, 4999, 9999, 100_000)
MOVES = (0.05, 0.2, 0.45, 0.22, 0.08)
DISTANCES = np.concatenate([np.linspace(0, 6, 121), np.linspace(6.5, 40, 40), [1e2, 1e3]])


def p_value(formulas: Formulas, t: float, df: float) -> float:
    return formulas.student_t_p_values([t], [df])[0]


def judged(formulas: Formulas, changes: list[float]) -> tuple[float | None, float | None]:
    """t and p of the changes, as the model takes them: from their sums."""
    sums = {"change_sum": float(sum(changes)), "square_sum": float(sum(change * change for change in changes))}
    t = formulas("paired_t", **sums, pairs=len(changes))
    return t, None if t is None else p_value(formulas, t, len(changes) - 1)


def test_students_own_patients_sleep_longer(formulas: Formulas) -> None:
    t, p = judged(formulas, [second - first for first, second in zip(*SLEEP, strict=True)])
    assert t == pytest.approx(4.0621, abs=5e-5)
    assert p == pytest.approx(0.002833, abs=5e-7)


@pytest.mark.parametrize(("df", "five", "one"), PRINTED)
def test_printed_critical_values_have_their_level(formulas: Formulas, df: int, five: float, one: float) -> None:
    for value, level in ((five, 0.05), (one, 0.01)):
        inner, outer = (p_value(formulas, value + by, df) for by in (-0.0005, 0.0005))
        assert outer < level < inner


def test_p_values_are_those_of_scipy(formulas: Formulas) -> None:
    t, df = (grid.ravel() for grid in np.meshgrid(DISTANCES, np.array(FREEDOMS, dtype=float)))
    found = np.array(formulas.student_t_p_values(t.tolist(), df.tolist()))
    expected = 2 * stats.t.sf(t, df)
    assert np.abs(found - expected).max() < 2e-10
    is_there = expected > 1e-280
    assert np.abs(found[is_there] / expected[is_there] - 1).max() < 1e-9


def test_changes_of_bands_are_tested_as_scipy_does(formulas: Formulas) -> None:
    source = np.random.default_rng(1908)
    samples = [source.choice([-200, -100, 0, 100, 200], size, p=MOVES) for size in source.integers(2, 400, 200)]
    samples = [changes for changes in samples if len(set(changes)) > 1]
    sums = [(float(changes.sum()), float((changes**2).sum()), float(len(changes))) for changes in samples]
    change_sum, square_sum, pairs = (list(column) for column in zip(*sums, strict=True))
    t = formulas.rows("paired_t", change_sum=change_sum, square_sum=square_sum, pairs=pairs)
    p = formulas.student_t_p_values(t, [size - 1 for size in pairs])
    expected = [stats.ttest_1samp(changes, 0) for changes in samples]
    assert t == pytest.approx([one.statistic for one in expected], rel=1e-12)
    assert p == pytest.approx([one.pvalue for one in expected], abs=1e-11)


def test_the_side_does_not_matter_and_no_change_is_certain_to_be_as_far(formulas: Formulas) -> None:
    assert p_value(formulas, -2.5, 7) == p_value(formulas, 2.5, 7)
    assert p_value(formulas, 0.0, 7) == 1.0


@pytest.mark.parametrize("changes", [[], [100.0], [0.0, 0.0, 0.0], [100.0, 100.0]])
def test_without_two_customers_who_moved_differently_there_is_no_test(formulas: Formulas, changes: list[float]) -> None:
    assert judged(formulas, changes) == (None, None)


def test_many_degrees_of_freedom_are_the_normal_distribution(formulas: Formulas) -> None:
    assert p_value(formulas, 1.959964, 1e9) == pytest.approx(0.05, abs=1e-8)
