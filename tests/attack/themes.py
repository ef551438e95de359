"""Themes of comments and searches: their tables as cells, and what everybody knows of them beside their own sums.

Each theme is a metric of its own, since a comment mentions several: 'comments / price' are those who mention it,
'comment_nps / price' their answers to the recommendation question, 'comments' all who commented.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tests.attack.figures import KEYS, Cell, Figure, World, cell_of, end_of, rows_of
from tests.attack.relations import Relation, total
from tests.attack.tables import ANSWERS, PEOPLE

TABLES = {"comment_themes", "search_themes"}
SEARCHES = "searches"
Told = tuple[Figure, float | None]


def add_themes(world: World, general: Path, warehouse: Path) -> World:
    """The same world with what the two tables show and hide.

    How many commented is told by the share of a theme. Where no theme has one, it is taken to be known all the same,
    unless it was decided to hide it.
    """
    for (quantity, cell), value in (*themes_told(general), *searches_told(general)):
        if value is not None:
            world.shown.setdefault((quantity, cell), float(value))
        elif world.people(cell) > 0:
            world.hidden.add(cell)
    sql = f"select {KEYS}, is_suppressed from intermediate.int_metrics_suppressed where metric = 'comments'"
    for row in rows_of(warehouse, sql):
        if row["is_suppressed"]:
            world.hidden.add(cell_of(row))
        else:
            world.shown[PEOPLE, cell_of(row)] = world.people(cell_of(row))
    return world


def themes_told(general: Path) -> Iterator[Told]:
    """What comment_themes tells. All time of scores has the days that metric_values gives it."""
    days = rows_of(
        general,
        """select distinct survey_kind, period_start, period_end from cx.metric_values
        where metric = 'nps' and period_grain = 'all_time' and dimension = 'all'""",
    )
    all_time = {row["survey_kind"]: (row["period_start"], row["period_end"]) for row in days}
    for row in rows_of(general, "select * from cx.comment_themes"):
        grain, segment, kind = row["period_grain"], row["segment"], row["nps_survey_kind"]
        dimension = "all" if segment == "all" else "segment"
        start, end = row["period_start"], row["period_end"]
        cell = Cell(f"comments / {row['theme']}", "none", grain, start, end, dimension, segment)
        yield (PEOPLE, cell), row["distinct_customers"]
        yield (ANSWERS, cell), row["comment_count"]
        if row["share"] is not None:
            yield (PEOPLE, cell._replace(metric="comments")), round(row["distinct_customers"] / row["share"])
        if kind is not None:
            start, end = all_time.get(kind, (start, end)) if grain == "all_time" else (start, end)
            score = Cell(f"comment_nps / {row['theme']}", kind, grain, start, end, dimension, segment)
            yield (ANSWERS, score), row["nps_answers"]


def searches_told(general: Path) -> Iterator[Told]:
    """What search_themes tells."""
    for row in rows_of(general, "select * from cx.search_themes"):
        days = (row["month"], end_of("month", row["month"]))
        cell = Cell(SEARCHES, "none", "month", *days, "search_theme", row["theme"])
        for quantity in (PEOPLE, ANSWERS):
            yield (quantity, cell), row["searches"]
            if row["share"] is not None:
                yield (
                    (quantity, Cell(SEARCHES, "none", "month", *days, "all", "all")),
                    round(row["searches"] / row["share"]),
                )


def across_themes(cells: Iterable[Cell]) -> Iterator[Relation]:
    """Who mentions a theme has commented; whose answer does has answered; queries can be about several themes."""
    everything = set(cells)
    periods: dict[tuple[object, ...], Cell] = {_place(cell): cell for cell in everything}
    for cell in sorted(everything):
        whole, _, theme = cell.metric.partition(" / ")
        if whole == "comment_nps" and theme:
            yield from _within(ANSWERS, cell, everything & {cell._replace(metric="nps")})
            beside = periods.get(_place(cell._replace(metric=f"comments / {theme}", kind="none")))
            yield from _within(ANSWERS, cell, {beside} if beside else set())
        elif whole == "comments" and theme:
            yield from _within(PEOPLE, cell, everything & {cell._replace(metric="comments")})
            yield from _within(ANSWERS, cell, everything & {cell._replace(metric="comments")})
        elif cell.dimension == "search_theme":
            yield from _within(ANSWERS, cell, everything & {cell._replace(dimension="all", member="all")})
        if cell.metric == SEARCHES and cell.dimension == "all" and cell.grain == "month":
            parts = [one for one in everything if one.dimension == "search_theme" and one.start == cell.start]
            if parts:
                yield Relation(total((ANSWERS, cell), [(ANSWERS, part) for part in parts]), is_equal=False)


def _place(cell: Cell) -> tuple[object, ...]:
    start: Any = None if cell.grain == "all_time" else cell.start
    return cell.metric, cell.kind, cell.grain, start, cell.dimension, cell.member


def _within(quantity: str, part: Cell, wholes: Iterable[Cell]) -> Iterator[Relation]:
    for whole in wholes:
        yield Relation((((quantity, part), 1), ((quantity, whole), -1)), is_equal=False)
