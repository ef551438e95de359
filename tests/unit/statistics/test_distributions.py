"""How finely scores are told: by hand, and against one who adds and subtracts everything that is shown in any way."""

import datetime as dt
import itertools
import random

import duckdb
import numpy as np
import pytest

from dagster_project.statistics.distributions import (
    FOREVER,
    Answers,
    Group,
    create_score_pools,
    levels,
    pooled_to,
    write_score_pools,
)

MINIMUM = 5
LEVELS = levels(6)
JANUARY, FEBRUARY, MARCH, JULY = (dt.date(2026, month, 1) for month in (1, 2, 3, 7))
BANDS = (range(7), range(7, 9), range(9, 11))
EVERY = [9] * 11
Lot = tuple[str, dt.date, int]


def answers(lots: dict[Lot, list[int]]) -> Answers:
    """Lots whose answers are of one person each."""
    counts = np.array(list(lots.values()), dtype=np.int64)
    return Answers(list(lots), counts, counts.copy())


def told(lots: dict[Lot, list[int]]) -> dict[Group, int]:
    return pooled_to(answers(lots), MINIMUM, LEVELS)


def in_all_time(lots: dict[Lot, list[int]]) -> int | None:
    return told(lots).get(Group("all", "all_time", None, "all"))


@pytest.mark.parametrize(
    ("lowest", "expected"),
    [
        ([5, 5, 5, 5, 5, 5, 5], 0),
        ([0, 5, 5, 5, 5, 5, 5], 2),
        ([4, 5, 5, 5, 5, 5, 5], 2),
        ([1, 1, 3, 5, 5, 5, 5], 2),
        ([1, 1, 2, 5, 5, 5, 5], 3),
        ([9, 9, 9, 9, 9, 9, 4], 6),
        ([0, 0, 0, 0, 0, 2, 3], 6),
        ([0, 0, 0, 0, 0, 2, 2], None),
    ],
)
def test_low_scores_are_pooled_until_they_are_five(lowest: list[int], expected: int | None) -> None:
    assert in_all_time({("A", JANUARY, FOREVER): [*lowest, 5, 5, 5, 5]}) == expected


def test_a_high_score_of_four_leaves_the_bands_alone() -> None:
    assert in_all_time({("A", JANUARY, FOREVER): [9, 9, 9, 9, 9, 9, 9, 9, 9, 4, 9]}) is None


def test_two_scores_are_never_pooled_since_the_mean_tells_each() -> None:
    assert 1 not in LEVELS


@pytest.mark.parametrize(
    ("lowest", "expected"),
    [
        ([0, 0, 0, 0, 0, 0, 9], None),
        ([0, 0, 0, 0, 0, 1, 9], None),
        ([0, 0, 0, 0, 0, 2, 9], 6),
        ([0, 0, 0, 0, 1, 0, 9], 6),
        ([0, 0, 0, 1, 4, 9, 9], 5),
        ([4, 1, 0, 9, 9, 9, 9], 3),
    ],
)
def test_a_pool_whose_mean_tells_every_answer_is_widened(lowest: list[int], expected: int | None) -> None:
    """Nine sixes and a five are 59 points; nothing else of ten detractors is."""
    assert in_all_time({("A", JANUARY, FOREVER): [*lowest, 9, 9, 9, 9]}) == expected


def test_a_small_segment_is_not_what_the_others_leave_of_the_whole() -> None:
    small = [9] * 10 + [3]
    found = told({("A", JANUARY, FOREVER): EVERY, ("B", JANUARY, FOREVER): EVERY, ("C", JANUARY, FOREVER): small})
    assert Group("all", "all_time", None, "all") in found
    assert {group.member for group in found if group.dimension == "segment"} in ({"A"}, {"B"})


def test_months_are_not_told_beside_a_quarter_that_a_few_answered_twice_in() -> None:
    few = [0] * 10 + [2]
    lots = {("A", JANUARY, FOREVER): EVERY, ("A", JANUARY, 1): few, ("A", FEBRUARY, FOREVER): EVERY}
    found = told(lots)
    assert Group("all", "quarter", JANUARY, "all") in found
    assert Group("all", "month", JANUARY, "all") not in found
    many = {**lots, ("A", JANUARY, 1): EVERY}
    assert Group("all", "month", JANUARY, "all") in told(many)


def test_who_stands_behind_several_answers_is_one_person() -> None:
    one = answers({("A", JANUARY, FOREVER): EVERY})
    one.people[:, 10] = 4
    assert pooled_to(one, MINIMUM, LEVELS) == {}


def random_lots(chance: random.Random) -> dict[Lot, list[int]]:
    """Few segments and months; lots of many, of few and of no answers."""
    lots: dict[Lot, list[int]] = {}
    for segment, month, until in itertools.product("AB", (JANUARY, FEBRUARY, JULY), (1, 5, FOREVER)):
        size = chance.choice((0, 0, 0, 1, 6, 8))
        if size and (month != JULY or until == FOREVER):
            lots[segment, month, until] = [chance.randint(size // 2 + 1, size + 3) for _ in range(11)]
            if chance.random() < 0.3:
                lots[segment, month, until][chance.randrange(11)] = chance.randint(0, 4)
    return lots


def months_left(grain: str, month: dt.date) -> int:
    return {"month": 0, "quarter": 2 - (month.month - 1) % 3, "year": 12 - month.month, "all_time": FOREVER - 1}[grain]


def is_in(lot: Lot, group: Group) -> bool:
    """Written again, so that the code is not tested with itself."""
    segment, month, until = lot
    start = {
        "month": month,
        "quarter": dt.date(month.year, 3 * ((month.month - 1) // 3) + 1, 1),
        "year": dt.date(month.year, 1, 1),
        "all_time": None,
    }[group.grain]
    return group.member in ("all", segment) and start == group.start and until > months_left(group.grain, month)


def every_group(lots: dict[Lot, list[int]]) -> list[Group]:
    starts = [("month", JANUARY), ("month", FEBRUARY), ("month", JULY), ("quarter", JANUARY), ("quarter", JULY)]
    periods: list[tuple[str, dt.date | None]] = [*starts, ("year", JANUARY), ("all_time", None)]
    members = [("all", "all"), ("segment", "A"), ("segment", "B")]
    groups = [Group(dimension, *period, member) for dimension, member in members for period in periods]
    return [group for group in groups if any(is_in(lot, group) for lot in lots)]


def told_numbers(lots: dict[Lot, list[int]], found: dict[Group, int]) -> np.ndarray:
    """What is shown, as rows over all lots and scores: of every group its bands and its mean, of some their scores."""
    rows = []
    for group in every_group(lots):
        members = np.array([is_in(lot, group) for lot in lots], dtype=float)
        weights = [[float(score in band) for score in range(11)] for band in BANDS] + [[float(n) for n in range(11)]]
        if group in found:
            pool = range(found[group] + 1)
            weights += [[float(score in pool) for score in range(11)]]
            weights += [[float(score == one) for score in range(11)] for one in range(found[group] + 1, 11)]
        rows += [np.outer(members, one).ravel() for one in weights]
    return np.array(rows)


def ranges() -> list[tuple[int, int]]:
    """Scores that follow one another within a band, but not a whole band, which the NPS tells."""
    found = []
    for band in BANDS:
        for low, high in itertools.combinations_with_replacement(band, 2):
            if (low, high) != (band[0], band[-1]):
                found.append((low, high))
    return found


@pytest.mark.parametrize("seed", range(24))
def test_no_sum_of_what_is_shown_counts_one_to_four_answers(seed: int) -> None:
    """Whatever set of answers and range of scores: it is no combination of shown numbers, or it is none, or five."""
    generator = random.Random(seed)
    lots = random_lots(generator)
    while not (found := told(lots) if lots else {}):  # a world in which nothing is told by score shows nothing here
        lots = random_lots(generator)
    rows = told_numbers(lots, found)
    basis = np.linalg.svd(rows, full_matrices=False)
    span = basis.Vh[basis.S > 1e-9]
    counts = np.array(list(lots.values()))
    columns = [[low <= n <= high for n in range(11)] for low, high in ranges()]
    for size in range(1, len(lots) + 1):
        for chosen in itertools.combinations(range(len(lots)), size):
            members = np.isin(np.arange(len(lots)), chosen).astype(float)
            cells = np.array([np.outer(members, one).ravel() for one in columns])
            is_known = np.abs(cells - cells @ span.T @ span).max(axis=1) < 1e-7
            for (low, high), known in zip(ranges(), is_known, strict=True):
                people = int(counts[list(chosen), low : high + 1].sum())
                assert not known or people == 0 or people >= MINIMUM, (chosen, low, high, people)


def test_telling_every_group_that_is_large_enough_gives_a_few_away() -> None:
    """The same eyes find what a poorer rule gives away."""
    few = [0] * 10 + [2]
    lots = {("A", JANUARY, FOREVER): EVERY, ("A", JANUARY, 1): few, ("A", FEBRUARY, FOREVER): EVERY}
    rows = told_numbers(lots, dict.fromkeys(every_group(lots), 0))
    basis = np.linalg.svd(rows, full_matrices=False)
    span = basis.Vh[basis.S > 1e-9]
    cell = np.outer([0, 1, 0], [n == 10 for n in range(11)]).ravel().astype(float)
    assert np.abs(cell - cell @ span.T @ span).max() < 1e-7


def test_what_is_decided_is_a_table_of_this_build() -> None:
    with duckdb.connect() as connection:
        connection.execute(
            """create schema raw; create schema intermediate; create schema seeds;
            create table raw.run_parameters as select 'a build' as build_id;
            create table seeds.survey_kinds as select 'relational' as survey_kind, 5 as minimum_group_size;
            create table seeds.nps_bands as
                select n as nps_score, case when n < 7 then -1 when n < 9 then 0 else 1 end as nps_points
                from range(11) as scores (n);
            create table intermediate.int_scores_summed as
                select 'relational' as survey_kind, 'A' as segment, n as nps_score, 99 as months_until_next,
                    1 as window_count, 7 as answers, 7 as people, date '2026-01-01' as month
                from range(11) as scores (n)"""
        )
        for _ in range(2):
            found = write_score_pools(connection)
            rows = connection.execute("select build_id, dimension, period_grain, pooled_to from statistics.score_pools")
            assert len(rows.fetchall()) == len(found["relational"]) == 8
        connection.execute("delete from intermediate.int_scores_summed")
        assert write_score_pools(connection) == {}
        create_score_pools(connection)
        assert connection.execute("from statistics.score_pools").fetchall() == []
