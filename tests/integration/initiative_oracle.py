"""What the sample's initiatives must come to: the raw files, read again by sample_oracle, in statsmodels' hands."""

from pathlib import Path

import numpy as np
import pandas as pd
import statsmodels.api as sm

from tests.integration import sample_oracle

DAYS = pd.Timedelta(days=180)


def answers(raw: Path, segment: str, start: pd.Timestamp) -> pd.DataFrame:
    """One row per relational NPS answer in the two windows: person, whether of the segment, whether later, points."""
    found = sample_oracle.relational_responses(raw).dropna(subset="score")
    day = found["at"].dt.tz_convert(sample_oracle.ZONE).dt.normalize().dt.tz_localize(None)
    points = 100.0 * ((found["score"] >= 9).astype(int) - (found["score"] <= 6).astype(int))
    inside = (day >= start - DAYS) & (day < start + DAYS)
    columns = {"person": found["respondent"], "target": found["segment"] == segment, "later": day >= start, "y": points}
    return pd.DataFrame({name: column[inside] for name, column in columns.items()})


def revenue(raw: Path, segment: str, start: pd.Timestamp) -> pd.DataFrame:
    """One row per customer and window, of those who were there all the time before: the revenue of a year."""
    crm, bookings = sample_oracle.read_customers(raw), sample_oracle.read_revenue(raw)
    stayed = crm["churned_on"].isna() | (crm["churned_on"] >= start)
    crm = crm[stayed & (crm["acquired_on"] <= start - DAYS)].set_index("customer_id")
    parts = []
    for later, first in ((False, start - DAYS), (True, start)):
        inside = bookings[(bookings["booked_on"] >= first) & (bookings["booked_on"] < first + DAYS)]
        paid = inside.groupby("customer_id")["amount"].sum().reindex(crm.index).fillna(0.0)
        columns = {"person": crm.index, "target": crm["segment"] == segment, "y": paid * 365.25 / 180}
        parts.append(pd.DataFrame(columns).assign(later=later))
    return pd.concat(parts, ignore_index=True)


def regression(observed: pd.DataFrame) -> tuple[float, float, float]:
    """The coefficient of target and later together, its standard error clustered by person, and p."""
    target, later = observed["target"].astype(float), observed["later"].astype(float)
    columns = np.column_stack([np.ones(len(observed)), target, later, target * later])
    groups = pd.factorize(observed["person"])[0]
    fitted = sm.OLS(observed["y"].to_numpy(), columns).fit(cov_type="cluster", cov_kwds={"groups": groups}, use_t=False)
    return float(fitted.params[3]), float(fitted.bse[3]), float(fitted.pvalues[3])
