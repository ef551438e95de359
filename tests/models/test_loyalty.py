"""NPS economics and the loyalty gap through the whole chain: borders of days and years, and what only the whole hides.

What one model makes of its input stands in dbt's unit tests.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import pytest

from tests.models.chain import Chain

RUN = {
    "build_id": "a build",
    "as_of": "2026-02-28",
    "business_timezone": "Europe/Stockholm",
    "reporting_currency": "SEK",
}
Rows = list[dict[str, Any]]


def day(text: str) -> dt.datetime:
    """Noon of a day."""
    return dt.datetime.combine(dt.date.fromisoformat(text), dt.time(11))


def customer(key: str, acquired: str | None = "2020-01-01", churned: str | None = None, **given: Any) -> dict[str, Any]:
    """A row of the CRM."""
    told = {"source": "crm", "customer_key": key, "acquired_on": acquired, "churned_on": churned, "segment": "A"}
    return told | {"annual_revenue": 1000, "acquisition_cost": 100} | given


def answer(number: int, key: str | None, on: str, **given: Any) -> dict[str, Any]:
    """A response to a relational survey; csat=True or False makes it one about an interaction."""
    about = {"survey_kind": "relational", "survey_id": "relation", "asks_nps": True, "asks_csat": False}
    if "csat" in given:
        is_satisfied = given.pop("csat")
        about = {"survey_kind": "transactional", "survey_id": "moments", "asks_nps": False, "asks_csat": True}
        about |= {"csat_answer_count": 1, "csat_satisfied_count": int(is_satisfied), "csat_score_sum": 3}
    about |= {"source": "survey", "file_id": "f", "file_path": "f.csv", "row_number": number, "asks_ces": False}
    about |= {"content_hash": str(number), "submission_id": str(number), "interaction_id": str(number)}
    return about | {"customer_key": key, "submitted_at": day(on), "is_complete": True} | given


def booking(number: int, key: str, on: str, amount: float = 10) -> dict[str, Any]:
    """A row of the ledger."""
    told = {"source": "erp", "revenue_id": str(number), "customer_key": key, "booked_on": on, "amount": amount}
    return told | {"file_path": "b.csv", "row_number": number}


def economics(
    chain: Chain, customers: Iterable[dict[str, Any]], answers: Rows, as_of: str = "2026-02-28"
) -> dict[tuple[dt.date, str, str], dict[str, Any]]:
    """The rows of nps_economics by month, segment and band."""
    raw = {"customers": customers, "survey_responses": answers, "run_parameters": [RUN | {"as_of": as_of}]}
    with chain.build(raw, "nps_economics") as connection:
        found = connection.execute("from marts.nps_economics")
        names = [column[0] for column in found.description or []]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    return {(row["period_start"], row["segment"], row["nps_band"]): row for row in rows}


def gap(chain: Chain, raw: dict[str, Rows], as_of: str = "2026-02-28") -> Rows:
    """The rows of loyalty_gap."""
    with chain.build(raw | {"run_parameters": [RUN | {"as_of": as_of}]}, "loyalty_gap") as connection:
        found = connection.execute("from marts.loyalty_gap")
        names = [column[0] for column in found.description or []]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


# Ten who answered in time and stayed: enough that one more, lost or not, is seen in a rate that is shown.
STAYED = [customer(f"stayed {number}") for number in range(10)]
IN_TIME = [answer(number, f"stayed {number}", "2024-06-15", nps_score=2) for number in range(10)]


@pytest.mark.parametrize(
    ("as_of", "answered", "churned", "expected"),
    [
        ("2026-06-15", "2025-06-15", "2026-06-15", 100 / 11),  # twelve months old, lost on the last day
        ("2026-06-15", "2025-06-16", "2026-06-15", 0.0),  # a day too young
        ("2026-06-14", "2024-06-15", "2024-12-01", 100 / 11),  # a day before twenty-four months
        ("2026-06-14", "2024-06-14", "2024-12-01", 0.0),  # twenty-four months old: too old
        ("2026-02-28", "2024-06-15", "2025-06-15", 100 / 11),  # left exactly twelve months after
        ("2026-02-28", "2024-06-15", "2025-06-16", 0.0),  # a day later
        ("2026-02-28", "2024-06-15", "2024-06-15", 0.0),  # left on the day of the answer: no customer any more
        ("2026-02-28", "2024-06-15", "2024-06-16", 100 / 11),
        ("2026-02-28", "2024-06-15", "2024-06-01", 0.0),  # answered after leaving
        ("2025-06-30", "2024-02-29", "2025-02-28", 100 / 11),
        ("2025-06-30", "2024-02-29", "2025-03-01", 0.0),
    ],
)
def test_churn_after_an_answer_knows_its_days(
    chain: Chain, as_of: str, answered: str, churned: str, expected: float
) -> None:
    answers = IN_TIME if as_of != "2026-06-15" else [row | {"submitted_at": day("2025-01-01")} for row in IN_TIME]
    found = economics(
        chain,
        [*STAYED, customer("one", churned=churned)],
        [*answers, answer(99, "one", answered, nps_score=2)],
        as_of,
    )
    month = dt.date.fromisoformat(as_of).replace(day=1)
    row = found[month, "A", "detractor"]
    assert row["churn_rate_12_months"] == pytest.approx(expected)
    assert row["customers"] == (10 if churned <= as_of else 11)


def test_an_answer_of_29_february_is_measured_from_the_first_of_march(chain: Chain) -> None:
    answers = [row | {"submitted_at": day("2024-02-29")} for row in IN_TIME]
    rates = {}
    for as_of in ("2025-02-28", "2025-03-01", "2026-02-28", "2026-03-01"):
        found = economics(chain, STAYED, answers, as_of)
        rates[as_of] = found[dt.date.fromisoformat(as_of).replace(day=1), "A", "detractor"]["churn_rate_12_months"]
    assert rates == {"2025-02-28": None, "2025-03-01": 0.0, "2026-02-28": 0.0, "2026-03-01": None}


def test_who_came_after_the_answer_or_is_not_in_the_crm_is_not_measured(chain: Chain) -> None:
    others = [customer("late", acquired="2024-06-16", churned="2024-07-01")]
    answers = [answer(90, "late", "2024-06-15", nps_score=0), answer(91, "stranger", "2024-06-15", nps_score=0)]
    answers.append(answer(92, None, "2024-06-15", nps_score=0))
    row = economics(chain, [*STAYED, *others], [*IN_TIME, *answers])[dt.date(2026, 2, 1), "A", "detractor"]
    assert (row["customers"], row["churn_rate_12_months"], row["revenue_at_risk"]) == (10, 0.0, 0)


def test_a_year_old_rate_stands_beside_the_bands_of_today(chain: Chain) -> None:
    """All ten are promoters by now: what they said two years ago is measured, and nobody's revenue is at risk."""
    changed = [answer(100 + number, f"stayed {number}", "2026-01-10", nps_score=10) for number in range(10)]
    found = economics(chain, STAYED, IN_TIME + changed)
    assert {month for month, _, _ in found} == {
        dt.date(year, month, 1)
        for year in (2024, 2025, 2026)
        for month in range(1, 13)
        if (2024, 6) <= (year, month) <= (2026, 2)
    }
    detractors, promoters = (found[dt.date(2026, 2, 1), "A", band] for band in ("detractor", "promoter"))
    assert (detractors["customers"], detractors["churn_rate_12_months"]) == (0, 0.0)
    assert (promoters["customers"], promoters["churn_rate_12_months"]) == (10, None)
    assert (detractors["annual_revenue_mean"], promoters["annual_revenue_mean"]) == (None, 1000)
    assert (detractors["revenue_at_risk"], promoters["revenue_at_risk"]) == (None, None)


def test_those_in_no_band_are_protected_like_a_band(chain: Chain) -> None:
    silent = [customer(f"silent {number}") for number in range(2)]
    happy = [customer(f"happy {number}") for number in range(8)]
    answers = [*IN_TIME, *(answer(50 + n, f"happy {n}", "2024-06-15", nps_score=9) for n in range(8))]
    month = dt.date(2026, 2, 1)
    found = economics(chain, [*STAYED, *silent, *happy], answers)
    # The segment's 20 customers less both bands would be the two who never answered.
    assert found[month, "A", "detractor"]["customers"] == 10
    assert found[month, "A", "promoter"]["customers"] is None
    assert found[month, "A", "promoter"]["annual_revenue_mean"] is None
    assert found[month, "A", "promoter"]["is_suppressed"]


def test_few_answers_hide_churn_and_what_is_at_risk_but_not_todays_customers(chain: Chain) -> None:
    new = [answer(100 + number, f"stayed {number}", "2026-01-10", nps_score=2) for number in range(10)]
    row = economics(chain, STAYED, IN_TIME[:4] + new)[dt.date(2026, 2, 1), "A", "detractor"]
    assert (row["customers"], row["churn_rate_12_months"], row["revenue_at_risk"]) == (10, None, None)
    assert (row["is_suppressed"], row["is_churn_suppressed"]) == (False, True)


def test_without_a_crm_there_is_no_row(chain: Chain) -> None:
    assert economics(chain, [], IN_TIME) == {}
    assert gap(chain, {"survey_responses": [answer(1, "a", "2025-01-01", csat=True)]}) == []


EARLIER = [booking(number, f"c{number}", "2024-01-01") for number in range(10)]
SATISFIED = [answer(number, f"c{number}", "2025-03-10", csat=True) for number in range(9)]


@pytest.mark.parametrize(
    ("answered", "booked", "counts"),
    [
        ("2025-03-10", [], (10, 0)),
        ("2025-03-10", ["2025-03-10"], (10, 0)),  # on the day itself: before
        ("2025-03-10", ["2025-03-11"], (10, 1)),
        ("2025-03-10", ["2025-09-06"], (10, 1)),  # the 180th day
        ("2025-03-10", ["2025-09-07"], (10, 0)),
        ("2025-03-31", ["2025-03-30"], (10, 0)),
    ],
)
def test_who_returns_within_180_days_has_no_gap(
    chain: Chain, answered: str, booked: list[str], counts: tuple[int, int]
) -> None:
    bookings = EARLIER + [booking(100 + number, "c9", on) for number, on in enumerate(booked)]
    (row,) = gap(chain, {"survey_responses": [*SATISFIED, answer(9, "c9", answered, csat=True)], "revenue": bookings})
    assert (row["satisfied_customers"], row["returned_customers"]) == counts
    assert row["not_returned_customers"] == counts[0] - counts[1]
    assert row["gap_share"] == pytest.approx(1 - counts[1] / counts[0])
    assert (row["segment"], row["is_complete"]) == ("unknown", True)


@pytest.mark.parametrize(
    ("first_booked", "amount", "customers"),
    [("2025-03-10", 10, 10), ("2025-03-11", 10, 9), ("2025-03-10", 0, 9), ("2025-03-10", -10, 9)],
)
def test_only_who_had_bought_before_can_return(chain: Chain, first_booked: str, amount: float, customers: int) -> None:
    bookings = [*EARLIER[:9], booking(99, "c9", first_booked, amount)]
    answers = [*SATISFIED, answer(9, "c9", "2025-03-10", csat=True)]
    (row,) = gap(chain, {"survey_responses": answers, "revenue": bookings})
    assert row["satisfied_customers"] == customers


def test_who_answered_less_than_180_days_ago_is_not_yet_counted(chain: Chain) -> None:
    raw = {"survey_responses": SATISFIED, "revenue": EARLIER}
    assert gap(chain, raw, "2025-09-05") == []
    (row,) = gap(chain, raw, "2025-09-06")
    assert (row["satisfied_customers"], row["is_complete"]) == (9, False)


def test_a_bad_purchase_is_counted_apart_and_few_of_them_are_hidden(chain: Chain) -> None:
    bad = [answer(100 + n, f"c{n}", "2025-03-01", csat=False, touchpoint="Purchase") for n in range(4)]
    (row,) = gap(chain, {"survey_responses": SATISFIED + bad, "revenue": EARLIER})
    assert (row["satisfied_customers"], row["bad_purchase_customers"], row["bad_purchase_gap_share"]) == (9, None, None)
    assert (row["is_suppressed"], row["is_bad_purchase_suppressed"]) == (False, True)
    bad.append(answer(104, "c4", "2025-03-01", csat=False, touchpoint="purchase"))
    bad.append(answer(105, "c5", "2025-03-01", csat=False, touchpoint="delivery"))
    bookings = [*EARLIER, booking(99, "c4", "2025-04-01")]
    (row,) = gap(chain, {"survey_responses": SATISFIED + bad, "revenue": bookings})
    assert (row["bad_purchase_customers"], row["bad_purchase_returned_customers"]) == (5, 1)
    assert row["bad_purchase_gap_share"] == pytest.approx(0.8)
