"""What is read of the answers about drivers: counts, sums and cross-products, per group and set of drivers.

One statement tells which drivers a group was asked, one pass sums up those who answered all of them. The rows that come
back are as many as there are groups, however many answers there are. What a sum says of importance is not known here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dagster_project.ingest.sql import Connection
from dagster_project.statistics.additivity import ALL

ANSWERS = "intermediate.int_drivers_answered"
REGISTRY = "staging.stg_survey__drivers"
KINDS = "seeds.survey_kinds"

Slots = tuple[int, ...]
Floats = NDArray[np.float64]

QUARTER, ALL_TIME = "quarter", "all_time"
# A driver belongs to a model when at least this share of the answers could have been about it.
ASKED_SHARE = 0.5
# Which sets an answer is complete for is said in the bits of one number.
MOST_SETS_AT_ONCE = 60
_KEYS = "survey_kind, segment, quarter_start, counts_in_quarter, counts_in_all_time"


@dataclass(frozen=True)
class Driver:
    """What customers are asked about, and the scale that its column is on."""

    slot: int
    name: str
    scale_min: float
    scale_max: float
    is_index: bool

    def index(self, mean: float) -> float:
        """A mean of the column on 0..100."""
        return mean if self.is_index else (mean - self.scale_min) / (self.scale_max - self.scale_min) * 100


@dataclass(frozen=True)
class Group:
    """Whose answers are looked at together; all time has no start here."""

    survey_kind: str
    period_grain: str
    period_start: date | None
    segment: str


@dataclass(frozen=True)
class Sums:
    """The complete answers of some groups to one set of drivers; the score is the last variable."""

    groups: list[Group]
    count: Floats
    sums: Floats
    products: Floats
    people: NDArray[np.int64]


def read_drivers(connection: Connection) -> dict[int, Driver]:
    """The drivers by their slot."""
    rows = connection.execute(
        f"select distinct slot, driver, scale_min, scale_max, is_index from {REGISTRY} order by slot, driver"
    ).fetchall()
    return {row[0]: Driver(*row) for row in rows}


def read_asked(connection: Connection, slots: Iterable[int]) -> dict[Group, Slots]:
    """The drivers of each group: asked in half of the answers that were asked about any, and answered by somebody."""
    ordered = tuple(slots)
    counts = ", ".join(f"count({_column(slot)})" for slot in ordered)
    asked: dict[str, set[int]] = {}
    for source, slot in connection.execute(f"select distinct source, slot from {REGISTRY}").fetchall():
        asked.setdefault(source, set()).add(slot)
    could: dict[Group, Floats] = {}
    did: dict[Group, Floats] = {}
    for row in connection.execute(
        f"""select {_KEYS}, source, count(*), {counts} from {ANSWERS}
        where nps_score is not null group by all order by all"""
    ).fetchall():
        *keys, source, answers = row[:7]
        if source in asked:
            is_asked = np.array([slot in asked[source] for slot in ordered])
            for group in _groups(*keys):
                could[group] = could.get(group, np.zeros(len(ordered) + 1)) + answers * np.append(is_asked, True)
                did[group] = did.get(group, np.zeros(len(ordered))) + np.array(row[7:])
    return {
        group: tuple(
            slot
            for slot, times, answered in zip(ordered, could[group], did[group], strict=False)
            if times >= ASKED_SHARE * could[group][-1] and answered > 0
        )
        for group in could
    }


def read_sums(connection: Connection, wanted: dict[Slots, list[Group]]) -> dict[Slots, Sums]:
    """For each set of drivers the sums of the groups that it is wanted for."""
    sets = sorted(wanted)
    types = _types(connection, sorted({slot for one in sets for slot in one}))
    found: dict[Slots, Sums] = {}
    for first in range(0, len(sets), MOST_SETS_AT_ONCE):
        chosen = sets[first : first + MOST_SETS_AT_ONCE]
        rows = connection.execute(_sums_sql(chosen, types)).fetchnumpy()
        for place, one in enumerate(chosen):
            found[one] = _summed(rows, place, one, wanted[one], _people(connection, one))
    return found


def _summed(rows: dict[str, Any], place: int, one: Slots, groups: list[Group], repeated: dict[Group, int]) -> Sums:
    """The rows of one set, added up by group; as many people as answers, where nobody is known to repeat them."""
    size = len(one) + 1
    columns = [str(slot) for slot in one] + ["score"]
    sums, products = np.zeros((len(groups), size)), np.zeros((len(groups), size, size))
    count, numbers = np.zeros(len(groups)), {group: number for number, group in enumerate(groups)}
    complete = np.flatnonzero(np.asarray(rows["complete"]) >> place & 1)
    keys = [[rows[name][row] for name in _KEYS.split(", ")] for row in complete]
    entries = [
        (numbers[group], row)
        for row, of in zip(complete, keys, strict=True)
        for group in _groups(*of)
        if group in numbers
    ]
    owners, chosen = np.array(entries, dtype=np.int64).reshape(-1, 2).T
    np.add.at(count, owners, np.asarray(rows["answers"], dtype=np.float64)[chosen])
    for column, name in enumerate(columns):
        np.add.at(sums[:, column], owners, _values(rows, f"sum_{name}")[chosen])
        for other, beside in enumerate(columns[column:], column):
            np.add.at(products[:, column, other], owners, _values(rows, f"product_{name}_{beside}")[chosen])
            products[:, other, column] = products[:, column, other]
    people = count.astype(np.int64)
    for group, number in numbers.items():
        people[number] = repeated.get(group, people[number])
    return Sums(groups, count, sums, products, people)


def _values(rows: dict[str, Any], name: str) -> Floats:
    return np.asarray(np.ma.filled(np.ma.asarray(rows[name], dtype=np.float64), 0.0))


def _column(slot: int) -> str:
    return f"driver_{slot:02d}"


def _is_complete(slots: Slots) -> str:
    return " and ".join(f"{_column(slot)} is not null" for slot in slots)


def _types(connection: Connection, slots: Sequence[int]) -> dict[int, str]:
    """Exact types, whose sums are the same in whatever order threads add them; whole numbers are added up faster."""
    tests = [f"bool_and({_column(slot)} = trunc({_column(slot)}))" for slot in slots]
    is_whole = connection.execute(f"select {', '.join(tests) or 'null'} from {ANSWERS}").fetchone() or ()
    return {slot: "integer" if whole else "decimal(19, 8)" for slot, whole in zip(slots, is_whole, strict=False)}


def _sums_sql(sets: Sequence[Slots], types: dict[int, str]) -> str:
    slots = sorted({slot for one in sets for slot in one})
    bits = " + ".join(f"case when {_is_complete(one)} then {2**place} else 0 end" for place, one in enumerate(sets))
    columns = {str(slot): f"cast({_column(slot)} as {types[slot]})" for slot in slots} | {"score": "nps_score"}
    values = ", ".join(f"{column} as v_{name}" for name, column in columns.items())
    sums = ", ".join(f"sum(v_{name}) as sum_{name}" for name in columns)
    pairs = combinations_with_replacement(columns, 2)
    products = ", ".join(f"sum(v_{name} * v_{other}) as product_{name}_{other}" for name, other in pairs)
    return f"""
        select {_KEYS}, complete, count(*) as answers, {sums}, {products}
        from (
            select {_KEYS}, cast({bits} as bigint) as complete, {values}
            from {ANSWERS}
            where nps_score is not null and (counts_in_quarter or counts_in_all_time)
        )
        where complete > 0
        group by {_KEYS}, complete
        order by {_KEYS}, complete"""


def _people(connection: Connection, slots: Slots) -> dict[Group, int]:
    """The people behind complete answers where each of them may have given several."""
    rows = connection.execute(
        f"""select survey_kind, segment, quarter_start, count(distinct respondent_number) + count_if(is_anonymous)
        from {ANSWERS} inner join {KINDS} using (survey_kind)
        where nps_score is not null and not counts_once_per_period and {_is_complete(slots)}
        group by grouping sets (
            (survey_kind, segment, quarter_start), (survey_kind, quarter_start), (survey_kind, segment), (survey_kind)
        )"""
    ).fetchall()
    return {
        Group(kind, QUARTER if quarter else ALL_TIME, quarter, ALL if segment is None else segment): people
        for kind, segment, quarter, people in rows
    }


def _groups(kind: Any, segment: Any, quarter: Any, in_quarter: Any, in_all_time: Any) -> list[Group]:
    """The groups that an answer stands in."""
    start = quarter if isinstance(quarter, date) else np.datetime64(quarter, "D").astype(date)
    periods = [(QUARTER, start)] * bool(in_quarter) + [(ALL_TIME, None)] * bool(in_all_time)
    return [Group(str(kind), grain, day, name) for grain, day in periods for name in (str(segment), ALL)]
