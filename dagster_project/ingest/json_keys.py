"""Which keys the records of JSON lines have: those of objects within objects as well, and what stands under each.

A few passes over the lines, made by DuckDB with functions that mind no depth; its functions that give a structure
recurse, and a document of brackets would end the process.
"""

from dataclasses import dataclass, replace

from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.sql import Connection, text_list

MOST_COLUMNS = 2000
# Objects in objects become columns down to here; what lies deeper stays JSON.
DEEPEST = 8
_IS_OBJECT = "json_valid(line) and starts_with(ltrim(line, ' ' || chr(9)), '{')"


@dataclass(frozen=True)
class Key:
    """A key that becomes a column: the names that lead to it, and the JSON types that stand under it."""

    names: tuple[str, ...]
    kinds: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The heading of its column."""
        return ".".join(self.names)

    @property
    def pointer(self) -> str:
        """Where it is in a record, as a JSON pointer."""
        steps = (name.replace("~", "~0").replace("/", "~1") for name in self.names)
        return "".join(f"/{step}" for step in steps) or "$"

    @property
    def is_opened(self) -> bool:
        """Whether its objects become columns of their own."""
        return "OBJECT" in self.kinds and len(self.names) < DEEPEST

    @property
    def is_column(self) -> bool:
        """Whether something else than an object stands under it."""
        return not self.is_opened or bool(self.kinds - {"OBJECT", "NULL"})


@dataclass(frozen=True)
class Keys:
    """What the lines hold: their columns, whether a line is no object, and whether one has a key twice."""

    columns: list[Key]
    has_faults: bool
    has_twins: bool

    @property
    def opened(self) -> list[str]:
        """Pointers to the objects whose keys are columns."""
        above = (Key(key.names[:depth]).pointer for key in self.columns for depth in range(len(key.names)))
        return list(dict.fromkeys(above))


def checked(lines: str) -> str:
    """SQL for lines (`row_number`, `line`) with NULL for what is no JSON object."""
    return f"select row_number, case when {_IS_OBJECT} then line end as line from ({lines})"


def keys_of(connection: Connection, lines: str) -> Keys:
    """The keys of lines, objects opened level by level. Raises RefusedFile where there are too many."""
    found: list[Key] = []
    opened, has_twins = [Key(())], False
    has_faults = _has_faults(connection, lines)
    if has_faults:
        lines = checked(lines)
    while opened:
        names, twins = _names_in(connection, lines, opened)
        has_twins = has_twins or twins
        if len(found) + len(names) > MOST_COLUMNS:
            said = f"its records have more than {MOST_COLUMNS:,} different keys"
            raise RefusedFile(said, "export values, not keys, or declare file.records_path of the records within")
        level = _with_kinds(connection, lines, names)
        found += level
        opened = [key for key in level if key.is_opened]
    return Keys(_in_order([key for key in found if key.is_column], found), has_faults, has_twins)


def _in_order(columns: list[Key], found: list[Key]) -> list[Key]:
    """As the keys first stood: those of an object where the object stood."""
    places = {key.names: place for place, key in enumerate(found)}

    def place(key: Key) -> list[int]:
        return [places[key.names[: depth + 1]] for depth in range(len(key.names))]

    return sorted(columns, key=place)


def _has_faults(connection: Connection, lines: str) -> bool:
    found = connection.execute(f"select count(*) - count(line) from ({checked(lines)})").fetchone()
    return found is None or found[0] > 0


def _names_in(connection: Connection, lines: str, opened: list[Key]) -> tuple[list[Key], bool]:
    """The keys of objects, and whether an object has one of them twice."""
    names = f"json_keys(line, [{text_list(key.pointer for key in opened)}])"
    # to group by the lists themselves takes three times as long; a hash takes no heed of what is blank in them
    distinct = "hash(names), hash(list_transform(names, lambda one: len(one)))"
    rows = connection.execute(
        f"""with lists as (
            select any_value(names) as names, min(row_number) as first_row
            from (select row_number, {names} as names from ({lines}) where line is not null) group by {distinct}
        ),
        objects as (
            select first_row, place, names[place + 1] as names from lists, range({len(opened)}) as t(place)
        ),
        singles as (
            select place, first_row, unnest(names) as name, generate_subscripts(names, 1) as position from objects
        )
        select place, name, count(*) > count(distinct first_row) as is_twin from singles
        group by place, name order by place, min(first_row), arg_min(position, first_row)
        limit {MOST_COLUMNS + 1}"""
    ).fetchall()
    if any("\0" in name for _, name, _ in rows):
        raise RefusedFile("one of its keys holds a NUL", "export it again")
    keys = [Key((*opened[place].names, name)) for place, name, _ in rows]
    return keys, any(is_twin for _, _, is_twin in rows)


def _with_kinds(connection: Connection, lines: str, keys: list[Key]) -> list[Key]:
    if not keys:
        return []
    rows = connection.execute(
        f"""select place, kind from (
            select unnest(range({len(keys)})) as place,
                unnest(json_type(line, [{text_list(key.pointer for key in keys)}])) as kind
            from ({lines}) where line is not null
        ) where kind is not null group by place, kind"""
    ).fetchall()
    kinds: dict[int, set[str]] = {}
    for place, kind in rows:
        kinds.setdefault(place, set()).add(kind)
    return [replace(key, kinds=frozenset(kinds.get(place, set()))) for place, key in enumerate(keys)]
