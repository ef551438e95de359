"""Corners of the YAML's keys where two of them meet, or a value is written as a spreadsheet writes it."""

from typing import Any

import pytest

from dagster_project.ingest.spec import SpecError
from tests.unit.workbench import Workbench, csv, survey_yaml, table_yaml


def items(bench: Workbench, question: str = "q") -> list[list[tuple[Any, ...]]]:
    return [
        [(one["item"], one["score"], one["missing_reason"]) for one in row[f"i_{question}"] or []]
        for row in bench.loaded()
    ]


def test_each_of_several_answers_in_a_cell_is_read_as_an_answer(bench: Workbench) -> None:
    questions = """[{id: q, metric: csat, column: score, split: ", ", labels: {Bra: 4},
      missing: {Vet ej: dont_know, "9": blank}}]"""
    lines = ['1,2025-01-01,"4, 5"', '2,2025-01-01,"Bra, Vet ej"', '3,2025-01-01,"7, 9, sol"', "4,2025-01-01,"]
    bench.run(survey_yaml(questions), {"a.csv": csv("id,at,score", *lines)})
    assert items(bench) == [
        [("4", 4, None), ("5", 5, None)],
        [("Bra", 4, None), ("Vet ej", None, "dont_know")],
        [("7", None, "out_of_range"), ("9", None, "blank"), ("sol", None, "unmapped")],
        [],
    ]
    assert [(one["row_number"], one["raw_value"], one["reason"]) for one in bench.rejects()] == [
        (4, "7", "out_of_range")
    ]
    (first, *_) = bench.view("survey_responses")
    assert (first["csat_answer_count"], first["csat_satisfied_count"], first["csat_score_sum"]) == (2, 2, 9)


def test_several_answers_may_stand_in_several_columns(bench: Workbench) -> None:
    questions = '[{id: q, metric: other, column: {name_regex: "^s", many: true}, split: ","}]'
    bench.run(survey_yaml(questions), {"a.csv": csv("id,at,s1,s2", '1,2025-01-01,"a, b",c', "2,2025-01-01,,d")})
    assert [[one[0] for one in row] for row in items(bench)] == [["a", "b", "c"], ["d"]]


def test_of_two_filled_columns_the_first_stands_and_the_other_is_noted(bench: Workbench) -> None:
    questions = '[{id: q, metric: nps, column: {name_regex: "^s", many: true}}]'
    bench.run(survey_yaml(questions), {"a.csv": csv("id,at,s1,s2", "1,2025-01-01,3,9", "2,2025-01-01,,9")})
    assert bench.values("s_q") == [3, 9]
    assert [(one["row_number"], one["reason"], one["scope"]) for one in bench.rejects()] == [
        (2, "marked twice", "note")
    ]


def test_a_matrix_may_have_one_column_per_point(bench: Workbench) -> None:
    questions = """[{id: q, metric: csat, column: {question_regex: "^Q", many: true}, item: question,
      value_from: option}]"""
    file = "{header_rows: 2, header_roles: [question, option], header_fill: forward}"
    content = csv("id,at,QA,,,QB,,", ",,3,4,5,3,4,5", "1,2025-01-01,,1,,,,1", "2,2025-01-01,,,,x,,")
    response = "{id: {question: id}, submitted_at: {question: at}}"
    bench.run(survey_yaml(questions, response=response, file=file), {"a.csv": content})
    assert items(bench) == [[("QA", 4, None), ("QB", 5, None)], [("QA", None, "blank"), ("QB", 3, None)]]


@pytest.mark.parametrize("cell", ["11", "11.0", " 11 ", "11,0"])
def test_a_code_is_meant_however_a_spreadsheet_writes_it(bench: Workbench, cell: str) -> None:
    questions = '[{id: q, metric: nps, column: score, missing: {"11": dont_know}}]'
    bench.run(survey_yaml(questions), {"a.csv": csv("id,at,score", f'1,2025-01-01,"{cell}"')})
    assert bench.values("m_q") == ["dont_know"]
    assert bench.rejects() == []


def test_an_address_as_a_customer_s_id_is_kept_as_a_hash(bench: Workbench) -> None:
    for field in ("{column: id}", "{column: id, hash: true}"):
        bench.run(table_yaml("customers", f"{{customer_id: {field}}}"), {"a.csv": csv("id", "Anna@example.org")})
        (row,) = bench.loaded("records")
        assert len(row["customer_id"]) == 32
        assert "@" not in str(row)


def test_a_renamed_file_has_the_wave_of_its_new_name(bench: Workbench) -> None:
    yaml = survey_yaml(survey='{kind: relational, wave: {filename_regex: "(20[0-9]{2}h[12])"}}')
    bench.run(yaml, {"x_2025h1.csv": csv("id,at,score", "1,2025-01-01,9")})
    bench.path("x_2025h1.csv").rename(bench.path("x_2025h2.csv"))
    assert bench.load().loaded == ["pulse/x_2025h2.csv"]
    assert bench.values("wave") == ["2025h2"]
    assert [entry["file_path"] for entry in bench.ledger()] == ["pulse/x_2025h2.csv"]


def test_a_thousands_sign_stands_before_groups_of_three(bench: Workbench) -> None:
    cells = ["1,234", "1,23", "1234", "12,345,678.5", "1,2345", "-1,000"]
    lines = [f'{number},2025-01-01,"{cell}"' for number, cell in enumerate(cells)]
    fields = '{revenue_id: id, booked_on: at, amount: {column: a, thousands: ","}}'
    bench.run(table_yaml("revenue", fields), {"a.csv": csv("id,at,a", *lines)})
    amounts = [None if value is None else float(value) for value in bench.values("amount", "records")]
    assert amounts == [1234, None, 1234, 12345678.5, None, -1000]
    assert [one["raw_value"] for one in bench.rejects()] == ["1,23", "1,2345"]


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u202f", "\u2009"])
def test_any_blank_parts_thousands_and_is_stripped(bench: Workbench, blank: str) -> None:
    for how in ('thousands: " ", decimal: ","', 'strip: "[$ kr]", decimal: ","'):
        fields = f"{{revenue_id: id, booked_on: at, amount: {{column: a, {how}}}}}"
        bench.run(table_yaml("revenue", fields), {"a.csv": csv("id,at,a", f'1,2025-01-01,"1{blank}200,5"')})
        assert [float(value) for value in bench.values("amount", "records")] == [1200.5]


def test_a_question_of_a_long_file_is_meant_in_every_case_it_is_written_in(bench: Workbench) -> None:
    rows = ["1,Recommend,9", "2,recommend,3", "3,RECOMMEND ,1"]
    more = "long: {response: r, question: q, answer: a}"
    response = '{submitted_at: {value: "30/11/2020", formats: ["%d/%m/%Y"]}}'
    yaml = survey_yaml("[{id: q, metric: nps, question_value: Recommend}]", response=response, more=more)
    bench.run(yaml, {"a.csv": csv("r,q,a", *rows)})
    assert bench.values("s_q") == [9, 3, 1]


def test_a_mismatch_names_the_column_of_the_group(bench: Workbench) -> None:
    questions = "[{id: q, metric: nps, column: score, group_column: band}]"
    bench.run(survey_yaml(questions), {"a.csv": csv("id,at,score,band", "1,2025-01-01,9,Detractor")})
    assert [(one["column_name"], one["raw_value"]) for one in bench.rejects()] == [("band", "Detractor")]


def test_a_question_and_a_driver_may_have_any_name(bench: Workbench) -> None:
    questions = "[{id: Q1, metric: nps, column: score}, {id: Q2, metric: driver, driver: Our own, column: d}]"
    bench.run(survey_yaml(questions), {"a.csv": csv("id,at,score,d", "1,2025-01-01,9,4")})
    assert {(one["question_id"], one["driver"], one["score"]) for one in bench.view("survey_answers")} == {
        ("Q1", None, 9),
        ("Q2", "Our own", 4),
    }


def test_a_truth_of_a_record_may_be_that_a_cell_is_filled(bench: Workbench) -> None:
    fields = "{ticket_id: id, requested_at: at, opened_by_agent: {not_blank: agent}}"
    bench.run(table_yaml("tickets", fields), {"a.csv": csv("id,at,agent", "1,2025-01-01,Bo", "2,2025-01-01,")})
    assert bench.values("opened_by_agent", "records") == [True, False]


@pytest.mark.parametrize(
    ("yaml", "line"),
    [
        (survey_yaml(response="{id: {hash_of: []}, submitted_at: {column: at}}"), 5),
        (survey_yaml(response="{submitted_at: {column: at}, complete: {column: x, true_values: []}}"), 5),
        (survey_yaml(response="{submitted_at: {column: at}, exclude: [{column: x, values: [], reason: y}]}"), 5),
        (survey_yaml(response="{submitted_at: {coalesce: []}}"), 5),
        (survey_yaml(file='{quote: ",", delimiter: ","}'), 6),
        (survey_yaml(file='{drop_rows: [{any_cell_regex: "(?!a)"}]}'), 6),
        (survey_yaml('[{id: q, metric: other, column: x, split: ""}]'), 7),
        (survey_yaml('[{id: q, metric: other, column: x, split: ",", item: name}]'), 7),
        (survey_yaml("[{id: q, metric: nps, column: x}, {id: Q, metric: other, column: y}]"), 7),
    ],
)
def test_what_cannot_be_meant_is_a_mistake_of_its_line(bench: Workbench, yaml: str, line: int) -> None:
    bench.declare(yaml)
    with pytest.raises(SpecError, match=rf"defs.yaml:{line}: "):
        bench.specs()
