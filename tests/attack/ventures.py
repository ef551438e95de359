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
    """Sixty bookings a month, of anybody."""
    days = [(year, month) for year, month in months for _ in range(60)]
    return [
        f"B{number},{chance.choice(customers)},{year}-{month:02}-{chance.randint(1, 28):02},{chance.randint(100, 900)}"
        for number, (year, month) in enumerate(days)
    ]


def initiatives(members: Mapping[str, Sequence[str]]) -> list[str]:
    """One for every member at two times: the second has a part of its windows in common with the first."""
    targets = [(dimension, member) for dimension, found in members.items() for member in found]
    starts = [(start, *target) for start in ("2026-04-10", "2026-04-25") for target in targets]
    return [f"I{number},{start},5000,{dimension},{member}" for number, (start, dimension, member) in enumerate(starts)]
