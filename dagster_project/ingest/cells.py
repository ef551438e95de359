"""SQL for single values: the text of a cell, and from it numbers, money and truth values.

A `CellReader` stands for one opened file: it turns the declared fields of a source into expressions over the columns
`t<position>`, the trimmed cells with NULL for blank. An expression is None where an optional column is absent.
"""

import re
import unicodedata
from dataclasses import dataclass, field

from dagster_project.ingest.header import Header
from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.spec.model import ValueField
from dagster_project.ingest.spec.source import FileFormat
from dagster_project.ingest.sql import quoted, text_list

SPACES = "' ' || chr(9) || chr(10) || chr(13) || chr(160)"
NUMBER = "[-+]?[0-9]*[.]?[0-9]*(?:[eE][-+]?[0-9]+)?"
_NAME, _STEP = re.compile("[tcp][0-9]+"), re.compile(r"\bp([0-9]+)\b")
SECONDS_PER_UNIT = {"ms": 0.001, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0}
TRUE_TEXTS = ("1", "true", "yes", "y", "x", "ja", "sant")
_INHERITED = ("formats", "timezone", "unit", "labels", "missing", "decimal", "thousands", "strip")


def folded(text: str) -> str:
    """A label as it is compared: NFC, no-break spaces as spaces, trimmed, lower case."""
    return unicodedata.normalize("NFC", text).replace("\u00a0", " ").strip().lower().replace("ß", "ss")


def folded_sql(text: str) -> str:
    """The same of an SQL expression; a text of ASCII alone takes the short way."""
    unfolded = f"replace(lower(nfc_normalize(replace({text}, chr(160), ' '))), 'ß', 'ss')"
    return f"case when strlen({text}) = length({text}) then lower({text}) else {unfolded} end"


@dataclass
class CellReader:
    """The columns of one file and how its texts are to be understood; remembers which cells are needed.

    `is_typed`: see `reading.Records`.
    """

    header: Header
    file: FileFormat
    file_id: str
    file_name: str
    default_timezone: str
    is_typed: bool = False
    used: set[int] = field(default_factory=set)
    used_raw: set[int] = field(default_factory=set)
    steps: dict[str, int] = field(default_factory=dict)
    identities: list[str] = field(default_factory=list)

    def cell(self, position: int) -> str:
        """The text of a column's cell."""
        self.used.add(position)
        return f"t{position}"

    def raw_cell(self, position: int) -> str:
        """A column's cell as it stands in the file: blanks at its ends, the empty text where it is blank."""
        self.used_raw.add(position)
        return f"c{position}"

    def once(self, expression: str) -> str:
        """The name of a column that holds the expression, computed once per row however often it is used."""
        if _NAME.fullmatch(expression):
            return expression
        return f"p{self.steps.setdefault(expression, len(self.steps))}"

    def with_steps(self, rows: str) -> str:
        """The select of the records, with the columns of `once` beside the cells."""
        levels: dict[int, int] = {}
        for expression, index in self.steps.items():  # an expression stands after those that it reads
            levels[index] = 1 + max((levels.get(int(name), 0) for name in _STEP.findall(expression)), default=0)
        for level in range(1, max(levels.values(), default=0) + 1):
            columns = [f"{sql} as p{index}" for sql, index in self.steps.items() if levels[index] == level]
            rows = f"select *, {', '.join(columns)} from ({rows})"
        return rows

    def keyed_hash(self, identity: str) -> str:
        """The name of the column that holds the keyed hash of an identity; see `identities`."""
        text = self.once(identity)
        if text not in self.identities:
            self.identities.append(text)
        return f"k{self.identities.index(text)}"

    def folded(self, text: str) -> str:
        """A text as labels are compared."""
        return self.once(folded_sql(self.once(text)))

    def text(self, value: ValueField | None) -> str | None:
        """The text a field stands for, labels applied."""
        if value is None:
            return None
        if value.value is not None:
            return quoted(value.value)
        if value.filename_regex is not None:
            return self._from_file_name(value.filename_regex)
        if value.coalesce is not None:
            parts = [part for child in value.coalesce if (part := self.text(self.inherit(value, child))) is not None]
            if not parts and not value.optional and not all(child.optional for child in value.coalesce):
                raise RefusedFile("none of the columns of a coalesce is in the header", "correct the selectors")
            return self.once(f"coalesce({', '.join(parts)})") if parts else None
        return self._from_column(value)

    def _from_column(self, value: ValueField) -> str | None:
        if value.column is None:
            raise RefusedFile("a value here comes from a column", "give column, coalesce or value")
        try:
            columns = self.header.find(value.column)
        except RefusedFile:
            if value.optional:
                return None
            raise
        cells = [self.cell(column.position) for column in columns]
        text = cells[0] if len(cells) == 1 else f"coalesce({', '.join(cells)})"
        if value.strip:
            blanks = f"regexp_replace({text}, '[\\x{{a0}}\\x{{2009}}\\x{{202f}}]', ' ', 'g')"
            text = self.once(f"nullif(trim(regexp_replace({blanks}, {quoted(value.strip)}, '', 'g'), {SPACES}), '')")
        if value.missing:
            text = self.once(text)
            text = f"case when {self.folded(text)} not in ({text_list(map(folded, value.missing))}) then {text} end"
        if value.labels and isinstance(value.labels, dict) and value.scale is None:
            text = self.once(text)
            cases = " ".join(f"when {quoted(folded(label))} then {quoted(to)}" for label, to in value.labels.items())
            text = f"case {self.folded(text)} {cases} else {text} end"
        return self.once(text)

    def inherit(self, parent: ValueField, child: ValueField) -> ValueField:
        """A part of a coalesce reads its text as the whole says, where it says nothing itself."""
        given = {key: getattr(parent, key) for key in _INHERITED if getattr(child, key) is None}
        return child.model_copy(update=given)

    def number(self, value: ValueField | None, sql_type: str = "double") -> str | None:
        """A number: thousands signs removed, the decimal sign a point, the unit's seconds not applied."""
        text = self.text(value)
        if value is None or text is None:
            return None
        decimal, thousands = value.decimal or self.file.decimal, value.thousands or self.file.thousands
        as_declared = number_of(text, decimal, thousands, sql_type)
        if not self.is_typed or decimal == self.file.decimal:
            return as_declared
        # A number that was no text is written with the sign of the file, whatever the field says of its texts.
        return f"coalesce({number_of(text, self.file.decimal, None, sql_type)}, {as_declared})"

    def minutes(self, value: ValueField | None) -> str | None:
        """A duration in minutes."""
        number = self.number(value)
        factor = SECONDS_PER_UNIT[(value.unit if value else None) or "min"] / 60
        return number if number is None or factor == 1 else f"({number}) * {factor!r}"

    def truth(self, value: ValueField | None) -> str | None:
        """Whether a cell says yes: `true_values`, else the usual words; NULL for a blank cell."""
        if value is not None and value.not_blank is not None:
            not_blank = self.text(ValueField(column=value.not_blank, optional=value.optional))
            return f"({not_blank} is not null)" if not_blank is not None else None
        text = self.text(value)
        if value is None or text is None:
            return None
        texts = value.true_values if value.true_values is not None else list(TRUE_TEXTS)
        return f"({self.folded(text)} in ({text_list(map(folded, texts))}))"

    def is_present(self, value: ValueField) -> bool:
        """Whether the file has what a field stands for."""
        parts = [self.inherit(value, child) for child in value.coalesce] if value.coalesce else [value]
        return any(_is_made(part) or self.text(part) is not None for part in parts)

    def shown_text(self, value: ValueField) -> str:
        """The text that a person would look for in the file, for a reject; NULL where the value is made of others."""
        parts = [self.inherit(value, child) for child in value.coalesce] if value.coalesce else [value]
        found = [text for part in parts if not _is_made(part) and (text := self.text(part)) is not None]
        return found[0] if len(found) == 1 else f"coalesce({', '.join(found)})" if found else "null"

    def _from_file_name(self, pattern: str) -> str:
        found = re.search(pattern, self.file_name)
        if found is None:
            raise RefusedFile(f"its name does not match {pattern}", "rename it, or correct filename_regex")
        return quoted(found.group(1) if found.groups() else found.group(0))


def _is_made(value: ValueField) -> bool:
    return value.row_number or value.hash_of is not None or value.not_blank is not None


def shown_name(value: ValueField) -> str:
    """The column of a field as a person would name it in a reject."""
    if value.coalesce:
        return " or ".join(
            dict.fromkeys(shown_name(child) for child in value.coalesce if child.column or child.coalesce)
        )
    return next(iter(value.column.conditions().values())) if value.column else "(none)"


def number_of(text: str, decimal: str, thousands: str | None, sql_type: str) -> str:
    """A number in an SQL text; NULL where it is none, and for what only looks like one (nan, inf, 1_000).

    A thousands sign must stand before groups of three: 1,23 with a comma for thousands is no number.
    """
    plain = text
    if thousands:
        sign = r"[ \x{a0}\x{2009}\x{202f}]" if thousands == " " else re.escape(thousands)
        grouped = f"^[-+]?[0-9]{{1,3}}({sign}[0-9]{{3}})*({re.escape(decimal)}[0-9]*)?$"
        ungrouped = f"regexp_replace({plain}, {quoted(sign)}, '', 'g')"
        plain = f"case when regexp_matches({plain}, {quoted(grouped)}) then {ungrouped} else {plain} end"
    if decimal != ".":
        plain = f"case when {plain} not like '%.%' then replace({plain}, {quoted(decimal)}, '.') end"
    return f"case when regexp_full_match({plain}, {quoted(NUMBER)}) then try_cast({plain} as {sql_type}) end"
