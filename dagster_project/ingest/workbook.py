"""From a workbook to records: the rows of one sheet, numbered as Excel numbers them, every cell as text.

The sheet is copied by a process of its own (`workbook_copy`), so that no workbook can take the run down with it.
"""

import csv
import itertools
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from dagster_project.ingest.header_rows import header_of
from dagster_project.ingest.reading import ABSENT, Records, prepared
from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.spec.source import FileFormat

# What the copying process may take: this, or half of a smaller machine.
MOST_MEMORY = 4 << 30
_LONGEST_WAIT = 3600
_LOOK_AHEAD = 200
_COPIER = Path(__file__).with_name("workbook_copy.py")


def sheet_records(path: Path, file: FileFormat, scratch: Path) -> Records:
    """The records of a sheet. Raises RefusedFile."""
    book, copy = scratch / "workbook.xlsx", scratch / "sheet.csv"
    if path != book:
        book.unlink(missing_ok=True)
        book.symlink_to(path.absolute())  # calamine goes by the suffix
    row_count = _copied(book, copy, file)
    header = header_of(_first_rows(copy, file), file)
    above = sum(number <= header.last_row for number, _ in _first_rows(copy, file))
    records = prepared(copy, header, file, row_count - above, is_typed=True)
    return replace(records, relation=f"select * from ({records.relation}) where row_number > {header.last_row}")


def _copied(book: Path, copy: Path, file: FileFormat) -> int:
    asked = {
        "path": str(book),
        "copy": str(copy),
        "sheet": file.sheet,
        "decimal": file.decimal,
        "absent": ABSENT,
        "most_memory": min(MOST_MEMORY, os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2),
    }
    done = subprocess.run(
        [sys.executable, "-P", str(_COPIER), json.dumps(asked)],
        capture_output=True,
        check=False,
        timeout=_LONGEST_WAIT,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode != 0:
        raise _crashed(done.returncode, done.stderr)
    found = json.loads(done.stdout)
    if "refused" in found:
        raise RefusedFile(*found["refused"])
    return int(found["rows"])


def _crashed(status: int, said: bytes) -> RefusedFile:
    if status == -signal.SIGXCPU:
        return RefusedFile("reading the workbook takes too long", "save the sheet as csv")
    if b"memory allocation" in said or b"MemoryError" in said or b"capacity overflow" in said:
        return RefusedFile("reading the workbook takes too much memory", "save the sheet as csv")
    return RefusedFile("it cannot be read as a workbook", "open it in a spreadsheet and save it again")


def _first_rows(copy: Path, file: FileFormat) -> Iterator[tuple[int, list[str]]]:
    with copy.open(encoding="utf-8", newline="") as text:
        for row in itertools.islice(csv.reader(text), file.skip_rows + _LOOK_AHEAD):
            yield int(row[0]), row[2:-1]
