"""From lines of JSON, one record each, to records: which keys there are, and the text of each.

DuckDB reads the lines as texts and takes them apart; a line that is no object is a row with a fault. Objects within
an object become columns with dotted names. The other JSON, one document, is made into lines by `json_document`.
"""

import codecs
from dataclasses import replace
from pathlib import Path
from typing import Any

from dagster_project.ingest.header import Header
from dagster_project.ingest.header_rows import header_of
from dagster_project.ingest.json_keys import Key, Keys, checked, keys_of
from dagster_project.ingest.probe import probing
from dagster_project.ingest.reading import ABSENT, LONGEST_LINE, Records
from dagster_project.ingest.records import scan_records
from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.spec.source import FileFormat, HeaderShape
from dagster_project.ingest.sql import file_literal, quoted, text_list

PIECE = 1 << 24
# Four signs that stand in no JSON: nothing parts a line.
_NO_DELIMITER = "\x1f\x1e\x1d\x1c"
# What a blank line becomes in a copy, so that the lines below it keep their numbers.
_BLANK = b"\x02"
_NO_RETURNS = bytes.maketrans(b"\r\x1f\x02", b" \x03\x03")


def line_records(path: Path, file: FileFormat, scratch: Path) -> Records:
    """The records of a file of JSON lines, numbered as its lines are. Raises RefusedFile."""
    scan = scan_records(path, quote="")
    if scan.longest > LONGEST_LINE:
        said = f"one of its lines is {scan.longest / 1e6:.0f} MB long"
        raise RefusedFile(said, "write one record per line, or declare file.format: json for a document")
    if scan.blank_lines or scan.line_end != "\n" or _holds(path, b"\r\x1f"):
        path = _evened(path, scratch / "lines.ndjson")
    return read_lines(path, file, scratch, scan.record_count, scan.longest, first_row=1)


def read_lines(path: Path, file: FileFormat, scratch: Path, row_count: int, longest: int, *, first_row: int) -> Records:
    """The records of lines that end in a bare LF; the first line is row `first_row`. Raises RefusedFile."""
    lines = _lines_sql(path, longest, first_row)
    with probing(scratch, "JSON") as connection:
        keys = keys_of(connection, lines)
    if not any(key.name.strip(" .") for key in keys.columns):
        raise RefusedFile("no line of it is a JSON object with keys", "check file.format, or export it again")
    header = named_header([key.name for key in keys.columns], file, first_row - 1)
    return Records(header, file, row_count, _relation(lines, keys, file))


def named_header(names: list[str], file: FileFormat, last_row: int) -> Header:
    """The header of a kind that names its columns itself."""
    shape = HeaderShape().model_dump()
    usual: dict[str, Any] = {"skip_rows": 0, "comment_prefix": None, "header_variants": [], "refuse_if": []}
    return replace(header_of([(1, names)], file.model_copy(update={**shape, **usual})), last_row=last_row)


def _lines_sql(path: Path, longest: int, first_row: int) -> str:
    most = max(longest + 1024, 1 << 21)
    source = f"""read_csv({file_literal(path)}, columns = {{'line': 'VARCHAR'}}, header = false, auto_detect = false,
        delim = {quoted(_NO_DELIMITER)}, quote = '', escape = '', nullstr = {quoted(ABSENT)}, null_padding = true,
        parallel = false, strict_mode = true, new_line = '\\n',
        max_line_size = {most}, buffer_size = {max(2 * most, PIECE)})"""
    return f"""
        select row_number, line
        from (select row_number() over () + {first_row - 1} as row_number, line from {source})
        where line is distinct from {quoted(_BLANK.decode())}"""


def _relation(lines: str, keys: Keys, file: FileFormat) -> str:
    typed = [key for key in keys.columns if key.kinds & {"ARRAY", "DOUBLE", "OBJECT"}]
    places = {key.names: place for place, key in enumerate(typed, start=1)}
    cells = ", ".join(
        f"{_cell(place, key, places.get(key.names), file)} as c{place - 1}"
        for place, key in enumerate(keys.columns, start=1)
    )
    kinds = f"json_type(record, [{text_list(key.pointer for key in typed)}])" if typed else "null"
    return f"""
        select row_number, fault as parse_fault, {cells}, cast(null as varchar) as beyond
        from (
            select row_number, fault, case when fault is null then '' end as blank,
                json_extract_string(record, [{text_list(key.pointer for key in keys.columns)}]) as texts,
                {kinds} as kinds
            from ({_judged(lines, keys)})
        )"""


def _judged(lines: str, keys: Keys) -> str:
    """The lines as records, or with what is wrong with them."""
    faults = ["when line is null then 'it is no JSON object'"] if keys.has_faults else []
    if keys.has_twins:
        names = f"json_keys(line, [{text_list(keys.opened)}])"
        is_twin = f"len(list_filter({names}, lambda names: len(names) > len(list_distinct(names)))) > 0"
        faults.append(f"when {is_twin} then 'one of its keys stands twice'")
    if not faults:
        return f"select row_number, cast(null as varchar) as fault, line as record from ({lines})"
    return f"""
        select row_number, fault, case when fault is null then line end as record
        from (select *, case {" ".join(faults)} end as fault from ({checked(lines)}))"""


def _cell(place: int, key: Key, typed_place: int | None, file: FileFormat) -> str:
    text, kind = f"texts[{place}]", f"kinds[{typed_place}]"
    cases = []
    if "ARRAY" in key.kinds:
        is_nested = f"list_has_any(json_type({text}, '$[*]'), ['OBJECT', 'ARRAY'])"
        joined = f"array_to_string(json_extract_string({text}, '$[*]'), ', ')"
        cases.append(f"when {kind} = 'ARRAY' then case when {is_nested} then {text} else {joined} end")
    if "DOUBLE" in key.kinds:
        cases.append(f"when {kind} = 'DOUBLE' then {number_text(text, file)}")
    if key.is_opened:
        cases.append(f"when {kind} = 'OBJECT' then ''")
    whole = f"case {' '.join(cases)} else {text} end" if cases else text
    return f"coalesce({whole}, blank)"


def number_text(text: str, file: FileFormat) -> str:
    """SQL for a number's text as the file's other numbers are written: no '.0' at its end, its own decimal sign."""
    whole = f"case when ends_with({text}, '.0') then left({text}, length({text}) - 2) else {text} end"
    return whole if file.decimal == "." else f"replace({whole}, '.', {quoted(file.decimal)})"


def _holds(path: Path, signs: bytes) -> bool:
    with path.open("rb") as file:
        return any(any(sign in piece for sign in signs) for piece in iter(lambda: file.read(PIECE), b""))


def _evened(path: Path, copy: Path) -> Path:
    """A copy whose lines end in a bare LF and of which none is blank."""
    is_old_mac = not _holds(path, b"\n")
    with path.open("rb") as file, copy.open("wb") as out:
        file.seek(3 if file.read(3) == codecs.BOM_UTF8 else 0)
        is_at_start = True
        while piece := file.read(PIECE) + file.readline(LONGEST_LINE):
            piece = piece.replace(b"\r", b"\n") if is_old_mac else piece.replace(b"\r\n", b"\n")
            lines = b"\n" * is_at_start + piece.translate(_NO_RETURNS)
            for _ in range(2):
                lines = lines.replace(b"\n\n", b"\n" + _BLANK + b"\n")
            out.write(lines[is_at_start:])
            is_at_start = lines.endswith(b"\n")
    return copy
