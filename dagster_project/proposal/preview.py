"""What the proposed YAML would load: the rows through the real reader, into a warehouse that is thrown away.

Shows no address, no name and no telephone number: customers are 'hashed', texts are masked.
"""

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from dagster_project.ingest.header import Header
from dagster_project.ingest.load import load_source
from dagster_project.ingest.privacy import masked
from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.spec import Source, SurveySource, load_source_specs
from dagster_project.ingest.spec.model import Selector
from dagster_project.ingest.spec.survey import Attribute
from dagster_project.ingest.sql import Connection, identifier, warehouse
from dagster_project.proposal.columns import Content
from dagster_project.proposal.heads import stand_in
from dagster_project.proposal.proposal import Proposal
from dagster_project.settings import Settings

SHOWN_ROWS = 4
_HASHED = ("customer_key", "customer_id", "customer_email_hash", "email_hash")
_HIDDEN = ("account_owner", "owner", "content_hash", "file_id", "problems", "nps_group_given")
_ABOUT = ("touchpoint", "interaction_id", "channel", "language", "country", "segment", "wave")
_LONGEST = 48


@dataclass(frozen=True)
class Preview:
    """What came of the file: the first rows by part, the counts, and everything that no key understood."""

    spec: Source
    row_numbers: list[int]
    parts: list[tuple[str, list[str]]]
    counts: dict[str, int]
    reasons: list[tuple[str, str, int, str]]  # column, reason, cases, an example
    unread: list[tuple[str, str, int, str]]
    unused: list[str]
    private: list[str]  # of the unused ones those that name a person


def preview(proposal: Proposal, file: Path, settings: Settings, scratch: Path) -> Preview:
    """Load one file by the proposed YAML; raises RefusedFile where the reader refuses it, SpecError for the YAML."""
    name, header, columns = proposal.name, proposal.header, proposal.columns
    own = dataclasses.replace(
        settings,
        raw_dir=scratch / "raw",
        warehouse=scratch / "warehouse" / "cx.duckdb",
        publish_dir=scratch / "published",
        sources_dir=scratch / "sources",
    )
    place = own.sources_dir / name / "defs.yaml"
    place.parent.mkdir(parents=True)
    place.write_text(proposal.text, encoding="utf-8")
    (spec,) = load_source_specs(own.sources_dir)
    folder = own.raw_dir / spec.folder_name
    folder.mkdir(parents=True)
    stand_in(file, folder / file.name)
    with warehouse(own) as connection:
        result = load_source(connection, spec, [spec], own, "preview")
        if result.refused:
            raise RefusedFile(next(iter(result.refused.values())), "write defs.yaml by hand: docs/sources.md says how")
        if not result.loaded:
            raise RefusedFile("the proposed match.path does not claim it", "rename the file")
        return Preview(
            spec,
            *_first_rows(connection, spec),
            _counts(connection),
            *_problems(connection, spec),
            *_unused(spec, header, columns),
        )


def _first_rows(connection: Connection, spec: Source) -> tuple[list[int], list[tuple[str, list[str]]]]:
    cursor = connection.execute(
        f"""select * from sources.{identifier(spec.source)} where row_status = 'loaded'
        order by row_number limit {SHOWN_ROWS}"""
    )
    names = [column[0] for column in cursor.description or []]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    parts = _survey_parts(spec, rows) if isinstance(spec, SurveySource) else _table_parts(names, rows)
    return [row["row_number"] for row in rows], parts


def _survey_parts(spec: SurveySource, rows: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    parts: list[tuple[str, list[str]]] = [("submitted (UTC)", [_shown(row.get("submitted_at")) for row in rows])]
    parts.append(
        ("customer", ["hashed" if row.get("customer_key") or row.get("customer_email_hash") else "-" for row in rows])
    )
    parts.append(("counts", [_whether_it_counts(spec, row) for row in rows]))
    names = [name for name in _ABOUT if any(row.get(name) for row in rows)]
    parts += [(name, [_shown(row.get(name)) for row in rows]) for name in names]
    asked = [(f"{question.id} ({question.metric})", question.id) for question in spec.questions]
    return parts + [(shown, [_answer(row, question) for row in rows]) for shown, question in asked]


def _whether_it_counts(spec: SurveySource, row: dict[str, Any]) -> str:
    if row.get("platform_exclusion"):
        return f"no: {row['platform_exclusion']}"
    return "yes" if row.get("is_complete", True) or spec.survey.partials_count else "no: incomplete"


def _answer(row: dict[str, Any], question: str) -> str:
    if items := row.get(f"i_{question}"):
        marked = [item["item"] for item in items if item["answer"] is not None]
        return _shown(", ".join(marked)) if marked else "-"
    score, reason, text = (row.get(f"{kind}_{question}") for kind in "sma")
    if score is not None:
        return f"{score:g}"
    return _shown(text) if text is not None else f"({reason})" if reason else "-"


def _table_parts(names: list[str], rows: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    parts = []
    for name in names:
        if name in (*_HIDDEN, "row_number", "row_status", "drop_reason"):
            continue
        is_hashed = name in _HASHED
        shown = [("hashed" if is_hashed else _shown(row[name])) if row[name] is not None else "-" for row in rows]
        if any(text != "-" for text in shown) and name != "customer_id":
            parts.append((name, shown))
    return parts


def _shown(value: Any) -> str:
    if isinstance(value, dt.datetime):
        value = value.replace(microsecond=0)
    text = "-" if value is None else masked(" ".join(str(value).split()))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."


def _counts(connection: Connection) -> dict[str, int]:
    row = connection.execute(
        "select rows_read, rows_loaded, rows_rejected, rows_dropped, answers_rejected from raw.ingested_files"
    ).fetchone()
    return dict(zip(("read", "loaded", "rejected", "dropped", "answers"), row or (0,) * 5, strict=True))


def _problems(
    connection: Connection, spec: Source
) -> tuple[list[tuple[str, str, int, str]], list[tuple[str, str, int, str]]]:
    """The reasons of rejected rows, and the values that are neither on the scale nor labels nor missing."""
    table = f"sources.{identifier(spec.source)}"
    found = connection.execute(
        f"""with problems as (select unnest(problems, recursive := true) from {table} where problems is not null)
        select column_name, reason, raw_value, scope, count(*) from problems
        group by all order by count(*) desc, 1, 2, 3"""
    ).fetchall()
    totals: Counter[tuple[str, str, str]] = Counter()
    examples: dict[tuple[str, str, str], list[str]] = {}
    for column, reason, raw, scope, cases in found:
        key = (column, reason, scope)
        totals[key] += cases
        examples.setdefault(key, []).append(_shown(raw))
    shown = {key: (masked(key[0]), *key[1:]) for key in totals}
    listed = [
        (*shown[key], total, ", ".join(f"'{one}'" for one in examples[key][:4])) for key, total in totals.most_common()
    ]
    rows = [(column, reason, total, shown) for column, reason, scope, total, shown in listed if scope == "row"]
    answers = [(column, reason, total, shown) for column, reason, scope, total, shown in listed if scope != "row"]
    return rows, answers


def _unused(spec: Source, header: Header, columns: list[Content]) -> tuple[list[str], list[str]]:
    """The columns that no key names, those that name persons apart; headings go through the masks as well."""
    named = set(_named(spec, header))
    left = [content for content in columns if content.column.position not in named]
    others = [_shown(_titles(content)) for content in left if not content.is_personal]
    return others, [_shown(_titles(content)) for content in left if content.is_personal]


def _titles(content: Content) -> str:
    texts = [text for role, text in content.column.texts.items() if text and role != "import_id"]
    return " / ".join(dict.fromkeys(texts))


def _named(part: Any, header: Header) -> Iterator[int]:
    """The places of the columns that a part of a YAML names, wherever in it a column is named."""
    if isinstance(part, Selector):
        try:
            yield from (column.position for column in header.find(part.model_copy(update={"many": True})))
        except RefusedFile:
            return
    elif isinstance(part, Attribute) and part.column_regex is not None:
        yield from _named(Selector(name_regex=part.column_regex, many=True), header)
    elif isinstance(part, BaseModel):
        for _, value in part:
            yield from _named(value, header)
    elif isinstance(part, dict | list):
        for value in part.values() if isinstance(part, dict) else part:
            yield from _named(value, header)
