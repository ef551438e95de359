"""What a target of the publication is: something that prepares a build aside and then puts it in place.

A target is a function that takes a build and gives a context manager. On entering it everything that can fail is done,
where no reader looks; what it yields puts that in place, quickly. On leaving, whatever was prepared and not put in
place is given up. Which targets there are, and in what order they go, is `swap`'s affair.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from dagster_project.ingest.sql import Connection
from dagster_project.publish.tables import PublishedTable


@dataclass(frozen=True)
class Build:
    """What is published: the open warehouse, the marts that are public, and what `marts.publication` says of them."""

    connection: Connection
    tables: list[PublishedTable]
    header: dict[str, Any]

    @property
    def build_id(self) -> str:
        """The name of this build."""
        return str(self.header["build_id"])


@dataclass(frozen=True)
class Prepared:
    """A build that lies ready: the rows of each table, and what puts it in place and says what is to be known of it."""

    rows: dict[str, int]
    put_in_place: Callable[[], list[str]]


Target = Callable[[Build], AbstractContextManager[Prepared]]
