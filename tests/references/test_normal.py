"""The normal distribution against scipy, from one end of what a double can say to the other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from tests.references.formulas import Formulas

# Every hundredth, and both sides of the seam between the two approximations.
GRID = np.unique(np.concatenate([np.linspace(-37, 37, 7401), [-4, 4, np.nextafter(4, 0), np.nextafter(-4, 0)]]))


def test_the_distribution_function_is_that_of_scipy(formulas: Formulas) -> None:
    computed = np.array(formulas.column("normal_cdf", "z", GRID.tolist()))
    assert float(np.abs(computed - norm.cdf(GRID)).max()) < 1e-15


def test_a_p_value_keeps_its_digits_however_small_it_is(formulas: Formulas) -> None:
    computed = np.array(formulas.column("two_sided_p_value", "z", GRID.tolist()))
    assert float(np.abs(computed / (2 * norm.sf(np.abs(GRID))) - 1).max()) < 1e-12


def test_the_lower_tail_keeps_its_digits_as_well(formulas: Formulas) -> None:
    below = GRID[GRID < 0]
    computed = np.array(formulas.column("normal_cdf", "z", below.tolist()))
    assert float(np.abs(computed / norm.cdf(below) - 1).max()) < 1e-12


@settings(max_examples=40, deadline=None)
@given(points=st.lists(st.floats(-37, 37), min_size=20, max_size=100))
def test_any_point_has_the_probability_of_scipy(formulas: Formulas, points: list[float]) -> None:
    assert formulas.column("normal_cdf", "z", points) == pytest.approx(norm.cdf(points), rel=1e-12, abs=0)


@settings(max_examples=40, deadline=None)
@given(points=st.lists(st.floats(allow_nan=False), min_size=20, max_size=100))
def test_whatever_the_z_a_p_value_is_a_probability_and_knows_no_sign(formulas: Formulas, points: list[float]) -> None:
    turned = [-z for z in points]
    p_values = formulas.column("two_sided_p_value", "z", points)
    assert formulas.column("two_sided_p_value", "z", turned) == p_values
    assert all(0 <= p <= 1 for p in p_values)
    both = zip(formulas.column("normal_cdf", "z", points), formulas.column("normal_cdf", "z", turned), strict=True)
    assert [below + above for below, above in both] == pytest.approx([1] * len(points), abs=1e-15)


def test_no_difference_has_a_p_value_of_one(formulas: Formulas) -> None:
    assert formulas("two_sided_p_value", z=0) == 1.0
    assert formulas("normal_cdf", z=0) == 0.5


@pytest.mark.parametrize("z", [38.6, 1e9, 1e200, float("inf")])
def test_beyond_what_a_double_can_say_is_certainty(formulas: Formulas, z: float) -> None:
    assert formulas("two_sided_p_value", z=z) == 0.0
    assert formulas("normal_cdf", z=z) == 1.0
    assert formulas("normal_cdf", z=-z) == 0.0


def test_an_impossible_z_is_never_a_finding(formulas: Formulas) -> None:
    assert np.isnan(formulas.number("two_sided_p_value", z=float("nan")))
