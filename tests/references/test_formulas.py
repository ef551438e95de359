"""What is true of every formula as a piece of SQL: an argument may be an expression, and nothing known gives NULL."""

import pytest

from tests.references.formulas import FORMULAS, Figure, Formulas, differences

# Figures that make sense together, one set for every formula.
FIGURES: dict[str, Figure] = {
    "promoters": 15,
    "detractors": 8,
    "satisfied": 15,
    "easy": 15,
    "successes": 15,
    "answers": 36,
    "population": 50,
    "other_successes": 9,
    "other_answers": 40,
    "centre": 19.5,
    "half_width": 24.25,
    "lowest": -100,
    "highest": 30,
    "weight_sum": 40.5,
    "squared_weight_sum": 60.25,
    "standard_error": 12.5,
    "other_centre": -4.5,
    "other_standard_error": 9.75,
    "p_value": 0.0625,
    "rank": 2,
    "family_size": 5,
    "target_after": 32.5,
    "target_before": 20.25,
    "rest_after": 11.0,
    "rest_before": 9.5,
    "total": 250.0,
    "observations": 13,
    "mean": 12.5,
    "group_observations": 40,
    "squared_pulls": 30.25,
    "people": 9,
    "benefit": 250.5,
    "cost": 100.25,
    "z": 1.25,
    "change_sum": 15.5,
    "square_sum": 60.25,
    "pairs": 10,
    "not_returned": 7,
    "customers": 20,
    "annual_revenue": 1_200_000.5,
    "churn_rate": 12.5,
    "positive": 15,
    "negative": 8,
    "mentions": 36,
    "conversions": 15,
    "sessions": 450,
    "engaged_sessions": 180,
    "score": -10.0,
    "whole_score": 13.5,
    "whole_answers": 120,
    "bad_share": 0.375,
    "impact": -16.5,
}


@pytest.mark.parametrize("formula", FORMULAS)
def test_an_argument_may_be_an_expression(formulas: Formulas, formula: str) -> None:
    given = {name: FIGURES[name] for name in FORMULAS[formula]}
    plain = formulas.number(formula, **given)
    assert formulas(f"{formula}_of_differences", **differences(given)) == pytest.approx(plain, rel=1e-12)


# Without a declared population, or an end of the scale, there is an interval all the same.
OPTIONAL = ("population", "lowest", "highest")


@pytest.mark.parametrize(
    ("formula", "missing"),
    [(formula, name) for formula in FORMULAS for name in FORMULAS[formula] if name not in OPTIONAL],
)
def test_what_is_computed_from_nothing_is_nothing(formulas: Formulas, formula: str, missing: str) -> None:
    given = {name: FIGURES[name] for name in FORMULAS[formula]}
    assert formulas(formula, **given | {missing: None}) is None
