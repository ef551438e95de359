"""Survey platforms whose exports have one row per response and one row of headings."""

import pytest

from tests.unit.ingest.platforms.exports import lines, quoted, utc
from tests.unit.workbench import Workbench, survey_yaml


def load(bench: Workbench, platform: str, questions: str, *rows: str, response: str = "{}", **how: object) -> None:
    yaml = survey_yaml(questions, response=response, more=f"platform: {platform}")
    end, bom = str(how.get("end", "\n")), bool(how.get("bom", False))
    bench.run(yaml, {str(how.get("name", "a.csv")): lines(*rows, end=end, bom=bom)})


ALCHEMER = quoted("Time Started", "Date Submitted", "Status", "Ease:How was it?", "Recommend us?")


def test_alchemer_tells_the_unfinished_and_has_no_id(bench: Workbench) -> None:
    rows = (
        ALCHEMER,
        quoted("2015-12-01 10:00:00", "2015-12-01 10:05:00", "Complete", "4", "9"),
        quoted("2015-12-01 11:00:00", "2015-12-01 11:00:00", "Partial", "", ""),
    )
    questions = "[{id: ease, metric: ces, column: 'Ease:How was it?'}, {id: nps, metric: nps, column: Recommend us?}]"
    load(bench, "alchemer", questions, *rows, response="{submitted_at: {timezone: Etc/GMT+6}}")
    assert bench.values("submitted_at") == [utc("2015-12-01 16:05"), utc("2015-12-01 17:00")]
    assert (bench.values("is_complete"), bench.values("s_ease")) == ([True, False], [4, None])
    assert len(set(bench.values("submission_id"))) == 2


def test_alchemer_with_an_id_keeps_it(bench: Workbench) -> None:
    rows = (quoted("Response ID", "Date Submitted", "Status", "Q"), quoted("7", "2015-12-01 10:05:00", "Complete", "9"))
    load(bench, "alchemer", "[{id: nps, metric: nps, column: Q}]", *rows)
    assert (bench.values("submission_id"), bench.values("s_nps")) == (["7"], [9])


QUESTIONPRO = (
    "Response ID,Response Status,Timestamp (mm/dd/yyyy),Respondent Email,Recommend us?,Recommend us? - why",
    "11,Completed,12/31/2025 14:05:00,a@example.org,9,Fine",
    "12,Started,12/31/2025 14:06:00,,,",
)


@pytest.mark.parametrize("above", [(), ("Customer survey,,,,Section 1,",)])
def test_questionpro_has_its_headings_in_the_first_or_in_the_second_row(
    bench: Workbench, above: tuple[str, ...]
) -> None:
    load(bench, "questionpro", "[{id: nps, metric: nps, column: Recommend us?}]", *above, *QUESTIONPRO)
    assert (bench.values("submission_id"), bench.values("s_nps")) == (["11", "12"], [9, None])
    assert bench.values("is_complete") == [True, False]
    assert bench.values("submitted_at")[0] == utc("2025-12-31 13:05")
    assert bench.values("customer_email_hash")[0] is not None


def test_questback_counts_the_dispositions_31_and_32(bench: Workbench) -> None:
    rows = (
        "lfdn;tester;dispcode;datetime;date_of_last_access;v_1;v_2",
        "1;0;31;2025-06-01 10:00:00;2025-06-01 10:05:00;9;4",
        "2;0;32;2025-06-01 10:00:00;2025-06-02 10:05:00;-99;-77",
        "3;0;22;2025-06-01 10:00:00;2025-06-01 10:01:00;8;-66",
        "4;0;12;2025-06-01 10:00:00;0000-00-00 00:00:00;-77;-77",
        "5;1;31;2025-06-01 10:00:00;2025-06-01 10:05:00;0;1",
    )
    questions = (
        "[{id: nps, metric: nps, column: v_1}, {id: ease, metric: ces, column: v_2, missing: {'4': not_applicable}}]"
    )
    load(bench, "questback", questions, *rows)
    assert bench.values("is_complete") == [True, True, False, False, True]
    assert bench.values("platform_exclusion") == [None, None, None, None, "test"]
    assert bench.values("submitted_at")[:2] == [utc("2025-06-01 08:05"), utc("2025-06-02 08:05")]
    assert bench.values("s_nps") == [9, None, 8, None, 0]
    assert bench.values("m_nps") == [None, "not_answered", None, "not_answered", None]
    assert bench.values("m_ease") == ["not_applicable", "not_answered", "not_answered", "not_answered", None]
    assert bench.rejects() == []


TYPEFORM = quoted(
    "#",
    "<strong>How likely are you to recommend us?</strong>",
    "Are you happy?",
    "Other",
    "Other",
    "Start Date (UTC)",
    "Submit Date (UTC)",
    "Network ID",
)


def test_typeform_is_read_with_its_html_and_its_repeated_headings(bench: Workbench) -> None:
    rows = (
        TYPEFORM,
        quoted("b9d1", "9", "1", "", "phone", "2018-12-30 23:00:00", "2018-12-30 23:05:00", "n1"),
        quoted("c7e2", "3", "0", "chat", "", "30-12-2018 00:00", "31-12-2018 00:00", "n2"),
    )
    questions = (
        "[{id: nps, metric: nps, column: {name_regex: likely are you to recommend us}},"
        " {id: how, metric: text, column: {name: Other, occurrence: 2}}]"
    )
    load(bench, "typeform", questions, *rows)
    assert bench.values("submission_id") == ["b9d1", "c7e2"]
    assert bench.values("submitted_at") == [utc("2018-12-30 23:05"), utc("2018-12-31 00:00")]
    assert (bench.values("s_nps"), bench.values("a_how")) == ([9, 3], ["phone", None])
    assert bench.values("is_complete") == [True, True]


def test_typeform_of_today_says_which_responses_are_complete(bench: Workbench) -> None:
    rows = (
        "#,Score,Response Type,Submit Date (UTC)",
        "a,9,completed,2025-06-01 10:00:00",
        "b,,partial,",
        "c,,started,2025-06-01 10:00:00",
    )
    load(bench, "typeform", "[{id: nps, metric: nps, column: Score}]", *rows)
    assert bench.values("is_complete") == [True, False, False]
    assert bench.rejects() == []


FORMS = "ID,Start time,Completion time,Email,Name,Recommend us?,Which channels?"


def test_microsoft_forms_saved_as_csv_knows_the_anonymous(bench: Workbench) -> None:
    rows = (
        FORMS,
        "1,12/31/25 10:00:00,12/31/25 10:05:00,anonymous,,9,Phone;Chat;",
        "2,2025-12-31 10:00:00,2025-12-31 10:05:00,a@example.org,A,3,",
    )
    questions = (
        "[{id: nps, metric: nps, column: Recommend us?},"
        " {id: channels, metric: other, column: Which channels?, split: ';'}]"
    )
    load(bench, "microsoft_forms", questions, *rows, response="{submitted_at: {timezone: UTC}}", bom=True)
    assert bench.values("submitted_at") == [utc("2025-12-31 10:05")] * 2
    assert [value is None for value in bench.values("customer_email_hash")] == [True, False]
    assert [item["item"] for item in bench.values("i_channels")[0]] == ["Chat", "Phone"]


def test_microsoft_forms_in_swedish_is_read(bench: Workbench) -> None:
    rows = (
        "ID,Starttid,Slutförandetid,E-post,Namn,Betyg",
        "1,2025-12-31 10:00:00,2025-12-31 10:05:00,anonymous,,9",
    )
    load(bench, "microsoft_forms", "[{id: nps, metric: nps, column: Betyg}]", *rows)
    assert (bench.values("submission_id"), bench.values("submitted_at")) == (["1"], [utc("2025-12-31 09:05")])


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
