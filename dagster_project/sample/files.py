"""Writes rows as delimited text, byte for byte the same on every machine, and remembers what was written."""

import csv
import hashlib
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Row = list[str]


@dataclass(frozen=True)
class Dialect:
    """How one platform writes its text files."""

    encoding: str = "utf-8"
    delimiter: str = ","
    line_end: str = "\n"
    quote_all: bool = False


@dataclass
class Folder:
    """The folder of raw exports, and the ledger of the files written into it."""

    root: Path
    ledger: dict[str, dict[str, Any]] = field(default_factory=dict)

    def write(
        self, path: str, header: list[Row], records: list[Row], dialect: Dialect, footer: tuple[str, ...] = ()
    ) -> None:
        """Write one export: header rows, records, and lines of text that the platform puts below."""
        text = io.StringIO()
        writer = csv.writer(
            text,
            delimiter=dialect.delimiter,
            lineterminator=dialect.line_end,
            quoting=csv.QUOTE_ALL if dialect.quote_all else csv.QUOTE_MINIMAL,
        )
        writer.writerows([*header, *records])
        text.writelines(line + dialect.line_end for line in footer)
        content = text.getvalue().encode(dialect.encoding)
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        self.ledger[path] = {
            "records": len(records),
            "footer_rows": sum(1 for line in footer if line),
            "bytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
