"""Business minutes against a count minute by minute, and the seed of holidays against a maintained calendar."""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.references.opening_hours import FIRST, LAST, SCHEDULES, SEEDS, OpeningHours, Span, swedish_holidays

# Schedule, request and first response in UTC, minutes of opening time between them.
CASES = [
    ("default", "2026-01-13 09:00", "2026-01-13 09:24", 24),  # within an hour of a Tuesday
    ("default", "2026-01-13 06:00", "2026-01-13 07:10", 10),  # asked before it opened
    ("default", "2026-01-13 15:50", "2026-01-13 18:00", 10),  # answered after it closed
    ("default", "2026-01-13 05:00", "2026-01-13 06:30", 0),  # before it opened
    ("default", "2026-01-13 17:00", "2026-01-14 05:00", 0),  # in the night
    ("default", "2026-01-13 15:50", "2026-01-14 07:10", 20),  # over the night
    ("default", "2026-01-13 07:00", "2026-01-13 16:00", 540),  # a whole working day
    ("default", "2026-01-13 16:00", "2026-01-14 07:00", 0),  # from closing to opening
    ("default", "2026-01-16 15:50", "2026-01-19 07:10", 20),  # over the weekend
    ("default", "2026-01-17 09:00", "2026-01-18 15:00", 0),  # within the weekend
    ("default", "2026-03-27 15:50", "2026-03-30 06:10", 20),  # over the weekend on which summer time begins
    ("default", "2026-10-23 14:50", "2026-10-26 07:10", 20),  # over the weekend on which it ends
    ("default", "2026-03-26 07:00", "2026-03-31 15:00", 2160),  # four working days, one hour of them on another clock
    ("default", "2026-04-02 14:00", "2026-04-07 07:00", 120),  # over Easter: Thursday and Tuesday, an hour each
    ("default", "2026-06-18 14:00", "2026-06-22 07:00", 120),  # over Midsummer, of which the eve is a Friday
    ("default", "2025-12-23 15:00", "2025-12-29 08:00", 120),  # over Christmas
    ("default", "2025-12-31 09:00", "2026-01-02 08:00", 60),  # over New Year, up to a Friday
    ("default", "2026-05-13 14:30", "2026-05-15 06:30", 60),  # over Ascension Day, a Thursday
    ("default", "2026-01-13 09:00", "2026-01-13 09:00", 0),  # answered in the moment it was asked
    ("default", "2024-02-28 07:00", "2024-03-01 16:00", 1620),  # over a leap day
    ("round_the_clock", "2026-03-28 23:00", "2026-03-29 22:00", 1380),  # a local day of 23 hours
    ("round_the_clock", "2026-10-24 22:00", "2026-10-25 23:00", 1500),  # a local day of 25 hours
    ("round_the_clock", "2026-12-24 12:00", "2026-12-25 12:00", 1440),  # keeps no holidays
    ("late", "2026-01-14 22:00", "2026-01-16 15:00", 90),  # up to midnight, closed on Thursday, opens on Friday
    ("sydney", "2026-01-12 20:00", "2026-01-13 22:00", 630),  # its Tuesday, and half an hour and more of Wednesday
    ("kathmandu", "2026-01-13 00:00", "2026-01-13 01:15", 60),  # opens at a quarter past midnight of UTC
    ("new_york", "2026-03-07 23:00", "2026-03-09 14:00", 240),  # over their change of the clock, three weeks earlier
]


@pytest.fixture(scope="module")
def hours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpeningHours]:
    found = OpeningHours(tmp_path_factory.mktemp("opening_hours"))
    yield found
    found.close()


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(("schedule", "start", "end", "minutes"), CASES)
def test_opening_time_between_two_moments_is_what_a_clock_on_the_wall_counts(
    hours: OpeningHours, schedule: str, start: str, end: str, minutes: int
) -> None:
    span = (moment(start), moment(end))
    assert SCHEDULES[schedule].minutes(span) == minutes
    assert hours.minutes(schedule, [span]) == [minutes]


def test_seconds_count_as_parts_of_a_minute(hours: OpeningHours) -> None:
    span = (moment("2026-01-13 15:58:50"), moment("2026-01-14 07:00:15"))
    assert SCHEDULES["default"].minutes(span, timedelta(seconds=1)) == pytest.approx(85 / 60, abs=1e-12)
    assert hours.minutes("default", [span]) == pytest.approx([85 / 60], abs=1e-12)


@st.composite
def some_spans(draw: st.DrawFn) -> list[Span]:
    """Spans of up to nine days, anywhere in twenty years."""
    minutes = int((LAST - FIRST) / timedelta(minutes=1)) - 9 * 1440
    starts = draw(st.lists(st.integers(0, minutes), min_size=1, max_size=3))
    lengths = draw(st.lists(st.integers(0, 9 * 1440), min_size=len(starts), max_size=len(starts)))
    begun = [FIRST + timedelta(minutes=start) for start in starts]
    return [(start, start + timedelta(minutes=length)) for start, length in zip(begun, lengths, strict=True)]


@settings(max_examples=60, deadline=None)
@given(schedule=st.sampled_from(sorted(SCHEDULES)), spans=some_spans())
def test_opening_time_of_any_span_is_its_count_minute_by_minute(
    hours: OpeningHours, schedule: str, spans: list[Span]
) -> None:
    assert hours.minutes(schedule, spans) == [SCHEDULES[schedule].minutes(span) for span in spans]


@settings(max_examples=60, deadline=None)
@given(
    schedule=st.sampled_from(sorted(SCHEDULES)),
    cuts=st.lists(st.integers(0, int((LAST - FIRST).total_seconds())), min_size=3, max_size=3),
)
def test_opening_time_of_a_span_is_that_of_its_parts(hours: OpeningHours, schedule: str, cuts: list[int]) -> None:
    start, middle, end = (FIRST + timedelta(seconds=cut) for cut in sorted(cuts))
    whole, first, second = hours.minutes(schedule, [(start, end), (start, middle), (middle, end)])
    assert whole == pytest.approx(first + second, rel=1e-12, abs=1e-9)
    assert 0 <= first <= (middle - start) / timedelta(minutes=1) + 1e-9


def test_the_seed_has_the_holidays_of_a_maintained_calendar() -> None:
    with (SEEDS / "public_holidays.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["calendar"] == "SE"]
    seeded = {date.fromisoformat(row["day"]): row["name"] for row in rows}
    expected = swedish_holidays(tuple(range(2015, 2036)))
    assert sorted(seeded) == sorted(expected)
    assert len(seeded) == len(rows) == 16 * 21
    names = {(seeded[day], expected[day]) for day in seeded}
    assert len(names) == len({name for name, _ in names}) == 16
