"""From the first rows of a file, of whatever kind, to its header.

Here it is decided which rows are the header, what shape it has, and whether the file is a report that nobody can load.
"""

import csv
import itertools
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dagster_project.ingest.header import Column, Header, plain
from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.spec.source import FileFormat, HeaderShape

csv.field_size_limit(sys.maxsize)
_IMPORT_ID = re.compile(r"""ImportId["']\s*:\s*["']([^"']+)""")
_TIME_ZONE = re.compile(r"""timeZone["']\s*:\s*["']([^"']+)""")
_LOOK_AHEAD = 200
_LONGEST_LINE = 1 << 26
MOST_COLUMNS = 16_384  # as many as a sheet of a workbook has


def read_header(path: Path, file: FileFormat, delimiters: list[str]) -> Header:
    """The header of a UTF-8 file, by the first delimiter that gives most columns; raises RefusedFile."""
    headers = [header_of(_first_rows(path, file, delimiter), file, delimiter) for delimiter in delimiters]
    return max(headers, key=lambda header: header.width)


def header_of(numbered_rows: Iterable[tuple[int, list[str]]], file: FileFormat, delimiter: str = ",") -> Header:
    """The header that stands in the first rows of a file, whatever its kind; rows are numbered from 1.

    Raises RefusedFile where there are too few, and where the rows are those of a report.
    """
    rows: list[list[str]] = []
    last_row = 0
    shape: HeaderShape = file
    for number, cells in numbered_rows:
        if file.refuse_if:
            _refuse_reports(cells, file)
        is_comment = bool(file.comment_prefix and cells and cells[0].startswith(file.comment_prefix))
        if len(rows) == shape.header_rows or number <= file.skip_rows or is_comment:
            continue
        if not rows:
            if not any(cell.strip() for cell in cells):
                continue
            shape = _shape_for(cells, file)
        rows.append(cells)
        last_row = number
        if len(rows) == shape.header_rows and not file.refuse_if:
            break
    if len(rows) < shape.header_rows:
        raise RefusedFile(
            f"it has {len(rows)} of the {shape.header_rows} header rows", "export it again, or correct file.header_rows"
        )
    width = max(len(row) for row in rows)
    if width > MOST_COLUMNS:
        raise RefusedFile(f"its header has {width:,} columns", "check file.delimiter, or export fewer columns")
    padded = [[plain(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    if shape.header_fill == "forward":
        padded[0] = _filled_forward(padded)
    columns = [
        Column(
            position,
            {role: _role_text(role, padded[row][position]) for row, role in enumerate(shape.roles)},
            timezone=_zone_in(shape.roles, [row[position] for row in padded]),
        )
        for position in range(width)
    ]
    return Header(columns, delimiter, last_row, first_cell=rows[0][0] if rows[0] else "")


def _first_rows(path: Path, file: FileFormat, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    quoting: dict[str, Any] = {"quotechar": file.quote} if file.quote else {"quoting": csv.QUOTE_NONE}
    with path.open(encoding="utf-8-sig", newline="") as text:
        lines = itertools.islice(iter(lambda: text.readline(_LONGEST_LINE), ""), file.skip_rows + _LOOK_AHEAD)
        rows = csv.reader(lines, delimiter=delimiter, **quoting)
        try:
            yield from enumerate(rows, start=1)
        except csv.Error as error:
            raise RefusedFile(f"its header cannot be read ({error})", "check file.quote and file.delimiter") from None


def _shape_for(cells: list[str], file: FileFormat) -> HeaderShape:
    texts = [plain(cell) for cell in cells]
    variants = (
        variant for variant in file.header_variants if any(re.search(variant.any_cell_regex, text) for text in texts)
    )
    return next(variants, file)


def _refuse_reports(cells: list[str], file: FileFormat) -> None:
    for rule in file.refuse_if:
        if any(re.search(rule.any_cell_regex, plain(cell)) for cell in cells):
            raise RefusedFile(rule.reason, "export the records themselves, one row each")


def _zone_in(roles: list[str], texts: list[str]) -> str | None:
    if "import_id" not in roles or not (found := _TIME_ZONE.search(texts[roles.index("import_id")])):
        return None
    name = {"Z": "UTC"}.get(found.group(1), found.group(1))
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    return name


def _filled_forward(rows: list[list[str]]) -> list[str]:
    filled, current = [], ""
    for position, text in enumerate(rows[0]):
        is_blank = not any(row[position] for row in rows)
        current = "" if is_blank else (text or current)
        filled.append(current)
    return filled


def _role_text(role: str, text: str) -> str:
    if role == "import_id" and (found := _IMPORT_ID.search(text)):
        return found.group(1)
    return text
