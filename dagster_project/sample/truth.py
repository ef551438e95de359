"""What was put into the sample, as one JSON document: parameters, planted defects, the counts to be found.

The counts come from what the generator meant, not from reading its files: an independent reading must agree.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from statistics import fmean
from typing import Any

from dagster_project.sample import world
from dagster_project.sample.customers import Customer
from dagster_project.sample.opinions import Opinion
from dagster_project.sample.qualtrics import Submission
from dagster_project.sample.revenue import Booking
from dagster_project.sample.tickets import Ticket
from dagster_project.sample.touchpoints import AGREEMENT, SATISFACTION, Feedback

BANDS = ("promoter", "passive", "detractor")
POINTS = {"promoter": 100, "passive": 0, "detractor": -100}


def parameters() -> dict[str, Any]:
    """List the laws of the invented company."""
    return {
        "seed": world.SEED,
        "first_day": world.FIRST_DAY.isoformat(),
        "last_day": world.LAST_DAY.isoformat(),
        "driver_weights": world.DRIVERS,
        "annual_churn_by_band": world.ANNUAL_CHURN,
        "churn_factor_by_segment": {s.name: s.churn_factor for s in world.SEGMENTS},
        "share_of_orders_lost_after_a_bad_purchase": world.SKIPPED_ORDER_SHARE,
    }


def relationship(standing: Iterable[Submission]) -> dict[str, Any]:
    """Count NPS bands by segment: of all counted answers, and of the last answer of each respondent."""
    answered = sorted((s for s in standing if s.score), key=lambda s: (s.ended, s.response_id))
    latest = {s.respondent: s for s in answered}
    return {
        "answers": _by_member((s.segment, world.band(int(s.score))) for s in answered),
        "latest_answer_of_each_respondent": _by_member((s.segment, world.band(int(s.score))) for s in latest.values()),
    }


def touchpoints(standing: Iterable[Feedback]) -> dict[str, Any]:
    """Count satisfied and other answers by segment and by touchpoint; for effort, satisfied means easy."""
    rows = list(standing)
    csat = [(f, _kind(f.satisfied in SATISFACTION[3:])) for f in rows if f.satisfied]
    ces = [(f, _kind(f.easy in AGREEMENT[3:])) for f in rows if f.easy not in ("", "N/A")]
    return {
        "csat": _by_member((f.segment, kind) for f, kind in csat),
        "csat_by_touchpoint": _by_member((f.touchpoint, kind) for f, kind in csat),
        "ces": _by_member((f.segment, kind) for f, kind in ces),
        "ces_by_touchpoint": _by_member((f.touchpoint, kind) for f, kind in ces),
    }


def tickets(rated: Iterable[Ticket]) -> dict[str, Any]:
    """Count the ratings that stand, by segment."""
    return {"csat": _by_member((t.segment, _kind(t.rating == "Good")) for t in rated)}


def initiatives(customers: list[Customer], opinions: list[Opinion], bookings: list[Booking]) -> dict[str, Any]:
    """Tell what each initiative truly changed in the 180 days from its start on, against the same days without it.

    The effect on NPS is that on the answers given; the effect on revenue, a year and customer, that of larger orders.
    That customers who are content stay longer comes on top, and is little in half a year.
    """
    found: dict[str, Any] = {}
    for initiative in world.INITIATIVES:
        start, window = initiative.started_on, timedelta(days=world.INITIATIVE_DAYS)
        target = {
            c.id
            for c in customers
            if c.crm_segment == initiative.segment
            and c.acquired_on <= start - window
            and (c.churned_on is None or c.churned_on >= start)
        }
        changes = [
            POINTS[world.band(o.score)] - POINTS[world.band(o.score_without_initiatives)]
            for o in opinions
            if o.score is not None and o.score_without_initiatives is not None
            if o.customer.crm_segment == initiative.segment and start <= o.at.date() < start + window
        ]
        gained = sum(b.gained for b in bookings if b.customer_id in target and start <= b.day < start + window)
        benefit = gained * 365.25 / world.INITIATIVE_DAYS
        found[initiative.id] = {
            "cost": initiative.cost,
            "customers": len(target),
            "nps_effect": round(fmean(changes), 4),
            "revenue_effect": round(benefit / len(target), 2),
            "roi": round((benefit - initiative.cost) / initiative.cost, 4),
        }
    return found


def _kind(is_satisfied: bool) -> str:
    return "satisfied" if is_satisfied else "not satisfied"


def _by_member(pairs: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {"all": Counter()}
    for member, kind in pairs:
        counts["all"][kind] += 1
        counts.setdefault(member, Counter())[kind] += 1
    return {member: dict(sorted(found.items())) for member, found in sorted(counts.items())}
