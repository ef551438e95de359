"""From a parquet file to records: DuckDB reads it where it lies, every value becomes the text that an export has.

Structs become columns with dotted names, lists of single values become one text, what is nested deeper becomes JSON.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from duckdb.sqltypes import DuckDBPyType

from dagster_project.ingest.json_keys import DEEPEST
from dagster_project.ingest.json_lines import named_header, number_text
from dagster_project.ingest.probe import probing
from dagster_project.ingest.reading import Records
from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.spec.source import FileFormat
from dagster_project.ingest.sql import Connection, file_literal, identifier, quoted

MOST_COLUMNS = 10_000
_NESTED = ("struct", "list", "array", "map", "union", "variant")
_ROW = "file_row_number"


@dataclass(frozen=True)
class _Leaf:
    name: str
    sql: str


def parquet_records(path: Path, file: FileFormat, scratch: Path) -> Records:
    """The records of a parquet file: record n is row n + 1, as below a heading. Raises RefusedFile."""
    source = f"read_parquet({file_literal(path)}, {_ROW} = true, hive_partitioning = false)"
    with probing(scratch, "parquet") as connection:
        leaves = list(_leaves(connection, source, path, file))
        if not leaves or len(leaves) > MOST_COLUMNS:
            raise RefusedFile(f"it has {len(leaves):,} columns", "export the columns that are needed")
        cells = ", ".join(f"coalesce({leaf.sql}, '') as c{place}" for place, leaf in enumerate(leaves))
        relation = f"""select {_ROW} + 2 as row_number, cast(null as varchar) as parse_fault, {cells},
            cast(null as varchar) as beyond from {source}"""
        row_count = _row_count(connection, path, relation)
    header = named_header([leaf.name for leaf in leaves], file, last_row=1)
    return Records(header, file, row_count, relation, is_typed=True)


def _row_count(connection: Connection, path: Path, relation: str) -> int:
    """How many rows the file says it has; reads all of it, so that a damaged one is known before it is loaded."""
    declared = connection.execute(f"select num_rows from parquet_file_metadata({file_literal(path)})").fetchone()
    found = connection.execute(f"select count(*), bit_xor(hash(columns(*))) from ({relation})").fetchone()
    if declared is None or found is None or declared[0] != found[0]:
        raise RefusedFile("it does not hold the rows that it says it has", "export it again")
    return int(found[0])


def _leaves(connection: Connection, source: str, path: Path, file: FileFormat) -> Iterator[_Leaf]:
    columns = connection.sql(f"select * exclude ({_ROW}) from {source}")
    names = _names_in_file(connection, path)
    for name, alias, kind in zip(names, columns.columns, columns.types, strict=True):
        yield from _opened([name], identifier(alias), kind, file)


def _names_in_file(connection: Connection, path: Path) -> list[str]:
    """The names of the columns as the file has them; DuckDB renames what stands twice."""
    schema = f"select name, coalesce(num_children, 0) from parquet_schema({file_literal(path)})"
    names, open_parts = [], 0
    for name, part_count in connection.execute(schema).fetchall()[1:]:
        if open_parts == 0:
            names.append(name)
            open_parts = 1
        open_parts += part_count - 1
    return names


def _opened(names: list[str], sql: str, kind: DuckDBPyType, file: FileFormat) -> Iterator[_Leaf]:
    if kind.id != "struct" or len(names) >= DEEPEST:
        yield _Leaf(".".join(names), _text(sql, kind, file))
        return
    for part, inner in _parts(kind):
        yield from _opened([*names, part], f"struct_extract({sql}, {quoted(part)})", inner, file)


def _parts(kind: DuckDBPyType) -> list[tuple[str, DuckDBPyType]]:
    return [(name, inner) for name, inner in kind.children if isinstance(inner, DuckDBPyType)]


def _text(sql: str, kind: DuckDBPyType, file: FileFormat) -> str:
    if kind.id in {"list", "array"}:
        element = _parts(kind)[0][1]
        if element.id in _NESTED:
            return f"cast(to_json({sql}) as varchar)"
        return f"array_to_string(list_transform({sql}, lambda one: {_text('one', element, file)}), ', ')"
    if kind.id in _NESTED:
        return f"cast(to_json({sql}) as varchar)"
    return _single(sql, kind.id, file)


def _single(sql: str, kind: str, file: FileFormat) -> str:
    plain = f"cast({sql} as varchar)"
    if kind in {"double", "float"}:
        return f"case when not isnan({sql}) then {number_text(plain, file)} end"
    if kind == "decimal":
        return plain if file.decimal == "." else f"replace({plain}, '.', {quoted(file.decimal)})"
    if kind == "timestamp with time zone":
        return f"cast(timezone('UTC', {sql}) as varchar) || '+00:00'"
    if kind.startswith("timestamp"):
        return f"cast(cast({sql} as timestamp) as varchar)"
    if kind == "blob":
        return f"coalesce(try(decode({sql})), lower(hex({sql})))"
    return plain
