"""Times and dates: zones, offsets, several forms in one column, and what is no date."""

import datetime as dt

import pytest

from tests.unit.workbench import Workbench, csv, survey_yaml, table_yaml


def times(bench: Workbench, field: str, cells: list[str]) -> list[dt.datetime | None]:
    """What cells of a column `at` are read as, in UTC; None where the row is rejected for it."""
    response = f"{{id: {{column: id}}, submitted_at: {field}}}"
    lines = [f'{number},"{cell}",9' for number, cell in enumerate(cells)]
    bench.run(survey_yaml(response=response), {"a.csv": csv("id,at,score", *lines)})
    return [row["submitted_at"] if row["row_status"] == "loaded" else None for row in bench.rows()]


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


ISO = {
    "2025-01-01": "2024-12-31 23:00",
    "2025-01-01 10:00": "2025-01-01 09:00",
    "2025-06-01 10:00:05": "2025-06-01 08:00:05",
    "2025-01-01T10:00:01": "2025-01-01 09:00:01",
    "2025-01-01 10:00:01.123": "2025-01-01 09:00:01.123",
    "2025-01-01T10:00:01.123456": "2025-01-01 09:00:01.123456",
    "2025-01-01T10:00:01Z": "2025-01-01 10:00:01",
    "2025-01-01T10:00:01+02:00": "2025-01-01 08:00:01",
    "2025-01-01 10:00:01 +0200": "2025-01-01 08:00:01",
    "2025-01-01 10:00:01-0530": "2025-01-01 15:30:01",
    "2025-01-01T10:00:01.5+02:00": "2025-01-01 08:00:01.5",
    "2025-03-30 01:59": "2025-03-30 00:59",
    "2025-03-30 03:00": "2025-03-30 01:00",
    "2025-10-26 01:59": "2025-10-25 23:59",
    "2025-10-26 03:00": "2025-10-26 02:00",
    "2024-02-29": "2024-02-28 23:00",
}


def test_a_time_without_a_form_is_iso_in_the_business_zone_unless_it_says_its_offset(bench: Workbench) -> None:
    found = times(bench, "{column: at}", list(ISO))
    assert dict(zip(ISO, found, strict=True)) == {cell: utc(expected) for cell, expected in ISO.items()}


def test_the_hour_that_is_not_and_the_hour_that_is_twice_are_still_times(bench: Workbench) -> None:
    not_there, twice = times(bench, "{column: at}", ["2025-03-30 02:30", "2025-10-26 02:30"])
    assert not_there == utc("2025-03-30 01:30")
    assert twice in (utc("2025-10-26 00:30"), utc("2025-10-26 01:30"))


NO_DATES = [
    *("2025-02-29", "2025-13-01", "01/02/2025", "25-01-01", "2025-01-01 24:00:00", "2025-01-01 10:00:60"),
    *("0000-00-00", "1899-12-31", "2200-01-02", "45000", "20250101", "2025-01-01 later", "2025-W01-1", "nov 2025"),
]


def test_what_is_no_date_rejects_the_row_and_is_shown_as_it_was(bench: Workbench) -> None:
    assert times(bench, "{column: at}", NO_DATES) == [None] * len(NO_DATES)
    assert [(one["raw_value"], one["reason"], one["scope"]) for one in bench.rejects()] == [
        (cell, "not a date", "row") for cell in NO_DATES
    ]


def test_both_forms_of_surveymonkey_may_stand_in_one_column(bench: Workbench) -> None:
    field = "{column: at, formats: ['%m/%d/%Y %I:%M:%S %p', '%Y-%m-%d %H:%M:%S'], timezone: UTC}"
    cells = ["12/31/2025 11:59:59 PM", "2025-12-31 23:59:59", "1/5/2025 1:02:03 AM", "12/31/2025 12:00:00 AM"]
    assert times(bench, field, [*cells, "13/01/2025 11:00:00 AM", "2025-12-31"]) == [
        utc("2025-12-31 23:59:59"),
        utc("2025-12-31 23:59:59"),
        utc("2025-01-05 01:02:03"),
        utc("2025-12-31"),
        None,
        None,
    ]


def test_a_time_without_an_offset_does_not_take_the_one_of_the_row_above(bench: Workbench) -> None:
    field = "{column: at, formats: ['%Y-%m-%d %H:%M:%S%z', '%Y-%m-%d %H:%M:%S'], timezone: UTC}"
    cells = ["2025-07-01 00:00:00", "2025-07-01 00:00:00-05:00", "2025-07-01 00:00:00", "2025-07-01 00:00:00+0200"]
    assert times(bench, field, [*cells, "2025-07-01 00:00:00"]) == [
        utc("2025-07-01"),
        utc("2025-07-01 05:00"),
        utc("2025-07-01"),
        utc("2025-06-30 22:00"),
        utc("2025-07-01"),
    ]


def test_a_field_s_own_zone_wins_over_the_business_zone_and_an_offset_over_both(bench: Workbench) -> None:
    field = "{column: at, timezone: America/New_York}"
    assert times(bench, field, ["2025-07-01 00:00", "2025-07-01T00:00:00Z"]) == [
        utc("2025-07-01 04:00"),
        utc("2025-07-01"),
    ]


@pytest.mark.parametrize(
    ("form", "cell", "expected"),
    [
        ("%d/%m/%y", "31/12/25", "2025-12-31"),
        ("%d/%m/%y", "01/02/99", "1999-02-01"),
        ("%d.%m.%Y %H.%M", "31.12.2025 23.59", "2025-12-31 23:59"),
        ("%d %B %Y", "23 July 2024", "2024-07-23"),
        ("%Y-%m-%dT%H:%M:%SZ", "2025-07-01T00:00:00Z", "2025-07-01"),
        ("%Y%m%d", "20260101", "2026-01-01"),
    ],
)
def test_a_declared_form_is_read(bench: Workbench, form: str, cell: str, expected: str) -> None:
    assert times(bench, f"{{column: at, formats: '{form}', timezone: UTC}}", [cell]) == [utc(expected)]


@pytest.mark.parametrize("forms", ["['%d/%m/%y', '%d/%m/%Y']", "['%d/%m/%Y', '%d/%m/%y']"])
def test_two_and_four_digit_years_in_one_column_are_told_apart_or_rejected_never_confused(
    bench: Workbench, forms: str
) -> None:
    found = times(bench, f"{{column: at, formats: {forms}, timezone: UTC}}", ["31/12/25", "31/12/2025", "31/02/25"])
    assert found[0] in (utc("2025-12-31"), None)
    assert found[1:] == [utc("2025-12-31"), None]


@pytest.mark.parametrize(
    ("unit", "cell", "expected"),
    [
        ("s", "1735689600", "2025-01-01"),
        ("s", "1735689600.5", "2025-01-01 00:00:00.5"),
        ("ms", "1735689600123", "2025-01-01 00:00:00.123"),
    ],
)
def test_unix_time_is_utc_whatever_the_zone(bench: Workbench, unit: str, cell: str, expected: str) -> None:
    assert times(bench, f"{{column: at, unit: {unit}}}", [cell]) == [utc(expected)]


@pytest.mark.parametrize("unit", ["s", "ms", "d"])
def test_a_number_that_is_no_moment_rejects_its_row_alone(bench: Workbench, unit: str) -> None:
    cells = ["abc", "1e20", "nan", "inf", "99999999999999999999", "90000000000000", "99999999999999", "-1e13"]
    assert times(bench, f"{{column: at, unit: {unit}}}", cells)[:5] == [None] * 5
    (entry,) = bench.ledger()
    assert entry["rows_read"] == len(cells)


@pytest.mark.parametrize(
    ("constant", "expected"),
    [
        ("2020-11-30", "2020-11-29 23:00"),
        ("2020-11-30 12:00", "2020-11-30 11:00"),
        ("2020-11-30T12:00:00Z", "2020-11-30 12:00"),
    ],
)
def test_an_export_without_dates_takes_a_constant(bench: Workbench, constant: str, expected: str) -> None:
    assert times(bench, f"{{value: '{constant}', formats: ['%d/%m/%y']}}", ["", "x"]) == [utc(expected)] * 2


def test_the_first_readable_of_several_columns_is_the_time(bench: Workbench) -> None:
    parts = "{column: at, formats: ['%Y']}, {column: at, formats: ['%Y-%m']}, {value: '1999-01-01'}"
    field = f"{{coalesce: [{parts}], timezone: UTC}}"
    assert times(bench, field, ["2021", "2021-03", ""]) == [utc("2021-01-01"), utc("2021-03-01"), utc("1999-01-01")]


def test_a_date_of_a_record_is_the_day_that_was_written(bench: Workbench) -> None:
    fields = "{customer_id: id, acquired_on: d}"
    lines = ("id,d", "1,2020-01-01", "2,2020-01-01 23:30:00", "3,2020-01-01T23:30:00Z", "4,")
    bench.run(table_yaml("customers", fields), {"a.csv": csv(*lines)})
    assert bench.values("acquired_on", "records") == [dt.date(2020, 1, 1)] * 3 + [None]


def test_a_month_is_its_first_day_however_it_is_written(bench: Workbench) -> None:
    fields = "{segment: {value: all}, month: m}"
    bench.run(table_yaml("acquisition_costs", fields), {"a.csv": csv("m", "2025-03-17", "2025-03", "202503", "mars")})
    assert bench.values("month", "records") == [dt.date(2025, 3, 1)] * 3
