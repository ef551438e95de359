"""How finely the recommendation scores of each group may be told, so that no few answers can be told apart.

A group is a period of all customers or of a segment. Its low scores are pooled, from 0 up to some score, as far as it
takes; where no pooling will do, it is not taken, and shows its three bands, which its NPS tells anyway. Groups overlap,
and what their distributions differ in are sets of answers as well. A group is taken only if every set of answers that
the groups taken so far tell apart is empty, or has people enough at every score, or pool of scores, that is told.
docs/metrics/score_distribution.md argues why that suffices; how many answers there are is for dbt to say.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np

from dagster_project.ingest.sql import Connection
from dagster_project.statistics.additivity import ALL
from dagster_project.statistics.relations import Booleans, Integers

SCORES, KINDS, BANDS = "intermediate.int_scores_summed", "seeds.survey_kinds", "seeds.nps_bands"
SCORE_COUNT = 11
SEGMENT, ALL_TIME, YEAR, QUARTER, MONTH = "segment", "all_time", "year", "quarter", "month"
# Who comes first may be told more finely: the whole before its parts, months last. Trailing windows are never told by
# score: they differ from their months by a few days.
ORDER = (
    (ALL, ALL_TIME),
    (ALL, YEAR),
    (ALL, QUARTER),
    (SEGMENT, QUARTER),
    (SEGMENT, YEAR),
    (SEGMENT, ALL_TIME),
    (ALL, MONTH),
    (SEGMENT, MONTH),
)
FOREVER = 99  # months until the next answer where none follows, as in dbt's macro `months_until`
# The mean tells the sum of what is pooled. One point above the least or below the most that it can be, and it is known
# who answered what; from two points on there are two ways to come to it.
ROOM = 2

_CREATE = """
    create schema if not exists statistics;
    create table if not exists statistics.score_pools (
        build_id varchar, survey_kind varchar, period_grain varchar, dimension varchar, member varchar,
        pooled_to integer, period_start date
    )
"""


class Group(NamedTuple):
    """A period of all, or of a segment; all time has no start."""

    dimension: str
    grain: str
    start: date | None
    member: str


@dataclass(frozen=True)
class Answers:
    """Answers of one kind of survey, in lots that lie in the same groups: by score 0, 1, .. 10, and people."""

    lots: list[tuple[str, date, int]]  # segment, month, months until the customer's next answer
    counts: Integers  # per lot and score
    people: Integers  # the same, no more than there are


@dataclass
class _Sets:
    """The sets of answers that can be told apart where low scores are pooled to one level; 0 is what is in no group."""

    pooled_to: int
    counts: Integers  # per lot: all answers, those that are pooled, the sum of their scores; then people by score
    of_lot: Integers
    totals: list[Integers] = field(default_factory=list)

    def parts(self, lots: Integers) -> tuple[Integers, Integers, Integers, Integers]:
        """Which sets some lots lie in, in which of those each does, and what of each set is among them and is not."""
        sets, places = np.unique(self.of_lot[lots], return_inverse=True)
        inside = np.zeros((len(sets), self.counts.shape[1]), dtype=np.int64)
        np.add.at(inside, places, self.counts[lots])
        return sets, places, inside, np.array([self.totals[one] for one in sets]) - inside

    def split(self, lots: Integers) -> None:
        """Tell some lots apart from all others."""
        sets, places, inside, outside = self.parts(lots)
        numbers = sets.copy()
        for place, one in enumerate(sets):
            if one == 0 or outside[place, 0] > 0:
                numbers[place] = len(self.totals)
                self.totals.append(inside[place])
                self.totals[one] = outside[place]
        self.of_lot[lots] = numbers[places]


def create_score_pools(connection: Connection) -> None:
    """Make the empty table where there is none: dbt reads it, also in a warehouse that no run has finished."""
    connection.execute(_CREATE)


def write_score_pools(connection: Connection) -> dict[str, dict[Group, int]]:
    """Decide anew how finely groups are told, and replace the table in one transaction."""
    create_score_pools(connection)
    highest = connection.execute(f"select max(nps_score) filter (where nps_points < 0) from {BANDS}").fetchall()[0][0]
    minimum = dict(connection.execute(f"select survey_kind, minimum_group_size from {KINDS}").fetchall())
    found = {
        kind: pooled_to(answers, minimum[kind], levels(highest)) for kind, answers in read_answers(connection).items()
    }
    rows = [(kind, *group, level) for kind, groups in found.items() for group, level in groups.items()]
    connection.execute("begin")
    try:
        connection.execute("delete from statistics.score_pools")
        if rows:
            connection.executemany(
                """insert into statistics.score_pools
                (build_id, survey_kind, dimension, period_grain, period_start, member, pooled_to)
                values ((select build_id from raw.run_parameters), ?, ?, ?, ?, ?, ?)""",
                sorted(rows, key=str),
            )
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise
    return found


def levels(highest: int) -> tuple[int, ...]:
    """Up to which scores may be pooled, the finest first. Of two that are pooled the mean score tells each."""
    return (0, *range(2, highest + 1))


def read_answers(connection: Connection) -> dict[str, Answers]:
    """What dbt summed, by kind of survey."""
    rows = connection.execute(
        f"""select survey_kind, segment, month, months_until_next, nps_score, sum(people), sum(answers)
        from {SCORES} group by all order by all"""
    ).fetchall()
    kinds: dict[str, dict[tuple[str, date, int], Integers]] = defaultdict(dict)
    for kind, segment, month, until, score, people, answers in rows:
        both = kinds[kind].setdefault((segment, month, until), np.zeros((2, SCORE_COUNT), dtype=np.int64))
        both[:, score] += (answers, people)
    found = {}
    for kind, lots in kinds.items():
        counts = np.array(list(lots.values()))
        found[kind] = Answers(list(lots), counts[:, 0], counts[:, 1])
    return found


def pooled_to(answers: Answers, minimum: int, allowed: Iterable[int]) -> dict[Group, int]:
    """For each group that may be told by score, up to which score its low ones are pooled; the finest that is safe."""
    sets = {}
    for level in allowed:
        counts = _pooled(answers, level)
        sets[level] = _Sets(level, counts, np.zeros(len(counts), dtype=np.int64), [counts.sum(axis=0)])
    groups = _groups(answers)
    waiting = sorted(groups, key=lambda group: (ORDER.index(group[:2]), str(group)))
    taken: dict[Group, int] = {}
    # What others tell together is told itself: a group that was refused may be one of those at last.
    is_done = False
    while not is_done:
        is_done = True
        for group in [one for one in waiting if one not in taken]:
            lots = groups[group]
            for level in sets:
                coarser = [one for number, one in sets.items() if number >= level]
                if all(_is_safe(one, lots, minimum) for one in coarser):
                    taken[group], is_done = level, False
                    for one in coarser:
                        one.split(lots)
                    break
    return taken


def _is_safe(sets: _Sets, lots: Integers, minimum: int) -> bool:
    """Whether a group can be told beside those that are told already: itself, and what it tells apart."""
    if not _are_told(sets.counts[lots].sum(axis=0)[None], sets.pooled_to, minimum).all():
        return False
    numbers, _, inside, outside = sets.parts(lots)
    is_left = _are_told(outside, sets.pooled_to, minimum) | (numbers == 0)
    return bool((_are_told(inside, sets.pooled_to, minimum) & is_left).all())


def _are_told(counts: Integers, pooled_to: int, minimum: int) -> Booleans:
    """Which sets of answers are empty, or have people enough everywhere and a pool whose mean tells none of it."""
    answers, pooled, score_sum = counts[:, :3].T
    is_enough = (counts[:, 3:] >= minimum).all(axis=1)
    is_mixed = (score_sum >= ROOM) & (pooled_to * pooled - score_sum >= ROOM) if pooled_to else True
    return np.asarray((answers == 0) | (is_enough & is_mixed), dtype=np.bool_)


def _pooled(answers: Answers, level: int) -> Integers:
    scores = np.arange(level + 1)
    pooled = answers.counts[:, : level + 1]
    people = answers.people[:, : level + 1].sum(axis=1), answers.people[:, level + 1 :]
    return np.column_stack([answers.counts.sum(axis=1), pooled.sum(axis=1), pooled @ scores, *people])


def _groups(answers: Answers) -> dict[Group, Integers]:
    """The lots of each group: an answer counts in a period if no other of the customer follows before its end."""
    found: dict[Group, list[int]] = defaultdict(list)
    for lot, (segment, month, until) in enumerate(answers.lots):
        quarter = month.replace(month=month.month - (month.month - 1) % 3)
        periods = {
            MONTH: (month, 0),
            QUARTER: (quarter, quarter.month + 2 - month.month),
            YEAR: (month.replace(month=1), 12 - month.month),
            ALL_TIME: (None, FOREVER - 1),
        }
        for grain, (start, months_left) in periods.items():
            if until > months_left:
                found[Group(ALL, grain, start, ALL)].append(lot)
                found[Group(SEGMENT, grain, start, segment)].append(lot)
    return {group: np.array(lots) for group, lots in found.items()}
