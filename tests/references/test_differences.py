"""Tests of differences against statsmodels, against the chi-squared test, and against the answers themselves."""

from math import sqrt

import pytest
from scipy.stats import chi2_contingency, norm
from statsmodels.stats.proportion import proportions_ztest

from tests.references.figures import net_score_difference, two_proportions
from tests.references.formulas import Formulas
from tests.references.test_intervals import moments

Counts = tuple[int, int, int]
SHARES = [
    (189, 11034, 104, 11037),
    (5, 83, 12, 99),
    (81, 263, 15, 148),
    (1, 30, 0, 30),
    (30, 30, 29, 30),
    (0, 3, 3, 3),
    (40, 100, 40, 100),
    (13, 31, 1_000, 3_000),
    (5_100_000, 10_000_000, 5_000_000, 10_000_000),
    (900, 1_000, 100, 1_000),
]
NET_SCORES: list[tuple[Counts, Counts]] = [
    # promoters, detractors, answers
    ((15, 8, 36), (7, 12, 26)),
    ((7, 12, 26), (15, 8, 36)),
    ((10, 0, 10), (0, 10, 10)),
    ((10, 0, 10), (10, 0, 10)),
    ((1, 0, 1), (400, 300, 1_000)),
    ((5_000_000, 2_000_000, 10_000_000), (4_990_000, 2_000_000, 10_000_000)),
]


def named(counts: Counts) -> dict[str, int]:
    return dict(zip(("promoters", "detractors", "answers"), counts, strict=True))


@pytest.mark.parametrize("counts", SHARES)
def test_two_shares_differ_as_statsmodels_says(formulas: Formulas, counts: tuple[int, int, int, int]) -> None:
    successes, answers, other_successes, other_answers = counts
    z, p = proportions_ztest([successes, other_successes], [answers, other_answers])
    table = [[successes, answers - successes], [other_successes, other_answers - other_successes]]
    computed = two_proportions(formulas, *counts)
    assert computed["z"] == pytest.approx(float(z), rel=1e-9, abs=1e-9)
    assert computed["p"] == pytest.approx(float(p), rel=1e-9, abs=0)
    assert computed["chi_squared"] == pytest.approx(chi2_contingency(table, correction=False).statistic, abs=1e-9)


@pytest.mark.parametrize(("first", "second"), NET_SCORES)
def test_two_net_scores_differ_as_their_answers_do(formulas: Formulas, first: Counts, second: Counts) -> None:
    (centre, error), (other_centre, other_error) = moments(*first), moments(*second)
    z = (centre - other_centre) / sqrt(error**2 + other_error**2)
    computed = net_score_difference(formulas, named(first), named(second))
    assert computed["z"] == pytest.approx(z, rel=1e-9, abs=1e-9)
    assert computed["p"] == pytest.approx(2 * float(norm.sf(abs(z))), rel=1e-9, abs=0)


@pytest.mark.parametrize("counts", [(0, 30, 0, 40), (30, 30, 40, 40), (0, 0, 4, 40), (4, 40, 0, 0), (0, 0, 0, 0)])
def test_two_shares_without_a_difference_to_be_seen_are_not_compared(
    formulas: Formulas, counts: tuple[int, int, int, int]
) -> None:
    assert set(two_proportions(formulas, *counts).values()) == {None}


@pytest.mark.parametrize(
    ("centre", "error", "other_centre", "other_error"),
    [(0.2, 0.0, 0.1, 0.0), (0.2, 0.1, 0.1, None), (0.2, None, 0.1, 0.1), (None, 0.1, 0.1, 0.1), (0.2, 0.1, None, 0.1)],
)
def test_net_scores_without_an_error_or_without_a_score_are_not_compared(
    formulas: Formulas, centre: float | None, error: float | None, other_centre: float | None, other_error: float | None
) -> None:
    z = formulas(
        "net_score_difference_z",
        centre=centre,
        standard_error=error,
        other_centre=other_centre,
        other_standard_error=other_error,
    )
    assert z is None


def test_a_group_of_which_all_is_known_can_be_compared(formulas: Formulas) -> None:
    scores = {"centre": 0.3, "standard_error": 0.0, "other_centre": 0.1, "other_standard_error": 0.1}
    assert formulas("net_score_difference_z", **scores) == pytest.approx(2.0, abs=1e-12)
