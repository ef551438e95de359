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

SPACES = "' ' || chr(9) || chr(10) || chr(13) || chr(160)"
ISO_FORMATS = ["%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S"]
ISO_FORMATS += ["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d"]
NUMBER = "[-+]?[0-9]*[.]?[0-9]*(?:[eE][-+]?[0-9]+)?"
OFFSET = "[T ][0-9:.]+ ?(Z|[+-][0-9]{2}:?[0-9]{2})$"
SECONDS_PER_UNIT = {"ms": 0.001, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0}
TRUE_TEXTS = ("1", "true", "yes", "y", "x", "ja", "sant")
_INHERITED = ("formats", "timezone", "unit", "labels", "missing", "decimal", "thousands", "strip")


def folded(text: str) -> str:
    """A label as it is compared: NFC, no-break spaces as spaces, trimmed, lower case."""
    return unicodedata.normalize("NFC", text).replace("\u00a0", " ").strip().lower()


def folded_sql(text: str) -> str:
    """The same of an SQL expression."""
    return f"lower(nfc_normalize(replace({text}, chr(160), ' ')))"


@dataclass
class CellReader:
    """The columns of one file and how its texts are to be understood; remembers which cells are needed."""

    header: Header
    file: FileFormat
    file_id: str
    file_name: str
    default_timezone: str
    used: set[int] = field(default_factory=set)

    def cell(self, position: int) -> str:
        """The text of a column's cell."""
        self.used.add(position)
        return f"t{position}"

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
            return f"coalesce({', '.join(parts)})" if parts else None
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
            text = f"nullif(trim(regexp_replace({text}, {quoted(value.strip)}, '', 'g'), {SPACES}), '')"
        if value.missing:
            text = f"case when {folded_sql(text)} not in ({text_list(map(folded, value.missing))}) then {text} end"
        if isinstance(value.labels, dict) and value.scale is None:
            cases = " ".join(f"when {quoted(folded(label))} then {quoted(to)}" for label, to in value.labels.items())
            text = f"case {folded_sql(text)} {cases} else {text} end"
        return text

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
        """A UTC timestamp; a local time is read in the field's zone, else in the business time zone."""
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
            return f"coalesce({', '.join(found)})" if found else None
        text = self.text(value)
        if text is None:
            return None
        if value.unit is not None:
            seconds = SECONDS_PER_UNIT[value.unit]
            number = f"try_cast({text} as double)"
            microseconds = f"cast({number} * {seconds * 1e6:.0f} as bigint)"
            return f"case when abs({number}) < {1e11 / seconds!r} then make_timestamp({microseconds}) end"
        formats = ISO_FORMATS if value.value is not None else value.formats or ISO_FORMATS
        local = f"cast(try_strptime({text}, [{text_list(formats)}]) as timestamp)"
        zone = value.timezone or zone
        utc = f"timezone('UTC', timezone({quoted(zone)}, {local}))" if zone else local
        if value.formats and value.value is None:
            if not any("%z" in one for one in value.formats):
                return utc
            return _by_formats(text, formats, zone)
        plain = f"regexp_replace({text}, ' ?([+-][0-9]{{2}}):?([0-9]{{2}})$', '\\1:\\2')"
        with_offset = f"timezone('UTC', try_cast({plain} as timestamptz))"
        return f"case when regexp_matches({text}, {quoted(OFFSET)}) then {with_offset} else {utc} end"

    def truth(self, value: ValueField | None) -> str | None:
        """Whether a cell says yes: `true_values`, else the usual words; NULL for a blank cell."""
        if value is not None and value.not_blank is not None:
            not_blank = self.text(ValueField.model_validate({"column": value.not_blank}))
            return f"({not_blank} is not null)"
        text = self.text(value)
        if value is None or text is None:
            return None
        texts = value.true_values if value.true_values is not None else list(TRUE_TEXTS)
        return f"({folded_sql(text)} in ({text_list(map(folded, texts))}))"

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
            f"when {text} is not null then {'null' if child.hash else f'cx_keyed_hash({text})'}"
            for child, text in found
        ]
        hashes = [
            f"when {text} is not null then {f'cx_keyed_hash(lower({text}))' if child.hash else 'null'}"
            for child, text in found
        ]
        key = f"case {' '.join(keys)} end"
        return key, (f"case {' '.join(hashes)} end" if any(child.hash for child, _ in found) else None)

    def record_id(self, value: ValueField) -> str | None:
        """The id of a record: a column, the row's number with the file's identity, or a hash of columns.

        An id that is an address is hashed: what is published of a record names nobody.
        """
        if value.row_number:
            return f"{quoted(self.file_id + '-')} || row_number"
        if value.hash_of is not None:
            cells = [self.text(ValueField.model_validate({"column": name})) for name in value.hash_of]
            content = (
                f"left(sha256(concat_ws(chr(31), {', '.join(f'coalesce({cell}, chr(30))' for cell in cells)})), 32)"
            )
            twin = f"row_number() over (partition by {content} order by row_number)"
            return f"{content} || case when {twin} > 1 then '-' || {twin} else '' end"
        text = self.text(value)
        return f"case when {text} like '%_@_%._%' then cx_keyed_hash(lower({text})) else {text} end" if text else None

    def _from_file_name(self, pattern: str) -> str:
        found = re.search(pattern, self.file_name)
        if found is None:
            raise RefusedFile(f"its name does not match {pattern}", "rename it, or correct filename_regex")
        return quoted(found.group(1) if found.groups() else found.group(0))


def _by_formats(text: str, formats: list[str], zone: str | None) -> str:
    """Forms with and without an offset, apart: in one list DuckDB gives a time without one that of the row above."""
    offset = [one for one in formats if "%z" in one]
    without = [one for one in formats if "%z" not in one]
    moments = [f"timezone('UTC', cast(try_strptime({text}, [{text_list(offset)}]) as timestamptz))"]
    if without:
        local = f"cast(try_strptime({text}, [{text_list(without)}]) as timestamp)"
        moments.append(f"timezone('UTC', timezone({quoted(zone)}, {local}))" if zone else local)
    return f"coalesce({', '.join(moments)})"


def _in_living_memory(moment: str | None) -> str | None:
    if moment is None:
        return None
    return f"case when {moment} between timestamp '1900-01-01' and timestamp '2200-01-01' then {moment} end"


def shown_name(value: ValueField) -> str:
    """The column of a field as a person would name it in a reject."""
    if value.coalesce:
        return " or ".join(shown_name(child) for child in value.coalesce)
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
