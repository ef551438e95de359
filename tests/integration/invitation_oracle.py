"""What the sample's response rates must be: a second reading of the raw files, in pandas alone.

Built like sample_oracle, whose reading of answers and of customers it takes; here belongs what is about invitations.
Suppression is not applied, and only members who were invited appear.
"""

import datetime as dt
from pathlib import Path

import pandas as pd

from tests.integration import sample_oracle

SURVEYS = {"Relationship survey": "customer_relationship", "Touchpoint survey": "touchpoint_feedback"}
DIMENSIONS = ("all", "segment", "touchpoint", "channel", "country", "persona", "survey", "account_owner")
CRM = {"Segment": "segment", "Persona": "persona", "Billing Country": "country", "Account Owner": "account_owner"}
KEYS = ["period_grain", "period_start", "period_end", "dimension", "member"]


def response_rate(raw: Path, as_of: dt.date) -> pd.DataFrame:
    """Answers in percent of delivered invitations, with their Wilson interval, for all grains and dimensions."""
    found = counted(raw, as_of)
    found = found[found["delivered"] > 0].copy()
    found["value"] = 100 * found["answered"] / found["delivered"]
    bounds = [sample_oracle.wilson(s, n) for s, n in zip(found["answered"], found["delivered"], strict=True)]
    found["ci_lower"], found["ci_upper"] = zip(*bounds, strict=True)
    return found.rename(columns={"answered": "numerator", "delivered": "denominator", "reached": "respondent_count"})


def counted(raw: Path, as_of: dt.date) -> pd.DataFrame:
    """Invitations by period and member: sent, delivered, opened, answered, and the people behind them."""
    rows = invitations(raw).assign(all="all")
    parts = []
    for grain, start, end in _periods(rows["day"], as_of):
        inside = rows[rows["day"].between(start, end)]
        reached = inside["person"].where(inside["delivered"])
        for dimension in DIMENSIONS:
            groups = inside.assign(reached=reached).groupby(dimension)
            part = groups.agg(
                sent=("person", "size"),
                invited=("person", "nunique"),
                reached=("reached", "nunique"),
                **{name: (name, "sum") for name in ("delivered", "opened", "answered")},
            )
            part = part.rename_axis("member").reset_index()
            parts.append(part.assign(period_grain=grain, period_start=start, period_end=end, dimension=dimension))
    return pd.concat(parts, ignore_index=True)


def invitations(raw: Path) -> pd.DataFrame:
    """One row per message that has a time, as the last file has it, and whether the customer answered it."""
    paths = sorted((raw / "survey_invitations").glob("*.csv"))
    files = [pd.read_csv(path, dtype=str, keep_default_na=False) for path in paths]
    rows = pd.concat(files, ignore_index=True).drop_duplicates("Message ID", keep="last")
    rows = rows[rows["Sent"] != ""].reset_index(drop=True)
    sent = pd.to_datetime(rows["Sent"], format="%Y-%m-%d %H:%M:%S").dt.tz_localize("UTC")
    who = rows["Recipient ID"].where(rows["Recipient ID"] != "")
    found = pd.DataFrame({
        "message": rows["Message ID"],
        "survey": rows["Campaign"].map(SURVEYS),
        "channel": rows["Channel"],
        "touchpoint": rows["Touchpoint"].replace("", "unknown"),
        "customer": who,
        "person": who.fillna(rows["Message ID"]),
        "sent": sent,
        "day": sent.dt.tz_convert(sample_oracle.ZONE).dt.date,
        "opened": rows["First opened"] != "",
    })  # fmt: skip
    found["answered"] = found["message"].isin(_answered(raw, found))
    found["delivered"] = (rows["Delivered"] != "") | found["opened"] | found["answered"]
    (report,) = (raw / "crm_customers").glob("*.csv")
    crm = pd.read_csv(report, sep=";", encoding="cp1252", dtype=str).set_index("Account ID")
    for column, name in CRM.items():
        found[name] = found["customer"].map(crm[column]).fillna("unknown")
    return found


def _answered(raw: Path, sent: pd.DataFrame) -> set[str]:
    """The messages that an answer belongs to: of the same customer and survey, the latest before it."""
    answers = [sample_oracle.relational_responses(raw), sample_oracle.transactional_responses(raw)]
    known = pd.concat(answers, ignore_index=True).dropna(subset="customer")
    messages = sent.dropna(subset="customer").sort_values(["sent", "message"])
    both = pd.merge_asof(
        known[["survey", "customer", "at"]].sort_values("at"),
        messages[["survey", "customer", "sent", "message"]],
        left_on="at",
        right_on="sent",
        by=["survey", "customer"],
    )
    return set(both["message"].dropna())


def _periods(days: "pd.Series[dt.date]", as_of: dt.date) -> list[tuple[str, dt.date, dt.date]]:
    first, last = days.min(), days.max()
    found = [("all_time", first, max(last, as_of))]
    for grain, letter in (("month", "M"), ("quarter", "Q"), ("year", "Y")):
        periods = pd.period_range(first, last, freq=letter)
        found.extend((grain, period.start_time.date(), period.end_time.date()) for period in periods)
    for month in pd.period_range(first, as_of, freq="M"):
        end = min(month.end_time.date(), as_of)
        found.append(("trailing_90_days", end - dt.timedelta(days=89), end))
    return found
