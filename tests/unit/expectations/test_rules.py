"""Suites as data: which rules a source has, and how they are named."""

from dagster_project.expectations.rules import rules_for
from dagster_project.expectations.views import write_check_views
from dagster_project.ingest.schema import TABLES
from tests.unit.workbench import Workbench, survey_yaml, table_yaml

QUESTIONS = """
    - {id: recommend, metric: nps, column: score, group_column: g}
    - {id: effort, metric: ces, column: {name_regex: '^e'}, item: name}
    - {id: visits, metric: other, column: v}
    - {id: why, metric: text, column: w}"""
RESPONSE = "{id: {column: id}, submitted_at: {column: at}, channel: {column: c, known: [web]}, country: {column: l}}"


def names(bench: Workbench, yaml: str) -> list[str]:
    bench.declare(yaml, "pulse")
    return [rule.name for rule in rules_for(bench.specs()[0])]


def test_a_survey_s_suite_guards_files_ids_dates_scales_groups_and_known_words(bench: Workbench) -> None:
    found = names(bench, survey_yaml(QUESTIONS, response=RESPONSE))
    assert found == [
        "files_can_be_read",
        "rows_read_are_loaded_rejected_or_dropped",
        "rejected_rows_stay_under_the_threshold",
        "every_row_is_usable",
        "no_file_has_vanished",
        "every_encoding_is_beyond_doubt",
        "every_file_has_rows",
        "the_source_has_rows",
        *both("responses_have_an_id"),
        *both("response_ids_are_unique_in_a_file"),
        *both("complete_responses_have_a_date"),
        *both("responses_are_dated_from_2000_to_tomorrow"),
        *both("recommend_lies_on_its_scale"),
        *both("recommend_is_a_known_answer"),
        *both("effort_items_are_answers"),
        "score_and_group_agree",
        *both("channel_is_known"),
    ]


def both(name: str) -> tuple[str, str]:
    return f"almost_all_{name}", name


def test_a_table_s_suite_guards_what_it_needs_its_key_its_dates_and_its_words(bench: Workbench) -> None:
    fields = "{revenue_id: a, booked_on: b, amount: c, kind: d, customer_id: e}"
    assert names(bench, table_yaml("revenue", fields))[8:] == [
        *both("revenue_id_is_there"),
        *both("booked_on_is_there"),
        *both("revenue_id_is_unique_in_a_file"),
        *both("booked_on_is_a_sane_date"),
        *both("kind_is_known"),
        *both("values_can_be_read"),
    ]


def test_what_is_guarded_twice_blocks_above_the_threshold_and_warns_below(bench: Workbench) -> None:
    bench.declare(survey_yaml(more="thresholds: {max_rejected_share: 0.1}"))
    rules = {rule.name: rule for rule in rules_for(bench.spec())}
    strict, loose = rules["recommend_lies_on_its_scale"], rules["almost_all_recommend_lies_on_its_scale"]
    assert (strict.severity, strict.arguments.get("mostly")) == ("warning", None)
    assert (loose.severity, loose.arguments["mostly"]) == ("critical", 0.9)


def test_the_rules_of_every_table_ask_for_columns_that_their_view_has(bench: Workbench) -> None:
    for table, definition in TABLES.items():
        known = {name: ", known: [x]" for name, kind in definition.columns.items() if kind == "text"}
        fields = ", ".join(f"{name}: {{column: {name}{known.get(name, '')}}}" for name in definition.columns)
        bench.run(table_yaml(table, f"{{{fields}}}", source=f"our_{table}"), {})
        spec = bench.spec(f"our_{table}")
        write_check_views(bench.connection, spec)
        view = {row["column_name"] for row in bench.query(f"describe checks.our_{table}__rows")}
        asked = {rule.arguments["column"] for rule in rules_for(spec) if "column" in rule.arguments}
        assert asked
        assert asked <= view, table


def test_names_of_rules_are_unique_whatever_questions_are_called(bench: Workbench) -> None:
    questions = "[{id: responses_have_an_id, metric: nps, column: a}, {id: the, metric: csat, column: b}]"
    found = names(bench, survey_yaml(questions))
    assert len(found) == len(set(found))


def test_every_rule_says_its_sentence(bench: Workbench) -> None:
    bench.declare(survey_yaml(QUESTIONS, response=RESPONSE))
    assert [rule.name for rule in rules_for(bench.spec()) if not rule.description.endswith(".")] == []
