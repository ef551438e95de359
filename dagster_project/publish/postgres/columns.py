"""Which type a mart's column has in PostgreSQL, and how it is read on either side so that both say the same.

The types are the portable ones of the published tables; any other is refused, since a type that a driver guesses is one
that changes with the driver.
"""

import re
from dataclasses import dataclass

from dagster_project.ingest.sql import Connection, columns_of, identifier
from dagster_project.publish.files import PublicationError
from dagster_project.publish.tables import PublishedTable

TYPES = {
    "BIGINT": "bigint",
    "INTEGER": "integer",
    "SMALLINT": "smallint",
    "DOUBLE": "double precision",
    "VARCHAR": "text",
    "DATE": "date",
    "TIMESTAMP": "timestamp without time zone",
    "BOOLEAN": "boolean",
}
DECIMAL = re.compile(r"DECIMAL\(([0-9]+),([0-9]+)\)")
AS_IT_IS = ("BIGINT", "INTEGER", "SMALLINT", "DOUBLE", "VARCHAR", "BOOLEAN")


@dataclass(frozen=True)
class Column:
    """One column: its name, its type in DuckDB and, as PostgreSQL itself writes it, its type there."""

    name: str
    duckdb_type: str
    type: str

    @property
    def given(self) -> str:
        """What is sent. PostgreSQL cannot hold U+0000: the sign of what cannot be shown takes its place."""
        name = identifier(self.name)
        return f"replace({name}, chr(0), chr(65533)) as {name}" if self.duckdb_type == "VARCHAR" else name

    @property
    def asked(self) -> str:
        """What is read back: what has an encoding of its own in the driver comes as PostgreSQL's own text."""
        name = identifier(self.name)
        return name if self.duckdb_type in AS_IT_IS else f"cast({name} as text) as {name}"

    @property
    def read(self) -> str:
        """What was read back, in the mart's type again."""
        return f"try_cast({identifier(self.name)} as {self.duckdb_type}) as {identifier(self.name)}"


def columns_in_postgres(connection: Connection, table: PublishedTable) -> list[Column]:
    """The columns of a mart; raises PublicationError for a type that PostgreSQL and BI tools do not share."""
    return [
        Column(name, kind, _type(table.name, name, kind))
        for name, kind in columns_of(connection, table.schema, table.name).items()
    ]


def _type(table: str, column: str, kind: str) -> str:
    if found := DECIMAL.fullmatch(kind):
        return f"numeric({found[1]},{found[2]})"
    if kind not in TYPES:
        known = ", ".join((*TYPES, "DECIMAL"))
        raise PublicationError(f"{table}.{column} is {kind}, which is not published to PostgreSQL: cast it to {known}")
    return TYPES[kind]
