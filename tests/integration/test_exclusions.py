"""One real run on few, awkward submissions: which of them count, what is said of the others, where employees are."""

from pathlib import Path

import duckdb
import pytest

from tests.integration.conftest import Installation

RESPONSE = "id: {column: id}, customer: {column: who}, submitted_at: {column: at, timezone: UTC}"
YAMLS = {
    "relationship": f"""type: dagster_project.components.SurveyExport
attributes:
  source: relationship
  survey: {{kind: relational}}
  response:
    {{{RESPONSE}, complete: {{column: done}},
      exclude: [{{column: status, values: [preview], reason: preview}},
                {{column: status, values: [colleague], reason: colleagues}}]}}
  questions: [{{id: recommend, metric: nps, column: score}}]
""",
    "visits": f"""type: dagster_project.components.SurveyExport
attributes:
  source: visits
  survey: {{kind: transactional, id: {{column: survey}}}}
  response: {{{RESPONSE}, interaction: {{column: visit}}}}
  questions: [{{id: satisfied, metric: csat, column: csat}}, {{id: recommend, metric: nps, column: score}}]
""",
    "colleagues": f"""type: dagster_project.components.SurveyExport
attributes:
  source: colleagues
  survey: {{kind: employee}}
  response: {{{RESPONSE}, segment: {{column: unit}}}}
  questions: [{{id: recommend, metric: nps, column: score}}]
""",
    "staff": """type: dagster_project.components.TableExport
attributes:
  source: staff
  table: employees
  fields: {employee_id: {column: id}, unit: {column: unit}}
""",
}
FILES = {
    "relationship/again.csv": """id,who,at,score,done,status
R6,C3,2026-01-11 10:00:00,,yes,
R7,C4,2026-01-12 10:00:00,10,yes,preview
""",
    "relationship/first.csv": """id,who,at,score,done,status
R1,C1,2026-01-10 10:00:00,9,yes,
R2,C1,2026-01-10 10:01:00,9,yes,
R3,C1,2026-01-10 10:02:01,9,yes,
R4,C1,2026-01-10 10:02:00,9,yes,colleague
R5,C2,2026-01-10 10:00:00,9,no,
R6,C3,2026-01-10 10:00:00,7,yes,
R7,C4,2026-01-10 10:00:00,3,yes,
R8,,2026-01-10 10:00:00,9,yes,
R9,,2026-01-10 10:00:00,9,yes,
""",
    "visits/visits.csv": """id,who,at,survey,visit,csat,score
V1,C1,2026-01-10 10:00:00,shop,I1,5,
V2,C1,2026-01-11 10:00:00,shop,I1,,
V3,C1,2026-01-12 10:00:00,shop,I2,4,
V4,C1,2026-01-13 10:00:00,web,I2,3,
""",
    "colleagues/colleagues.csv": "id,who,at,score,unit\n"
    + "".join(f"E{n},P{n},2026-01-10 10:00:00,{n},Sales\n" for n in range(1, 10)),
    "staff/staff.csv": "id,unit\n" + "".join(f"P{n},Stock\n" for n in range(1, 9)),
}
REASONS = {
    "R1": "double_submission",
    "R2": None,
    "R3": None,
    "R4": "colleagues",
    "R5": "incomplete",
    "R6": None,
    "R6:superseded-1": "superseded",
    "R7": None,
    "R7:excluded-1": "preview",
    "R8": None,
    "R9": None,
    "V1": None,
    "V2": "repeated_interaction",
    "V3": None,
    "V4": None,
}


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The installation, after its run."""
    root = tmp_path_factory.mktemp("exclusions")
    installation = Installation(root, root / "raw", root / "sources")
    for source, yaml in YAMLS.items():
        _put(installation.sources_dir / source / "defs.yaml", yaml)
    for path, text in FILES.items():
        _put(installation.raw_dir / path, text)
    done = installation.run()
    assert done.returncode == 0, done.stdout + done.stderr
    return installation


def _put(place: Path, text: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")


def test_every_submission_has_the_reason_of_the_first_rule_that_takes_it_out(ran: Installation) -> None:
    rows = ran.query("select split_part(response_id, ':', 1), response_id, exclusion_reason from cx.survey_responses")
    assert {str(name).removeprefix(f"{source}:"): reason for source, name, reason in rows} == REASONS


def test_the_ledger_adds_up_and_hides_a_kind_with_too_few_people(ran: Installation) -> None:
    ledger = ran.query(
        "select survey_kind, exclusion_reason, submission_count from cx.exclusion_ledger order by all",
        "cx_metrics.duckdb",
    )
    assert ledger == [
        ("relational", "colleagues", 1),
        ("relational", "counted", 6),
        ("relational", "double_submission", 1),
        ("relational", "incomplete", 1),
        ("relational", "preview", 1),
        ("relational", "superseded", 1),
        ("transactional", "counted", None),
        ("transactional", "repeated_interaction", None),
    ]
    by_survey = ran.query("select survey_id, sum(submission_count) from cx.survey_exclusions group by all order by all")
    assert by_survey == [("relationship", 11), ("shop", 3), ("web", 1)]


def test_single_answers_of_employees_are_in_no_published_table(ran: Installation) -> None:
    for file in ("cx_metrics.duckdb", "cx_frontline.duckdb"):
        tables = ran.query(
            "select table_name from duckdb_columns() where schema_name = 'cx' and column_name in ('survey_kind')", file
        )
        holding = {
            name for (name,) in tables if ran.query(f"from cx.{name} where survey_kind = 'employee' limit 1", file)
        }
        assert holding == {"metric_values"}
    assert ran.query("select count(*) from cx.survey_answers where response_id like 'colleagues:%'") == [(0,)]
    assert ran.query(
        """select denominator from cx.metric_values
        where metric = 'enps' and dimension = 'all' and period_grain = 'month'"""
    ) == [(9,)]


def test_an_employees_unit_is_that_of_the_list_and_else_that_of_the_survey(ran: Installation) -> None:
    with duckdb.connect(ran.warehouse, read_only=True) as connection:
        rows = connection.execute(
            "select unit, count(*) from intermediate.int_responses_screened"
            " where survey_kind = 'employee' group by unit order by unit"
        ).fetchall()
    assert rows == [("Sales", 1), ("Stock", 8)]


def test_a_file_of_several_surveys_that_asks_for_recommendation_is_remarked_once(ran: Installation) -> None:
    remarks = ran.query("select file, remark from cx.data_quality where remark is not null", "cx_metrics.duckdb")
    assert [remark for _, remark in remarks] == ["NPS question in a transactional survey"]
    assert "visits" in str(remarks[0][0])
