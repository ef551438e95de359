"""Readers who never stop see whole builds, one at a time, whatever they read and however it is replaced."""

from pathlib import Path

import pytest

from dagster_project.publish.postgres.target import Mode, postgres_target
from tests.postgres.readers import Watched, watch
from tests.postgres_server import Database

BUILDS, ROWS, PAUSE = 8, 500, 0.05


def says_all_is_well(watched: Watched) -> None:
    seen = watched.seen
    assert (seen.failed, seen.mixed, seen.partial) == (0, 0, 0), seen.messages[:3]
    assert seen.reads >= BUILDS
    assert len(seen.builds) > 2, "the reader was to see several builds"


@pytest.mark.parametrize(
    ("mode", "reader"), [("swap", "build_before_and_after"), ("swap", "one_statement"), ("in_place", "one_transaction")]
)
def test_readers_of_postgresql_see_whole_builds(database: Database, tmp_path: Path, mode: Mode, reader: str) -> None:
    url = database.login("cx_frontline")
    target = postgres_target(database.url, database.place, mode)
    says_all_is_well(watch(reader, url, tmp_path, BUILDS, ROWS, 1, PAUSE, target))


@pytest.mark.parametrize(("reader", "place"), [("duckdb_file", "cx_frontline.duckdb"), ("parquet_by_manifest", ".")])
def test_readers_of_the_files_see_whole_builds(tmp_path: Path, reader: str, place: str) -> None:
    says_all_is_well(watch(reader, str(tmp_path / place), tmp_path, BUILDS, ROWS, 1, PAUSE))
