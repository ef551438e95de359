"""A planted defect of each kind turns its check red: critical above the threshold, a warning below."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from dagster_project.expectations.session import Outcome
from tests.unit.workbench import Workbench, csv, survey_yaml, table_yaml

HEADER = "id,at,score,group,channel,e1,e2"
GOOD = [f"r{index},2025-01-{index % 28 + 1:02d},9,Promoter,web,4,5" for index in range(100)]
QUESTIONS = """
    - {id: recommend, metric: nps, column: score, group_column: group}
    - {id: effort, metric: ces, column: {name_regex: '^e[12]$'}, item: name}"""
SURVEY = survey_yaml(
    QUESTIONS, response="{id: {column: id}, submitted_at: {column: at}, channel: {column: channel, known: [web, mail]}}"
)
CUSTOMERS = table_yaml(
    "customers",
    "{customer_id: id, acquired_on: a, churned_on: c, annual_revenue: r, segment: {column: s, known: [A, B]}}",
)


def red(outcomes: Mapping[str, Outcome]) -> dict[str, str]:
    """The severity of every rule that does not hold."""
    return {name: one.rule.severity for name, one in outcomes.items() if not one.passed}


def survey(bench: Workbench, *bad: str) -> None:
    bench.run(SURVEY, {"a.csv": csv(HEADER, *GOOD, *bad)})


def test_good_files_are_green_and_every_rule_is_counted(bench: Workbench) -> None:
    survey(bench)
    outcomes = bench.check()
    assert [name for name, one in outcomes.items() if not one.passed or one.error] == []
    assert {one.checked for one in outcomes.values() if one.rule.reads == "rows"} == {100}
    assert {one.checked for one in outcomes.values() if one.rule.reads == "files"} == {1}
    assert {one.unexpected for one in outcomes.values() if one.rule.name != "the_source_has_rows"} == {0}


# What is planted -> the rule that must see it; `{n}` is a new number, `{m}` one that is there already.
DEFECTS = [
    ("r{n},2025-01-01,42,,web,4,5", "recommend_lies_on_its_scale"),
    ("r{n},2025-01-01,-1,,web,4,5", "recommend_lies_on_its_scale"),
    ("r{n},2025-01-01,good,,web,4,5", "recommend_is_a_known_answer"),
    ("r{n},2025-01-01,5.5,,web,4,5", "recommend_is_a_known_answer"),
    ("r{n},2025-01-01,9,,web,9,5", "effort_items_are_answers"),
    ("r{n},2025-01-01,9,,web,4,much", "effort_items_are_answers"),
    ("r{n},2025-01-01,9,,fax,4,5", "channel_is_known"),
    ("r{n},1999-12-31,9,,web,4,5", "responses_are_dated_from_2000_to_tomorrow"),
    ("r{n},2199-01-01,9,,web,4,5", "responses_are_dated_from_2000_to_tomorrow"),
    (",2025-01-01,9,,web,4,5", "responses_have_an_id"),
    ("r{n},soon,9,,web,4,5", "complete_responses_have_a_date"),
    ("r{n},,9,,web,4,5", "complete_responses_have_a_date"),
    ("r{m},2025-01-01,9,,web,4,5", "response_ids_are_unique_in_a_file"),
    ("r{n},2025-01-01,9,Detractor,web,4,5", "score_and_group_agree"),
]


def planted(defects: list[tuple[str, str]], times: int) -> tuple[list[str], Counter[str]]:
    """The bad lines, and how often each rule must find something unexpected."""
    lines = [
        line.format(n=1000 + 100 * time + number, m=time)
        for time in range(times)
        for number, (line, _) in enumerate(defects)
    ]
    return lines, Counter({name: times * count for name, count in Counter(name for _, name in defects).items()})


def test_one_defect_of_each_kind_in_a_thousand_rows_warns_and_is_counted(bench: Workbench) -> None:
    bad, expected = planted(DEFECTS, 1)
    good = [line.replace("r", f"q{number}", 1) for number, line in enumerate(GOOD * 9)]
    survey(bench, *good, *bad)
    outcomes = bench.check()
    assert {name: outcomes[name].unexpected for name in expected} == dict(expected)
    assert red(outcomes) == dict.fromkeys([*expected, "every_row_is_usable"], "warning")


def test_five_defects_of_each_kind_in_a_hundred_rows_block(bench: Workbench) -> None:
    bad, expected = planted(DEFECTS, 5)
    survey(bench, *bad)
    outcomes = bench.check()
    assert {name: outcomes[name].unexpected for name in expected} == dict(expected)
    critical = {name for name, severity in red(outcomes).items() if severity == "critical"}
    assert critical == {
        *(f"almost_all_{name}" for name in expected if name != "score_and_group_agree"),
        "rejected_rows_stay_under_the_threshold",
    }


def test_rows_without_their_cells_block(bench: Workbench) -> None:
    survey(bench, *[f"x{index},2025-01-01" for index in range(5)])
    assert red(bench.check()) == {
        "every_row_is_usable": "warning",
        "rejected_rows_stay_under_the_threshold": "critical",
    }


def test_the_threshold_is_the_source_s_own(bench: Workbench) -> None:
    bad = [f"x{index},2025-01-01,42,,web,4,5" for index in range(5)]
    bench.run(f"{SURVEY}  thresholds: {{max_rejected_share: 0.05}}\n", {"a.csv": csv(HEADER, *GOOD, *bad)})
    assert red(bench.check(only="recommend|threshold")) == {"recommend_lies_on_its_scale": "warning"}


def test_a_refused_file_blocks_unless_so_many_may_be_refused(bench: Workbench) -> None:
    bench.run(SURVEY, {"a.csv": csv(HEADER, *GOOD), "b.csv": "x\n"})
    assert red(bench.check(only="file")) == {"files_can_be_read": "critical"}
    bench.declare(f"{SURVEY}  thresholds: {{max_refused_files: 1}}\n")
    assert red(bench.check(only="file")) == {}


def test_a_vanished_file_warns(bench: Workbench) -> None:
    survey(bench)
    bench.path("a.csv").unlink()
    bench.load()
    assert red(bench.check(only="file")) == {"no_file_has_vanished": "warning"}


def test_a_source_without_rows_warns(bench: Workbench) -> None:
    bench.run(SURVEY, {})
    assert red(bench.check()) == {"the_source_has_rows": "warning"}
    bench.drop({"a.csv": csv(HEADER)})
    bench.load()
    assert red(bench.check(only="rows")) == {"the_source_has_rows": "warning", "every_file_has_rows": "warning"}


def test_a_row_that_is_lost_on_the_way_blocks(bench: Workbench) -> None:
    survey(bench)
    bench.connection.execute("update raw.ingested_files set rows_loaded = rows_loaded - 1")
    assert red(bench.check(only="row")) == {"rows_read_are_loaded_rejected_or_dropped": "critical"}


def test_a_dropped_row_is_no_defect(bench: Workbench) -> None:
    survey(bench, ",,,,,,")
    assert red(bench.check()) == {}


def test_the_value_that_was_read_is_looked_at_also_on_a_reversed_scale(bench: Workbench) -> None:
    yaml = survey_yaml("[{id: hard, metric: ces, column: score, scale: {min: 1, max: 5, reversed: true}}]")
    bench.run(yaml, {"a.csv": csv("id,at,score", "1,2025-01-01,1", "2,2025-01-01,5", "3,2025-01-01,9")})
    outcome = bench.check(only="hard")["hard_lies_on_its_scale"]
    assert (outcome.checked, outcome.unexpected) == (3, 1)
    assert outcome.share == pytest.approx(1 / 3)
    assert [sample["row_number"] for sample in outcome.samples] == [4]


RECORDS = [f"C{index},2020-01-01,,5,A" for index in range(100)]
RECORD_DEFECTS = [
    (",2020-01-01,,5,A", "customer_id_is_there"),
    ("C{m},2020-01-01,,5,A", "customer_key_is_unique_in_a_file"),
    ("C{n},1901-01-01,,5,A", "acquired_on_is_a_sane_date"),
    ("C{n},2150-01-01,,5,A", "acquired_on_is_a_sane_date"),
    ("C{n},2020-01-01,,much,A", "values_can_be_read"),
    ("C{n},2020-01-01,,5,Z", "segment_is_known"),
]


def test_one_bad_record_of_each_kind_warns_and_five_block(bench: Workbench) -> None:
    bad, expected = planted(RECORD_DEFECTS, 1)
    bench.run(CUSTOMERS, {"a.csv": csv("id,a,c,r,s", *RECORDS, *bad)})
    outcomes = bench.check("records")
    assert {name: outcomes[name].unexpected for name in expected} == dict(expected)
    assert red(outcomes) == dict.fromkeys([*expected, "every_row_is_usable"], "warning")
    bad, expected = planted(RECORD_DEFECTS, 5)
    bench.run(CUSTOMERS, {"a.csv": csv("id,a,c,r,s", *RECORDS, *bad)})
    outcomes = bench.check("records")
    critical = {name for name, severity in red(outcomes).items() if severity == "critical"}
    assert critical == {*(f"almost_all_{name}" for name in expected), "rejected_rows_stay_under_the_threshold"}


def test_customers_who_left_before_they_came_block(bench: Workbench) -> None:
    bad = [f"X{index},2020-01-01,2019-01-01,5,A" for index in range(5)]
    bench.run(CUSTOMERS, {"a.csv": csv("id,a,c,r,s", *RECORDS, *bad)})
    assert red(bench.check("records")) == {
        "every_row_is_usable": "warning",
        "rejected_rows_stay_under_the_threshold": "critical",
    }


def test_the_same_key_in_two_files_is_no_defect_since_exports_overlap(bench: Workbench) -> None:
    bench.run(CUSTOMERS, {"a.csv": csv("id,a,c,r,s", *RECORDS), "b.csv": csv("id,a,c,r,s", *RECORDS[::-1])})
    assert red(bench.check("records", only="unique")) == {}


def test_samples_are_ten_places_and_hold_no_personal_data(bench: Workbench) -> None:
    people = ["anna@x.se", "070-1234567", "850304-1234", "198503041234", "46701234567", "Anna Andersson"]
    bad = [f"{person},2025-01-01,{person},{person},{person},{person},{person}" for person in people * 3]
    bench.run(SURVEY, {"a.csv": csv(HEADER, *GOOD, *bad), "b.csv": csv("anna@x.se,070-1234567")})
    outcomes = bench.check()
    everything: list[Any] = [one.samples for one in outcomes.values()] + [one.error for one in outcomes.values()]
    assert [person for person in people if person.replace("-", "") in str(everything).replace("-", "")] == []
    wrong = outcomes["recommend_is_a_known_answer"]
    assert (wrong.checked, wrong.unexpected, len(wrong.samples)) == (118, 12, 10)
    assert wrong.samples[0] == {"file_path": "pulse/a.csv", "row_number": 102}


def test_a_source_and_its_questions_may_have_any_name(bench: Workbench) -> None:
    names = ("channel", "submission_id", "row_number", "status", "order")
    questions = ", ".join(f"{{id: {name}, metric: nps, column: score}}" for name in names)
    questions = questions.replace("column: score}", "column: score, primary: true}", 1)
    bench.run(survey_yaml(f"[{questions}]", source="select"), {"a.csv": csv("id,at,score", "1,2025-01-01,42")})
    expected = {f"{mostly}{name}_lies_on_its_scale" for name in names for mostly in ("", "almost_all_")}
    assert set(red(bench.check("select", only="scale"))) == expected


def test_the_warehouse_is_free_after_a_validation(bench: Workbench) -> None:
    survey(bench)
    bench.check(only="file")
    bench.connection.execute("create table t as select 1 as x")
    bench.stack.close()
    bench._connection = None
    assert bench.query("select x from t") == [{"x": 1}]
