"""What the sample's published money and churn must be: a second reading of the raw files, in pandas alone.

Like `sample_oracle` it imports nothing from the pipeline. Suppression is not applied here.
"""

import datetime as dt
from pathlib import Path

import pandas as pd

from tests.integration.sample_oracle import KEYS, read_customers, read_revenue

LONGEST_YEARS = 10
Period = tuple[str, pd.Timestamp, pd.Timestamp]  # grain, first day, last day that is reckoned with


def clv(raw: Path, as_of: dt.date) -> pd.DataFrame:
    """Value, so far and projected, of everyone acquired by the last day of each period, and by the as-of date."""
    customers, revenue = read_customers(raw), read_revenue(raw)
    spend = pd.read_csv(raw / "acquisition_costs/acquisition_costs.csv")
    values: dict[pd.Timestamp, pd.DataFrame] = {}
    parts = []
    for grain, start, day in [*_periods(customers, as_of), ("all_time", None, pd.Timestamp(as_of))]:
        if day not in values:
            values[day] = _projected(customers, customer_values(customers, revenue, spend, day), day)
        for dimension in ("all", "segment"):
            for metric in ("clv", "projected_clv"):
                part = values[day].assign(all="all").groupby(dimension)[metric].agg(
                    customer_count="size", known_count="count", mean="mean", median="median", total="sum"
                ).rename_axis("member").reset_index()  # fmt: skip
                first = None if start is None else start.date()
                parts.append(part.assign(metric=metric, period_grain=grain, period_start=first, dimension=dimension))
    found = pd.concat(parts, ignore_index=True).assign(survey_kind="none")
    return found[[*KEYS, "customer_count", "known_count", "mean", "median", "total"]]


def churn(raw: Path, as_of: dt.date) -> pd.DataFrame:
    """Customers at the start of each period, and how many of them were lost in it."""
    customers = read_customers(raw)
    parts = []
    for grain, start, day in _periods(customers, as_of):
        for dimension in ("all", "segment"):
            part = _lost(customers, start, day).assign(all="all").groupby(dimension)["is_lost"].agg(["size", "sum"])
            part = part.rename_axis("member").reset_index()
            parts.append(part.assign(period_grain=grain, period_start=start.date(), dimension=dimension))
    found = pd.concat(parts, ignore_index=True).rename(columns={"size": "started", "sum": "lost"})
    return found.assign(metric="churn_rate", survey_kind="none", rate=100 * found["lost"] / found["started"])


def customer_values(
    customers: pd.DataFrame, revenue: pd.DataFrame, spend: pd.DataFrame, day: pd.Timestamp
) -> pd.DataFrame:
    """Value each customer on a day: the CRM's revenue figure, else revenue to date, minus its cost."""
    known = customers[customers["acquired_on"] <= day].copy()
    until = known["churned_on"].where(known["churned_on"] <= day, day)
    years = (until - known["acquired_on"]).dt.days / 365.25
    booked = revenue[revenue["booked_on"] <= day].groupby("customer_id")["amount"].sum()
    # A customer for whom nothing was booked yet has brought 0 to date, which is known.
    to_date = known["customer_id"].map(booked).fillna(0.0)
    brought = (known["annual_revenue"] * years).where(known["annual_revenue"].notna(), to_date)
    known["month"] = known["acquired_on"].dt.strftime("%Y-%m")
    won = known.groupby(["segment", "month"]).size().rename("won").reset_index()
    each = won.merge(spend, on=["segment", "month"])
    each["per_customer"] = each["spend_sek"] / each["won"]
    shared = known.merge(each, on=["segment", "month"], how="left")["per_customer"].set_axis(known.index)
    yearly = known["annual_revenue"].fillna(to_date / years.clip(lower=1))
    cost = known["acquisition_cost"].fillna(shared)
    return known.assign(clv=brought - cost, cost=cost, yearly=yearly)


def _projected(customers: pd.DataFrame, valued: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """The same customers with the years that their segment's churn of the last twelve months lets expect."""
    a_year_ago = day + pd.Timedelta(days=1) - pd.DateOffset(years=1)
    rates = _lost(customers, a_year_ago, day).groupby("segment")["is_lost"].mean()
    years = (1 / valued["segment"].map(rates)).clip(upper=LONGEST_YEARS)
    has_left = valued["churned_on"] <= day
    projected = (valued["yearly"] * years - valued["cost"]).where(~has_left, valued["clv"])
    return valued.assign(projected_clv=projected)


def _lost(customers: pd.DataFrame, start: pd.Timestamp, day: pd.Timestamp) -> pd.DataFrame:
    """Those who were customers when a period began, and whether they were lost by a day in it."""
    there = customers[(customers["acquired_on"] < start) & ~(customers["churned_on"] < start)]
    return there.assign(is_lost=there["churned_on"] <= day)


def _periods(customers: pd.DataFrame, as_of: dt.date) -> list[Period]:
    """Every period from the first customer on, up to the as-of day."""
    last = pd.Timestamp(as_of)
    found: list[Period] = []
    for grain, freq in (("month", "M"), ("quarter", "Q"), ("year", "Y")):
        spans = pd.period_range(customers["acquired_on"].min(), last, freq=freq)
        found += [(grain, span.start_time, min(span.end_time.normalize(), last)) for span in spans]
    ends = [end for grain, _, end in found if grain == "month"]
    return found + [("trailing_90_days", end - pd.Timedelta(days=89), end) for end in ends]
