"""NPS of what was loaded, by the formula and the bands of the dbt project itself; no test stands here."""

import csv
from pathlib import Path

from jinja2 import Environment

from tests.unit.workbench import Workbench

DBT = Path(__file__).parents[4] / "dbt"


def _bands() -> list[tuple[int, str]]:
    with (DBT / "seeds" / "nps_bands.csv").open(encoding="utf-8") as seed:
        return [(int(row["nps_score"]), row["nps_band"]) for row in csv.DictReader(seed)]


def nps_of(bench: Workbench, source: str = "pulse") -> tuple[int, float | None]:
    """How many answers count and the score of those; None where nothing counts."""
    formula = Environment(autoescape=False).from_string((DBT / "macros/metrics/nps.sql").read_text(encoding="utf-8"))
    nps = vars(formula.module)["nps"]
    promoters, detractors = (f"count(*) filter (where bands.band = '{band}')" for band in ("promoter", "detractor"))
    bands = ", ".join(f"({score}, '{band}')" for score, band in _bands())
    bench.view("survey_answers")
    (row,) = bench.query(
        f"""select count(*) as answers, {nps(promoters, detractors, "count(*)")} as nps
        from raw.survey_answers as answers
        inner join raw.survey_responses as responses using (source, submission_id, file_id, row_number)
        inner join (values {bands}) as bands (score, band) on answers.score = bands.score
        where source = $1 and answers.metric = 'nps' and answers.is_primary
            and responses.is_complete and responses.platform_exclusion is null""",
        [source],
    )
    return row["answers"], row["nps"]
