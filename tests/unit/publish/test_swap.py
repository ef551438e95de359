"""One publication replaces another whole, or not at all."""

import json
from pathlib import Path

import duckdb
import pytest

from dagster_project.publish.swap import publish
from dagster_project.publish.tables import PublishedTable
from tests.unit.publish.marts import TABLES, build, contents
from tests.unit.workbench import Workbench


def tables_of(path: Path) -> list[str]:
    with duckdb.connect(path, read_only=True) as published:
        return [name for (name,) in published.execute("select table_name from duckdb_tables() order by all").fetchall()]


def do(bench: Workbench, build_id: str, tables: list[PublishedTable] = TABLES, rows: int = 3) -> Path:
    build(bench.connection, build_id, rows)
    publish(bench.connection, tables, bench.settings.publish_dir)
    return bench.settings.publish_dir


def test_the_general_file_holds_general_tables_and_the_frontline_one_holds_all(bench: Workbench) -> None:
    folder = do(bench, "build-1")
    assert tables_of(folder / "cx_metrics.duckdb") == ["metric_values", "publication"]
    assert tables_of(folder / "cx_frontline.duckdb") == ["customers", "metric_values", "publication"]


def test_a_publication_says_what_it_is(bench: Workbench) -> None:
    build(bench.connection, "build-1")
    done = publish(bench.connection, TABLES, bench.settings.publish_dir)
    assert (done.build_id, done.rows) == ("build-1", {"customers": 3, "metric_values": 3, "publication": 1})
    assert all(path.exists() for path in done.files.values())


def test_the_manifest_names_the_parquet_file_of_every_table(bench: Workbench) -> None:
    folder = do(bench, "build-1")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert {name: manifest[name] for name in ("build_id", "published_at", "as_of", "source_commit")} == {
        "build_id": "build-1",
        "published_at": "2026-01-31 06:00:00",
        "as_of": "2026-01-31",
        "source_commit": "abc",
    }
    assert manifest["tables"]["customers"] == {
        "audience": "frontline",
        "rows": 3,
        "parquet": "parquet/build-1/frontline/customers.parquet",
    }
    assert all((folder / table["parquet"]).exists() for table in manifest["tables"].values())


def test_nothing_but_the_publication_lies_in_its_folder(bench: Workbench) -> None:
    folder = do(bench, "build-1")
    assert sorted(path.name for path in folder.iterdir()) == [
        "cx_frontline.duckdb",
        "cx_metrics.duckdb",
        "manifest.json",
        "parquet",
    ]


@pytest.mark.parametrize("broken", ["a mart is missing", "a mart of the frontline is missing", "no build"])
def test_when_something_cannot_be_written_the_previous_publication_stays_byte_for_byte(
    bench: Workbench, broken: str
) -> None:
    folder = do(bench, "build-1")
    before = contents(folder)
    build(bench.connection, "build-2", rows=7)
    bench.connection.execute(
        {
            "a mart is missing": "drop table marts.metric_values",
            "a mart of the frontline is missing": "drop table marts.customers",
            "no build": "drop table marts.publication",
        }[broken]
    )
    with pytest.raises(duckdb.CatalogException):
        publish(bench.connection, TABLES, folder)
    after = contents(folder)
    assert {name: after.get(name) for name in before} == before
    assert [name for name in after if name not in before and not name.startswith((".new-", "parquet/build-2/"))] == []


def test_a_place_that_cannot_be_written_leaves_the_previous_publication(bench: Workbench) -> None:
    folder = do(bench, "build-1")
    before = contents(folder)
    (folder / ".new-cx_metrics.duckdb").mkdir()
    build(bench.connection, "build-2")
    with pytest.raises(OSError, match="Is a directory"):
        publish(bench.connection, TABLES, folder)
    assert contents(folder) == before


def test_what_a_killed_run_left_aside_is_removed_by_the_next(bench: Workbench) -> None:
    folder = do(bench, "build-1")
    for name in (".new-cx_metrics.duckdb", ".new-cx_metrics.duckdb.wal", ".new-manifest.json"):
        (folder / name).write_bytes(b"half")
    (folder / "parquet" / "build-9-killed").mkdir()
    (folder / "parquet" / "build-9-killed" / "half.parquet").write_bytes(b"half")
    do(bench, "build-2")
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []
    assert sorted(path.name for path in (folder / "parquet").iterdir()) == ["build-1", "build-2"]


def test_old_builds_are_removed_and_the_one_before_is_kept_for_its_readers(bench: Workbench) -> None:
    for number in range(1, 5):
        folder = do(bench, f"build-{number}")
    assert sorted(path.name for path in (folder / "parquet").iterdir()) == ["build-3", "build-4"]


def test_a_reader_that_has_the_old_file_open_keeps_it(bench: Workbench) -> None:
    folder = do(bench, "build-1")
    with duckdb.connect(folder / "cx_metrics.duckdb", read_only=True) as reader:
        do(bench, "build-2", rows=7)
        assert reader.execute("select build_id from cx.publication").fetchone() == ("build-1",)
    copy = folder.parent / "copy.duckdb"
    copy.write_bytes((folder / "cx_metrics.duckdb").read_bytes())
    with duckdb.connect(copy, read_only=True) as reader:
        assert reader.execute(
            "select build_id, count(*) from cx.publication, cx.metric_values group by 1"
        ).fetchall() == [("build-2", 7)]


def test_the_manifest_tells_of_a_build_only_when_its_files_are_in_place(bench: Workbench) -> None:
    folder = do(bench, "build-1")
    before = (folder / "manifest.json").read_bytes()
    (folder / "cx_frontline.duckdb").unlink()
    (folder / "cx_frontline.duckdb").mkdir()
    build(bench.connection, "build-2")
    with pytest.raises(OSError, match="Is a directory"):
        publish(bench.connection, TABLES, folder)
    assert (folder / "manifest.json").read_bytes() == before


def test_the_same_build_may_be_published_again(bench: Workbench) -> None:
    folder = do(bench, "build-1")
    do(bench, "build-1", rows=5)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["tables"]["metric_values"]["rows"] == 5
