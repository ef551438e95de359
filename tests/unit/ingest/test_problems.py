"""Rejects: every reason has a remedy, and a row tells all that is wrong with it."""

import pytest

from dagster_project.ingest.answers import REFUSED_REASONS
from dagster_project.ingest.problems import REMEDIES
from dagster_project.ingest.schema import TABLES
from tests.unit.workbench import Workbench, csv, survey_yaml


def test_a_row_tells_everything_that_is_wrong_with_it(bench: Workbench) -> None:
    questions = "[{id: a, metric: nps, column: x}, {id: b, metric: csat, column: y}]"
    bench.run(survey_yaml(questions), {"a.csv": csv("id,at,x,y", ",soon,42,?")})
    assert sorted((one["column_name"], one["raw_value"], one["reason"], one["scope"]) for one in bench.rejects()) == [
        ("at", "soon", "not a date", "row"),
        ("id", None, "no id", "row"),
        ("x", "42", "out_of_range", "answer"),
        ("y", "?", "unmapped", "answer"),
    ]


def test_a_dropped_row_tells_nothing(bench: Workbench) -> None:
    bench.run(survey_yaml(file="{comment_prefix: '#'}"), {"a.csv": csv("id,at,score", "#,soon,42")})
    assert bench.rejects() == []


def test_a_good_row_has_no_list_of_problems(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": csv("id,at,score", "1,2025-01-01,9")})
    assert [row["problems"] for row in bench.rows()] == [None]


def test_a_reject_names_file_row_column_reason_and_remedy(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": csv("id,at,score", "", "1,2025-01-01,eleven")})
    (reject,) = bench.rejects()
    assert {name: reject[name] for name in reject if name != "file_id"} == {
        "source": "pulse",
        "file_path": "pulse/a.csv",
        "row_number": 3,
        "column_name": "score",
        "raw_value": "eleven",
        "reason": "unmapped",
        "remedy": "declare the text under labels or missing",
        "scope": "answer",
    }


@pytest.mark.parametrize(
    "reason", [*REFUSED_REASONS, *(rule.reason for table in TABLES.values() for rule in table.rules)]
)
def test_every_reason_has_a_remedy(reason: str) -> None:
    assert REMEDIES[reason]


def test_every_reject_of_a_file_that_is_broken_in_every_way_has_a_remedy(bench: Workbench) -> None:
    lines = (
        '1,2025-01-01,"9"x',
        "2,2025-01-01",
        "3,2025-01-01,9,z",
        ",,1",
        "4,x,1",
        "5,,1",
        "6,2025-01-01,1.5",
        '7,x,"open',
    )
    bench.run(survey_yaml(), {"a.csv": csv("id,at,score", *lines)})
    assert len({one["reason"] for one in bench.rejects()}) == 8
    assert [one["reason"] for one in bench.rejects() if not one["remedy"]] == []
