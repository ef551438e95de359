"""Values of customers and churn come out of the whole chain of models as on paper, edges of the calendar included.

The cases are data (`customer_value.yaml`); here is the world that they share: one valuation, rates, spend, and enough
other customers that a fifth of the segment left within twelve months.
"""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.models.chain import Chain, Row

AS_OF = dt.date(2026, 6, 30)
A_YEAR_AGO = dt.date(2025, 7, 1)
CASES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("customer_value.yaml").read_text(encoding="utf-8")
)
Published = dict[str, dict[str, Any]]


def customer(key: str, **crm: Any) -> Row:
    return {"source": "crm", "customer_key": key, "segment": "A", **crm}


def fillers(customers: list[Row]) -> list[Row]:
    """Who has to be there, and to leave, for a churn of 20 % among the customers of the segment."""
    started = [
        row
        for row in customers
        if row["segment"] == "A" and (row.get("acquired_on") or dt.date.min) < A_YEAR_AGO
        and (row.get("churned_on") or dt.date.max) >= A_YEAR_AGO
    ]  # fmt: skip
    lost = sum((row.get("churned_on") or dt.date.max) <= AS_OF for row in started)
    staying = -(len(started) - 5 * lost) % 4 + 20
    leaving = (len(started) + staying - 5 * lost) // 4
    came = dt.date(2020, 1, 1)
    return [
        *(customer(f"stays {n}", acquired_on=came) for n in range(staying)),
        *(customer(f"leaves {n}", acquired_on=came, churned_on=A_YEAR_AGO) for n in range(leaving)),
    ]


@pytest.fixture(scope="module")
def published(chain: Chain) -> Published:
    """The mart's row of each case, by its name."""
    customers = [customer(case["name"], **case["crm"]) for case in CASES]
    bookings = [(case["name"], *booking) for case in CASES for booking in case.get("bookings", [])]
    raw: dict[str, list[Row]] = {
        "customers": [*customers, *fillers(customers)],
        "revenue": [
            {"source": "erp", "revenue_id": str(n), "customer_key": key, "booked_on": day, "amount": amount}
            | ({"currency": currency[0]} if currency else {})
            for n, (key, day, amount, *currency) in enumerate(bookings)
        ],
        "fx_rates": [
            {"source": "bank", "currency": "EUR", "day": day, "rate": rate}
            for day, rate in ((dt.date(2026, 6, 1), 11.0), (AS_OF, 11.5))
        ],
        "acquisition_costs": [{"source": "spend", "segment": "Shared", "month": dt.date(2026, 3, 1), "spend": 1350}],
    }
    with chain.build(raw, "customers") as connection:
        rows = connection.execute("select *, relationship_years as years from marts.customers")
        names = [column[0] for column in rows.description or []]
        found = [dict(zip(names, row, strict=True)) for row in rows.fetchall()]
    return {row["customer_key"]: row for row in found}


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_a_customer_is_worth_what_paper_says(published: Published, case: dict[str, Any]) -> None:
    row = published[case["name"]]
    assert len(CASES) >= 22
    given = case["worth"]
    found = {name: float(row[name]) if isinstance(row[name], Decimal) else row[name] for name in given}
    if given.get("years") is not None:
        found["years"] = round(found["years"], 8)
    assert found == given


# First day, day of churn, first day of the period, last day that is reckoned with: at the start, and lost?
LIVES = [
    ("2024-06-01", None, True, False),
    ("2024-12-31", "2025-01-01", True, True),
    ("2025-01-01", "2025-06-01", False, False),
    (None, "2025-12-31", True, True),
    ("2024-06-01", "2026-01-01", True, False),
    ("2024-06-01", "2024-12-31", False, False),
    ("2024-12-31", "2024-12-31", False, False),
    ("2025-03-01", None, False, False),
    ("2024-06-01", "2027-01-01", True, False),
]


@pytest.mark.parametrize(("acquired_on", "churned_on", "is_there", "is_lost"), LIVES)
def test_a_customer_is_at_the_start_of_a_year_and_lost_in_it_or_not(
    chain: Chain, acquired_on: str | None, churned_on: str | None, is_there: bool, is_lost: bool
) -> None:
    raw = {"customers": [customer("one", acquired_on=acquired_on, churned_on=churned_on), *oldest()]}
    with chain.build(raw, "int_churn_measured") as connection:
        found = connection.execute(
            """select started - 1, lost from intermediate.int_churn_measured
            where period_grain = 'year' and period_start = date '2025-01-01' and dimension = 'all'"""
        ).fetchall()
    assert found == [(int(is_there), int(is_lost))]


def oldest() -> list[Row]:
    """Somebody who is always there, so that every period is measured."""
    return [customer("oldest", acquired_on=dt.date(2020, 1, 1))]


def test_of_five_hundred_of_whom_four_hundred_and_fifty_remain_ten_percent_are_lost(chain: Chain) -> None:
    came = dt.date(2024, 2, 29)
    raw = {
        "customers": [
            *(customer(f"stays {n}", acquired_on=came) for n in range(450)),
            *(customer(f"leaves {n}", acquired_on=came, churned_on=dt.date(2026, 5, 1 + n % 31)) for n in range(50)),
            *(customer(f"new {n}", acquired_on=dt.date(2026, 5, 2)) for n in range(40)),
        ]
    }
    with chain.build(raw, "metric_values") as connection:
        rows = connection.execute(
            """select respondent_count, numerator, value from marts.metric_values
            where metric = 'churn_rate' and period_grain = 'month' and period_start = date '2026-05-01'
            and dimension = 'all'"""
        ).fetchall()
    assert rows == [(500, 50.0, 10.0)]
