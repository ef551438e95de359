"""Numbers, money and durations."""

from decimal import Decimal
from typing import Any

import pytest

from tests.unit.workbench import Workbench, csv, table_yaml

NONE_OF_THEM = [
    *("nan", "inf", "-inf", "1_000", "0x10", "1 000", "1,5", "--5", "1.2.3", "-", "+", ".", "e5", "(12)", "12-"),
    *("١٢", "999999999999999", "abc", "5 kr"),
]


def amounts(bench: Workbench, field: str, cells: list[str], file: str = "delimiter: ';'") -> list[Any]:
    """What cells of a column `m` are read as."""
    fields = f"{{revenue_id: {{column: id}}, booked_on: {{value: '2025-01-01'}}, amount: {field}}}"
    lines = [f"{number};{cell}" for number, cell in enumerate(cells)]
    bench.run(table_yaml("revenue", fields, file=f"{{{file}}}"), {"a.csv": csv("id;m", *lines)})
    return bench.values("amount", "records")


@pytest.mark.parametrize(
    ("field", "cells", "expected"),
    [
        ("m", ["1", "-5.25", "+3", ".5", "5.", "1e3", "1E-2", " 12 ", "99999999999999.99", "1.23456"],
         ["1", "-5.25", "3", "0.5", "5", "1000", "0.01", "12", "99999999999999.99", "1.2346"]),
        ("{column: m, decimal: ','}", ["1,5", "-5,25", ",5", "1e3"], ["1.5", "-5.25", "0.5", "1000"]),
        ("{column: m, decimal: ',', thousands: ' '}", ["1 234,5", "1\u00a0234,5", "-1 234", "1 234 567,89"],
         ["1234.5", "1234.5", "-1234", "1234567.89"]),
        ("{column: m, decimal: ',', thousands: '.'}", ["1.234,5", "1.234.567,89", "-1.000"],
         ["1234.5", "1234567.89", "-1000"]),
        ("{column: m, thousands: ','}", ["1,234.5", "-1,000"], ["1234.5", "-1000"]),
        ("{column: m, decimal: ',', strip: '[^0-9,-]'}", ["1 234,50 kr", "-12,5 kr", "SEK 7"],
         ["1234.5", "-12.5", "7"]),
        ("{column: m, strip: '[$ kr]'}", ["$5", "5 kr"], ["5", "5"]),
    ],
    ids=["plain", "decimal comma", "thousands blank", "thousands point", "thousands comma", "strip", "strip signs"],
)  # fmt: skip
def test_money_is_read_as_its_column_says(bench: Workbench, field: str, cells: list[str], expected: list[str]) -> None:
    assert amounts(bench, field, cells) == [Decimal(text) for text in expected]
    assert bench.rejects() == []


def test_what_is_no_number_is_nothing_and_is_reported(bench: Workbench) -> None:
    assert amounts(bench, "m", NONE_OF_THEM) == [None] * len(NONE_OF_THEM)
    assert [(one["raw_value"], one["reason"], one["scope"]) for one in bench.rejects()] == [
        (cell, "not a number", "answer") for cell in NONE_OF_THEM
    ]


@pytest.mark.parametrize("cell", ["1.5", "1.234,5", "1,2,3"])
def test_a_point_is_no_number_where_the_decimal_sign_is_a_comma(bench: Workbench, cell: str) -> None:
    assert amounts(bench, "{column: m, decimal: ','}", [cell]) == [None]
    assert [one["raw_value"] for one in bench.rejects()] == [cell]


def test_the_file_s_signs_hold_for_every_column_that_names_none(bench: Workbench) -> None:
    assert amounts(bench, "m", ["1 234,5"], "delimiter: ';', decimal: ',', thousands: ' '") == [Decimal("1234.5")]


def test_a_missing_code_is_nothing_and_no_fault(bench: Workbench) -> None:
    field = "{column: m, strip: '[$]', missing: {n/a: none, '-': none}}"
    assert amounts(bench, field, ["$N/A", "$-", " n/a ", "$5"]) == [None, None, None, Decimal(5)]
    assert bench.rejects() == []


def test_a_constant_and_the_first_that_is_filled_are_amounts_as_well(bench: Workbench) -> None:
    assert amounts(bench, "{value: '12.5'}", ["", "7"]) == [Decimal("12.5")] * 2
    assert amounts(bench, "{coalesce: [{column: m}, {value: '3'}]}", ["", "7"]) == [Decimal(3), Decimal(7)]


def test_a_blank_amount_is_nothing_and_no_fault(bench: Workbench) -> None:
    assert amounts(bench, "m", ["", " ", "\u00a0"]) == [None, None, None]
    assert bench.rejects() == []


@pytest.mark.parametrize(
    ("unit", "minutes"), [("s", 1.5), ("min", 90.0), ("h", 5400.0), ("ms", 0.0015), ("d", 129600.0)]
)
def test_a_duration_is_kept_in_minutes(bench: Workbench, unit: str, minutes: float) -> None:
    fields = f"{{ticket_id: i, requested_at: r, first_response: {{column: f, unit: {unit}}}}}"
    bench.run(table_yaml("tickets", fields), {"a.csv": csv("i,r,f", "1,2025-01-01 10:00,90")})
    assert bench.values("first_response_minutes", "records") == [pytest.approx(minutes)]


def test_a_count_is_whole(bench: Workbench) -> None:
    fields = "{day: d, sessions: s}"
    bench.run(
        table_yaml("web_traffic", fields), {"a.csv": csv("d,s", "2025-01-01,5", "2025-01-02,5.0", "2025-01-03,5.5")}
    )
    assert bench.values("sessions", "records") == [5, 5, None]
    assert [one["raw_value"] for one in bench.rejects()] == ["5.5"]
