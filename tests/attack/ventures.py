"""What the sparse world books, and what it does for its customers: two more of its exports, and no more than that."""

import random
from collections.abc import Mapping, Sequence

REVENUE = """    revenue_id: {column: id}
    customer_id: {column: customer}
    booked_on: {column: day}
    amount: {column: amount, currency: SEK}
"""
INITIATIVES = """    initiative_id: {column: id}
    started_on: {column: start}
    cost: {column: cost, currency: SEK}
    target_dimension: {column: dimension}
    target_member: {column: member}
"""


def bookings(chance: random.Random, customers: Sequence[str], months: Sequence[tuple[int, int]]) -> list[str]:
    """A year before, and then month by month, everybody buys with a chance of a quarter, or gets money back."""
    lines: list[str] = []
    for year, month in ((2025, 1), *months):
        for who in customers:
            if chance.random() < 0.25:
                day, amount = chance.randint(1, 28), chance.choice((100, 250, 900, -50))
                lines.append(f"B{len(lines)},{who},{year}-{month:02}-{day:02},{amount}")
    return lines


def initiatives(members: Mapping[str, Sequence[str]]) -> list[str]:
    """One for every member at two times: the second has a part of its windows in common with the first."""
    targets = [(dimension, member) for dimension, found in members.items() for member in found]
    starts = [(start, *target) for start in ("2026-04-10", "2026-04-25") for target in targets]
    return [f"I{number},{start},5000,{dimension},{member}" for number, (start, dimension, member) in enumerate(starts)]
