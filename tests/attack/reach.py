"""What is said of the sparse world and how its website is visited: three more of its exports, and no more than that."""

import random
from collections.abc import Iterator, Sequence

TRAFFIC = """    day: {column: day}
    channel: {column: channel}
    sessions: {column: sessions}
    engaged_sessions: {column: engaged}
    conversions: {column: conversions}
"""
SEARCHES = """    day: {column: day}
    query: {column: query}
    searches: {column: searches}
"""
MENTIONS = """    mention_id: {column: id}
    mentioned_at: {column: at, timezone: UTC}
    channel: {column: channel}
    sentiment: {column: sentiment}
"""
FEW = (0, 0, 1, 2, 3, 4, 6, 9, 14)
Months = Sequence[tuple[int, int]]


def exports(
    chance: random.Random, channels: Sequence[str], months: Months
) -> Iterator[tuple[str, str, str, list[str]]]:
    """Table, fields of its YAML, header and lines."""
    yield "web_traffic", TRAFFIC, "day,channel,sessions,engaged,conversions", _traffic(chance, channels, months)
    yield "web_searches", SEARCHES, "day,query,searches", _searches(chance, months)
    yield "mentions", MENTIONS, "id,at,channel,sentiment", _mentions(chance, channels, months)


def _traffic(chance: random.Random, channels: Sequence[str], months: Months) -> list[str]:
    """Two days of a month and channel; of some nobody knows how many visits were engaged, or what they led to."""
    lines = []
    for year, month in months:
        for channel in channels:
            for day in (chance.randint(1, 14), chance.randint(15, 28)):
                sessions = chance.choice(FEW)
                engaged, won = ("" if chance.random() < 0.1 else chance.randint(0, sessions) for _ in range(2))
                lines.append(f"{year}-{month:02}-{day:02},{channel},{sessions},{engaged},{won}")
    return lines


def _searches(chance: random.Random, months: Months) -> list[str]:
    return [f"{year}-{month:02}-10,price,{chance.choice(FEW) + 1}" for year, month in months]


def _mentions(chance: random.Random, channels: Sequence[str], months: Months) -> list[str]:
    lines: list[str] = []
    for year, month in months:
        for channel in channels:
            for _ in range(chance.choice(FEW)):
                at = f"{year}-{month:02}-{chance.randint(1, 28):02} 12:00:00"
                lines.append(f"N{len(lines)},{at},{channel},{chance.choice(('positive', 'neutral', 'negative', ''))}")
    return lines
