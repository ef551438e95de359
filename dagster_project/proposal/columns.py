"""The columns of a file that is looked at: what stands in them, and how a YAML would name each.

Joins a header with the rows below it. What a column means is decided elsewhere.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dagster_project.ingest.header import Column, Header
from dagster_project.ingest.privacy import masked
from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.spec.model import Selector
from dagster_project.proposal.heads import MOST_ROWS
from dagster_project.proposal.looking import Rows
from dagster_project.proposal.wording import ANSWERS, COLUMNS, QUESTIONS, heading, is_one_of, plain, said

HOLLOW = frozenset(map(heading, QUESTIONS["hollow_options"]))
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LEAF = re.compile(r"(?:[a-z_]+[.])+([^.]+)")
_ITEM = re.compile(r"(.+?)(?:\s+[-\u2013:]\s+|\s*\[)([^\[\]]+)\]?$")


@dataclass(frozen=True)
class Content:
    """One column with the texts that stand in it, blanks left out."""

    column: Column
    texts: tuple[str, ...]
    row_count: int

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each text occurs."""
        return Counter(self.texts)

    @cached_property
    def names(self) -> list[str]:
        """What each header row says of it, without what says nothing."""
        return [text for text in self.column.texts.values() if text and heading(text) not in HOLLOW]

    @property
    def name(self) -> str:
        """Its first heading."""
        return next((text for text in self.column.texts.values() if text), "")

    @cached_property
    def leaves(self) -> list[str]:
        """Its names, and of one such as person.email, which an object in a JSON file gets, the last part too."""
        return [*self.names, *(found.group(1) for text in self.names if (found := _LEAF.fullmatch(text)))]

    @property
    def wording(self) -> str:
        """All that the header says of it, apart from ids of the platform."""
        texts = [text for role, text in self.column.texts.items() if text and role != "import_id"]
        return plain(" ".join(dict.fromkeys(text for text in texts if heading(text) not in HOLLOW)))

    @property
    def question(self) -> str:
        """The question's text, where a header row is for that, else its heading."""
        return plain(self.column.texts.get("question") or self.name)

    @cached_property
    def stem_and_item(self) -> tuple[str, str]:
        """A question of a battery as what is asked of all, and of what this one is."""
        option = self.column.texts.get("option", "")
        if option:
            return self.question, "" if heading(option) in HOLLOW else plain(option)
        found = _ITEM.fullmatch(self.question)
        return (found.group(1), found.group(2)) if found else (self.question, "")

    @cached_property
    def is_address(self) -> bool:
        """Whether it holds e-mail addresses, by its heading or by what stands in it."""
        by_value = sum(bool(_ADDRESS.fullmatch(text)) for text in self.texts[:200])
        named = any(is_one_of(text, COLUMNS["address"]) for text in self.leaves)
        return by_value > 0.5 * len(self.texts[:200]) or (named and (by_value > 0 or not self.texts))

    @cached_property
    def is_personal(self) -> bool:
        """Whether it names a person: such a column is never shown."""
        lists = [*COLUMNS["address"], *COLUMNS["person"]]
        if set(map(heading, self.counts)) == {heading(self.stem_and_item[1])}:
            return False  # a box to tick, such as "E-mail" of "Which channels did you use?"
        return self.is_address or any(is_one_of(text, lists) for text in self.leaves) or self._holds_personal_data

    @property
    def _holds_personal_data(self) -> bool:
        """Most of its short texts are telephone, card or personal numbers, or addresses."""
        short = [text for text in self.texts[:200] if len(text) <= 40]
        return bool(short) and sum(masked(text).startswith("[") for text in short) > 0.5 * len(self.texts[:200])

    @property
    def is_unique(self) -> bool:
        """Whether every row has a text of its own."""
        return len(self.texts) == self.row_count and len(self.counts) == len(self.texts)


def contents(header: Header, rows: Rows) -> list[Content]:
    """Every column with a name, with what stands below it."""
    below = [cells for number, cells in rows if number > header.last_row and any(cell.strip() for cell in cells)]
    below = below[:MOST_ROWS]
    return [
        Content(
            column,
            tuple(plain(cells[column.position]) for cells in below if _is_filled(cells, column.position)),
            len(below),
        )
        for column in header.columns
        if any(column.texts.values())
    ]


def _is_filled(cells: list[str], position: int) -> bool:
    return position < len(cells) and bool(cells[position].strip())


def selector_of(header: Header, column: Column) -> str | dict[str, Any] | None:
    """How a YAML names a column: as short as it can be, and sure to hit that one alone; None for a nameless one."""
    roles = [role for role, text in column.texts.items() if text]
    first = next(iter(column.texts))
    ways: list[dict[str, Any]] = [{"name": column.texts[first]}] if column.texts[first] else []
    ways += [{role: column.texts[role]} for role in roles]
    ways += [{role: column.texts[role] for role in roles}]
    for way in ways:
        safe = {role: text for role, text in way.items() if masked(text) == text}
        if safe and _hits(header, safe, column):
            return safe["name"] if set(safe) == {"name"} else safe
    for way in ways:
        safe = {role: text for role, text in way.items() if masked(text) == text} or _by_beginning(way)
        for occurrence in range(1, header.width + 1) if safe else ():
            if _hits(header, {**safe, "occurrence": occurrence}, column):
                return {**safe, "occurrence": occurrence}
            if occurrence > _count(header, safe):
                break
    return None


def _by_beginning(way: dict[str, Any]) -> dict[str, Any]:
    """A heading that holds somebody's address: its words before that."""
    role, text = next(iter(way.items()))
    before = masked(text).split("[")[0].strip()
    return {f"{role}_regex": "^" + re.escape(before).replace("\\ ", " ")} if before and text.startswith(before) else {}


def _hits(header: Header, way: dict[str, Any], column: Column) -> bool:
    try:
        return header.find(Selector.model_validate(way)) == [column]
    except RefusedFile:
        return False


def _count(header: Header, way: dict[str, Any]) -> int:
    try:
        return len(header.find(Selector.model_validate({**way, "many": True})))
    except RefusedFile:
        return 0


def named(columns: Iterable[Content], listed: list[str]) -> list[Content]:
    """The columns whose heading is one of the listed ones, in the order of the list."""
    by_text = [(place, content) for place, one in enumerate(listed) for content in columns if _is_called(content, one)]
    return list({id(content): content for _, content in by_text}.values())


def _is_called(content: Content, listed: str) -> bool:
    return any(is_one_of(text, [listed]) for text in content.names)


def is_group(content: Content) -> bool:
    """Whether it holds a platform's own groups of NPS."""
    groups = set(ANSWERS["nps_groups"])
    texts = {text.lower() for text in content.counts}
    return (bool(texts) and texts <= groups and bool(texts - {"neutral"})) or bool(said(content.name, ["nps[_ ]group"]))
