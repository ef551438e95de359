"""Parquet files: every value becomes the text that an export has, and a damaged file harms nothing but itself."""

import datetime as dt
import random
from pathlib import Path
from typing import Any

import pytest

from dagster_project.ingest.parquet import parquet_records
from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.spec.source import FileFormat
from dagster_project.ingest.sql import Connection
from tests.unit.ingest.exports import counts, parquet
from tests.unit.workbench import Workbench, survey_yaml

GOOD: dict[str, list[Any]] = {"id": ["r1", "r2"], "at": ["2025-01-01", "2025-01-02"], "score": [9, 8]}


def texts(connection: Connection, folder: Path, content: bytes, file: FileFormat) -> tuple[list[str], list[list[str]]]:
    """Headings, and the cells of each row."""
    path = folder / "a.parquet"
    path.write_bytes(content)
    records = parquet_records(path, file, folder)
    rows = connection.execute(f"select {', '.join(records.cells)} from ({records.relation})").fetchall()
    return [column.texts["name"] for column in records.header.columns], [list(row) for row in rows]


# A type -> SQL for three values of it, and their texts where the decimal sign is a comma.
VALUES: dict[str, tuple[str, list[str]]] = {
    "text": ("['å', null, '']", ["å", "", ""]),
    "whole": ("[1, null, -3]", ["1", "", "-3"]),
    "double": ("['10', '1.5', 'nan']::double[]", ["10", "1,5", ""]),
    "float": ("[10, 0.1, null]::float[]", ["10", "0,1", ""]),
    "decimal": ("[10.5, null, -1]::decimal(9, 2)[]", ["10,50", "", "-1,00"]),
    "truth": ("[true, false, null]", ["true", "false", ""]),
    "date": ("[date '2025-01-02', null, null]", ["2025-01-02", "", ""]),
    "time": ("[time '14:30:00.5', null, null]", ["14:30:00.5", "", ""]),
    "moment": (
        "[timestamp '2025-01-02 14:30:00.123', timestamp '2025-01-02', null]",
        ["2025-01-02 14:30:00.123", "2025-01-02 00:00:00", ""],
    ),
    "nanoseconds": (
        "['2025-01-02 14:30:00.123456789', null, null]::timestamp_ns[]",
        ["2025-01-02 14:30:00.123456", "", ""],
    ),
    "zoned": ("[timestamptz '2025-01-02 14:30:00+09', null, null]", ["2025-01-02 05:30:00+00:00", "", ""]),
    "list": ("[['a', 'b'], [], null]", ["a, b", "", ""]),
    "numbers": ("[[1, 2.5], [null], null]::double[][]", ["1, 2,5", "", ""]),
    "nested": ("[[['a']], null, null]", ['[["a"]]', "", ""]),
    "map": ("[map{'k': 1}, null, null]", ['{"k":1}', "", ""]),
    "bytes": ("['text'::blob, '\\xFF\\x00'::blob, null]", ["text", "ff00", ""]),
    "enum": ("['a', null, 'b']::enum('a', 'b')[]", ["a", "", "b"]),
    "uuid": (
        "['00000000-0000-0000-0000-000000000001'::uuid, null, null]",
        ["00000000-0000-0000-0000-000000000001", "", ""],
    ),
    "nothing": ("[null, null, null]::int[]", ["", "", ""]),
}


@pytest.mark.parametrize("kind", VALUES)
def test_values_are_the_texts_that_an_export_has(tmp_path: Path, bench: Workbench, kind: str) -> None:
    column, expected = VALUES[kind]
    found = texts(bench.connection, tmp_path, parquet({"a": column}), FileFormat(decimal=","))
    assert found == (["a"], [[text] for text in expected])


def test_structs_have_dotted_names(tmp_path: Path, bench: Workbench) -> None:
    columns = {"p": [{"mail": "a", "in": {"x": 1.0}}, None], "q": [1, 2]}
    found = texts(bench.connection, tmp_path, parquet(columns), FileFormat())
    assert found == (["p.mail", "p.in.x", "q"], [["a", "1", "1"], ["", "", "2"]])


def test_names_that_stand_twice_are_as_the_file_has_them(tmp_path: Path, bench: Workbench) -> None:
    names = {"aaaa1": "aaaa0", "AAAA2": "AAAA0"}
    content = parquet({"aaaa0": [1], "aaaa1": [2], "AAAA2": [3], "aaaa0_1": [4]})
    for name, twin in names.items():
        content = content.replace(name.encode(), twin.encode())
    found = texts(bench.connection, tmp_path, content, FileFormat())
    assert found == (["aaaa0", "aaaa0", "AAAA0", "aaaa0_1"], [["1", "2", "3", "4"]])


@pytest.mark.parametrize("name", ["a b", 'a"b', "a'b", "{x}", "; drop table x", "åäö", "select", "*"])
def test_hostile_names_are_names_and_nothing_else(tmp_path: Path, bench: Workbench, name: str) -> None:
    columns = {name: ["here"], "p": [{name: "there"}]}
    found = texts(bench.connection, tmp_path, parquet(columns), FileFormat())
    assert found == ([name, f"p.{name}"], [["here", "there"]])


def test_rows_are_numbered_as_below_a_heading_across_row_groups(bench: Workbench) -> None:
    count = 5000
    columns: dict[str, list[Any]] = {
        "id": [f"r{number}" for number in range(count)],
        "at": ["2025-01-01"] * count,
        "score": [9] * count,
    }
    columns["at"][4321] = "soon"
    bench.run(survey_yaml(), {"a.parquet": parquet(columns, ", row_group_size 2048")})
    assert [reject["row_number"] for reject in bench.rejects()] == [4323]
    assert counts(bench) == (count, count - 1, 1, 0)


def test_blank_rows_are_dropped_and_counted(bench: Workbench) -> None:
    columns = {name: [*values, None] for name, values in GOOD.items()}
    bench.run(survey_yaml(), {"a.parquet": parquet(columns)})
    assert counts(bench) == (3, 2, 0, 1)


def test_a_time_is_known_whatever_formats_the_yaml_names(bench: Workbench) -> None:
    response = "{id: {column: id}, submitted_at: {column: at, formats: '%d/%m/%Y', timezone: Europe/Stockholm}}"
    columns = {**GOOD, "at": "[timestamptz '2025-01-02 14:30:00+00', timestamptz '2025-07-02 14:30:00+02']"}
    bench.run(survey_yaml(response=response), {"a.parquet": parquet(columns)})
    assert bench.values("submitted_at") == [
        dt.datetime.fromisoformat("2025-01-02 14:30"),
        dt.datetime.fromisoformat("2025-07-02 12:30"),
    ]


def test_a_file_without_rows_is_no_fault(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.parquet": parquet(dict.fromkeys(GOOD, "[]::varchar[]"))})
    assert counts(bench) == (0, 0, 0, 0)


def test_the_names_of_folders_add_no_columns(bench: Workbench) -> None:
    bench.declare(survey_yaml(more="folder: year=2025"))
    bench.drop({"a.parquet": parquet(GOOD)}, "year=2025")
    bench.load()
    assert bench.values("s_recommend") == [9, 8]


def test_a_column_called_like_our_row_number_is_refused(bench: Workbench) -> None:
    result = bench.run(survey_yaml(), {"a.parquet": parquet({**GOOD, "file_row_number": [1, 2]})})
    assert list(result.refused) == ["pulse/a.parquet"]


def test_a_damaged_file_is_refused_and_harms_nothing_else(bench: Workbench) -> None:
    chance = random.Random(5)
    whole = parquet({**GOOD, "why": [["a"], ["b"]], "p": [{"x": 1}, {"x": 2}]}, ", compression zstd")
    files = {"z.csv": b"id,at,score\nlast,2025-01-01,9\n"}
    for number in range(60):
        broken = bytearray(whole)
        for _ in range(chance.randrange(1, 12)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        files[f"{number}.parquet"] = bytes(broken)
    result = bench.run(survey_yaml(), files)
    assert "pulse/z.csv" in result.loaded
    assert len(result.loaded) + len(result.refused) + len(result.unchanged) == len(files)
    assert len(result.refused) > 30
    for entry in bench.ledger():
        if entry["status"] == "loaded":
            assert entry["rows_read"] == entry["rows_loaded"] + entry["rows_rejected"] + entry["rows_dropped"]


def test_more_columns_than_anybody_needs_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(parquet({f"c{number}": "[1]" for number in range(10_001)}))
    with pytest.raises(RefusedFile, match="it has 10,001 columns; export the columns that are needed"):
        parquet_records(path, FileFormat(), tmp_path)
