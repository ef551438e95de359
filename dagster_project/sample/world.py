"""The invented company as numbers: dates, segments, drivers, touchpoints, churn. Data only, no generation.

Change a figure here, run the generator, and the sample and its truth follow together.
"""

import zlib
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from numpy.random import RandomState

SEED = 20241101
FIRST_DAY = date(2024, 11, 1)
LAST_DAY = date(2026, 10, 31)
LOCAL = ZoneInfo("Europe/Stockholm")
UTC = ZoneInfo("UTC")
MONTHS = [(2024 + (10 + i) // 12, (10 + i) % 12 + 1) for i in range(24)]

CUSTOMERS = 4000
OLDEST_CUSTOMER = date(2016, 1, 4)
ERP_START = date(2023, 1, 2)  # who has no revenue figure in the CRM became a customer later than that
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Segment:
    """One customer segment: how large, how content, how profitable."""

    name: str
    share: float
    mood: float  # mean of the latent satisfaction on the first day
    mood_per_year: float
    ease: float  # shift of the effort answers
    response_rate: float
    annual_revenue: float  # median, SEK
    acquisition_cost: float  # mean, SEK
    churn_factor: float
    order_gap_days: float
    reply_factor: float  # first reply time against the average
    names: str  # which kind of name its accounts carry


SEGMENTS = (
    Segment("Enterprise", 0.11, 1.25, 0.00, 0.45, 0.50, 1_150_000, 210_000, 0.6, 91, 0.5, "company"),
    Segment("Mid-market", 0.26, 0.52, -0.10, 0.10, 0.42, 265_000, 48_000, 0.9, 160, 0.9, "company"),
    Segment("Small business", 0.47, -0.38, 0.10, -0.05, 0.36, 42_000, 9_500, 1.3, 165, 1.5, "company"),
    Segment("Public sector", 0.16, 0.70, 0.05, -0.50, 0.47, 520_000, 85_000, 0.4, 182, 1.0, "public"),
)

# What moves the 0..10 answer. The weights are what a driver analysis should find again.
DRIVERS = {
    "offering": 0.20,
    "information": 0.35,
    "proactivity": 0.30,
    "ease": 0.60,
    "collaboration": 0.25,
    "value_for_money": 0.45,
    "availability": 0.10,
    "overall_satisfaction": 0.40,
}
DRIVER_LEVEL = 3.5  # a driver answered at this level neither lifts nor lowers the recommendation
NPS_INTERCEPT = 7.50
NPS_NOISE = 0.95


@dataclass(frozen=True)
class Touchpoint:
    """One step of the journey: how often it is asked about, and how well it goes."""

    name: str
    share: float
    satisfaction: float
    ease: float
    themes: tuple[str, ...]


TOUCHPOINTS = (
    Touchpoint("purchase", 0.22, 0.10, 0.25, ("ease", "offering", "value_for_money")),
    Touchpoint("delivery", 0.20, -0.15, 0.10, ("delivery",)),
    Touchpoint("onboarding", 0.10, 0.10, -0.05, ("information", "collaboration")),
    Touchpoint("support", 0.22, 0.00, -0.10, ("support", "availability")),
    Touchpoint("invoice", 0.14, -0.45, -0.20, ("invoice", "value_for_money")),
    Touchpoint("website", 0.12, -0.20, -0.45, ("ease", "information")),
)

# Share of customers lost in a year, by the band of the latest answer, before the segment's factor.
ANNUAL_CHURN = {"promoter": 0.05, "passive": 0.11, "detractor": 0.27, "no answer": 0.10}
ANNUAL_CHURN_BEFORE = 0.035  # before the first survey
SKIPPED_ORDER_SHARE = 0.75  # orders that a bad purchase experience costs in the next 180 days


@dataclass(frozen=True)
class Initiative:
    """Something that was done for one segment, what it cost, and what it truly changed from its first day on."""

    id: str
    name: str
    started_on: date
    cost: float  # SEK
    segment: str
    mood: float  # what it adds to the latent satisfaction
    order_factor: float  # what it makes of the amount of an order


# Their windows of 180 days do not overlap, so that neither disturbs what the other is measured against.
INITIATIVES = (
    Initiative("INI-01", "Printed customer magazine", date(2025, 5, 5), 9_600_000, "Public sector", 0.0, 1.0),
    Initiative("INI-02", "A contact person of one's own", date(2025, 11, 3), 6_800_000, "Mid-market", 0.42, 1.18),
)
INITIATIVE_DAYS = 180  # what is compared: so many days before the start with so many from it on

OWN_INDUSTRY = "Business services"
# What others of the industry reach: the median, and the value that the best fifth reaches or betters.
BENCHMARKS = {
    "nps": (24, 41),
    "csat": (71, 82),
    "ces": (61, 74),
    "response_rate": (24, 36),
    "first_response_minutes": (210, 75),
    "churn_rate": (12, 7),
}

COUNTRIES = {"SE": 0.66, "NO": 0.12, "FI": 0.09, "DK": 0.08, "DE": 0.03, "NL": 0.02}
INDUSTRIES = ("Manufacturing", "Retail", "Construction", "Logistics", "IT services", "Healthcare", "Property")
PERSONAS = {"Decision maker": 0.30, "Daily user": 0.40, "Procurement": 0.18, "Administrator": 0.12}
CHURN_REASONS = ("Price", "Competitor", "Service quality", "Merger", "Closed down", "Need ended")


def stream(name: str) -> RandomState:
    """Give each topic a random stream of its own: a change in one file leaves the others as they were.

    RandomState, not Generator: numpy promises never to change its streams, and the files are committed.
    """
    return RandomState(zlib.crc32(f"{SEED}:{name}".encode()))


def band(score: int) -> str:
    """Name the NPS band of a score."""
    return "promoter" if score >= 9 else "passive" if score >= 7 else "detractor"


def years_in(day: date) -> float:
    """Count the years since the first day of the sample."""
    return (day - FIRST_DAY).days / 365.25
