"""A DuckDB apart from the warehouse, to look into a file whose content nobody vouches for.

A damaged file can make an engine unusable for whatever else it holds; this one holds nothing.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from dagster_project.ingest.refusal import RefusedFile, told_by
from dagster_project.ingest.sql import Connection

_MEMORY = "400MB"
# Behind these DuckDB shows what stands in the file.
_CONTENT = re.compile(r"Original Line:|\s+Input: ")


@contextmanager
def probing(scratch: Path, kind: str) -> Iterator[Connection]:
    """A connection of its own; whatever DuckDB cannot read within is a RefusedFile. `scratch` takes what spills."""
    options: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "memory_limit": _MEMORY,
        "threads": 2,
        "temp_directory": str(scratch / "spilled"),
    }
    connection = duckdb.connect(config=options)
    try:
        connection.execute("set TimeZone = 'UTC'")
        yield connection
    except duckdb.Error as error:
        said = told_by(duckdb.Error(_CONTENT.split(str(error))[0]))
        raise RefusedFile(f"it cannot be read as {kind} ({said})", "export it again") from None
    finally:
        connection.close()
