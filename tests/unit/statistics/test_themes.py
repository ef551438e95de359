"""What is hidden of themes: the worked examples of docs/metrics/open_comments.md, and small worlds under attack."""

import datetime as dt
import itertools
from collections.abc import Iterator

import duckdb
import numpy as np
import pytest
from scipy.optimize import linprog

from dagster_project.ingest.sql import Connection
from tests.unit.statistics.worlds import Key, hidden, hidden_members, make_figures, month_of

PRICE, SCORE = "comments / price", "comment_nps / price"
QUARTER = (dt.date(2026, 1, 1), dt.date(2026, 3, 31))


@pytest.fixture
def connection() -> Iterator[Connection]:
    with duckdb.connect() as opened:
        yield opened


def test_comments_are_hidden_below_eight(connection: Connection) -> None:
    make_figures(connection, month_of(PRICE, "none", 1, "segment", A=7, B=8, C=20))
    assert hidden_members(connection) == [f"{PRICE} 1 segment A", f"{PRICE} 1 segment B"]


def test_themes_are_no_parts_of_each_other(connection: Connection) -> None:
    rows = month_of("comments", "none", 1, "all", all=30) + month_of(PRICE, "none", 1, "all", all=7)
    make_figures(connection, rows + month_of("comments / ease", "none", 1, "all", all=23))
    assert hidden_members(connection) == [f"{PRICE} 1 all all"]


def test_the_score_of_a_theme_is_told_only_where_the_theme_is(connection: Connection) -> None:
    """B protects A, so that its score goes as well, and another one with it."""
    rows = month_of(PRICE, "none", 1, "segment", A=3, B=20, C=40, D=50)
    make_figures(connection, rows + month_of(SCORE, "relational", 1, "segment", B=20, C=40, D=30))
    told = [f"{SCORE} 1 segment B", f"{SCORE} 1 segment D", f"{PRICE} 1 segment A", f"{PRICE} 1 segment B"]
    assert hidden_members(connection) == told


def test_a_theme_is_told_where_its_score_is_hidden(connection: Connection) -> None:
    rows = month_of(PRICE, "none", 1, "segment", A=20, B=30)
    make_figures(connection, rows + month_of(SCORE, "relational", 1, "segment", A=3, B=30))
    assert hidden_members(connection) == [f"{SCORE} 1 segment A", f"{SCORE} 1 segment B"]


def test_all_time_of_scores_may_begin_before_that_of_comments(connection: Connection) -> None:
    rows = [(PRICE, "none", "all_time", QUARTER[0], QUARTER[1], "all", "all", 7)]
    rows += [(SCORE, "relational", "all_time", dt.date(2020, 1, 1), QUARTER[1], "all", "all", 9)]
    make_figures(connection, rows)
    assert hidden_members(connection) == [f"{SCORE} all_time all all", f"{PRICE} all_time all all"]


def test_no_theme_has_more_answers_than_there_are(connection: Connection) -> None:
    """A and B are 26 together, and no more than six and twenty: a third has to go."""
    rows = month_of("nps", "transactional", 1, "segment", A=6, B=20, C=60)
    rows += month_of("nps", "transactional", 1, "all", all=86)
    rows += month_of(SCORE, "transactional", 1, "segment", A=6, B=20, C=30)
    make_figures(connection, rows + month_of(SCORE, "transactional", 1, "all", all=56))
    assert hidden_members(connection) == [f"{SCORE} 1 segment {member}" for member in "ABC"]


Cells = dict[tuple[object, str], int]  # month or quarter, segment or all


def whole_of(months: Cells) -> Cells:
    """With the quarter and all segments."""
    found: Cells = {}
    for (month, segment), count in months.items():
        for cell in itertools.product((month, "quarter"), (segment, "all")):
            found[cell] = found.get(cell, 0) + count
    return found


def rows_of(metric: str, counts: Cells) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for (period, segment), count in counts.items():
        dimension = "all" if segment == "all" else "segment"
        if isinstance(period, int):
            rows += month_of(metric, "transactional", period, dimension, **{segment: count})
        else:
            rows.append((metric, "transactional", "quarter", *QUARTER, dimension, segment, count))
    return rows


def computed(themed: Cells, answers: Cells, secret: set[tuple[object, str]]) -> list[tuple[object, str]]:
    """What can be only one number, for somebody who knows every score and that a hidden theme has been mentioned."""
    leaves = [cell for cell in themed if isinstance(cell[0], int) and cell[1] != "all"]
    sums = {
        cell: [float(cell[0] in (leaf[0], "quarter") and cell[1] in (leaf[1], "all")) for leaf in leaves]
        for cell in themed
    }
    shown = [cell for cell in themed if cell not in secret]
    bounds = [(float(leaf in secret), float(answers[leaf] if leaf in secret else themed[leaf])) for leaf in leaves]
    found = []
    for cell in secret:
        ends = [
            linprog(
                sign * np.array(sums[cell]),
                A_eq=np.array([sums[one] for one in shown]) if shown else None,
                b_eq=np.array([themed[one] for one in shown], dtype=float) if shown else None,
                bounds=bounds,
            )
            for sign in (1, -1)
        ]
        if abs(ends[0].fun + ends[1].fun) < 1 - 1e-6:
            found.append(cell)
    return found


def world(seed: int) -> tuple[Cells, Cells]:
    """Answers that mention a theme, and all of them, of four segments in three months: never few in all."""
    chance = np.random.default_rng(seed)
    leaves: list[tuple[object, str]] = list(itertools.product((1, 2, 3), "ABCD"))
    answers = {leaf: int(chance.choice([8, 9, 12, 20, 40])) for leaf in leaves}
    themed = {leaf: min(int(chance.choice([1, 3, 7, 8, 11, 20, 40])), answers[leaf]) for leaf in leaves}
    return whole_of(themed), whole_of(answers)


def cell_of(key: Key) -> tuple[object, str]:
    return (key[3].month if key[2] == "month" else "quarter", key[6])


@pytest.mark.parametrize("seed", range(8))
def test_in_no_small_world_is_a_hidden_theme_computed_from_sums_and_scores(connection: Connection, seed: int) -> None:
    themed, answers = world(seed)
    make_figures(connection, rows_of("nps", answers) + rows_of(SCORE, themed))
    secret = {cell_of(key) for key in hidden(connection)}
    assert {cell for cell, count in themed.items() if count < 8} < secret
    assert computed(themed, answers, secret) == []


def test_hiding_only_what_is_too_small_is_broken_in_most_small_worlds() -> None:
    worlds = [world(seed) for seed in range(8)]
    found = [computed(themed, answers, {cell for cell in themed if themed[cell] < 8}) for themed, answers in worlds]
    assert sum(map(bool, found)) > 4
