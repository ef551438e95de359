"""From a file of any kind to its records: which room opens it, and what is tried where that fails.

One function per kind; what a cell means is not known here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dagster_project.ingest.files import delimiters_of
from dagster_project.ingest.header import read_header
from dagster_project.ingest.opening import decode
from dagster_project.ingest.reading import Records, delimited, prepared
from dagster_project.ingest.records import scan_records
from dagster_project.ingest.repair import write_repaired
from dagster_project.ingest.spec import Source


@dataclass(frozen=True)
class Opened:
    """A file that is ready to be read. `again`: the slow and forgiving way, for when the fast one fails."""

    records: Records
    encoding: str | None
    is_broken: bool = False
    again: Callable[[], Records] | None = None


def open_records(spec: Source, path: Path, scratch: Path) -> Opened:
    """The records of a file; copies that are needed stand in `scratch`. Raises RefusedFile."""
    delimiters = delimiters_of(spec, path)
    readable, encoding = decode(path, spec.file.encoding, scratch / "utf8.csv")
    header = read_header(readable, spec.file, delimiters)
    scan = scan_records(readable, spec.file.quote)

    def again() -> Records:
        copy = scratch / "repaired.csv"
        return prepared(copy, header, spec.file, write_repaired(readable, spec.file, header, copy))

    return Opened(delimited(readable, header, spec.file, scan), encoding, is_broken=scan.is_open, again=again)
