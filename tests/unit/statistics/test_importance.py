"""LMG, Johnson's weights and slopes on answers that hypothesis thinks of, against their definitions by hand."""

import tracemalloc
from itertools import permutations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.statistics.importance import (
    COLLINEAR,
    TOO_FEW,
    UNEXPLAINED,
    UNMOVED_DRIVER,
    UNMOVED_SCORE,
    Floats,
    Importance,
    Moments,
    importance,
    r_squared_of_subsets,
)
from tests.references.moments import moments_of


def answers(drivers: int, rows: int = 200, seed: int = 1) -> tuple[Floats, Floats]:
    """Whole answers of 1 to 5 that have a mood in common, and a score of 0 to 10 that they move, less and less."""
    chance = np.random.default_rng(seed)
    mood = chance.normal(size=(rows, 1))
    asked = np.clip(np.round(3 + mood + chance.normal(size=(rows, drivers))), 1, 5)
    score = np.clip(np.round(5 + (asked - 3) @ (1 / np.arange(1, drivers + 1)) + chance.normal(size=rows)), 0, 10)
    return asked, score


def of(drivers: Floats, score: Floats) -> Importance:
    return importance(moments_of(drivers, score))


def by_every_order(drivers: Floats, score: Floats) -> Floats:
    """What a driver adds to R2, averaged over the orders, by one regression after the other."""

    def explained(chosen: tuple[int, ...]) -> float:
        return float(sm.OLS(score, sm.add_constant(drivers[:, sorted(chosen)])).fit().rsquared) if chosen else 0.0

    added = np.zeros(drivers.shape[1])
    orders = list(permutations(range(drivers.shape[1])))
    for order in orders:
        for place, driver in enumerate(order):
            added[driver] += explained(order[: place + 1]) - explained(order[:place])
    return added / len(orders)


WORLDS = st.tuples(st.integers(1, 4), st.integers(20, 60), st.integers(0, 10_000))


@given(WORLDS)
@settings(max_examples=25, deadline=None)
def test_lmg_is_the_mean_over_every_order_of_regressions(world: tuple[int, int, int]) -> None:
    drivers, score = answers(*world)
    found = of(drivers, score)
    if found.reason[0] is None:
        assert found.lmg[0] * found.r_squared[0] == pytest.approx(by_every_order(drivers, score), abs=1e-10)


@given(WORLDS)
@settings(max_examples=50, deadline=None)
def test_shares_add_up_to_one_and_none_is_negative(world: tuple[int, int, int]) -> None:
    found = of(*answers(*world))
    if found.reason[0] is None:
        assert (found.lmg.sum(), found.johnson.sum()) == pytest.approx((1, 1))
        assert min(found.lmg.min(), found.johnson.min()) >= 0


@given(WORLDS)
@settings(max_examples=50, deadline=None)
def test_slopes_and_r_squared_are_those_of_the_regression(world: tuple[int, int, int]) -> None:
    drivers, score = answers(*world)
    found = of(drivers, score)
    if found.reason[0] is None:
        fitted = sm.OLS(score, sm.add_constant(drivers)).fit()
        assert found.slope[0] == pytest.approx(fitted.params[1:], abs=1e-9)
        assert found.r_squared[0] == pytest.approx(fitted.rsquared, abs=1e-12)
        assert found.mean[0] == pytest.approx(drivers.mean(axis=0))
        expected = [np.asarray(np.corrcoef(driver, score))[0, 1] for driver in drivers.T]
        assert found.correlation[0] == pytest.approx(expected)


@given(st.permutations(range(6)))
@settings(max_examples=30, deadline=None)
def test_in_another_order_the_drivers_have_the_same_importances(order: list[int]) -> None:
    drivers, score = answers(6)
    one, other = of(drivers, score), of(drivers[:, order], score)
    for name in ("lmg", "johnson", "slope", "correlation"):
        assert getattr(other, name)[0] == pytest.approx(getattr(one, name)[0][order], abs=1e-12)


def test_johnson_s_weights_follow_the_formula_of_the_definition() -> None:
    drivers, score = answers(5)
    matrix = np.asarray(np.corrcoef(np.column_stack([drivers, score]), rowvar=False))
    values, vectors = np.linalg.eigh(matrix[:5, :5])
    root = vectors @ np.diag(np.sqrt(values)) @ vectors.T
    weights = (root * root) @ (np.linalg.inv(root) @ matrix[:5, 5]) ** 2
    found = of(drivers, score)
    assert found.johnson[0] * found.r_squared[0] == pytest.approx(weights)
    assert weights.sum() == pytest.approx(found.r_squared[0])


def test_what_is_only_noise_comes_last() -> None:
    drivers, score = answers(7, rows=2000)
    noise = np.random.default_rng(9).integers(1, 6, (2000, 1))
    found = of(np.hstack([noise, drivers]), score)
    assert found.lmg[0].argmin() == found.johnson[0].argmin() == 0
    assert found.lmg[0][0] < 0.01


def test_the_stronger_of_unrelated_drivers_is_the_more_important_by_the_square_of_its_pull() -> None:
    """Every answer to one driver with every answer to the other: each explains its own squared correlation."""
    drivers = np.array([(a, b) for a in range(1, 6) for b in range(1, 6)], dtype=np.float64)
    found = of(drivers, drivers @ [2.0, 1.0])
    assert found.lmg[0] == pytest.approx([0.8, 0.2])
    assert found.johnson[0] == pytest.approx([0.8, 0.2])
    assert found.slope[0] == pytest.approx([2, 1])
    assert found.r_squared[0] == pytest.approx(1)


def test_one_driver_alone_has_all_of_the_importance() -> None:
    drivers, score = answers(1)
    found = of(drivers, score)
    assert (found.lmg[0, 0], found.johnson[0, 0]) == pytest.approx((1, 1))
    assert found.r_squared[0] == pytest.approx(found.correlation[0, 0] ** 2)


def nothing_but(found: Importance, reason: str) -> None:
    assert found.reason[0] == reason
    assert np.isnan(found.lmg).all()
    assert np.isnan(found.johnson).all()


def test_of_two_drivers_that_say_the_same_nobody_can_tell_which_it_is() -> None:
    drivers, score = answers(3)
    found = of(np.column_stack([drivers, drivers[:, 0]]), score)
    nothing_but(found, COLLINEAR)
    assert np.isnan(found.slope).all()
    assert np.isnan(found.r_squared[0])
    assert not np.isnan(found.correlation).any()


def test_a_driver_that_is_the_sum_of_others_is_no_better() -> None:
    drivers, score = answers(3)
    nothing_but(of(np.column_stack([drivers, drivers.sum(axis=1)]), score), COLLINEAR)


def test_two_drivers_that_nearly_say_the_same_share_what_they_explain() -> None:
    drivers, score = answers(2, rows=400)
    twin = drivers[:, 0] + 1e-3 * np.random.default_rng(3).normal(size=400)
    found = of(np.column_stack([drivers, twin]), score)
    assert found.reason[0] is None
    assert found.lmg[0, 0] == pytest.approx(found.lmg[0, 2], rel=0.05)


def test_a_driver_that_everybody_answers_alike_moves_nothing() -> None:
    drivers, score = answers(3)
    drivers[:, 1] = 4
    found = of(drivers, score)
    nothing_but(found, UNMOVED_DRIVER)
    assert np.isnan(found.correlation[0]).tolist() == [False, True, False]
    assert found.mean[0, 1] == 4


def test_a_score_that_everybody_gives_is_not_moved() -> None:
    drivers, score = answers(3)
    nothing_but(of(drivers, np.full_like(score, 9)), UNMOVED_SCORE)


def test_drivers_that_explain_nothing_have_no_shares_of_it() -> None:
    drivers = np.array([(a, b) for a in range(1, 6) for b in range(1, 6)], dtype=np.float64)
    score = np.where((drivers[:, 0] - 3) * (drivers[:, 1] - 3) > 0, 10.0, 0.0)
    found = of(drivers, score)
    nothing_but(found, UNEXPLAINED)
    assert found.r_squared[0] == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(("rows", "reason"), [(5, TOO_FEW), (6, None)])
def test_as_many_answers_as_the_line_has_coefficients_explain_themselves(rows: int, reason: str | None) -> None:
    chance = np.random.default_rng(4)
    found = of(chance.normal(size=(rows, 4)), chance.normal(size=rows))
    assert found.reason[0] == reason


def test_many_groups_at_once_are_what_each_is_alone() -> None:
    worlds = [answers(4, rows, seed) for rows, seed in ((30, 1), (50, 2), (4, 3), (80, 4))]
    worlds[1][0][:, 2] = 1
    alone = [moments_of(*world) for world in worlds]
    names = ("count", "sums", "products")
    together = importance(Moments(*(np.concatenate([getattr(one, name) for one in alone]) for name in names)))
    for place, one in enumerate(map(importance, alone)):
        assert together.reason[place] == one.reason[0]
        assert together.lmg[place] == pytest.approx(one.lmg[0], nan_ok=True)
        assert together.johnson[place] == pytest.approx(one.johnson[0], nan_ok=True)


def test_every_set_of_drivers_has_the_number_of_its_bits() -> None:
    drivers, score = answers(3)
    matrix = np.asarray(np.corrcoef(np.column_stack([drivers, score]), rowvar=False))[None]
    for number, explained in enumerate(r_squared_of_subsets(matrix)[0]):
        chosen = [driver for driver in range(3) if number >> driver & 1]
        fitted = sm.OLS(score, sm.add_constant(drivers[:, chosen])).fit() if chosen else None
        assert explained == pytest.approx(fitted.rsquared if fitted else 0)


def test_sixteen_drivers_in_sixty_groups_fit_into_memory() -> None:
    drivers, score = answers(16)
    one = moments_of(drivers, score)
    many = Moments(np.repeat(one.count, 60), np.repeat(one.sums, 60, axis=0), np.repeat(one.products, 60, axis=0))
    tracemalloc.start()
    found = importance(many)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.lmg.sum(axis=1) == pytest.approx(np.ones(60))
    assert peak < 300e6
