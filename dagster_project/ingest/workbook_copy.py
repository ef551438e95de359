"""Copies one sheet of a workbook into a CSV: a process of its own, because a workbook can take all memory or panic.

Its one argument is JSON: path, copy, sheet, decimal, absent, most_memory. It prints JSON: `rows` or, where the workbook
cannot be used, `refused` with reason and remedy. Imports nothing of the project: it starts in a tenth of a second. What
the cells mean is not known here.
"""

import csv
import datetime as dt
import json
import posixpath
import re
import resource
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import python_calamine as calamine

PIECE = 1 << 20
# A workbook that unpacks to more than both is no export.
ALWAYS_ALLOWED, MOST_GROWTH = 256 << 20, 200
MOST_ENTRIES = 10_000
# CPU seconds that a workbook may take: some, and one per these bytes of what it holds unpacked.
LEAST_SECONDS, BYTES_PER_SECOND = 8, 4 << 20
_OLD_EXCEL, _ZIP = b"\xd0\xcf\x11\xe0", b"PK"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*?\w+:id=[\"']([^\"']+)[\"']")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ERROR_CELL = re.compile(
    rb"<(?:\w+:)?c\s(?=[^>]*\bt=[\"']e[\"'])[^>]*\br=[\"']([A-Z]+)(\d+)[\"'][^>]*>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<",
    re.DOTALL,
)


class Refused(Exception):
    """The workbook cannot be used: reason and remedy."""


def main(asked: dict[str, Any]) -> dict[str, Any]:
    """What was copied, or why nothing was."""
    _limit(resource.RLIMIT_AS, asked["most_memory"])
    _limit(resource.RLIMIT_CPU, LEAST_SECONDS)
    try:
        return _copy(Path(asked["path"]), Path(asked["copy"]), asked["sheet"], asked["decimal"], asked["absent"])
    except Refused as refused:
        return {"refused": refused.args}
    # What a damaged archive can raise, as Python's own reader of archives documents it: each is a refusal of the file.
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        return {
            "refused": (f"the workbook is damaged ({str(error)[:100]})", "open it in a spreadsheet and save it again")
        }
    except calamine.PasswordError:
        return {"refused": ("it is protected by a password", "save it without one")}
    except calamine.CalamineError as error:
        said = f"it cannot be read as a workbook ({' '.join(str(error).split())[:100]})"
        return {"refused": (said, "open it in a spreadsheet and save it again")}


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    try:
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    except (ValueError, OSError):  # not every system has every limit
        return


def _copy(path: Path, copy: Path, wanted: str, decimal: str, absent: str) -> dict[str, Any]:
    with zipfile.ZipFile(_checked(path)) as archive:
        _require_sane_sizes(archive, path.stat().st_size)
        with calamine.CalamineWorkbook.from_path(path) as workbook:
            names = workbook.sheet_names
            place = _place_of(wanted, names)
            errors = _errors_of(archive, place, len(names))
            sheet = workbook.get_sheet_by_index(place)
    if sheet.start is None:
        raise Refused(f"its sheet '{names[place]}' is empty", f"declare file.sheet: it has {_listed(names)}")
    blank_before = [""] * sheet.start[1]
    texts = _texts(decimal)
    count = 0
    with copy.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for number, row in enumerate(sheet.iter_rows(), start=1):
            cells = blank_before + [texts[type(value)](value) for value in row]
            for column, text in errors.get(number, {}).items():
                if column < len(cells):
                    cells[column] = text
            if any(cells):
                writer.writerow([number, absent, *cells, absent])
                count += 1
    return {"rows": count}


def _checked(path: Path) -> Path:
    with path.open("rb") as file:
        start = file.read(4)
        if start == _OLD_EXCEL:
            is_locked = _LOCKED in start + file.read(1 << 20)
            if is_locked:
                raise Refused("it is protected by a password", "save it without one")
            raise Refused("it is a workbook of an old Excel", "save it as xlsx or csv")
    if not start.startswith(_ZIP):
        raise Refused("it is no workbook", "correct its suffix or file.format, or export it again")
    return path


def _require_sane_sizes(archive: zipfile.ZipFile, packed: int) -> None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > max(ALWAYS_ALLOWED, MOST_GROWTH * packed) or len(entries) > MOST_ENTRIES:
        raise Refused(
            f"it unpacks to {unpacked >> 20:,} MB in {len(entries):,} parts", "export it again: that is no export"
        )
    if not any(entry.filename.endswith("workbook.xml") for entry in entries):
        raise Refused("it is a zip archive, no xlsx workbook", "unpack it, or save it as xlsx")
    _limit(resource.RLIMIT_CPU, LEAST_SECONDS + unpacked // BYTES_PER_SECOND)


def _place_of(wanted: str, names: list[str]) -> int:
    if wanted in names:
        return names.index(wanted)
    if wanted.isdecimal() and int(wanted) < len(names):
        return int(wanted)
    raise Refused(f"it has no sheet '{wanted}'", f"declare file.sheet: it has {_listed(names)}")


def _listed(names: list[str]) -> str:
    return ", ".join(f"'{name}'" for name in names[:10])


def _errors_of(archive: zipfile.ZipFile, place: int, sheet_count: int) -> dict[int, dict[int, str]]:
    """The cells of a sheet that hold an error such as #NAME?, by row and column; calamine shows them blank."""
    entry = _entry_of(archive, place, sheet_count)
    found: dict[int, dict[int, str]] = {}
    if entry is None:
        return found
    with archive.open(entry) as file:
        rest = b""
        for piece in iter(lambda: file.read(PIECE), b""):
            rest += piece
            end = rest.rfind(b"c>") + 2
            if b't="e"' in rest or b"t='e'" in rest:
                for letters, row, text in _ERROR_CELL.findall(rest, 0, end):
                    found.setdefault(int(row), {})[_column(letters)] = text.decode("utf-8", "replace")
            rest = rest[end:] if end > 1 else rest[-PIECE:]
    return found


def _entry_of(archive: zipfile.ZipFile, place: int, sheet_count: int) -> str | None:
    known = set(archive.namelist())
    try:
        sheets = _SHEET.findall(archive.read("xl/workbook.xml"))
        relations = _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels"))
    except KeyError:
        return None
    if len(sheets) != sheet_count:
        return None
    targets = {_attribute(b"Id", relation): _attribute(b"Target", relation) for relation in relations}
    target = targets.get(sheets[place].decode())
    entry = posixpath.normpath(posixpath.join("/xl", target or "")).lstrip("/")
    return entry if entry in known else None


def _attribute(name: bytes, tag: bytes) -> str:
    found = re.search(rb"\s" + name + rb"=[\"']([^\"']*)[\"']", tag)
    return found.group(1).decode("utf-8", "replace") if found else ""


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters[:3]:
        place = place * 26 + letter - ord("A") + 1
    return place - 1


def _texts(decimal: str) -> dict[type, Callable[[Any], str]]:
    def number(value: float) -> str:
        if value.is_integer() and abs(value) < 1e17:
            return str(int(value))
        return repr(value) if decimal == "." else repr(value).replace(".", decimal)

    def moment(value: dt.datetime) -> str:
        return value.isoformat(sep=" ")

    return {
        str: str,
        float: number,
        int: str,
        bool: lambda value: "TRUE" if value else "FALSE",
        dt.datetime: moment,
        dt.date: dt.date.isoformat,
        dt.time: dt.time.isoformat,
        dt.timedelta: _duration,
    }


def _duration(value: dt.timedelta) -> str:
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(json.loads(sys.argv[1]))))
