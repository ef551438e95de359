"""Counting records apart from the parser."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.ingest import records
from dagster_project.ingest.records import scan_records


def scan(tmp_path: Path, content: bytes, quote: str = '"') -> records.Scan:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    return scan_records(path, quote)


@pytest.mark.parametrize(
    ("content", "lines", "blanks"),
    [
        (b"a\nb\n", 2, []),
        (b"a\nb", 2, []),
        (b"a\r\nb\r\n", 2, []),
        (b"a\rb\r", 2, []),
        (b"\n\na\n\nb\n\n", 6, [1, 2, 4, 6]),
        (b"a\r\n\r\nb\r\n", 3, [2]),
        (b"a\n \nb\n", 3, []),
        (b'a,"x\n\ny"\nb\n', 2, []),
        (b'a,"x""\n"\n\nb\n', 3, [2]),
        (b"", 0, []),
    ],
)
def test_rows_are_counted_as_a_spreadsheet_shows_them(
    tmp_path: Path, content: bytes, lines: int, blanks: list[int]
) -> None:
    found = scan(tmp_path, content)
    assert (found.line_count, found.blank_lines) == (lines, blanks)
    assert found.record_count == lines - len(blanks)


def test_without_a_quote_sign_every_line_end_counts(tmp_path: Path) -> None:
    assert scan(tmp_path, b'a,"x\ny"\n', quote="").line_count == 2
    assert scan(tmp_path, b"a,'x\ny'\n", quote="'").line_count == 1


@pytest.mark.parametrize(("content", "is_open"), [(b'a\n"b\nc\n', True), (b'a\n"b"\n', False), (b'a\n"b""\n', True)])
def test_a_quote_that_is_never_closed_is_noticed(tmp_path: Path, content: bytes, is_open: bool) -> None:
    assert scan(tmp_path, content).is_open is is_open


@pytest.mark.parametrize(
    ("content", "line_end"),
    [
        (b'"a\r\nb"\nc\n', "\n"),
        (b"a\r\nb\r\n", "\r\n"),
        (b'a\r\n"b\nc"\r\n', "\r\n"),
        (b"a\nb\r\n", ""),
        (b"a\rb\r", ""),
    ],
)
def test_a_line_end_within_quotes_says_nothing_of_the_file_s(tmp_path: Path, content: bytes, line_end: str) -> None:
    assert scan(tmp_path, content).line_end == line_end


@pytest.mark.parametrize("piece", [1, 2, 3, 7])
def test_where_a_piece_ends_changes_nothing(tmp_path: Path, piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    content = b'a,b\r\n\r\n"x\r\ny","q""uote"\r\n\r\n1,2'
    whole = scan(tmp_path, content)
    monkeypatch.setattr(records, "PIECE", piece)
    assert scan(tmp_path, content) == whole
    assert (whole.line_count, whole.blank_lines, whole.line_end, whole.longest) == (5, [2, 4], "\r\n", 17)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.lists(st.text(alphabet='a",; \n', max_size=4), min_size=1, max_size=3), min_size=1, max_size=6),
    end=st.sampled_from(["\n", "\r\n"]),
    piece=st.integers(min_value=1, max_value=9),
)
def test_the_count_is_python_s_own_wherever_the_file_is_cut(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], end: str, piece: int
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end).writerows(rows)
    expected = [row for row in csv.reader(io.StringIO(text.getvalue(), newline="")) if row]
    path = tmp_path_factory.getbasetemp() / "hypothesis.csv"
    path.write_bytes(text.getvalue().encode())
    whole = records.PIECE
    records.PIECE = piece
    try:
        assert scan_records(path, '"').record_count == len(expected)
    finally:
        records.PIECE = whole


@pytest.mark.parametrize(
    ("content", "blanks"),
    [
        (b"a b\nc\n", ""),
        (b"a\tb\n", "\t"),
        (b'"a\n"\nb\n', "\n"),
        (b"a\r\nb\r\n", ""),
        (b"a\r\r\nb\r\n", "\r"),
        (b'"a\r\nb"\r\nc\r\n', "\n\r"),
        ("a\u00a0b\n".encode(), "\u00a0"),
    ],
)
def test_the_rare_blanks_of_a_file_are_known(tmp_path: Path, content: bytes, blanks: str) -> None:
    assert scan(tmp_path, content).blanks == frozenset(blanks)
