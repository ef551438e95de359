"""Qualtrics in its three generations of header."""

import pytest

from tests.unit.ingest.platforms.exports import lines, utc
from tests.unit.workbench import Workbench, survey_yaml

TODAY = (
    (
        "StartDate,EndDate,Status,Progress,Finished,ResponseId,RecipientEmail,ExternalReference,UserLanguage,"
        "Q1_NPS_GROUP,Q1,Q2,"
    ),
    (
        "Startdatum,Slutdatum,Svarstyp,Förlopp,Klar,Svars-ID,E-post,Extern,Språk,"
        "Grupp,Skulle du rekommendera oss?,Varför?,"
    ),
    (
        """"{""ImportId"":""startDate""}","{""ImportId"":""endDate""}","{""ImportId"":""status""}",p,f,"""
        """"{""ImportId"":""_recordId""}",m,e,u,g,"{""ImportId"":""QID1""}","{""ImportId"":""QID2_TEXT""}","""
    ),
)
OF_2016 = (
    "ResponseID,ResponseSet,StartDate,EndDate,RecipientEmail,ExternalDataReference,Finished,Status,Q1,Q2",
    "ResponseID,ResponseSet,StartDate,EndDate,RecipientEmail,ExternalDataReference,Finished,Status,Recommend?,Why?",
    (
        "{'ImportId': 'responseId'},{'ImportId': 'responseSetId'},{'ImportId': 'startDate'},{'ImportId': 'endDate'},"
        "m,e,f,{'ImportId': 'status'},{'ImportId': 'QID2-1'},{'ImportId': 'QID3-TEXT'}"
    ),
)
LEGACY = (
    "V1,V2,V8,V9,V5,V4,V10,V7,Q1,Q2",
    "ResponseID,ResponseSet,StartDate,EndDate,RecipientEmail,ExternalDataReference,Finished,Status,Recommend?,Why?",
)
QUESTIONS = "[{id: recommend, metric: nps, column: Q1}, {id: why, metric: text, column: Q2}]"


def qualtrics(bench: Workbench, *rows: str, questions: str = QUESTIONS, bom: bool = False, name: str = "a.csv") -> None:
    yaml = survey_yaml(questions, response="{}", more="platform: qualtrics")
    bench.run(yaml, {name: lines(*rows, bom=bom)})


def test_an_export_of_today_is_read(bench: Workbench) -> None:
    questions = "[{id: recommend, metric: nps, column: {import_id: QID1}, group_column: Q1_NPS_GROUP}]"
    row = "2025-06-01 10:00:00,2025-06-01 10:05:00,0,100,1,R_1,,C1,SV,Promoter,9,Good,"
    qualtrics(bench, *TODAY, row, questions=questions)
    (row_read,) = bench.loaded()
    assert (row_read["submission_id"], row_read["s_recommend"], row_read["language"]) == ("R_1", 9, "SV")
    assert (row_read["started_at"], row_read["submitted_at"]) == (utc("2025-06-01 08:00"), utc("2025-06-01 08:05"))
    assert (row_read["is_complete"], row_read["platform_exclusion"], row_read["problems"]) == (True, None, None)
    assert (row_read["row_number"], row_read["customer_key"] is None) == (4, False)


@pytest.mark.parametrize(("header", "has_bom"), [(OF_2016, False), (LEGACY, True)])
def test_earlier_generations_need_no_other_yaml(bench: Workbench, header: tuple[str, ...], has_bom: bool) -> None:
    rows = (
        "R_1,Default,2016-05-27 15:00:00,2016-05-27 15:47:04,,C1,1,0,10,Fine",
        "R_2,Default,2016-05-27 15:00:00,2016-05-27 15:47:04,,C2,0,0,3,",
        "R_3,Default,2016-05-27 15:00:00,2016-05-27 15:47:04,,C3,1,2,9,",
    )
    qualtrics(bench, *header, *rows, bom=has_bom)
    assert bench.values("submission_id") == ["R_1", "R_2", "R_3"]
    assert bench.values("submitted_at") == [utc("2016-05-27 13:47:04")] * 3
    assert bench.values("started_at") == [utc("2016-05-27 13:00:00")] * 3
    assert bench.values("is_complete") == [True, False, True]
    assert bench.values("platform_exclusion") == [None, None, "test"]
    assert (bench.values("s_recommend"), bench.values("a_why")) == ([10, 3, 9], ["Fine", None, None])
    assert len(set(bench.values("customer_key"))) == 3
    assert bench.rejects() == []


def test_all_generations_may_lie_in_one_folder(bench: Workbench) -> None:
    bench.declare(survey_yaml(QUESTIONS, response="{}", more="platform: qualtrics"))
    old = "R_1,Default,2016-05-27 15:00:00,2016-05-27 15:47:04,,C1,1,0,10,Fine"
    new = "2025-06-01 10:00:00,2025-06-01 10:05:00,0,100,TRUE,R_3,,C1,SV,Promoter,9,Good,"
    bench.drop(
        {
            "a.csv": lines(*LEGACY, old, bom=True),
            "b.csv": lines(*OF_2016, old.replace("R_1", "R_2")),
            "c.csv": lines(*TODAY, new),
        }
    )
    assert bench.load().refused == {}
    assert sorted(bench.values("submission_id")) == ["R_1", "R_2", "R_3"]


def test_the_status_says_who_does_not_count(bench: Workbench) -> None:
    codes = ["0", "1", "2", "4", "8", "9", "16", "17", "Survey Preview", "IP Address", "Spam"]
    rows = [f"2025-06-01 10:00:00,2025-06-01 10:00:00,{code},100,1,R_{code},,,,,9,," for code in codes]
    qualtrics(bench, *TODAY, *rows)
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
    rows = [f"2025-06-01 10:00:00,2025-06-01 10:00:00,2,100,1,R_{index},,,,,9,," for index in range(3)]
    qualtrics(bench, *TODAY, *rows)
    assert bench.values("platform_exclusion") == ["test"] * 3


def test_the_zone_that_the_third_header_row_names_is_taken(bench: Workbench) -> None:
    third = TODAY[2].replace('""endDate""}', '""endDate"",""timeZone"":""America/Denver""}')
    row = "2025-06-01 10:00:00,2025-06-01 10:05:00,0,100,1,R_1,,,,,9,,"
    qualtrics(bench, TODAY[0], TODAY[1], third, row)
    assert bench.values("submitted_at") == [utc("2025-06-01 16:05")]


def test_who_has_no_reference_is_known_by_the_hash_of_their_address(bench: Workbench) -> None:
    row = "2025-06-01 10:00:00,2025-06-01 10:05:00,0,100,1,R_1,someone@example.org,,,,9,,"
    qualtrics(bench, *TODAY, row)
    (row_read,) = bench.loaded()
    assert (row_read["customer_key"], row_read["customer_email_hash"] is None) == (None, False)
    assert "someone@example.org" not in str(bench.rows())


def test_a_tab_separated_export_in_utf_16_is_read(bench: Workbench) -> None:
    rows = (*OF_2016, "R_1,Default,2016-05-27 15:00:00,2016-05-27 15:47:04,,C1,1,0,10,Överlag bra")
    text = "".join(row.replace(",", "\t") + "\n" for row in rows)
    yaml = survey_yaml(QUESTIONS, response="{}", more="platform: qualtrics")
    bench.run(yaml, {"a.tsv": b"\xff\xfe" + text.encode("utf-16-le")})
    assert (bench.values("s_recommend"), bench.values("a_why")) == ([10], ["Överlag bra"])
