"""The files of a publication: tables, descriptions, types, and a storage version that older drivers open."""

from pathlib import Path

import duckdb
import pytest

from dagster_project.publish.files import PublicationError, write_duckdb, write_parquet
from dagster_project.publish.tables import PublishedTable
from tests.unit.publish.marts import TABLES, build
from tests.unit.workbench import Workbench


@pytest.fixture
def marts(bench: Workbench) -> duckdb.DuckDBPyConnection:
    """An open warehouse with the marts of a build."""
    build(bench.connection)
    return bench.connection


def test_every_table_is_there_with_its_rows_types_and_order(marts: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    assert write_duckdb(marts, TABLES, tmp_path / "p.duckdb") == {"customers": 3, "metric_values": 3, "publication": 1}
    with duckdb.connect(tmp_path / "p.duckdb", read_only=True) as published:
        assert (
            published.execute("select * from cx.metric_values order by value").fetchall()
            == marts.execute("select * from marts.metric_values order by value").fetchall()
        )
        kinds = published.execute("select column_name, column_type from (describe cx.metric_values)").fetchall()
    assert kinds == marts.execute("select column_name, column_type from (describe marts.metric_values)").fetchall()


def test_descriptions_are_comments_of_tables_and_columns(marts: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    write_duckdb(marts, TABLES, tmp_path / "p.duckdb")
    with duckdb.connect(tmp_path / "p.duckdb", read_only=True) as published:
        tables = published.execute("select table_name, comment from duckdb_tables() order by all").fetchall()
        columns = published.execute(
            """select column_name, comment from duckdb_columns()
            where schema_name = 'cx' and comment is not null order by all"""
        ).fetchall()
    assert tables == [
        ("customers", "Who they are."),
        ("metric_values", "Every metric."),
        ("publication", "Which build this is."),
    ]
    assert columns == [("customer_key", "A 'keyed' hash."), ("value", "In points; or percent.")]


def test_the_file_is_in_the_storage_version_that_drivers_since_1_0_open(
    marts: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    write_duckdb(marts, TABLES, tmp_path / "p.duckdb")
    head = (tmp_path / "p.duckdb").read_bytes()[:20]
    assert (head[8:12], int.from_bytes(head[12:20], "little")) == (b"DUCK", 64)


def test_the_file_is_whole_without_a_log_beside_it(marts: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    folder = tmp_path / "alone"
    folder.mkdir()
    write_duckdb(marts, TABLES, folder / "p.duckdb")
    assert [path.name for path in folder.iterdir()] == ["p.duckdb"]


def test_an_older_file_of_that_name_is_replaced(marts: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    (tmp_path / "p.duckdb").write_bytes(b"rubbish")
    assert write_duckdb(marts, TABLES[:1], tmp_path / "p.duckdb") == {"customers": 3}


def test_a_mart_that_is_not_there_is_an_error_and_frees_the_file(
    marts: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    missing = PublishedTable("nowhere", "marts", "general", "", {})
    with pytest.raises(duckdb.CatalogException):
        write_duckdb(marts, [*TABLES, missing], tmp_path / "p.duckdb")
    assert write_duckdb(marts, TABLES, tmp_path / "p.duckdb")["customers"] == 3


@pytest.mark.parametrize("folder", ["plain", "a'b;c", "glob[1]*?", "åäö {x}"])
def test_parquet_holds_the_mart_wherever_it_lies(marts: duckdb.DuckDBPyConnection, tmp_path: Path, folder: str) -> None:
    path = tmp_path / folder / "metric_values.parquet"
    assert write_parquet(marts, TABLES[1], path) == 3
    assert path.read_bytes()[:4] == b"PAR1"
    with duckdb.connect() as reader:
        plain = tmp_path / "copy.parquet"
        plain.write_bytes(path.read_bytes())
        assert reader.execute(f"select sum(value) from '{plain}'").fetchone() == (3.0,)


def test_an_empty_mart_is_published_empty(bench: Workbench, tmp_path: Path) -> None:
    build(bench.connection, rows=0)
    assert write_duckdb(bench.connection, TABLES[:2], tmp_path / "p.duckdb") == {"customers": 0, "metric_values": 0}
    assert write_parquet(bench.connection, TABLES[1], tmp_path / "p.parquet") == 0


def test_an_error_of_the_publication_is_one_of_its_own() -> None:
    assert issubclass(PublicationError, RuntimeError)
