"""A plain score takes the short way: whatever a cell holds, it comes out as the long way has it."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dagster_project.ingest import slots
from tests.unit.workbench import Workbench, csv, survey_yaml

CELLS = st.one_of(
    st.integers(-3, 120).map(str),
    st.sampled_from(
        ["", " ", "7 ", " 7", "07", "7.0", "7,0", "7.", ".7", "1e1", "+7", "-1", "NaN", "inf", "1_0", "٣", "x"]
    ),
    st.text(alphabet="0123456789.,-+ eExX\u00a0", max_size=4),
)
QUESTIONS = [
    "{metric: nps}",
    '{metric: nps, missing: {"9": blank, "0": dont_know}}',
    '{metric: nps, scale: {min: 0, max: 10, offset: -1}, missing: {"11": blank}}',
    '{metric: csat, scale: {min: 1, max: 5, reversed: true}, labels: {"2": 4, x: 5}}',
    "{metric: ces, scale: {min: -2, max: 2}, satisfied_from: 1}",
    '{metric: driver, driver: ease, scale: {min: 10, max: 99, offset: 5}, missing: {"07": blank}}',
]


def stored(bench: Workbench, cells: list[str], question: str, null_values: str, source: str) -> list[dict[str, Any]]:
    quoted = [f'{number},2025-01-01,"{cell}"' for number, cell in enumerate(cells)]
    questions = f"[{{id: q, column: score, {question[1:]}]"
    yaml = survey_yaml(questions, file=f"{{null_values: {null_values}}}", source=source, more="on_missing: remove")
    bench.run(yaml, {"a.csv": csv("id,at,score", *quoted)})
    return [
        {**{name: row[name] for name in ("row_status", "s_q", "m_q")}, "problems": row["problems"]}
        for row in bench.rows(source)
    ]


@pytest.mark.parametrize("question", QUESTIONS)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(cells=st.lists(CELLS, min_size=1, max_size=60), null_values=st.sampled_from(['[""]', '["", "5", n/a]']))
def test_both_ways_say_the_same_of_every_cell(
    bench: Workbench, question: str, cells: list[str], null_values: str
) -> None:
    short = stored(bench, cells, question, null_values, "short")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(slots, "_has_short_way", lambda _: False)
        long = stored(bench, cells, question, null_values, "long")
    assert short == long
