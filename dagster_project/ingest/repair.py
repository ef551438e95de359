"""The slow and forgiving way to read a delimited file that DuckDB's parser does not read whole.

Writes a clean copy in which every record is one row with its own number, the header's cells, one cell for what lies
beyond them and a fault where the record is no record. Used only where the fast way and the count of records disagree.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dagster_project.ingest.header import Header
from dagster_project.ingest.reading import ABSENT
from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.spec.source import FileFormat

MOST_OPEN_QUOTES = 100


def write_repaired(path: Path, file: FileFormat, header: Header, copy: Path) -> int:
    """Write the clean copy and return its number of rows; raises RefusedFile where too much is broken."""
    count = 0
    with copy.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for number, cells, fault in _records(path, file, header):
            if number <= header.last_row or (not cells and fault is None):
                continue
            known = cells[: header.width] + [ABSENT] * (header.width - len(cells))
            beyond = " ".join(cells[header.width :])
            writer.writerow([number, fault or ABSENT, *known, beyond])
            count += 1
    return count


def _records(path: Path, file: FileFormat, header: Header) -> Iterator[tuple[int, list[str], str | None]]:
    first_line, number, open_quotes = 0, 0, 0
    while True:
        with path.open(encoding="utf-8-sig", newline="") as text:
            for _ in range(first_line):
                next(text)
            quoting: dict[str, Any] = {"quotechar": file.quote} if file.quote else {"quoting": csv.QUOTE_NONE}
            reader = csv.reader(text, delimiter=header.delimiter, strict=True, **quoting)
            started_at = 0
            while True:
                number += 1
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    if "unexpected end" not in str(error):
                        yield number, [], "a quote stands in the middle of a cell"
                        started_at = reader.line_num
                        continue
                    open_quotes += 1
                    if open_quotes > MOST_OPEN_QUOTES:
                        raise RefusedFile(
                            "more than 100 quotes are opened and never closed", "check file.quote"
                        ) from None
                    yield number, [], "a quote is opened and never closed"
                    first_line += started_at + 1
                    break
                started_at = reader.line_num
                yield number, cells, None
