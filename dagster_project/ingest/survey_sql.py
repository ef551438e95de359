"""One survey file as one select: every row read, with its status, its problems and its typed values.

The columns are those of `survey_columns`; where a file lacks an optional column the value is NULL.
"""

from dataclasses import replace

from dagster_project.ingest.answers import (
    REFUSED_REASONS,
    as_read,
    item_list,
    other_texts,
    quick_values,
    read_reason,
    read_values,
    stored_answer,
    stored_types,
)
from dagster_project.ingest.cells import CellReader, folded, shown_name
from dagster_project.ingest.moments import time_of
from dagster_project.ingest.privacy import masked
from dagster_project.ingest.problems import Problem, problem_list, row_status, shape_problem
from dagster_project.ingest.record_ids import identity, record_id
from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.slots import Slot, first_text, locate
from dagster_project.ingest.spec.model import ExcludeRule, Selector, ValueField
from dagster_project.ingest.spec.survey import SurveySource
from dagster_project.ingest.sql import quoted, text_list
from dagster_project.ingest.stored_parts import PLAIN_TEXTS, stored_parts

_BANDS = {"promoter": "9 and 10", "passive": "7 and 8", "detractor": "0 and 6"}


def survey_columns(spec: SurveySource) -> dict[str, str]:
    """The columns of a survey's stored rows with their types, those of every record not included."""
    answers = {name: kind for question in spec.questions for name, kind in stored_types(question).items()}
    made_of = {"source_rows": "BIGINT", "rejected_row_numbers": "BIGINT[]"} if spec.long is not None else {}
    return {**made_of, **stored_parts(spec), **answers}


def _made_of(spec: SurveySource, row_problems: list[Problem]) -> str:
    """Of a file of one row per answer: how many rows became one, and which of them are rejected with it."""
    if spec.long is None:
        return ""
    rejected = f"case when ({row_status(row_problems)}) = 'rejected' then source_row_numbers end"
    return f"source_rows, {rejected} as rejected_row_numbers, "


def survey_select(spec: SurveySource, reader: CellReader, rows: str) -> str:
    """The select; `rows` is replaced by the records of the file. Raises RefusedFile for a selector that fails."""
    slots = [slot for question in spec.questions for slot in locate(reader, question)]
    by_question = {question.id: [slot for slot in slots if slot.question is question] for question in spec.questions}
    scored = [slot for slot in slots if slot.question.metric != "text" and slot.question.split is None]
    parts = _response_parts(spec, reader)
    group, group_slot = _group(spec, reader, by_question)
    parts["nps_group_given"] = f"cx_masked({group})" if group else "null"
    quick = {name: sql for slot in scored for name, sql in quick_values(slot, reader).items()}
    others = {name: sql for slot in scored for name, sql in other_texts(slot, reader).items()}
    parts["content_hash"] = content_hash(reader)
    values = {name: sql for slot in scored for name, sql in read_values(slot, spec.file.decimal).items()}
    reasons = {name: sql for slot in scored for name, sql in read_reason(slot).items()}
    split = [slot for slot in slots if slot.question.split is not None]
    reasons.update({f"l_{slot.question.id}": item_list(slot.question, slot.text, spec.file.decimal) for slot in split})
    row_problems = _row_problems(spec, reader)
    answer_problems = [_answer_problem(slot) for slot in scored if slot.question.answer_scale is not None]
    answer_problems += _part_problems(spec, reader)
    answer_problems += [_split_problem(slot) for slot in split if slot.question.answer_scale is not None]
    answer_problems += [_twice_problem(slot) for slot in slots if slot.is_doubled is not None]
    if group_slot is not None:
        answer_problems.append(_group_problem(group_slot))
    stored = {
        name: sql
        for question in spec.questions
        for name, sql in stored_answer(question, by_question[question.id]).items()
    }
    typed = ", ".join(f"cast({name} as {kind}) as {name}" for name, kind in stored_parts(spec).items())
    return f"""
        with records as ({rows}),
        quick as (select *{_columns(quick)} from records),
        others as (select *{_columns(others)} from quick),
        valued as (select *{_columns(values)}{_columns(parts)} from others),
        reasoned as (select *{_columns(reasons)} from valued)
        select row_number, {row_status(row_problems)} as row_status, drop_reason,
            case when drop_reason is null then {problem_list([*row_problems, *answer_problems])} end as problems,
            {_made_of(spec, row_problems)}{typed}{_columns(stored)}
        from reasoned"""


def content_hash(reader: CellReader) -> str:
    """SQL for a hash of the cells that are read: it tells two versions of a record apart."""
    cells = [f"t{position}" for position in sorted(reader.used)]
    cells += [f"c{position}" for position in sorted(reader.used_raw - reader.used)]
    return f"hash({', '.join(cells) or 'row_number'})"


def _columns(expressions: dict[str, str]) -> str:
    return "".join(f",\n            {sql} as {name}" for name, sql in expressions.items())


def _response_parts(spec: SurveySource, reader: CellReader) -> dict[str, str]:
    response, survey = spec.response, spec.survey
    key, email = identity(reader, response.customer)
    found: dict[str, str | None] = {
        "submission_id": record_id(reader, response.id),
        "customer_key": key,
        "customer_email_hash": email,
        "survey_id": reader.text(survey.id) or quoted(spec.source),
        "attributes": _attributes(spec, reader),
        "sent_at": time_of(reader, response.sent_at),
        "started_at": time_of(reader, response.started_at),
        "submitted_at": time_of(reader, response.submitted_at),
        "is_complete": reader.truth(response.complete),
        "platform_exclusion": exclusion(reader, response.exclude),
        "weight": _weight(reader, response.weight),
    }
    for name, part in {"response.id": "submission_id", "response.submitted_at": "submitted_at"}.items():
        if found[part] is None:
            raise RefusedFile(f"its header has no column for {name}", "correct the selector or the export")
    found["interaction_id"] = record_id(reader, response.interaction) if response.interaction else None
    for name in ("wave", *PLAIN_TEXTS):
        text = reader.text(survey.wave if name == "wave" else getattr(response, name))
        found[name] = text and f"cx_masked({text})"
    found["is_complete"] = f"coalesce({found['is_complete'] or 'true'}, false)"
    return {name: sql or "null" for name, sql in found.items()}


def _weight(reader: CellReader, value: ValueField | None) -> str | None:
    """A weight says how many people a response stands for: more than none, and not for everybody."""
    number = reader.number(value)
    if number is None:
        return None
    weight = reader.once(number)
    return f"case when {weight} > 0 and isfinite({weight}) then {weight} end"


def exclusion(reader: CellReader, rules: list[ExcludeRule]) -> str | None:
    """The reason of the first rule that takes a record out, NULL for none."""
    cases = []
    for rule in rules:
        text = reader.text(ValueField(column=rule.column, optional=rule.optional))
        if text is not None:
            values = text_list(map(folded, rule.values))
            cases.append(f"when {reader.folded(text)} in ({values}) then {quoted(rule.reason)}")
    return f"case {' '.join(cases)} end" if cases else None


def _attributes(spec: SurveySource, reader: CellReader) -> str | None:
    pairs: list[str] = []
    for attribute in spec.response.attributes:
        selector = attribute.column or Selector(name_regex=attribute.column_regex, many=True)
        try:
            columns = reader.header.find(selector)
        except RefusedFile:
            if not attribute.optional:
                raise
            continue
        for column in columns:
            pairs += [
                quoted(attribute.as_ or masked(first_text(column))),
                f"cx_masked({reader.cell(column.position)})",
            ]
    return f"cast(json_object({', '.join(pairs)}) as varchar)" if pairs else None


def _row_problems(spec: SurveySource, reader: CellReader) -> list[Problem]:
    id_text, submitted = reader.shown_text(spec.response.id), reader.shown_text(spec.response.submitted_at)
    undated = "submitted_at is null and is_complete"
    reason = f"case when {submitted} is null then 'no value' else 'not a date' end"
    return [
        shape_problem(),
        Problem(
            "shape_fault is null and submission_id is null", shown_name(spec.response.id), id_text, "'no id'", "row"
        ),
        Problem(f"shape_fault is null and {undated}", shown_name(spec.response.submitted_at), submitted, reason, "row"),
    ]


def _part_problems(spec: SurveySource, reader: CellReader) -> list[Problem]:
    """Parts that a response can do without, where they hold something that cannot be read."""
    response = spec.response
    parts = {"submitted_at": response.submitted_at, "started_at": response.started_at, "sent_at": response.sent_at}
    found = []
    for name, value in {**parts, "weight": response.weight}.items():
        text = reader.text(value)
        if value is None or text is None:
            continue
        reason = quoted("not a date")
        if name == "weight":
            reason = f"case when {reader.number(value)} is null then 'not a number' else 'not a positive number' end"
        unread = f"shape_fault is null and {name} is null and {text} is not null"
        condition = f"{unread} and not is_complete" if name == "submitted_at" else unread
        found.append(Problem(condition, shown_name(value), text, reason, "answer"))
    return found


def _answer_problem(slot: Slot) -> Problem:
    condition = f"m_{slot.name} in ({text_list(REFUSED_REASONS)})"
    reason = f"m_{slot.name}"
    return Problem(
        condition, slot.column_name, slot.text, reason, "answer", slot.question.id, as_read(slot), slot.row_number
    )


def _split_problem(slot: Slot) -> Problem:
    refused = f"lambda one: one.missing_reason in ({text_list(REFUSED_REASONS)})"
    first = f"list_filter(l_{slot.question.id}, {refused})[1]"
    condition = f"len(list_filter(l_{slot.question.id}, {refused})) > 0"
    return Problem(
        condition, slot.column_name, f"{first}.answer", f"{first}.missing_reason", "answer", slot.question.id
    )


def _twice_problem(slot: Slot) -> Problem:
    said = "marked twice" if slot.question.column is not None else "answered twice"
    return Problem(
        slot.is_doubled or "false", slot.column_name, "null", quoted(said), "note", row_number=slot.row_number
    )


def _group(spec: SurveySource, reader: CellReader, slots: dict[str, list[Slot]]) -> tuple[str | None, Slot | None]:
    question = spec.nps_question
    if question is None or question.group_column is None:
        return None, None
    column = reader.header.find(question.group_column)[0]
    return reader.cell(column.position), replace(slots[question.id][0], column_name=first_text(column))


def _group_problem(slot: Slot) -> Problem:
    value = f"v_{slot.name}" if slot.raw is None else f"coalesce(f_{slot.name}, v_{slot.name})"
    band = " ".join(f"when {value} between {ends} then '{name}'" for name, ends in _BANDS.items())
    given = f"case {' '.join(f'''when lower(nps_group_given) like '{name}%' then '{name}' ''' for name in _BANDS)} end"
    condition = f"m_{slot.name} is null and {given} <> case {band} end"
    return Problem(condition, slot.column_name, "nps_group_given", "'group_mismatch'", "note")
