"""One publication takes the place of another by a rename, whoever reads; only what is ours is ever dropped."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
from adbc_driver_postgresql import dbapi

from dagster_project.publish.files import PublicationError
from dagster_project.publish.postgres.schemas import MARK
from dagster_project.publish.postgres.target import postgres_target
from dagster_project.publish.swap import publish
from dagster_project.publish.targets import Build, Prepared, Target
from dagster_project.settings import PROJECT_ROOT
from tests.postgres.world import TABLES, build, build_there, publish_to, schemas
from tests.postgres_server import Database
from tests.unit.publish.marts import contents

Marts = duckdb.DuckDBPyConnection
HEADER = {"build_id": "build-9"}


def interrupting(meddle: Callable[[], None]) -> Target:
    """A target that does something between the preparation of all and what is put in place first."""

    @contextmanager
    def target(build: Build) -> Iterator[Prepared]:
        def put_in_place() -> list[str]:
            meddle()
            return []

        yield Prepared({}, put_in_place)

    return target


def test_a_new_build_takes_the_place_of_the_old_and_leaves_nothing(
    database: Database, marts: Marts, tmp_path: Path
) -> None:
    publish_to(database, marts, tmp_path)
    assert (build_there(database), schemas(database)) == ("build-1", ["cx"])
    build(marts, "build-2", rows=7)
    done = publish_to(database, marts, tmp_path)
    assert (build_there(database), schemas(database)) == ("build-2", ["cx"])
    assert database.query("select count(*) from cx.customers") == [(7,)]
    assert done.notes == []


def test_the_same_build_may_be_published_again(database: Database, marts: Marts, tmp_path: Path) -> None:
    for rows in (3, 5):
        build(marts, "build-1", rows=rows)
        publish_to(database, marts, tmp_path)
    assert database.query("select count(*) from cx.customers") == [(5,)]


def test_a_reader_in_an_open_transaction_holds_nobody_up(database: Database, marts: Marts, tmp_path: Path) -> None:
    publish_to(database, marts, tmp_path)
    with dbapi.connect(database.login("cx_frontline")) as reader, reader.cursor() as cursor:
        cursor.execute("select build_id from cx.publication")
        assert cursor.fetchall() == [("build-1",)]
        build(marts, "build-2")
        done = publish_to(database, marts, tmp_path)
        assert build_there(database) == "build-2"
        assert done.notes == [
            "schema cx_old_build_2 is kept for a reader in an open transaction; the next publication drops it"
        ]
        assert schemas(database) == ["cx", "cx_old_build_2"]
    publish_to(database, marts, tmp_path)
    assert schemas(database) == ["cx"]


def test_a_build_that_was_never_put_in_place_leaves_no_trace(database: Database, marts: Marts, tmp_path: Path) -> None:
    publish_to(database, marts, tmp_path)
    build(marts, "build-9")
    with postgres_target(database.url, database.place)(Build(marts, TABLES, HEADER)) as prepared:
        assert prepared.rows == {"customers": 3, "metric_values": 3, "publication": 1}
        assert (build_there(database), schemas(database)) == ("build-1", ["cx"])
    assert (build_there(database), schemas(database)) == ("build-1", ["cx"])


KILLED = """
import os, signal, sys, duckdb
from dagster_project.publish.postgres.target import postgres_target
from dagster_project.publish.targets import Build, Prepared, Target
from tests.unit.publish.marts import TABLES, build
marts = duckdb.connect()
build(marts, "build-9")
with postgres_target(os.environ["TARGET"], "there", sys.argv[1])(Build(marts, TABLES, {"build_id": "build-9"})):
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("mode", ["swap", "in_place"])
def test_a_run_that_is_killed_before_its_commit_leaves_no_trace(
    database: Database, marts: Marts, tmp_path: Path, mode: str
) -> None:
    publish_to(database, marts, tmp_path)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, mode], env={**os.environ, "TARGET": database.url}, cwd=PROJECT_ROOT, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert (build_there(database), schemas(database)) == ("build-1", ["cx"])
    build(marts, "build-2")
    publish_to(database, marts, tmp_path)
    assert (build_there(database), schemas(database)) == ("build-2", ["cx"])


def test_what_a_killed_run_had_put_away_is_dropped_by_the_next(
    database: Database, marts: Marts, tmp_path: Path
) -> None:
    publish_to(database, marts, tmp_path)
    for name in ("cx_old_build_7", "cx_new_build_8"):
        database.execute(
            f"create schema {name} authorization {database.user}",
            f"comment on schema {name} is '{MARK}'",
            f"create table {name}.figures (x integer)",
            f"alter table {name}.figures owner to {database.user}",
        )
    publish_to(database, marts, tmp_path)
    assert schemas(database) == ["cx"]


def test_a_schema_that_only_looks_like_ours_is_left_alone(database: Database, marts: Marts, tmp_path: Path) -> None:
    owner = f"authorization {database.user}"
    database.execute(
        f"create schema cx_old_build_7 {owner}",
        f"create schema cx_old_build_8 {owner}",
        "comment on schema cx_old_build_8 is 'copy of last year'",
        f"create schema cx_reports {owner}",
        f"comment on schema cx_reports is '{MARK}'",
        "create schema cx_old_build_9",
        f"comment on schema cx_old_build_9 is '{MARK}'",
    )
    publish_to(database, marts, tmp_path)
    assert schemas(database) == ["cx", "cx_old_build_7", "cx_old_build_8", "cx_old_build_9", "cx_reports"]


@pytest.mark.parametrize("mode", ["swap", "in_place"])
@pytest.mark.parametrize("owner", ["the publisher", "somebody else"])
def test_a_schema_of_somebody_else_in_our_place_is_refused(
    database: Database, marts: Marts, tmp_path: Path, mode: str, owner: str
) -> None:
    owned = f" authorization {database.user}" if owner == "the publisher" else ""
    database.execute(f"create schema cx{owned}", "create table cx.theirs as select 1 as one")
    with pytest.raises(PublicationError) as raised:
        publish_to(database, marts, tmp_path, "swap" if mode == "swap" else "in_place")
    assert str(raised.value) == (
        f"PostgreSQL at {database.place} has a schema cx that this project did not make: rename it, or publish to "
        f"another database"
    )
    assert database.query("select one from cx.theirs") == [(1,)]
    assert not (tmp_path / "manifest.json").exists()


def test_a_view_keeps_the_old_publication_and_the_run_says_so(database: Database, marts: Marts, tmp_path: Path) -> None:
    publish_to(database, marts, tmp_path)
    database.execute("create schema reports", "create view reports.keys as select customer_key from cx.customers")
    build(marts, "build-2", rows=7)
    done = publish_to(database, marts, tmp_path)
    [note] = done.notes
    assert note.startswith("schema cx_old_build_2 is kept, since view reports.keys depends on table cx_old_build_2.")
    assert note.endswith("views that are to follow the publications need CX_PUBLISH_POSTGRES_MODE=in_place")
    assert database.query("select count(*) from reports.keys") == [(3,)]
    assert database.query("select count(*) from cx.customers") == [(7,)]


@pytest.mark.parametrize("mode", ["swap", "in_place"])
def test_the_second_of_two_publications_at_once_says_that_there_is_another(
    database: Database, marts: Marts, tmp_path: Path, mode: str
) -> None:
    with (
        postgres_target(database.url, database.place)(Build(marts, TABLES, HEADER)) as first,
        duckdb.connect() as other,
    ):
        build(other, "build-2")
        with pytest.raises(PublicationError) as raised:
            publish_to(database, other, tmp_path, "swap" if mode == "swap" else "in_place")
        assert str(raised.value) == (
            f"another publication is writing PostgreSQL at {database.place}; wait until it is done"
        )
        first.put_in_place()
    assert build_there(database) == "build-1"
    assert not (tmp_path / "manifest.json").exists()


def test_when_a_later_target_cannot_prepare_nothing_is_replaced_anywhere(
    database: Database, marts: Marts, tmp_path: Path
) -> None:
    publish_to(database, marts, tmp_path)
    before = contents(tmp_path)
    build(marts, "build-2", rows=7)
    nobody = postgres_target(database.server.url("nowhere"), "nowhere")
    with pytest.raises(PublicationError, match="has no such database"):
        publish(marts, TABLES, tmp_path, postgres_target(database.url, database.place), nobody)
    assert build_there(database) == "build-1"
    after = contents(tmp_path)
    assert {name: after.get(name) for name in before} == before


def test_when_the_files_cannot_be_written_the_database_is_left_alone(
    database: Database, marts: Marts, tmp_path: Path
) -> None:
    publish_to(database, marts, tmp_path)
    build(marts, "build-2")
    (tmp_path / ".new-cx_metrics.duckdb").mkdir()
    with pytest.raises(OSError, match="Is a directory"):
        publish_to(database, marts, tmp_path)
    assert (build_there(database), schemas(database)) == ("build-1", ["cx"])


def test_when_the_connection_is_lost_before_the_commit_the_files_stay(
    database: Database, marts: Marts, tmp_path: Path
) -> None:
    publish_to(database, marts, tmp_path)
    before = (tmp_path / "manifest.json").read_bytes()
    build(marts, "build-2")
    target = postgres_target(database.url, database.place)

    def end_its_session() -> None:
        database.execute(
            f"select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = '{database.user}'"
        )

    with pytest.raises(PublicationError, match=f"PostgreSQL at {database.place} "):
        publish(marts, TABLES, tmp_path, target, interrupting(end_its_session))
    assert build_there(database) == "build-1"
    assert (tmp_path / "manifest.json").read_bytes() == before


def test_a_repeatable_read_begun_before_a_swap_finds_no_build_after_it(
    database: Database, marts: Marts, tmp_path: Path
) -> None:
    publish_to(database, marts, tmp_path)
    with dbapi.connect(database.login("cx_frontline")) as reader, reader.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read")
        cursor.execute("select build_id from cx.publication")
        assert cursor.fetchall() == [("build-1",)]
        build(marts, "build-2")
        publish_to(database, marts, tmp_path)
        cursor.execute("select build_id from cx.publication")
        assert cursor.fetchall() == [], "docs/postgres.md says how a reader notices: no build, or another"
