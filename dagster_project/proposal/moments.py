"""Keys of a time: its column, its forms, its zone, which is left open unless the export says it; and the day of a file.

How the forms are told from the values stands in `times`.
"""

import datetime as dt
import re
from pathlib import Path
from typing import Any

from dagster_project.ingest.spec.model import ValueField
from dagster_project.proposal.columns import Content
from dagster_project.proposal.sight import Sight, is_found, places
from dagster_project.proposal.times import ISO, TimeForms, month_form, time_forms
from dagster_project.proposal.yaml_text import Block, Entry

OPEN_ZONE = "the export does not say: write the zone that its times are in, such as Europe/Stockholm or UTC"
_PERIOD = re.compile(r"(20[0-9]{2})[-_ ]?([hHqQ])([1-4])(?![0-9])")
_DAY = re.compile(r"(20[0-9]{2})[-_]?(0[1-9]|1[0-2])[-_]?([0-2][0-9]|3[01])(?![0-9])")


def over_preset(sight: Sight, name: str, declared: Any) -> Entry | None:
    """What there is to say beside a preset's time: its forms, where the preset knows others, and its zone."""
    parts = [one for one in declared.get("coalesce", [declared]) if is_found(sight.header, one)]
    positions = places(sight.header, ValueField.model_validate(parts[0])) if parts else set()
    content = next((one for one in sight.columns if one.column.position in positions), None)
    if content is None or any(key in one for one in (declared, parts[0]) for key in ("timezone", "unit")):
        return None
    forms = forms_of(sight, content)
    if forms is None:
        return None
    known = {form for one in (declared, *parts) for form in _listed(one.get("formats"))}
    block = time_block(sight, content, forms)
    if not set(forms.formats) <= known and (known or not forms.is_usual):
        return Entry(name, block)
    zone = block[-1]
    if zone.key != "timezone":
        return None
    return Entry(
        name, f"{{timezone: {zone.value}}}" if zone.is_open else {"timezone": zone.value}, zone.comment, zone.is_open
    )


def date_over_preset(sight: Sight, name: str, kind: str, declared: Any) -> Entry | None:
    """What there is to say beside a preset's date or month: its forms, where neither preset nor reader knows them."""
    if kind not in ("date", "month") or not isinstance(declared, dict):
        return None
    parts = [one for one in declared.get("coalesce", [declared]) if is_found(sight.header, one)]
    positions = places(sight.header, ValueField.model_validate(parts[0])) if parts else set()
    content = next((one for one in sight.columns if one.column.position in positions), None)
    if content is None or any("unit" in one for one in (declared, parts[0])):
        return None
    keys, why = date_keys(sight, kind, content)
    known = {form for one in (declared, *parts) for form in _listed(one.get("formats"))}
    is_new = "unit" in keys or not set(keys.get("formats", ())) <= known
    return Entry(name, keys, why) if is_new else None


def date_keys(sight: Sight, kind: str, content: Content) -> tuple[dict[str, Any], str]:
    """A date or a month: its column, its forms where the reader has to be told, and what is to be decided."""
    column = {"column": sight.selector(content)}
    if kind == "month" and (form := month_form(content.texts)):
        return {**column, "formats": [form]}, ""
    forms = forms_of(sight, content)
    if forms is None or forms.is_usual or (forms.formats and set(forms.formats) <= ISO):
        return {**column, "unit": forms.unit} if forms and forms.unit else column, ""
    why = "decide: no value shows whether day or month comes first" if forms.is_order_open else ""
    return {**column, "formats": forms.formats}, why


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def forms_of(sight: Sight, content: Content) -> TimeForms | None:
    """The forms of a column's times; a heading is enough where nothing stands below it."""
    if not content.texts and content.row_count == 0:
        return TimeForms([], 1.0, has_clock=True)
    return time_forms(content.texts[:2000], is_day_first=sight.is_day_first)


def time_block(sight: Sight, content: Content, forms: TimeForms, why: str = "") -> Block:
    """A time: its column, its forms where the reader has to be told, its zone, left open where it is not seen."""
    block = [Entry("column", sight.selector(content), why)]
    if forms.unit:
        return [*block, Entry("unit", forms.unit, "unix time")]
    if not forms.is_usual:
        order = "decide: no value shows whether day or month comes first" if forms.is_order_open else ""
        block.append(Entry("formats", forms.formats, order))
    if content.column.timezone or forms.has_zone or not forms.has_clock:
        return block
    if re.search(r"\bUTC\b", content.name):
        return [*block, Entry("timezone", "UTC", "its heading says so")]
    return [*block, Entry("timezone", "...", OPEN_ZONE, is_open=True)]


def day_of(path: Path) -> dt.date:
    """The last day of the period that a file's name tells, else the day of the file."""
    if found := _PERIOD.search(path.stem):
        months = 6 if found.group(2).lower() == "h" else 3
        last = min(int(found.group(3)) * months, 12)
        return (dt.date(int(found.group(1)), last, 1) + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    if found := _DAY.search(path.stem):
        try:
            return dt.date(*(int(part) for part in found.groups()))
        except ValueError:
            pass
    return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC).date()
