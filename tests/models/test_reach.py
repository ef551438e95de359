"""Net sentiment, conversion rate and bounce rate through the whole chain, and counted by hand in plain Python.

What one model makes of its input stands in dbt's unit tests.
"""

import datetime as dt
import random
from collections import defaultdict
from typing import Any

import duckdb
import pytest

from tests.models.chain import Chain
from tests.models.worlds import AS_OF, FIRST_DAY, periods

Row = dict[str, Any]
CHANNELS = ("Direct", "Email", None)
POINTS = {"very positive": 1, "Positivt": 1, "neutral": 0, "Negative": -1, "mycket negativt": -1}
COLUMNS = "respondent_count, numerator, denominator, value, ci_lower, ci_upper"
Cells = dict[tuple[str, str, dt.date | None, str, str], tuple[Any, ...]]


def visits(number: int, day: dt.date, channel: str | None, *counts: int | None) -> Row:
    """A row of the website's tool: sessions, engaged sessions, conversions."""
    named = dict(zip(("sessions", "engaged_sessions", "conversions"), counts, strict=True))
    return {"source": "shop", "file_path": "w.csv", "row_number": number, "day": day, "channel": channel, **named}


def mention(number: int, at: dt.datetime, sentiment: str | None, channel: str | None = "news") -> Row:
    """A row of the tool that listens."""
    told = {"source": "brand", "file_path": "m.csv", "row_number": number, "mention_id": str(number)}
    return told | {"mentioned_at": at, "sentiment": sentiment, "channel": channel}


def noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12))


def cells(connection: duckdb.DuckDBPyConnection, *metrics: str) -> Cells:
    """The figures of some metrics before anything is hidden; of all time without its start."""
    found = connection.execute(
        f"""select metric, period_grain, case when period_grain <> 'all_time' then period_start end, dimension, member,
        {COLUMNS} from intermediate.int_metrics_collected where list_contains(?, metric)""",
        [list(metrics)],
    )
    return {row[:5]: row[5:] for row in found.fetchall()}


def by_hand(metric: str, counts: list[tuple[dt.date, str | None, int, int]]) -> dict[tuple[Any, ...], tuple[int, int]]:
    """Day, channel, numerator and denominator, summed over every period, in all and by channel."""
    found: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0])
    for grain, start, end in periods():
        for day, channel, numerator, denominator in counts:
            if start <= day <= end:
                for dimension, member in (("all", "all"), ("channel", channel or "unknown")):
                    sums = found[metric, grain, None if grain == "all_time" else start, dimension, member]
                    sums[0] += numerator
                    sums[1] += denominator
    return {key: (numerator, denominator) for key, (numerator, denominator) in found.items()}


def test_every_period_and_channel_is_what_the_definition_says(chain: Chain) -> None:
    chance = random.Random(1)
    days = [FIRST_DAY + dt.timedelta(days=n) for n in range((AS_OF - FIRST_DAY).days + 1)]
    traffic: list[tuple[dt.date, str | None, int, int | None, int | None]] = []
    for day in chance.sample(days, 100):
        for channel in chance.sample(CHANNELS, 2):
            sessions = chance.choice((0, 3, 8, 120))
            stayed, won = (None if chance.random() < 0.2 else chance.randint(0, sessions) for _ in range(2))
            traffic.append((day, channel, sessions, stayed, won))
    mentions = [(chance.choice(days), chance.choice(CHANNELS), chance.choice((*POINTS, None))) for _ in range(120)]
    raw = {
        "web_traffic": [visits(number, *row) for number, row in enumerate(traffic)],
        "mentions": [mention(n, noon(day), label, channel) for n, (day, channel, label) in enumerate(mentions)],
    }
    expected = {
        **by_hand("net_sentiment", [(day, where, POINTS[label], 1) for day, where, label in mentions if label]),
        **by_hand("conversion_rate", [(d, c, won, n) for d, c, n, _, won in traffic if won is not None]),
        **by_hand("bounce_rate", [(d, c, n - stayed, n) for d, c, n, stayed, _ in traffic if stayed is not None]),
    }
    with chain.build(raw, "int_metrics_collected") as connection:
        found = cells(connection, "net_sentiment", "conversion_rate", "bounce_rate")
    assert expected.keys() <= found.keys()
    assert {found[key][2] for key in found.keys() - expected.keys()} <= {0}
    for key, (numerator, denominator) in expected.items():
        people, above, below, value, *_ = found[key]
        assert (people, below) == (denominator, denominator)
        assert above == (numerator if denominator else None)
        assert value == (pytest.approx(100 * numerator / denominator) if denominator else None)


def test_a_share_that_is_none_has_no_interval(chain: Chain) -> None:
    days = [dt.date(2026, 5, 1), dt.date(2026, 6, 1)]
    rows = [visits(1, days[0], "Direct", 20, 25, 30), visits(2, days[1], "Direct", 20, 20, 0)]
    with chain.build({"web_traffic": rows}, "int_metrics_collected") as connection:
        won, left = cells(connection, "conversion_rate"), cells(connection, "bounce_rate")
    assert won["conversion_rate", "month", days[0], "all", "all"] == (20, 30, 20, 150, None, None)
    assert left["bounce_rate", "month", days[0], "all", "all"] == (20, -5, 20, -25, None, None)
    assert won["conversion_rate", "month", days[1], "all", "all"] == (20, 0, 20, 0, 0, pytest.approx(16.1125))
    # What is impossible in a month may be possible in a year: sums come before division.
    assert won["conversion_rate", "all_time", None, "all", "all"][3:5] == (75, pytest.approx(59.8065, abs=1e-3))


def test_a_mention_lies_in_the_month_of_the_business_time_zone_and_a_visit_in_that_of_its_day(chain: Chain) -> None:
    june = dt.datetime.combine(dt.date(2026, 5, 31), dt.time(22))
    raw = {
        "mentions": [mention(1, june - dt.timedelta(seconds=1), "positive"), mention(2, june, "negative")],
        "web_traffic": [visits(1, dt.date(2026, 5, 31), "Direct", 9, 9, 9)],
    }
    with chain.build(raw, "int_metrics_collected") as connection:
        told, visited = cells(connection, "net_sentiment"), cells(connection, "sessions")
        (running,) = connection.execute(
            """select min(period_start), max(period_end) from intermediate.int_metrics_collected
            where metric = 'net_sentiment' and period_grain = 'all_time'"""
        ).fetchall()
    assert told["net_sentiment", "month", dt.date(2026, 5, 1), "all", "all"][:4] == (1, 1, 1, 100)
    assert told["net_sentiment", "month", dt.date(2026, 6, 1), "all", "all"][:4] == (1, -1, 1, -100)
    assert running == (dt.date(2026, 5, 31), AS_OF)
    assert {key[2]: row[0] for key, row in visited.items()} == {dt.date(2026, 5, 1): 9}


def test_a_few_visits_are_hidden_in_every_figure_that_stands_on_them(chain: Chain) -> None:
    """Of the three of a month the others of the quarter would tell; and one rate would tell of the other."""
    days = [dt.date(2026, month, 10) for month in (4, 5, 6)]
    rows = [
        visits(n, day, "Direct", count, count // 2, None)
        for n, (day, count) in enumerate(zip(days, (3, 90, 200), strict=True))
    ]
    with chain.build({"web_traffic": rows}, "metric_values", "touchpoint_scorecard") as connection:
        hidden = connection.execute(
            """select dimension, period_start from marts.metric_values
            where metric = 'bounce_rate' and period_grain = 'month' and is_suppressed"""
        ).fetchall()
        shown = connection.execute("select month, sessions, is_suppressed from marts.touchpoint_scorecard").fetchall()
    assert {day for dimension, day in hidden if dimension == "all"} == {dt.date(2026, 4, 1), dt.date(2026, 5, 1)}
    assert shown == [
        (dt.date(2026, 4, 1), None, True),
        (dt.date(2026, 5, 1), None, True),
        (dt.date(2026, 6, 1), 200, False),
    ]


def test_without_mentions_and_visits_there_is_nothing(chain: Chain) -> None:
    raw = {
        "web_traffic": [visits(1, dt.date(2026, 5, 1), "Direct", None, 5, 5)],
        "mentions": [mention(1, noon(AS_OF), None)],
    }
    for given in ({}, raw):
        with chain.build(given, "metric_values", "touchpoint_scorecard") as connection:
            assert connection.execute("select * from marts.metric_values").fetchall() == []
            assert connection.execute("select * from marts.touchpoint_scorecard").fetchall() == []
