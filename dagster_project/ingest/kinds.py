"""From a file of any kind to its records: which room opens it, and what is tried where that fails.

One function per kind; what a cell means is not known here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dagster_project.ingest.formats import delimiters_of, is_packed, kind_of, require_text
from dagster_project.ingest.header import Header
from dagster_project.ingest.header_rows import read_header
from dagster_project.ingest.json_document import document_records
from dagster_project.ingest.json_lines import line_records
from dagster_project.ingest.opening import decode
from dagster_project.ingest.parquet import parquet_records
from dagster_project.ingest.plausibility import doubtful_encoding
from dagster_project.ingest.reading import Records, delimited, prepared
from dagster_project.ingest.records import scan_records, with_plain_start
from dagster_project.ingest.repair import write_repaired
from dagster_project.ingest.spec import Source
from dagster_project.ingest.spec.source import FileFormat
from dagster_project.ingest.unpacking import unpack
from dagster_project.ingest.workbook import sheet_records

_SAMPLE = 1 << 20
# Kinds that hold values instead of text: no encoding.
_TYPED = {"xlsx": sheet_records, "parquet": parquet_records}
_JSON = {"json": document_records, "ndjson": line_records}


@dataclass(frozen=True)
class Opened:
    """A file that is ready to be read.

    `again`: the slow and forgiving way, for when the fast one fails. `doubt`: why its encoding may be another one.
    """

    records: Records
    encoding: str | None
    is_broken: bool = False
    again: Callable[[], Records] | None = None
    doubt: str | None = None


def open_records(spec: Source, path: Path, scratch: Path) -> Opened:
    """The records of a file; copies that are needed stand in `scratch`. Raises RefusedFile."""
    kind, file, path = kind_of(spec.file, path), spec.file, _unpacked(path, scratch)
    if kind in _TYPED:
        return Opened(_TYPED[kind](path, file, scratch), None)
    readable, encoding = _decoded(path, file, scratch)
    if kind in _JSON:
        return Opened(_JSON[kind](readable, file, scratch), encoding, doubt=_doubt(path, encoding))
    header = read_header(readable, file, delimiters_of(file, kind))
    scan = scan_records(readable, file.quote)

    def again() -> Records:
        copy = scratch / "repaired.csv"
        return prepared(copy, header, file, write_repaired(readable, file, header, copy))

    plain = with_plain_start(readable, scan, scratch / "plain.csv")
    records, doubt = delimited(plain, header, file, scan), _doubt(path, encoding)
    return Opened(records, encoding, is_broken=scan.is_open, again=again, doubt=doubt)


def open_header(file: FileFormat, path: Path, scratch: Path) -> Header:
    """Only the header of a file. Raises RefusedFile."""
    kind, path = kind_of(file, path), _unpacked(path, scratch)
    if kind in _TYPED:
        return _TYPED[kind](path, file, scratch).header
    readable, _ = _decoded(path, file, scratch)
    if kind in _JSON:
        return _JSON[kind](readable, file, scratch).header
    return read_header(readable, file, delimiters_of(file, kind))


def _doubt(path: Path, encoding: str) -> str | None:
    with path.open("rb") as file:
        better = doubtful_encoding(file.read(_SAMPLE), encoding)
    return f"read as {encoding}, it looks like {better}: declare the right one under file.encoding" if better else None


def _unpacked(path: Path, scratch: Path) -> Path:
    return unpack(path, scratch / "unpacked") if is_packed(path) else path


def _decoded(path: Path, file: FileFormat, scratch: Path) -> tuple[Path, str]:
    require_text(path)
    return decode(path, file.encoding, scratch / "utf8")
