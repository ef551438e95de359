"""A published table as the data of a page: figures rounded, NULL left null, text packed without loss."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project.dashboard.payload import Payload, Table, _table, read_payload
from dagster_project.publish.tables import Audience
from tests.unit.workbench import settings_in


def read(sql: str) -> list[dict[str, Any]]:
    """Rows as a page gets them."""
    with duckdb.connect() as connection:
        return list(_table(connection, sql).rows())


def unpacked(column: Any) -> list[Any]:
    """A column as the page's script unpacks it."""
    if isinstance(column, list):
        return column
    return [None if place is None else column["words"][place] for place in column["places"]]


@pytest.mark.parametrize("value", ["null", "'nan'::double", "'inf'::double", "'-inf'::double"])
def test_what_is_no_figure_is_null(value: str) -> None:
    assert read(f"select cast({value} as double) as value") == [{"value": None}]


def test_nought_is_a_figure() -> None:
    assert read("select 0e0 as value, 0 as n, false as is_so, '' as word") == [
        {"value": 0, "n": 0, "is_so": False, "word": ""}
    ]


def test_figures_are_rounded_to_more_than_a_view_shows() -> None:
    row = read("select 12.345678e0 as value, cast(1234567.89 as decimal(18, 2)) as cost, 0.000123456e0 as p_value")[0]
    assert row["value"] == pytest.approx(12.345678, abs=0.005)
    assert row["cost"] == 1234567.89
    assert row["p_value"] == pytest.approx(0.000123456, abs=0.00005)


def test_days_and_times_are_text() -> None:
    row = read("select date '2026-09-01' as day, timestamp '2026-09-01 08:30:59' as moment")[0]
    assert row == {"day": "2026-09-01", "moment": "2026-09-01 08:30"}


def test_a_type_that_no_page_can_show_is_refused() -> None:
    with pytest.raises(TypeError, match="list"):
        read("select [1, 2] as listed")


def test_a_table_without_rows_keeps_its_columns() -> None:
    with duckdb.connect() as connection:
        assert _table(connection, "select 1 as a, 'b' as b where false").columns == {"a": [], "b": []}


@pytest.mark.parametrize(
    "values",
    [
        ["a", "b", None, "a", "a", "b", "a", None],
        ["only", "once", "each"],
        [None, None],
        [],
        ["", "", "", ""],
        ["\u2028", "</script>", "\u2028", "</script>", "\u2028"],
        [1, 2.5, None],
    ],
)
def test_packed_columns_unpack_to_what_they_were(values: list[Any]) -> None:
    packed = Payload({}, {"one": Table({"column": values})}).as_json()["tables"]["one"]["column"]
    assert unpacked(json.loads(json.dumps(packed))) == values


def test_words_that_recur_are_kept_once() -> None:
    packed = Payload({}, {"one": Table({"column": ["Enterprise"] * 100})}).as_json()["tables"]["one"]["column"]
    assert packed == {"words": ["Enterprise"], "places": [0] * 100}


@pytest.mark.parametrize("edition", ["general", "frontline"])
def test_a_publication_that_is_not_there_is_said_in_one_line(tmp_path: Path, edition: Audience) -> None:
    settings = settings_in(tmp_path, as_of=dt.date(2026, 1, 31))
    settings.publish_dir.mkdir()
    with pytest.raises(FileNotFoundError, match=r"\.duckdb is not there: .*make run") as raised:
        read_payload(settings, edition)
    assert "\n" not in str(raised.value)
