"""What the sample's score changes and transitions must be: a second reading of the raw files, in pandas alone.

Built like sample_oracle, whose reading of the relationship survey it takes. Suppression is not applied.
"""

from pathlib import Path

import pandas as pd
from scipy import stats

from tests.integration import sample_oracle

# The areas in the order of the questionnaire; overall satisfaction, the eighth, is nearly an outcome.
AREAS = (
    "offering", "information", "proactivity", "ease", "collaboration", "value_for_money", "availability",
)  # fmt: skip
POINTS = {"promoter": 100, "passive": 0, "detractor": -100}
CELL = ["quarter", "segment", "from_band", "to_band"]


def changes(raw: Path) -> pd.DataFrame:
    """Every counted answer of a customer who had answered before, by response, with the answer before it."""
    answers = sample_oracle.relational_responses(raw).dropna(subset=["score", "customer"])
    answers = answers.sort_values(["at", "response"]).set_index("response")
    answers["day"] = answers["at"].dt.tz_convert(sample_oracle.ZONE).dt.tz_localize(None).dt.normalize()
    answers["band"] = pd.cut(answers["score"], [-1, 6, 8, 10], labels=["detractor", "passive", "promoter"]).astype(str)
    answers = answers.join(areas(raw))
    answers["answer"] = answers.index
    of_customer = answers.groupby("customer")
    columns = ["answer", "score", "band", "day", *AREAS]
    before = of_customer[columns].shift(1).add_prefix("previous_")
    found = answers.join(before)
    found["quarter"] = found["day"].dt.to_period("Q")
    found["is_last"] = ~found.duplicated(["customer", "quarter"], keep="last")
    found["days_between"] = (found["day"] - found["previous_day"]).dt.days
    return found.dropna(subset="previous_score")


def areas(raw: Path) -> pd.DataFrame:
    """How satisfied each response is with the seven areas, 1 to 5; of copies the last that says it."""
    files = [
        pd.read_csv(file, skiprows=(1, 2), dtype=str, keep_default_na=False)
        for file in sorted((raw / "relationship_survey").glob("*.csv"))
    ]
    rows = pd.concat(files, ignore_index=True)
    is_answer = ~rows["Status"].isin(sample_oracle.NOT_ANSWERS) & (rows["Finished"] == "1")
    rows = rows[is_answer].sort_values("EndDate")
    found = pd.DataFrame({"response": "relationship_survey:" + rows["ResponseId"]})
    for number, area in enumerate(AREAS, start=1):
        level = rows[f"Q2_{number}"]
        found[area] = pd.to_numeric(level.where(level.str.fullmatch("[1-5]")))
    return found.groupby("response").last()


def transitions(raw: Path) -> pd.DataFrame:
    """By quarter, segment and both bands: customers, each with the last answer of the quarter, and the mean change."""
    counted = changes(raw)
    counted = counted[counted["is_last"]]
    counted = counted.rename(columns={"previous_band": "from_band", "band": "to_band"})
    counted["change"] = counted["score"] - counted["previous_score"]
    counted["quarter"] = counted["quarter"].dt.start_time
    return counted.groupby(CELL).agg(customers=("change", "size"), mean_change=("change", "mean"))


def paired(raw: Path) -> pd.DataFrame:
    """By segment, or 'all', and quarter: scipy's paired test of the bands of single customers."""
    counted = changes(raw)
    counted = counted[counted["is_last"]]
    rows = []
    for group in (counted, counted.assign(segment="all")):
        for (segment, quarter), part in group.groupby(["segment", group["quarter"].dt.start_time]):
            now, before = part["band"].map(POINTS), part["previous_band"].map(POINTS)
            p_value = stats.ttest_rel(now, before).pvalue if len(part) > 1 else None
            rows.append((segment, quarter, len(part), (now - before).mean(), p_value))
    columns = ["segment", "quarter", "customers", "nps_change", "p_value"]
    return pd.DataFrame(rows, columns=columns).set_index(["segment", "quarter"])


def true_reasons(raw: Path, weights: dict[str, float]) -> pd.Series:
    """The area that moved each changed score most in its direction, by the weights that answers were made with."""
    found = changes(raw)
    moved = found["score"] - found["previous_score"]
    pulls = pd.DataFrame({
        area: weights[area] * (found[area] - found[f"previous_{area}"]) * moved.apply(lambda by: (by > 0) - (by < 0))
        for area in sorted(AREAS)
    })  # fmt: skip
    pulls = pulls[pulls.gt(0).any(axis=1)]
    return pulls.fillna(0).round(9).idxmax(axis=1)
