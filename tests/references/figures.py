"""What a reader of the published tables sees, put together from the formulas as the models do it: figures by name."""

from collections.abc import Mapping, Sequence
from math import log10

from tests.references.formulas import Figure, Formulas


def net_score(
    formulas: Formulas, promoters: float, detractors: float, answers: float, population: int | None = None
) -> dict[str, Figure]:
    """A net score with its interval, in points."""
    counts = {"promoters": promoters, "detractors": detractors, "answers": answers}
    centre = formulas("adjusted_wald_centre", **counts)
    half_width = formulas("adjusted_wald_half_width", **counts, population=population)
    error = formulas("adjusted_wald_standard_error", **counts, population=population)
    return {"value": formulas("nps", **counts), "centre": points(centre), "standard_error": points(error)} | bounds(
        formulas, centre, half_width, -100
    )


def share(formulas: Formulas, successes: float, answers: float) -> dict[str, Figure]:
    """A share with its interval, in percent."""
    counts = {"successes": successes, "answers": answers}
    centre, half_width = formulas("wilson_centre", **counts), formulas("wilson_half_width", **counts)
    return {"value": formulas("csat", satisfied=successes, answers=answers)} | bounds(formulas, centre, half_width, 0)


def net_score_difference(formulas: Formulas, first: Mapping[str, int], second: Mapping[str, int]) -> dict[str, Figure]:
    """The test of two net scores, each given by promoters, detractors and answers."""
    parts: dict[str, Figure] = {}
    for place, counts in (("", first), ("other_", second)):
        parts[f"{place}centre"] = formulas("adjusted_wald_centre", **counts)
        parts[f"{place}standard_error"] = formulas("adjusted_wald_standard_error", **counts, population=None)
    z = formulas("net_score_difference_z", **parts)
    return {"z": z, "p": formulas("two_sided_p_value", z=z)}


def two_proportions(
    formulas: Formulas, successes: int, answers: int, other_successes: int, other_answers: int
) -> dict[str, Figure]:
    """The pooled test of two shares."""
    z = formulas(
        "two_proportions_z",
        successes=successes,
        answers=answers,
        other_successes=other_successes,
        other_answers=other_answers,
    )
    return {"z": z, "chi_squared": None if z is None else z * z, "p": formulas("two_sided_p_value", z=z)}


def normal(formulas: Formulas, z: float) -> dict[str, Figure]:
    """The distribution function, and the tail beyond z as old tables print it: the logarithm, sign changed."""
    tail = formulas.number("two_sided_p_value", z=z) / 2
    return {"cdf": formulas("normal_cdf", z=z), "tail_digits": -log10(tail)}


def holm(formulas: Formulas, p_values: Sequence[float]) -> dict[str, Figure]:
    """Adjusted p-values by their place."""
    return {f"place_{place}": value for place, value in enumerate(formulas.holm(p_values), start=1)}


def effective_count(formulas: Formulas, weights: Sequence[float]) -> dict[str, Figure]:
    """How many equally weighted answers say as much."""
    squares = sum(weight * weight for weight in weights)
    return {"value": formulas("effective_count", weight_sum=sum(weights), squared_weight_sum=squares)}


def bounds(formulas: Formulas, centre: Figure, half_width: Figure, lowest: int) -> dict[str, Figure]:
    """Both bounds of an interval, clipped to the scale from `lowest` to 100."""
    width = points(half_width)
    return {
        "lower": formulas("interval_lower", centre=points(centre), half_width=width, lowest=lowest),
        "upper": formulas("interval_upper", centre=points(centre), half_width=width, highest=100),
    }


def points(part: Figure) -> float | None:
    return None if part is None else 100.0 * part
