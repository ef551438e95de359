"""SQL for answers: from the text of a cell to a score on its declared scale, or to the reason why there is none.

The order of work is METRICS.md's and SOURCES.md's: missing list, labels, offset, range, reversed. It is done in five
selects, so that nothing is computed twice: `f_` (the score of a cell that is a plain number on the scale), `x_` (the
text of any other cell), `v_` and `d_` (the number as read; the declared reason), `m_` (the reason), then what is
stored: `s_q` score, `m_q` reason, `a_q` text, `i_q` a list of items. Nearly all
cells need no more than `f_`, which costs a tenth of the rest.
"""

from dagster_project.ingest.cells import CellReader, folded, folded_sql, number_of
from dagster_project.ingest.reading import cleaned
from dagster_project.ingest.slots import Slot
from dagster_project.ingest.spec.model import Scale
from dagster_project.ingest.spec.survey import Question
from dagster_project.ingest.sql import enum_type, quoted, text_list

REFUSED_REASONS = ("out_of_range", "not_an_integer", "unmapped")
ITEM_TYPE = "STRUCT(item VARCHAR, score DOUBLE, answer VARCHAR, missing_reason VARCHAR, as_read DOUBLE)[]"


def quick_values(slot: Slot, reader: CellReader) -> dict[str, str]:
    """`f_`: the score of a cell that holds nothing but one or two digits that mean themselves, NULL for any other."""
    scale = slot.question.answer_scale
    if slot.raw is None or scale is None:
        return {}
    digits = reader.once(
        f"case when {slot.raw} >= '0' and strlen({slot.raw}) <= 2 then try_cast({slot.raw} as tinyint) end"
    )
    offset = int(scale.offset)
    declared = [*slot.question.missing, *slot.question.label_values, *reader.file.null_values]
    codes = sorted({code for text in declared if (code := _small_number(text)) is not None})
    not_a_code = f" and {digits} not in ({', '.join(map(str, codes))})" if codes else ""
    is_plain = f"{digits} between {int(scale.min) - offset} and {int(scale.max) - offset}{not_a_code}"
    return {f"f_{slot.name}": f"case when {is_plain} then cast({digits} as smallint) + {offset} end"}


def other_texts(slot: Slot, reader: CellReader) -> dict[str, str]:
    """`x_`: the text of a cell that did not take the short way."""
    if slot.raw is None:
        return {}
    text = cleaned(slot.raw, reader.file)
    return {f"x_{slot.name}": f"case when f_{slot.name} is null and {slot.raw} <> '' then {text} end"}


def _small_number(text: str) -> int | None:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return int(number) if 0 <= number <= 99 else None


def read_values(slot: Slot, decimal: str) -> dict[str, str]:
    """The number as read (labels and offset applied) and the declared reason why it is no answer."""
    question, text = slot.question, slot.text
    value = number_read(question, text, decimal)
    declared = f"case when {text} is null then 'blank' {_declared_cases(question, text)} end"
    if slot.raw is not None:
        value = f"case when {text} is not null then {value} end"
        if not question.missing:
            return {f"v_{slot.name}": value}
        declared = f"case when f_{slot.name} is null then {declared} end"
    return {f"v_{slot.name}": value, f"d_{slot.name}": declared}


def number_read(question: Question, text: str, decimal: str) -> str:
    """SQL for the number that a text stands for: by its label, or as it is written; the offset added."""
    value = f"try_cast({text} as double)" if decimal == "." else number_of(text, decimal, None, "double")
    value = f"case when not contains({text}, '_') then {value} end"  # 1_000 is a number to DuckDB
    labels = {folded(label): score for label, score in question.label_values.items()}
    numerals = {label: score for label, score in labels.items() if _is_numeral(label)}
    words = {label: score for label, score in labels.items() if label not in numerals}
    if words:  # looked up only where the cell is no number
        value = f"coalesce({value}, {_labelled(text, words)})"
    if numerals:
        value = f"coalesce({_labelled(text, numerals)}, {value})"
    if question.answer_scale is not None and question.answer_scale.offset:
        value = f"({value}) + ({question.answer_scale.offset!r})"
    return value


def _declared_cases(question: Question, text: str) -> str:
    """A code that is a number is meant however a spreadsheet writes it: 11 is 11.0."""
    cases = []
    for code, reason in question.missing.items():
        number = _small_number(code)
        as_number = "" if number is None else f" or try_cast(replace({text}, ',', '.') as double) = {number}"
        cases.append(f"when {folded_sql(text)} = {quoted(folded(code))}{as_number} then {quoted(reason)}")
    return " ".join(cases)


def item_list(question: Question, text: str, decimal: str) -> str:
    """SQL for the items of a cell that holds several answers, each with its score or the reason why it has none."""
    value, scale = number_read(question, "piece", decimal), question.answer_scale
    declared = f"case {_declared_cases(question, 'piece')} end" if question.missing else "cast(null as varchar)"
    score, number, reason = "null", "null", declared
    if scale is not None:
        wrong = _wrong_value(scale, f"({value})")
        reason = f"coalesce({declared}, case {wrong} end)"
        score = f"case when ({reason}) is null then {turned(scale, f'({value})')} end"
        number = f"case when ({reason}) in ('out_of_range', 'not_an_integer') then {_bounded(f'({value})')} end"
    item = f"""struct_pack(item := piece, score := {score}, answer := piece, missing_reason := {reason},
        as_read := {number})"""
    pieces = (
        f"list_transform(string_split(cx_masked({text}), {quoted(question.split or '')}), lambda piece: trim(piece))"
    )
    named = f"list_sort(list_distinct(list_filter({pieces}, lambda piece: piece <> '')))"
    return f"cast(list_transform({named}, lambda piece: {item}) as {ITEM_TYPE})"


def _labelled(text: str, labels: dict[str, float]) -> str:
    cases = " ".join(f"when {quoted(label)} then {score!r}" for label, score in labels.items())
    return f"case {folded_sql(text)} {cases} end"


def _is_numeral(label: str) -> bool:
    try:
        float(label.replace(",", "."))
    except ValueError:
        return False
    return True


def read_reason(slot: Slot) -> dict[str, str]:
    """Why there is no score: the declared reason, else what is wrong with the value; NULL for a good answer."""
    scale = slot.question.answer_scale
    value, declared = f"v_{slot.name}", f"d_{slot.name}"
    if scale is None:
        return {f"m_{slot.name}": declared}
    has_codes = slot.raw is None or bool(slot.question.missing)
    given = f"when {declared} is not null then {declared}" if has_codes else f"when {slot.text} is null then 'blank'"
    is_plain = f"when f_{slot.name} is not null then null" if slot.raw is not None else ""
    return {f"m_{slot.name}": f"case {is_plain} {given} {_wrong_value(scale, value)} end"}


def _wrong_value(scale: Scale, value: str) -> str:
    whole = f"when {value} <> floor({value}) then 'not_an_integer'" if scale.is_integer else ""
    return f"""when {value} is null or not isfinite({value}) then 'unmapped'
        when {value} < {scale.min!r} or {value} > {scale.max!r} then 'out_of_range' {whole}"""


def _score(slot: Slot) -> str:
    scale = slot.question.answer_scale
    value = f"v_{slot.name}"
    if scale is None:
        return "cast(null as double)"
    if slot.raw is None:
        return f"case when m_{slot.name} is null then {turned(scale, value)} end"
    plain = f"f_{slot.name}"
    kind = score_type(slot.question)
    return f"""case when {plain} is not null then cast({turned(scale, plain)} as {kind})
        when m_{slot.name} is null then cast({turned(scale, value)} as {kind}) end"""


def turned(scale: Scale, value: str) -> str:
    """A score, turned round on a scale whose lowest end is the best."""
    total = scale.min + scale.max
    return f"{int(total) if total.is_integer() else repr(total)} - {value}" if scale.reversed else value


def as_read(slot: Slot) -> str:
    """SQL for the number of an answer that was refused for its value."""
    return f"case when m_{slot.name} in ('out_of_range', 'not_an_integer') then {_bounded(f'v_{slot.name}')} end"


def _bounded(value: str) -> str:
    return f"greatest(least({value}, 1e6), -1e6)"  # a telephone number is a number too


def stored_answer(question: Question, slots: list[Slot]) -> dict[str, str]:
    """The stored columns of a question, by name, over the row that holds `v_`, `d_` and `m_` of its slots, or `l_`."""
    if question.metric == "text":
        text = slots[0].text
        if question.missing:
            text = f"case when {folded_sql(text)} not in ({text_list(map(folded, question.missing))}) then {text} end"
        return {f"a_{question.id}": text if question.pii == "keep" else f"cx_masked({text})"}
    if question.split is not None:
        return {f"i_{question.id}": f"l_{question.id}"}
    if question.item is not None:
        items = ", ".join(
            f"struct_pack(item := {quoted(slot.item or '')}, score := {_score(slot)}, answer := {_item_text(slot)},"
            f" missing_reason := m_{slot.name}, as_read := {as_read(slot)})"
            for slot in slots
        )
        return {f"i_{question.id}": f"cast([{items}] as {ITEM_TYPE})"}
    slot = slots[0]
    stored = {
        f"s_{question.id}": f"cast({_score(slot)} as {score_type(question)})",
        f"m_{question.id}": f"m_{slot.name}",
    }
    if question.metric == "other":
        stored[f"a_{question.id}"] = _item_text(slot)
    return stored


def _item_text(slot: Slot) -> str:
    masked = f"cx_masked({slot.text})"
    return masked if slot.raw is None else f"case when f_{slot.name} is not null then {slot.raw} else {masked} end"


def stored_types(question: Question) -> dict[str, str]:
    """The stored columns of a question with their types."""
    if question.metric == "text":
        return {f"a_{question.id}": "VARCHAR"}
    if question.has_items:
        return {f"i_{question.id}": ITEM_TYPE}
    reasons = enum_type(dict.fromkeys(("blank", *REFUSED_REASONS, *question.missing.values())))
    types = {f"s_{question.id}": score_type(question), f"m_{question.id}": reasons}
    return {**types, f"a_{question.id}": "VARCHAR"} if question.metric == "other" else types


def score_type(question: Question) -> str:
    """Whole scales fit a small integer: a fraction of the room of a double."""
    scale = question.answer_scale
    is_small = scale is not None and scale.is_integer and max(abs(scale.min), abs(scale.max)) < 30000
    return "SMALLINT" if is_small else "DOUBLE"
