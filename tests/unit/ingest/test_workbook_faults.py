"""Workbooks that are made to hurt, or are broken: each is refused with what to do, and nothing else is taken down."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from dagster_project.ingest import workbook as room
from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.spec.source import FileFormat
from tests.unit.ingest.exports import workbook
from tests.unit.workbench import Workbench, survey_yaml

HEADER = ["id", "at", "score"]
ROW = ["r1", "2025-01-01", 9]
SHEET = "xl/worksheets/sheet1.xml"


def changed(content: bytes, entry: str, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook with one part of it changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in archive.namelist():
            part = archive.read(name)
            copy.writestr(name, change(part) if name == entry else part)
    return out.getvalue()


def refusal(bench: Workbench, content: bytes, file: str = "{}") -> str:
    (said,) = bench.run(survey_yaml(file=file), {"a.xlsx": content}).refused.values()
    return said


def test_a_workbook_that_unpacks_to_far_too_much_is_refused(bench: Workbench) -> None:
    content = changed(workbook([HEADER, ROW]), SHEET, lambda part: part + b" " * (300 << 20))
    assert "it unpacks to 300 MB in" in refusal(bench, content)


def test_a_sheet_that_would_take_all_memory_is_refused(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_MEMORY", 1 << 30)
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    content = changed(workbook([HEADER, ROW]), SHEET, lambda part: part.replace(b"</sheetData>", far))
    assert refusal(bench, content) == "reading the workbook takes too much memory; save the sheet as csv"


def test_a_size_that_lies_is_found_out(bench: Workbench) -> None:
    content = bytearray(changed(workbook([HEADER, ROW]), SHEET, lambda part: part + b" " * (8 << 20)))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        declared = archive.getinfo(SHEET).file_size.to_bytes(4, "little")
    assert refusal(bench, bytes(content).replace(declared, (700).to_bytes(4, "little"))).startswith(
        "the workbook is damaged"
    )


def test_a_workbook_that_never_ends_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = tmp_path / "endless.py"
    endless.write_text("import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile True: pass\n")
    monkeypatch.setattr(room, "_COPIER", endless)
    (tmp_path / "a.xlsx").write_bytes(workbook([HEADER, ROW]))
    with pytest.raises(RefusedFile, match="reading the workbook takes too long; save the sheet as csv"):
        room.sheet_records(tmp_path / "a.xlsx", FileFormat(), tmp_path)


PARTS = ["[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", SHEET]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("what", ["gone", "cut", "noise"])
def test_a_workbook_with_a_broken_part_breaks_nothing_else(bench: Workbench, part: str, what: str) -> None:
    changes: dict[str, Callable[[bytes], bytes]] = {
        "gone": lambda _: b"",
        "cut": lambda whole: whole[: len(whole) // 2],
        "noise": lambda whole: whole.replace(b"<", b"<\xff"),
    }
    content = changed(workbook([HEADER, ROW]), part, changes[what])
    result = bench.run(survey_yaml(), {"a.xlsx": content, "z.csv": "id,at,score\nr2,2025-01-01,9\n"})
    assert "pulse/z.csv" in result.loaded
    assert set(result.loaded) | set(result.refused) == {"pulse/a.xlsx", "pulse/z.csv"}


def test_an_old_or_locked_workbook_is_refused_with_what_to_do(bench: Workbench) -> None:
    old = b"\xd0\xcf\x11\xe0" + b"\0" * 2000
    assert refusal(bench, old) == "it is a workbook of an old Excel; save it as xlsx or csv"
    locked = old + "EncryptedPackage".encode("utf-16-le")
    assert refusal(bench, locked) == "it is protected by a password; save it without one"


def test_another_zip_archive_is_no_workbook(bench: Workbench) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("a.csv", "id,at,score\n")
    said = refusal(bench, content.getvalue())
    assert said == "it is a zip archive, no xlsx workbook; unpack it, or save it as xlsx"
