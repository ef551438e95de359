"""Files of one row per answer, turned into one row per response on the way in: one pass, inside DuckDB.

The rows of a response become one; of its other columns the first that is filled stands. A row without a response or a
question stays a row of its own, which is rejected; a row that a rule drops stays one, which is dropped. Each row that
comes out says how many it was made of (`source_rows`), so that the file's own rows are what is counted.
"""

import difflib
from dataclasses import replace

from dagster_project.ingest.cells import folded
from dagster_project.ingest.header import QUESTION_VALUE, Column, Header
from dagster_project.ingest.problems import NO_QUESTION
from dagster_project.ingest.reading import Records
from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.spec.survey import LongForm, Question, SurveySource
from dagster_project.ingest.sql import Connection, quoted

_LIKELY_MISTYPED = 0.8


def pivoted(connection: Connection, records: Records, spec: SurveySource, long: LongForm) -> Records:
    """The same records, one per response, with a column for each declared question; raises RefusedFile."""
    header = records.header
    response, question, answer = (
        header.find(selector)[0].position for selector in (long.response, long.question, long.answer)
    )
    ends = records.ends(connection)
    rows = records.select({response, question, answer}, set(range(header.width)), ends, whole=True)
    declared = [one for one in spec.questions if one.question_value is not None]
    values = _values_of_questions(connection, rows, question, declared)
    grouped = f"""
        select *, case when drop_reason is null and shape_fault is null and t{response} is not null
            and t{question} is not null then t{response} end as response,
            case when drop_reason is null and shape_fault is null and t{question} is null then {quoted(NO_QUESTION)}
            else parse_fault end as fault
        from ({rows})"""
    first = [
        f"coalesce(arg_min(c{place}, row_number) filter (where c{place} <> ''), any_value(c{place})) as c{place}"
        for place in range(header.width)
    ]
    answers, columns = [], list(header.columns)
    for place, one in enumerate(declared, start=header.width):
        is_asked = f"t{question} in ({', '.join(map(quoted, values[one.id])) or 'null'})"
        text = f"max(case when {is_asked} then row_number end)"
        asked = f"case when {is_asked} then t{answer} end"
        differs = "false" if one.split is not None else f"coalesce(min({asked}) <> max({asked}), false)"
        answers.append(
            f"coalesce({_answer(one, answer, is_asked)}, '') as c{place}, {text} as n{place}, {differs} as d{place}"
        )
        columns.append(Column(place, {QUESTION_VALUE: one.question_value or ""}))
    relation = f"""
        select min(row_number) as row_number, any_value(fault) as parse_fault, any_value(beyond) as beyond,
            count(*) as source_rows, list(row_number order by row_number) as source_row_numbers,
            {", ".join([*first, *answers])}
        from ({grouped})
        group by response, case when response is null then row_number end"""
    wide = Header(columns, header.delimiter, header.last_row, header.first_cell, names_end=header.least_width)
    places = range(header.width, len(columns))
    extra = ("source_rows", "source_row_numbers", *(f"{letter}{place}" for place in places for letter in ("n", "d")))
    return replace(records, header=wide, relation=relation, extra=extra, known_ends=ends)


def _answer(question: Question, answer: int, is_asked: str) -> str:
    """The last answer to a question, or all of them where several are meant."""
    if question.split is not None:
        return f"string_agg(case when {is_asked} then t{answer} end, {quoted(question.split)} order by row_number)"
    return f"arg_max(t{answer}, row_number) filter (where {is_asked} and t{answer} is not null)"


def _values_of_questions(
    connection: Connection, rows: str, question: int, declared: list[Question]
) -> dict[str, list[str]]:
    """Question id -> the texts of the question column that mean it, as they stand in this file."""
    found = connection.execute(
        f"select distinct t{question} from ({rows}) where drop_reason is null and t{question} is not null order by all"
    ).fetchall()
    texts = [str(row[0]) for row in found]
    meant: dict[str, list[str]] = {}
    for one in declared:
        wanted = one.question_value or ""
        others = {other.question_value for other in declared if other is not one}
        meant[one.id] = [text for text in texts if folded(text) == folded(wanted) and text not in others]
    unknown = [text for text in texts if not any(text in values for values in meant.values())]
    for one in declared:
        near = difflib.get_close_matches(one.question_value or "", unknown, n=2, cutoff=_LIKELY_MISTYPED)
        if not meant[one.id] and (near or not any(meant.values())):
            shown = ", ".join(f"'{text[:60]}'" for text in near or unknown[:5]) or "none"
            said = f"no row answers the question '{one.question_value}'"
            raise RefusedFile(said, f"it has {shown}: correct question_value or the export")
    return meant
