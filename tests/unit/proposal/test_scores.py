"""Scores whose heading does not say of what, surveys without any, and two questions about effort."""

import json
from pathlib import Path

import pytest

from tests.unit.proposal.desk import propose
from tests.unit.workbench import csv


def delighted(kind: str, lowest: int, highest: int, **beside: object) -> str:
    """Answers as the platform's API gives them."""
    steps = highest - lowest + 1
    rows = [
        {
            "id": f"9{one}",
            "person": {"id": str(one), "email": f"a{one}@example.org", "name": "Ann Ek"},
            "survey_type": kind,
            "score": lowest + one % steps,
            "comment": "It was good for me" if one % 2 else None,
            "created_at": 1784425704 + one,
            "person_properties": {"Customer ID": f"C-{one}"},
            **beside,
        }
        for one in range(1, 25)
    ]
    return "\n".join(map(json.dumps, rows))


@pytest.mark.parametrize(
    ("kind", "lowest", "highest", "metric"),
    [("nps", 0, 10, "nps"), ("nps", 6, 10, "nps"), ("csat", 1, 5, "csat"), ("ces", 1, 5, "ces")],
)
def test_what_the_api_of_delighted_gives_is_recognised_with_its_score(
    kind: str, lowest: int, highest: int, metric: str, tmp_path: Path
) -> None:
    tried = propose(tmp_path, "responses.ndjson", delighted(kind, lowest, highest))
    assert tried.survey.platform == "delighted"
    (score,) = [question for question in tried.survey.questions if question.metric != "text"]
    assert (score.metric, score.scale and score.scale.max) == (metric, 10 if metric == "nps" else 5)
    assert "24 rows read = 24 loaded + 0 rejected + 0 dropped by rule; 0 answers rejected" in tried.said
    assert "metric:" not in tried.said
    customer = tried.survey.response.customer
    assert customer is not None and customer.coalesce is not None
    assert [part.hash for part in customer.coalesce] == [False, True]


def test_the_name_in_a_flattened_object_is_a_column_of_persons(tmp_path: Path) -> None:
    tried = propose(tmp_path, "responses.ndjson", delighted("nps", 0, 10))
    assert "private 1 column of persons, read by no key: person.name" in tried.said


def test_a_file_of_two_kinds_of_scores_reads_one_of_them_and_asks(tmp_path: Path) -> None:
    other = delighted("csat", 1, 5).splitlines()[0].replace('"91"', '"90"')
    content = f"{other}\n{delighted('nps', 0, 10)}"
    tried = propose(tmp_path, "responses.ndjson", content)
    assert tried.written["response"]["exclude"][0]["values"] == ["csat"]
    assert "metric: survey_type holds csat too" in tried.said
    assert "no: another_score" in tried.said
    assert "25 rows read = 25 loaded + 0 rejected" in tried.said


@pytest.mark.parametrize(
    ("heading", "lowest", "highest", "metric", "asked"),
    [
        ("score", 0, 10, "nps", "a rating on 0-10 that does not say recommend"),
        ("Betyg", 1, 5, "csat", "its heading says only 'Betyg'"),
        ("rating", 1, 7, "csat", "its heading says only 'rating'"),
        ("nps", 0, 10, "nps", ""),
    ],
)
def test_a_heading_that_says_only_score_is_proposed_and_asked_about(
    heading: str, lowest: int, highest: int, metric: str, asked: str, tmp_path: Path
) -> None:
    steps = highest - lowest + 1
    rows = [f"R{one},2026-01-{one},{lowest + one % steps},it was good for me {one}" for one in range(10, 31)]
    tried = propose(tmp_path, "answers.csv", csv(f"Response ID,Date,{heading},Comment", *rows))
    assert metric in tried.metrics().values()
    assert f"metric: {asked}" in tried.said if asked else "metric:" not in tried.said
    assert "NO QUESTION IS SCORED" not in tried.text


def test_a_score_beside_a_question_that_says_its_metric_is_left_alone(tmp_path: Path) -> None:
    rows = [f"2026-01-{day},{day % 11},{day % 5}" for day in range(10, 30)]
    tried = propose(tmp_path, "quiz.csv", csv("Date,Would you recommend us?,Score", *rows))
    assert tried.metrics() == {"recommend": "nps"}


def test_a_survey_without_any_score_says_so_in_the_yaml_and_at_the_end(tmp_path: Path) -> None:
    rows = [f"R{one},2026-01-{one},it was really good for me {one}" for one in range(10, 30)]
    tried = propose(tmp_path, "answers.csv", csv("Response ID,Date,Comment", *rows))
    assert tried.metrics() == {"comment": "text"}
    assert "# decide: NO QUESTION IS SCORED" in tried.text
    assert "questions: NO QUESTION IS SCORED" in tried.said.split("written:")[1]


EASE = "To what extent do you agree? [{}]"
EFFORT = "The shop made it easy to handle my issue"


def test_an_item_of_a_battery_beside_a_question_about_effort_is_the_area_ease(tmp_path: Path) -> None:
    items = ",".join(EASE.format(one) for one in ("The products meet my needs", "The shop is easy to do business with"))
    rows = [f"2026-01-{day},{1 + day % 5},{1 + day % 4},{1 + day % 3}" for day in range(10, 30)]
    tried = propose(tmp_path, "easy.csv", csv(f"Date,{items},{EFFORT}", *rows))
    assert tried.metrics() == {"offering": "driver", "ease": "driver", "effort": "ces"}
    assert "pooled" not in tried.said


def test_two_questions_about_effort_are_said_to_be_pooled(tmp_path: Path) -> None:
    rows = [f"2026-01-{day},{1 + day % 5},{1 + day % 4}" for day in range(10, 30)]
    tried = propose(tmp_path, "two.csv", csv(f"Date,It was easy to order,{EFFORT}", *rows))
    assert list(tried.metrics().values()) == ["ces", "ces"]
    assert "metric: 2 CES questions are pooled into one score" in tried.said


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("Relationship+Survey+2026_September+30,+2026_09.15.csv", "relationship_survey"),
        ("shop survey 30 september 2026.csv", "shop_survey"),
        ("enkät_maj_2026.csv", "enkat"),
        ("opp_us.csv", "opp_us"),
        ("google_own_en_2026.csv", "google_own_en"),
        ("march_survey.csv", "march_survey"),
        ("2026-09-30.csv", "export"),
    ],
)
def test_a_source_is_named_without_its_period_and_with_all_else(file: str, name: str, tmp_path: Path) -> None:
    rows = [f"2026-01-{day},{day % 11}" for day in range(10, 30)]
    assert propose(tmp_path, file, csv("Date,Would you recommend us?", *rows)).survey.source == name
