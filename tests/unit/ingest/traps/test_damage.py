"""What spreadsheets and wrong decoding do to an export: traps 8, 9, 14 and 16."""

from decimal import Decimal

import pytest

from dagster_project.ingest.plausibility import doubtful_encoding
from tests.unit.ingest.exports import counts
from tests.unit.ingest.traps.figures import nps_of
from tests.unit.workbench import Workbench, csv, survey_yaml, table_yaml

DATED = "{id: {row_number: true}, submitted_at: {value: '2020-06-30'}}"

# Trap 8: Mac Roman, with the no-break blank between the words of its headings that cp1252 reads as Ê.
HEADING = "How often do you meet friends?"
MAC = csv(
    f"{HEADING.replace(' ', chr(160))},Why?",
    "5,“Bien” a-t-il dit à un café",
    "1,På fredagar går vi på café",
    "3,Für mich völlig in Ordnung",
).encode("mac_roman")
OFTEN = f"[{{id: often, metric: csat, column: '{HEADING}'}}, {{id: why, metric: text, column: Why?, pii: keep}}]"


def test_mac_roman_asked_for_alone_is_read(bench: Workbench) -> None:
    bench.run(survey_yaml(OFTEN, response=DATED, file="{encoding: mac_roman}"), {"1h_2020.csv": MAC})
    assert bench.values("s_often") == [5, 1, 3]
    assert bench.values("a_why")[1] == "På fredagar går vi på café"
    assert bench.ledger()[0]["encoding"] == "mac_roman"


def test_mac_roman_read_as_cp1252_misses_its_headings_and_shows_what_it_has(bench: Workbench) -> None:
    bench.run(survey_yaml(OFTEN, response=DATED), {"1h_2020.csv": MAC})
    reason = bench.ledger()[0]["reason"]
    assert f"column '{HEADING}' is not in the header; it has 'HowÊoftenÊdoÊyouÊmeetÊfriends?'" in reason
    assert bench.rows() == []


def test_mac_roman_read_as_cp1252_is_doubted_and_no_other_text_is(bench: Workbench) -> None:
    assert doubtful_encoding(MAC, "cp1252") == "mac_roman"
    assert doubtful_encoding(MAC.decode("mac_roman").encode("cp1252"), "cp1252") is None


def test_mac_roman_read_as_cp1252_loads_with_the_doubt_in_the_ledger_where_its_headings_survive(
    bench: Workbench,
) -> None:
    plain = OFTEN.replace(HEADING, "Often")
    content = MAC.replace(HEADING.replace(" ", chr(160)).encode("mac_roman"), b"Often")
    bench.run(survey_yaml(plain, response=DATED), {"1h_2020.csv": content})
    (entry,) = bench.ledger()
    assert (entry["status"], entry["encoding"]) == ("loaded", "cp1252")
    assert "mac_roman" in (entry["reason"] or "")


# Trap 9: what a spreadsheet made of an export.
NO_BREAK = "\u00a0"
EXCEL = csv(
    "*RESPNUM,NETPRO  ,Q13 COUNTY,Likely to return,Employees,Why?",
    f"1,10,Alameda,Very{NO_BREAK}Likely,01-May,fine",
    f"2,#NAME?,Marin,Very{NO_BREAK}Unlikely{NO_BREAK},Jun-25,#NAME?",
    "3,6, Napa ,very unlikely,26-100,",
)
EXCEL_RESPONSE = """{id: {column: "*RESPNUM"}, submitted_at: {value: "2018-05-31"}, country: {column: Q13 COUNTY},
    segment: {column: Employees, labels: {01-May: "1-5", Jun-25: "6-25"}, known: ["1-5", "6-25", 26-100]}}"""
EXCEL_QUESTIONS = """
    - {id: recommend, metric: nps, column: NETPRO}
    - {id: again, metric: csat, column: Likely to return, labels: {Very Unlikely: 1, Very Likely: 5}}
    - {id: why, metric: text, column: Why?}"""


def test_what_excel_damaged_is_read_where_the_yaml_names_it(bench: Workbench) -> None:
    yaml = survey_yaml(EXCEL_QUESTIONS, response=EXCEL_RESPONSE, file="{null_values: ['', '#NAME?']}")
    bench.run(yaml, {"a.csv": EXCEL})
    assert [row["submission_id"] for row in bench.loaded()] == ["1", "2", "3"]
    assert (bench.values("s_recommend"), bench.values("m_recommend")) == ([10, None, 6], [None, "blank", None])
    assert bench.values("s_again") == [5, 1, 1]
    assert bench.values("a_why") == ["fine", None, None]
    assert bench.values("segment") == ["1-5", "6-25", "26-100"]
    assert bench.values("country") == ["Alameda", "Marin", "Napa"]
    assert nps_of(bench) == (2, 0)
    assert bench.rejects() == []


def test_what_excel_damaged_and_nobody_named_is_reported(bench: Workbench) -> None:
    response = EXCEL_RESPONSE.replace('labels: {01-May: "1-5", Jun-25: "6-25"}, ', "")
    bench.run(survey_yaml(EXCEL_QUESTIONS, response=response), {"a.csv": EXCEL})
    assert [(reject["row_number"], reject["raw_value"], reject["reason"]) for reject in bench.rejects()] == [
        (3, "#NAME?", "unmapped")
    ]
    outcome = bench.check(only="^segment_is_known$")["segment_is_known"]
    assert (outcome.passed, outcome.unexpected) == (False, 2)


def test_an_answer_that_became_a_day_is_unmapped(bench: Workbench) -> None:
    content = csv("id,at,score", "1,2025-01-01,01-May", "2,2025-01-01,Jun-25", "3,2025-01-01,2025-01-05")
    bench.run(survey_yaml(), {"a.csv": content})
    assert bench.values("s_recommend") == [None, None, None]
    assert [reject["raw_value"] for reject in bench.rejects()] == ["01-May", "Jun-25", "2025-01-05"]


@pytest.mark.parametrize(("selector", "near"), [("RESPNUM", "*RESPNUM"), ("COUNTY", "Q13 COUNTY")])
def test_a_heading_that_lacks_its_decoration_is_refused_with_the_one_that_is_there(
    bench: Workbench, selector: str, near: str
) -> None:
    response = f"{{id: {{column: {selector}}}, submitted_at: {{value: '2018-05-31'}}}}"
    bench.run(survey_yaml("[{id: a, metric: nps, column: NETPRO}]", response=response), {"a.csv": EXCEL})
    assert near in bench.ledger()[0]["reason"]


# Trap 14: eleven customers of the first month have a blank where a total should stand.
def charges(blank: str) -> str:
    rows = [
        *(f"new-{number},Month-to-month,{blank}" for number in range(11)),
        "old-1,Two year,1889.5",
        "old-2,One year,0",
    ]
    return csv("customerID,Contract,Total Charges", *rows)


@pytest.mark.parametrize("blank", ["", " ", '" "', '"   "', "\u00a0", '"\t"'])
def test_a_blank_text_in_a_column_of_numbers_is_nothing_and_no_0(bench: Workbench, blank: str) -> None:
    fields = "{customer_id: {column: customerID}, annual_revenue: {column: Total Charges, currency: USD}}"
    bench.run(table_yaml("customers", fields), {"telco.csv": charges(blank)})
    assert bench.values("annual_revenue", "records") == [None] * 11 + [Decimal("1889.5"), Decimal(0)]
    assert bench.rejects() == []
    assert counts(bench) == (13, 13, 0, 0)


@pytest.mark.parametrize("blank", [" ", "\u00a0"])
def test_a_blank_text_in_a_column_of_scores_is_no_answer(bench: Workbench, blank: str) -> None:
    bench.run(survey_yaml(), {"a.csv": csv("id,at,score", f"1,2025-01-01,{blank}", "2,2025-01-01,10")})
    assert bench.values("m_recommend") == ["blank", None]
    assert nps_of(bench) == (1, 100)


# Trap 16: the answers of a few people are shifted: a comment stands where the score should.
def shifted(count: int, of: int) -> str:
    good = [f"{number},2018-05-31,{number % 11}," for number in range(of - count)]
    bad = [f"s{number},2018-05-31,I would if it were cheaper {number},9" for number in range(count)]
    return csv("id,at,score,why", *good, *bad)


def test_free_texts_in_the_column_of_scores_are_unmapped_counted_and_shown(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"2018.csv": shifted(5, 115)})
    assert nps_of(bench)[0] == 110
    assert bench.values("m_recommend").count("unmapped") == bench.ledger()[0]["unmapped_values"] == 5
    reject = bench.rejects()[0]
    assert (reject["column_name"], reject["raw_value"]) == ("score", "I would if it were cheaper 0")
    assert reject["remedy"] == "declare the text under labels or missing"
    outcomes = bench.check(only="recommend_is_a_known_answer$")
    assert {name: (outcome.passed, outcome.unexpected) for name, outcome in outcomes.items()} == {
        "almost_all_recommend_is_a_known_answer": (False, 5),
        "recommend_is_a_known_answer": (False, 5),
    }


def test_a_few_shifted_rows_below_the_threshold_warn_and_do_not_block(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"2018.csv": shifted(1, 111)})
    outcomes = bench.check(only="recommend_is_a_known_answer$")
    assert {name: (outcome.passed, outcome.rule.severity) for name, outcome in outcomes.items()} == {
        "almost_all_recommend_is_a_known_answer": (True, "critical"),
        "recommend_is_a_known_answer": (False, "warning"),
    }


def test_a_whole_row_that_is_shifted_by_an_unquoted_comma_is_rejected(bench: Workbench) -> None:
    questions = "[{id: recommend, metric: nps, column: score}, {id: why, metric: text, column: why}]"
    content = csv("id,at,why,score", "1,2018-05-31,dear, but good,9", "2,2018-05-31,good,9")
    bench.run(survey_yaml(questions), {"2018.csv": content})
    assert counts(bench) == (2, 1, 1, 0)
    assert "more cells than the header" in [reject["reason"] for reject in bench.rejects()]
    assert nps_of(bench) == (1, 100)
