"""From what is seen of a file to the text of its `defs.yaml`, with what a person has to decide.

Puts the halves together; each of them is drawn up in a room of its own. Writes nothing.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dagster_project.ingest.formats import is_packed
from dagster_project.ingest.header import Header
from dagster_project.ingest.header_rows import header_of
from dagster_project.ingest.platforms import PLATFORMS
from dagster_project.ingest.privacy import masked
from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.schema import TABLES
from dagster_project.ingest.spec.load import COMPONENT_PREFIX, with_preset
from dagster_project.ingest.spec.source import FileFormat
from dagster_project.proposal.columns import Content, contents
from dagster_project.proposal.fields import fields_of
from dagster_project.proposal.looking import Seen
from dagster_project.proposal.parts import response_parts, survey_kind
from dagster_project.proposal.questions import questions_of
from dagster_project.proposal.recognition import SURVEY, TABLE, Recognised, asks_questions, platforms_of, table_of
from dagster_project.proposal.shape import footer_rules, header_keys
from dagster_project.proposal.sight import Drawn, Sight, is_found
from dagster_project.proposal.together import NO_SCORE, SCORES, is_bare, score_kind
from dagster_project.proposal.wording import heading
from dagster_project.proposal.yaml_text import Block, Blocks, Entry, document, remark

GENERIC = "generic"
_REQUIRED = {name: table.required for name, table in TABLES.items()}
_SWEDISH = re.compile(r"[åäöÅÄÖ]|\b(och|att|kund|datum|svar)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Proposal:
    """The text of a source's YAML and what is known of it."""

    name: str
    text: str
    platform: str
    kind: str
    table: str | None
    header: Header
    columns: list[Content]
    is_zone_open: bool


def propose(path: Path, seen: Seen, name: str, wanted_table: str | None) -> Proposal:
    """What the source's YAML should say; raises RefusedFile where the file is neither a survey nor a table."""
    for recognised in [*_candidates(seen, wanted_table), None]:
        try:
            found = _propose_as(recognised, path, seen, name, wanted_table)
        except RefusedFile:
            if recognised is None:
                raise
            continue
        if found is not None:
            return found
    raise _unknown(wanted_table)


def _candidates(seen: Seen, wanted_table: str | None) -> list[Recognised]:
    found = platforms_of(seen.rows)
    return [one for one in found if wanted_table is None or (one.kind == TABLE and one.table in (None, wanted_table))]


def _unknown(wanted_table: str | None) -> RefusedFile:
    if wanted_table:
        needs = ", ".join(TABLES[wanted_table].required)
        return RefusedFile(
            f"no heading tells the {needs} of {wanted_table}", "write defs.yaml by hand: docs/sources.md says how"
        )
    return RefusedFile(
        "it is recognised neither as a survey nor as a table of records",
        "say which record a row is (TABLE=customers), or write defs.yaml by hand: docs/sources.md says how",
    )


def _propose_as(
    recognised: Recognised | None, path: Path, seen: Seen, name: str, wanted_table: str | None
) -> Proposal | None:
    platform = recognised.platform if recognised else GENERIC
    kind = recognised.kind if recognised else None
    preset_file = PLATFORMS[kind][platform].get("file", {}) if kind else {}
    is_shaped = seen.header is not None or preset_file.get("header_rows")
    keys = {**seen.keys, **({} if is_shaped else header_keys(seen))}
    form = FileFormat.model_validate({**preset_file, **keys})
    header = seen.header or header_of(seen.rows, form, seen.delimiter)
    footers = footer_rules(seen, header, [str(rule["any_cell_regex"]) for rule in preset_file.get("drop_rows", [])])
    columns = contents(header, _records(seen, header, form, [*preset_file.get("drop_rows", []), *footers]))
    if not columns:
        raise RefusedFile("its header has no names", "export it again with its headings")
    table = wanted_table or (recognised.table if recognised else None)
    if recognised and kind == SURVEY and len(recognised.by) == 1 and _kind(columns, None)[0] == TABLE:
        return None  # one heading is a weak sign, and these are records
    if kind is None:
        kind, table = _kind(columns, table)
    elif kind == TABLE and table is None:
        table = table_of(columns, _REQUIRED, is_sure=True)
    if kind is None or (kind == TABLE and table is None):
        return None
    merged = with_preset({"platform": platform, **({"table": table} if kind == TABLE else {})}, kind)
    sight = Sight(path, header, columns, merged, _is_day_first(seen, columns))
    if footers:
        keys["drop_rows"] = [*preset_file.get("drop_rows", []), *footers]
    if seen.is_text:
        keys.update(_text_keys(seen, preset_file))
    head = _head(recognised, path, platform, name, table)
    by_id = _fingerprint(recognised, columns)
    body = _survey(sight, recognised) if kind == SURVEY else _table(sight, str(table))
    if body is None:
        return None
    block, file = body
    match = Entry("match", {"path": f"*{_suffixes(path)}", **({"header_contains": by_id} if by_id else {})})
    file_block = [Entry("file", {**keys, **file}, _remark_on_file(seen), is_apart=True)] if keys or file else []
    attributes: Block = [Entry("source", name)]
    attributes += [Entry("table", table)] if kind == TABLE else []
    attributes += [Entry("platform", platform), match, *file_block, *block]
    text = document(head, [Entry("type", COMPONENT_PREFIX + kind), Entry("attributes", attributes)])
    is_open = any(line.lstrip().startswith("#") and "timezone: ..." in line for line in text.splitlines())
    return Proposal(name, text, platform, kind, table, header, columns, is_open)


def _suffixes(path: Path) -> str:
    """The suffix of a file, of a packed one with that of what is in it."""
    return "".join(path.suffixes[-2:] if is_packed(path) else [path.suffix]).lower()


def _kind(columns: list[Content], table: str | None) -> tuple[str | None, str | None]:
    if table is not None:
        return TABLE, table
    found = table_of(columns, _REQUIRED, is_sure=False)
    if found is not None and not asks_questions(columns):
        return TABLE, found
    return SURVEY, None


def _survey(sight: Sight, recognised: Recognised | None) -> tuple[Block, dict[str, Any]] | None:
    parts = response_parts(sight)
    questions = questions_of(sight, parts, is_sure=recognised is not None and len(recognised.by) > 1)
    if not questions.block:
        return None
    _leave_out_other_scores(sight, parts, questions)
    kind, why = survey_kind(sight.columns, parts)
    survey: Block = [Entry("kind", kind, why)]
    if wave := _wave(sight.path):
        survey.append(
            Entry(
                "wave", {"filename_regex": wave}, sight.path.name if masked(sight.path.name) == sight.path.name else ""
            )
        )
    block = [Entry("survey", survey, is_apart=True)]
    is_open = all(entry.is_open for entry in parts.block)
    block += [Entry("response", parts.block, is_open=is_open, is_apart=True)] if parts.block else []
    items = [entry.value for entry in questions.block]
    is_scored = any(key.key == "metric" and key.value in SCORES for item in items for key in item)
    why = "" if is_scored else NO_SCORE
    return [*block, Entry("questions", Blocks(items), why, is_apart=True)], {}


def _leave_out_other_scores(sight: Sight, parts: Drawn, questions: Drawn) -> None:
    """Where a score is of several kinds, the rows of the others do not count: their scales differ."""
    has_bare = any(is_bare(one) and one.column.position in questions.taken for one in sight.columns)
    if has_bare and (scores := score_kind(sight.columns)) and scores.others:
        rule = {"column": sight.selector(scores.content), "values": scores.others, "reason": "another_score"}
        parts.add(Entry("exclude", [*sight.preset.get("response", {}).get("exclude", []), rule]))


def _table(sight: Sight, table: str) -> tuple[Block, dict[str, Any]] | None:
    found = fields_of(sight, table)
    by_preset = {name for name, field in sight.preset.get("fields", {}).items() if is_found(sight.header, field)}
    if not set(TABLES[table].required) <= {entry.key for entry in found.drawn.block} | by_preset:
        return None
    is_open = all(entry.is_open for entry in found.drawn.block)
    block = [Entry("fields", found.drawn.block, is_open=is_open, is_apart=True)] if found.drawn.block else []
    return block, dict(found.file)


def _wave(path: Path) -> str | None:
    if re.search("20[0-9]{2}[hq][1-4]", path.stem):
        return "(20[0-9]{2}[hq][1-4])"
    if re.search("20[0-9]{2}[-_][HhQq][1-4]", path.stem):
        return "(20[0-9]{2}[-_][HhQq][1-4])"
    return None


def _records(
    seen: Seen, header: Header, form: FileFormat, footers: list[dict[str, str]]
) -> list[tuple[int, list[str]]]:
    """The rows without those below the data, so that a total is not taken for an answer."""
    rows = [(number, cells) for number, cells in seen.rows if number > header.last_row]
    if form.ends_at_blank_line:
        rows = [row for place, row in enumerate(rows, start=1) if row[0] == header.last_row + place]
    patterns = [re.compile(rule["any_cell_regex"]) for rule in footers]
    while patterns and rows:
        cells = [cell.strip() for cell in rows[-1][1] if cell.strip()]
        if not cells or (len(cells) < len(header.named) and any(one.search(cells[0]) for one in patterns)):
            rows.pop()
        else:
            break
    return rows


def _is_day_first(seen: Seen, columns: list[Content]) -> bool:
    return seen.delimiter == ";" or any(_SWEDISH.search(content.wording) for content in columns)


def _text_keys(seen: Seen, preset_file: dict[str, Any]) -> dict[str, Any]:
    keys: dict[str, Any] = {}
    usual = preset_file.get("delimiter") or ("\t" if seen.format == "tsv" else ",")
    if seen.delimiter not in (usual if isinstance(usual, list) else [usual]):
        keys["delimiter"] = "tab" if seen.delimiter == "\t" else seen.delimiter
    if seen.encoding == "mac_roman":
        keys["encoding"] = "mac_roman"
    return keys


def _remark_on_file(seen: Seen) -> str:
    if seen.encoding == "mac_roman":
        return "decide: its letters look like those of an old Mac; every file can be read as mac_roman"
    return f"found: {seen.encoding}" if seen.is_text else ""


def _fingerprint(recognised: Recognised | None, columns: list[Content]) -> list[str]:
    """One or two headings that a file of this source always has."""
    telling = [
        one.name for one in columns if len(one.name) <= 80 and masked(one.name) == one.name and len(one.name) > 1
    ]
    names = [name for name in telling if sum(heading(name) == heading(other) for other in telling) == 1]
    return list(dict.fromkeys([*(recognised.by[:2] if recognised else []), *names]))[:2]


def _head(recognised: Recognised | None, path: Path, platform: str, name: str, table: str | None) -> list[str]:
    shown = masked(path.name)
    whose = f"recognised as {platform} by {', '.join(recognised.by[:3])}" if recognised else "of no known platform"
    what = f"records of {table}" if table else "answers to a survey"
    return [
        f"{name}: {what}, proposed from {remark(shown)} ({remark(whose)}).",
        "Say here what the file is, who exports it and how; then go through what says 'decide' and remove the word.",
    ]
