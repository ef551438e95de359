"""SurveyMonkey: individual responses, their re-saved and anonymised copies, and summaries that are none."""

from tests.unit.ingest.platforms.exports import lines, utc
from tests.unit.workbench import Workbench, survey_yaml

EASY = "[{id: easy, metric: ces, column: {question: How easy was it?}, item: option, labels: agreement_en}]"
SCORE = "[{id: score, metric: nps, column: {question: Would you recommend us?, option: Response}}]"


def test_an_export_of_individual_responses_is_read(bench: Workbench) -> None:
    rows = (
        "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,How easy was it?,,Anything else?",
        ",,,,,,Ordering,Paying,Open-Ended Response",
        "118,1,12/30/2025 11:00:00 PM,12/31/2025 11:59:59 PM,,a@example.org,Strongly agree,4,ok",
        "119,1,2025-12-31 10:00:00,2025-12-31 10:05:00,,,,Strongly disagree,",
    )
    response = "{submitted_at: {timezone: UTC}, started_at: {timezone: UTC}}"
    bench.run(survey_yaml(EASY, response=response, more="platform: surveymonkey"), {"a.csv": lines(*rows, end="\r\n")})
    assert bench.values("submitted_at") == [utc("2025-12-31 23:59:59"), utc("2025-12-31 10:05:00")]
    assert bench.values("started_at") == [utc("2025-12-30 23:00:00"), utc("2025-12-31 10:00:00")]
    assert [value is None for value in bench.values("customer_email_hash")] == [False, True]
    assert [(row["submission_id"], row["item"], row["score"]) for row in bench.view("survey_answers")] == [
        ("118", "Ordering", 5),
        ("118", "Paying", 4),
        ("119", "Ordering", None),
        ("119", "Paying", 1),
    ]


def test_other_metadata_are_read_as_well(bench: Workbench) -> None:
    rows = ("Respondent ID,Date Modified,Would you recommend us?", ",,Response", "1,2025-12-31 10:00:00,9")
    bench.run(
        survey_yaml(SCORE, response="{submitted_at: {timezone: UTC}}", more="platform: surveymonkey"),
        {"a.csv": lines(*rows)},
    )
    assert bench.values("submitted_at") == [utc("2025-12-31 10:00:00")]
    assert bench.values("started_at") == [None]


def test_an_anonymised_export_needs_nothing_but_its_date(bench: Workbench) -> None:
    rows = ("Would you recommend us?,", "Response,Comments:", "10,Fine", "10,Fine", "N/A,")
    questions = (
        "[{id: score, metric: nps, column: {question: Would you recommend us?, option: Response}, "
        "missing: {N/A: not_applicable}}]"
    )
    yaml = survey_yaml(questions, response="{submitted_at: {value: '2023-06-30'}}", more="platform: surveymonkey")
    bench.run(yaml, {"a.csv": lines(*rows)})
    assert (bench.values("s_score"), bench.values("m_score")) == ([10, 10, None], [None, None, "not_applicable"])
    assert len(set(bench.values("submission_id"))) == 3  # twins are two responses
    assert bench.rejects() == []


def test_a_question_does_not_reach_over_blank_columns(bench: Workbench) -> None:
    rows = (
        "Respondent ID,End Date,Would you recommend us?,,,,Would you recommend us?",
        ",,Response,Why?,,,Response",
        "1,12/31/2025 10:00:00 AM,9,good,,2,3",
    )
    questions = (
        "[{id: score, metric: nps, column: {question: Would you recommend us?, option: Response, occurrence: 1}}]"
    )
    bench.run(survey_yaml(questions, response="{}", more="platform: surveymonkey"), {"a.csv": lines(*rows)})
    assert bench.values("s_score") == [9]


def test_the_anchors_of_a_scale_are_its_ends(bench: Workbench) -> None:
    rows = (
        "Respondent ID,End Date,Would you recommend us?",
        ",,Response",
        *(
            f"{index},12/31/2025 10:00:00 AM,{answer}"
            for index, answer in enumerate(["Strongly disagree", "2", "9", "Strongly agree"])
        ),
    )
    questions = (
        "[{id: score, metric: nps, column: Would you recommend us?, scale: {min: 1, max: 10}, "
        "labels: agreement_ends_10_en}]"
    )
    bench.run(survey_yaml(questions, response="{}", more="platform: surveymonkey"), {"a.csv": lines(*rows)})
    assert bench.values("s_score") == [1, 2, 9, 10]


def test_a_copy_of_which_only_the_row_of_options_is_left_has_one_header_row(bench: Workbench) -> None:
    rows = ("Ordering,Paying,Other (please specify)", "5,4,no", "3,2,")
    questions = "[{id: ordering, metric: csat, column: Ordering}]"
    yaml = survey_yaml(questions, response="{submitted_at: {value: '2023-06-30'}}", more="platform: surveymonkey")
    bench.run(yaml, {"a.csv": lines(*rows, bom=True)})
    assert bench.values("s_ordering") == [5, 3]


def test_a_summary_is_refused_with_its_reason(bench: Workbench) -> None:
    rows = (
        "Customer survey 2020,,,,",
        ",,,,",
        "Q1. Would you recommend us?,,,,",
        "Answer Choices,1,2,Total,Weighted Average",
        "star,3,94,97,1.97",
        ",,,Answered,97",
        ",,,Skipped,0",
    )
    bench.declare(survey_yaml(SCORE, response="{}", more="platform: surveymonkey"))
    bench.drop({"a.csv": lines(*rows, end="\r\n", bom=True)})
    result = bench.load()
    assert "a summary of the answers, not individual responses" in result.refused["pulse/a.csv"]
    assert bench.rows() == []
