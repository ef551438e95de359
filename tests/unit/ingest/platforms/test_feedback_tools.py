"""Feedback tools and open survey software: one row per response, one row of headings."""

import pytest

from tests.unit.ingest.platforms.exports import lines, load, quoted, utc
from tests.unit.workbench import Workbench, survey_yaml


def test_delighted_has_unix_seconds_or_times_with_an_offset(bench: Workbench) -> None:
    rows = (
        "id,person,survey_type,score,comment,permalink,created_at,email",
        "5,11,nps,10,Great,x,1767182700,a@example.org",
        "6,12,nps,2,Bad,y,2025-12-31T12:05:00+01:00,",
        "7,13,nps,2,Bad,y,2025-12-31 11:05:00,",
    )
    questions = "[{id: nps, metric: nps, column: score}, {id: why, metric: text, column: comment}]"
    load(bench, "delighted", questions, *rows)
    assert bench.values("submitted_at") == [utc("2025-12-31 12:05"), utc("2025-12-31 11:05"), utc("2025-12-31 11:05")]
    assert (bench.values("s_nps"), bench.values("a_why")) == ([10, 2, 2], ["Great", "Bad", "Bad"])
    assert [value is None for value in bench.values("customer_email_hash")] == [False, True, True]


def test_asknicely_has_seconds_as_text_and_rows_that_nobody_answered(bench: Workbench) -> None:
    rows = (
        quoted("response_id", "contact_id", "question_type", "answer", "comment", "sent", "responded", "status"),
        quoted("5", "11", "nps", "10", "Great", "1767182400", "1767182700", "Open"),
        quoted("6", "12", "nps", "", "", "1767182400", "", ""),
        quoted("7", "12", "nps", "", "", "1767182400", "0", ""),
    )
    load(bench, "asknicely", "[{id: nps, metric: nps, column: answer}]", *rows)
    assert bench.values("submitted_at") == [utc("2025-12-31 12:05"), None, None]
    assert bench.values("sent_at") == [utc("2025-12-31 12:00")] * 3
    assert (bench.values("is_complete"), bench.values("s_nps")) == ([True, False, False], [10, None, None])
    assert bench.rejects() == []


def test_formbricks_takes_its_guard_off_what_people_wrote(bench: Workbench) -> None:
    rows = (
        "No.,Response ID,Timestamp,Finished,Survey ID,Formbricks ID (internal),User ID,1. Recommend us?,2. Why?",
        """1,cm1,2025-12-31 12:05:00,Yes,s,f,C1,9,'=SUM of all""",
        """2,cm2,2025-12-31 12:06:00,No,s,f,,,'-1 for the menu""",
    )
    questions = "[{id: nps, metric: nps, column: 1. Recommend us?}, {id: why, metric: text, column: 2. Why?}]"
    load(bench, "formbricks", questions, *rows)
    assert bench.values("submitted_at") == [utc("2025-12-31 12:05"), utc("2025-12-31 12:06")]
    assert bench.values("is_complete") == [True, False]
    assert bench.values("a_why") == ["=SUM of all", "-1 for the menu"]
    assert [value is None for value in bench.values("customer_key")] == [False, True]


LIMESURVEY = (
    "id",
    "submitdate",
    "lastpage",
    "startlanguage",
    "seed",
    "startdate",
    "datestamp",
    "G01Q01",
    "G01Q02[SQ001]",
)


@pytest.mark.parametrize("delimiter", [";", ","])
def test_limesurvey_tells_the_unfinished_by_the_missing_date(bench: Workbench, delimiter: str) -> None:
    rows = (
        LIMESURVEY,
        ("1", "2025-12-31 13:05:00", "4", "sv", "1", "2025-12-31 13:00:00", "2025-12-31 13:05:00", "9", "4"),
        ("2", "", "1", "sv", "2", "2025-12-31 13:00:00", "2025-12-31 13:01:00", "", "N/A"),
    )
    written = [quoted(*row, delimiter=delimiter) for row in rows]
    questions = "[{id: nps, metric: nps, column: G01Q01}, {id: ease, metric: ces, column: 'G01Q02[SQ001]'}]"
    load(bench, "limesurvey", questions, *written, "", end="\r\n", bom=True)
    assert (bench.values("submission_id"), bench.values("is_complete")) == (["1", "2"], [True, False])
    assert bench.values("submitted_at") == [utc("2025-12-31 12:05"), None]
    assert (bench.values("m_ease"), bench.values("language")) == ([None, "not_asked"], ["sv", "sv"])
    assert bench.rejects() == []


def test_limesurvey_with_headings_as_texts_is_read(bench: Workbench) -> None:
    rows = (
        quoted("Response ID", "Date submitted", "Last page", "Start language", "Seed", "Recommend us?"),
        quoted("1", "2025-12-31 13:05:00", "4", "en", "1", "9"),
        quoted("2", "", "1", "en", "1", ""),
    )
    questions = "[{id: nps, metric: nps, column: Recommend us?}]"
    load(bench, "limesurvey", questions, *rows, bom=True)
    assert (bench.values("submission_id"), bench.values("is_complete")) == (["1", "2"], [True, False])
    assert bench.values("submitted_at") == [utc("2025-12-31 12:05"), None]


def test_the_date_that_limesurvey_writes_where_it_stores_none_is_no_date(bench: Workbench) -> None:
    row = ("1", "1980-01-01 00:00:00", "4", "sv", "1", "", "", "9", "4")
    rows = [quoted(*one, delimiter=";") for one in (LIMESURVEY, row)]
    load(bench, "limesurvey", "[{id: nps, metric: nps, column: G01Q01}]", *rows)
    assert [reject["reason"] for reject in bench.rejects()] == ["no value"]


TOUCHPOINTS = (
    "ID,UUID,Recommend us?,Location Code,User Agent,Status,Archived,Flagged,Deleted,Deleted at,Page,Created at"
)


def test_touchpoints_leaves_out_what_was_flagged_archived_or_deleted(bench: Workbench) -> None:
    rows = (
        TOUCHPOINTS,
        "1,u-1,5,,,received,false,false,false,,/,2025-12-31 12:05:00 UTC",
        "2,u-2,5,,,received,false,true,false,,/,2025-12-31 12:05:00 UTC",
        "3,u-3,5,,,received,true,false,false,,/,2025-12-31 12:05:00",
        "4,u-4,5,,,received,false,false,true,2026-01-01 00:00:00 UTC,/,2025-12-31 12:05:00 UTC",
    )
    load(bench, "touchpoints", "[{id: csat, metric: csat, column: Recommend us?}]", *rows, end="\r\n", bom=True)
    assert bench.values("submission_id") == ["u-1", "u-2", "u-3", "u-4"]
    assert bench.values("platform_exclusion") == [None, "flagged", "archived", "deleted"]
    assert bench.values("submitted_at") == [utc("2025-12-31 12:05")] * 4


def test_touchpoints_a_11_has_thumbs_and_drivers_that_were_not_offered(bench: Workbench) -> None:
    rows = (
        "external_id,question_1,positive_effectiveness,positive_ease,question_4",
        "e1,1,1,0,nice",
        "e2,0,null,null,null",
    )
    questions = (
        "[{id: csat, metric: csat, column: question_1, scale: {min: 0, max: 1}, satisfied_from: 1},"
        " {id: ease, metric: driver, driver: ease, column: positive_ease, scale: {min: 0, max: 1}}]"
    )
    load(bench, "touchpoints", questions, *rows, response="{submitted_at: {value: '2025-12-31'}}")
    assert (bench.values("submission_id"), bench.values("s_csat")) == (["e1", "e2"], [1, 0])
    assert (bench.values("s_ease"), bench.values("m_ease")) == ([0, None], [None, "not_asked"])


def test_touchpoints_a_11_of_version_1_is_refused(bench: Workbench) -> None:
    rows = ("standardized_question_number,likert_scale_1,likert_scale_2,response_volume", "1,2,3,5")
    bench.declare(survey_yaml("[{id: q, metric: csat, column: x}]", response="{}", more="platform: touchpoints"))
    bench.drop({"a.csv": lines(*rows)})
    assert "counts of answers per question" in bench.load().refused["pulse/a.csv"]


@pytest.mark.parametrize("platform", ["surveymonkey", "google_forms", "limesurvey", "questback"])
def test_an_export_without_a_time_is_refused_and_says_so(bench: Workbench, platform: str) -> None:
    bench.declare(
        survey_yaml(
            "[{id: nps, metric: nps, column: Q}]",
            response="{id: {row_number: true}, complete: {value: yes}}",
            more=f"platform: {platform}",
        )
    )
    bench.drop({"a.csv": lines("Respondent ID,Q", "1,9", "2,9")})
    assert "its header has no column for response.submitted_at" in bench.load().refused["pulse/a.csv"]
