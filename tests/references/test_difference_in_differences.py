"""The difference in differences against the regression that it is: statsmodels, standard errors clustered by person."""

from collections import defaultdict
from itertools import product

import numpy as np
import pytest
import statsmodels.api as sm

from tests.references.formulas import Formulas

CELLS = ("target_after", "target_before", "rest_after", "rest_before")
# Person, whether in the target, whether after the start, what was observed.
Observation = tuple[int, bool, bool, float]


def observations(seed: int, people: int, most: int, size: float) -> list[Observation]:
    """People observed up to `most` times each; one in ten changes sides, and somebody is in all four groups."""
    rng = np.random.RandomState(seed)
    found = [(0, target, later, float(rng.normal(0, size))) for target, later in product((True, False), repeat=2)]
    for person in range(1, people):
        own, side = rng.normal(0, size), bool(rng.random_sample() < 0.4)
        for _ in range(rng.randint(1, most + 1)):
            target, later = side != (rng.random_sample() < 0.1), bool(rng.random_sample() < 0.5)
            found.append((person, target, later, float(own + rng.normal(3 * later + 2 * target * later, size))))
    return found


def cell_of(observation: Observation) -> str:
    return CELLS[2 * (not observation[1]) + (not observation[2])]


def by_formulas(formulas: Formulas, given: list[Observation]) -> tuple[float, float, float]:
    """Effect, standard error and p, put together as the models do it."""
    sizes, totals = dict.fromkeys(CELLS, 0), dict.fromkeys(CELLS, 0.0)
    people: dict[int, dict[str, list[float]]] = defaultdict(lambda: {cell: [] for cell in CELLS})
    for one in given:
        sizes[cell_of(one)] += 1
        totals[cell_of(one)] += one[3]
        people[one[0]][cell_of(one)].append(one[3])
    means = {cell: totals[cell] / sizes[cell] for cell in CELLS}
    squares = 0.0
    for seen in people.values():
        pulls = {
            cell: formulas.number(
                "pull_on_mean",
                total=sum(values, 0.0),
                observations=len(values),
                mean=means[cell],
                group_observations=sizes[cell],
            )
            for cell, values in seen.items()
        }
        squares += formulas.number("difference_in_differences", **pulls) ** 2
    effect = formulas.number("difference_in_differences", **means)
    error = formulas.number(
        "clustered_standard_error", squared_pulls=squares, people=len(people), observations=len(given)
    )
    return effect, error, formulas.number("two_sided_p_value", z=effect / error)


def by_regression(given: list[Observation]) -> tuple[float, float, float]:
    target, later = (np.array([one[k] for one in given], dtype=float) for k in (1, 2))
    columns = np.column_stack([np.ones(len(given)), target, later, target * later])
    groups = np.array([one[0] for one in given])
    fitted = sm.OLS(np.array([one[3] for one in given]), columns).fit(
        cov_type="cluster", cov_kwds={"groups": groups}, use_t=False
    )
    return float(fitted.params[3]), float(fitted.bse[3]), float(fitted.pvalues[3])


@pytest.mark.parametrize(
    ("people", "most", "size"), [(8, 3, 1.0), (60, 1, 100.0), (60, 6, 100.0), (150, 4, 2.5e6), (40, 12, 1e-3)]
)
def test_people_who_answer_again_are_clusters_as_in_statsmodels(
    formulas: Formulas, people: int, most: int, size: float
) -> None:
    for seed in range(4):
        given = observations(seed, people, most, size)
        assert by_formulas(formulas, given) == pytest.approx(by_regression(given), rel=1e-9)


@pytest.mark.parametrize(("people", "seen"), [(1, 9), (5, 4)])
def test_too_few_to_estimate_have_no_standard_error(formulas: Formulas, people: int, seen: int) -> None:
    assert formulas("clustered_standard_error", squared_pulls=2.0, people=people, observations=seen) is None


@pytest.mark.parametrize(
    ("benefit", "cost", "expected"),
    [(3e6, 1e6, 2.0), (1e6, 1e6, 0.0), (0.0, 1e6, -1.0), (-5e5, 1e6, -1.5), (1.0, 0.0, None)],
)
def test_a_return_of_nought_is_the_cost_and_no_more(
    formulas: Formulas, benefit: float, cost: float, expected: float | None
) -> None:
    assert formulas("return_on_investment", benefit=benefit, cost=cost) == expected
