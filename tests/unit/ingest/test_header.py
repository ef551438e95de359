"""From header rows to columns, and from selectors to the columns they mean."""

from pathlib import Path
from typing import Any

import pytest

from dagster_project.ingest.header import Header
from dagster_project.ingest.header_rows import read_header
from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.spec.model import Selector
from dagster_project.ingest.spec.source import FileFormat

IMPORT_IDS = """"{'ImportId': 'QID1_NPS_GROUP'}","{'ImportId': 'QID1-TEXT'}"\n"""
QUALTRICS = f"""ResponseId,Q1,Q1_NPS_GROUP,Q1_5_TEXT
Response ID,"How likely,\nreally?",NPS group,Why?
"{{""ImportId"":""_recordId""}}","{{""ImportId"":""QID1""}}",{IMPORT_IDS}"""
SURVEYMONKEY = "Respondent ID,Start Date,How easy?,,,,Anything else?\n,,Speed,Price,,,Open-Ended Response\n"


def header(tmp_path: Path, text: str, delimiters: str = ",", **file: Any) -> Header:
    path = tmp_path / "file.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return read_header(path, FileFormat.model_validate(file), list(delimiters))


def find(found: Header, **selector: Any) -> list[int]:
    return [column.position for column in found.find(Selector.model_validate(selector))]


@pytest.mark.parametrize(
    ("selector", "position"),
    [
        ({"id": "Q1"}, 1),
        ({"name": "Q1"}, 1),
        ({"question": "How likely, really?"}, 1),
        ({"question": "Why?"}, 3),
        ({"import_id": "QID1"}, 1),
        ({"import_id": "_recordId"}, 0),
        ({"import_id": "QID1_NPS_GROUP"}, 2),
        ({"import_id": "QID1-TEXT"}, 3),
        ({"id_regex": "_TEXT$"}, 3),
        ({"question_regex": "^How likely"}, 1),
        ({"id_regex": "^Q1", "question_regex": "group"}, 2),
    ],
)
def test_a_column_is_found_by_any_of_its_three_header_rows(
    tmp_path: Path, selector: dict[str, str], position: int
) -> None:
    assert find(header(tmp_path, QUALTRICS, header_rows=3), **selector) == [position]


def test_the_last_header_row_is_counted_as_a_spreadsheet_counts(tmp_path: Path) -> None:
    assert header(tmp_path, QUALTRICS, header_rows=3).last_row == 3


@pytest.mark.parametrize(
    ("selector", "positions"),
    [
        ({"question": "How easy?", "option": "Speed"}, [2]),
        ({"question": "How easy?", "option": "Price"}, [3]),
        ({"option": "Open-Ended Response"}, [6]),
        ({"question": "How easy?", "many": True}, [2, 3]),
        ({"name": "Respondent ID"}, [0]),
    ],
)
def test_a_question_is_filled_forward_over_its_block(
    tmp_path: Path, selector: dict[str, Any], positions: list[int]
) -> None:
    found = header(tmp_path, SURVEYMONKEY, header_rows=2, header_fill="forward")
    assert find(found, **selector) == positions


def test_a_column_that_is_blank_in_all_header_rows_ends_the_block(tmp_path: Path) -> None:
    text = "Rate,,,,\nA,B,,C,D\n"
    found = header(tmp_path, text, header_rows=2, header_fill="forward")
    assert [column.texts["question"] for column in found.columns] == ["Rate", "Rate", "", "", ""]


def test_without_filling_a_question_stands_over_one_column(tmp_path: Path) -> None:
    assert find(header(tmp_path, SURVEYMONKEY, header_rows=2), question="How easy?", many=True) == [2]


def test_a_selector_that_hits_no_column_names_itself_and_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(RefusedFile) as refused:
        find(header(tmp_path, "Respondent ID,Score,At\n"), name="Respondent_Id")
    assert refused.value.reason == "column 'Respondent_Id' is not in the header"
    assert refused.value.remedy == "it has 'Respondent ID': correct the selector or the export"


def test_a_selector_that_hits_two_columns_names_them(tmp_path: Path) -> None:
    with pytest.raises(RefusedFile) as refused:
        find(header(tmp_path, "id,Other,Other\n"), name="Other")
    assert refused.value.reason == "column 'Other' occurs 2 times: 'Other' (column 2), 'Other' (column 3)"
    assert "occurrence" in refused.value.remedy


def test_an_occurrence_chooses_among_columns_that_repeat(tmp_path: Path) -> None:
    found = header(tmp_path, "id,Other,x,Other\n")
    assert find(found, name="Other", occurrence=1) == [1]
    assert find(found, name="Other", occurrence=2) == [3]
    with pytest.raises(RefusedFile, match="is not in the header"):
        find(found, name="Other", occurrence=3)


def test_all_keys_of_a_selector_must_hold(tmp_path: Path) -> None:
    found = header(tmp_path, "a,a\nx,y\n", header_rows=2)
    assert find(found, question="a", option="y") == [1]
    with pytest.raises(RefusedFile):
        find(found, question="a", option="z")


def test_a_difference_of_case_or_blanks_alone_does_not_matter(tmp_path: Path) -> None:
    found = header(tmp_path, "NETPRO  ,Resp\u00a0 Id,O\u0308ppen\n")
    assert find(found, name="netpro") == [0]
    assert find(found, name="resp id") == [1]
    assert find(found, name="öppen") == [2]
    assert find(found, name_regex="^resp") == [1]


def test_the_exact_name_wins_over_one_that_differs_in_case(tmp_path: Path) -> None:
    assert find(header(tmp_path, "Q9ALL,Q9All\n"), name="Q9All") == [1]


@pytest.mark.parametrize(
    ("text", "delimiter", "hint"),
    [
        ("id;at;score\n", ",", "holds ';'"),
        ("id,at,score\n", ";", "holds ','"),
        ("id\tat\tscore\n", ",", "holds a tab"),
        ("id|at|score\n", ",", "holds '|'"),
    ],
)
def test_a_wrong_delimiter_is_recognised(tmp_path: Path, text: str, delimiter: str, hint: str) -> None:
    with pytest.raises(RefusedFile, match=r"declare it under file\.delimiter") as refused:
        find(header(tmp_path, text, delimiter), name="score")
    assert hint in refused.value.remedy


def test_of_several_delimiters_the_one_that_gives_most_columns_is_right(tmp_path: Path) -> None:
    assert header(tmp_path, "a;b;c\n", ";,").delimiter == ";"
    assert header(tmp_path, "a,b,c\n", ";,").delimiter == ","


def test_blank_and_comment_rows_above_the_header_are_passed_over(tmp_path: Path) -> None:
    found = header(tmp_path, "# made by\n\n# on\n\nid,at\n1,2\n", comment_prefix="#")
    assert [column.texts["name"] for column in found.columns] == ["id", "at"]
    assert found.last_row == 5


def test_skipped_rows_are_no_header_whatever_they_hold(tmp_path: Path) -> None:
    found = header(tmp_path, 'Report\n"two\nlines"\nid,at\n', skip_rows=2)
    assert found.last_row == 3
    assert find(found, name="at") == [1]


def test_a_cell_of_a_header_may_have_several_lines(tmp_path: Path) -> None:
    found = header(tmp_path, 'id,"How\r\n\r\nlikely?",at\n')
    assert find(found, name="How likely?") == [1]
    assert found.last_row == 1


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    assert find(header(tmp_path, '\ufeff"id",at\n'), name="id") == [0]


def test_rows_need_the_cells_up_to_the_last_named_column(tmp_path: Path) -> None:
    found = header(tmp_path, "id,at,,\n")
    assert (found.width, found.least_width) == (4, 2)


@pytest.mark.parametrize(
    ("text", "rows", "said"), [("", 1, "0 of the 1"), ("\n\n", 1, "0 of the 1"), ("a\n", 3, "1 of the 3")]
)
def test_a_file_with_too_few_rows_has_no_header(tmp_path: Path, text: str, rows: int, said: str) -> None:
    with pytest.raises(RefusedFile, match=f"it has {said} header rows"):
        header(tmp_path, text, header_rows=rows)


@pytest.mark.parametrize(
    ("fingerprint", "holds"),
    [(["Q1"], True), (["q1", "why?"], True), (["QID1"], True), (["Q1", "Q2"], False), ([], True), (["Q"], False)],
)
def test_a_fingerprint_holds_when_each_of_its_texts_is_a_whole_header_text(
    tmp_path: Path, fingerprint: list[str], holds: bool
) -> None:
    assert header(tmp_path, QUALTRICS, header_rows=3).contains(fingerprint) is holds
