"""An answer on its scale: missing list, labels, offset, range, reversed, in that order."""

from typing import Any

import pytest

from tests.unit.workbench import Workbench, csv, survey_yaml

DAY = "2025-01-01"
NPS = "metric: nps, scale: {min: 0, max: 10}"


def answers(bench: Workbench, question: str, cells: list[str], file: str = "delimiter: ';'") -> list[Any]:
    """The score of each cell, or the reason why there is none."""
    lines = [f'{number};{DAY};"{cell}"' for number, cell in enumerate(cells)]
    yaml = survey_yaml(f"[{{id: q, column: score, {question}}}]", file=f"{{{file}}}")
    bench.run(yaml, {"a.csv": csv("id;at;score", *lines)})
    return [row["m_q"] if row["s_q"] is None else row["s_q"] for row in bench.loaded()]


def rejected(bench: Workbench) -> list[tuple[str, str]]:
    return [(one["raw_value"], one["reason"]) for one in bench.rejects()]


def test_a_number_on_the_scale_is_the_score(bench: Workbench) -> None:
    cells = ["0", "10", "5", "5.0", " 7 ", "+7", "007", "1e1"]
    assert answers(bench, NPS, cells) == [0, 10, 5, 5, 7, 7, 7, 10]
    assert rejected(bench) == []


def test_a_blank_cell_is_no_answer_and_no_fault(bench: Workbench) -> None:
    assert answers(bench, NPS, ["", " ", "\u00a0"]) == ["blank", "blank", "blank"]
    assert rejected(bench) == []


def test_a_number_beside_the_scale_is_rejected_and_its_row_loads(bench: Workbench) -> None:
    assert answers(bench, NPS, ["11", "-1", "42", "10"]) == ["out_of_range"] * 3 + [10]
    assert rejected(bench) == [("11", "out_of_range"), ("-1", "out_of_range"), ("42", "out_of_range")]
    (entry,) = bench.ledger()
    assert (entry["rows_loaded"], entry["answers_rejected"], entry["unmapped_values"]) == (4, 3, 0)


def test_a_fraction_is_no_answer_on_a_whole_scale(bench: Workbench) -> None:
    assert answers(bench, NPS, ["5.5", "9.99"]) == ["not_an_integer"] * 2
    assert rejected(bench) == [("5.5", "not_an_integer"), ("9.99", "not_an_integer")]


def test_a_fraction_is_an_answer_on_a_scale_of_fractions(bench: Workbench) -> None:
    question = "metric: driver, driver: ease, scale: {min: 0.5, max: 5}"
    assert answers(bench, question, ["0.5", "4.25", "0.4"]) == [0.5, 4.25, "out_of_range"]


def test_a_scale_may_be_large_at_either_end(bench: Workbench) -> None:
    question = "metric: other, scale: {min: -40000, max: 100}"
    assert answers(bench, question, ["-39999", "100", "-40001"]) == [-39999, 100, "out_of_range"]


def test_a_text_that_nothing_declares_is_unmapped_counted_and_shown(bench: Workbench) -> None:
    cells = ["hello", "nan", "inf", "1_0", "0x5", "\u0665", "9,0"]
    assert answers(bench, NPS, cells) == ["unmapped"] * 7
    assert rejected(bench) == [(cell, "unmapped") for cell in cells]
    (entry,) = bench.ledger()
    assert (entry["unmapped_values"], entry["top_reject_reason"]) == (7, "unmapped")


def test_a_missing_code_wins_over_the_range(bench: Workbench) -> None:
    question = f"{NPS}, missing: {{11: blank, 0: not_shown, Vet ej: dont_know}}"
    cells = ["11", "0", "vet ej", " VET\u00a0EJ ", "12", "1"]
    expected = ["blank", "not_shown", "dont_know", "dont_know", "out_of_range", 1]
    assert answers(bench, question, cells) == expected
    assert rejected(bench) == [("12", "out_of_range")]


def test_a_missing_code_wins_over_a_label(bench: Workbench) -> None:
    assert answers(bench, f"{NPS}, missing: {{None: blank}}, labels: {{None: 0}}", ["none"]) == ["blank"]


def test_only_the_end_points_may_carry_text(bench: Workbench) -> None:
    question = f"{NPS}, labels: {{Strongly agree: 10, Not at all: 0}}"
    assert answers(bench, question, ["Strongly agree", "9", "5", "Not at all"]) == [10, 9, 5, 0]


@pytest.mark.parametrize(
    "cell", ["Mycket nöjd", "MYCKET NÖJD", " mycket nöjd ", "Mycket\u00a0nöjd", "Mycket no\u0308jd"]
)
def test_labels_are_compared_trimmed_in_any_case_and_form(bench: Workbench, cell: str) -> None:
    assert answers(bench, "metric: csat, labels: satisfaction_sv", [cell]) == [5]


@pytest.mark.parametrize(
    ("preset", "labels"),
    [
        ("agreement_sv",
         ["Instämmer inte alls", "Instämmer i låg grad", "Instämmer delvis", "Instämmer i hög grad", "Instämmer helt"]),
        ("agreement_en", ["Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree"]),
        ("satisfaction_sv", ["Mycket missnöjd", "Missnöjd", "Varken nöjd eller missnöjd", "Nöjd", "Mycket nöjd"]),
        ("satisfaction_en", ["Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied"]),
    ],
)  # fmt: skip
def test_a_preset_of_labels_runs_from_one_to_five(bench: Workbench, preset: str, labels: list[str]) -> None:
    assert answers(bench, f"metric: csat, labels: {preset}", labels) == [1, 2, 3, 4, 5]


def test_a_label_that_looks_like_a_number_stands_for_its_score(bench: Workbench) -> None:
    assert answers(bench, "metric: csat, labels: {'1': 5, '5': 1, 'Middling': 3}", ["1", "5", "3", "middling"]) == [
        5,
        1,
        3,
        3,
    ]


def test_a_label_beside_the_scale_is_rejected(bench: Workbench) -> None:
    assert answers(bench, "metric: csat, labels: {bad: -5}", ["bad"]) == ["out_of_range"]


def test_an_offset_is_added_before_the_range_is_looked_at(bench: Workbench) -> None:
    question = "metric: nps, scale: {min: 0, max: 10, offset: -1}, labels: {top: 11}, missing: {99: blank}"
    cells = ["1", "11", "0", "12", "top", "99"]
    assert answers(bench, question, cells) == [0, 10, "out_of_range", "out_of_range", 10, "blank"]


def test_a_reversed_scale_is_turned_last(bench: Workbench) -> None:
    question = "metric: ces, scale: {min: 1, max: 5, reversed: true}, labels: {very hard: 5}"
    assert answers(bench, question, ["1", "2", "5", "very hard", "6"]) == [5, 4, 1, 1, "out_of_range"]


def test_offset_and_reversed_work_together(bench: Workbench) -> None:
    question = "metric: ces, scale: {min: 1, max: 5, offset: 1, reversed: true}"
    assert answers(bench, question, ["0", "4", "5"]) == [5, 1, "out_of_range"]


def test_the_file_s_decimal_comma_holds_for_answers(bench: Workbench) -> None:
    cells = ["9,0", "9", "9,5", "9.0"]
    assert answers(bench, NPS, cells, "delimiter: ';', decimal: ','") == [9, 9, "not_an_integer", "unmapped"]


def test_the_group_of_the_platform_is_compared_and_never_used(bench: Workbench) -> None:
    groups = ["9,Promoter", "6,Passive", "7,passive ", "3,", "11,Promoter", ",Promoter", "0,PROMOTER", "8,Neutral"]
    yaml = survey_yaml("[{id: q, metric: nps, column: score, group_column: g}]")
    lines = [f"{number},{DAY},{cells}" for number, cells in enumerate(groups)]
    bench.run(yaml, {"a.csv": csv("id,at,score,g", *lines)})
    assert bench.values("s_q") == [9, 6, 7, 3, None, None, 0, 8]
    assert [(one["row_number"], one["reason"]) for one in bench.rejects()] == [
        (3, "group_mismatch"),
        (6, "out_of_range"),
        (8, "group_mismatch"),
    ]


def test_the_first_filled_of_several_columns_is_picked(bench: Workbench) -> None:
    yaml = survey_yaml("[{id: q, metric: nps, column: {name_regex: '^q[0-9]'}, pick: first_nonblank}]")
    bench.run(yaml, {"a.csv": csv("id,at,q1,q2", f"1,{DAY},4,5", f"2,{DAY},,5", f"3,{DAY},,")})
    assert bench.values("s_q") == [4, 5, None]


def test_a_scale_may_be_spread_over_one_column_per_point(bench: Workbench) -> None:
    yaml = survey_yaml(
        "[{id: q, metric: nps, column: {question: Rec}, pick: first_nonblank, value_from: option}]",
        file="{header_rows: 2, header_fill: forward}",
    )
    cells = ["1,,", ",x,", ",,1", "0,0,1", "no,,nej", "false,Yes,", ",,"]
    lines = [f"{number},{DAY},{cell}" for number, cell in enumerate(cells)]
    bench.run(yaml, {"a.csv": csv("id,at,Rec,,", ",,0,5,10", *lines)})
    assert bench.values("s_q") == [0, 5, 10, 10, None, 5, None]


def test_a_missing_column_names_the_question_s_selector(bench: Workbench) -> None:
    result = bench.run(survey_yaml("[{id: q, metric: nps, column: Q7}]"), {"a.csv": csv("id,at,Q1", f"1,{DAY},2")})
    (said,) = result.refused.values()
    assert said == "column 'Q7' is not in the header; it has 'Q1': correct the selector or the export"
