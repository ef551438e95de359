"""What a reader of the general publication knows of each cell, and, from the warehouse, what the cells hold in truth.

A cell is one group in one period; here the published tables become cells. What cells have to do with one another:
`relations`.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import permutations
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from tests.attack.tables import AMONG, ANSWERS, PEOPLE, SECRETLY_EMPTY, UNANSWERED, WIDE


class Cell(NamedTuple):
    """One group in one period."""

    metric: str
    kind: str
    grain: str
    start: date
    end: date
    dimension: str
    member: str


class Nesting(NamedTuple):
    """Members of one dimension that occur only with one member of another; complete: it occurs with no others."""

    metric: str
    kind: str
    dimension: str
    members: tuple[str, ...]
    outer_dimension: str
    outer_member: str
    is_complete: bool


Figure = tuple[str, Cell]  # ANSWERS or PEOPLE of a cell
KEYS = "metric, survey_kind, period_grain, period_start, period_end, dimension, member"


# Who is in no band stands in no table; whoever has the segment's figures can subtract the bands.
NO_BAND = " / none"


@dataclass
class World:
    """What is shown, what is hidden, and the truth behind both."""

    shown: dict[Figure, float]
    hidden: set[Cell]
    truth: dict[Figure, float]

    def people(self, cell: Cell) -> float:
        """How many are in a cell, in truth; nobody in one that is not there."""
        return self.truth.get((PEOPLE, cell), 0.0)

    @cached_property
    def hides_the_empty(self) -> bool:
        """Whether some cells are hidden that nobody is in."""
        return any(self.people(cell) == 0 for cell in self.hidden)


def rows_of(file: Path, sql: str) -> list[dict[str, Any]]:
    """The rows of a query, each by the names of its columns."""
    with duckdb.connect(file, read_only=True) as connection:
        found = connection.execute(sql)
        names = [column[0] for column in found.description or []]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def cell_of(row: dict[str, Any]) -> Cell:
    return Cell(*(row[name] for name in KEYS.split(", ")))


def end_of(grain: str, start: date) -> date:
    """The last day of a month or quarter."""
    last = start.replace(month=start.month + (2 if grain == "quarter" else 0), day=28)
    return (last + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def minimum(kind: str, metric: str = "") -> int:
    """The people that METRICS asks for."""
    return 8 if kind == "employee" or metric.startswith("comment") else 5


def read_truth(warehouse: Path) -> dict[Figure, float]:
    """Answers and people of every cell before anything is hidden."""
    truth: dict[Figure, float] = {}
    sql = f"select {KEYS}, respondent_count, numerator, denominator from intermediate.int_metrics_collected"
    for row in rows_of(warehouse, sql):
        cell = cell_of(row)
        answers = row["denominator"] if row["denominator"] is not None else row["numerator"]
        truth[ANSWERS, cell] = float(answers or 0)
        # Of the scores of a theme the warehouse counts the smaller of those with it and those without it.
        is_of_theme = cell.metric.startswith("comment_nps")
        truth[PEOPLE, cell] = truth[ANSWERS, cell] if is_of_theme else float(row["respondent_count"] or 0)
    for (quantity, cell), tickets in list(truth.items()):
        if quantity == ANSWERS and cell.metric == "tickets":
            answered = truth.get((ANSWERS, cell._replace(metric="first_response_minutes")), 0.0)
            truth[ANSWERS, cell._replace(metric=UNANSWERED)] = tickets - answered
    return truth


def read_world(general: Path, warehouse: Path) -> World:
    """All that the general publication shows, as cells."""
    world = World({}, set(), read_truth(warehouse))
    sql = f"select {KEYS}, respondent_count, denominator, is_suppressed from cx.metric_values"
    for row in rows_of(general, sql):
        if row["is_suppressed"]:
            world.hidden.add(cell_of(row))
        else:
            world.shown[PEOPLE, cell_of(row)] = float(row["respondent_count"])
            world.shown[ANSWERS, cell_of(row)] = float(row["denominator"] or 0)
    for cell, _, quantity, value in wide_figures(general):
        if quantity is not None and value is not None:
            world.shown.setdefault((quantity, cell), float(value))
        elif quantity is not None and (world.people(cell) > 0 or cell.dimension in SECRETLY_EMPTY):
            world.hidden.add(cell)
    unpublished = {cell for _, cell in world.truth if cell.metric == "band_customers" and cell.member.endswith(NO_BAND)}
    world.hidden |= {cell for cell in unpublished if 0 < world.people(cell) < minimum(cell.kind)}
    return world


def wide_figures(general: Path) -> Iterator[tuple[Cell, str, str | None, Any]]:
    """Every figure of the tables of one row per month and member: its cell, its column, what it counts, its value."""
    for table, main in WIDE.items():
        for row in rows_of(general, f"select * from cx.{table}"):
            for wide in (main, *main.others):
                member = " / ".join(row[name] for name in wide.members) or "all"
                of_whole = wide.wholes if member == wide.bearer else {}
                for column, (metric, chosen, quantity) in (wide.columns | of_whole).items():
                    kind = chosen or row[f"{AMONG.get(metric, metric)}_survey_kind"]
                    if kind is not None:
                        start = row[wide.month]
                        period = wide.grain, start, end_of(wide.grain, start)
                        group = ("all", "all") if column in of_whole else (wide.dimension, member)
                        yield Cell(metric, kind, *period, *group), f"{table}.{column}", quantity, row[column]


ANSWERED = {"nps": "nps_score is not null", "csat": "csat_answer_count > 0", "ces": "ces_answer_count > 0"}
PLACES = {
    "survey": "survey_id",
    **{name: name for name in ("segment", "touchpoint", "channel", "country", "persona", "account_owner")},
}


def read_nestings(warehouse: Path) -> list[Nesting]:
    """Which groups lie within others, as colleagues know: a survey belongs to a touchpoint, an owner to a segment."""
    found: list[Nesting] = []
    columns = ", ".join(f"coalesce({column}, 'unknown') as {name}" for name, column in PLACES.items())
    for metric, condition in ANSWERED.items():
        rows = rows_of(
            warehouse,
            f"""select distinct survey_kind, {columns} from intermediate.int_responses_screened
            where is_counted and {condition} and responded_on is not null""",
        )
        for kind in sorted({row["survey_kind"] for row in rows if row["survey_kind"] != "employee"}):
            of_kind = [row for row in rows if row["survey_kind"] == kind]
            for inner, outer in permutations(PLACES, 2):
                found += nestings_between(metric, kind, inner, outer, {(row[inner], row[outer]) for row in of_kind})
    return found


def nestings_between(metric: str, kind: str, inner: str, outer: str, met: set[tuple[str, str]]) -> Iterator[Nesting]:
    """Nestings of the members of one dimension in those of another, from the pairs that occur."""
    partners: dict[str, set[str]] = defaultdict(set)
    for one, other in met:
        partners[one].add(other)
    for member in sorted({other for _, other in met}):
        within = tuple(sorted(one for one, other in met if other == member))
        nested = tuple(one for one in within if len(partners[one]) == 1)
        if nested:
            yield Nesting(metric, kind, inner, nested, outer, member, is_complete=nested == within)
