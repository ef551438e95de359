"""The parts of a response beside its answers: who, when, about what; by the headings and what stands below them.

What the platform's preset finds already is left to it. No answer is looked at here.
"""

from typing import Any

from dagster_project.ingest.spec.model import ValueField
from dagster_project.proposal.columns import Content, named
from dagster_project.proposal.moments import day_of, forms_of, over_preset, time_block
from dagster_project.proposal.sight import Drawn, Sight, is_found, places
from dagster_project.proposal.wording import COLUMNS, QUESTIONS, is_one_of, said
from dagster_project.proposal.yaml_text import Entry

_TEXTS = ("interaction", "touchpoint", "channel", "language", "country", "segment")


def response_parts(sight: Sight) -> Drawn:
    """The block `response`."""
    preset = sight.preset.get("response", {})
    drawn = Drawn()
    for part in preset.values():
        for one in part if isinstance(part, list) else [part]:
            column = {key: one[key] for key in ("column", "coalesce") if isinstance(one, dict) and key in one}
            drawn.taken |= places(sight.header, ValueField.model_validate(column)) if column else set()
    _id(sight, preset.get("id"), drawn)
    _customer(sight, preset.get("customer"), drawn)
    _times(sight, preset, drawn)
    if not is_found(sight.header, preset.get("complete")):
        _complete(sight, drawn)
    for name in _TEXTS:
        if not is_found(sight.header, preset.get(name)):
            _text(sight, name, drawn)
    weights = _free(sight, drawn, "weight")
    if weights:
        drawn.add(Entry("weight", {"column": sight.selector(weights[0])}, "kept, not used yet"), weights[0])
    return drawn


def _free(sight: Sight, drawn: Drawn, part: str) -> list[Content]:
    found = named(sight.columns, COLUMNS["response"][part])
    if part == "customer":
        listed = COLUMNS["response"][part]
        found += [one for one in sight.columns if one not in found and any(is_one_of(t, listed) for t in one.leaves)]
    return [content for content in found if content.column.position not in drawn.taken]


def _id(sight: Sight, preset: Any, drawn: Drawn) -> None:
    if is_found(sight.header, preset):
        return
    candidates = [content for content in _free(sight, drawn, "id") if content.is_unique and not content.is_personal]
    if not sight.columns or not sight.columns[0].row_count:
        candidates = _free(sight, drawn, "id")
    if candidates:
        drawn.add(Entry("id", {"column": sight.selector(candidates[0])}), candidates[0])
    else:
        why = "decide: no heading says which column is the id of a response; a row counts by its place in the file"
        drawn.add(Entry("id", {"row_number": True}, why))


def _customer(sight: Sight, preset: Any, drawn: Drawn) -> None:
    ids = [content for content in _free(sight, drawn, "customer") if _holds_ids(content)][:1]
    known = places(sight.header, ValueField.model_validate(preset)) if preset else set()
    is_address = all(content.is_address for content in sight.columns if content.column.position in known)
    if is_found(sight.header, preset) and not (ids and is_address):
        return
    addresses = [content for content in sight.columns if content.is_address][:1]
    parts: list[dict[str, Any]] = [{"column": sight.selector(content)} for content in ids]
    parts += [{"column": sight.selector(content), "hash": True} for content in addresses]
    if not parts:
        return
    why = "decide: is this the customer's id in the CRM?" if ids else ""
    if addresses:
        why = f"{why or 'decide:'} does an address stand for one customer? only its keyed hash is kept"
    drawn.add(Entry("customer", parts[0] if len(parts) == 1 else {"coalesce": parts}, why), *ids, *addresses)


def _holds_ids(content: Content) -> bool:
    """A column called customer may hold names: an id has a digit and no blank."""
    like_ids = sum(" " not in text and any(sign.isdigit() for sign in text) for text in content.texts[:200])
    return not content.is_address and like_ids >= 0.8 * len(content.texts[:200])


def _times(sight: Sight, preset: dict[str, Any], drawn: Drawn) -> None:
    for name in ("submitted_at", "started_at", "sent_at"):
        declared = preset.get(name)
        if is_found(sight.header, declared):
            if entry := over_preset(sight, name, declared):
                drawn.add(entry)
            continue
        why = ""
        found = [(content, forms) for content in _free(sight, drawn, name) if (forms := forms_of(sight, content))]
        if not found and name == "submitted_at":
            free = [one for one in sight.columns if one.column.position not in drawn.taken and not one.is_personal]
            found = [(one, forms) for one in free if one.texts and (forms := forms_of(sight, one))]
            why = "decide: the first column of times; is it when a response came?"
        if found:
            content, forms = found[0]
            drawn.add(Entry(name, time_block(sight, content, forms, why)), content)
        elif name == "submitted_at":
            _no_time(sight, drawn)


def _no_time(sight: Sight, drawn: Drawn) -> None:
    day = day_of(sight.path)
    why = "decide: no column tells when a response came; this day, from the file's name or date, is given to all"
    drawn.add(Entry("submitted_at", {"value": day.isoformat()}, why))


def _complete(sight: Sight, drawn: Drawn) -> None:
    for content in _free(sight, drawn, "complete"):
        texts = {text.lower() for text in content.counts}
        if 0 < len(texts) <= 3 and texts & {"1", "true", "yes", "ja", "sant", "complete", "completed"}:
            values = {"complete", "completed", "1", "true", "yes", "ja", "sant"} & texts
            drawn.add(Entry("complete", {"column": sight.selector(content), "true_values": sorted(values)}), content)
            return


def _text(sight: Sight, name: str, drawn: Drawn) -> None:
    for content in _free(sight, drawn, name):
        if not content.is_personal and not any(len(text) > 60 for text in content.counts):
            drawn.add(Entry(name, {"column": sight.selector(content)}), content)
            return


def survey_kind(columns: list[Content], drawn: Drawn) -> tuple[str, str]:
    """Which kind of survey the wording tells of, and why."""
    for kind, patterns in QUESTIONS["survey_kinds"].items():
        for content in columns:
            if words := said(content.wording, patterns):
                return kind, f"decide: a heading says '{words}'; relational, transactional or employee"
    if any(entry.key in ("interaction", "touchpoint") for entry in drawn.block):
        return (
            "transactional",
            "decide: it has a column for what was asked about; relational, transactional or employee",
        )
    return "relational", "decide: relational, transactional (one interaction) or employee"
