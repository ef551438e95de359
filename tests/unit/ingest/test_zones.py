"""Local times in UTC: the table of offsets says what ICU says, also around a change of clocks."""

import datetime as dt

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.ingest.zones import local_to_utc

ZONES = ["Europe/Stockholm", "America/Denver", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Casablanca", "Etc/GMT+6"]
TIMES = st.datetimes(dt.datetime.fromisoformat("1899-01-01"), dt.datetime.fromisoformat("2199-01-01")).map(
    lambda one: one.replace(microsecond=0)
)


def both(times: list[dt.datetime], zone: str) -> list[tuple[object, object]]:
    """What the table of offsets and what ICU make of the times."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("create table times as select unnest($1) as local", [times])
        exact = f"timezone('UTC', timezone('{zone}', local))"
        return connection.execute(f"select {local_to_utc('local', zone)}, {exact} from times").fetchall()


@pytest.mark.parametrize("zone", ZONES)
@settings(max_examples=20, deadline=None)
@given(times=st.lists(TIMES, min_size=1, max_size=200))
def test_any_time_is_what_icu_makes_of_it(zone: str, times: list[dt.datetime]) -> None:
    assert all(ours == theirs for ours, theirs in both(times, zone))


@pytest.mark.parametrize("zone", ZONES)
def test_every_hour_around_the_changes_of_clocks_is_what_icu_makes_of_it(zone: str) -> None:
    days = [
        dt.datetime.fromisoformat(f"{year}-{month:02}-01") for year in (1990, 2024, 2039) for month in (3, 4, 10, 11)
    ]
    hours = [day + dt.timedelta(minutes=30 * step) for day in days for step in range(48 * 31)]
    assert all(ours == theirs for ours, theirs in both(hours, zone))


def test_without_a_zone_a_time_stays_as_it_is() -> None:
    assert local_to_utc("local", None) == "local"
    assert local_to_utc("local", "UTC") == "local"


def test_a_missing_time_stays_missing() -> None:
    with duckdb.connect() as connection:
        sql = local_to_utc("cast(null as timestamp)", "Europe/Stockholm")
        assert connection.execute(f"select {sql}").fetchall() == [(None,)]
