"""Weighted scores against the weighted answers themselves."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from tests.references.figures import effective_count, net_score, share
from tests.references.formulas import Formulas
from tests.references.test_intervals import ALPHA, moments

# Answers as -1, 0 and 1, with their weights.
ANSWERS: list[tuple[list[int], list[float]]] = [
    ([1, 1, 0, -1], [1.0, 1.0, 1.0, 1.0]),
    ([1, 1, 0, -1], [0.1, 0.1, 0.1, 0.1]),
    ([1, 0, -1, -1], [2.5, 1.0, 0.5, 0.25]),
    ([1, 1, 1, 1, -1], [0.2, 0.2, 0.2, 0.2, 5.0]),
    ([0, 0, 1], [0.0, 1.5, 1.5]),
    ([1] * 40 + [0] * 35 + [-1] * 25, [1.2] * 30 + [0.8] * 50 + [1.5] * 20),
]


def sums(scores: list[int], weights: list[float]) -> tuple[float, float, float, float]:
    """Weight of the promoters, of the detractors, of all, and the sum of squares."""
    given = list(zip(scores, weights, strict=True))
    above, below = (sum(weight for score, weight in given if score == side) for side in (1, -1))
    return above, below, sum(weights), sum(weight * weight for weight in weights)


@pytest.mark.parametrize(("scores", "weights"), ANSWERS)
def test_a_weighted_net_score_is_the_weighted_mean_of_its_answers(
    formulas: Formulas, scores: list[int], weights: list[float]
) -> None:
    above, below, total, _ = sums(scores, weights)
    expected = 100 * float(DescrStatsW(scores, weights=weights).mean)
    assert formulas("nps", promoters=above, detractors=below, answers=total) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("scores", "weights"), ANSWERS)
def test_the_effective_count_is_the_count_over_kish_s_design_effect(
    formulas: Formulas, scores: list[int], weights: list[float]
) -> None:
    given = np.array(weights)
    expected = len(weights) / (1 + float(given.var()) / float(given.mean()) ** 2)
    assert effective_count(formulas, weights)["value"] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("scores", "weights"), ANSWERS)
def test_the_effective_count_takes_the_place_of_the_answers_in_both_intervals(
    formulas: Formulas, scores: list[int], weights: list[float]
) -> None:
    above, below, total, squares = sums(scores, weights)
    number = formulas.number("effective_count", weight_sum=total, squared_weight_sum=squares)
    promoters, detractors = above / total * number, below / total * number
    centre, error = moments(promoters, detractors, number)
    weighted = net_score(formulas, promoters, detractors, number)
    assert (weighted["centre"], weighted["standard_error"]) == pytest.approx((centre, error), abs=1e-9)

    lower, upper = proportion_confint(promoters, number, alpha=ALPHA, method="wilson")
    satisfied = share(formulas, promoters, number)
    assert (satisfied["lower"], satisfied["upper"]) == pytest.approx((100 * lower, 100 * upper), abs=1e-9)


@settings(max_examples=150, deadline=None)
@given(weights=st.lists(st.floats(0.001, 1_000), min_size=1, max_size=60))
def test_weights_never_make_more_answers_than_there_are(formulas: Formulas, weights: list[float]) -> None:
    number = effective_count(formulas, weights)["value"]
    assert number is not None
    assert 1 - 1e-9 <= number <= len(weights) * (1 + 1e-12)


@settings(max_examples=50, deadline=None)
@given(weight=st.floats(0.001, 1_000), answers=st.integers(1, 500))
def test_equal_weights_change_nothing(formulas: Formulas, weight: float, answers: int) -> None:
    assert effective_count(formulas, [weight] * answers)["value"] == pytest.approx(answers, rel=1e-12)


def test_answers_without_any_weight_have_no_effective_count(formulas: Formulas) -> None:
    assert effective_count(formulas, [0.0, 0.0])["value"] is None
