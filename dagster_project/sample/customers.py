"""Four thousand invented customers: names put together at random, addresses at example.com and example.se."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TypeVar

from numpy.random import RandomState

from dagster_project.sample import world
from dagster_project.sample.world import Segment

COMPANY_FORMS = {"SE": "AB", "NO": "AS", "FI": "Oy", "DK": "ApS", "DE": "GmbH", "NL": "BV"}
TO_ASCII = str.maketrans("åäöéøæ", "aaoeoa")

Option = TypeVar("Option")


@dataclass
class Customer:
    """One customer as it truly is; the exports show parts of it."""

    number: int
    segment: Segment
    first_name: str
    last_name: str
    account: str
    country: str
    industry: str
    persona: str
    owner: str
    acquired_on: date
    temper: float  # this customer's own shift of the latent satisfaction
    annual_revenue: float
    acquisition_cost: float
    has_segment_in_crm: bool = True
    has_revenue_in_crm: bool = True
    has_cost_in_crm: bool = True
    churned_on: date | None = None
    churn_reason: str = ""

    @property
    def id(self) -> str:
        """The id that the CRM gives and that the surveys carry along."""
        return f"C-{self.number}"

    @property
    def email(self) -> str:
        """The address of the contact, unique by the customer's number."""
        name = f"{self.first_name}.{self.last_name}".lower().translate(TO_ASCII)
        return f"{name}.{self.number}@example.{'se' if self.country == 'SE' else 'com'}"

    @property
    def language(self) -> str:
        """Swedish in Sweden, for most; English elsewhere."""
        return "sv" if self.country == "SE" and self.number % 10 else "en"

    @property
    def crm_segment(self) -> str:
        """What a report by segment shows for this customer."""
        return self.segment.name if self.has_segment_in_crm else world.UNKNOWN

    def is_active(self, day: date) -> bool:
        """Say whether the customer was one on this day."""
        return self.acquired_on < day and (self.churned_on is None or self.churned_on > day)


@cache
def names() -> dict[str, list[str]]:
    """Read the lists that names are put together from."""
    text = Path(__file__).with_name("names.json").read_text(encoding="utf-8")
    lists: dict[str, list[str]] = json.loads(text)
    return lists


def pick(rng: RandomState, weighted: dict[Option, float]) -> Option:
    """Pick one key, by weight."""
    options = list(weighted)
    return options[int(rng.choice(len(options), p=list(weighted.values())))]


def shuffled(rng: RandomState, rows: list[Option]) -> list[Option]:
    """Give the rows in a random order."""
    return [rows[int(i)] for i in rng.permutation(len(rows))]


def make_customers() -> list[Customer]:
    """Invent all customers, with the gaps in their CRM records, and those lost before the first survey."""
    rng = world.stream("customers")
    customers = [_customer(rng, 10001 + i) for i in range(world.CUSTOMERS)]
    without_segment = [c for c in customers if 2017 <= c.acquired_on.year <= 2019][::60][:12]
    for customer in without_segment:
        customer.has_segment_in_crm = False
    return customers


def _customer(rng: RandomState, number: int) -> Customer:
    segment = pick(rng, {s: s.share for s in world.SEGMENTS})
    country = "SE" if segment.names == "public" else pick(rng, world.COUNTRIES)
    place = _name(rng, "places")
    if segment.names == "public":
        account = f"{place.removesuffix('s')}s {_name(rng, 'public_bodies')}"
        industry = "Public administration"
    else:
        account = f"{place} {_name(rng, 'trades')} {COMPANY_FORMS[country]}"
        industry = str(rng.choice(world.INDUSTRIES))
    span = (world.LAST_DAY - timedelta(days=14) - world.OLDEST_CUSTOMER).days
    acquired_on = world.OLDEST_CUSTOMER + timedelta(days=int(span * rng.random_sample() ** 0.7))
    revenue = segment.annual_revenue * float(rng.lognormal(0.0, 0.55))
    customer = Customer(
        number=number,
        segment=segment,
        first_name=_name(rng, "first_names"),
        last_name=_name(rng, "last_names"),
        account=account,
        country=country,
        industry=industry,
        persona=pick(rng, world.PERSONAS),
        owner=_name(rng, "account_owners"),
        acquired_on=acquired_on,
        temper=float(rng.normal(0.0, 0.75)),
        annual_revenue=round(revenue, 2),
        acquisition_cost=round(segment.acquisition_cost * float(rng.lognormal(-0.06, 0.35)), 2),
        has_revenue_in_crm=not (acquired_on >= world.ERP_START and rng.random_sample() < 0.26),
        has_cost_in_crm=rng.random_sample() >= 0.22,
    )
    rate = world.ANNUAL_CHURN_BEFORE * segment.churn_factor
    lost_on = acquired_on + timedelta(days=90 + int(rng.exponential(365.25 / rate)))
    if lost_on < world.FIRST_DAY:
        customer.churned_on = lost_on
        customer.churn_reason = str(rng.choice(world.CHURN_REASONS))
    return customer


def _name(rng: RandomState, kind: str) -> str:
    return str(rng.choice(names()[kind]))
