"""The schema `raw`: always there, always typed, whatever sources there are."""

import pytest

from dagster_project.ingest.schema import TABLES
from dagster_project.ingest.sql import columns_of
from dagster_project.ingest.survey_views import ANSWER_COLUMNS, COMMENT_COLUMNS, RESPONSE_VIEW_COLUMNS
from dagster_project.ingest.views import BOOKKEEPING, RAW_TABLES, SURVEY_VIEWS, readers_of, write_views
from dagster_project.provenance import write_run_parameters
from tests.unit.workbench import Workbench, csv, survey_yaml, table_yaml

CONTRACT = {
    "survey_responses": RESPONSE_VIEW_COLUMNS,
    "survey_answers": ANSWER_COLUMNS,
    "survey_comments": COMMENT_COLUMNS,
    "customers": {
        "source": "VARCHAR",
        "file_id": "VARCHAR",
        "file_path": "VARCHAR",
        "row_number": "BIGINT",
        "content_hash": "VARCHAR",
        "customer_id": "VARCHAR",
        "customer_key": "VARCHAR",
        "email_hash": "VARCHAR",
        "segment": "VARCHAR",
        "persona": "VARCHAR",
        "country": "VARCHAR",
        "industry": "VARCHAR",
        "acquired_on": "DATE",
        "churned_on": "DATE",
        "churn_reason": "VARCHAR",
        "annual_revenue": "DECIMAL(18,4)",
        "acquisition_cost": "DECIMAL(18,4)",
        "currency": "VARCHAR",
        "account_owner": "VARCHAR",
        "updated_at": "TIMESTAMP",
    },
    "fx_rates": {
        "source": "VARCHAR",
        "file_id": "VARCHAR",
        "file_path": "VARCHAR",
        "row_number": "BIGINT",
        "content_hash": "VARCHAR",
        "day": "DATE",
        "currency": "VARCHAR",
        "rate": "DOUBLE",
    },
    "rejected_rows": {
        "source": "VARCHAR",
        "file_path": "VARCHAR",
        "file_id": "VARCHAR",
        "row_number": "BIGINT",
        "column_name": "VARCHAR",
        "raw_value": "VARCHAR",
        "reason": "VARCHAR",
        "remedy": "VARCHAR",
        "scope": "VARCHAR",
    },
}
BAD_TYPES = ("HUGEINT", "ENUM", "STRUCT", "[]", "MAP", "NULL", "TIMESTAMP WITH TIME ZONE")
FILLED = {
    "pulse": (survey_yaml("""
    - {id: recommend, metric: nps, column: score}
    - {id: easy, metric: ces, column: score, scale: {min: 0, max: 10}, satisfied_from: 7}
    - {id: why, metric: text, column: why}"""), "id,at,score,why\n1,2025-01-01,9,x\n"),
    "crm": (table_yaml("customers", "{customer_id: id}", source="crm"), "id\nC1\n"),
    "tickets": (table_yaml("tickets", "{ticket_id: id, requested_at: at}", source="tickets"), "id,at\n1,2025-01-01\n"),
}  # fmt: skip


def test_without_any_source_every_table_is_there_typed_and_empty(bench: Workbench) -> None:
    write_views(bench.connection, [])
    write_run_parameters(bench.connection, bench.settings, "run")
    for table in RAW_TABLES:
        columns = columns_of(bench.connection, "raw", table)
        assert columns, table
        assert not [kind for kind in columns.values() if any(bad in kind for bad in BAD_TYPES)], table
        if table != "run_parameters":
            assert bench.query(f"select * from raw.{table}") == []


@pytest.mark.parametrize("sources", [("pulse",), ("tickets", "crm"), ("pulse", "crm", "tickets")])
def test_any_subset_of_sources_gives_the_same_columns(bench: Workbench, sources: tuple[str, ...]) -> None:
    for source in sources:
        yaml, content = FILLED[source]
        bench.run(yaml, {"a.csv": content})
    write_views(bench.connection, bench.specs())
    for table, columns in CONTRACT.items():
        assert columns_of(bench.connection, "raw", table) == columns
    assert len(bench.query("select * from raw.survey_responses")) == ("pulse" in sources)
    assert len(bench.query("select * from raw.customers")) == ("crm" in sources)
    assert len(bench.query("select * from raw.tickets")) == ("tickets" in sources)


def test_several_sources_fill_one_table_together(bench: Workbench) -> None:
    for source in ("north", "south"):
        bench.run(table_yaml("customers", "{customer_id: id}", source=source), {"a.csv": csv("id", source)})
    assert [(row["source"], row["customer_id"]) for row in bench.view("customers")] == [
        ("north", "north"),
        ("south", "south"),
    ]


def test_only_loaded_rows_are_seen(bench: Workbench) -> None:
    lines = ("1,2025-01-01,9", ",2025-01-01,9", ",,")
    bench.run(survey_yaml(), {"a.csv": csv("id,at,score", *lines)})
    assert [row["row_number"] for row in bench.view("survey_responses")] == [2]
    assert [row["row_number"] for row in bench.view("survey_answers")] == [2]
    assert [row["row_number"] for row in bench.view("rejected_rows")] == [3]


def test_a_response_carries_what_its_survey_declares(bench: Workbench) -> None:
    yaml = survey_yaml(survey="{kind: employee, id: eNPS, wave: w1, partials_count: true, finite_population: 850}")
    bench.run(yaml, {"a.csv": csv("id,at,score", "1,2025-01-01,9")})
    (row,) = bench.view("survey_responses")
    names = ("survey_kind", "survey_id", "wave", "partials_count", "finite_population", "asks_nps", "asks_csat")
    assert [row[name] for name in names] == ["employee", "eNPS", "w1", True, 850, True, False]
    assert row["file_path"] == "pulse/a.csv"


def test_rows_and_rejects_of_a_vanished_file_are_still_seen(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": csv("id,at,score", "1,2025-01-01,42")})
    bench.run(table_yaml("customers", "{customer_id: id}", source="crm"), {"a.csv": csv("id", "C1")})
    for source in ("pulse", "crm"):
        bench.path("a.csv", source).unlink()
        bench.load(source)
    for view in ("survey_responses", "survey_answers", "customers", "rejected_rows"):
        assert len(bench.view(view)) == 1, view


def test_rows_of_a_file_that_has_a_twin_are_seen_once(bench: Workbench) -> None:
    content = csv("id,at,score", "1,2025-01-01,9")
    bench.run(survey_yaml(), {"a.csv": content, "b.csv": content})
    assert len(bench.view("survey_responses")) == 1
    assert len(bench.view("survey_answers")) == 1


def test_a_source_that_is_no_more_leaves_the_views(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": csv("id,at,score", "1,2025-01-01,9")})
    write_views(bench.connection, bench.specs())
    write_views(bench.connection, [])
    assert bench.query("select * from raw.survey_responses") == []


def test_sources_and_questions_may_have_any_name_that_the_grammar_allows(bench: Workbench) -> None:
    names = ["select", "order", "submission_id", "row_number", "status", "item", "score", "a__rows", "x" * 60]
    questions = ", ".join(f"{{id: {name}, metric: csat, column: score, satisfied_from: 4}}" for name in names)
    for name in names:
        bench.run(survey_yaml(f"[{questions}]", source=name), {"a.csv": csv("id,at,score", "1,2025-01-01,4")})
    assert [row["source"] for row in bench.view("survey_responses")] == sorted(names)
    found = [(row["source"], row["question_id"], row["score"]) for row in bench.view("survey_answers")]
    assert sorted(found) == sorted((source, question, 4) for source in names for question in names)


def test_a_raw_table_depends_on_the_sources_of_its_kind(bench: Workbench) -> None:
    for source in FILLED:
        bench.declare(FILLED[source][0])
    specs = bench.specs()
    readers = {table: {spec.source for spec in readers_of(table, specs)} for table in RAW_TABLES}
    assert readers["survey_answers"] == {"pulse"}
    assert readers["customers"] == {"crm"}
    assert readers["rejected_rows"] == readers["ingested_files"] == set(FILLED)
    assert readers["revenue"] == readers["run_parameters"] == set()


def test_the_raw_tables_are_those_of_the_design() -> None:
    assert set(RAW_TABLES) == {*SURVEY_VIEWS, *TABLES, *BOOKKEEPING}
    assert len(RAW_TABLES) == len(set(RAW_TABLES))
