"""Questions with several answers in one response: matrices and lists in one cell; and texts."""

from typing import Any

from tests.unit.workbench import Row, Workbench, csv, survey_yaml

DAY = "2025-01-01"
MATRIX = survey_yaml(
    """
    - {id: sat, metric: csat, column: {question: Sat}, item: option, missing: {'99': not_applicable}}
    - {id: rec, metric: nps, column: {question: Rec}}""",
    file="{header_rows: 2, header_fill: forward}",
)


def matrix(bench: Workbench, *cells: str) -> None:
    lines = [f"{number},{DAY},{cell}" for number, cell in enumerate(cells)]
    bench.run(MATRIX, {"a.csv": csv("id,at,Sat,,Rec", ",,Speed,Price,", *lines)})


def split(bench: Workbench, *cells: str, by: str = ", ") -> list[Any]:
    lines = [f'{number},{DAY},"{cell}"' for number, cell in enumerate(cells)]
    yaml = survey_yaml(f"[{{id: q, metric: other, column: c, split: '{by}'}}]")
    bench.run(yaml, {"a.csv": csv("id,at,c", *lines)})
    return [row["i_q"] and [one["item"] for one in row["i_q"]] for row in bench.loaded()]


def answer_rows(bench: Workbench, *names: str) -> list[tuple[Any, ...]]:
    rows: list[Row] = bench.view("survey_answers")
    return [tuple(row[name] for name in names) for row in rows if row["question_id"] == "sat"]


def test_a_matrix_has_one_answer_per_item(bench: Workbench) -> None:
    matrix(bench, "5,3,1")
    assert answer_rows(bench, "item", "score", "index_0_100", "is_satisfied") == [
        ("Price", 3, 50, False),
        ("Speed", 5, 100, True),
    ]


def test_each_item_has_its_own_reason_for_no_answer(bench: Workbench) -> None:
    matrix(bench, "6,99,1", ",x,2")
    assert answer_rows(bench, "submission_id", "item", "missing_reason") == [
        ("0", "Price", "not_applicable"),
        ("0", "Speed", "out_of_range"),
        ("1", "Price", "unmapped"),
        ("1", "Speed", "blank"),
    ]
    assert [(one["row_number"], one["column_name"], one["raw_value"]) for one in bench.rejects()] == [
        (3, "Sat / Speed", "6"),
        (4, "Sat / Price", "x"),
    ]


def test_a_response_counts_its_items(bench: Workbench) -> None:
    matrix(bench, "5,4,1", "5,99,1", ",,1")
    names = ("csat_answer_count", "csat_satisfied_count", "csat_score_sum", "csat_scale")
    assert [tuple(row[name] for name in names) for row in bench.view("survey_responses")] == [
        (2, 2, 9, "1-5"),
        (1, 1, 5, "1-5"),
        (0, 0, None, None),
    ]


def test_items_of_two_questions_are_not_mixed(bench: Workbench) -> None:
    questions = "[{id: x, metric: csat, column: a, item: name}, {id: x__0, metric: csat, column: b}]"
    bench.run(survey_yaml(questions), {"a.csv": csv("id,at,a,b", f"1,{DAY},5,2")})
    assert [(row["question_id"], row["score"]) for row in bench.view("survey_answers")] == [("x", 5), ("x__0", 2)]


def test_several_answers_in_one_cell_are_one_item_each(bench: Workbench) -> None:
    assert split(bench, "a, b, c", "a", "a,b", "") == [["a", "b", "c"], ["a"], ["a,b"], None]


def test_a_blank_piece_is_no_item(bench: Workbench) -> None:
    assert split(bench, "a;b;", ";;a; ", by=";") == [["a", "b"], ["a"]]


def test_an_item_that_somebody_wrote_himself_is_redacted(bench: Workbench) -> None:
    assert split(bench, "Other: anna@x.se, b") == [["Other: [e-mail]", "b"]]


def test_the_primary_question_is_marked_in_the_long_form(bench: Workbench) -> None:
    questions = "[{id: a, metric: nps, column: x}, {id: b, metric: nps, column: y, primary: true}]"
    bench.run(survey_yaml(questions), {"a.csv": csv("id,at,x,y", f"1,{DAY},1,9")})
    assert [(row["question_id"], row["is_primary"]) for row in bench.view("survey_answers")] == [
        ("a", False),
        ("b", True),
    ]
    assert [row["nps_score"] for row in bench.view("survey_responses")] == [9]


def test_a_question_without_a_scale_keeps_its_text_redacted(bench: Workbench) -> None:
    yaml = survey_yaml("[{id: q, metric: other, column: c, missing: {n/a: not_applicable}}]")
    bench.run(yaml, {"a.csv": csv("id,at,c", f"1,{DAY},ring 070-1234567", f"2,{DAY},N/A", f"3,{DAY},")})
    assert [(row["answer_text"], row["missing_reason"]) for row in bench.view("survey_answers")] == [
        ("ring [telephone]", None),
        ("N/A", "not_applicable"),
        (None, "blank"),
    ]
    assert bench.rejects() == []


def test_a_comment_is_redacted_unless_it_is_kept_on_purpose(bench: Workbench) -> None:
    questions = "[{id: a, metric: text, column: c}, {id: b, metric: text, column: c, pii: keep}]"
    yaml = survey_yaml(questions, response="{id: {column: id}, submitted_at: {column: at}, language: {value: sv}}")
    bench.run(yaml, {"a.csv": csv("id,at,c", f"1,{DAY},mejla a@b.se", f"2,{DAY},")})
    assert [(row["question_id"], row["comment"], row["language"]) for row in bench.view("survey_comments")] == [
        ("a", "mejla [e-mail]", "sv"),
        ("b", "mejla a@b.se", "sv"),
    ]


def test_two_scales_of_one_metric_have_a_sum_and_no_common_scale(bench: Workbench) -> None:
    questions = "[{id: a, metric: csat, column: x}, {id: b, metric: csat, column: y, scale: {min: 1, max: 3}}]"
    bench.run(survey_yaml(questions), {"a.csv": csv("id,at,x,y", f"1,{DAY},4,3", f"2,{DAY},2,", f"3,{DAY},,1")})
    names = ("csat_answer_count", "csat_satisfied_count", "csat_scale")
    assert [tuple(row[name] for name in names) for row in bench.view("survey_responses")] == [
        (2, 2, None),
        (1, 0, "1-5"),
        (1, 0, "1-3"),
    ]
