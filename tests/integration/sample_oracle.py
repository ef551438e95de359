"""What the sample's published numbers must be: a second reading of the raw files, in pandas alone.

It follows the metric definitions in its own words and imports nothing from the pipeline, so that one mistake
is not made twice. Suppression is not applied here, and only members with answers appear.
"""

import math
from pathlib import Path

import pandas as pd

ZONE = "Europe/Stockholm"
Z = 1.959964
DIMENSIONS = (
    "all", "segment", "touchpoint", "channel", "country", "persona", "account_owner", "survey", "segment_touchpoint",
)  # fmt: skip
AS_OF = pd.Timestamp("2026-10-31")
KEYS = ["metric", "survey_kind", "period_grain", "period_start", "dimension", "member"]
AGREEMENT = ["strongly disagree", "disagree", "neither agree nor disagree", "agree", "strongly agree"]
TRAITS = ("segment", "persona", "country", "account_owner")
NOT_ANSWERS = {"1", "2", "8", "9", "17"}  # Qualtrics: previews, tests, spam


def nps(raw: Path) -> pd.DataFrame:
    """NPS with its adjusted Wald interval; numerator = promoters - detractors."""
    answers = relational_responses(raw).dropna(subset="score")
    answers["promoter"] = (answers["score"] >= 9).astype(int)
    answers["detractor"] = (answers["score"] <= 6).astype(int)
    found = _by_period_and_member("nps", answers, {"promoters": "promoter", "detractors": "detractor"})
    found["numerator"] = found["promoters"] - found["detractors"]
    found["value"] = 100 * found["numerator"] / found["denominator"]
    bounds = [adjusted_wald(*row) for row in found[["promoters", "detractors", "denominator"]].itertuples(index=False)]
    return _with_bounds(found, bounds)


def csat(raw: Path) -> pd.DataFrame:
    """Share of satisfied answers with its Wilson interval; ticket ratings are answers too."""
    survey, tickets = transactional_responses(raw), ticket_ratings(raw)
    return _share("csat", pd.concat([survey, tickets], ignore_index=True), "satisfied")


def ces(raw: Path) -> pd.DataFrame:
    """Share of customers who found it easy, with its Wilson interval."""
    return _share("ces", transactional_responses(raw), "easy")


def relational_responses(raw: Path) -> pd.DataFrame:
    """The relationship survey after rules 1 to 3, one row per response that counts."""
    rows = _read(raw / "relationship_survey", skip=(1, 2))
    local = pd.to_datetime(rows["EndDate"], format="%Y-%m-%d %H:%M:%S", errors="coerce")
    rows["at"] = local.dt.tz_localize(ZONE).dt.tz_convert("UTC")
    rows = rows[rows["at"].notna() & ~rows["Status"].isin(NOT_ANSWERS) & (rows["Finished"] == "1")]
    on_scale = rows["Q1"].str.fullmatch("[0-9]|10")
    responses = pd.DataFrame({
        "survey": "customer_relationship",
        "response": "relationship_survey:" + rows["ResponseId"],
        "at": rows["at"],
        "score": pd.to_numeric(rows["Q1"].where(on_scale), errors="coerce"),
        "id": rows["ExternalReference"],
        "email": rows["RecipientEmail"],
        "channel": rows["DistributionChannel"].replace("", "unknown"),
    })  # fmt: skip
    # Rule 2. `last` takes, column by column, the last value that is not missing: exactly what is wanted.
    responses = responses.sort_values("at").groupby("response", as_index=False).last()
    responses = _identified(responses, read_customers(raw)).sort_values(["at", "response"])
    # Rule 3: the next answer of the customer with this score comes within a minute.
    following = responses.groupby(["survey", "customer", "score"])["at"].shift(-1)
    is_double = (following - responses["at"]) <= pd.Timedelta(seconds=60)
    return responses[~is_double].assign(kind="relational", touchpoint="unknown")


def transactional_responses(raw: Path) -> pd.DataFrame:
    """The touchpoint survey after rule 5, one row per response that counts."""
    rows = _read(raw / "touchpoint_survey", header=None, skip=(0, 1))
    satisfied = _numbers(rows[11], ["very dissatisfied", "", "", "", "very satisfied"])
    easy = _numbers(rows[12], AGREEMENT)
    responses = pd.DataFrame({
        "survey": "touchpoint_feedback",
        "response": "touchpoint_survey:" + rows[0],
        "at": pd.to_datetime(rows[3], format="%m/%d/%Y %I:%M:%S %p").dt.tz_localize("UTC"),
        "id": rows[8],
        "email": rows[5],
        "touchpoint": rows[9].replace("", "unknown"),
        "interaction": rows[10],
        "satisfied": (satisfied >= 4).astype(float).where(satisfied.notna()),
        "easy": (easy >= 4).astype(float).where(easy.notna()),
    })  # fmt: skip
    responses = _identified(responses, read_customers(raw)).sort_values(["at", "response"])
    is_tied = responses["customer"].notna() & (responses["interaction"] != "")
    is_repeated = responses.duplicated(["survey", "customer", "interaction"], keep="last")
    return responses[~(is_tied & is_repeated)].assign(kind="transactional", channel="unknown")


def ticket_ratings(raw: Path) -> pd.DataFrame:
    """Ratings of tickets that were not deleted: answers at the touchpoint 'support', when it was solved."""
    rows = _read(raw / "support_tickets")
    rows = rows[(rows["Status"] != "Deleted") & rows["Satisfaction Score"].isin(["Good", "Bad"])]
    at = rows["Solved at"].where(rows["Solved at"] != "", rows["Created at"])
    responses = pd.DataFrame({
        "survey": "support_tickets",
        "response": "support_tickets:" + rows["Id"],
        "at": pd.to_datetime(at, format="%Y-%m-%d %H:%M:%S").dt.tz_localize("UTC"),
        "id": rows["Requester external id"],
        "email": "",
        "channel": rows["Via"].replace("", "unknown"),
        "satisfied": (rows["Satisfaction Score"] == "Good").astype(float),
    })  # fmt: skip
    return _identified(responses, read_customers(raw)).assign(kind="transactional", touchpoint="support")


def read_customers(raw: Path) -> pd.DataFrame:
    """The CRM's customers: the rows above the report's footer."""
    rows = _read(raw / "crm_customers", sep=";", encoding="cp1252")
    rows = rows[rows["Account ID"].str.startswith("C-")]
    return pd.DataFrame({
        "customer_id": rows["Account ID"],
        "email": rows["Email"].str.strip().str.lower(),
        "segment": rows["Segment"].replace("", "unknown"),
        "persona": rows["Persona"].replace("", "unknown"),
        "country": rows["Billing Country"].replace("", "unknown"),
        "account_owner": rows["Account Owner"].replace("", "unknown"),
        "acquired_on": pd.to_datetime(rows["Customer Since"]),
        "churned_on": pd.to_datetime(rows["Churn Date"].replace("", None)),
        "annual_revenue": _money(rows["Annual Revenue"]),
        "acquisition_cost": _money(rows["Acquisition Cost"]),
    })  # fmt: skip


def read_revenue(raw: Path) -> pd.DataFrame:
    """The ERP's bookings without the total and without dates that no calendar has."""
    rows = _read(raw / "erp_revenue", sep=";", encoding="cp1252")
    rows = rows[rows["Fakturanr"] != "Summa"]
    booked_on = pd.to_datetime(rows["Bokföringsdatum"], format="%Y-%m-%d", errors="coerce")
    found = {"customer_id": rows["Kundnr"], "booked_on": booked_on, "amount": _money(rows["Belopp"])}
    return pd.DataFrame(found).dropna()


def adjusted_wald(promoters: int, detractors: int, n: int) -> tuple[float, float]:
    """The interval of Rocks (2016): 3/4 of an answer more in the outer bands, three answers in all."""
    p, d = (promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)
    half = Z * math.sqrt((p + d - (p - d) ** 2) / (n + 3))
    return max(100 * (p - d - half), -100.0), min(100 * (p - d + half), 100.0)


def wilson(successes: float, n: int) -> tuple[float, float]:
    """The score interval of a share, in percent."""
    share = successes / n
    centre = (share + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * math.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    return 100 * (centre - half), 100 * (centre + half)


def _share(metric: str, responses: pd.DataFrame, column: str) -> pd.DataFrame:
    found = _by_period_and_member(metric, responses.dropna(subset=column), {"numerator": column})
    found["value"] = 100 * found["numerator"] / found["denominator"]
    bounds = [wilson(*row) for row in found[["numerator", "denominator"]].itertuples(index=False)]
    return _with_bounds(found, bounds)


def _by_period_and_member(metric: str, answers: pd.DataFrame, sums: dict[str, str]) -> pd.DataFrame:
    """Count per period and member. Relational: only the last answer of each respondent in the period."""
    ordered = answers.sort_values(["at", "response"]).assign(all="all")
    ordered["segment_touchpoint"] = ordered["segment"] + " / " + ordered["touchpoint"]
    local_day = ordered["at"].dt.tz_convert(ZONE).dt.tz_localize(None).dt.normalize()
    parts = []
    for grain, start, end in _periods(local_day):
        inside = ordered[(local_day >= start) & (local_day <= end)]
        for dimension in DIMENSIONS:
            once = ["kind", "respondent", *(["survey"] if dimension == "survey" else [])]
            earlier = (inside["kind"] == "relational") & inside.duplicated(once, keep="last")
            part = inside[~earlier].groupby(["kind", dimension]).agg(
                respondent_count=("respondent", "nunique"),
                denominator=("response", "size"),
                **{name: (column, "sum") for name, column in sums.items()},
            ).reset_index()  # fmt: skip
            part = part.rename(columns={"kind": "survey_kind", dimension: "member"})
            parts.append(part.assign(period_grain=grain, period_start=start.date(), dimension=dimension))
    found: pd.DataFrame = pd.concat(parts, ignore_index=True).assign(metric=metric)
    found["period_start"] = found["period_start"].where(found["period_grain"] != "all_time", None)
    return found


def _periods(days: pd.Series) -> list[tuple[str, pd.Timestamp, pd.Timestamp]]:
    """Every reported period that some of the days may lie in: grain, first and last day."""
    months = pd.period_range(days.min(), AS_OF, freq="M")
    found = [("all_time", days.min(), days.max())]
    for grain, freq in (("month", "M"), ("quarter", "Q"), ("year", "Y")):
        spans = pd.period_range(days.min(), days.max(), freq=freq)
        found += [(grain, span.start_time, span.end_time.normalize()) for span in spans]
    ends = [min(month.end_time.normalize(), AS_OF) for month in months]
    return found + [("trailing_90_days", end - pd.Timedelta(days=89), end) for end in ends]


def _with_bounds(found: pd.DataFrame, bounds: list[tuple[float, float]]) -> pd.DataFrame:
    found["ci_lower"], found["ci_upper"] = zip(*bounds, strict=True)
    columns = [*KEYS, "respondent_count", "numerator", "denominator", "value", "ci_lower", "ci_upper"]
    return found[columns].sort_values(KEYS, na_position="first").reset_index(drop=True)


def _identified(responses: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    """Say whose a response is: by id, else by an address the CRM knows, else the address, else nobody."""
    email = responses["email"].str.strip().str.lower()
    by_email = email.map(customers.set_index("email")["customer_id"])
    customer = responses["id"].where(responses["id"] != "").fillna(by_email).fillna(email.where(email != ""))
    known = customers.set_index("customer_id")
    traits = {name: customer.map(known[name]).fillna("unknown") for name in TRAITS}
    return responses.assign(customer=customer, respondent=customer.fillna(responses["response"]), **traits)


def _read(
    folder: Path, sep: str = ",", encoding: str = "utf-8", header: int | None = 0, skip: tuple[int, ...] = ()
) -> pd.DataFrame:
    """Read all files of a folder as text."""
    files = [
        pd.read_csv(f, sep=sep, encoding=encoding, header=header, skiprows=skip, dtype=str, keep_default_na=False)
        for f in sorted(folder.glob("*.csv"))
    ]
    return pd.concat(files, ignore_index=True)


def _numbers(cells: pd.Series, labels: list[str]) -> pd.Series:
    """Read answers on 1..5: a digit, or the text of a step; anything else is no answer."""
    steps = {str(k): k for k in range(1, 6)} | {label: k for k, label in enumerate(labels, start=1) if label}
    return cells.str.replace("\u00a0", " ").str.strip().str.casefold().map(steps)


def _money(cells: pd.Series) -> pd.Series:
    digits = cells.str.replace("[^0-9,-]", "", regex=True).str.replace(",", ".")
    return pd.to_numeric(digits.where(digits != ""))
