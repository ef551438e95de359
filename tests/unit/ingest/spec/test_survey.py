"""Questions and how they fit together."""

import pytest

from dagster_project.ingest.spec.survey import Question, SurveySource
from tests.unit.ingest.spec.test_load import mistakes
from tests.unit.workbench import Workbench, survey_yaml


def question(**keys: object) -> Question:
    return Question.model_validate({"id": "a", "column": "x", **keys})


@pytest.mark.parametrize(
    ("questions", "said"),
    [
        ("{id: A b, metric: nps, column: x}", "should match pattern"),
        ("{id: a, metric: npx, column: x}", "'nps', 'csat', 'ces', 'driver', 'text' or 'other'"),
        ("{id: a, metric: nps}", "question 'a' has no column"),
        ("{id: a, metric: driver, column: x}", "measures a driver: name it"),
        ("{id: a, metric: nps, driver: ease, column: x}", "names a driver but its metric is nps"),
        ("{id: a, metric: csat, column: x, labels: bogus}", "labels 'bogus' is no preset: agreement_"),
        ("{id: a, metric: csat, column: x, labels: {Good: x}}", "a valid number"),
        ("{id: a, metric: csat, column: x, satisfied_from: 9}", "satisfied_from 9 is not on the scale 1-5"),
        ("{id: a, metric: text, column: x, item: name}", "is text and has one answer"),
        ("{id: a, metric: text, column: x, pii: no}", "'redact' or 'keep'"),
    ],
)
def test_a_question_that_cannot_be_is_a_mistake_of_its_line(bench: Workbench, questions: str, said: str) -> None:
    (only,) = mistakes(bench, survey_yaml(f"\n    - {questions}"))
    assert only.startswith("defs.yaml:8: ")
    assert said in only


@pytest.mark.parametrize(("first", "second"), [("", ""), (", primary: true", ", primary: yes")])
def test_of_two_nps_questions_exactly_one_is_the_score(bench: Workbench, first: str, second: str) -> None:
    text = survey_yaml(
        f"\n    - {{id: a, metric: nps, column: x{first}}}\n    - {{id: b, metric: nps, column: y{second}}}"
    )
    assert mistakes(bench, text) == [
        "defs.yaml:9: two NPS questions: mark the one that is the score with primary: true"
    ]


def test_the_primary_nps_question_is_the_score(bench: Workbench) -> None:
    bench.declare(survey_yaml("[{id: a, metric: nps, column: x}, {id: b, metric: nps, column: y, primary: true}]"))
    spec = bench.spec()
    assert isinstance(spec, SurveySource)
    assert spec.nps_question is not None
    assert spec.nps_question.id == "b"


def test_a_question_id_occurs_once(bench: Workbench) -> None:
    text = survey_yaml("\n    - {id: a, metric: nps, column: x}\n    - {id: a, metric: csat, column: y}")
    assert mistakes(bench, text) == ["defs.yaml:9: question id 'a' occurs twice"]


@pytest.mark.parametrize(
    ("metric", "scale", "threshold"),
    [
        ("csat", (1, 3), 3),
        ("csat", (1, 5), 4),
        ("csat", (1, 2), 2),
        ("csat", None, 4),
        ("ces", (1, 5), 4),
        ("ces", (1, 7), 5),
        ("ces", None, 4),
    ],
)
def test_known_scales_say_themselves_who_is_satisfied(
    metric: str, scale: tuple[int, int] | None, threshold: int
) -> None:
    ends = {"min": scale[0], "max": scale[1]} if scale else None
    assert question(metric=metric, scale=ends).satisfied_threshold == threshold


def test_a_declared_threshold_wins_over_the_usual_one() -> None:
    assert question(metric="csat", satisfied_from="5").satisfied_threshold == 5


@pytest.mark.parametrize(("metric", "most"), [("csat", 10), ("csat", 7), ("ces", 6)])
def test_any_other_scale_must_say_who_is_satisfied(bench: Workbench, metric: str, most: int) -> None:
    text = survey_yaml(f"\n    - id: a\n      metric: {metric}\n      column: x\n      scale: {{min: 1, max: {most}}}")
    assert mistakes(bench, text) == [
        f"defs.yaml:11: question 'a': on the scale 1-{most} say which answers count, with satisfied_from"
    ]


def test_a_survey_asks_something(bench: Workbench) -> None:
    (only,) = mistakes(bench, survey_yaml("[]"))
    assert only.startswith("defs.yaml:7: ")


def test_a_response_says_when_it_was_given(bench: Workbench) -> None:
    assert mistakes(bench, survey_yaml(response="{id: {column: id}}")) == [
        "defs.yaml:5: 'response.submitted_at' is missing"
    ]
