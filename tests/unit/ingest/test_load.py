"""Loading a source again and again: what is skipped, replaced, kept and removed."""

import datetime as dt
from dataclasses import replace

import duckdb
import pytest

from tests.unit.workbench import Workbench, csv, survey_yaml, table_yaml

HEADER = "id,at,score"
ONE = csv(HEADER, "1,2025-01-01,9")
TWO = csv(HEADER, "2,2025-01-01,9")
BOTH = csv(HEADER, "1,2025-01-01,8", "2,2025-01-01,9")
BAD = "no such header\n"


def state(bench: Workbench) -> list[tuple[str, str]]:
    return [(entry["file_path"].removeprefix("pulse/"), entry["status"]) for entry in bench.ledger()]


def ids(bench: Workbench) -> list[str]:
    return sorted(bench.values("submission_id"))


def test_a_second_load_of_the_same_file_changes_nothing(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": ONE})
    before = (bench.rows(), bench.ledger())
    result = bench.load()
    assert (result.loaded, result.unchanged) == ([], ["pulse/a.csv"])
    assert (bench.rows(), bench.ledger()) == before


def test_a_changed_file_replaces_its_rows(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": ONE, "b.csv": TWO})
    bench.drop({"a.csv": csv(HEADER, "1,2025-01-01,3", "9,2025-01-01,9")})
    assert bench.load().loaded == ["pulse/a.csv"]
    assert ids(bench) == ["1", "2", "9"]
    assert state(bench) == [("a.csv", "loaded"), ("b.csv", "loaded")]


def test_a_renamed_file_keeps_its_rows(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": ONE})
    before = bench.rows()
    bench.path("a.csv").rename(bench.path("b.csv"))
    result = bench.load()
    assert (result.loaded, result.unchanged, result.vanished) == ([], ["pulse/b.csv"], [])
    assert bench.rows() == before
    assert state(bench) == [("b.csv", "loaded")]


def test_the_rows_of_a_vanished_file_are_kept_and_the_file_is_told(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": ONE, "b.csv": TWO})
    bench.path("a.csv").unlink()
    for _ in range(2):
        assert bench.load().vanished == ["pulse/a.csv"]
        assert ids(bench) == ["1", "2"]
        assert state(bench) == [("a.csv", "vanished"), ("b.csv", "loaded")]


def test_the_rows_of_a_vanished_file_are_removed_where_the_source_says_so(bench: Workbench) -> None:
    bench.run(survey_yaml(more="on_missing: remove"), {"a.csv": ONE, "b.csv": TWO})
    bench.path("a.csv").unlink()
    assert bench.load().vanished == ["pulse/a.csv"]
    assert ids(bench) == ["2"]
    assert state(bench) == [("b.csv", "loaded")]
    assert bench.load().vanished == []


def test_a_vanished_file_that_comes_back_is_loaded_again_without_being_read(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": ONE})
    bench.path("a.csv").unlink()
    bench.load()
    bench.drop({"c.csv": ONE})
    result = bench.load()
    assert (result.loaded, result.unchanged) == ([], ["pulse/c.csv"])
    assert state(bench) == [("c.csv", "loaded")]


def test_a_vanished_file_that_comes_back_changed_replaces_its_rows(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": ONE})
    bench.path("a.csv").unlink()
    bench.load()
    bench.drop({"a.csv": TWO})
    bench.load()
    assert ids(bench) == ["2"]
    assert state(bench) == [("a.csv", "loaded")]


def test_a_changed_file_that_is_refused_leaves_its_old_rows(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": ONE})
    before = bench.rows()
    bench.drop({"a.csv": BAD})
    for _ in range(2):
        result = bench.load()
        assert list(result.refused) == ["pulse/a.csv"]
        assert result.vanished == []
        assert bench.rows() == before
        assert state(bench) == [("a.csv", "loaded"), ("a.csv", "refused")]


@pytest.mark.parametrize("mended", [ONE, TWO])
def test_a_refused_file_that_is_mended_is_refused_no_longer(bench: Workbench, mended: str) -> None:
    bench.run(survey_yaml(), {"a.csv": ONE})
    bench.drop({"a.csv": BAD})
    bench.load()
    bench.drop({"a.csv": mended})
    bench.load()
    assert state(bench) == [("a.csv", "loaded")]
    assert ids(bench) == ["1" if mended == ONE else "2"]


def test_a_refused_file_that_is_removed_is_refused_no_longer(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": BAD, "b.csv": ONE})
    bench.path("a.csv").unlink()
    result = bench.load()
    assert (result.refused, result.vanished) == ({}, [])
    assert state(bench) == [("b.csv", "loaded")]


def test_a_change_of_the_yaml_reads_the_files_again(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": ONE})
    bench.declare(survey_yaml("[{id: recommend, metric: nps, column: score, missing: {'9': blank}}]"))
    assert bench.load().loaded == ["pulse/a.csv"]
    assert bench.values("s_recommend") == [None]
    assert bench.load().loaded == []


def test_another_business_zone_reads_the_files_again(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": ONE})
    bench.settings = replace(bench.settings, timezone="UTC")
    assert bench.load().loaded == ["pulse/a.csv"]
    assert bench.values("submitted_at") == [dt.datetime.fromisoformat("2025-01-01")]


def test_a_change_of_thresholds_reads_nothing_again(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": ONE})
    bench.declare(survey_yaml(more="thresholds: {max_rejected_share: 0.5}\non_missing: remove"))
    assert bench.load().loaded == []


def test_a_change_of_the_yaml_that_fits_no_file_leaves_the_old_rows(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": ONE})
    bench.declare(survey_yaml("[{id: recommend, metric: nps, column: other}]"))
    assert list(bench.load().refused) == ["pulse/a.csv"]
    assert ids(bench) == ["1"]


@pytest.mark.parametrize("scale", ["{min: 0.5, max: 10}", "{min: 0, max: 100000}"])
def test_a_scale_may_change_its_kind_and_back(bench: Workbench, scale: str) -> None:
    bench.run(survey_yaml(), {"a.csv": csv(HEADER, "1,2025-01-01,9", "2,2025-01-01,99999")})
    bench.declare(survey_yaml(f"[{{id: recommend, metric: nps, column: score, scale: {scale}}}]"))
    assert bench.load().refused == {}
    bench.declare(survey_yaml())
    assert bench.load().refused == {}
    assert bench.values("s_recommend") == [9, None]


def test_a_source_may_become_another_table(bench: Workbench) -> None:
    bench.run(table_yaml("customers", "{customer_id: id, segment: score}", source="pulse"), {"a.csv": ONE})
    bench.declare(table_yaml("revenue", "{revenue_id: id, booked_on: at}", source="pulse"))
    assert bench.load().loaded == ["pulse/a.csv"]
    assert bench.values("revenue_id") == ["1"]


def test_a_crash_in_the_middle_of_a_file_leaves_everything_as_it_was(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": ONE, "b.csv": TWO})
    before = (bench.rows(), bench.ledger())
    definition = bench.query("select sql from duckdb_tables() where schema_name = 'sources'")[0]["sql"]
    bench.connection.execute("create table kept as from sources.pulse")
    bench.connection.execute("drop table sources.pulse")
    bench.connection.execute(definition.replace("row_number BIGINT", "row_number BIGINT check (row_number < 3)", 1))
    bench.connection.execute("insert into sources.pulse from kept")
    bench.drop({"b.csv": csv(HEADER, "7,2025-01-01,9", "8,2025-01-01,9")})
    with pytest.raises(duckdb.ConstraintException):
        bench.load()
    assert (bench.rows(), bench.ledger()) == before


def test_the_files_before_a_crash_stay_loaded_and_the_next_run_ends_the_work(bench: Workbench) -> None:
    bench.run(survey_yaml(), {})
    bench.connection.execute("alter table sources.pulse alter row_number set default 0")
    definition = bench.query("select sql from duckdb_tables() where schema_name = 'sources'")[0]["sql"]
    bench.connection.execute("drop table sources.pulse")
    bench.connection.execute(definition.replace("row_number BIGINT", "row_number BIGINT check (row_number < 3)", 1))
    bench.drop({"a.csv": ONE, "b.csv": csv(HEADER, "7,2025-01-01,9", "8,2025-01-01,9")})
    with pytest.raises(duckdb.ConstraintException):
        bench.load()
    assert (ids(bench), state(bench)) == (["1"], [("a.csv", "loaded")])
    bench.connection.execute("drop table sources.pulse")
    bench.connection.execute(definition)
    bench.connection.execute("delete from raw.ingested_files")
    bench.load()
    assert ids(bench) == ["1", "7", "8"]


def test_the_ledger_counts_rows_answers_and_the_reason_that_occurs_most(bench: Workbench) -> None:
    lines = ("1,2025-01-01,9", "2,x,9", ",2025-01-01,9", "4,2025-01-01,42", "5,2025-01-01,43", "6,2025-01-01,?", ",,")
    bench.run(survey_yaml(), {"a.csv": csv(HEADER, *lines)})
    (entry,) = bench.ledger()
    assert {name: entry[name] for name in entry if name.startswith(("rows_", "answers_", "unmapped_", "top_"))} == {
        "rows_read": 7,
        "rows_loaded": 4,
        "rows_rejected": 2,
        "rows_dropped": 1,
        "answers_rejected": 3,
        "unmapped_values": 1,
        "top_reject_reason": "out_of_range",
    }
    assert (entry["run_id"], entry["encoding"], entry["size_bytes"]) == ("run-1", "utf-8-sig", len(csv(HEADER, *lines)))


def test_one_source_s_files_are_none_of_another_s(bench: Workbench) -> None:
    bench.run(survey_yaml(source="one"), {"a.csv": ONE})
    bench.run(survey_yaml(source="two"), {"a.csv": ONE})
    bench.path("a.csv", "one").unlink()
    bench.load("two")
    assert [(entry["source"], entry["status"]) for entry in bench.ledger()] == [("one", "loaded"), ("two", "loaded")]
