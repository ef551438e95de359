"""What all rooms that draw up keys look at, and what they have drawn so far.

Also whether a part that a platform's preset declares can be read from the file at hand.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dagster_project.ingest.header import Header
from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.spec.model import ValueField
from dagster_project.proposal.columns import Content, selector_of
from dagster_project.proposal.yaml_text import Block, Entry


@dataclass
class Drawn:
    """Keys that are found so far, and the places of the columns that they take."""

    block: Block = field(default_factory=list)
    taken: set[int] = field(default_factory=set)

    def add(self, entry: Entry, *contents: Content) -> None:
        """One more key."""
        self.block.append(entry)
        self.taken |= {content.column.position for content in contents}


@dataclass(frozen=True)
class Sight:
    """All that is looked at when parts, questions or fields are drawn up."""

    path: Path
    header: Header
    columns: list[Content]
    preset: dict[str, Any]
    is_day_first: bool

    def selector(self, content: Content) -> Any:
        """How the YAML names a column."""
        return selector_of(self.header, content.column)


def places(header: Header, value: ValueField) -> set[int]:
    """The columns that a field of a preset reads in this file."""
    found: set[int] = set()
    if value.column is not None:
        try:
            found |= {column.position for column in header.find(value.column)}
        except RefusedFile:
            return set()
    for child in value.coalesce or []:
        found |= places(header, child)
    return found


def is_found(header: Header, part: Any) -> bool:
    """Whether a part as a preset declares it can be read from this file."""
    if part is None:
        return False
    value = ValueField.model_validate(part)
    parts = value.coalesce or [value]
    return any(one.column is None for one in parts) or bool(places(header, value))
