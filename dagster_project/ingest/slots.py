"""Where the answers to a question stand in one file: the cells, what to call them, and what they are about.

What a cell's text is worth is not known here.
"""

from dataclasses import dataclass, replace

from dagster_project.ingest.cells import CellReader, folded_sql
from dagster_project.ingest.header import QUESTION_VALUE, Column
from dagster_project.ingest.privacy import masked
from dagster_project.ingest.spec.survey import Question
from dagster_project.ingest.sql import quoted, text_list

_UNMARKED = ("0", "false", "no", "nej")


@dataclass(frozen=True)
class Slot:
    """One place where an answer stands: its text, the column to name in a reject, the item it is about.

    `raw`: the cell as it stands in the file, where a plain number in it may take the short way. `row_number`: the row
    where it stands, and `is_doubled`: whether another row answers differently, in a file of one row per answer.
    """

    name: str
    question: Question
    text: str
    column_name: str
    item: str | None = None
    raw: str | None = None
    row_number: str = "null"
    is_doubled: str | None = None


def locate(reader: CellReader, question: Question) -> list[Slot]:
    """Where the answers to a question stand in this file; raises RefusedFile."""
    if question.column is None:
        column = next(one for one in reader.header.columns if one.texts.get(QUESTION_VALUE) == question.question_value)
        slot = _slot(reader, question.id, question, column, question.question_value or "")
        return [replace(slot, row_number=f"n{column.position}", is_doubled=f"d{column.position}")]
    is_several = question.pick is not None or question.item is not None
    columns = reader.header.find_blocks(question.column) if is_several else reader.header.find(question.column)
    if question.item is not None:
        items = _numbered([masked(each.texts.get(question.item) or _name(each)) for each in columns])
        return [
            _slot(
                reader,
                f"{index}__{question.id}",
                question,
                each,
                " / ".join(dict.fromkeys((_name(each), item))),
                item,
            )
            for index, (each, item) in enumerate(zip(columns, items, strict=True))
        ]
    if len(columns) == 1 and question.value_from is None:
        return [_slot(reader, question.id, question, columns[0], _name(columns[0]))]
    texts = [_text_of(reader, question, column) for column in columns]
    text = texts[0] if len(texts) == 1 else f"coalesce({', '.join(texts)})"
    doubled = f"len(list_distinct([{', '.join(texts)}])) > 1" if question.pick is not None else None
    return [Slot(question.id, question, text, _name(columns[0]), is_doubled=doubled)]


def _slot(
    reader: CellReader, name: str, question: Question, column: Column, column_name: str, item: str | None = None
) -> Slot:
    if not _has_short_way(question):
        return Slot(name, question, reader.cell(column.position), column_name, item)
    return Slot(name, question, f"x_{name}", column_name, item, raw=reader.raw_cell(column.position))


def _has_short_way(question: Question) -> bool:
    scale = question.answer_scale
    return scale is not None and scale.is_integer and scale.offset.is_integer() and question.metric != "text"


def _numbered(items: list[str]) -> list[str]:
    """An item that stands over two columns is two items: the second one is numbered."""
    seen = [items[:index].count(item) + 1 for index, item in enumerate(items)]
    return [item if count == 1 else f"{item} ({count})" for item, count in zip(items, seen, strict=True)]


def _text_of(reader: CellReader, question: Question, column: Column) -> str:
    cell = reader.cell(column.position)
    if question.value_from is None:
        return cell
    text = quoted(column.texts.get(question.value_from, ""))
    return f"case when {folded_sql(cell)} not in ({text_list(_UNMARKED)}) then {text} end"


def _name(column: Column) -> str:
    return next((text for text in column.texts.values() if text), f"column {column.position + 1}")
