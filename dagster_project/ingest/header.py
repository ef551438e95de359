"""From the first rows of a file to its columns, and from a selector to the columns it means.

A column is known by up to three texts (its roles). No other room compares header texts.
"""

import csv
import difflib
import itertools
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.spec.model import Selector
from dagster_project.ingest.spec.source import FileFormat, HeaderShape

csv.field_size_limit(sys.maxsize)
_IMPORT_ID = re.compile(r"""ImportId["']\s*:\s*["']([^"']+)""")
_TIME_ZONE = re.compile(r"""timeZone["']\s*:\s*["']([^"']+)""")
_LOOK_AHEAD = 200
_LONGEST_LINE = 1 << 26
# The role of a column that stands in no file: of a long one, named by a value of its question column.
QUESTION_VALUE = "question_value"
# Where a header has no row of that role, these mean its first row.
_FIRST_ROW_ROLES = ("name", "id", "question")


@dataclass(frozen=True)
class Column:
    """One column: its place from 0 and what each header row says of it."""

    position: int
    texts: dict[str, str]
    timezone: str | None = None  # where the export itself says in which zone its times are

    def __str__(self) -> str:
        return "'" + " / ".join(text for text in self.texts.values() if text) + "'"


@dataclass(frozen=True)
class Header:
    """The columns of a file and the spreadsheet row of its last header row."""

    columns: list[Column]
    delimiter: str
    last_row: int
    first_cell: str = ""
    names_end: int | None = None  # where columns were added that a row of the file need not have

    @property
    def width(self) -> int:
        """Cells that a row may have."""
        return len(self.columns)

    @property
    def least_width(self) -> int:
        """Cells that a row must have: up to the last column with a name."""
        if self.names_end is not None:
            return self.names_end
        return (self.named[-1] + 1) if self.named else 0

    @property
    def named(self) -> list[int]:
        """The places of the columns that have a name."""
        return [column.position for column in self.columns if any(column.texts.values())]

    def contains(self, fingerprint: list[str]) -> bool:
        """Whether every text of the fingerprint is one of the header's texts."""
        texts = {_folded(text) for column in self.columns for text in column.texts.values()}
        return all(_folded(text) in texts for text in fingerprint)

    def require(self, fingerprint: list[str]) -> None:
        """Raise RefusedFile for the first text of the fingerprint that is none of the header's."""
        for text in fingerprint:
            if not self.contains([text]):
                raise RefusedFile(f"its header does not hold '{text}'", self._hint(Selector(name=text)))

    def find(self, selector: Selector) -> list[Column]:
        """The columns a selector means; raises RefusedFile when there is none, or more than one where one is meant."""
        found = _matching(self.columns, selector, _plain) or _matching(self.columns, selector, _folded)
        if selector.occurrence is not None:
            found = found[selector.occurrence - 1 : selector.occurrence]
        if not found:
            raise RefusedFile(f"{selector} is not in the header", self._hint(selector))
        if len(found) > 1 and not selector.many:
            candidates = ", ".join(f"{column} (column {column.position + 1})" for column in found[:4])
            raise RefusedFile(
                f"{selector} occurs {len(found)} times: {candidates}", "add occurrence, or a question or option"
            )
        return found

    def _hint(self, selector: Selector) -> str:
        if self.width == 1:
            signs = (";", ",", "\t", "|")
            other = next((sign for sign in signs if sign in self.first_cell and sign != self.delimiter), None)
            if other:
                shown = "a tab" if other == "\t" else f"'{other}'"
                return f"the header is one cell that holds {shown}: declare it under file.delimiter"
        texts = [text for column in self.columns for text in column.texts.values() if text]
        wanted = next(iter(selector.conditions().values()))
        near = difflib.get_close_matches(wanted, texts, n=2, cutoff=0.5) or texts[:5]
        return f"it has {', '.join(repr(_shortened(text)) for text in near)}: correct the selector or the export"


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
    padded = [[_plain(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
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
    texts = [_plain(cell) for cell in cells]
    variants = (
        variant for variant in file.header_variants if any(re.search(variant.any_cell_regex, text) for text in texts)
    )
    return next(variants, file)


def _refuse_reports(cells: list[str], file: FileFormat) -> None:
    for rule in file.refuse_if:
        if any(re.search(rule.any_cell_regex, _plain(cell)) for cell in cells):
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


def _matching(columns: list[Column], selector: Selector, form: Callable[[str], str]) -> list[Column]:
    conditions = selector.conditions()
    return [column for column in columns if all(_meets(column, key, text, form) for key, text in conditions.items())]


def _meets(column: Column, key: str, wanted: str, form: Callable[[str], str]) -> bool:
    role = key.removesuffix("_regex")
    text = column.texts.get(role)
    if text is None and role in _FIRST_ROW_ROLES:
        text = next(iter(column.texts.values()))
    if text is None:
        return False
    if key.endswith("_regex"):
        return re.search(wanted, text, re.IGNORECASE if form is _folded else 0) is not None
    return form(text) == form(wanted)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).replace("\u00a0", " ").split())


def _folded(text: str) -> str:
    return _plain(text).casefold()


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
