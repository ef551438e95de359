"""What the sample's net sentiment, conversion and bounce rates must be: a second reading of the raw files, in pandas.

Built like invitation_oracle. What a text says that the listening service tells no sentiment of is not read here: the
caller gives it. Suppression is not applied.
"""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from tests.integration import sample_oracle

KEYS = ["metric", "period_grain", "period_start", "period_end", "dimension", "member"]
POINTS = {"very_positive": 1, "positive": 1, "neutral": 0, "negative": -1, "very_negative": -1}


def traffic(raw: Path) -> pd.DataFrame:
    """One row per day and channel."""
    rows = _read(raw / "web_traffic")
    rows.columns = pd.Index(["day", "channel", "sessions", "engaged", "conversions"])
    rows[["sessions", "engaged", "conversions"]] = rows[["sessions", "engaged", "conversions"]].astype(int)
    assert not rows.duplicated(["day", "channel"]).any()
    return rows.assign(left=rows["sessions"] - rows["engaged"])


def searches(raw: Path) -> pd.DataFrame:
    """One row per day and query."""
    rows = _read(raw / "web_searches")
    rows.columns = pd.Index(["day", "query", "searches"])
    return rows.assign(searches=rows["searches"].astype(int))


def mentions(raw: Path, read: Mapping[str, str]) -> pd.DataFrame:
    """One row per mention of known sentiment: the service's word, else the sign of its number, else as it was read."""
    paths = sorted((raw / "brand_mentions").glob("*.csv"))
    files = [pd.read_csv(path, dtype=str, keep_default_na=False) for path in paths]
    rows = pd.concat(files, ignore_index=True)
    number = pd.to_numeric(rows["score"])
    points = rows["sentiment"].str.lower().map(POINTS)
    points = points.fillna(number.gt(0).astype(int) - number.lt(0)).where(points.notna() | number.notna())
    points = points.fillna(rows["mention_id"].map(read).map(POINTS))
    local = pd.to_datetime(rows["published_at"]).dt.tz_localize("UTC").dt.tz_convert(sample_oracle.ZONE)
    found = pd.DataFrame({"day": local.dt.date, "channel": rows["channel"], "points": points}).dropna()
    return found.assign(mentions=1, positive=found["points"].gt(0), negative=found["points"].lt(0))


def measured(raw: Path, as_of: dt.date, read: Mapping[str, str]) -> pd.DataFrame:
    """The three metrics with their intervals, for all grains, everybody and each channel."""
    told = _counted(mentions(raw, read), as_of, "net_sentiment", ("positive", "negative"), "mentions")
    told["numerator"] = told["positive"] - told["negative"]
    counts = told[["positive", "negative", "denominator"]].itertuples(index=False)
    bounds = [sample_oracle.adjusted_wald(*row) for row in counts]
    parts = [told]
    for metric, column in (("conversion_rate", "conversions"), ("bounce_rate", "left")):
        visited = _counted(traffic(raw), as_of, metric, (column,), "sessions").rename(columns={column: "numerator"})
        bounds += [sample_oracle.wilson(*row) for row in visited[["numerator", "denominator"]].itertuples(index=False)]
        parts.append(visited)
    found = pd.concat(parts, ignore_index=True)
    found["value"] = 100 * found["numerator"] / found["denominator"]
    found["ci_lower"], found["ci_upper"] = zip(*bounds, strict=True)
    return found.assign(respondent_count=found["denominator"]).set_index(KEYS)


def _counted(rows: pd.DataFrame, as_of: dt.date, metric: str, sums: tuple[str, ...], base: str) -> pd.DataFrame:
    parts = []
    for grain, start, end in _periods(rows["day"], as_of):
        inside = rows[rows["day"].between(start, end)].assign(all="all")
        for dimension in ("all", "channel"):
            part = inside.groupby(dimension)[[*sums, base]].sum().rename(columns={base: "denominator"})
            part = part.rename_axis("member").reset_index()
            parts.append(part.assign(period_grain=grain, period_start=start, period_end=end, dimension=dimension))
    return pd.concat(parts, ignore_index=True).assign(metric=metric)


def _periods(days: "pd.Series[dt.date]", as_of: dt.date) -> list[tuple[str, dt.date, dt.date]]:
    found = [("all_time", days.min(), max(days.max(), as_of))]
    for grain, letter in (("month", "M"), ("quarter", "Q"), ("year", "Y")):
        periods = pd.period_range(days.min(), days.max(), freq=letter)
        found.extend((grain, period.start_time.date(), period.end_time.date()) for period in periods)
    for month in pd.period_range(days.min(), as_of, freq="M"):
        end = min(month.end_time.date(), as_of)
        found.append(("trailing_90_days", end - dt.timedelta(days=89), end))
    return found


def _read(folder: Path) -> pd.DataFrame:
    files = [pd.read_csv(path, dtype=str, comment="#") for path in sorted(folder.glob("*.csv"))]
    rows = pd.concat(files, ignore_index=True)
    return rows.assign(Date=pd.to_datetime(rows["Date"], format="%Y%m%d").dt.date)
