"""Rows of a file as a spreadsheet numbers them: every one is loaded, rejected or dropped, and none is lost."""

import csv as python_csv
import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dagster_project.ingest.load import load_source
from tests.unit.workbench import Workbench, csv, survey_yaml

LINES = ("r1,2025-01-01,1,a", "r2,2025-01-02,2,b", "r3,2025-01-03,3,c")
COMMENTED = survey_yaml(
    "[{id: recommend, metric: nps, column: score}, {id: why, metric: text, column: why, pii: keep}]",
    response="{id: {row_number: true}, submitted_at: {value: '2025-01-01'}}",
)


def shape(bench: Workbench) -> list[tuple[int, str, str | None]]:
    """Row number, status, and why."""
    found = []
    for row in bench.rows():
        reasons = [problem["reason"] for problem in row["problems"] or []]
        found.append((row["row_number"], row["row_status"], row["drop_reason"] or (reasons[0] if reasons else None)))
    return found


def counts(bench: Workbench) -> tuple[int, int, int, int]:
    (entry,) = bench.ledger()
    read, loaded, rejected, dropped = (entry[f"rows_{name}"] for name in ("read", "loaded", "rejected", "dropped"))
    assert read == loaded + rejected + dropped
    return read, loaded, rejected, dropped


# How a file may be written -> its text and the spreadsheet rows of its two records.
FORMS: dict[str, tuple[str, list[int]]] = {
    "lf": ("id,at,score\nr1,2025-01-01,1\nr2,2025-01-02,2\n", [2, 3]),
    "no last end": ("id,at,score\nr1,2025-01-01,1\nr2,2025-01-02,2", [2, 3]),
    "crlf": ("id,at,score\r\nr1,2025-01-01,1\r\nr2,2025-01-02,2\r\n", [2, 3]),
    "cr": ("id,at,score\rr1,2025-01-01,1\rr2,2025-01-02,2\r", [2, 3]),
    "cr and mark": ("\ufeffid,at,score\rr1,2025-01-01,1\rr2,2025-01-02,2", [2, 3]),
    "mixed": ("id,at,score\r\nr1,2025-01-01,1\nr2,2025-01-02,2\r\n", [2, 3]),
    "mixed otherwise": ("id,at,score\nr1,2025-01-01,1\r\nr2,2025-01-02,2\n", [2, 3]),
    "blank lines": ("id,at,score\n\nr1,2025-01-01,1\n\n\r\nr2,2025-01-02,2\n\n\n", [3, 6]),
    "blank above": ("\n\nid,at,score\nr1,2025-01-01,1\nr2,2025-01-02,2\n", [4, 5]),
    "quoted": ('id,at,score\n"r1",2025-01-01,1\n"r2",2025-01-02,"2"\n', [2, 3]),
    "trailing delimiter": ("id,at,score,\nr1,2025-01-01,1,\nr2,2025-01-02,2\n", [2, 3]),
    "crlf within": ('id,"a\r\nt",score,at\nr1,"\r\n\r\n",1,2025-01-01\n\nr2,x,2,2025-01-02\n', [2, 4]),
    "lf within": ('id,"a\nt",score,at\r\nr1,"\n\n",1,2025-01-01\r\n\r\nr2,x,2,2025-01-02\r\n', [2, 4]),
}


def test_rows_have_the_numbers_of_a_spreadsheet_however_the_file_is_written(bench: Workbench) -> None:
    bench.run(survey_yaml(), {f"{name}.csv": content for name, (content, _) in FORMS.items()})
    rows = bench.query(
        """select file_path, row_number, submission_id, s_recommend from sources.pulse
        join raw.ingested_files using (file_id) where row_status = 'loaded' order by all"""
    )
    found = [(row["file_path"], row["row_number"], row["submission_id"], row["s_recommend"]) for row in rows]
    assert found == sorted(
        (f"pulse/{name}.csv", number, f"r{index}", index)
        for name, (_, numbers) in FORMS.items()
        for index, number in enumerate(numbers, start=1)
    )
    assert {(entry["rows_read"], entry["rows_loaded"]) for entry in bench.ledger()} == {(2, 2)}


def test_a_row_with_fewer_cells_than_the_header_is_rejected(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": csv("id,at,score", "r1,2025-01-01", "r2,2025-01-01,9")})
    assert shape(bench) == [(2, "rejected", "fewer cells than the header"), (3, "loaded", None)]
    assert counts(bench) == (2, 1, 1, 0)


def test_a_row_with_more_cells_than_the_header_is_rejected_unless_they_are_blank(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": csv("id,at,score", "r1,2025-01-01,9,more", "r2,2025-01-01,9,, ,")})
    assert shape(bench) == [(2, "rejected", "more cells than the header"), (3, "loaded", None)]


def test_a_row_of_blank_cells_is_dropped_and_counted(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": csv("id,at,score", ",,", '"","",""', " ,\u00a0,\t", "   ", "r1,2025-01-01,9")})
    assert [why for _, _, why in shape(bench)] == [*["blank row"] * 4, None]
    assert counts(bench) == (5, 1, 0, 4)


def test_a_quote_in_the_middle_of_a_bare_cell_is_text(bench: Workbench) -> None:
    bench.run(COMMENTED, {"a.csv": csv("score,why", '1,a 5" pipe', '2,"said ""no"""', "3,it's")})
    assert bench.values("a_why") == ['a 5" pipe', 'said "no"', "it's"]


def test_a_quote_that_is_not_doubled_rejects_its_row_alone(bench: Workbench) -> None:
    bench.run(COMMENTED, {"a.csv": csv("score,why", "1,x", '2,"a "b" c"', "3,y")})
    assert shape(bench) == [
        (2, "loaded", None),
        (3, "rejected", "a quote stands in the middle of a cell"),
        (4, "loaded", None),
    ]
    assert counts(bench) == (3, 2, 1, 0)


@pytest.mark.parametrize(
    "lines", [("1,x", '2,"open', "3,y", "4,z"), ('1,"x\n\ny"', '2,"open', "", "4,z"), ("1,x", "3,y", '2,"open')]
)
def test_a_quote_that_is_never_closed_rejects_its_row_and_swallows_no_other(
    bench: Workbench, lines: tuple[str, ...]
) -> None:
    bench.run(COMMENTED, {"a.csv": csv("score,why", *lines)})
    rejected = [row for row in shape(bench) if row[1] == "rejected"]
    assert [why for _, _, why in rejected] == ["a quote is opened and never closed"]
    assert bench.values("s_recommend") == [int(line[0]) for line in lines if line and '"open' not in line]
    read, loaded, _, _ = counts(bench)
    assert (read, loaded) == (len([line for line in lines if line]), read - 1)


def test_a_repaired_file_keeps_short_long_and_blank_rows_apart(bench: Workbench) -> None:
    lines = ('1,"a "b""', "2", "3,x,y", "4,z", ",", "", "6,w")
    bench.run(COMMENTED, {"a.csv": csv("score,why", *lines)})
    assert shape(bench) == [
        (2, "rejected", "a quote stands in the middle of a cell"),
        (3, "rejected", "fewer cells than the header"),
        (4, "rejected", "more cells than the header"),
        (5, "loaded", None),
        (6, "dropped", "blank row"),
        (8, "loaded", None),
    ]


def test_quotes_may_be_another_sign_or_none(bench: Workbench) -> None:
    bench.run(
        COMMENTED.replace("file: {}", """file: {quote: "'"}"""), {"a.csv": csv("score,why", """1,'a, "b" ''c'''""")}
    )
    assert bench.values("a_why") == ["""a, "b" 'c'"""]
    bench.run(COMMENTED.replace("file: {}", "file: {quote: ''}"), {"a.csv": csv("score,why", '1,"a', '2,b"')})
    assert bench.values("a_why") == ['"a', 'b"']


def test_a_lone_carriage_return_within_quotes_is_text(bench: Workbench) -> None:
    bench.run(COMMENTED, {"a.csv": 'score,why\n1,"a\rb"\n2,c\n'})
    assert bench.values("a_why") == ["a\rb", "c"]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.text(alphabet='a,"\n\r é;\\1', max_size=30))
def test_whatever_a_file_holds_its_rows_reconcile_and_are_those_that_python_reads(bench: Workbench, body: str) -> None:
    bench.declare(COMMENTED.replace("file: {}", "file: {}\n  on_missing: remove"))
    text = f"why,score\n{body}"
    bench.drop({"a.csv": text})
    load_source(bench.connection, bench.spec(), bench.specs(), bench.settings, "run")
    counts(bench)
    try:
        known = list(python_csv.reader(io.StringIO(text, newline=""), strict=True))
    except python_csv.Error:
        return
    expected = [(number, row) for number, row in enumerate(known, start=1) if row and number > 1]
    found: list[dict[str, Any]] = bench.rows()
    assert [row["row_number"] for row in found] == [number for number, _ in expected]
    for row, (_, cells) in zip(found, expected, strict=True):
        if row["row_status"] == "loaded":
            assert row["a_why"] == (cells[0].strip(" \t\r\n\u00a0") or None)


def test_no_copy_of_a_file_is_left_behind(bench: Workbench) -> None:
    bench.run(COMMENTED, {"a.csv": csv("score,why", '1,"a "b""').encode("cp1252")})
    assert bench.loaded() == []
    assert {path.name for path in bench.settings.state_dir.iterdir()} <= {"cx.duckdb", "cx.duckdb.wal"}
