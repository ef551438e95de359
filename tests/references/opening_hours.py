"""Opening time between two moments, twice: as the models count it, and minute by minute with Python's own time zones.

No expectation stands here. The models' SQL is compiled by dbt and run by DuckDB on schedules of the tests.
"""

import csv
import functools
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import holidays

from dagster_project.transformation import DBT, DBT_DIR

SEEDS = DBT_DIR / "seeds"
FIRST, LAST = datetime(2015, 1, 2, tzinfo=UTC), datetime(2035, 12, 30, tzinfo=UTC)
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Schedule:
    """Opening hours of a help desk: weekdays from 1, minutes of the local day, the country whose holidays it keeps."""

    time_zone: str
    opens: int
    closes: int
    weekdays: tuple[int, ...]
    calendar: str | None = None

    def minutes(self, span: Span, step: timedelta = timedelta(minutes=1)) -> float:
        """Opening time within the span, counted in steps that begin while the clock on the wall says open."""
        zone, moment, steps = ZoneInfo(self.time_zone), span[0], 0
        while moment < span[1]:
            local = moment.astimezone(zone)
            minute = 60 * local.hour + local.minute
            is_working_day = local.isoweekday() in self.weekdays and not self.keeps(local.date())
            steps += is_working_day and self.opens <= minute < self.closes
            moment += step
        return steps * step / timedelta(minutes=1)

    def keeps(self, day: date) -> bool:
        """Whether the day is a holiday, by another program's calendar."""
        return self.calendar is not None and day in swedish_holidays((day.year,))


OFFICE = Schedule("Europe/Stockholm", 8 * 60, 17 * 60, (1, 2, 3, 4, 5), "SE")
SCHEDULES = {
    "default": OFFICE,
    "round_the_clock": Schedule("Europe/Stockholm", 0, 24 * 60, (1, 2, 3, 4, 5, 6, 7)),
    "late": Schedule("Europe/Stockholm", 15 * 60 + 30, 24 * 60, (1, 3, 5, 6, 7), "SE"),
    "sydney": Schedule("Australia/Sydney", 8 * 60, 17 * 60 + 30, (1, 2, 3, 4, 5)),
    "kathmandu": Schedule("Asia/Kathmandu", 6 * 60, 22 * 60, (1, 2, 3, 4, 5, 7)),
    "new_york": Schedule("America/New_York", 9 * 60, 21 * 60, (1, 2, 3, 4, 5, 6)),
}


@functools.cache
def swedish_holidays(years: tuple[int, ...]) -> dict[date, str]:
    """Public holidays, and the eves on which nobody works."""
    found = holidays.country_holidays("SE", years=years, categories=(holidays.PUBLIC, holidays.DE_FACTO))
    return dict(found.items())


class OpeningHours:
    """The models' count, for every schedule, from 2015 to 2035."""

    def __init__(self, folder: Path) -> None:
        self._sql = _compiled(folder)
        self._connection = duckdb.connect()
        self._connection.execute("attach ':memory:' as cx; create schema cx.intermediate; create schema cx.seeds")
        self._connection.execute(
            "create table cx.intermediate.int_tickets_timed as"
            " select cast(? as timestamp) as requested_at, cast(? as timestamp) as first_responded_at",
            [FIRST.replace(tzinfo=None), LAST.replace(tzinfo=None)],
        )
        self._connection.execute(
            f"create table cx.seeds.public_holidays as select * from read_csv('{SEEDS / 'public_holidays.csv'}')"
        )
        self._connection.execute(
            "create table cx.seeds.support_schedules (schedule varchar, weekday integer, opens_at varchar,"
            " closes_at varchar, time_zone varchar, calendar varchar)"
        )
        self._connection.executemany("insert into cx.seeds.support_schedules values (?, ?, ?, ?, ?, ?)", _lines())
        self._connection.execute(f"create table cx.intermediate.int_open_hours_cumulated as {self._sql['hours']}")

    def close(self) -> None:
        self._connection.close()

    def minutes(self, schedule: str, spans: Sequence[Span]) -> list[float]:
        """Opening time within each of the spans."""
        naive = [[moment.replace(tzinfo=None) for moment in span] for span in spans]
        rows = self._connection.execute(
            f"""
            select {self._sql["between"]}
            from (
                select unnest(cast(? as timestamp[])) as started_at, unnest(cast(? as timestamp[])) as ended_at,
                    unnest(range(?)) as place
            ) as spans
            left join cx.intermediate.int_open_hours_cumulated as hours_at_start
                on hours_at_start.schedule = ? and cast(spans.started_at as date) = hours_at_start.day
            left join cx.intermediate.int_open_hours_cumulated as hours_at_end
                on hours_at_end.schedule = ? and cast(spans.ended_at as date) = hours_at_end.day
            order by spans.place
            """,
            [[start for start, _ in naive], [end for _, end in naive], len(naive), schedule, schedule],
        ).fetchall()
        return [float(value) for (value,) in rows]


def _lines() -> list[tuple[str, int, str, str, str, str | None]]:
    with (SEEDS / "support_schedules.csv").open(encoding="utf-8") as file:
        shipped = [
            (row["schedule"], int(row["weekday"]), row["opens_at"], row["closes_at"], row["time_zone"], row["calendar"])
            for row in csv.DictReader(file)
        ]
    others = [
        (name, weekday, _clock(one.opens), _clock(one.closes), one.time_zone, one.calendar)
        for name, one in SCHEDULES.items()
        if name != "default"
        for weekday in one.weekdays
    ]
    return [*shipped, *others]


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _compiled(folder: Path) -> dict[str, str]:
    call = "{{ business_minutes('spans.started_at', 'hours_at_start', 'spans.ended_at', 'hours_at_end') }}"
    places = ["--project-dir", DBT_DIR, "--profiles-dir", DBT_DIR, "--target-path", folder, "--log-path", folder]
    asked = {"hours": ["--select", "int_open_hours_cumulated"], "between": ["--inline", call]}
    found = {}
    for name, choice in asked.items():
        done = subprocess.run(
            [str(DBT), "--quiet", "compile", "--no-introspect", *map(str, places), *choice],
            env={**os.environ, "CX_WAREHOUSE": str(folder / "cx.duckdb")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        found[name] = done.stdout
    (model,) = folder.rglob("compiled/**/int_open_hours_cumulated.sql")
    return {**found, "hours": model.read_text(encoding="utf-8")}
