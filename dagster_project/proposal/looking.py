"""What can be seen of a file without knowing what it means: its first rows, its encoding and delimiter.

Only the head of a big file is looked at: a copy of it stands in for the file in all that follows. Text files are cut
here; files of other kinds are opened as a run opens them. What the rows mean is decided elsewhere.
"""

import csv
import io
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.ingest.files import format_of
from dagster_project.ingest.formats import require_text
from dagster_project.ingest.header import Header
from dagster_project.ingest.kinds import open_records
from dagster_project.ingest.opening import decode
from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.spec import Source, SurveySource
from dagster_project.proposal.heads import MOST_BYTES, MOST_ROWS, first_bytes, head_of

_SELF_NAMING = ("json", "ndjson", "parquet")
_DEEPEST_RECORDS = 4
TEXT_FORMATS = ("csv", "tsv")
DELIMITERS = (",", ";", "\t", "|")
ENCODINGS = ["utf-8-sig", "utf-16", "cp1252", "mac_roman"]
# Letters of the Nordic languages and quotes as the two one-byte encodings write them.
_MAC_LETTERS = frozenset(b"\x80\x81\x85\x8a\x8c\x9a\xae\xaf\xbe\xbf\xca\xd2\xd3\xd5")
_WINDOWS_LETTERS = frozenset(b"\xc4\xc5\xd6\xe4\xe5\xf6\xc6\xd8\xe6\xf8\x91\x92\x93\x94\xa0\xe9")

Rows = list[tuple[int, list[str]]]


@dataclass(frozen=True)
class Seen:
    """The head of a file: `path` is what stands in for it, `rows` its rows, numbered as in a spreadsheet.

    `is_whole`: the head is all of the file.
    """

    path: Path
    rows: Rows
    format: str
    encoding: str | None
    delimiter: str
    is_whole: bool
    header: Header | None = None  # of a kind that names its columns itself
    keys: dict[str, Any] = field(default_factory=dict)  # of `file`, that were needed to open it

    @property
    def is_text(self) -> bool:
        """Whether it is a delimited text, of which encoding and delimiter are to be said."""
        return self.format in TEXT_FORMATS


def any_source(file: dict[str, Any]) -> Source:
    """A source that means nothing: for opening a file before it is known what it is."""
    return SurveySource.model_validate(
        {
            "source": "looked_at",
            "file": file,
            "survey": {"kind": "relational"},
            "response": {"submitted_at": {"value": "2000-01-01"}},
            "questions": [{"id": "any", "metric": "other", "column": "any"}],
        }
    )


def look(path: Path, scratch: Path) -> Seen:
    """The head of a file; copies that are needed stand in `scratch`. Raises RefusedFile."""
    if not path.exists():
        raise RefusedFile("there is no such file", "check the path")
    kind = format_of(any_source({}), path)
    head, is_whole = head_of(path, kind, scratch)
    if kind in TEXT_FORMATS:
        return _look_at_text(head, kind, scratch, is_whole=is_whole)
    return _look_at_records(head, kind, scratch, is_whole=is_whole)


def _look_at_records(path: Path, kind: str, scratch: Path, *, is_whole: bool) -> Seen:
    """A file that is no delimited text, opened as a run opens it; its rows as texts."""
    keys: dict[str, Any] = {}
    try:
        opened = open_records(any_source(keys), path, scratch)
    except RefusedFile:
        keys = {"records_path": _records_path(path)} if kind == "json" else {}
        if not keys.get("records_path"):
            raise
        opened = open_records(any_source(keys), path, scratch)
    header = opened.records.header
    with duckdb.connect() as connection:
        cells = ", ".join([*opened.records.cells, "beyond"])
        found = connection.execute(
            f"select row_number, {cells} from ({opened.records.relation}) order by row_number limit {MOST_ROWS}"
        ).fetchall()
    first = (header.last_row, [next(iter(column.texts.values())) for column in header.columns])
    below = [(row[0], ["" if cell is None else str(cell) for cell in row[1:]]) for row in found]
    is_whole = is_whole and opened.records.row_count <= MOST_ROWS
    own_header = header if kind in _SELF_NAMING else None
    return Seen(path, [first, *below], kind, opened.encoding, ",", is_whole, own_header, keys)


def _records_path(path: Path) -> str | None:
    """Where in a small JSON document the first list of objects lies."""
    try:
        level: list[tuple[str, Any]] = [("$", json.loads(path.read_bytes()[:MOST_BYTES]))]
    except ValueError:
        return None
    for _ in range(_DEEPEST_RECORDS):
        inner = [(f"{at}.{key}", value) for at, one in level if isinstance(one, dict) for key, value in one.items()]
        for at, value in inner:
            if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
                return f"{at}[*]"
        level = inner
    return None


def _look_at_text(path: Path, kind: str, scratch: Path, *, is_whole: bool) -> Seen:
    content = first_bytes(path, scratch)
    encoding = _encoding(content)
    unpacked = scratch / "head"
    unpacked.write_bytes(content)
    require_text(unpacked)
    readable, encoding = decode(unpacked, [encoding] if encoding else ENCODINGS[:3], scratch / "utf8")
    text = readable.read_text(encoding="utf-8-sig")
    if "\0" in text[:10000]:
        raise RefusedFile("it is no text: it holds NUL bytes", "export it as csv")
    delimiter = _delimiter(text)
    rows = _rows(text, delimiter)
    if not rows:
        raise RefusedFile("it holds nothing but blank lines", "export it again, or remove it")
    return Seen(path, rows, kind, encoding, delimiter, is_whole)


def _encoding(content: bytes) -> str | None:
    """mac_roman where the letters of that encoding are seen and those of Windows are not; every file would decode."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return None
        counts = Counter(byte for byte in content if byte >= 0x80)
        mac = sum(count for byte, count in counts.items() if byte in _MAC_LETTERS)
        windows = sum(count for byte, count in counts.items() if byte in _WINDOWS_LETTERS)
        return "mac_roman" if mac > windows else None
    return None


def _delimiter(text: str) -> str:
    """The sign that parts most rows into most cells, the same number in each."""
    lines = text[: 512 * 1024]

    def score(delimiter: str) -> int:
        widths = Counter(len(cells) for _, cells in _rows(lines, delimiter, most=300) if any(cells))
        return max(((width - 1) * count for width, count in widths.items()), default=0)

    return max(DELIMITERS, key=score)


def _rows(text: str, delimiter: str, most: int | None = None) -> Rows:
    found: Rows = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
            if cells:
                found.append((number, cells))
            if len(found) == most:
                break
    except csv.Error:
        return found
    return found
