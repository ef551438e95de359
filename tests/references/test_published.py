"""Printed figures come out of the formulas, to the last printed digit."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.references import figures
from tests.references.formulas import Figure, Formulas

GROUPS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("published.yaml").read_text(encoding="utf-8"))
CASES = [
    pytest.param(group["figures"], group["decimals"], case["given"], case["printed"], id=f"{group['source']} {number}")
    for group in GROUPS
    for number, case in enumerate(group["cases"], start=1)
]


@pytest.mark.parametrize(("name", "decimals", "given", "printed"), CASES)
def test_a_printed_figure_comes_out(
    formulas: Formulas, name: str, decimals: int, given: Mapping[str, Any], printed: Mapping[str, float]
) -> None:
    computed_by: Callable[..., dict[str, Figure]] = getattr(figures, name)
    computed = computed_by(formulas, **given)
    # Half a unit of the last digit, and what a double cannot say.
    assert {key: computed[key] for key in printed} == pytest.approx(printed, rel=0, abs=0.5 * 10**-decimals + 4e-16)


def test_ten_answers_of_ten_are_not_certainty(formulas: Formulas) -> None:
    lower = figures.net_score(formulas, promoters=10, detractors=0, answers=10)["lower"]
    assert lower is not None and 47 < lower < 48
