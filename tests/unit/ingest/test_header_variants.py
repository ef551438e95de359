"""Headers of several shapes, reports that are no tables, tables below one another, ids made of whatever is there."""

import datetime as dt

import pytest

from dagster_project.ingest.spec import SpecError, SurveySource
from tests.unit.workbench import Workbench, csv, survey_yaml, table_yaml

VARIANTS = '{header_rows: 1, header_variants: [{any_cell_regex: "^V1$", header_rows: 2, header_roles: [id, question]}]}'


@pytest.mark.parametrize(
    ("rows", "first"), [(("id,at,score",), 2), (("V1,V2,V3", "id,at,score"), 3), (("", "V1,V2,V3", "id,at,score"), 4)]
)
def test_a_header_may_have_another_shape_in_some_files(bench: Workbench, rows: tuple[str, ...], first: int) -> None:
    where = "{coalesce: [{column: %s, optional: true}, {column: {question: %s}, optional: true}]}"
    response = f"{{id: {where % ('id', 'id')}, submitted_at: {where % ('at', 'at')}}}"
    question = "[{id: recommend, metric: nps, column: {question: score}}]"
    bench.run(survey_yaml(question, response=response, file=VARIANTS), {"a.csv": csv(*rows, "1,2025-01-01,9")})
    assert [(row["row_number"], row["submission_id"], row["s_recommend"]) for row in bench.rows()] == [(first, "1", 9)]


def test_a_variant_is_a_shape_like_any_other(bench: Workbench) -> None:
    file = '{header_variants: [{any_cell_regex: "^V1$", header_rows: 2, header_roles: [id]}]}'
    bench.declare(survey_yaml(file=file))
    with pytest.raises(SpecError, match="header_roles names 1 rows, header_rows says 2"):
        bench.specs()


def test_a_report_is_refused_with_the_reason_that_the_yaml_gives(bench: Workbench) -> None:
    file = '{refuse_if: [{any_cell_regex: "^Answer Choices$", reason: a summary of the answers}]}'
    content = csv("id,at,score", "1,2025-01-01,9", "Answer Choices,Responses,")
    result = bench.run(survey_yaml(file=file), {"a.csv": content})
    assert list(result.refused.values()) == ["a summary of the answers; export the records themselves, one row each"]


@pytest.mark.parametrize("blank", ["", ",,", " , ,"])
def test_what_stands_below_a_blank_line_is_another_table(bench: Workbench, blank: str) -> None:
    content = csv("id,at,score", "1,2025-01-01,9", "2,2025-01-01,8", blank, "day,sessions,", "1,2025-01-03,7")
    bench.run(survey_yaml(file="{ends_at_blank_line: true}"), {"a.csv": content})
    (entry,) = bench.ledger()
    assert bench.values("submission_id") == ["1", "2"]
    assert entry["rows_read"] == entry["rows_loaded"] + entry["rows_dropped"]
    assert {row["drop_reason"] for row in bench.rows()} <= {None, "another table", "blank row"}


def test_a_table_without_a_blank_line_is_read_to_its_end(bench: Workbench) -> None:
    bench.run(survey_yaml(file="{ends_at_blank_line: true}"), {"a.csv": csv("id,at,score", "1,2025-01-01,9", "")})
    assert bench.values("submission_id") == ["1"]


def test_an_id_may_be_made_of_all_cells_and_identical_rows_are_numbered(bench: Workbench) -> None:
    response = '{id: {hash_of: ["*"]}, submitted_at: {column: at}}'
    rows = ["a,2025-01-01,9", "a,2025-01-01,9", "b,2025-01-01,9", ",2025-01-01,9"]
    bench.run(survey_yaml(response=response), {"a.csv": csv("id,at,score", *rows)})
    first, second, third, fourth = bench.values("submission_id")
    assert second == f"{first}-2"
    assert len({first, second, third, fourth}) == 4


@pytest.mark.parametrize("header", ["Response ID,at,score", "other,at,score"])
@pytest.mark.parametrize("last", ["{row_number: true}", '{hash_of: ["*"]}'])
def test_an_id_may_be_made_where_the_column_is_missing_or_blank(bench: Workbench, header: str, last: str) -> None:
    response = f"{{id: {{coalesce: [{{column: Response ID, optional: true}}, {last}]}}, submitted_at: {{column: at}}}}"
    bench.run(survey_yaml(response=response), {"a.csv": csv(header, "R1,2025-01-01,9", ",2025-01-01,8")})
    first, second = bench.values("submission_id")
    assert (first == "R1") is header.startswith("Response")
    assert second not in (None, "", first)


QUALTRICS = """id,at,score
Id,End,Score
"{""ImportId"":""_recordId""}","{""ImportId"":""endDate"",""timeZone"":""%s""}","{""ImportId"":""QID1""}"
1,2025-07-01 10:00:00,9
"""


@pytest.mark.parametrize(
    ("zone", "declared", "hour"),
    [("America/Denver", "", 16), ("Z", "", 10), ("Nowhere/Land", "", 8), ("America/Denver", ", timezone: UTC", 10)],
)
def test_times_are_in_the_zone_that_the_export_names_unless_the_yaml_names_one(
    bench: Workbench, zone: str, declared: str, hour: int
) -> None:
    response = f"{{id: {{column: id}}, submitted_at: {{column: at{declared}}}}}"
    file = "{header_rows: 3, header_roles: [id, question, import_id]}"
    bench.run(survey_yaml(response=response, file=file), {"a.csv": QUALTRICS % zone})
    assert bench.values("submitted_at") == [dt.datetime.fromisoformat(f"2025-07-01 {hour:02}:00")]


def test_how_many_header_rows_there_are_is_said_together_with_what_they_are(bench: Workbench) -> None:
    bench.declare(survey_yaml(file="{header_rows: 1}", more="platform: qualtrics"))
    (spec,) = bench.specs()
    assert (spec.file.roles, spec.file.header_variants) == (["name"], [])


def test_what_a_platform_puts_for_missing_adds_to_what_a_question_declares(bench: Workbench) -> None:
    questions = '[{id: q, metric: nps, column: q, missing: {"11": blank}}]'
    bench.declare(survey_yaml(questions, response="{}", more="platform: questback"))
    (spec,) = bench.specs()
    assert isinstance(spec, SurveySource)
    missing = spec.questions[0].missing
    assert missing["11"] == "blank"
    assert "-99" in missing


def test_a_ticket_solved_before_it_was_answered_is_loaded_with_a_note(bench: Workbench) -> None:
    fields = "{ticket_id: id, requested_at: a, first_response_at: b, solved_at: c}"
    row = "1,2025-01-01 10:00,2025-01-01 12:00,2025-01-01 11:00"
    bench.run(table_yaml("tickets", fields), {"a.csv": csv("id,a,b,c", row)})
    (reject,) = bench.rejects()
    assert (reject["scope"], reject["reason"]) == ("note", "solved before it was answered")
    assert len(bench.loaded("records")) == 1
