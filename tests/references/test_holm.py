"""Holm's adjustment against statsmodels, and what must be true of any family of p-values."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from tests.references.formulas import Formulas

# Y. Benjamini, Y. Hochberg, Journal of the Royal Statistical Society B 57 (1995): fifteen p-values of a trial.
TRIAL = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459),
    *(0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000),
]
FAMILIES: list[list[float]] = [
    TRIAL,
    TRIAL[::-1],
    [0.01, 0.04, 0.03, 0.005],
    [0.04],
    [0.02, 0.02, 0.02],
    [0.03, 0.01, 0.03, 0.01],
    [0.0, 1.0, 0.5],
    [0.9, 0.95, 0.99, 1.0],
    [1e-300, 1e-12, 0.05, 0.049],
]
P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=20)


def known(p_value: float | None) -> float:
    assert p_value is not None
    return p_value


@pytest.mark.parametrize("p_values", FAMILIES)
def test_a_family_is_adjusted_as_statsmodels_does(formulas: Formulas, p_values: list[float]) -> None:
    expected = multipletests(p_values, method="holm")[1].tolist()
    assert formulas.holm(p_values) == pytest.approx(expected, rel=1e-9, abs=0)


def test_three_findings_of_the_published_trial_remain(formulas: Formulas) -> None:
    adjusted = formulas.holm(TRIAL)
    assert [known(p) <= 0.05 for p in adjusted] == [True] * 3 + [False] * 12


@settings(max_examples=100, deadline=None)
@given(p_values=P_VALUES)
def test_an_adjusted_p_value_is_a_probability_not_below_the_raw_one_and_keeps_the_order(
    formulas: Formulas, p_values: list[float]
) -> None:
    pairs = sorted(zip(p_values, map(known, formulas.holm(p_values)), strict=True))
    assert all(raw <= adjusted <= 1 for raw, adjusted in pairs)
    assert [adjusted for _, adjusted in pairs] == sorted(adjusted for _, adjusted in pairs)


@settings(max_examples=50, deadline=None)
@given(p_values=P_VALUES, seed=st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(formulas: Formulas, p_values: list[float], seed: random.Random) -> None:
    places = list(range(len(p_values)))
    seed.shuffle(places)
    adjusted = formulas.holm(p_values)
    assert formulas.holm([p_values[place] for place in places]) == [adjusted[place] for place in places]


def test_what_has_no_p_value_is_no_part_of_the_family(formulas: Formulas) -> None:
    assert formulas.holm([0.03, None, 0.01]) == [0.03, None, 0.02]
    assert formulas.holm([None, None]) == [None, None]
