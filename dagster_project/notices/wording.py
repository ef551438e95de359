"""What a notice says: enough to see what waits and to find it, and nothing that names a person.

The comment, the customer and the id of the response stay where they are. Names of segments and touchpoints come from
the exports: they are told only where everybody is shown a figure of them, and with masks.
"""

import datetime as dt
import math
from collections.abc import Collection
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from dagster_project.ingest.privacy import masked
from dagster_project.notices.publication import FollowUp

UNTOLD = "not told, too few people"
LONGEST_NAME = 80


@dataclass(frozen=True)
class Words:
    """What the wording depends on beside the follow-up itself."""

    timezone: str
    currency: str
    segments: Collection[str]
    touchpoints: Collection[str]


def title(follow_up: FollowUp) -> str:
    """The first line: how bad it is, and the key."""
    severity = follow_up.severity or "unknown"
    return f"Unhappy customer: {follow_up.nps_score} of 10, severity {severity} [{follow_up.notice_key}]"


def body(follow_up: FollowUp, words: Words) -> str:
    """The rest, a line each."""
    lines = {
        "Contact until": _moment(follow_up.due_at, words.timezone),
        "Segment": _name(follow_up.segment, words.segments),
        "Touchpoint": _name(follow_up.touchpoint, words.touchpoints),
        "At stake": _money(follow_up.value_at_stake, words.currency),
        "Reason": ", ".join(masked(word) for word in (follow_up.reason_driver, follow_up.reason_theme) if word) or None,
        "Look up": "follow_ups, column notice_key",
        "Key": follow_up.notice_key,
    }
    return "\n".join(f"{label}: {said}" for label, said in lines.items() if said)


def _moment(moment: dt.datetime | None, timezone: str) -> str | None:
    if moment is None:
        return None
    local = moment.replace(tzinfo=dt.UTC).astimezone(ZoneInfo(timezone))
    return f"{local:%Y-%m-%d %H:%M} ({timezone})"


def _name(name: str | None, told: Collection[str]) -> str | None:
    if name is None:
        return None
    if name not in told:
        return UNTOLD
    shown = masked(" ".join(name.split()))
    return shown if len(shown) <= LONGEST_NAME else f"{shown[:LONGEST_NAME]}..."


def _money(amount: float | None, currency: str) -> str | None:
    """Two figures: enough to tell what is first, too little to know a customer by."""
    if amount is None or amount < 1:
        return None
    amount = float(amount)
    places = 1 - math.floor(math.log10(amount))
    return f"about {round(amount, min(places, 0)):,.0f} {currency}".replace(",", " ")
