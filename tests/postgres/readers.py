"""Readers in processes of their own, who read without a pause while one build after the other is published.

Every table of a build carries the build's name in every row, and has as many rows in every build. So a read is *mixed*
when it names two builds, *partial* when rows are missing, *failed* when it raises. No test stands here.
"""

import json
import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import duckdb
from adbc_driver_manager.dbapi import Cursor
from adbc_driver_postgresql import dbapi

from dagster_project.publish.swap import publish
from dagster_project.publish.tables import PublishedTable
from dagster_project.publish.targets import Build, Prepared, Target

TABLES = [
    PublishedTable("answers", "marts", "frontline", "Single answers.", {}),
    PublishedTable("figures", "marts", "general", "What they come to.", {}),
    PublishedTable("publication", "marts", "general", "Which build this is.", {}),
]
COUNTED = ("answers", "figures")
Read = Callable[[], list[tuple[str | None, int]]]  # of each table the build, and how many rows it has


@dataclass
class Seen:
    """What came of one reader's reads, or of several readers'."""

    reads: int = 0
    failed: int = 0
    mixed: int = 0
    partial: int = 0
    begun_again: int = 0
    slowest: float = 0
    builds: set[str] = field(default_factory=set)
    messages: list[str] = field(default_factory=list)

    def add(self, other: "Seen") -> None:
        """Count another reader's reads in."""
        for name in ("reads", "failed", "mixed", "partial", "begun_again"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.slowest = max(self.slowest, other.slowest)
        self.builds |= other.builds
        self.messages += other.messages


class AnotherBuildError(Exception):
    """A publication came between two statements; the reader begins again."""


def marts(connection: duckdb.DuckDBPyConnection, build_id: str, rows: int) -> None:
    """The marts of one build."""
    connection.execute("create schema if not exists marts")
    for table in COUNTED:
        connection.execute(
            f"""create or replace table marts.{table} as
            select ? as build_id, range as number, range / 7.0::double as value, 'row ' || range as word
            from range(?)""",
            [build_id, rows],
        )
    connection.execute(
        """create or replace table marts.publication as select ? as build_id,
        timestamp '2026-01-31 06:00:00' as published_at, date '2026-01-31' as as_of, 'abc' as source_commit""",
        [build_id],
    )


ONE_STATEMENT = " union all ".join(
    f"select min(build_id), max(build_id), count(*) from cx.{table}" for table in (*COUNTED, "publication")
)


def _builds(rows: list[tuple[Any, ...]]) -> list[tuple[str | None, int]]:
    return [(build, count) for low, high, count in rows for build in {low, high}]


@contextmanager
def duckdb_file(place: str) -> Iterator[Read]:
    """Opens the published file for every read, as one who looks now and then."""

    def read() -> list[tuple[str | None, int]]:
        with duckdb.connect(place, read_only=True) as connection:
            return _builds(connection.execute(ONE_STATEMENT).fetchall())

    yield read


@contextmanager
def parquet_by_manifest(place: str) -> Iterator[Read]:
    """Goes by the manifest, then opens file after file."""

    def read() -> list[tuple[str | None, int]]:
        tables = json.loads((Path(place) / "manifest.json").read_text(encoding="utf-8"))["tables"]
        found = []
        for table in (*COUNTED, "publication"):
            file = Path(place) / tables[table]["parquet"]
            sql = "select min(build_id), max(build_id), count(*) from read_parquet(?)"
            found += duckdb.execute(sql, [str(file)]).fetchall()
        return _builds(found)

    yield read


@contextmanager
def one_statement(place: str) -> Iterator[Read]:
    """One statement over all tables, on a connection that stays open."""
    with dbapi.connect(place, autocommit=True) as connection, connection.cursor() as cursor:
        yield lambda: _builds(_rows(cursor, ONE_STATEMENT))


@contextmanager
def build_before_and_after(place: str) -> Iterator[Read]:
    """A statement per table; begins again when the build is another at the end than it was at the start."""
    build = "select build_id from cx.publication"
    with dbapi.connect(place, autocommit=True) as connection, connection.cursor() as cursor:

        def read() -> list[tuple[str | None, int]]:
            before = _rows(cursor, build)
            found = [row for part in ONE_STATEMENT.split(" union all ") for row in _rows(cursor, part)]
            if _rows(cursor, build) != before:
                raise AnotherBuildError
            return _builds(found)

        yield read


@contextmanager
def one_transaction(place: str) -> Iterator[Read]:
    """A statement per table, all in one repeatable read transaction."""
    with dbapi.connect(place) as connection, connection.cursor() as cursor:

        def read() -> list[tuple[str | None, int]]:
            cursor.execute("set transaction isolation level repeatable read")
            found = [row for part in ONE_STATEMENT.split(" union all ") for row in _rows(cursor, part)]
            connection.commit()
            return _builds(found)

        yield read


def _rows(cursor: Cursor, sql: str) -> list[tuple[Any, ...]]:
    cursor.execute(sql)
    return list(cursor.fetchall())


READERS = {
    reader.__name__: reader
    for reader in (duckdb_file, parquet_by_manifest, one_statement, build_before_and_after, one_transaction)
}


def read_until_told(reader: str, place: str, rows: int, ready: Event, enough: Event, results: Any) -> None:
    """Read again and again; what came of it goes into `results`. Runs in a process of its own."""
    seen = Seen()
    with READERS[reader](place) as read:
        while not enough.is_set():
            started = time.perf_counter()
            try:
                found = read()
            except AnotherBuildError:
                seen.begun_again += 1
                continue
            except Exception as error:  # noqa: BLE001 - whatever a reader meets is what is counted
                seen.failed += 1
                seen.messages.append(f"{type(error).__name__}: {error}"[:300])
                continue
            finally:
                seen.slowest = max(seen.slowest, time.perf_counter() - started)
                ready.set()
            seen.reads += 1
            builds = {build for build, _ in found if build is not None}
            seen.mixed += len(builds) > 1
            seen.partial += {count for _, count in found} != {rows, 1} or (None in {build for build, _ in found})
            seen.builds |= builds
    results.put(seen)


@dataclass(frozen=True)
class Watched:
    """What the readers saw, and how long the publications took."""

    seen: Seen
    whole: list[float]
    in_place: list[float]


def first_in_place(begun: list[float]) -> Target:
    """A target that writes nothing: named last it is put in place first, and notes when."""

    @contextmanager
    def target(build: Build) -> Iterator[Prepared]:
        def put_in_place() -> list[str]:
            begun.append(time.perf_counter())
            return []

        yield Prepared({}, put_in_place)

    return target


def watch(
    reader: str, place: str, folder: Path, builds: int, rows: int, readers: int, pause: float, *further: Target
) -> Watched:
    """Publish builds one after the other while processes read `place`, which the first build makes.

    The pause between two is for the reader of Parquet: the build before is kept until the next publication begins.
    """
    spawn = multiprocessing.get_context("spawn")
    enough, results, ready = spawn.Event(), spawn.Queue(), [spawn.Event() for _ in range(readers)]
    seen, whole, quick, begun = Seen(), list[float](), list[float](), list[float]()
    with duckdb.connect() as connection:
        marts(connection, "build-0", rows)
        publish(connection, TABLES, folder, *further)
        arguments = [(reader, place, rows, one, enough, results) for one in ready]
        processes = [spawn.Process(target=read_until_told, args=given, daemon=True) for given in arguments]
        for process in processes:
            process.start()
        assert all(one.wait(60) for one in ready), "a reader did not begin"
        try:
            for number in range(1, builds + 1):
                marts(connection, f"build-{number}", rows)
                started = time.perf_counter()
                publish(connection, TABLES, folder, *further, first_in_place(begun))
                done = time.perf_counter()
                whole.append(done - started)
                quick.append(done - begun[-1])
                time.sleep(pause)
        finally:
            enough.set()
        for _ in processes:
            seen.add(results.get(timeout=60))
        for process in processes:
            process.join(timeout=60)
    return Watched(seen, whole, quick)
