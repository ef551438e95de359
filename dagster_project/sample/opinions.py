"""What customers think, answer and do: the model of minds behind the surveys.

A latent satisfaction (segment + customer + moment) moves eight drivers; they, by their weights, move the
answer to "would you recommend us"; the band of that answer moves who leaves. No file formats here.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from numpy.random import RandomState

from dagster_project.sample import world
from dagster_project.sample.comments import Commentator
from dagster_project.sample.customers import Customer
from dagster_project.sample.initiatives import lift
from dagster_project.sample.world import Touchpoint

INVITED_SHARE = 0.92
COMMENT_SHARE = 0.45
NOT_APPLICABLE = 6
HOURS = (7, 8, 8, 9, 9, 9, 10, 10, 11, 12, 13, 13, 14, 14, 15, 16, 17, 18, 19, 20, 21)


@dataclass
class Opinion:
    """One customer's answers about the relationship, at a local time."""

    customer: Customer
    at: datetime
    score: int | None
    score_without_initiatives: int | None  # what the same customer would have answered had nothing been done
    drivers: list[int | None]  # in the order of world.DRIVERS; 6 = not applicable, None = skipped
    comment: str


def mood(rng: RandomState, customer: Customer, day: date) -> float:
    """Draw the latent satisfaction of a customer on a day."""
    segment = customer.segment
    trend = segment.mood + segment.mood_per_year * world.years_in(day)
    return trend + customer.temper + float(rng.normal(0.0, 0.45)) + lift(customer, day)


def relational_opinions(customers: list[Customer], commentator: Commentator) -> list[Opinion]:
    """Live through two years of quarterly invitations and of customers leaving.

    A customer has a fixed place in the quarter, so that every month has answers from every segment.
    """
    rng = world.stream("opinions")
    latest: dict[int, str] = {}
    opinions: list[Opinion] = []
    for index, (year, month) in enumerate(world.MONTHS):
        for customer in customers:
            if customer.is_active(date(year, month, 1)):
                _perhaps_leave(rng, customer, latest.get(customer.number, "no answer"), year, month)
                invited = customer.number % 3 == index % 3 and rng.random_sample() < INVITED_SHARE
                answers = invited and rng.random_sample() < customer.segment.response_rate
                if answers and customer.churned_on is None:
                    opinion = give_opinion(rng, customer, _moment(rng, year, month), commentator)
                    opinions.append(opinion)
                    if opinion.score is not None:
                        latest[customer.number] = world.band(opinion.score)
    return opinions


def give_opinion(rng: RandomState, customer: Customer, at: datetime, commentator: Commentator) -> Opinion:
    """Fill in one answer sheet; a few questions are skipped or not applicable."""
    feeling = mood(rng, customer, at.date())
    noise = [*(rng.normal(0.0, 0.80) for _ in range(7)), rng.normal(0.0, 0.55), rng.normal(0.0, world.NPS_NOISE)]
    levels, score = _answers(feeling, noise)
    _, otherwise = _answers(feeling - lift(customer, at.date()), noise)
    comment = _comment(rng, customer, levels, score, commentator)
    is_skipped = rng.random_sample() < 0.012
    return Opinion(
        customer=customer,
        at=at,
        score=None if is_skipped else score,
        score_without_initiatives=None if is_skipped else otherwise,
        drivers=[_reported(rng, level) for level in levels],
        comment=comment,
    )


def _answers(feeling: float, noise: list[float]) -> tuple[list[int], int]:
    """Turn a feeling into the eight drivers and the recommendation; the noise is that of the nine answers."""
    levels = [_on_scale(3.45 + 0.52 * feeling + noise[k], 1, 5) for k in range(7)]
    levels.append(_on_scale(sum(levels) / 7 + noise[7], 1, 5))
    weighted = zip(world.DRIVERS.values(), levels, strict=True)
    pull = sum(weight * (level - world.DRIVER_LEVEL) for weight, level in weighted)
    return levels, _on_scale(world.NPS_INTERCEPT + pull + noise[8], 0, 10)


def satisfaction(rng: RandomState, customer: Customer, touchpoint: Touchpoint, day: date) -> tuple[int, int]:
    """Answer, 1..5, after one interaction: how satisfied, and how easy it was."""
    feeling = mood(rng, customer, day)
    satisfied = 3.85 + 0.60 * feeling + touchpoint.satisfaction + rng.normal(0.0, 0.95)
    easy = 3.70 + 0.22 * feeling + customer.segment.ease + touchpoint.ease + rng.normal(0.0, 0.95)
    return _on_scale(satisfied, 1, 5), _on_scale(easy, 1, 5)


def _comment(rng: RandomState, customer: Customer, levels: list[int], score: int, writer: Commentator) -> str:
    """Write, perhaps: promoters about what is best, detractors about what is worst, heavy areas more."""
    if rng.random_sample() >= COMMENT_SHARE:
        return ""
    happy = score >= 9 or (score >= 7 and rng.random_sample() < 0.6)
    areas = list(world.DRIVERS)[:7]
    chance = [rng.random_sample() / world.DRIVERS[area] for area in areas]
    ranked = sorted(range(7), key=lambda k: (levels[k] * (-1 if happy else 1), chance[k]))
    themes = [areas[k] for k in ranked[: 1 + int(rng.random_sample() < 0.3)]]
    if rng.random_sample() < 0.25:
        themes = [str(rng.choice(["delivery", "invoice", "support"]))]
    return writer.write(themes, happy, customer.language)


def _perhaps_leave(rng: RandomState, customer: Customer, band: str, year: int, month: int) -> None:
    yearly = min(world.ANNUAL_CHURN[band] * customer.segment.churn_factor, 0.9)
    if rng.random_sample() >= 1 - (1 - yearly) ** (1 / 12):
        return
    customer.churned_on = date(year, month, int(rng.randint(1, 29)))
    reasons = dict.fromkeys(world.CHURN_REASONS, 1.0)
    if band == "detractor":
        reasons |= {"Price": 3.0, "Service quality": 4.0, "Competitor": 3.0}
    total = sum(reasons.values())
    customer.churn_reason = str(rng.choice(list(reasons), p=[w / total for w in reasons.values()]))


def _reported(rng: RandomState, level: int) -> int | None:
    draw = rng.random_sample()
    return NOT_APPLICABLE if draw < 0.035 else None if draw < 0.05 else level


def _moment(rng: RandomState, year: int, month: int) -> datetime:
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    clock = time(int(rng.choice(HOURS)), int(rng.randint(60)), int(rng.randint(60)))
    return datetime.combine(date(year, month, int(rng.randint(1, last + 1))), clock, tzinfo=world.LOCAL)


def _on_scale(value: float, low: int, high: int) -> int:
    return int(min(max(round(float(value)), low), high))
