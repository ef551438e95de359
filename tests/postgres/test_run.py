"""The publication as Dagster runs it: where it went is in the metadata, and the password is nowhere."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from dagster_project.defs.publication.assets import TABLES, publication
from dagster_project.ingest.sql import identifier, quoted, warehouse
from dagster_project.runner import _errors, notes_of
from dagster_project.settings import Settings, read_settings
from tests.postgres.world import build_there
from tests.postgres_server import Database, rows_of

SECRET = "hemligt-4711"


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An installation whose warehouse has every public mart, each with one row."""
    for variable, place in {
        "CX_RAW_DIR": "raw",
        "CX_WAREHOUSE": "warehouse/cx.duckdb",
        "CX_PUBLISH_DIR": "published",
    }.items():
        monkeypatch.setenv(variable, str(tmp_path / place))
    settings = read_settings()
    with warehouse(settings) as connection:
        connection.execute("create schema marts")
        for table in TABLES:
            columns = ", ".join(f"{quoted(column)} as {identifier(column)}" for column in table.columns)
            connection.execute(f"create table marts.{identifier(table.name)} as select {columns}")
    return settings


@contextmanager
def materialized(folder: Path) -> Iterator[dg.ExecuteInProcessResult]:
    """What becomes of the asset, with all of Dagster's storage in a folder."""
    folder.mkdir()
    with dg.DagsterInstance.local_temp(str(folder), overrides={"telemetry": {"enabled": False}}) as instance:
        yield dg.materialize([publication], instance=instance, raise_on_error=False)


def held_in(folder: Path) -> bytes:
    """Everything that lies in a folder, in one piece."""
    return b"\0".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def metadata_of(result: dg.ExecuteInProcessResult) -> dict[str, dict[str, Any]]:
    events = result.get_asset_materialization_events()
    return {
        event.asset_key.path[-1]: {name: value.value for name, value in event.materialization.metadata.items()}
        for event in events
        if event.asset_key
    }


def test_without_the_variable_nothing_is_said_of_postgresql(installed: Settings, tmp_path: Path) -> None:
    with materialized(tmp_path / "dagster") as result:
        assert result.success
        assert [sorted(metadata) for metadata in metadata_of(result).values()] == [["build_id", "path", "rows"]] * 2


def test_the_metadata_says_where_and_how_much_and_no_log_holds_user_or_password(
    database: Database,
    installed: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CX_PUBLISH_POSTGRES", database.url)
    with materialized(tmp_path / "dagster") as result:
        assert result.success
        metadata = metadata_of(result)
    assert {one["postgres"] for one in metadata.values()} == {f"schema cx on {database.place}"}
    assert metadata["frontline"]["rows"] == {table.name: 1 for table in TABLES}
    assert set(metadata["general"]["rows"]) == {table.name for table in TABLES if table.audience == "general"}
    assert build_there(database) == "build_id"
    assert rows_of(database.login("cx_frontline"), "select count(*) from cx.customers") == [(1,)]
    said = "".join(capfd.readouterr()).encode() + held_in(tmp_path / "dagster")
    assert f"schema cx on {database.place}".encode() in said
    assert database.password.encode() not in said
    assert f"{database.user}:".encode() not in said
    assert database.password.encode() not in held_in(tmp_path / "published")


def test_what_had_to_stay_is_a_note_of_the_run(
    database: Database, installed: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CX_PUBLISH_POSTGRES", database.url)
    with materialized(tmp_path / "first") as result:
        assert notes_of(result) == []
    database.execute("create view public.mine as select * from cx.customers")
    with materialized(tmp_path / "second") as result:
        [note] = notes_of(result)
    assert note.startswith(
        "schema cx_old_build_id is kept, since view mine depends on table cx_old_build_id.customers;"
    )


@pytest.mark.parametrize("fault", ["wrong password", "no such database", "nothing listens", "a parameter"])
def test_a_failure_is_one_line_and_no_log_holds_the_password(
    database: Database,
    installed: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    fault: str,
) -> None:
    server = database.server
    url = {
        "wrong password": server.url(database.name, database.user, SECRET),
        "no such database": server.url("nowhere", database.user, database.password),
        "nothing listens": f"postgresql://{database.user}:{SECRET}@127.0.0.1:1/cx",
        "a parameter": f"{database.url}?{SECRET}=1",
    }[fault]
    monkeypatch.setenv("CX_PUBLISH_POSTGRES", url)
    with materialized(tmp_path / "dagster") as result:
        assert not result.success
        [failure] = [event for event in result.all_events if event.is_step_failure]
    [line] = _errors(failure, installed)
    assert re.fullmatch("publish: PostgreSQL at 127.0.0.1:[0-9]+/[a-z0-9_]+ .*", line)
    assert not (tmp_path / "published" / "manifest.json").exists()
    said = "".join(capfd.readouterr()).encode() + held_in(tmp_path / "dagster")
    assert b"PostgreSQL at 127.0.0.1" in said, "the failure was to be in the log"
    for secret in (SECRET, database.password, f"{database.user}:"):
        assert secret.encode() not in said + line.encode()
