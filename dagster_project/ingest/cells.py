"""SQL for single values: the text of a cell, and from it numbers, money, times, dates, truth values, identities.

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
from dagster_project.ingest.zones import local_to_utc

SPACES = "' ' || chr(9) || chr(10) || chr(13) || chr(160)"
ISO_FORMATS = ["%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S"]
ISO_FORMATS += ["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d"]
NUMBER = "[-+]?[0-9]*[.]?[0-9]*(?:[eE][-+]?[0-9]+)?"
_NAME, _STEP = re.compile("[tcp][0-9]+"), re.compile(r"\bp([0-9]+)\b")
OFFSET = "[T ][0-9:.]+ ?(Z|[+-][0-9]{2}:?[0-9]{2})$"
SECONDS_PER_UNIT = {"ms": 0.001, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0}
TRUE_TEXTS = ("1", "true", "yes", "y", "x", "ja", "sant")
EVERY_COLUMN = "*"
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
            text = self.once(f"nullif(trim(regexp_replace({text}, {quoted(value.strip)}, '', 'g'), {SPACES}), '')")
        if value.missing:
            text = self.once(text)
            text = f"case when {self.folded(text)} not in ({text_list(map(folded, value.missing))}) then {text} end"
        if isinstance(value.labels, dict) and value.scale is None:
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
        return number_of(text, decimal, thousands, sql_type)

    def minutes(self, value: ValueField | None) -> str | None:
        """A duration in minutes."""
        number = self.number(value)
        factor = SECONDS_PER_UNIT[(value.unit if value else None) or "min"] / 60
        return number if number is None or factor == 1 else f"({number}) * {factor!r}"

    def time(self, value: ValueField | None) -> str | None:
        """A UTC timestamp; a local time is read in the field's zone, else in the export's, else in the business's."""
        return _in_living_memory(self._moment(value, zone=self.default_timezone))

    def date(self, value: ValueField | None) -> str | None:
        """A calendar date, as written: no zone is applied unless the field names one."""
        moment = _in_living_memory(self._moment(value, zone=None))
        return None if moment is None else f"cast({moment} as date)"

    def _moment(self, value: ValueField | None, zone: str | None) -> str | None:
        if value is None:
            return None
        if value.coalesce is not None:
            parts = [self._moment(self.inherit(value, child), zone) for child in value.coalesce]
            found = [part for part in parts if part is not None]
            if not found and not value.optional and not all(child.optional for child in value.coalesce):
                raise RefusedFile("none of the columns of a coalesce is in the header", "correct the selectors")
            return self.once(f"coalesce({', '.join(found)})") if found else None
        text = self.text(value)
        if text is None:
            return None
        if value.unit is not None:
            seconds = SECONDS_PER_UNIT[value.unit]
            number = self.once(f"try_cast({text} as double)")
            microseconds = f"cast({number} * {seconds * 1e6:.0f} as bigint)"
            return self.once(f"case when abs({number}) < {1e11 / seconds!r} then make_timestamp({microseconds}) end")
        formats = ISO_FORMATS if value.value is not None else value.formats or ISO_FORMATS
        if self.is_typed and formats is not ISO_FORMATS:
            formats = [*formats, *ISO_FORMATS]
        if zone is not None:
            zone = self._zone_of(value) or zone
        zone = value.timezone or zone
        utc = self.once(local_to_utc(self.once(_local_time(text, formats)), zone))
        if value.formats and value.value is None and not self.is_typed:
            if not any("%z" in one for one in value.formats):
                return utc
            return self.once(_by_formats(text, formats, zone))
        plain = f"regexp_replace({text}, ' ?([+-][0-9]{{2}}):?([0-9]{{2}})$', '\\1:\\2')"
        with_offset = f"timezone('UTC', try_cast({plain} as timestamptz))"
        has_offset = f"strlen({text}) > 19 and regexp_matches({text}, {quoted(OFFSET)})"
        return self.once(f"case when {has_offset} then {with_offset} else {utc} end")

    def _zone_of(self, value: ValueField) -> str | None:
        columns = [] if value.column is None else self.header.find(value.column)
        return next((column.timezone for column in columns if column.timezone), None)

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

    def identity(self, value: ValueField | None) -> tuple[str | None, str | None]:
        """The keyed hash of a customer's id, and the keyed hash of an address where only that is known."""
        if value is None:
            return None, None
        children = [self.inherit(value, child) for child in value.coalesce] if value.coalesce else [value]
        read = [(child, self.text(child)) for child in children]
        found = [(child, text) for child, text in read if text is not None]
        if not found:
            return None, None
        keys = [
            f"when {text} is not null then {'null' if child.hash else self.keyed_hash(text)}" for child, text in found
        ]
        hashes = [
            f"when {text} is not null then {self.keyed_hash(f'lower({text})') if child.hash else 'null'}"
            for child, text in found
        ]
        key = f"case {' '.join(keys)} end"
        return key, (f"case {' '.join(hashes)} end" if any(child.hash for child, _ in found) else None)

    def record_id(self, value: ValueField) -> str | None:
        """The id of a record: a column, the row's number with the file's identity, or a hash of columns.

        An id that is an address is hashed: what is published of a record names nobody.
        """
        if value.coalesce is not None:
            children = [self.inherit(value, child) for child in value.coalesce]
            ids = [found for child in children if (found := self.record_id(child)) is not None]
            return self.once(f"coalesce({', '.join(ids)})") if ids else None
        if value.row_number:
            return f"{quoted(self.file_id + '-')} || row_number"
        if value.hash_of is not None:
            content = self.once(f"left(sha256(concat_ws(chr(31), {', '.join(self._hashed_cells(value.hash_of))})), 32)")
            twin = self.once(f"row_number() over (partition by {content} order by row_number)")
            return f"{content} || case when {twin} > 1 then '-' || {twin} else '' end"
        text = self.text(value)
        if text is None:
            return None
        is_address = f"contains({text}, '@') and {text} like '%_@_%._%'"
        return f"case when {is_address} then cx_keyed_hash(lower({text})) else {text} end"

    def is_present(self, value: ValueField) -> bool:
        """Whether the file has what a field stands for."""
        parts = [self.inherit(value, child) for child in value.coalesce] if value.coalesce else [value]
        return any(_is_made(part) or self.text(part) is not None for part in parts)

    def shown_text(self, value: ValueField) -> str:
        """The text that a person would look for in the file, for a reject; NULL where the value is made of others."""
        parts = [self.inherit(value, child) for child in value.coalesce] if value.coalesce else [value]
        found = [text for part in parts if not _is_made(part) and (text := self.text(part)) is not None]
        return found[0] if len(found) == 1 else f"coalesce({', '.join(found)})" if found else "null"

    def _hashed_cells(self, names: list[str]) -> list[str]:
        if names == [EVERY_COLUMN]:
            cells = [self.cell(column.position) for column in self.header.columns]
        else:
            fields = [ValueField.model_validate({"column": name}) for name in names]
            cells = [text for field_ in fields if (text := self.text(field_)) is not None]
        return [f"coalesce({cell}, chr(30))" for cell in cells]

    def _from_file_name(self, pattern: str) -> str:
        found = re.search(pattern, self.file_name)
        if found is None:
            raise RefusedFile(f"its name does not match {pattern}", "rename it, or correct filename_regex")
        return quoted(found.group(1) if found.groups() else found.group(0))


def _local_time(text: str, formats: list[str]) -> str:
    """A time as written. Years of two digits are tried before those of four, which would take 26 for the year 26."""
    formats = sorted(formats, key=lambda one: "%y" not in one)
    plain = [one for one in formats if "%z" not in one]
    if not plain:
        return "cast(null as timestamp)"
    parsed = f"cast(try_strptime({text}, [{text_list(plain)}]) as timestamp)"
    if plain[0] not in ISO_FORMATS:
        return parsed
    is_usual = f"strlen({text}) = 19 and {text} like '____-__-__ __:__:__' and not contains({text}, ' 24:')"
    return f"case when {is_usual} then try_cast({text} as timestamp) else {parsed} end"


def _by_formats(text: str, formats: list[str], zone: str | None) -> str:
    """Forms with and without an offset, apart: in one list DuckDB gives a time without one that of the row above."""
    offset = [one for one in formats if "%z" in one]
    moments = [f"timezone('UTC', cast(try_strptime({text}, [{text_list(offset)}]) as timestamptz))"]
    if len(offset) < len(formats):
        moments.append(local_to_utc(_local_time(text, formats), zone))
    return f"coalesce({', '.join(moments)})"


def _in_living_memory(moment: str | None) -> str | None:
    if moment is None:
        return None
    return f"case when {moment} between timestamp '1900-01-01' and timestamp '2200-01-01' then {moment} end"


def _is_made(value: ValueField) -> bool:
    return value.row_number or value.hash_of is not None


def shown_name(value: ValueField) -> str:
    """The column of a field as a person would name it in a reject."""
    if value.coalesce:
        return " or ".join(
            dict.fromkeys(shown_name(child) for child in value.coalesce if child.column or child.coalesce)
        )
    return next(iter(value.column.conditions().values())) if value.column else "(none)"


def number_of(text: str, decimal: str, thousands: str | None, sql_type: str) -> str:
    """A number in an SQL text; NULL where it is none, and for what only looks like one (nan, inf, 1_000)."""
    plain = text
    for sign in [thousands] if thousands else []:
        plain = f"replace({plain}, {quoted(sign)}, '')"
        plain = f"replace({plain}, chr(160), '')" if sign == " " else plain
    if decimal != ".":
        plain = f"case when {plain} not like '%.%' then replace({plain}, {quoted(decimal)}, '.') end"
    return f"case when regexp_full_match({plain}, {quoted(NUMBER)}) then try_cast({plain} as {sql_type}) end"
