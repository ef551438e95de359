"""SQL for times and dates: from the text of a cell, or unix time, to a UTC timestamp or a calendar date.

The zone of a local time is the field's, else the one that the export names, else that of the business.
"""

from dagster_project.ingest.cells import SECONDS_PER_UNIT, CellReader
from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.spec.model import ValueField
from dagster_project.ingest.sql import quoted, text_list
from dagster_project.ingest.zones import local_to_utc

_USUAL = "%Y-%m-%d %H:%M:%S"
ISO_FORMATS = ["%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S"]
ISO_FORMATS += ["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d"]
OFFSET = "[T ][0-9:.]+ ?(Z|[+-][0-9]{2}:?[0-9]{2})$"


def time_of(reader: CellReader, value: ValueField | None) -> str | None:
    """A UTC timestamp; a local time is read in the field's zone, else in the export's, else in the business's."""
    return _in_living_memory(_moment(reader, value, zone=reader.default_timezone))


def date_of(reader: CellReader, value: ValueField | None) -> str | None:
    """A calendar date, as written: no zone is applied unless the field names one."""
    moment = _in_living_memory(_moment(reader, value, zone=None))
    return None if moment is None else f"cast({moment} as date)"


def _moment(reader: CellReader, value: ValueField | None, zone: str | None) -> str | None:
    if value is None:
        return None
    if value.coalesce is not None:
        parts = [_moment(reader, reader.inherit(value, child), zone) for child in value.coalesce]
        found = [part for part in parts if part is not None]
        if not found and not value.optional and not all(child.optional for child in value.coalesce):
            raise RefusedFile("none of the columns of a coalesce is in the header", "correct the selectors")
        return reader.once(f"coalesce({', '.join(found)})") if found else None
    text = reader.text(value)
    if text is None:
        return None
    if value.unit is not None:
        seconds = SECONDS_PER_UNIT[value.unit]
        number = reader.once(f"try_cast({text} as double)")
        microseconds = f"cast({number} * {seconds * 1e6:.0f} as bigint)"
        return reader.once(f"case when abs({number}) < {1e11 / seconds!r} then make_timestamp({microseconds}) end")
    formats = value.formats or ISO_FORMATS
    if (reader.is_typed or value.value is not None) and formats is not ISO_FORMATS:
        formats = [*formats, *ISO_FORMATS]
    if zone is not None:
        zone = _zone_of(reader, value) or zone
    zone = value.timezone or zone
    utc = reader.once(local_to_utc(reader.once(_local_time(text, formats)), zone))
    if value.formats and value.value is None and not reader.is_typed:
        if not any("%z" in one for one in value.formats):
            return utc
        return reader.once(_by_formats(text, formats, zone))
    plain = f"regexp_replace({text}, ' ?([+-][0-9]{{2}}):?([0-9]{{2}})$', '\\1:\\2')"
    with_offset = f"timezone('UTC', try_cast({plain} as timestamptz))"
    has_offset = f"strlen({text}) > 19 and regexp_matches({text}, {quoted(OFFSET)})"
    return reader.once(f"case when {has_offset} then {with_offset} else {utc} end")


def _zone_of(reader: CellReader, value: ValueField) -> str | None:
    columns = [] if value.column is None else reader.header.find(value.column)
    return next((column.timezone for column in columns if column.timezone), None)


def _local_time(text: str, formats: list[str]) -> str:
    """A time as written. Years of two digits are tried before those of four, which would take 26 for the year 26."""
    formats = sorted(formats, key=lambda one: "%y" not in one)
    plain = [one for one in formats if "%z" not in one]
    if not plain:
        return "cast(null as timestamp)"
    parsed = f"cast(try_strptime({text}, [{text_list(plain)}]) as timestamp)"
    if plain[0] not in ISO_FORMATS or _USUAL not in plain:
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
