"""Files of one row per answer: one response comes of many rows, and every row of the file is counted."""

import datetime as dt

import pytest

from dagster_project.ingest.spec import SpecError
from tests.unit.workbench import Workbench, csv, survey_yaml

LONG = "long: {response: Response, question: Question Number, answer: Answer}"
HEADER = "Response,Question Number,Answer,at,customer"
QUESTIONS = """
    - {id: recommend, metric: nps, question_value: "3"}
    - {id: why, metric: text, question_value: Q4}
    - {id: used, metric: other, question_value: "5", split: ", "}"""
PARTS = "{submitted_at: {column: at}, customer: {column: customer}}"


def load(bench: Workbench, *lines: str, questions: str = QUESTIONS, response: str = PARTS, more: str = "") -> None:
    bench.run(survey_yaml(questions, response=response, more=LONG + more), {"a.csv": csv(HEADER, *lines)})


def counts(bench: Workbench) -> tuple[int, int, int, int]:
    (entry,) = bench.ledger()
    assert entry["status"] == "loaded", entry["reason"]
    return entry["rows_read"], entry["rows_loaded"], entry["rows_rejected"], entry["rows_dropped"]


def test_the_rows_of_a_response_become_one(bench: Workbench) -> None:
    load(bench, "1,3,9,2025-01-01,k", "2,3,4,2025-01-02,", "1,Q4,nice,,", "2,Q4,slow,,")
    assert bench.values("submission_id") == ["1", "2"]
    assert (bench.values("s_recommend"), bench.values("a_why")) == ([9, 4], ["nice", "slow"])
    assert [at.date() for at in bench.values("submitted_at")] == [dt.date(2024, 12, 31), dt.date(2025, 1, 1)]
    assert counts(bench) == (4, 4, 0, 0)


def test_a_question_is_found_whatever_its_case(bench: Workbench) -> None:
    load(bench, "1,3,9,2025-01-01,", "1,q4,nice,,")
    assert bench.values("a_why") == ["nice"]


def test_several_rows_of_a_split_question_are_its_items(bench: Workbench) -> None:
    load(bench, "1,3,9,2025-01-01,", "1,5,web,,", "1,5,shop,,")
    assert [[one["item"] for one in items] for items in bench.values("i_used")] == [["shop", "web"]]


def test_the_last_of_two_answers_stands_and_is_noted(bench: Workbench) -> None:
    load(bench, "1,3,9,2025-01-01,", "1,3,2,,", "2,3,5,2025-01-01,", "2,3,5,,")
    assert bench.values("s_recommend") == [2, 5]
    assert [(one["row_number"], one["reason"], one["scope"]) for one in bench.rejects()] == [
        (3, "answered twice", "note")
    ]


def test_a_bad_answer_is_named_by_its_own_row(bench: Workbench) -> None:
    load(bench, "1,Q4,nice,2025-01-01,", "1,5,web,,", "1,3,11,,", "2,3,ten,2025-01-01,")
    assert [(one["row_number"], one["column_name"], one["raw_value"], one["reason"]) for one in bench.rejects()] == [
        (4, "3", "11", "out_of_range"),
        (5, "3", "ten", "unmapped"),
    ]
    assert counts(bench) == (4, 4, 0, 0)


def test_a_row_without_response_or_question_is_rejected_alone(bench: Workbench) -> None:
    load(bench, "1,3,9,2025-01-01,", ",3,4,,", "1,,5,,", "2,3", "1,Q4,nice,,")
    assert counts(bench) == (5, 2, 3, 0)
    reasons = {one["row_number"]: one["reason"] for one in bench.rejects() if one["column_name"] != "at"}
    assert reasons == {3: "no id", 4: "no question", 5: "fewer cells than the header"}


def test_a_dropped_row_stays_one(bench: Workbench) -> None:
    yaml = survey_yaml(QUESTIONS, response=PARTS, file='{drop_rows: [{any_cell_regex: "^Total"}]}', more=LONG)
    bench.run(yaml, {"a.csv": csv(HEADER, "1,3,9,2025-01-01,", "Total,3,9,,", ",,,,")})
    assert counts(bench) == (3, 1, 0, 2)


def test_a_response_without_a_date_rejects_all_its_rows(bench: Workbench) -> None:
    load(bench, "1,3,9,,", "2,3,8,2025-01-01,", "1,Q4,nice,,")
    assert counts(bench) == (3, 1, 2, 0)
    assert [(one["row_number"], one["column_name"], one["reason"]) for one in bench.rejects()] == [
        (2, "at", "no value"),
        (4, "at", "no value"),
    ]


def test_questions_that_are_not_declared_are_columns_that_are_not_read(bench: Workbench) -> None:
    load(bench, "1,3,9,2025-01-01,", "1,99,whatever,,", "2,98,x,2025-01-01,")
    assert bench.values("s_recommend") == [9, None]
    assert counts(bench) == (3, 3, 0, 0)


def test_a_question_that_nobody_answered_is_blank(bench: Workbench) -> None:
    load(bench, "1,3,9,2025-01-01,")
    assert bench.values("a_why") == [None]


@pytest.mark.parametrize(
    ("value", "said"), [("Q-4", "no row answers the question 'Q-4'; it has 'Q4'"), ("zz", "no row answers")]
)
def test_a_question_that_looks_mistyped_refuses_the_file(bench: Workbench, value: str, said: str) -> None:
    load(bench, "1,Q4,nice,2025-01-01,", questions=f"[{{id: why, metric: text, question_value: {value}}}]")
    assert said in bench.ledger()[0]["reason"]


def test_the_response_may_have_another_id(bench: Workbench) -> None:
    load(bench, "1,3,9,2025-01-01,k7", response="{id: {column: customer}, submitted_at: {column: at}}")
    assert bench.values("submission_id") == ["k7"]


@pytest.mark.parametrize(
    ("questions", "more", "said"),
    [
        ("[{id: a, metric: nps, question_value: x}]", "", "needs long"),
        ("[{id: a, metric: nps, question_value: x, column: y}]", "\n" + LONG, "one of them"),
        ("[{id: a, metric: nps, question_value: x, item: name}]", "\n" + LONG, "need columns"),
    ],
)
def test_keys_of_columns_and_of_rows_do_not_mix(bench: Workbench, questions: str, more: str, said: str) -> None:
    bench.declare(survey_yaml(questions, more=more.strip() or "{}"))
    with pytest.raises(SpecError, match=said):
        bench.specs()
