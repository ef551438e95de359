"""What `mf query` answers on the sample is what metric_values publishes. Formulas have their tests elsewhere."""

import csv
import datetime as dt
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from dagster_project.transformation import DBT_DIR
from tests.integration.conftest import Installation

Values = dict[tuple[str, str], float]
Ask = Callable[..., list[dict[str, str]]]

KINDS = {"nps": "relational", "csat": "transactional", "ces": "transactional"}
QUERIES = {
    "all": ("scores_by_month", None),
    "segment": ("scores_by_month_and_segment", "segment"),
    "touchpoint": ("scores_by_month_and_touchpoint", "touchpoint"),
}
TOLERANCE = 1e-9


@pytest.fixture(scope="module")
def ask(sample: Installation, tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Rows of `mf query`, each question put once, to a copy of the sample's warehouse."""
    folder = tmp_path_factory.mktemp("semantic_layer")
    shutil.copyfile(sample.warehouse, folder / "cx.duckdb")
    programs = Path(sys.executable).parent
    nobody = "http://127.0.0.1:9"
    environment = {
        **sample.environment,
        "CX_WAREHOUSE": str(folder / "cx.duckdb"),
        "DBT_LOG_PATH": str(folder / "logs"),
        "DO_NOT_TRACK": "1",
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "TMPDIR": str(folder),
        "HTTPS_PROXY": nobody,
        "HTTP_PROXY": nobody,
    }

    @cache
    def answer(*arguments: str) -> list[dict[str, str]]:
        written = folder / "answer.csv"
        command = [str(programs / "mf"), "query", "--quiet", "--csv", str(written), *arguments]
        done = subprocess.run(command, env=environment, cwd=DBT_DIR, capture_output=True, text=True, check=False)
        assert done.returncode == 0 and written.exists(), done.stdout + done.stderr
        with written.open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    return answer


def published(sample: Installation, metric: str, grain: str, dimension: str) -> dict[tuple[str, str], float | None]:
    """Every cell of metric_values for one metric, hidden ones as None, by first day and member."""
    rows = sample.query(
        f"""select period_start, member, value from cx.metric_values
        where metric = '{metric}' and survey_kind = '{KINDS[metric]}'
        and period_grain = '{grain}' and dimension = '{dimension}'""",
        "cx_metrics.duckdb",
    )
    return {(str(day), str(member)): None if value is None else float(str(value)) for day, member, value in rows}


def answered(rows: list[dict[str, str]], metric: str, period: str, member: str | None) -> Values:
    """What was answered for one metric; an empty cell is no answer."""
    return {
        (str(dt.datetime.fromisoformat(row[period]).date()), row[member] if member else "all"): float(row[metric])
        for row in rows
        if row[metric]
    }


@pytest.mark.parametrize("dimension", list(QUERIES))
@pytest.mark.parametrize("metric", list(KINDS))
def test_a_score_that_is_asked_for_is_the_score_that_is_published(
    metric: str, dimension: str, sample: Installation, ask: Ask
) -> None:
    query, member = QUERIES[dimension]
    found = answered(ask("--saved-query", query), metric, "metric_time__month", member)
    cells = published(sample, metric, "month", dimension)
    visible = {cell: value for cell, value in cells.items() if value is not None}
    assert len(visible) >= 12
    assert {cell: found.get(cell) for cell in visible} == pytest.approx(visible, rel=0, abs=TOLERANCE)
    # What is hidden there may be asked for here, what does not exist there may not.
    assert set(found) - set(cells) == set()


def quarters(ask: Ask) -> list[dict[str, str]]:
    metrics = "nps,csat,ces,response_rate,first_response_minutes,tickets"
    return ask("--metrics", metrics, "--group-by", "metric_time__quarter")


@pytest.mark.parametrize("metric", ["csat", "ces"])
def test_transactional_answers_add_up_to_a_quarter(metric: str, sample: Installation, ask: Ask) -> None:
    visible = {cell: value for cell, value in published(sample, metric, "quarter", "all").items() if value is not None}
    assert len(visible) >= 4
    assert answered(quarters(ask), metric, "metric_time__quarter", None) == pytest.approx(visible, rel=0, abs=TOLERANCE)


def test_a_relational_score_of_a_quarter_is_that_of_its_last_month(sample: Installation, ask: Ask) -> None:
    last: dict[tuple[str, str], float | None] = {}
    for (day, member), value in sorted(published(sample, "nps", "month", "all").items()):
        month = dt.date.fromisoformat(day)
        last[str(month.replace(month=month.month - (month.month - 1) % 3)), member] = value
    assert len(last) >= 4
    assert answered(quarters(ask), "nps", "metric_time__quarter", None) == pytest.approx(last, rel=0, abs=TOLERANCE)


@pytest.mark.parametrize("metric", ["response_rate", "first_response_minutes", "tickets"])
def test_figures_that_are_looked_up_or_counted_elsewhere_have_an_answer(metric: str, ask: Ask) -> None:
    assert answered(quarters(ask), metric, "metric_time__quarter", None)
