"""Presets of platforms, on small exports that have the platforms' own shape."""

import datetime as dt

from dagster_project.ingest.labels import LABEL_PRESETS
from dagster_project.ingest.platforms import PLATFORMS
from tests.unit.workbench import Workbench, csv, survey_yaml

QUALTRICS = (
    "StartDate,EndDate,Status,Progress,Finished,ResponseId,ExternalReference,UserLanguage,Q1_NPS_GROUP,Q1,Q2,",
    "Start Date,End Date,Response Type,Progress,Finished,Response ID,External Ref,User Language,Group,Recommend?,Why?,",
    """"{""ImportId"":""startDate""}","{""ImportId"":""endDate""}",s,p,f,r,e,u,g,"{'ImportId': 'QID1'}",t,""",
)


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def qualtrics(bench: Workbench, *lines: str) -> None:
    questions = "[{id: recommend, metric: nps, column: {import_id: QID1}, group_column: Q1_NPS_GROUP}]"
    yaml = survey_yaml(questions, response="{customer: {column: ExternalReference}}", more="platform: qualtrics")
    bench.run(yaml, {"a.csv": csv(*QUALTRICS, *lines)})


def test_a_qualtrics_export_is_read_by_the_preset(bench: Workbench) -> None:
    qualtrics(bench, "2025-06-01 10:00:00,2025-06-01 10:05:00,0,100,1,R_1,C1,SV,Promoter,9,Good,")
    (row,) = bench.loaded()
    assert (row["submission_id"], row["s_recommend"], row["language"], row["row_number"]) == ("R_1", 9, "SV", 4)
    assert (row["started_at"], row["submitted_at"]) == (utc("2025-06-01 08:00"), utc("2025-06-01 08:05"))
    assert (row["is_complete"], row["platform_exclusion"], row["problems"]) == (True, None, None)


def test_the_status_of_qualtrics_says_who_does_not_count(bench: Workbench) -> None:
    codes = ["0", "1", "2", "4", "8", "9", "16", "17", "Survey Preview", "IP Address", "Spam"]
    lines = [f"2025-06-01,2025-06-01,{code},100,1,R_{code},,,,9,," for code in codes]
    qualtrics(bench, *[line.replace("2025-06-01", "2025-06-01 10:00:00") for line in lines])
    assert dict(zip(codes, bench.values("platform_exclusion"), strict=True)) == {
        "0": None,
        "1": "preview",
        "2": "test",
        "4": None,
        "8": "spam",
        "9": "spam",
        "16": None,
        "17": "preview",
        "Survey Preview": "preview",
        "IP Address": None,
        "Spam": "spam",
    }


def test_an_export_of_nothing_but_tests_has_rows_and_no_score_that_counts(bench: Workbench) -> None:
    qualtrics(bench, *[f"2025-06-01 10:00:00,2025-06-01 10:00:00,2,100,1,R_{index},,,,9,," for index in range(3)])
    assert bench.values("platform_exclusion") == ["test"] * 3


def test_a_surveymonkey_export_is_read_by_the_preset(bench: Workbench) -> None:
    lines = (
        "Respondent ID,Collector ID,Start Date,End Date,How easy was it?,,Anything else?",
        ",,,,Ordering,Paying,Open-Ended Response",
        "118,1,12/30/2025 11:00:00 PM,12/31/2025 11:59:59 PM,Strongly agree,4,ok",
        "119,1,2025-12-31 10:00:00,2025-12-31 10:05:00,,Strongly disagree,",
    )
    questions = "[{id: easy, metric: ces, column: {question: How easy was it?}, item: option, labels: agreement_en}]"
    response = "{submitted_at: {timezone: UTC}, started_at: {timezone: UTC}}"
    bench.run(survey_yaml(questions, response=response, more="platform: surveymonkey"), {"a.csv": csv(*lines)})
    assert bench.values("submitted_at") == [utc("2025-12-31 23:59:59"), utc("2025-12-31 10:05:00")]
    assert [(row["submission_id"], row["item"], row["score"]) for row in bench.view("survey_answers")] == [
        ("118", "Ordering", 5),
        ("118", "Paying", 4),
        ("119", "Ordering", None),
        ("119", "Paying", 1),
    ]


def test_a_surveymonkey_export_may_have_other_metadata(bench: Workbench) -> None:
    lines = ("Respondent ID,Date Modified,Score", ",,Response", "1,2025-12-31 10:00:00,9")
    questions = "[{id: q, metric: nps, column: Score}]"
    yaml = survey_yaml(questions, response="{submitted_at: {timezone: UTC}}", more="platform: surveymonkey")
    bench.run(yaml, {"a.csv": csv(*lines)})
    assert bench.values("submitted_at") == [utc("2025-12-31 10:00:00")]
    assert bench.values("started_at") == [None]


def test_every_preset_is_of_a_known_kind() -> None:
    assert set(PLATFORMS) == {"SurveyExport", "TableExport"}
    assert all("generic" in presets for presets in PLATFORMS.values())


def test_presets_of_labels_are_whole_numbers_from_one_to_five() -> None:
    assert {name: sorted(set(labels.values())) for name, labels in LABEL_PRESETS.items()} == {
        name: [1.0, 2.0, 3.0, 4.0, 5.0]
        for name in ("agreement_en", "agreement_sv", "satisfaction_en", "satisfaction_sv")
    }
