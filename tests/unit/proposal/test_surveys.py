"""Surveys of many platforms as small made exports: which questions are found, on which scales, with which parts."""

from pathlib import Path

import pytest

from tests.unit.proposal.desk import Tried, propose
from tests.unit.proposal.exports import GOOGLE_FORMS, SURVEYMONKEY, SWEDISH, qualtrics
from tests.unit.workbench import csv


def test_a_qualtrics_export_of_three_header_rows_is_all_recognised(tmp_path: Path) -> None:
    tried = propose(tmp_path, "pulse.csv", qualtrics())
    assert (tried.status, tried.survey.platform, tried.survey.file.header_rows) == (0, "qualtrics", 3)
    assert tried.metrics() == {
        "recommend": "nps",
        "offering": "driver",
        "value_for_money": "driver",
        "colour": "driver",
        "reason": "text",
    }
    assert [question.driver for question in tried.survey.questions] == [
        None,
        "offering",
        "value_for_money",
        "colour",
        None,
    ]
    group = tried.questions()["recommend"].group_column
    assert group is not None and group.name == "Q1_NPS_GROUP"
    assert "7 rows read = 7 loaded + 0 rejected + 0 dropped by rule; 0 answers rejected" in tried.said


def test_a_surveymonkey_export_of_two_header_rows_is_all_recognised(tmp_path: Path) -> None:
    tried = propose(tmp_path, "touchpoints.csv", SURVEYMONKEY)
    assert (tried.status, tried.survey.platform) == (0, "surveymonkey")
    assert tried.metrics() == {
        "satisfaction": "csat",
        "effort": "ces",
        "could_be_better": "text",
        "channels_use": "other",
    }
    questions = tried.questions()
    assert questions["satisfaction"].labels == "satisfaction_en"
    assert (questions["effort"].labels, questions["channels_use"].item) == ("agreement_en", "option")
    assert tried.survey.survey.kind == "transactional"
    customer = tried.survey.response.customer
    assert customer is not None and customer.coalesce is not None
    assert [part.hash for part in customer.coalesce] == [False, True]
    assert "10 rows read = 10 loaded" in tried.said


def test_a_google_form_with_an_average_below_is_read_without_it(tmp_path: Path) -> None:
    tried = propose(tmp_path, "form_responses.csv", GOOGLE_FORMS)
    assert (tried.status, tried.survey.platform) == (0, "google_forms")
    assert tried.metrics() == {"recommend": "nps", "reason": "text", "satisfaction": "csat"}
    assert "10 rows read = 9 loaded + 0 rejected + 1 dropped by rule; 0 answers rejected" in tried.said


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_a_swedish_export_of_no_known_platform_is_read_by_its_words(encoding: str, tmp_path: Path) -> None:
    tried = propose(tmp_path, "butiken.csv", SWEDISH.encode(encoding))
    assert (tried.status, tried.survey.platform, tried.survey.file.delimiter) == (0, "generic", [";"])
    questions = tried.questions()
    assert tried.metrics() == {"recommend": "nps", "satisfaction": "csat", "effort": "ces", "reason": "text"}
    assert questions["recommend"].missing == {"11": "not_applicable"}
    assert (questions["satisfaction"].labels, questions["effort"].labels) == ("satisfaction_sv", "agreement_sv")
    assert questions["satisfaction"].missing == {"Vet ej": "dont_know"}
    response = tried.survey.response
    assert response.submitted_at.formats == ["%d/%m/%Y %H:%M"]
    assert response.id.column is not None and response.id.column.name == "Svars-id"
    assert tried.survey.survey.kind == "transactional"
    assert "20 rows read = 20 loaded + 0 rejected + 0 dropped by rule; 0 answers rejected" in tried.said


def test_two_nps_questions_make_the_first_one_the_score_and_ask(tmp_path: Path) -> None:
    rows = [f"2026-01-{day:02d},{day % 11},{(day + 3) % 11}" for day in range(1, 20)]
    tried = propose(tmp_path, "two.csv", csv("Date,Would you recommend our shop?,Would you recommend our app?", *rows))
    assert [question.primary for question in tried.survey.questions] == [True, False]
    assert "primary: two NPS questions" in tried.said


def test_headings_that_repeat_are_told_apart_by_their_occurrence(tmp_path: Path) -> None:
    header = "Date,Would you recommend us?,Why?,How satisfied are you?,Why?"
    rows = [
        f"2026-01-{day:02d},{day % 11},it was good for me {day},{1 + day % 5},it was not so bad {day}"
        for day in range(1, 20)
    ]
    tried = propose(tmp_path, "twice.csv", csv(header, *rows))
    written = [question["column"] for question in tried.written["questions"]]
    assert written[1] == {"name": "Why?", "occurrence": "1"}
    assert written[3] == {"name": "Why?", "occurrence": "2"}
    assert "19 rows read = 19 loaded" in tried.said


def test_headings_full_of_signs_are_read_back_by_the_reader(tmp_path: Path) -> None:
    nps = '"<b>How</b> likely: are you to ""recommend"" us? # {really}\n[0-10], yes & \'no\'"'
    rows = [f"2026-01-{day:02d},{day % 11},{1 + day % 5}" for day in range(1, 20)]
    tried = propose(tmp_path, "signs.csv", csv(f'Date,{nps},"- satisfied: åäö 😀\u00a0%"', *rows))
    assert tried.metrics() == {"recommend": "nps", "satisfaction": "csat"}
    assert "19 rows read = 19 loaded + 0 rejected + 0 dropped by rule; 0 answers rejected" in tried.said


def test_where_the_day_may_be_the_month_it_is_asked(tmp_path: Path) -> None:
    rows = [f"0{day}/02/2026 10:00,{day % 11}" for day in range(1, 9)]
    tried = propose(tmp_path, "open.csv", csv("Submitted at,Would you recommend us?", *rows))
    assert tried.survey.response.submitted_at.formats == ["%m/%d/%Y %H:%M"]
    assert "formats: no value shows whether day or month comes first" in tried.said


def test_an_export_without_any_date_gets_the_end_of_the_period_in_its_name(tmp_path: Path) -> None:
    rows = [f"{number},{number % 11}" for number in range(1, 15)]
    tried = propose(tmp_path, "survey_2026_H1.csv", csv("Response ID,Would you recommend us?", *rows))
    assert tried.survey.response.submitted_at.value == "2026-06-30"
    assert "submitted_at: no column tells when a response came" in tried.said
    assert tried.survey.survey.wave is not None


def test_an_effort_that_is_bad_when_high_is_turned_round(tmp_path: Path) -> None:
    rows = [f"2026-01-{day:02d},{1 + day % 5}" for day in range(1, 20)]
    tried = propose(tmp_path, "effort.csv", csv("Date,How much effort did you have to put in?", *rows))
    scale = tried.questions()["effort"].scale
    assert scale is not None and scale.reversed
    assert "scale: its wording asks how hard it was" in tried.said


def test_a_header_alone_is_enough_for_the_questions_that_its_words_tell(tmp_path: Path) -> None:
    header = "Response ID,Submitted at,How likely are you to recommend us?,How satisfied are you?,Why?"
    tried = propose(tmp_path, "header.csv", csv(header))
    assert tried.metrics() == {"recommend": "nps", "satisfaction": "csat", "reason": "text"}
    assert "0 rows read = 0 loaded" in tried.said


def zone(tried: Tried) -> str:
    return next((line.strip() for line in tried.text.splitlines() if "timezone" in line), "")


def test_the_zone_is_left_open_where_the_export_does_not_say_it(tmp_path: Path) -> None:
    tried = propose(tmp_path, "pulse.csv", qualtrics())
    assert zone(tried).startswith("#   submitted_at: {timezone: ...} # the export does not say")
    assert "time zone: the export does not say" in tried.said
    assert tried.survey.response.submitted_at.timezone is None


def test_a_zone_is_filled_in_by_taking_the_signs_of_the_remark_away(tmp_path: Path) -> None:
    known = propose(tmp_path, "pulse.csv", qualtrics())
    place = next(known.settings.sources_dir.rglob("defs.yaml"))
    lines = [f"  {line[4:]}" if line.startswith("  # ") else line for line in known.text.splitlines()]
    place.write_text("\n".join(lines).replace("...", "Europe/Oslo"), encoding="utf-8")
    assert known.survey.response.submitted_at.timezone == "Europe/Oslo"


def test_the_zone_is_no_question_where_the_export_says_it(tmp_path: Path) -> None:
    said = qualtrics().replace('""endDate""', '""endDate"",""timeZone"":""Europe/Oslo""')
    said = said.replace('""startDate""', '""startDate"",""timeZone"":""Europe/Oslo""')
    assert zone(propose(tmp_path, "pulse.csv", said)) == ""
    rows = csv(
        "Submit Date (UTC),Would you recommend us?", *(f"2026-01-{day:02d} 10:00:00,{day % 11}" for day in range(1, 9))
    )
    (tmp_path / "b").mkdir()
    tried = propose(tmp_path / "b", "form.csv", rows)
    assert (zone(tried), tried.survey.response.submitted_at.timezone) == ("timezone: UTC # its heading says so", "UTC")


def test_a_colour_of_answers_that_is_no_scale_is_listed_as_unused(tmp_path: Path) -> None:
    rows = [f"2026-01-{day:02d},{day % 11},{['Yum!', 'Horrendous'][day % 2]}" for day in range(1, 20)]
    tried = propose(tmp_path, "food.csv", csv("Date,Would you recommend us?,How would you rate the food?", *rows))
    assert tried.metrics() == {"recommend": "nps"}
    assert "unused 1 column that no key reads: How would you rate the food?" in tried.said


def test_values_that_nothing_explains_are_shown_as_unmapped(tmp_path: Path) -> None:
    rows = [f"2026-01-{day:02d},{['Rather so', 42][day - 18] if day > 17 else day % 11}" for day in range(1, 20)]
    tried = propose(tmp_path, "odd.csv", csv("Date,Would you recommend us?", *rows))
    assert "unmapped 1 value of Would you recommend us?: out_of_range: '42'" in tried.said
    assert "unmapped 1 value of Would you recommend us?: unmapped: 'Rather so'" in tried.said
