"""The slow reading of a file that is broken."""

from pathlib import Path

from dagster_project.ingest.header_rows import read_header
from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.repair import write_repaired
from dagster_project.ingest.spec.source import FileFormat
from tests.unit.workbench import Workbench, csv, survey_yaml


def test_the_copy_has_one_numbered_row_per_record(tmp_path: Path) -> None:
    file, copy = tmp_path / "a.csv", tmp_path / "copy.csv"
    file.write_text('a,b\n1,"x\ny"\n\n2,"p "q""\n3\n4,5,6,7\n', encoding="utf-8")
    form = FileFormat()
    assert write_repaired(file, form, read_header(file, form, [","]), copy) == 4
    assert copy.read_text(encoding="utf-8").splitlines() == [
        '"2","\x01","1","x',
        'y",""',
        '"4","a quote stands in the middle of a cell","\x01","\x01",""',
        '"5","\x01","3","\x01",""',
        '"6","\x01","4","5","6 7"',
    ]


def test_two_open_quotes_close_each_other_and_their_rows_are_one_as_in_a_spreadsheet(bench: Workbench) -> None:
    lines = ('r1,2025-01-01,"', "r2,2025-01-01,1", 'r3,2025-01-01,"', "r4,2025-01-01,1")
    bench.run(survey_yaml(), {"a.csv": csv("id,at,score", *lines)})
    assert [(row["row_number"], row["submission_id"]) for row in bench.rows()] == [(2, "r1"), (3, "r4")]


def test_the_remedy_of_an_undoubled_quote_is_told(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": csv("id,at,score", '"a"b,2025-01-01,1')})
    (reject,) = bench.rejects()
    assert (reject["reason"], reject["remedy"]) == (
        "a quote stands in the middle of a cell",
        "double the quote inside the cell",
    )


def test_a_refusal_is_one_line_of_what_is_wrong_and_what_to_do() -> None:
    assert str(RefusedFile("why", "what to do")) == "why; what to do"
