"""Which platform an export comes from, by its header; and whether a row is a survey's answer or a record, and of what.

Platforms say themselves what they are recognised by (`recognised_by` in their presets): none is known here by name.
"""

from dataclasses import dataclass
from typing import Any

from dagster_project.ingest.platforms import PLATFORMS
from dagster_project.proposal.columns import Content, named
from dagster_project.proposal.looking import Rows
from dagster_project.proposal.wording import QUESTIONS, TABLES, plain, said

SURVEY, TABLE = "SurveyExport", "TableExport"
_LOOKED_AT = 12
# Without these a row of the table would be one of nearly anything that has a number and a date.
_TELLING = 3


@dataclass(frozen=True)
class Recognised:
    """A platform and what of it: `table` where the header says which record; `by` are the headings that decided."""

    platform: str
    kind: str
    table: str | None
    by: tuple[str, ...]


def platforms_of(rows: Rows) -> list[Recognised]:
    """The platforms whose headings all stand in one of the first rows, the one with most headings first."""
    texts = [{plain(cell).casefold() for cell in cells} for _, cells in rows[:_LOOKED_AT]]
    found = []
    for kind, presets in PLATFORMS.items():
        for platform, preset in presets.items():
            for table, lists in _recognised_by(preset):
                hits = [wanted for wanted in lists if any(_all_in(wanted, row) for row in texts)]
                if hits:
                    longest = max(hits, key=len)
                    found.append(Recognised(platform, kind, table, tuple(longest)))
    return sorted(found, key=lambda one: (-len(one.by), one.table is None))


def _recognised_by(preset: dict[str, Any]) -> list[tuple[str | None, list[list[str]]]]:
    tables = preset.get("tables", {})
    own: list[tuple[str | None, list[list[str]]]] = [(None, preset.get("recognised_by", []))]
    return own + [(name, table.get("recognised_by", [])) for name, table in tables.items()]


def _all_in(wanted: list[str], row: set[str]) -> bool:
    return bool(wanted) and all(plain(str(text)).casefold() in row for text in wanted)


def table_of(columns: list[Content], required: dict[str, tuple[str, ...]], is_sure: bool) -> str | None:
    """The table whose required columns are all there, with most of the others; None where none is convincing.

    `is_sure`: the platform has records only, so that the best guess is taken.
    """
    scores: dict[str, tuple[int, float]] = {}
    for table, fields in TABLES.items():
        hits = {field: named(columns, listed) for field, listed in fields.items()}
        present = [field for field, contents in hits.items() if contents]
        distinct = {contents[0].column.position for contents in hits.values() if contents}
        if not all(field in present for field in required[table]):
            continue
        if not is_sure and len(distinct) < min(_TELLING, len(fields)):
            continue
        scores[table] = (len(distinct), len(distinct) / len(fields))
    return max(scores, key=lambda table: scores[table]) if scores else None


def asks_questions(columns: list[Content]) -> bool:
    """Whether some heading is a question: an export of records has none."""
    return any(
        said(content.wording, QUESTIONS["metrics"]["nps"])
        or (len(content.wording.split()) >= 4 and said(content.wording, QUESTIONS["asked"]))
        for content in columns
    )
