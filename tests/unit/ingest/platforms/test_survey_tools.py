"""Survey platforms whose exports have one row per response and one row of headings."""

import pytest

from tests.unit.ingest.platforms.exports import load, quoted, utc
from tests.unit.workbench import Workbench

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
