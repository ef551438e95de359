"""Dates of two forms in one platform, and of two in one column: trap 10."""

import pytest

from tests.unit.ingest.exports import counts
from tests.unit.ingest.platforms.exports import lines, utc
from tests.unit.workbench import Workbench, csv, survey_yaml

MONKEY = survey_yaml(
    "[{id: recommend, metric: nps, column: {question: Recommend?}}]",
    response="{submitted_at: {timezone: America/New_York}}",
    more="platform: surveymonkey",
)
HEADER = ("Respondent ID,Collector ID,Start Date,End Date,Recommend?", ",,,,Response")


def test_two_exports_of_one_account_may_write_their_times_in_two_forms(bench: Workbench) -> None:
    american = lines(*HEADER, "1,9,06/30/2020 11:00:00 PM,06/30/2020 11:05:00 PM,9", end="\r\n")
    iso = lines(*HEADER, "2,9,2020-12-01 08:00:00,2020-12-01 08:05:00,3")
    bench.run(MONKEY, {"h1.csv": american, "h2.csv": iso})
    found = {row["submission_id"]: row["submitted_at"] for row in bench.rows()}
    assert found == {"1": utc("2020-07-01 03:05:00"), "2": utc("2020-12-01 13:05:00")}
    assert bench.rejects() == []


def test_a_third_form_is_rejected_and_not_guessed(bench: Workbench) -> None:
    bench.run(MONKEY, {"a.csv": lines(*HEADER, "1,9,,30.06.2020 23:05,9", "2,9,,2020-06-30 23:05:00,8")})
    assert counts(bench) == (2, 1, 1, 0)
    (reject,) = bench.rejects()
    assert (reject["row_number"], reject["raw_value"], reject["reason"]) == (3, "30.06.2020 23:05", "not a date")
    assert reject["remedy"] == "declare its form under formats, or correct the date"


# bank_nps: years of two and of four digits, day first; the month in words beside the date proves it.
BANK = (
    ("01-02-20", "February"),
    ("13-02-2020", "February"),
    ("02-03-2020", "March"),
    ("31-12-20", "December"),
    ("07/08/21", "August"),
    ("09/10/2021", "October"),
)


def bank(bench: Workbench, formats: str) -> None:
    rows = (f"{number},{day},{month},9" for number, (day, month) in enumerate(BANK, start=1))
    yaml = survey_yaml(
        response=f"""{{id: {{column: Customer}},
            submitted_at: {{column: Survey date, formats: {formats}, timezone: UTC}},
            attributes: [{{column: Month, as: month}}]}}"""
    ).replace("column: score", "column: NPS")
    bench.run(yaml, {"bank_nps.csv": csv("Customer,Survey date,Month,NPS", *rows)})


@pytest.mark.parametrize(
    "formats",
    ['["%d-%m-%Y", "%d-%m-%y", "%d/%m/%Y", "%d/%m/%y"]', '["%d/%m/%y", "%d/%m/%Y", "%d-%m-%y", "%d-%m-%Y"]'],
)
def test_years_of_two_and_four_digits_day_first_give_the_month_that_stands_beside_them(
    bench: Workbench, formats: str
) -> None:
    bank(bench, formats)
    assert [f"{at:%B}" for at in bench.values("submitted_at")] == [month for _, month in BANK]
    assert [at.year for at in bench.values("submitted_at")] == [2020, 2020, 2020, 2020, 2021, 2021]
    assert bench.rejects() == []


def test_month_first_shows_itself_by_the_days_beyond_twelve(bench: Workbench) -> None:
    bank(bench, '["%m-%d-%y", "%m-%d-%Y", "%m/%d/%y", "%m/%d/%Y"]')
    assert [reject["raw_value"] for reject in bench.rejects()] == ["13-02-2020", "31-12-20"]
    outcome = bench.check(only="^rejected_rows_stay_under_the_threshold$")["rejected_rows_stay_under_the_threshold"]
    assert (outcome.passed, outcome.rule.severity) == (False, "critical")


def test_no_declared_form_reads_no_date_but_iso(bench: Workbench) -> None:
    bank(bench, "null")
    assert counts(bench) == (6, 0, 6, 0)
    assert {reject["reason"] for reject in bench.rejects()} == {"not a date"}


def test_only_four_digit_forms_do_not_read_the_year_20_as_antiquity(bench: Workbench) -> None:
    bank(bench, '["%d-%m-%Y", "%d/%m/%Y"]')
    assert [reject["raw_value"] for reject in bench.rejects()] == ["01-02-20", "31-12-20", "07/08/21"]
    assert [at.year for at in bench.values("submitted_at")] == [2020, 2020, 2021]
