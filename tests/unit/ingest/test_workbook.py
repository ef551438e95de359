"""Workbooks: rows as Excel numbers them, cells as Excel shows them, and no workbook that takes the run down."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter

from tests.unit.ingest.exports import counts, workbook
from tests.unit.workbench import Workbench, survey_yaml

HEADER = ["id", "at", "score"]
ROW = ["r1", "2025-01-01", 9]
BY_ROW = survey_yaml(
    "[{id: why, metric: text, column: why, pii: keep}]",
    response="{id: {row_number: true}, submitted_at: {value: '2025-01-01'}}",
)


def written(write: Callable[[xlsxwriter.Workbook, Any], None]) -> bytes:
    """A workbook whose one sheet is written by a function."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        write(book, book.add_worksheet("Data"))
    return content.getvalue()


def at(text: str) -> dt.datetime:
    """A moment."""
    return dt.datetime.fromisoformat(text)


def refusal(bench: Workbench, content: bytes, file: str = "{}") -> str:
    (said,) = bench.run(survey_yaml(file=file), {"a.xlsx": content}).refused.values()
    return said


def whys(bench: Workbench, values: list[Any], formats: list[str | None] | None = None, file: str = "{}") -> list[Any]:
    """What becomes of the values of one column."""

    def write(book: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write(0, 0, "why")
        for place, value in enumerate(values):
            form = (formats or [None] * len(values))[place]
            sheet.write(place + 1, 0, value, book.add_format({"num_format": form}) if form else None)

    bench.run(BY_ROW.replace("file: {}", f"file: {file}"), {"a.xlsx": written(write)})
    return bench.values("a_why")


def test_numbers_are_written_as_a_person_would(bench: Workbench) -> None:
    assert whys(bench, [10, 10.0, 1.5, -3, 1e15, 0.1, 123456789012]) == [
        *("10", "10", "1.5", "-3", "1000000000000000", "0.1", "123456789012")
    ]


def test_numbers_have_the_decimal_sign_of_the_file(bench: Workbench) -> None:
    assert whys(bench, [1.5, 10], file="{decimal: ','}") == ["1,5", "10"]


def test_dates_times_and_durations_are_iso(bench: Workbench) -> None:
    moment = at("2025-01-02 14:30")
    values = [moment, at("2025-01-02"), moment.time(), 1.5, moment.replace(microsecond=123000)]
    formats: list[str | None] = ["yyyy-mm-dd hh:mm", "d mmmm yyyy", "hh:mm", "[h]:mm:ss", "yyyy-mm-dd hh:mm:ss.000"]
    assert whys(bench, values, formats) == [
        *("2025-01-02 14:30:00", "2025-01-02", "14:30:00", "36:00:00", "2025-01-02 14:30:00.123000")
    ]


def test_a_time_is_known_whatever_formats_the_yaml_names(bench: Workbench) -> None:
    response = "{id: {column: id}, submitted_at: {column: at, formats: '%m/%d/%Y %I:%M:%S %p', timezone: UTC}}"
    rows = [HEADER, ["r1", at("2025-01-02 14:30"), 9], ["r2", at("2025-01-03"), 9]]
    bench.run(survey_yaml(response=response), {"a.xlsx": workbook(rows)})
    assert bench.values("submitted_at") == [at("2025-01-02 14:30"), at("2025-01-03")]


def test_truths_are_written_as_excel_shows_them(bench: Workbench) -> None:
    assert whys(bench, [True, False, "true"]) == ["TRUE", "FALSE", "true"]


def test_error_cells_are_shown_and_not_taken_for_blank(bench: Workbench) -> None:
    def write(_: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write_row(3, 1, HEADER)
        sheet.write_row(4, 1, ROW)
        for place, error in enumerate(("#NAME?", "#N/A", "#DIV/0!")):
            sheet.write_row(5 + place, 1, [f"e{place}", "2025-01-01"])
            sheet.write_formula(5 + place, 3, "=NOTHING()", None, error)

    bench.run(survey_yaml(), {"a.xlsx": written(write)})
    assert [(reject["row_number"], reject["raw_value"]) for reject in bench.rejects()] == [
        *((6, "#NAME?"), (7, "#N/A"), (8, "#DIV/0!"))
    ]
    assert bench.values("s_recommend") == [9, None, None, None]


def test_an_error_cell_may_be_declared_blank(bench: Workbench) -> None:
    def write(_: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ROW[:2])
        sheet.write_formula(1, 2, "=NOTHING()", None, "#NAME?")

    bench.run(survey_yaml(file="{null_values: ['', '#NAME?']}"), {"a.xlsx": written(write)})
    assert (bench.values("s_recommend"), bench.rejects()) == ([None], [])


def test_formulas_count_as_what_they_last_gave(bench: Workbench) -> None:
    def write(_: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ROW[:2])
        sheet.write_formula(1, 2, "=4+5", None, 9)

    bench.run(survey_yaml(), {"a.xlsx": written(write)})
    assert bench.values("s_recommend") == [9]


def test_rows_are_numbered_as_excel_numbers_them_and_blank_ones_are_nothing(bench: Workbench) -> None:
    rows = [HEADER, ["r1", "2025-01-01", 9], [], ["", None, ""], ["r2", "soon", 8], [], ["r3", "2025-01-01", 7]]
    bench.run(survey_yaml(), {"a.xlsx": workbook(rows, top=3, left=2)})
    assert [(row["row_number"], row["row_status"]) for row in bench.rows()] == [
        *((5, "loaded"), (8, "rejected"), (10, "loaded"))
    ]
    assert counts(bench) == (3, 2, 1, 0)


def test_a_row_of_spaces_is_dropped_and_counted_as_in_a_csv(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.xlsx": workbook([HEADER, ROW, [" ", "  ", None]])})
    assert counts(bench) == (2, 1, 0, 1)


def test_skipped_and_comment_rows_count_as_excel_counts_them(bench: Workbench) -> None:
    rows = [["A report"], ["made by"], HEADER, ["# first"], ROW, ["# last"]]
    bench.run(survey_yaml(file="{skip_rows: 2, comment_prefix: '#'}"), {"a.xlsx": workbook(rows)})
    assert [(row["row_number"], row["drop_reason"]) for row in bench.rows()] == [
        *((4, "comment"), (5, None), (6, "comment"))
    ]


def test_merged_headings_stand_over_their_block(bench: Workbench) -> None:
    def write(_: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write_row(0, 0, ["id", "at"])
        sheet.merge_range(0, 2, 0, 3, "How likely?")
        sheet.write_row(1, 2, ["Score", "Why"])
        sheet.write_row(2, 0, ["r1", "2025-01-01", 9, "good"])

    questions = """[{id: recommend, metric: nps, column: {question: How likely?, option: Score}},
        {id: why, metric: text, column: {question: How likely?, option: Why}}]"""
    bench.run(survey_yaml(questions, file="{header_rows: 2, header_fill: forward}"), {"a.xlsx": written(write)})
    assert (bench.values("s_recommend"), bench.values("a_why")) == ([9], ["good"])


def test_a_cell_beside_the_header_is_no_fault_as_in_a_csv_of_the_same_sheet(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.xlsx": workbook([HEADER, ROW, ["r2", "2025-01-01", 8, None, "a note"]])})
    assert counts(bench) == (2, 2, 0, 0)


@pytest.mark.parametrize(
    ("sheet", "expected"), [("0", "first"), ("1", "second"), ("Data", "second"), ("2026", "third")]
)
def test_a_sheet_is_picked_by_its_place_or_name(bench: Workbench, sheet: str, expected: str) -> None:
    sheets = [[HEADER, [name, "2025-01-01", 9]] for name in ("first", "second", "third")]
    content = workbook(*sheets, names=["Cover", "Data", "2026"])
    bench.run(survey_yaml(file=f"{{sheet: {sheet}}}"), {"a.xlsx": content})
    assert bench.values("submission_id") == [expected]


@pytest.mark.parametrize("sheet", ["Raw Data", "2", "-1"])
def test_a_missing_sheet_is_refused_with_those_that_are_there(bench: Workbench, sheet: str) -> None:
    said = refusal(bench, workbook([HEADER, ROW], [HEADER], names=["Cover", "Data"]), f"{{sheet: '{sheet}'}}")
    assert said == f"it has no sheet '{sheet}'; declare file.sheet: it has 'Cover', 'Data'"


def test_an_empty_sheet_is_refused_with_those_that_are_there(bench: Workbench) -> None:
    said = refusal(bench, workbook([], [HEADER, ROW], names=["Cover", "Data"]))
    assert said == "its sheet 'Cover' is empty; declare file.sheet: it has 'Cover', 'Data'"


def test_the_calendar_that_begins_in_1904_is_understood(bench: Workbench) -> None:
    content = io.BytesIO()
    options = {"date_1904": True, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(content, options) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ["r1", at("2025-01-02 12:00"), 9])
    bench.run(survey_yaml(), {"a.xlsx": content.getvalue()})
    assert bench.values("submitted_at") == [at("2025-01-02 11:00")]


def test_hostile_texts_are_texts(bench: Workbench) -> None:
    texts = ["=1+1", 'a "quoted", b', "two\nlines", "'; drop table x; --", "åäö 😀", "_x0041_", "\\N"]

    def write(_: xlsxwriter.Workbook, sheet: Any) -> None:
        for place, text in enumerate(["why", *texts]):
            sheet.write_string(place, 0, text)

    bench.run(BY_ROW, {"a.xlsx": written(write)})
    assert bench.values("a_why") == texts
