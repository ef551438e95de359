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
    if question.item is not None and question.value_from is not None:
        return _points_of_items(reader, question, columns)
    if question.item is not None:
        items = _numbered([masked(each.texts.get(question.item) or first_text(each)) for each in columns])
        return [
            _slot(
                reader,
                f"{index}__{question.id}",
                question,
                each,
                " / ".join(dict.fromkeys((first_text(each), item))),
                item,
            )
            for index, (each, item) in enumerate(zip(columns, items, strict=True))
        ]
    if len(columns) == 1 and question.value_from is None:
        return [_slot(reader, question.id, question, columns[0], first_text(columns[0]))]
    texts = [_text_of(reader, question, column) for column in columns]
    if question.split is not None:
        return [
            Slot(
                question.id,
                question,
                f"concat_ws({quoted(question.split)}, {', '.join(texts)})",
                first_text(columns[0]),
            )
        ]
    return [Slot(question.id, question, _first(texts), first_text(columns[0]), is_doubled=_is_doubled(texts))]


def _points_of_items(reader: CellReader, question: Question, columns: list[Column]) -> list[Slot]:
    """A matrix with one column per point of the scale: the columns of an item give one answer."""
    by_item: dict[str, list[Column]] = {}
    for column in columns:
        by_item.setdefault(masked(column.texts.get(question.item or "", "") or first_text(column)), []).append(column)
    slots = []
    for index, (item, same) in enumerate(by_item.items()):
        texts = [_text_of(reader, question, column) for column in same]
        name = f"{index}__{question.id}"
        slots.append(Slot(name, question, _first(texts), item, item, is_doubled=_is_doubled(texts)))
    return slots


def _first(texts: list[str]) -> str:
    return texts[0] if len(texts) == 1 else f"coalesce({', '.join(texts)})"


def _is_doubled(texts: list[str]) -> str | None:
    return f"len(list_distinct([{', '.join(texts)}])) > 1" if len(texts) > 1 else None


def _slot(
    reader: CellReader, name: str, question: Question, column: Column, column_name: str, item: str | None = None
) -> Slot:
    if not _has_short_way(question):
        return Slot(name, question, reader.cell(column.position), column_name, item)
    return Slot(name, question, f"x_{name}", column_name, item, raw=reader.raw_cell(column.position))


def _has_short_way(question: Question) -> bool:
    scale = question.answer_scale
    is_whole = scale is not None and scale.is_integer and scale.offset.is_integer()
    return is_whole and question.metric != "text" and question.split is None


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


def first_text(column: Column) -> str:
    """A column as a person would name it."""
    return next((text for text in column.texts.values() if text), f"column {column.position + 1}")
