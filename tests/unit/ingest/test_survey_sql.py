"""Responses: exclusions, completeness, parts, attributes; what rejects a row and what only an answer."""

import datetime as dt
from typing import Any

from tests.unit.workbench import Workbench, csv, survey_yaml

DAY = "2025-01-01"


def load(bench: Workbench, parts: str, header: str, *lines: str, name: str = "a.csv", **more: str) -> None:
    response = f"{{id: {{column: id}}, submitted_at: {{column: at}}, {parts}}}"
    bench.run(survey_yaml(response=response, **more), {name: csv(f"id,at,score,{header}", *lines)})


def column(bench: Workbench, name: str) -> list[Any]:
    rows = bench.rows()
    return [row[name] for row in (rows if name in rows[0] else bench.view("survey_responses"))]


def test_the_first_rule_that_holds_is_the_reason_of_an_exclusion(bench: Workbench) -> None:
    rules = "{column: s, values: ['1', Survey Preview], reason: preview}, {column: s, values: [Spam, 1], reason: spam}"
    lines = [f"{index},{DAY},9,{cell}" for index, cell in enumerate(["1", "survey\u00a0preview", "SPAM", "0", ""])]
    load(bench, f"exclude: [{rules}]", "s", *lines)
    assert column(bench, "platform_exclusion") == ["preview", "preview", "spam", None, None]
    assert column(bench, "row_status") == ["loaded"] * 5


def test_the_values_of_a_rule_are_texts_as_they_are_written(bench: Workbench) -> None:
    lines = [f"{index},{DAY},9,{cell}" for index, cell in enumerate(["true", "Yes", "1.0", "01", "1"])]
    load(bench, "exclude: [{column: s, values: [true, Yes, 1.0, 01], reason: test}]", "s", *lines)
    assert column(bench, "platform_exclusion") == ["test", "test", "test", "test", None]


def test_a_rule_on_a_column_that_is_not_there_refuses_the_file_unless_it_is_optional(bench: Workbench) -> None:
    load(bench, "exclude: [{column: s, values: ['1'], reason: test}]", "t", f"1,{DAY},9,")
    assert [entry["status"] for entry in bench.ledger()] == ["refused"]
    load(bench, "exclude: [{column: s, values: ['1'], reason: test, optional: true}]", "t", f"1,{DAY},9,")
    assert [entry["status"] for entry in bench.ledger()] == ["loaded"]


def test_a_response_is_complete_when_its_column_says_so(bench: Workbench) -> None:
    cells = ["1", "TRUE", "true", "0", "", "yes"]
    lines = [f"{index},{DAY},9,{cell}" for index, cell in enumerate(cells)]
    load(bench, "complete: {column: f, true_values: ['1', 'TRUE']}", "f", *lines)
    assert column(bench, "is_complete") == [True, True, True, False, False, False]


def test_without_values_the_usual_words_say_yes(bench: Workbench) -> None:
    cells = ["Yes", "ja", "x", "1", "no", "2"]
    lines = [f"{index},{DAY},9,{cell}" for index, cell in enumerate(cells)]
    load(bench, "complete: {column: f}", "f", *lines)
    assert column(bench, "is_complete") == [True, True, True, True, False, False]


def test_a_response_may_be_complete_when_a_column_is_filled(bench: Workbench) -> None:
    load(bench, "complete: {not_blank: done}", "done", f"1,{DAY},9,{DAY}", f"2,{DAY},9,", f"3,{DAY},9, ")
    assert column(bench, "is_complete") == [True, False, False]


def test_a_response_that_is_not_complete_may_lack_its_date(bench: Workbench) -> None:
    load(bench, "complete: {column: f}", "f", "1,,9,no", "2,,9,yes", "3,,9,")
    assert column(bench, "row_status") == ["loaded", "rejected", "loaded"]
    assert [(one["row_number"], one["reason"], one["scope"]) for one in bench.rejects()] == [(3, "no value", "row")]


def test_a_date_that_cannot_be_read_is_told_of_a_response_that_may_lack_it(bench: Workbench) -> None:
    load(bench, "complete: {column: f}", "f", "1,soon,9,no", "2,soon,9,yes")
    assert column(bench, "row_status") == ["loaded", "rejected"]
    assert [(one["raw_value"], one["reason"], one["scope"]) for one in bench.rejects()] == [
        ("soon", "not a date", "answer"),
        ("soon", "not a date", "row"),
    ]


def test_a_part_that_cannot_be_read_is_nothing_and_is_reported(bench: Workbench) -> None:
    parts = "sent_at: {column: s}, started_at: {column: b}, weight: {column: w}"
    load(bench, parts, "s,b,w", f"1,{DAY},9,{DAY},{DAY} 10:00,1.5", f"2,{DAY},9,x,y,heavy", f"3,{DAY},9,,,")
    assert column(bench, "weight") == [1.5, None, None]
    assert column(bench, "started_at") == [dt.datetime.fromisoformat("2025-01-01 09:00"), None, None]
    assert [(one["column_name"], one["raw_value"], one["reason"]) for one in bench.rejects()] == [
        ("b", "y", "not a date"),
        ("s", "x", "not a date"),
        ("w", "heavy", "not a number"),
    ]
    assert column(bench, "row_status") == ["loaded"] * 3


def test_a_weight_that_nobody_can_have_is_nothing_and_is_reported(bench: Workbench) -> None:
    weights = ("0", "-0.5", "1e999", "nan", "0.25", "1e-3", "")
    load(bench, "weight: {column: w}", "w", *(f"{n},{DAY},9,{weight}" for n, weight in enumerate(weights)))
    assert column(bench, "weight") == [None, None, None, None, 0.25, 0.001, None]
    assert [(one["raw_value"], one["reason"], one["scope"]) for one in bench.rejects()] == [
        ("0", "not a positive number", "answer"),
        ("-0.5", "not a positive number", "answer"),
        ("1e999", "not a positive number", "answer"),
        ("nan", "not a number", "answer"),
    ]
    assert all(one["remedy"] for one in bench.rejects())
    assert column(bench, "row_status") == ["loaded"] * len(weights)


def test_texts_of_a_response_come_from_columns_constants_and_labels(bench: Workbench) -> None:
    parts = (
        "touchpoint: {value: purchase}, channel: {column: c, labels: {W: web}}, segment: {column: s, optional: true}"
    )
    load(bench, parts, "c", f"1,{DAY},9,w", f"2,{DAY},9,mail")
    assert column(bench, "touchpoint") == ["purchase", "purchase"]
    assert column(bench, "channel") == ["web", "mail"]
    assert column(bench, "segment") == [None, None]


def test_attributes_are_kept_by_name_and_redacted(bench: Workbench) -> None:
    parts = "attributes: [{column: plan, as: tier}, {column_regex: '_c$'}]"
    load(bench, parts, "plan,size_c,note_c", f"1,{DAY},9,gold,5,a@b.se", f"2,{DAY},9,,,")
    assert column(bench, "attributes") == [
        '{"tier":"gold","size_c":"5","note_c":"[e-mail]"}',
        '{"tier":null,"size_c":null,"note_c":null}',
    ]


def test_survey_and_wave_may_stand_in_the_file_s_name_a_column_or_the_yaml(bench: Workbench) -> None:
    survey = "{kind: relational, id: {filename_regex: '^[a-z]+'}, wave: {filename_regex: '(20[0-9]{2}h[12])'}}"
    load(bench, "channel: {value: web}", "w", f"1,{DAY},9,2", name="nordic_2025h1.csv", survey=survey)
    assert (column(bench, "survey_id"), column(bench, "wave")) == (["nordic"], ["2025h1"])
    load(bench, "channel: {value: web}", "w", f"1,{DAY},9,2", name="nordic_2025h1.csv",
         survey="{kind: relational, id: 11, wave: {column: w}}")  # fmt: skip
    (response,) = bench.view("survey_responses")
    assert (response["survey_id"], response["wave"]) == ("11", "2")


def test_the_usual_survey_is_the_source(bench: Workbench) -> None:
    load(bench, "channel: {value: web}", "w", f"1,{DAY},9,2")
    assert (column(bench, "survey_id"), column(bench, "wave")) == (["pulse"], [None])


def test_a_file_whose_name_does_not_tell_is_refused(bench: Workbench) -> None:
    survey = "{kind: relational, wave: {filename_regex: '(20[0-9]{2}h[12])'}}"
    load(bench, "channel: {value: web}", "w", f"1,{DAY},9,2", survey=survey)
    assert [entry["reason"] for entry in bench.ledger()] == [
        "its name does not match (20[0-9]{2}h[12]); rename it, or correct filename_regex"
    ]


def test_an_optional_column_may_be_missing_and_any_other_may_not(bench: Workbench) -> None:
    load(bench, "channel: {coalesce: [{column: x, optional: true}, {column: y, optional: true}]}", "w", f"1,{DAY},9,2")
    assert column(bench, "channel") == [None]
    load(bench, "channel: {coalesce: [x, y]}", "w", f"1,{DAY},9,2")
    assert [entry["reason"] for entry in bench.ledger() if entry["status"] == "refused"] == [
        "column 'x' is not in the header; it has 'id', 'at', 'score', 'w': correct the selector or the export"
    ]


def test_a_row_without_an_id_is_rejected(bench: Workbench) -> None:
    load(bench, "channel: {value: web}", "w", f",{DAY},9,2", f"1,{DAY},9,2")
    (reject,) = bench.rejects()
    assert (reject["row_number"], reject["column_name"], reject["reason"]) == (2, "id", "no id")
    assert reject["remedy"] == "fill the column, or take another id in defs.yaml"


def test_hostile_cells_are_text_and_nothing_else(bench: Workbench) -> None:
    cells = ["'); drop table x; --", "$1 {braces} %s \\", '"quoted"', "=cmd|' /C calc'!A0", "?", "$file_id", "--", "/*"]
    lines = [f"{number},{DAY},9,{quoted}" for number, cell in enumerate(cells) if (quoted := _in_quotes(cell))]
    questions = "[{id: q, metric: text, column: note}]"
    load(bench, "channel: {column: note}", "note", *lines, questions=questions)
    assert column(bench, "a_q") == column(bench, "channel") == cells


def _in_quotes(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def test_hostile_names_of_columns_are_text_and_nothing_else(bench: Workbench) -> None:
    header = "it's; drop table x --"
    response = f'{{id: id, submitted_at: at, attributes: [{{column: "{header}"}}]}}'
    bench.run(survey_yaml(response=response), {"a.csv": csv(f"id,at,score,{header}", f"1,{DAY},9,v")})
    assert column(bench, "attributes") == [f'{{"{header}":"v"}}']


def test_a_sign_that_no_text_may_hold_breaks_no_file(bench: Workbench) -> None:
    questions = "[{id: q, metric: csat, column: {name_regex: '^q'}, item: name}]"
    bench.run(survey_yaml(questions), {"a.csv": csv("id,at,q\0 1,q2", f"a\0b,{DAY},4,5")})
    (row,) = bench.loaded()
    assert [(one["item"], one["score"]) for one in row["i_q"]] == [("q\ufffd 1", 4), ("q2", 5)]
