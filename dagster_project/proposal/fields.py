"""The fields of a record: which column fills which, by the headings, and how its values are to be read.

What the platform's preset finds already is left to it. A column that names a person fills no field but an address that
is hashed.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from dagster_project.ingest.cells import TRUE_TEXTS
from dagster_project.ingest.schema import TABLES
from dagster_project.ingest.spec.model import ValueField
from dagster_project.proposal.columns import Content, named
from dagster_project.proposal.currencies import headings_of_currency, unread_currencies
from dagster_project.proposal.moments import date_keys, date_over_preset, forms_of, over_preset, time_block
from dagster_project.proposal.numbers import CURRENCY_SIGNS, NumberForm, currency_of, number_form
from dagster_project.proposal.scales import scored
from dagster_project.proposal.sight import Drawn, Sight, is_found, places
from dagster_project.proposal.times import month_form
from dagster_project.proposal.wording import ANSWERS, label, missing_reason
from dagster_project.proposal.wording import TABLES as WORDING
from dagster_project.proposal.yaml_text import Block, Entry

_NUMBERS = ("money", "number", "count", "minutes")
_UNITS = {"seconds": "s", "sekunder": "s", "hours": "h", "timmar": "h", "days": "d", "dagar": "d"}


@dataclass
class Fields:
    """The fields that are found, the signs of the file's numbers."""

    drawn: Drawn = field(default_factory=Drawn)
    file: dict[str, str] = field(default_factory=dict)


def fields_of(sight: Sight, table: str) -> Fields:
    """The block `fields` of a table."""
    preset = sight.preset.get("fields", {})
    found = Fields()
    for declared in preset.values():
        found.drawn.taken |= places(sight.header, ValueField.model_validate(declared))
    chosen = {**_chosen(sight, table, preset, found), **_unread(sight, table, preset)}
    numbers = {**chosen, **{name: content for name in preset for content in _of_preset(sight, preset[name])}}
    forms = {name: form for name, content in numbers.items() if (form := _number_form(table, name, content))}
    found.file = _signs(list(forms.values()))
    for name, content in chosen.items():
        entry = _entry(sight, table, name, content, forms.get(name), has_currency="currency" in chosen)
        found.drawn.add(entry, content)
    for name, declared in preset.items():
        if name in chosen or not is_found(sight.header, declared):
            continue
        kind = TABLES[table].columns.get(name, "")
        said = over_preset(sight, name, declared) if kind == "time" else date_over_preset(sight, name, kind, declared)
        if said is not None:
            found.drawn.add(said)
    has_currency = "currency" in chosen or is_found(sight.header, preset.get("currency"))
    for entry in unread_currencies(sight, table, found.drawn.taken, has_currency=has_currency):
        found.drawn.add(entry)
    return found


def _chosen(sight: Sight, table: str, preset: dict[str, Any], found: Fields) -> dict[str, Content]:
    """The column of each field that the preset does not find; each column fills one field."""
    chosen: dict[str, Content] = {}
    for name, listed in WORDING[table].items():
        kind = TABLES[table].columns[name]
        if is_found(sight.header, preset.get(name)):
            continue
        texts = _headings_of_currency(sight, table, preset, chosen) if name == "currency" else listed
        for content in named(sight.columns, texts):
            if content.column.position in found.drawn.taken:
                continue
            if kind != "address" and (content.is_personal or name in ("account_owner", "owner")):
                continue
            if _fits(sight, kind, content):
                chosen[name] = content
                found.drawn.taken.add(content.column.position)
                break
    return chosen


def _headings_of_currency(sight: Sight, table: str, preset: dict[str, Any], chosen: dict[str, Content]) -> list[str]:
    kinds = TABLES[table].columns
    of_preset = [one for name in preset if kinds.get(name) == "money" for one in _of_preset(sight, preset[name])]
    return headings_of_currency(table, [*of_preset, *(one for name, one in chosen.items() if kinds[name] == "money")])


def _unread(sight: Sight, table: str, preset: dict[str, Any]) -> dict[str, Content]:
    """Numbers that the preset finds but cannot read: something stands beside their digits."""
    unread = {}
    for name, declared in preset.items():
        if TABLES[table].columns.get(name) not in _NUMBERS:
            continue
        strip = declared.get("strip", "(?!)") if isinstance(declared, dict) else "(?!)"
        for content in _of_preset(sight, declared):
            form = number_form(content.texts)
            if (
                form
                and form.beside
                and any(re.search("[^0-9., '+-]", re.sub(strip, "", text)) for text in content.counts)
            ):
                unread[name] = content
    return unread


def _of_preset(sight: Sight, declared: Any) -> list[Content]:
    found = places(sight.header, ValueField.model_validate(declared))
    return [content for content in sight.columns if content.column.position in found]


def _fits(sight: Sight, kind: str, content: Content) -> bool:
    if not content.texts:
        return True
    if kind in ("date", "time"):
        return forms_of(sight, content) is not None
    if kind == "month":
        return month_form(content.texts) is not None or forms_of(sight, content) is not None
    if kind in _NUMBERS:
        return number_form(content.texts) is not None
    return kind != "address" or content.is_address


def _number_form(table: str, name: str, content: Content) -> NumberForm | None:
    return number_form(content.texts) if TABLES[table].columns[name] in _NUMBERS else None


def _signs(forms: list[NumberForm]) -> dict[str, str]:
    """The signs that most columns with numbers have."""
    decimals = Counter(form.decimal for form in forms)
    thousands = Counter(form.thousands for form in forms if form.thousands)
    decimal = "," if decimals[","] or thousands["."] else "."
    keys = {"decimal": decimal} if decimal != "." else {}
    likely = next((sign for sign, _ in thousands.most_common() if sign != decimal), None)
    return {**keys, "thousands": likely} if likely else keys


def _entry(
    sight: Sight, table: str, name: str, content: Content, form: NumberForm | None, *, has_currency: bool
) -> Entry:
    kind = TABLES[table].columns[name]
    column = {"column": sight.selector(content)}
    if kind == "time" and (forms := forms_of(sight, content)) is not None:
        return Entry(name, time_block(sight, content, forms))
    if kind in ("date", "month"):
        return Entry(name, *date_keys(sight, kind, content))
    if kind == "rating":
        return Entry(name, _rating(column, content))
    if kind == "minutes":
        unit = next((unit for word, unit in _UNITS.items() if word in label(content.name)), "min")
        return Entry(name, {**column, "unit": unit}, "" if "min" in label(content.name) else "decide: the unit")
    if form is not None:
        return _number(name, kind, content, form, column, has_currency=has_currency)
    if kind == "boolean" and content.texts:
        return _truth(name, content, column)
    if name in TABLES[table].known:
        return Entry(name, *_of_a_list(column, content, TABLES[table].known[name]))
    if kind in ("customer", "own_customer") and content.is_address:
        return Entry(name, {**column, "hash": True}, "decide: does an address stand for one customer?")
    why = "kept as a keyed hash" if kind == "address" else ""
    if kind == "id" and content.texts and len(content.counts) < len(content.texts):
        why = "decide: it repeats, and the last row of an id replaces the others"
    return Entry(name, column, why)


def _number(
    name: str, kind: str, content: Content, form: NumberForm, column: dict[str, Any], *, has_currency: bool
) -> Entry:
    keys, why = dict(column), ""
    if form.beside:
        keys["strip"] = f"[^0-9{form.decimal}-]"
    if kind == "money" and not has_currency:
        if currency := currency_of(content.name, form.beside):
            keys["currency"] = currency
            why = (
                "" if not set(form.beside) & set(CURRENCY_SIGNS) or currency != "USD" else "decide: dollars of the US?"
            )
        elif form.beside:
            why = f"decide: the currency, of '{form.beside[0][:10]}'; without the key it is the reporting currency"
    if form.is_open:
        why = why or "decide: no value shows whether its sign parts thousands or decimals"
    return Entry(name, keys, why)


def _truth(name: str, content: Content, column: dict[str, Any]) -> Entry:
    texts = {label(text) for text in content.counts}
    if texts & set(TRUE_TEXTS) or len(texts) > 2:
        return Entry(name, column)
    return Entry(name, {**column, "true_values": sorted(texts)[-1:]}, "decide: the text that means yes")


def _of_a_list(column: dict[str, Any], content: Content, known: tuple[str, ...]) -> tuple[dict[str, Any], str]:
    """A field with a list of its own: what the file calls its members."""
    called = {
        text: kind
        for text in content.counts
        for kind in known
        if label(text) in map(str, ANSWERS["kinds"].get(kind, []))
    }
    others = [text for text in content.counts if text not in called and label(text) not in known]
    labels = {text: kind for text, kind in called.items() if label(text) != kind}
    why = f"decide: which of {', '.join(known)} the other {len(others)} texts are" if others else ""
    return ({**column, "labels": labels} if labels else column), why


def _rating(column: dict[str, Any], content: Content) -> Block:
    """A ticket's rating: two words, or a scale."""
    steps = {
        text: step for text in content.counts for step, words in ANSWERS["ratings"].items() if label(text) in words
    }
    missing = {text: reason for text in content.counts if (reason := missing_reason(text))}
    block = [Entry(key, value) for key, value in column.items()]
    if steps and len(steps) + len(missing) == len(content.counts):
        block += [Entry("labels", steps), Entry("scale", {"min": 1, "max": 2})]
        return [*block, Entry("missing", missing)] if missing else block
    answers = scored(content.counts, content.wording, "csat")
    if answers is None:
        return [*block, Entry("scale", {"min": 1, "max": 5}, "decide: its values are on no known scale")]
    block.append(Entry("scale", answers.scale, answers.why.get("scale", "")))
    if answers.satisfied_from is not None:
        block.append(Entry("satisfied_from", answers.satisfied_from, answers.why.get("satisfied_from", "")))
    if isinstance(answers.labels, dict):
        block.append(Entry("labels", answers.labels))
    return [*block, Entry("missing", answers.missing, answers.why.get("missing", ""))] if answers.missing else block
