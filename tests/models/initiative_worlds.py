"""Small worlds of customers, bookings, answers and initiatives as raw rows, and what statsmodels makes of them.

The regression reads the same rows in words of its own: windows, groups and people are told apart here once more.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import statsmodels.api as sm

from tests.models.worlds import Response

START = dt.date(2025, 12, 1)
DAYS = dt.timedelta(days=180)
Raw = dict[str, list[dict[str, Any]]]


@dataclass
class World:
    """Rows of the raw tables, added one by one."""

    start: dt.date = START
    as_of: dt.date = dt.date(2026, 6, 30)
    segments: dict[int, str] = field(default_factory=dict)
    customers: list[dict[str, Any]] = field(default_factory=list)
    bookings: list[dict[str, Any]] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)
    rates: list[dict[str, Any]] = field(default_factory=list)
    initiatives: list[dict[str, Any]] = field(default_factory=list)

    def customer(
        self, number: int, segment: str, acquired_on: dt.date = dt.date(2020, 1, 1), churned_on: dt.date | None = None
    ) -> None:
        self.segments[number] = segment
        row = {"customer_id": f"C{number}", "customer_key": f"c{number}", "segment": segment}
        self.customers.append({**row, "acquired_on": acquired_on, "churned_on": churned_on})

    def booking(self, customer: int, day: dt.date, amount: float, currency: str = "SEK") -> None:
        row = {"source": "erp", "revenue_id": str(len(self.bookings)), "customer_key": f"c{customer}"}
        self.bookings.append({**row, "booked_on": day, "amount": amount, "currency": currency})

    def answer(self, customer: int | None, day: dt.date, score: int, touchpoint: str | None = None) -> None:
        """A relational answer; with a touchpoint, one after an interaction there."""
        kind, survey = ("relational", "a") if touchpoint is None else ("transactional", touchpoint)
        self.answers.append(Response(len(self.answers), kind, survey, customer, day, score, "web"))

    def initiative(
        self,
        member: str = "Large",
        cost: float | None = 1000.0,
        dimension: str = "segment",
        currency: str = "SEK",
        name: str = "I",
    ) -> None:
        target = {"target_dimension": dimension, "target_member": member}
        self.initiatives.append(
            {"initiative_id": name, "started_on": self.start, "cost": cost, "currency": currency, **target}
        )

    def raw(self) -> Raw:
        run = {
            "build_id": "a build",
            "as_of": self.as_of,
            "business_timezone": "Europe/Stockholm",
            "reporting_currency": "SEK",
        }
        return {
            "run_parameters": [run],
            "customers": self.customers,
            "revenue": self.bookings,
            "fx_rates": self.rates,
            "initiatives": self.initiatives,
            "survey_responses": [answer.row(position) for position, answer in enumerate(self.answers)],
        }


def drawn(seed: int, people: int = 160) -> World:
    """Customers of two segments who book and answer several times, some leave, some answers have no name."""
    rng = np.random.RandomState(seed)
    world = World()
    world.initiative(cost=5_000.0)
    days = [START + dt.timedelta(days=n) for n in range(-200, 200)]
    for number in range(people):
        left = START + dt.timedelta(days=int(rng.randint(-20, 170))) if rng.random_sample() < 0.15 else None
        came = START - DAYS + dt.timedelta(days=int(rng.randint(-400, 20)))
        world.customer(number, "Large" if number % 3 == 0 else "Small", came, left)
        for day in rng.choice(len(days), rng.randint(0, 6), replace=False):
            if left is None or days[day] <= left:
                world.booking(number, days[day], round(float(rng.normal(900, 700)), 2))
        for day in rng.choice(len(days), rng.randint(0, 5), replace=False):
            world.answer(number if rng.random_sample() < 0.9 else None, days[day], int(rng.randint(0, 11)))
    return world


def window_of(day: dt.date) -> str | None:
    """Which of the two windows a day lies in."""
    return "before" if START - DAYS <= day < START else "after" if START <= day < START + DAYS else None


def answered(world: World) -> pd.DataFrame:
    """One row per NPS answer in the windows."""
    rows = [
        {
            "person": f"c{a.customer}" if a.customer is not None else f"anonymous {a.name}",
            "target": a.customer is not None and world.segments[a.customer] == "Large",
            "window": window_of(a.day),
            "y": 100.0 if (a.score or 0) >= 9 else -100.0 if (a.score or 0) <= 6 else 0.0,
        }
        for a in world.answers
    ]
    return pd.DataFrame(rows).dropna()


def booked(world: World) -> pd.DataFrame:
    """One row per customer and window, the revenue of a year."""
    rows = []
    for customer in world.customers:
        stayed = customer["churned_on"] is None or customer["churned_on"] >= START
        if stayed and customer["acquired_on"] <= START - DAYS:
            mine = [b for b in world.bookings if b["customer_key"] == customer["customer_key"]]
            for window in ("before", "after"):
                amount = sum(b["amount"] for b in mine if window_of(b["booked_on"]) == window)
                target = customer["segment"] == "Large"
                row = {"person": customer["customer_key"], "target": target, "window": window}
                rows.append({**row, "y": amount * 365.25 / 180})
    return pd.DataFrame(rows)


def regression(observed: pd.DataFrame) -> dict[str, float]:
    """The coefficient of target and after together, its p and the bounds at 1.959964 standard errors."""
    target, later = observed["target"].astype(float), (observed["window"] == "after").astype(float)
    columns = np.column_stack([np.ones(len(observed)), target, later, target * later])
    groups = pd.factorize(observed["person"])[0]
    fitted = sm.OLS(observed["y"].to_numpy(), columns).fit(cov_type="cluster", cov_kwds={"groups": groups}, use_t=False)
    effect, error = float(fitted.params[3]), float(fitted.bse[3])
    bounds = {"ci_lower": effect - 1.959964 * error, "ci_upper": effect + 1.959964 * error}
    return {"effect": effect, "p_value": float(fitted.pvalues[3]), **bounds}
