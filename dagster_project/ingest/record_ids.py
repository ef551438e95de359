"""SQL for who and which: the id of a record, and the keyed hash of a customer's identity.

No identity leaves this room as it stands in the file.
"""

from dagster_project.ingest.cells import CellReader
from dagster_project.ingest.spec.model import ValueField
from dagster_project.ingest.sql import quoted

EVERY_COLUMN = "*"


def identity(reader: CellReader, value: ValueField | None) -> tuple[str | None, str | None]:
    """The keyed hash of a customer's id, and the keyed hash of an address where only that is known."""
    if value is None:
        return None, None
    children = [reader.inherit(value, child) for child in value.coalesce] if value.coalesce else [value]
    read = [(child, reader.text(child)) for child in children]
    found = [(child, text) for child, text in read if text is not None]
    if not found:
        return None, None
    keys = [
        f"when {text} is not null then {'null' if child.hash else reader.keyed_hash(text)}" for child, text in found
    ]
    hashes = [
        f"when {text} is not null then {reader.keyed_hash(f'lower({text})') if child.hash else 'null'}"
        for child, text in found
    ]
    key = f"case {' '.join(keys)} end"
    return key, (f"case {' '.join(hashes)} end" if any(child.hash for child, _ in found) else None)


def record_id(reader: CellReader, value: ValueField) -> str | None:
    """The id of a record: a column, the row's number with the file's identity, or a hash of columns.

    An id that is an address is hashed: what is published of a record names nobody.
    """
    if value.coalesce is not None:
        children = [reader.inherit(value, child) for child in value.coalesce]
        ids = [found for child in children if (found := record_id(reader, child)) is not None]
        return reader.once(f"coalesce({', '.join(ids)})") if ids else None
    if value.row_number:
        return f"{quoted(reader.file_id + '-')} || row_number"
    if value.hash_of is not None:
        content = reader.once(
            f"left(sha256(concat_ws(chr(31), {', '.join(_hashed_cells(reader, value.hash_of))})), 32)"
        )
        twin = reader.once(f"row_number() over (partition by {content} order by row_number)")
        return f"{content} || case when {twin} > 1 then '-' || {twin} else '' end"
    text = reader.text(value)
    if text is None:
        return None
    is_address = f"contains({text}, '@') and {text} like '%_@_%._%'"
    return f"case when {is_address} then cx_keyed_hash(lower({text})) else {text} end"


def _hashed_cells(reader: CellReader, names: list[str]) -> list[str]:
    if names == [EVERY_COLUMN]:
        cells = [reader.cell(column.position) for column in reader.header.columns]
    else:
        fields = [ValueField.model_validate({"column": name}) for name in names]
        cells = [text for field_ in fields if (text := reader.text(field_)) is not None]
    return [f"coalesce({cell}, chr(30))" for cell in cells]
