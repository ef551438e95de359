"""Importances that relaimpo, domir, rwa and dominanceanalysis have printed for known data are found again."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from dagster_project.statistics.importance import importance
from tests.references.moments import Floats, moments_of


@cache
def reference() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("importances.yaml").read_text(encoding="utf-8"))
    return found


def table(name: str) -> dict[str, Floats]:
    """The columns of a data set; the first is the outcome."""
    data = reference()["data"][name]
    rows = np.array([[float(value) for value in line.split()] for line in data["rows"].splitlines()])
    return dict(zip(data["columns"], rows.T, strict=True))


@pytest.mark.parametrize("case", reference()["printed"], ids=lambda case: f"{case['data']} {case['measure']}")
def test_the_printed_importances_are_found_again(case: dict[str, Any]) -> None:
    columns = table(case["data"])
    outcome = next(iter(columns.values()))
    drivers = np.column_stack([columns[name] for name in case["importances"]])
    found = importance(moments_of(drivers, outcome))
    shares = found.lmg[0] if case["measure"] == "lmg" else found.johnson[0]
    assert [round(share * found.r_squared[0], case["decimals"]) for share in shares] == list(
        case["importances"].values()
    )


def test_the_data_are_as_long_as_published() -> None:
    assert {name: len(next(iter(table(name).values()))) for name in reference()["data"]} == {
        "swiss": 47,
        "mtcars": 32,
        "attitude": 30,
    }
