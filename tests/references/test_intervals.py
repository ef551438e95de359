"""Intervals against the moments of the very answers that they describe, and against statsmodels."""

from math import sqrt

import numpy as np
import pytest
from scipy.stats import norm
from statsmodels.stats.proportion import proportion_confint

from tests.references.figures import net_score, share
from tests.references.formulas import Formulas

Z = 1.959964
ALPHA = 2 * float(norm.sf(Z))
NET_SCORES = [
    # promoters, detractors, answers, population
    (15, 8, 36, None),
    (7, 12, 26, None),
    (8, 22, 39, None),
    (10, 0, 10, None),
    (0, 10, 10, None),
    (0, 0, 10, None),
    (1, 0, 1, None),
    (5, 5, 10, None),
    (1, 1, 2, None),
    (4321, 1234, 9876, None),
    (4_000_000, 2_500_000, 10_000_000, None),
    (10, 4, 20, 25),
    (10, 4, 20, 1_000),
    (10, 4, 25, 25),
    (10, 4, 26, 25),
    (1, 0, 1, 25),
    (1, 0, 2, 2),
    (120, 30, 200, 250),
]
SHARES = [
    (81, 263),
    (15, 148),
    (0, 20),
    (1, 29),
    (29, 29),
    (1, 1),
    (0, 1),
    (46, 50),
    (8, 10),
    (1, 2),
    (999, 1_000),
    (5_000_001, 10_000_000),
]


def moments(promoters: float, detractors: float, answers: float) -> tuple[float, float]:
    """Mean of the answers as -1, 0 and 1, the added ones among them, and its standard error, in points."""
    scores = np.array([1.0, 0.0, -1.0])
    counts = np.array([promoters + 0.75, answers - promoters - detractors + 1.5, detractors + 0.75])
    mean = float(np.average(scores, weights=counts))
    variance = float(np.average((scores - mean) ** 2, weights=counts))
    return 100 * mean, 100 * sqrt(variance / float(counts.sum()))


@pytest.mark.parametrize(("promoters", "detractors", "answers", "population"), NET_SCORES)
def test_the_interval_of_a_net_score_is_that_of_the_answers_and_three_more(
    formulas: Formulas, promoters: int, detractors: int, answers: int, population: int | None
) -> None:
    centre, error = moments(promoters, detractors, answers)
    if population is not None and 1 < answers <= population:
        error *= sqrt((population - answers) / (population - 1))
    expected = {
        "value": 100 * (promoters - detractors) / answers,
        "centre": centre,
        "standard_error": error,
        "lower": max(-100.0, centre - Z * error),
        "upper": min(100.0, centre + Z * error),
    }
    assert net_score(formulas, promoters, detractors, answers, population) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("successes", "answers"), SHARES)
def test_the_interval_of_a_share_is_the_one_of_statsmodels(formulas: Formulas, successes: int, answers: int) -> None:
    lower, upper = proportion_confint(successes, answers, alpha=ALPHA, method="wilson")
    expected = {"value": 100 * successes / answers, "lower": 100 * lower, "upper": 100 * upper}
    assert share(formulas, successes, answers) == pytest.approx(expected, abs=1e-9)


def test_an_interval_never_leaves_the_scale(formulas: Formulas) -> None:
    assert net_score(formulas, promoters=10, detractors=0, answers=10)["upper"] == 100.0
    assert net_score(formulas, promoters=0, detractors=10, answers=10)["lower"] == -100.0
    assert share(formulas, successes=29, answers=29)["upper"] == 100.0
    assert share(formulas, successes=0, answers=20)["lower"] == 0.0


def test_who_asks_everybody_knows(formulas: Formulas) -> None:
    everybody = net_score(formulas, promoters=10, detractors=4, answers=25, population=25)
    assert everybody["standard_error"] == 0.0


def test_more_answers_than_people_narrow_nothing(formulas: Formulas) -> None:
    counts = {"promoters": 10, "detractors": 4, "answers": 26}
    assert net_score(formulas, **counts, population=25) == net_score(formulas, **counts)


def test_no_answer_gives_no_score_and_no_interval(formulas: Formulas) -> None:
    assert set(net_score(formulas, promoters=0, detractors=0, answers=0).values()) == {None}
    assert set(net_score(formulas, promoters=0, detractors=0, answers=0, population=25).values()) == {None}
    assert set(share(formulas, successes=0, answers=0).values()) == {None}
    assert formulas("ces", easy=0, answers=0) is None


@pytest.mark.parametrize(("easy", "answers", "expected"), [(3, 5, 60.0), (0, 7, 0.0), (7, 7, 100.0), (2, 3, 200 / 3)])
def test_ces_is_the_percentage_that_found_it_easy(formulas: Formulas, easy: int, answers: int, expected: float) -> None:
    assert formulas("ces", easy=easy, answers=answers) == pytest.approx(expected, abs=1e-9)
