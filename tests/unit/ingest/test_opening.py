"""Bytes on disk: identity and encoding."""

import hashlib
from pathlib import Path

import pytest

from dagster_project.ingest.opening import decode, identify
from dagster_project.ingest.refusal import RefusedFile
from tests.unit.workbench import Workbench, csv, survey_yaml

USUAL = ["utf-8-sig", "utf-16", "cp1252"]
TEXT = "id,at,score\nåäö,2025-01-01,9\n"


def test_a_file_is_identified_by_its_content_alone(tmp_path: Path) -> None:
    one, two = tmp_path / "one.csv", tmp_path / "two.txt"
    one.write_bytes(b"same")
    two.write_bytes(b"same")
    assert identify(one) == identify(two)
    assert identify(one).sha256 == hashlib.sha256(b"same").hexdigest()
    assert identify(one).size_bytes == 4


def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedFile, match=r"cannot be read \(no such file or directory\)"):
        identify(tmp_path / "gone.csv")


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "utf-8-sig"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("cp1252"), "cp1252"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16 little", "utf-16 big", "cp1252"],
)
def test_the_first_encoding_that_decodes_is_taken(bench: Workbench, content: bytes, encoding: str) -> None:
    bench.run(survey_yaml(), {"a.csv": content})
    assert bench.values("submission_id") == ["åäö"]
    assert [entry["encoding"] for entry in bench.ledger()] == [encoding]


def test_utf_16_without_its_mark_is_not_guessed(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(TEXT.encode("utf-16-le"))
    with pytest.raises(RefusedFile, match="in none of the declared encodings: utf-16; declare the right one"):
        decode(file, ["utf-16"], tmp_path / "copy")


def test_mac_roman_is_read_when_it_is_asked_for(bench: Workbench) -> None:
    bench.run(survey_yaml(file="{encoding: mac_roman}"), {"a.csv": TEXT.encode("mac_roman")})
    assert bench.values("submission_id") == ["åäö"]


def test_bytes_that_no_declared_encoding_has_are_refused_with_their_place(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"id,at\n\x81\x8d,1\n")
    with pytest.raises(RefusedFile, match=r"utf-8-sig \(byte 6\), cp1252 \(byte 6\)"):
        decode(file, USUAL, tmp_path / "copy")


def test_a_letter_may_lie_across_two_pieces_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"x" * ((1 << 22) - 1) + "å".encode())
    assert decode(file, USUAL, tmp_path / "copy") == (file, "utf-8-sig")


def test_utf_8_is_read_where_it_lies_and_others_from_a_copy(tmp_path: Path) -> None:
    plain, latin, copy = tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "copy"
    plain.write_bytes(TEXT.encode())
    latin.write_bytes(TEXT.encode("cp1252"))
    assert decode(plain, USUAL, copy)[0] == plain
    assert not copy.exists()
    assert decode(latin, USUAL, copy)[0] == copy
    assert copy.read_text(encoding="utf-8") == TEXT


def test_an_empty_file_is_refused(bench: Workbench) -> None:
    result = bench.run(survey_yaml(), {"a.csv": b""})
    assert result.refused == {"pulse/a.csv": "the file is empty; export it again, or remove it"}


def test_a_file_with_only_a_header_has_no_rows_and_is_no_fault(bench: Workbench) -> None:
    result = bench.run(survey_yaml(), {"a.csv": csv("id,at,score"), "b.csv": "id,at,score"})
    assert result.refused == {}
    assert [entry["rows_read"] for entry in bench.ledger()] == [0, 0]
