"""Codes that look like answers and scales that are not what they seem: traps 1, 2, 3, 4, 11 and 18."""

import pytest

from dagster_project.ingest.spec import SpecError
from tests.unit.ingest.traps.figures import nps_of
from tests.unit.workbench import Workbench, csv, survey_yaml

RESPONSE = "{id: {column: '*RESPNUM'}, submitted_at: {value: '2018-05-31'}}"
BLOCKING = "almost_all_recommend_(lies_on_its_scale|is_a_known_answer)$"


def airport(*answers: object, header: str = "NETPRO", first: int = 1) -> str:
    """An export of codes: the number of the interview, the terminal, the score."""
    rows = (f"{number},3,{answer}" for number, answer in enumerate(answers, start=first))
    return csv(f"*RESPNUM,TERM,{header}", *rows)


def load(bench: Workbench, *answers: object, question: str = "", column: str = "NETPRO") -> None:
    questions = f"[{{id: recommend, metric: nps, column: '{column}'{question}}}]"
    bench.run(survey_yaml(questions, response=RESPONSE), {"2018.csv": airport(*answers)})


def reasons(bench: Workbench) -> list[tuple[str, str]]:
    return [(reject["raw_value"], reject["reason"]) for reject in bench.rejects()]


def blocked(bench: Workbench, only: str = BLOCKING) -> set[str]:
    return {name for name, outcome in bench.check(only=only).items() if not outcome.passed}


# Trap 1: 11 stands for blank. Read as an answer above 9 it would give 30 instead of 12.5.
SFO = (10, 9, 10, 8, 7, 8, 0, 6, 11, 11)


def test_a_code_for_blank_within_the_numbers_is_no_promoter(bench: Workbench) -> None:
    load(bench, *SFO, question=', missing: {"11": blank}')
    assert nps_of(bench) == (8, 12.5)
    assert bench.values("m_recommend")[-2:] == ["blank", "blank"]
    assert bench.rejects() == []


def test_a_code_for_blank_that_was_not_declared_is_out_of_range_and_blocks(bench: Workbench) -> None:
    load(bench, *SFO)
    assert nps_of(bench) == (8, 12.5)  # not 30, which eleven as a promoter gives
    assert reasons(bench) == [("11", "out_of_range")] * 2
    assert bench.rejects()[0]["remedy"] == "correct the scale in defs.yaml, or declare the code under missing"
    assert blocked(bench) == {"almost_all_recommend_lies_on_its_scale"}


# Trap 2: Qualtrics recodes 0..10 as 1..11.
RECODED = (11, 10, 10, 9, 8, 8, 7, 6, 3, 1)


def test_a_scale_stored_from_1_to_11_is_moved_down_by_its_offset(bench: Workbench) -> None:
    load(bench, *RECODED, question=", scale: {min: 0, max: 10, offset: -1}")
    assert bench.values("s_recommend") == [10, 9, 9, 8, 7, 7, 6, 5, 2, 0]
    assert nps_of(bench) == (10, -10)
    assert bench.rejects() == []


def test_a_scale_stored_from_1_to_11_that_was_not_declared_is_reported_and_blocks(bench: Workbench) -> None:
    load(bench, *RECODED)
    assert reasons(bench) == [("11", "out_of_range")]
    assert blocked(bench) == {"almost_all_recommend_lies_on_its_scale"}


def test_a_0_is_no_code_of_a_scale_stored_from_1_to_11(bench: Workbench) -> None:
    load(bench, 11, 0, question=", scale: {min: 0, max: 10, offset: -1}")
    assert reasons(bench) == [("0", "out_of_range")]
    assert nps_of(bench) == (1, 100)


# Trap 3: a question that asks for 1 to 10.
def test_a_0_on_a_scale_from_1_to_10_is_no_detractor(bench: Workbench) -> None:
    load(bench, 10, 9, 8, 1, 0, question=", scale: {min: 1, max: 10}")
    assert nps_of(bench) == (4, 25)
    assert reasons(bench) == [("0", "out_of_range")]


def test_every_answer_shows_the_scale_that_it_was_given_on(bench: Workbench) -> None:
    load(bench, 10, 1, question=", scale: {min: 1, max: 10}")
    assert [(row["score"], row["scale_min"], row["scale_max"]) for row in bench.view("survey_answers")] == [
        (10, 1, 10),
        (1, 1, 10),
    ]


# Trap 4: only the end points carry their text.
ANCHORED = ("Strongly agree", "Absolutely", 9, 8, 7, 7, 2, "Strongly disagree")


@pytest.mark.parametrize(
    "labels", ["agreement_ends_10_en", "{Strongly agree: 10, Absolutely: 10, Strongly disagree: 1}"]
)
def test_the_texts_of_the_end_points_stand_for_their_numbers(bench: Workbench, labels: str) -> None:
    load(bench, *ANCHORED, question=f", scale: {{min: 1, max: 10}}, labels: {labels}")
    assert bench.values("s_recommend") == [10, 10, 9, 8, 7, 7, 2, 1]
    assert nps_of(bench) == (8, 12.5)
    assert bench.rejects() == []


def test_end_points_that_were_not_declared_are_unmapped_with_examples_and_block(bench: Workbench) -> None:
    load(bench, *ANCHORED, question=", scale: {min: 1, max: 10}")
    assert bench.values("s_recommend") == [None, None, 9, 8, 7, 7, 2, None]
    assert reasons(bench) == [(text, "unmapped") for text in ("Strongly agree", "Absolutely", "Strongly disagree")]
    assert bench.ledger()[0]["unmapped_values"] == 3
    outcome = bench.check(only=BLOCKING)["almost_all_recommend_is_a_known_answer"]
    assert (outcome.passed, outcome.rule.severity) == (False, "critical")


def test_swedish_end_points_of_seven_steps_stand_for_1_and_7(bench: Workbench) -> None:
    questions = "[{id: easy, metric: ces, column: E1, scale: {min: 1, max: 7}, labels: agreement_ends_7_sv}]"
    answers = ("Instämmer inte alls", "2", "6", "Instämmer helt och hållet")
    content = csv("id;E1", *(f"{number};{answer}" for number, answer in enumerate(answers, start=1)))
    yaml = survey_yaml(
        questions, response="{id: {column: id}, submitted_at: {value: '2024-01-31'}}", file="{delimiter: ';'}"
    )
    bench.run(yaml, {"e.csv": content.encode("cp1252")})
    assert bench.values("s_easy") == [1, 2, 6, 7]
    assert [row["is_satisfied"] for row in bench.view("survey_answers")] == [False, False, True, True]
    assert bench.rejects() == []


def test_labels_of_five_steps_are_no_end_points_of_seven(bench: Workbench) -> None:
    questions = "[{id: easy, metric: ces, column: E1, scale: {min: 1, max: 7}, labels: agreement_sv}]"
    bench.declare(survey_yaml(questions))
    with pytest.raises(SpecError, match="agreement_sv run from 1 to 5, the scale from 1 to 7"):
        bench.specs()


# Trap 11: what stands for blank, and the case of the heading, change from year to year.
YEARS = {
    "2016.csv": airport(1, 5, 0, header="Q9ALL", first=10),
    "2017.csv": airport(5, "Blank", 4, header="Q9All", first=20),
    "2018.csv": airport("BLANK", 2, 5, header="Q9ALL", first=30),
}


def test_one_yaml_reads_every_year_s_code_for_blank_and_case_of_heading(bench: Workbench) -> None:
    questions = '[{id: q9, metric: csat, column: Q9ALL, missing: {"0": blank, Blank: blank}}]'
    bench.run(survey_yaml(questions, response=RESPONSE), YEARS)
    found = {row["submission_id"]: row["s_q9"] for row in bench.rows()}
    assert [found[str(number)] for number in (10, 11, 12, 20, 21, 22, 30, 31, 32)] == [
        1,
        5,
        None,
        5,
        None,
        4,
        None,
        2,
        5,
    ]
    assert bench.rejects() == []


def test_codes_for_blank_that_were_not_declared_are_reported_file_by_file(bench: Workbench) -> None:
    bench.run(survey_yaml("[{id: q9, metric: csat, column: Q9ALL}]", response=RESPONSE), YEARS)
    assert [(reject["file_path"], reject["raw_value"], reject["reason"]) for reject in bench.rejects()] == [
        ("pulse/2016.csv", "0", "out_of_range"),
        ("pulse/2017.csv", "Blank", "unmapped"),
        ("pulse/2018.csv", "BLANK", "unmapped"),
    ]


# Trap 18: 84 promoters and 45 detractors of 184; both percentages cut off give 45 - 24 = 21.
def test_nps_is_the_exact_figure_and_no_difference_of_rounded_percentages(bench: Workbench) -> None:
    load(bench, *[10] * 84, *[7] * 55, *[3] * 45)
    answers, nps = nps_of(bench)
    assert answers == 184
    assert nps == pytest.approx(3900 / 184, abs=1e-12)
    assert round(nps or 0, 4) == 21.1957
