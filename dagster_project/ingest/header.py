"""From the first rows of a file to its columns, and from a selector to the columns it means.

A column is known by up to three texts (its roles). No other room compares header texts.
"""

import csv
import difflib
import re
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.spec.model import Selector
from dagster_project.ingest.spec.source import FileFormat

csv.field_size_limit(sys.maxsize)
_IMPORT_ID = re.compile(r"""ImportId["']\s*:\s*["']([^"']+)""")
_LOOK_AHEAD = 200
# Where a header has no row of that role, these mean its first row.
_FIRST_ROW_ROLES = ("name", "id", "question")


@dataclass(frozen=True)
class Column:
    """One column: its place from 0 and what each header row says of it."""

    position: int
    texts: dict[str, str]

    def __str__(self) -> str:
        return "'" + " / ".join(text for text in self.texts.values() if text) + "'"


@dataclass(frozen=True)
class Header:
    """The columns of a file and the spreadsheet row of its last header row."""

    columns: list[Column]
    delimiter: str
    last_row: int
    first_cell: str = ""

    @property
    def width(self) -> int:
        """Cells that a row may have."""
        return len(self.columns)

    @property
    def least_width(self) -> int:
        """Cells that a row must have: up to the last column with a name."""
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
    headers = [_read_with(path, file, delimiter) for delimiter in delimiters]
    return max(headers, key=lambda header: header.width)


def _read_with(path: Path, file: FileFormat, delimiter: str) -> Header:
    rows: list[list[str]] = []
    last_row = 0
    with path.open(encoding="utf-8-sig", newline="") as text:
        quoting: dict[str, Any] = {"quotechar": file.quote} if file.quote else {"quoting": csv.QUOTE_NONE}
        try:
            for number, cells in enumerate(csv.reader(text, delimiter=delimiter, **quoting), start=1):
                if number > file.skip_rows + _LOOK_AHEAD:
                    break
                is_comment = bool(file.comment_prefix and cells and cells[0].startswith(file.comment_prefix))
                if number <= file.skip_rows or is_comment or (not rows and not any(cell.strip() for cell in cells)):
                    continue
                rows.append(cells)
                last_row = number
                if len(rows) == file.header_rows:
                    break
        except csv.Error as error:
            raise RefusedFile(f"its header cannot be read ({error})", "check file.quote and file.delimiter") from None
    if len(rows) < file.header_rows:
        raise RefusedFile(
            f"it has {len(rows)} of the {file.header_rows} header rows", "export it again, or correct file.header_rows"
        )
    width = max(len(row) for row in rows)
    padded = [[_plain(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    if file.header_fill == "forward":
        padded[0] = _filled_forward(padded)
    columns = [
        Column(position, {role: _role_text(role, padded[row][position]) for row, role in enumerate(file.roles)})
        for position in range(width)
    ]
    return Header(columns, delimiter, last_row, first_cell=rows[0][0])


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
