"""SQL that turns local times into UTC: by a table of offsets where they are certain, by ICU around a change of clocks.

ICU takes ten times as long, and nearly all times of an export lie far from a change.
"""

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

from dagster_project.ingest.sql import quoted

FIRST_DAY, LAST_DAY = dt.date(1990, 1, 1), dt.date(2040, 1, 1)
DAYS_PER_STEP = 30
_MICROSECONDS_PER_STEP = DAYS_PER_STEP * 86_400_000_000
_EPOCH = dt.date(1970, 1, 1)


def local_to_utc(local: str, zone: str | None) -> str:
    """A UTC timestamp from a local one (an SQL expression, read several times); None: it is UTC, or has no zone."""
    if zone is None:
        return local
    if zone == "UTC":
        return local
    first = (FIRST_DAY - _EPOCH).days // DAYS_PER_STEP
    offsets = ", ".join("null" if minutes is None else str(minutes) for minutes in _offsets(zone))
    step = f"cast(epoch_us({local}) // {_MICROSECONDS_PER_STEP} as integer) - {first - 1}"
    minutes = f"list_extract(cast([{offsets}] as smallint[]), case when ({step}) > 0 then {step} end)"
    exact = f"timezone('UTC', timezone({quoted(zone)}, {local}))"
    return f"coalesce(make_timestamp(epoch_us({local}) - {minutes} * cast(60000000 as bigint)), {exact})"


@lru_cache(maxsize=32)
def _offsets(zone: str) -> tuple[int | None, ...]:
    """The offset in minutes for each step of 30 days, None where it changes in or within a day of the step."""
    first = (FIRST_DAY - _EPOCH).days // DAYS_PER_STEP
    last = (LAST_DAY - _EPOCH).days // DAYS_PER_STEP
    return tuple(_constant_offset(ZoneInfo(zone), step) for step in range(first, last))


def _constant_offset(zone: ZoneInfo, step: int) -> int | None:
    start = dt.datetime(1970, 1, 1, tzinfo=zone) + dt.timedelta(days=DAYS_PER_STEP * step)
    seen = {(start + dt.timedelta(days=day)).utcoffset() for day in range(-1, DAYS_PER_STEP + 2)}
    only = seen.pop()
    if seen or only is None or only.total_seconds() % 60:
        return None
    return int(only.total_seconds() // 60)
