"""What the sample's NPS economics and loyalty gap must be: a second reading of the raw files, in pandas alone.

Built like sample_oracle, whose reading of answers, customers and bookings it takes. Suppression is not applied.
"""

from pathlib import Path

import pandas as pd

from tests.integration import money_oracle, sample_oracle
from tests.integration.sample_oracle import AS_OF

YEAR = pd.DateOffset(months=12)
HALF_YEAR = pd.Timedelta(days=180)
CELL = ["segment", "band"]


def bands(raw: Path, day: pd.Timestamp) -> pd.DataFrame:
    """By segment and band: customers of a day, what they are worth, and churn after answers a year old and older."""
    answers = relational_answers(raw)
    customers, revenue = sample_oracle.read_customers(raw), sample_oracle.read_revenue(raw)
    spend = pd.read_csv(raw / "acquisition_costs/acquisition_costs.csv")
    latest = answers[answers["day"] <= day].groupby("customer")["band"].last()
    known = money_oracle.customer_values(customers, revenue, spend, day)
    known = known[~(known["churned_on"] <= day)].assign(band=known["customer_id"].map(latest))
    booked = revenue[revenue["booked_on"] <= day].groupby("customer_id")["amount"].sum()
    years = ((day - known["acquired_on"]).dt.days / 365.25).clip(lower=1)
    a_year = known["customer_id"].map(booked).fillna(0.0) / years
    known["annual_revenue"] = known["annual_revenue"].fillna(a_year)
    worth = known.groupby(CELL).agg(
        customers=("customer_id", "size"),
        annual_revenue_mean=("annual_revenue", "mean"),
        annual_revenue_total=("annual_revenue", "sum"),
        clv_mean=("clv", "mean"),
    )
    churn = (
        followed(answers, day)
        .groupby(CELL)
        .agg(answers=("lost", "size"), lost=("lost", "sum"), people=("customer", "nunique"))
    )
    found = worth.join(churn, how="outer")
    found["churn"] = 100 * found["lost"] / found["answers"]
    found["at_risk"] = found["annual_revenue_total"] * found["churn"] / 100
    return found


def followed(answers: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """The answers that are old enough on a day, but not too old, and whether their customer left in the year after."""
    is_old_enough = (answers["day"] > day - YEAR - YEAR) & (answers["day"] <= day - YEAR)
    was_there = (answers["acquired_on"] <= answers["day"]) & ~(answers["churned_on"] <= answers["day"])
    found = answers[is_old_enough & was_there]
    return found.assign(lost=found["churned_on"] <= found["day"] + YEAR)


def relational_answers(raw: Path) -> pd.DataFrame:
    """The answers of customers whom the CRM knows, in their order, with the day and how long they stayed."""
    found = sample_oracle.relational_responses(raw).dropna(subset="score").sort_values(["at", "response"])
    found["day"] = local_day(found["at"])
    found["band"] = pd.cut(found["score"], [-1, 6, 8, 10], labels=["detractor", "passive", "promoter"]).astype(str)
    crm = sample_oracle.read_customers(raw).set_index("customer_id")[["acquired_on", "churned_on"]]
    return found[["customer", "segment", "band", "day"]].join(crm, on="customer", how="inner")


def expected_losses(raw: Path, day: pd.Timestamp, churn: dict[str, float], factors: dict[str, float]) -> pd.DataFrame:
    """How many of the followed answers are lost, and how many had to be by the planted laws, by segment and band.

    A customer is at risk in each month after the answer in which they still are one, at the rate of their latest band.
    """
    answers = relational_answers(raw)
    found = followed(answers, day)
    month = answers["day"].dt.to_period("M")
    by_month = answers.assign(month=month).groupby(["customer", "month"])["band"].last()
    latest = by_month.unstack().ffill(axis=1)
    expected = pd.Series(0.0, index=found.index)
    for step in range(1, 13):
        at = found["day"].dt.to_period("M") + step
        is_there = ~(found["churned_on"].dt.to_period("M") < at)
        before = latest.stack().reindex(pd.MultiIndex.from_arrays([found["customer"], at - 1]))
        band = pd.Series(before.to_numpy(), index=found.index)
        yearly = band.map(churn).astype(float) * found["segment"].map(factors).astype(float)
        monthly = yearly.clip(upper=0.9).rsub(1.0).pow(1 / 12).rsub(1.0)
        # Customers leave on one of the first 28 days; of the last month only those until the day of the answer count.
        share = found["day"].dt.day.clip(upper=28) / 28 if step == 12 else 1.0
        expected += (monthly * is_there * share).fillna(0.0)
    sums = (
        found.assign(expected=expected)
        .groupby(CELL)
        .agg(answers=("lost", "size"), lost=("lost", "sum"), expected=("expected", "sum"))
    )
    return sums.astype(float)


def loyalty(raw: Path) -> pd.DataFrame:
    """By kind of experience, month and segment: customers, and how many of them did not come back."""
    survey, tickets = sample_oracle.transactional_responses(raw), sample_oracle.ticket_ratings(raw)
    answers = pd.concat([survey, tickets], ignore_index=True).dropna(subset=["satisfied", "customer"])
    answers["day"] = local_day(answers["at"])
    answers = answers[answers["day"] + HALF_YEAR <= AS_OF].sort_values(["at", "response"])
    answers["month"] = answers["day"].dt.to_period("M").dt.start_time
    once = ["customer", "month"]
    last = answers.drop_duplicates(once, keep="last")
    last_purchase = answers[answers["touchpoint"] == "purchase"].drop_duplicates(once, keep="last")
    both = {"satisfied": last[last["satisfied"] == 1], "bad_purchase": last_purchase[last_purchase["satisfied"] == 0]}
    revenue = sample_oracle.read_revenue(raw)
    purchases = revenue[revenue["amount"] > 0].groupby("customer_id")["booked_on"]
    bookings = {str(customer): list(days) for customer, days in purchases}
    parts = []
    for experience, rows in both.items():
        days = [bookings.get(customer, []) for customer in rows["customer"]]
        told = rows.assign(
            had_bought=[any(on <= day for on in booked) for booked, day in zip(days, rows["day"], strict=True)],
            returned=[
                any(day < on <= day + HALF_YEAR for on in booked) for booked, day in zip(days, rows["day"], strict=True)
            ],
        )
        parts.append(told[told["had_bought"]].assign(experience=experience))
    groups = pd.concat(parts).groupby(["experience", "month", "segment"])
    return groups.agg(customers=("customer", "size"), returned=("returned", "sum"))


def local_day(at: pd.Series) -> pd.Series:
    """The day by the wall clock of the business."""
    days: pd.Series = at.dt.tz_convert(sample_oracle.ZONE).dt.tz_localize(None).dt.normalize()
    return days
