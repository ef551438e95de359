"""The head of a big file: a smaller file of the same kind that stands in for it, cut where a record ends.

A workbook and a JSON document cannot be cut and stand for themselves. Knows nothing of what the records hold.
"""

import gzip
import shutil
import zlib
from pathlib import Path

import duckdb
import zstandard

from dagster_project.ingest.formats import is_packed
from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.sql import file_literal, quoted
from dagster_project.ingest.unpacking import unpack

MOST_BYTES = 8 * 1024 * 1024
MOST_ROWS = 5000
_CUT_BY_BYTES = ("csv", "tsv", "ndjson")


def head_of(path: Path, kind: str, scratch: Path) -> tuple[Path, bool]:
    """The file that stands in for `path`, and whether it holds all of it. Raises RefusedFile."""
    try:
        size = path.stat().st_size
        if kind in _CUT_BY_BYTES:
            return _cut(path, kind, scratch)
    except OSError as error:
        raise _unreadable(error) from None
    if kind == "parquet" and size > MOST_BYTES and not is_packed(path):
        return _first_records(path, scratch / path.name), False
    return path, True


def _cut(path: Path, kind: str, scratch: Path) -> tuple[Path, bool]:
    start = first_bytes(path, scratch)
    if len(start) <= MOST_BYTES:
        return path, True
    head = start[:MOST_BYTES]
    head = head[: _last_line_end(head) if kind == "ndjson" else _last_row_end(head)]
    copy = scratch / path.name
    if path.suffix.lower() == ".gz":
        head = gzip.compress(head, 1)
    elif path.suffix.lower() == ".zst":
        head = zstandard.compress(head)
    copy.write_bytes(head)
    return copy, False


def first_bytes(path: Path, scratch: Path) -> bytes:
    """What a file of text begins with, unpacked; one byte more than the head where there is more."""
    if not is_packed(path):
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    try:
        start = _first_unpacked(path)
    except (EOFError, gzip.BadGzipFile, zlib.error, zstandard.ZstdError):
        start = b""
    # what is small is unpacked as a run does it, which says what is wrong with it
    return start if len(start) > MOST_BYTES else unpack(path, scratch / "unpacked").read_bytes()


def _first_unpacked(path: Path) -> bytes:
    if path.suffix.lower() == ".gz":
        with gzip.open(path, "rb") as packed:
            return packed.read(MOST_BYTES + 1)
    with path.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True) as packed:
        return packed.read(MOST_BYTES + 1)


def _last_row_end(start: bytes) -> int:
    """Behind the last line end that does not stand in a quoted cell, else behind the last one."""
    end = b"\n" if b"\n" in start else b"\r"
    at = len(start)
    for _ in range(2000):
        at = start.rfind(end, 0, at)
        if at < 0:
            break
        if start.count(b'"', 0, at) % 2 == 0:
            return _whole_characters(start, at)
    return _last_line_end(start)


def _last_line_end(start: bytes) -> int:
    at = max(start.rfind(b"\n"), start.rfind(b"\r"))
    return _whole_characters(start, at) if at > 0 else len(start)


def _whole_characters(start: bytes, at: int) -> int:
    is_two_bytes = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    return at + 1 + (at + 1) % 2 if is_two_bytes else at + 1


def _first_records(path: Path, copy: Path) -> Path:
    try:
        with duckdb.connect() as connection:
            first = f"from read_parquet({file_literal(path)}) limit {MOST_ROWS}"
            connection.execute(f"copy ({first}) to {quoted(str(copy))} (format parquet)")
    except duckdb.Error:
        return path  # the reader says what is wrong with it
    return copy


def stand_in(file: Path, place: Path) -> None:
    """Let a file stand at another place: a link where that can be, else a copy."""
    try:
        place.symlink_to(file.absolute())
    except OSError:
        shutil.copyfile(file, place)


def _unreadable(error: OSError) -> RefusedFile:
    return RefusedFile(
        f"cannot be read ({(error.strerror or 'unknown fault').lower()})", "check the file and its permissions"
    )
