"""What is hidden of the transitions between bands, whose NPS is known: by hand, and against a solver that knows it."""

import datetime as dt
import itertools
import random
from collections.abc import Iterator

import duckdb
import numpy as np
import pytest
from scipy.optimize import linprog

from dagster_project.ingest.sql import Connection
from dagster_project.statistics.suppression import suppress
from tests.unit.statistics.worlds import KINDS, make_figures

BANDS = ("promoter", "passive", "detractor")
WAYS = tuple(itertools.product(BANDS, BANDS))
START, END = dt.date(2026, 4, 1), dt.date(2026, 6, 30)
Counts = dict[tuple[str, str, str], int]  # segment, band before, band now -> customers
Newcomers = dict[tuple[str, str], int]  # segment, band now -> who answered for the first time
Cell = tuple[str, str]  # dimension, member


@pytest.fixture
def connection() -> Iterator[Connection]:
    with duckdb.connect() as opened:
        yield opened


def places(segment: str, before: str, now: str) -> tuple[Cell, ...]:
    """The published cells that a customer is counted in."""
    way = f"{before} / {now}"
    return ("all", "all"), ("segment", segment), ("transition", way), ("segment_transition", f"{segment} / {way}")


def cells_of(counts: Counts) -> dict[Cell, int]:
    """Every published cell, with its customers."""
    found: dict[Cell, int] = {}
    for segment, (before, now) in itertools.product(sorted({segment for segment, _, _ in counts}), WAYS):
        for cell in places(segment, before, now):
            found[cell] = found.get(cell, 0) + counts.get((segment, before, now), 0)
    return found


def hidden(connection: Connection, counts: Counts, newcomers: Newcomers) -> set[Cell]:
    """What is hidden of the transitions of a quarter when the NPS of each segment is published."""
    period = ("relational", "quarter", START, END)
    rows: list[tuple[object, ...]] = [("band_transitions", *period, *cell, n) for cell, n in cells_of(counts).items()]
    connection.execute(
        """create or replace temp table bands (survey_kind varchar, segment varchar, band varchar, answers bigint,
        period_start date, period_end date)"""
    )
    total = 0
    for segment in sorted({segment for segment, _, _ in counts}):
        into = {
            band: sum(counts.get((segment, before, band), 0) for before in BANDS) + newcomers.get((segment, band), 0)
            for band in BANDS
        }
        rows.append(("nps", *period, "segment", segment, sum(into.values())))
        total += sum(into.values())
        for band, answers in into.items():
            connection.execute(
                "insert into bands values ('relational', ?, ?, ?, ?, ?)", [segment, band, answers, START, END]
            )
    make_figures(connection, [*rows, ("nps", *period, "all", "all", total)])
    found = suppress(connection, "figures", KINDS, None, "bands")
    assert len(found.unprotected) == 0
    told = connection.execute(
        """select dimension, member from suppression_cells
        where metric = 'band_transitions' and cell in (select unnest(cast(? as bigint[])))""",
        [found.hidden.tolist()],
    ).fetchall()
    return {(dimension, member) for dimension, member in told}


def computed(counts: Counts, newcomers: Newcomers, secret: set[Cell]) -> list[Cell]:
    """The hidden cells with somebody in them that have one possible number only, for one who knows all that is shown.

    Unknown are the single transitions of every segment and how many of each band are new; known are every sum that is
    shown, and every band.
    """
    cells = cells_of(counts)
    segments = sorted({segment for segment, _, _ in counts})
    unknowns = [(segment, *way) for segment in segments for way in WAYS]
    unknowns += [(segment, "", band) for segment in segments for band in BANDS]

    def row(cell: Cell) -> list[float]:
        return [float(bool(before) and cell in places(segment, before, now)) for segment, before, now in unknowns]

    shown = [cell for cell in cells if cell not in secret]
    equal = [row(cell) for cell in shown]
    known = [float(cells[cell]) for cell in shown]
    for segment, band in itertools.product(segments, BANDS):
        equal.append([float(one[0] == segment and one[2] == band) for one in unknowns])
        into = sum(counts.get((segment, before, band), 0) for before in BANDS)
        known.append(float(into + newcomers.get((segment, band), 0)))
    found = []
    for cell in sorted(secret):
        ends = [
            linprog(sign * np.array(row(cell)), A_eq=equal, b_eq=known, bounds=(0, None), method="highs")
            for sign in (1.0, -1.0)
        ]
        if cells[cell] and -ends[1].fun - ends[0].fun < 1 - 1e-6:
            found.append(cell)
    return found


def counts_of(segment: str, *numbers: int) -> Counts:
    """Nine numbers, row by row from promoters to detractors."""
    return {(segment, *way): number for way, number in zip(WAYS, numbers, strict=True)}


MANY = {(segment, band): 40 for segment in "AB" for band in BANDS}


def test_a_transition_of_few_takes_a_neighbour_and_another_segment_with_it(connection: Connection) -> None:
    counts = counts_of("A", 20, 9, 3, 12, 30, 11, 6, 14, 25) | counts_of("B", 20, 9, 8, 12, 30, 11, 6, 14, 25)
    secret = hidden(connection, counts, MANY)
    assert ("segment_transition", "A / promoter / detractor") in secret
    for segment in "AB":
        assert len({cell for cell in secret if cell[1].startswith(segment)}) >= 2
    assert not any(dimension in ("all", "segment", "transition") for dimension, _ in secret)
    assert computed(counts, MANY, secret) == []


def test_what_nobody_did_is_shown_where_nothing_is_hidden_and_hidden_where_something_is(connection: Connection) -> None:
    large, small = counts_of("A", 20, 0, 0, 0, 30, 0, 0, 0, 25), counts_of("B", 20, 0, 0, 3, 30, 9, 0, 0, 25)
    assert hidden(connection, large, MANY) == set()
    secret = hidden(connection, large | small, MANY)
    assert {member for dimension, member in secret if dimension == "segment_transition" and member[0] == "B"} >= {
        f"B / {way}" for way in ("promoter / passive", "promoter / detractor", "detractor / promoter")
    }
    assert computed(large | small, MANY, secret) == []


def test_the_only_promoter_of_a_quarter_is_not_said_to_have_been_a_detractor(connection: Connection) -> None:
    """The NPS tells that there is one; hidden among transitions that are known to be empty it would be known which."""
    counts = counts_of("A", 0, 6, 0, 0, 9, 0, 1, 0, 8)
    secret = hidden(connection, counts, {})
    assert ("segment_transition", "A / detractor / promoter") in secret
    assert {f"A / {before} / promoter" for before in BANDS} <= {member for _, member in secret}
    assert computed(counts, {}, secret) == []


def test_hiding_small_ones_alone_would_be_found_out(connection: Connection) -> None:
    counts = counts_of("A", 20, 9, 3, 12, 30, 11, 6, 14, 25)
    few = {cell for cell, count in cells_of(counts).items() if 0 < count < 5}
    assert computed(counts, MANY, few) == sorted(few)


@pytest.mark.parametrize("seed", range(12))
def test_in_no_small_world_can_a_hidden_transition_be_computed(connection: Connection, seed: int) -> None:
    source = random.Random(seed)
    sizes = source.choice([(0, 1, 2, 3, 5, 8), (0, 0, 0, 1, 4, 9), (4, 5, 6, 20, 30), (0, 2, 7, 7, 12)])
    counts: Counts = {}
    for segment in "ABC"[: source.randint(1, 3)]:
        counts |= counts_of(segment, *source.choices(sizes, k=9))
    newcomers = {key: source.choice((0, 0, 1, 5)) for key in itertools.product("ABC", BANDS)}
    secret = hidden(connection, counts, newcomers)
    cells = cells_of(counts)
    assert {cell for cell, count in cells.items() if 0 < count < 5} <= secret
    assert computed(counts, newcomers, secret) == []


def test_nobody_can_subtract_where_customers_answer_several_surveys(connection: Connection) -> None:
    """More came to a band than are in it: there is no sum, and nothing is hidden for it."""
    counts = counts_of("A", 20, 20, 20, 20, 20, 20, 20, 20, 20)
    assert hidden(connection, counts, {("A", band): -40 for band in BANDS}) == set()
