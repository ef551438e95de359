"""Readers in a loop while one build after the other is published: what they saw, and how long it took.

`make bench-readers ARGS="--builds 50 --rows 20000 --readers 2"``. Read are the DuckDB file, Parquet by its manifest and
PostgreSQL in both modes, in the ways that docs/postgres.md and docs/operations.md name.
PostgreSQL is a server of the benchmark's own (fsync off), so its times say what the publication costs and not what a
disk does.
"""

import argparse
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dagster_project.publish.postgres.target import Mode, postgres_target
from tests.postgres.readers import Watched, watch
from tests.postgres_server import Server, fresh_database, running_server

WAYS: list[tuple[str, str, Mode | None]] = [
    ("DuckDB file, opened per read", "duckdb_file", None),
    ("Parquet by manifest", "parquet_by_manifest", None),
    ("PostgreSQL swap, one statement", "one_statement", "swap"),
    ("PostgreSQL swap, build before and after", "build_before_and_after", "swap"),
    ("PostgreSQL in_place, one statement", "one_statement", "in_place"),
    ("PostgreSQL in_place, one transaction", "one_transaction", "in_place"),
]
COLUMNS = ("reads", "failed", "mixed", "partial", "begun again", "slowest ms", "publication ms", "in place ms")


def main() -> None:
    """Watch every way of reading and print a line for each."""
    asked = _arguments()
    print(f"{asked.builds} publications of {2 * asked.rows:,} rows, {asked.readers} readers; publications: median")
    print(f"{'':40}" + "".join(f"{name:>15}" for name in COLUMNS))
    with running_server() as server, tempfile.TemporaryDirectory() as folder:
        for number, (name, reader, mode) in enumerate(WAYS):
            seen = watched(server, Path(folder) / str(number), reader, mode, asked)
            print(f"{name:40}" + "".join(f"{value:>15}" for value in numbers(seen)), flush=True)
            for message in seen.seen.messages[:3]:
                print(f"    {message}")


def watched(server: Server, folder: Path, reader: str, mode: Mode | None, asked: argparse.Namespace) -> Watched:
    """What the readers of one place see."""
    if mode is None:
        place = folder / "cx_frontline.duckdb" if reader == "duckdb_file" else folder
        return watch(reader, str(place), folder, asked.builds, asked.rows, asked.readers, asked.pause)
    with login(server) as (url, target_url, place_shown):
        return watch(
            reader,
            url,
            folder,
            asked.builds,
            asked.rows,
            asked.readers,
            asked.pause,
            postgres_target(target_url, place_shown, mode),
        )


@contextmanager
def login(server: Server) -> Iterator[tuple[str, str, str]]:
    """A fresh database: the URL of a reader, that of the publisher, and how the place is shown."""
    database = fresh_database(server)
    yield database.login("cx_frontline"), database.url, database.place


def numbers(watched: Watched) -> tuple[str, ...]:
    """The line of a table."""
    seen = watched.seen
    times = (seen.slowest, statistics.median(watched.whole), statistics.median(watched.in_place))
    counts = (seen.reads, seen.failed, seen.mixed, seen.partial, seen.begun_again)
    return (*(f"{count:,}" for count in counts), *(f"{1000 * seconds:,.1f}" for seconds in times))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="What readers see while builds are published.")
    parser.add_argument("--builds", type=int, default=50)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--readers", type=int, default=2)
    parser.add_argument("--pause", type=float, default=0.1, help="seconds between two publications")
    return parser.parse_args()


if __name__ == "__main__":
    main()
