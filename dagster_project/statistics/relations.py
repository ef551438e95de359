"""The same cells and sums as arrays, and which of the cells are hidden: what rules and attack work on.

Cells are numbered in the order of their keys, whatever the order of the rows, so that every choice between equals falls
the same way. Numbers from `count` on are the cells without a row.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dagster_project.ingest.sql import Connection, text_list
from dagster_project.statistics.additivity import ALL, NOT_PARTS

Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]


@dataclass(frozen=True)
class Table:
    """Which cells stand in which group: for each group its cells, one after the other."""

    starts: Integers
    members: Integers

    def of(self, groups: Integers) -> tuple[Integers, Integers]:
        """The entries of some groups, as places in `members`, and for each the place of its group in `groups`."""
        lengths = self.starts[groups + 1] - self.starts[groups]
        owners = np.repeat(np.arange(len(groups)), lengths)
        ends = np.cumsum(lengths)
        places = np.arange(len(owners)) - np.repeat(ends - lengths, lengths) + np.repeat(self.starts[groups], lengths)
        return places, owners


def table(groups: Integers, members: Integers, count: int) -> Table:
    """Sort entries by their group."""
    order = np.argsort(groups, kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(groups, minlength=count))])
    return Table(starts.astype(np.int64), members[order])


@dataclass(frozen=True)
class Relations:
    """Cells with their people and answers, and sums, whose entries are parts and, if there is one, the whole."""

    count: int
    people: Integers  # of published cells
    minimum: Integers
    siblings: Integers  # which period and dimension a cell stands in; -1 where it is the whole, or part of none
    companies: Integers  # beside which cells a published one is hidden although nobody is in it; 0 where it is shown
    answers: Integers  # of all cells
    family: Integers
    sums: Integers  # per entry: of which sum
    cells: Integers  # per entry: which cell
    is_whole: Booleans  # per entry
    turns: Integers  # per sum: which turn it has when sums are mended
    followers: Table  # of each cell those that are hidden with it

    @cached_property
    def by_sum(self) -> Table:
        """The entries of each sum, as numbers of entries."""
        return table(self.sums, np.arange(len(self.sums)), len(self.turns))

    @cached_property
    def by_cell(self) -> Table:
        """The entries of each cell, as numbers of entries."""
        return table(self.cells, np.arange(len(self.cells)), len(self.answers))


def _integers(column: object) -> Integers:
    return np.asarray(column, dtype=np.int64)


def read_relations(connection: Connection) -> Relations:
    """The temporary tables of `cells` as arrays."""
    cells = connection.execute(
        f"""select people, minimum, answers, family, company,
            case when dimension in ({text_list((ALL, *NOT_PARTS))}) then -1
            else dense_rank() over (order by period, dimension) end as siblings
        from suppression_cells order by cell"""
    ).fetchnumpy()
    hidden = connection.execute(
        """select answers, family from (
            select cell, answers, family from suppression_slices
            union all
            select part, answers, family from suppression_nestings where answers is not null
            union all
            select part, answers, family from suppression_ends where answers is not null
            union all
            select part, answers, family from suppression_rests where answers is not null
        ) order by cell"""
    ).fetchnumpy()
    entries = connection.execute(
        """with numbered as (
            select *, dense_rank() over (order by kind, turn, whole, detail) - 1 as sum,
                dense_rank() over (order by kind, turn) - 1 as turn_number
            from suppression_sums
        )
        select sum, turn_number, part as cell, false as is_whole from numbered
        union all
        select distinct sum, turn_number, whole, true from numbered where whole is not null
        order by sum, is_whole, cell"""
    ).fetchnumpy()
    sums = _integers(entries["sum"])
    turns = np.zeros(int(sums.max(initial=-1)) + 1, dtype=np.int64)
    turns[sums] = _integers(entries["turn_number"])
    # What does not mention a theme stands behind all other cells, each in a sum of its own, with its theme.
    without = connection.execute("from suppression_without order by part").fetchnumpy()
    rests = np.arange(len(without["part"]))
    answers = [_integers(rows["answers"]) for rows in (cells, hidden, without)]
    unpublished = len(cells["answers"]) + len(hidden["answers"]) + rests
    led = connection.execute("from suppression_followers order by leader, follower").fetchnumpy()
    return Relations(
        count=len(cells["people"]),
        people=_integers(cells["people"]),
        minimum=_integers(cells["minimum"]),
        siblings=_integers(cells["siblings"]),
        companies=_integers(cells["company"]),
        answers=np.concatenate(answers),
        family=np.concatenate([_integers(rows["family"]) for rows in (cells, hidden, without)]),
        sums=np.concatenate([sums, len(turns) + rests, len(turns) + rests]),
        cells=np.concatenate([_integers(entries["cell"]), _integers(without["part"]), unpublished]),
        is_whole=np.concatenate([np.asarray(entries["is_whole"], dtype=np.bool_), np.zeros(2 * len(rests), np.bool_)]),
        turns=np.concatenate([turns, np.zeros_like(rests)]),
        followers=table(_integers(led["leader"]), _integers(led["follower"]), sum(map(len, answers))),
    )
