"""The model of purchases: known parameters are found again, and what it expects is what its definition says."""

from functools import cache

import numpy as np
import pytest
from scipy import stats

from dagster_project.statistics.purchasing import Histories, NoModelError, PurchaseModel, dispersion, fit
from tests.unit.statistics.purchases import ALPHA, A, B, P, Q, R, V, customers

WEEKS, LATER = 156.0, 26.0


@cache
def fitted() -> PurchaseModel:
    return fit(customers(3000, WEEKS, LATER).histories)


def one(repeats: float, recency: float, tenure: float, amount: float = 0.0) -> Histories:
    return Histories(*(np.array([value]) for value in (repeats, recency, tenure, amount)))


def test_known_parameters_are_found_again() -> None:
    found = fitted().parameters
    assert found["r"] == pytest.approx(R, rel=0.1)
    assert found["alpha"] == pytest.approx(ALPHA, rel=0.1)
    assert found["a"] / (found["a"] + found["b"]) == pytest.approx(A / (A + B), rel=0.1)
    assert found["p"] == pytest.approx(P, rel=0.1)
    assert found["q"] == pytest.approx(Q, rel=0.1)
    assert found["p"] * found["v"] / (found["q"] - 1) == pytest.approx(P * V / (Q - 1), rel=0.05)


@pytest.mark.parametrize(("repeats", "recency", "tenure"), [(1, 10, 100), (4, 90, 100), (4, 20, 100), (30, 149, 150)])
def test_the_expectation_of_a_customer_is_the_integral_over_all_rates_and_chances_to_leave(
    repeats: int, recency: float, tenure: float
) -> None:
    found, weeks = fitted().parameters, 52.0
    # The means over a fine grid of equally likely rates and chances.
    likely = (np.arange(1200) + 0.5) / 1200
    rate = stats.gamma(found["r"], scale=1 / found["alpha"]).ppf(likely)[:, None]
    chance = stats.beta(found["a"], found["b"]).ppf(likely)[None, :]
    alive = (1 - chance) ** repeats * rate**repeats * np.exp(-rate * tenure)
    left = chance * (1 - chance) ** (repeats - 1) * rate**repeats * np.exp(-rate * recency)
    later = alive * -np.expm1(-rate * chance * weeks) / chance
    expected = fitted().expect(one(repeats, recency, tenure), weeks)
    assert expected.purchases[0] == pytest.approx(later.sum() / (alive + left).sum(), rel=5e-3)
    assert expected.alive[0] == pytest.approx(alive.sum() / (alive + left).sum(), rel=5e-3)


def test_the_amount_of_a_purchase_lies_between_the_customer_s_own_mean_and_that_of_all() -> None:
    found = fitted().parameters
    mean = found["p"] * found["v"] / (found["q"] - 1)
    amounts = [float(fitted().expect(one(count, 50, 100, 2 * mean), 52).amount[0]) for count in (1, 5, 50)]
    assert mean < amounts[0] < amounts[1] < amounts[2] < 2 * mean
    own = found["p"] * 5 / (found["p"] * 5 + found["q"] - 1)
    assert amounts[1] == pytest.approx(own * 2 * mean + (1 - own) * mean, rel=1e-9)


def test_the_order_of_customers_changes_no_bit_of_the_parameters() -> None:
    histories = customers(400, WEEKS, LATER).histories
    order = np.random.default_rng(7).permutation(len(histories))
    shuffled = Histories(*(part[order] for part in vars(histories).values()))
    assert fit(shuffled).parameters == fit(histories).parameters


def test_customers_who_buy_by_the_calendar_have_no_model_and_it_says_so() -> None:
    tenure = np.linspace(52, 156, 300)
    repeats = np.floor(tenure / 13)
    regular = Histories(repeats, repeats * 13, tenure, np.full(300, 100.0))
    assert dispersion(regular) < 0.1
    with pytest.raises(NoModelError, match="too regularly"):
        fit(regular)


def test_what_no_customer_can_buy_is_not_expected() -> None:
    broken = PurchaseModel({**fitted().parameters, "alpha": 1e9}, fitted().unit, fitted().timing, fitted().spend)
    with pytest.raises(NoModelError, match="alike"):
        broken.expect(one(4, 90, 100), 52)
