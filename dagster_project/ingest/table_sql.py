"""One file of records (CRM, support, finance) as one select: every row read, with its status, problems and values."""

from dagster_project.ingest.answers import REFUSED_REASONS, read_reason, read_values, turned
from dagster_project.ingest.cells import CellReader, shown_name
from dagster_project.ingest.moments import date_of, time_of
from dagster_project.ingest.problems import Problem, problem_list, row_status, shape_problem
from dagster_project.ingest.record_ids import identity, record_id
from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.schema import stored_columns
from dagster_project.ingest.slots import Slot
from dagster_project.ingest.spec.model import ValueField
from dagster_project.ingest.spec.table import TableSource
from dagster_project.ingest.sql import identifier, quoted, text_list
from dagster_project.ingest.survey_sql import content_hash, exclusion

_READ_AS_DATE = {"date", "month", "time"}
_READ_AS_NUMBER = {"money": "decimal(18,4)", "number": "double", "count": "bigint", "minutes": "double"}


def table_columns(spec: TableSource) -> dict[str, str]:
    """The columns of a table's stored rows with their types, those of every record not included."""
    return {"content_hash": "UBIGINT", **stored_columns(spec.table)}


def table_select(spec: TableSource, reader: CellReader, rows: str) -> str:
    """The select; raises RefusedFile for a selector that fails."""
    fields = {name: field for name, field in spec.fields.items() if reader.is_present(field)}
    values: dict[str, str] = {}
    for name in spec.definition.required:
        if name not in fields:
            raise RefusedFile(f"its header has no column for {name}", "correct the selector or the export")
    for name, field in fields.items():
        values.update(_stored(spec, reader, name, field))
    if (currency := _currency(spec, fields)) is not None:
        values["currency"] = currency
    excluded = exclusion(reader, spec.exclude) or "null"
    values["content_hash"] = content_hash(reader)
    rating = _rating_slot(spec, reader, fields)
    rating_reason = read_reason(rating) if rating else {}
    if rating:
        values.update({**read_values(rating, spec.file.decimal)})
    row_problems, cell_problems = _problems(spec, reader, fields, rating)
    columns = table_columns(spec)
    stored = {name: identifier(name) if name in values else "null" for name in columns}
    stored.update(_stored_rating(rating) if rating else {})
    typed = ", ".join(f"cast({sql} as {columns[name]}) as {identifier(name)}" for name, sql in stored.items())
    return f"""
        with records as ({rows}),
        valued as (select * replace (coalesce(drop_reason, {excluded}) as drop_reason){_list(values)} from records),
        reasoned as (select *{_list(rating_reason)} from valued)
        select row_number, {row_status(row_problems)} as row_status, drop_reason,
            case when drop_reason is null then {problem_list([*row_problems, *cell_problems])} end as problems, {typed}
        from reasoned"""


def _list(expressions: dict[str, str]) -> str:
    return "".join(f",\n            {sql} as {identifier(name)}" for name, sql in expressions.items())


def _stored(spec: TableSource, reader: CellReader, name: str, field: ValueField) -> dict[str, str]:
    kind = spec.definition.columns[name]
    if kind in ("customer", "own_customer"):
        key, address = identity(reader, field)
        stored = {"customer_key": f"coalesce({key}, {address or 'null'})"}
        if kind == "customer":
            return stored
        return {**stored, "customer_id": (address if field.hash else record_id(reader, field)) or "null"}
    if kind == "address":
        return {f"{name}_hash": reader.keyed_hash(f"lower({reader.text(field)})")}
    if kind in ("unstored", "rating"):
        return {}
    return {f"{name}_minutes" if kind == "minutes" else name: _value(reader, kind, name, field, spec)}


def _value(reader: CellReader, kind: str, name: str, field: ValueField, spec: TableSource) -> str:
    if kind == "id":
        return record_id(reader, field) or "null"
    if kind == "time":
        return time_of(reader, field) or "null"
    if kind == "date":
        return date_of(reader, field) or "null"
    if kind == "month":
        return f"cast(date_trunc('month', {_month(reader, field)}) as date)"
    if kind == "minutes":
        return reader.minutes(field) or "null"
    if kind in _READ_AS_NUMBER:
        return _number(reader, kind, field)
    if kind == "boolean":
        return reader.truth(field) or "null"
    text = reader.text(field) or "null"
    if kind != "kept":
        text = f"cx_masked({text})"
    if name in spec.definition.known:
        return f"lower({text})"
    return f"upper({text})" if name == "currency" else text


def _number(reader: CellReader, kind: str, field: ValueField) -> str:
    if kind == "count":  # half a session is no session
        number = reader.number(field)
        return f"case when {number} = floor({number}) then try_cast({number} as bigint) end"
    return reader.number(field, _READ_AS_NUMBER[kind]) or "null"


def _month(reader: CellReader, field: ValueField) -> str:
    with_months = field if field.formats else field.model_copy(update={"formats": ["%Y-%m-%d", "%Y-%m", "%Y%m"]})
    return date_of(reader, with_months) or "null"


def _currency(spec: TableSource, fields: dict[str, ValueField]) -> str | None:
    declared = {field.currency for field in spec.fields.values() if field.currency}
    return (
        quoted(sorted(declared)[0])
        if declared and "currency" in spec.definition.columns and "currency" not in fields
        else None
    )


def _rating_slot(spec: TableSource, reader: CellReader, fields: dict[str, ValueField]) -> Slot | None:
    field, question = fields.get("csat"), spec.rating()
    if field is None or question is None:
        return None
    plain = field.model_copy(update={"labels": None, "missing": None})
    return Slot("csat", question, reader.text(plain) or "null", shown_name(field))


def _stored_rating(slot: Slot) -> dict[str, str]:
    scale = slot.question.answer_scale
    if scale is None:
        return {}
    score = f"case when m_csat is null then {turned(scale, 'v_csat')} end"
    return {
        "csat_score": score,
        "csat_scale": f"case when m_csat is null then {quoted(f'{scale.min:g}-{scale.max:g}')} end",
        "csat_is_satisfied": f"({score}) >= {slot.question.satisfied_threshold!r}",
        "csat_missing_reason": "m_csat",
    }


def _problems(
    spec: TableSource, reader: CellReader, fields: dict[str, ValueField], rating: Slot | None
) -> tuple[list[Problem], list[Problem]]:
    rows, cells = [shape_problem()], list[Problem]()
    columns = spec.definition.columns
    for name, field in fields.items():
        kind = columns[name]
        stored = {"customer": "customer_key", "own_customer": "customer_key", "minutes": f"{name}_minutes"}.get(
            kind, name
        )
        is_null = f"shape_fault is null and {identifier(stored)} is null"
        text = reader.shown_text(field)
        bad = "not a date" if kind in _READ_AS_DATE else "not a number" if kind in _READ_AS_NUMBER else None
        if name in spec.definition.required:
            blank = "no id" if kind in ("id", "customer", "own_customer") else "no value"
            reason = f"case when {text} is null then '{blank}' else '{bad or blank}' end"
            rows.append(Problem(is_null, shown_name(field), text, reason, "row"))
        elif bad is not None:
            # Without its date a record would lie in the wrong period, or live on: it is rejected, as SOURCES says.
            (rows if kind in _READ_AS_DATE else cells).append(
                Problem(
                    f"{is_null} and {text} is not null",
                    shown_name(field),
                    text,
                    f"'{bad}'",
                    "row" if kind in _READ_AS_DATE else "answer",
                )
            )
        if name in spec.definition.known:
            known = text_list(spec.definition.known[name])
            cells.append(Problem(f"{name} not in ({known})", shown_name(field), text, "'unmapped'", "answer"))
    for rule in spec.definition.rules:
        if all(word not in columns or word in fields for word in _words(rule.condition)):
            value = rule.condition.split()[0]
            broken = Problem(f"not ({rule.condition})", rule.column, value, quoted(rule.reason), rule.scope)
            (rows if rule.scope == "row" else cells).append(broken)
    if rating is not None:
        refused = text_list(REFUSED_REASONS)
        cells.append(Problem(f"m_csat in ({refused})", rating.column_name, rating.text, "m_csat", "answer"))
    return rows, cells


def _words(condition: str) -> list[str]:
    return [word.removesuffix("_minutes") for word in condition.split()]
