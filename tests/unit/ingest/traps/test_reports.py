"""Rows that are no records and files that are no tables: traps 7, 12 and 19."""

import pytest

from tests.unit.ingest.exports import counts, workbook
from tests.unit.ingest.platforms.exports import lines, quoted
from tests.unit.ingest.traps.figures import nps_of
from tests.unit.workbench import Workbench, csv, survey_yaml, table_yaml

# Trap 7: somebody put the averages below the responses.
FORM = (
    "Timestamp,How satisfied are you?,How likely are you to recommend us?,Why?",
    "9/18/2017 18:00:16,4,9,fine",
    "9/18/2017 19:00:00,5,10,",
    "9/19/2017 2:30:55,3,0,so so",
)
AVERAGE = ",4.105263158,6.333333333,"
FORM_QUESTIONS = """
    - {id: satisfied, metric: csat, column: How satisfied are you?}
    - {id: recommend, metric: nps, column: How likely are you to recommend us?}
    - {id: why, metric: text, column: Why?}"""


@pytest.mark.parametrize("average", [AVERAGE, "AVERAGE" + AVERAGE])
def test_the_averages_of_a_spreadsheet_are_dropped_and_counted(bench: Workbench, average: str) -> None:
    yaml = survey_yaml(FORM_QUESTIONS, response="{}", more="platform: google_forms")
    bench.run(yaml, {"h1_2017.csv": lines(*FORM, average, end="\r\n")})
    assert counts(bench) == (4, 3, 0, 1)
    assert [row["drop_reason"] for row in bench.rows()][-1] == "footer"
    assert (bench.values("s_satisfied"), nps_of(bench)[0]) == ([4, 5, 3], 3)


def test_averages_that_no_rule_knows_are_rejected_and_count_for_nothing(bench: Workbench) -> None:
    response = "{submitted_at: {column: Timestamp, formats: '%-m/%-d/%Y %-H:%M:%S'}}"
    bench.run(survey_yaml(FORM_QUESTIONS, response=response), {"h1_2017.csv": lines(*FORM, AVERAGE)})
    assert counts(bench) == (4, 3, 1, 0)
    assert {(reject["row_number"], reject["reason"]) for reject in bench.rejects()} == {
        (5, "no value"),
        (5, "not_an_integer"),
    }
    assert nps_of(bench)[0] == 3


def test_averages_that_carry_a_date_are_no_whole_answers(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": csv("id,at,score", "1,2017-06-30,9", "mean,2017-06-30,8.5")})
    assert nps_of(bench) == (1, 100)
    assert [(reject["raw_value"], reject["reason"]) for reject in bench.rejects()] == [("8.5", "not_an_integer")]


# Trap 12: a sample file of Qualtrics: every row is a survey test.
def previews(*statuses: str) -> bytes:
    return lines(
        "ResponseId,StartDate,EndDate,Status,Finished,Q1",
        "Response ID,Start Date,End Date,Response Type,Finished,How likely?",
        quoted(*(f'{{"ImportId":"{name}"}}' for name in ("_recordId", "startDate", "endDate", "status", "f", "QID1"))),
        *(f"R_{number},,2017-05-02 10:0{number}:00,{status},1,10" for number, status in enumerate(statuses)),
    )


QUALTRICS = survey_yaml("[{id: recommend, metric: nps, column: Q1}]", response="{}", more="platform: qualtrics")


@pytest.mark.parametrize("status", ["2", "Survey Test"])
def test_an_export_of_tests_alone_loads_and_scores_nothing(bench: Workbench, status: str) -> None:
    bench.run(QUALTRICS, {"insights.csv": previews(status, status, status)})
    assert counts(bench) == (3, 3, 0, 0)
    assert {row["platform_exclusion"] for row in bench.view("survey_responses")} == {"test"}
    assert nps_of(bench) == (0, None)  # neither 0 nor the 100 of its answers
    assert bench.rejects() == []


def test_one_response_among_tests_is_the_score(bench: Workbench) -> None:
    bench.run(QUALTRICS, {"insights.csv": previews("2", "0", "1", "8")})
    assert nps_of(bench) == (1, 100)
    assert [row["platform_exclusion"] for row in bench.rows()] == ["test", None, "preview", "spam"]


# Trap 19: reports.
SUMMARY = (
    ("Maintainers Survey 2020", "", "", "", ""),
    ("", "", "", "", ""),
    ("Q1. How likely are you to recommend us?", "", "", "", ""),
    ("Answer Choices", "Responses", "", "", "Weighted Average"),
    ("10 - Extremely likely", "60.82%", "59", "", "1.97"),
    ("0", "39.18%", "38", "", ""),
    ("", "Answered", "97", "", ""),
    ("", "Skipped", "3", "", ""),
)
MONKEY = survey_yaml(
    "[{id: recommend, metric: nps, column: {question: How likely are you to recommend us?, option: Response}}]",
    response="{}",
    more="platform: surveymonkey",
)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_summary_of_surveymonkey_is_refused_with_what_to_export_instead(bench: Workbench, suffix: str) -> None:
    content = workbook(SUMMARY) if suffix == "xlsx" else lines(*(quoted(*row) for row in SUMMARY), end="\r\n", bom=True)
    good = ("Respondent ID,End Date,How likely are you to recommend us?", ",,Response", "1,12/31/2020 10:00:00 AM,9")
    bench.declare(MONKEY)
    bench.drop({f"summary.{suffix}": content, "individual.csv": lines(*good)})
    result = bench.load()
    assert result.loaded == ["pulse/individual.csv"]
    reason = result.refused[f"pulse/summary.{suffix}"]
    assert "a summary of the answers, not individual responses: export 'All individual responses' as CSV" in reason
    assert nps_of(bench) == (1, 100)
    assert bench.check(only="^files_can_be_read$")["files_can_be_read"].passed is False


def test_a_summary_that_no_preset_knows_is_refused_for_its_headings(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"summary.csv": lines(*(quoted(*row) for row in SUMMARY))})
    assert "is not in the header" in bench.ledger()[0]["reason"]
    assert bench.rows() == []


OVERVIEW = (
    "# ----------------------------------------",
    "# Reports snapshot",
    "# Account: Shop",
    "# ----------------------------------------",
    "#",
    "# All Users",
    "# Start date: 20260101",
    "# End date: 20260103",
    "Date,Sessions,Engaged sessions",
    "20260101,100,36",
    "20260102,80,40",
    "",
    "# All Users",
    "# Start date: 20260101",
    "# End date: 20260103",
    "Country,Active users,Engagement rate",
    "Sweden,180,0.36",
    "20260103,7,3",
    "",
    "Nth day,Sessions,Engaged sessions",
    "0000,100,36",
)


def test_an_overview_of_ga4_is_read_to_the_end_of_its_first_table_and_the_rest_is_counted(bench: Workbench) -> None:
    bench.run(table_yaml("web_traffic", "{}", more="platform: ga4"), {"overview.csv": lines(*OVERVIEW)})
    assert bench.values("sessions", "records") == [100, 80]  # not the 7 users of the next table
    reasons = [row["drop_reason"] for row in bench.rows("records")]
    assert reasons == [None, None, *["another table"] * 8]
    assert counts(bench) == (10, 2, 0, 8)
    assert bench.rejects() == []


def test_an_overview_whose_first_table_is_another_is_refused(bench: Workbench) -> None:
    rows = (*OVERVIEW[:8], *OVERVIEW[15:18], "", *OVERVIEW[8:11])
    bench.run(table_yaml("web_traffic", "{}", more="platform: ga4"), {"overview.csv": lines(*rows)})
    assert bench.ledger()[0]["status"] == "refused"
    assert bench.ledger()[0]["reason"]
    assert bench.rows("records") == []


def test_tables_below_one_another_without_a_rule_are_rejected_row_by_row(bench: Workbench) -> None:
    fields = "{day: {column: Date, formats: '%Y%m%d'}, sessions: {column: Sessions}}"
    yaml = table_yaml("web_traffic", fields, file="{comment_prefix: '#'}")
    bench.run(yaml, {"overview.csv": lines(*OVERVIEW[:17])})
    assert counts(bench) == (7, 2, 2, 3)
    assert {(reject["row_number"], reject["reason"]) for reject in bench.rejects()} >= {
        (16, "not a date"),
        (17, "not a date"),
    }


SALESFORCE = (
    quoted("Opportunity ID", "Account ID", "Close Date", "Amount"),
    quoted("006A", "001A", "2026-01-05", "$1,234"),
    quoted("006B", "", "2026-01-06", "$66"),
    "",
    quoted("Grand Totals (2 records)"),
    quoted("", "", "Total", "$1,300"),
    "",
    quoted("Confidential Information - Do Not Distribute"),
    quoted("Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."),
)
WON = "{amount: {strip: '[$]', thousands: ',', currency: USD}}"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_footer_of_salesforce_is_cut_and_counted(bench: Workbench, end: str) -> None:
    yaml = table_yaml("revenue", WON, more="platform: salesforce")
    bench.run(yaml, {"report.csv": lines(*SALESFORCE, end=end)})
    assert sum(bench.values("amount", "records")) == 1300  # not twice that
    assert counts(bench) == (6, 2, 0, 4)
    assert bench.rejects() == []


def test_a_footer_without_a_rule_is_rejected_and_adds_nothing(bench: Workbench) -> None:
    fields = """{revenue_id: {column: Opportunity ID}, booked_on: {column: Close Date},
        amount: {column: Amount, strip: '[$]', thousands: ','}}"""
    bench.run(table_yaml("revenue", fields), {"report.csv": lines(*SALESFORCE)})
    assert sum(bench.values("amount", "records")) == 1300
    assert counts(bench) == (6, 2, 4, 0)
    assert {reject["reason"] for reject in bench.rejects()} >= {"fewer cells than the header", "no id"}
