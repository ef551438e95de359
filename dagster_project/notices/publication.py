"""What the published follow-ups say: which are urgent, and how far those are that a notice waits for. Read only."""

import datetime as dt
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.ingest.sql import quoted, text_list

_COLUMNS = (
    "notice_key", "status", "severity", "nps_score", "segment", "touchpoint", "reason_driver", "reason_theme",
    "value_at_stake", "due_at", "priority",
)  # fmt: skip


class UnreadableError(RuntimeError):
    """The published file cannot be read; the message says which and why."""


@dataclass(frozen=True)
class FollowUp:
    """One published follow-up, as far as a notice needs it. No comment, no customer, no id of a response."""

    notice_key: str
    status: str
    severity: str | None
    nps_score: int
    segment: str | None
    touchpoint: str | None
    reason_driver: str | None
    reason_theme: str | None
    value_at_stake: float | None
    due_at: dt.datetime | None
    priority: int


class Publication:
    """The frontline publication, opened."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        self._connection, self._path = connection, path

    def urgent(self) -> list[str]:
        """The keys of all that is urgent, first things first."""
        return [key for (key,) in self._rows("select notice_key from cx.follow_ups where is_urgent order by priority")]

    def follow_ups(self, notice_keys: Collection[str]) -> dict[str, FollowUp]:
        """The follow-ups of some keys, as far as they are still there."""
        if not notice_keys:
            return {}
        rows = self._rows(
            f"select {', '.join(_COLUMNS)} from cx.follow_ups where notice_key in ({text_list(notice_keys)})"
        )
        found = [FollowUp(**dict(zip(_COLUMNS, row, strict=True))) for row in rows]
        return {one.notice_key: one for one in found}

    def shown_names(self, dimension: str) -> set[str]:
        """The members of a dimension that everybody is shown a figure of: a name of fewer people may be somebody's."""
        rows = self._rows(
            f"""select distinct member from cx.metric_values
            where dimension = {quoted(dimension)} and not is_suppressed and respondent_count > 0"""
        )
        return {member for (member,) in rows}

    def has(self, table: str) -> bool:
        """Whether a table is published: an earlier version may have published without it."""
        return bool(
            self._rows(f"select 1 from duckdb_tables() where schema_name = 'cx' and table_name = {quoted(table)}")
        )

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of a query without parameters: DuckDB would import pandas for them, which takes a second."""
        try:
            return self._connection.execute(sql).fetchall()
        except duckdb.Error as error:
            raise UnreadableError(f"{self._path} cannot be read: {str(error).splitlines()[0]}") from None


@contextmanager
def open_publication(path: Path) -> Iterator[Publication]:
    """The published file, as it is now, whatever replaces it meanwhile."""
    options: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "threads": 1,
    }
    try:
        connection = duckdb.connect(path, read_only=True, config=options)
    except duckdb.Error as error:
        raise UnreadableError(f"{path} cannot be read: {str(error).splitlines()[0]}") from None
    try:
        yield Publication(connection, path)
    finally:
        connection.close()
