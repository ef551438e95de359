"""The row that says which build this is."""

import datetime as dt

from dagster_project.ingest.sql import columns_of
from dagster_project.provenance import source_commit, write_run_parameters
from tests.unit.workbench import Workbench, settings_in


def test_the_parameters_of_a_run_are_one_typed_row(bench: Workbench) -> None:
    settings = settings_in(bench.folder, as_of=dt.date(2026, 2, 28), currency="EUR", timezone="UTC")
    write_run_parameters(bench.connection, bench.settings, "other-run")
    build_id = write_run_parameters(bench.connection, settings, "0123456789abcdef")
    (row,) = bench.query("select * from raw.run_parameters")
    assert (row["as_of"], row["reporting_currency"], row["business_timezone"]) == (dt.date(2026, 2, 28), "EUR", "UTC")
    assert (row["build_id"], row["industry"]) == (build_id, None)
    assert build_id.endswith("-01234567")
    assert columns_of(bench.connection, "raw", "run_parameters") == {
        "as_of": "DATE",
        "business_timezone": "VARCHAR",
        "reporting_currency": "VARCHAR",
        "industry": "VARCHAR",
        "build_id": "VARCHAR",
        "started_at": "TIMESTAMP",
        "source_commit": "VARCHAR",
    }


def test_a_run_starts_now_in_utc(bench: Workbench) -> None:
    write_run_parameters(bench.connection, bench.settings, "run")
    (row,) = bench.query("select started_at from raw.run_parameters")
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    assert dt.timedelta() <= now - row["started_at"] < dt.timedelta(minutes=1)


def test_builds_sort_by_their_time(bench: Workbench) -> None:
    first = write_run_parameters(bench.connection, bench.settings, "zzzzzzzz")
    assert first[:15] <= write_run_parameters(bench.connection, bench.settings, "aaaaaaaa")[:15]


def test_the_commit_is_a_hash_or_nothing() -> None:
    found = source_commit()
    assert found is None or (len(found) == 40 and int(found, 16) >= 0)
