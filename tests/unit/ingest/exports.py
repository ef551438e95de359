"""Files of every kind, made from the same rows; no test stands here."""

import gzip
import io
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter
import zstandard

from dagster_project.ingest.sql import file_literal, identifier
from tests.unit.workbench import Workbench

Rows = Sequence[Any]


def workbook(*sheets: Rows, names: Sequence[str] = (), top: int = 0, left: int = 0) -> bytes:
    """A workbook; its sheets are called Sheet1, Sheet2, ... or by their names. Times get a format."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"default_date_format": "yyyy-mm-dd hh:mm:ss"}) as book:
        for place, rows in enumerate(sheets):
            sheet = book.add_worksheet(names[place] if names else None)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    sheet.write(top + number, left + column, value)
    return content.getvalue()


def parquet(columns: Mapping[str, Any], options: str = "") -> bytes:
    """A parquet file of these columns: values, or SQL for a list of them."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        path = Path(folder) / "a.parquet"
        listed = [
            f"unnest({values if isinstance(values, str) else f'${place}'}) as {identifier(name)}"
            for place, (name, values) in enumerate(columns.items(), start=1)
        ]
        given = {
            str(place): values for place, values in enumerate(columns.values(), start=1) if not isinstance(values, str)
        }
        connection.execute(f"create table made as select {', '.join(listed)}", given)
        connection.execute(f"copy made to {file_literal(path)} (format parquet {options})")
        return path.read_bytes()


def ndjson(*records: Any) -> str:
    """Lines of JSON; a text is a line as it stands."""
    return "".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in records)


def packed(content: str | bytes, suffix: str) -> bytes:
    """Content packed as the suffix says."""
    plain = content.encode() if isinstance(content, str) else content
    return gzip.compress(plain) if suffix == "gz" else zstandard.ZstdCompressor().compress(plain)


def counts(bench: Workbench) -> tuple[int, int, int, int]:
    """Rows read, loaded, rejected and dropped of the one file that is there; they reconcile."""
    (entry,) = bench.ledger()
    read, loaded, rejected, dropped = (entry[f"rows_{name}"] for name in ("read", "loaded", "rejected", "dropped"))
    assert read == loaded + rejected + dropped
    return read, loaded, rejected, dropped
