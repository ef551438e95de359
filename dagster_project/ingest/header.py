"""The columns of a file, and from a selector to the columns it means.

A column is known by up to three texts (its roles). No other room compares header texts.
"""

import difflib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from dagster_project.ingest.privacy import masked
from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.spec.model import Selector

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
        found = _matching(self.columns, selector, plain) or _matching(self.columns, selector, _folded)
        if selector.occurrence is not None:
            found = found[selector.occurrence - 1 : selector.occurrence]
        if not found:
            raise RefusedFile(f"{selector} is not in the header", self._hint(selector))
        if len(found) > 1 and not selector.many:
            raise _ambiguous(selector, found)
        return found

    def find_blocks(self, selector: Selector) -> list[Column]:
        """The columns of a question that has several; raises RefusedFile.

        Where their texts repeat, as with two waves, `occurrence` says which of them, and `many` that all are meant.
        """
        columns = self.find(selector.model_copy(update={"many": True, "occurrence": None}))
        repeats: dict[tuple[str, ...], list[Column]] = {}
        for column in columns:
            repeats.setdefault(tuple(column.texts.values()), []).append(column)
        if selector.occurrence is not None:
            found = [same[selector.occurrence - 1] for same in repeats.values() if len(same) >= selector.occurrence]
            if not found:
                raise RefusedFile(f"{selector} does not occur {selector.occurrence} times", self._hint(selector))
            return found
        twice = next((same for same in repeats.values() if len(same) > 1), None)
        if twice and not selector.many:
            raise _ambiguous(selector, twice)
        return columns

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


def _ambiguous(selector: Selector, found: list[Column]) -> RefusedFile:
    candidates = ", ".join(f"{column} (column {column.position + 1})" for column in found[:4])
    return RefusedFile(f"{selector} occurs {len(found)} times: {candidates}", "add occurrence, or a question or option")


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


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).replace("\u00a0", " ").split())


def _folded(text: str) -> str:
    return plain(text).casefold()


def _shortened(text: str) -> str:
    shown = masked(text)
    return shown if len(shown) <= 60 else shown[:57] + "..."
