"""Which cells are hidden by rule: those on too few people, and what it takes to make every single subtraction useless.

A sum is broken when one hidden cell stands alone in it, or when its whole is visible and the hidden parts together are
fewer people than may be shown. What several sums together give away is for `attack` to find.
"""

import numpy as np

from dagster_project.statistics.relations import Booleans, Integers, Relations


class Hiding:
    """The hidden cells, and for each sum what of it is hidden."""

    def __init__(self, relations: Relations) -> None:
        self.relations = relations
        sums = len(relations.turns)
        self.is_hidden = np.zeros(len(relations.answers), dtype=np.bool_)
        self.is_hidden[relations.count :] = True
        self.hidden = np.zeros(sums, dtype=np.int64)
        self.hidden_people = np.zeros(sums, dtype=np.int64)
        self.is_whole_hidden = np.zeros(sums, dtype=np.bool_)
        # A part without a row hides its neighbours well enough, as far as rules can say.
        unpublished = relations.cells >= relations.count
        self.is_open = np.bincount(relations.sums[unpublished], minlength=sums) > 0
        self.required = np.zeros(sums, dtype=np.int64)
        published = ~unpublished
        np.maximum.at(self.required, relations.sums[published], relations.minimum[relations.cells[published]])

    def hide(self, cells: Integers) -> None:
        """Hide some cells that are visible now, and those that follow them."""
        relations = self.relations
        followers = relations.followers.members[relations.followers.of(cells)[0]]
        cells = np.union1d(cells, followers[~self.is_hidden[followers] & (relations.people[followers] > 0)])
        self.is_hidden[cells] = True
        places, owners = relations.by_cell.of(cells)
        entries = relations.by_cell.members[places]
        sums, is_whole = relations.sums[entries], relations.is_whole[entries]
        np.add.at(self.hidden, sums, 1)
        people = relations.people[cells][owners]
        np.add.at(self.hidden_people, sums[~is_whole], people[~is_whole])
        self.is_whole_hidden[sums[is_whole]] = True

    def is_broken(self, sums: Integers) -> Booleans:
        """Which of some sums give something away."""
        hidden = self.hidden[sums]
        alone = (hidden == 1) & ~self.is_open[sums]
        too_few = (hidden > 0) & ~self.is_whole_hidden[sums] & (self.hidden_people[sums] < self.required[sums])
        return np.asarray(alone | (too_few & ~self.is_open[sums]), dtype=np.bool_)

    def next_cells(self, sums: Integers) -> Integers:
        """For each of some sums one more cell to hide, where it has any.

        Parts before wholes; then cells whose other sums hide something already; then few people; then the keys.
        """
        relations = self.relations
        places, owners = relations.by_sum.of(sums)
        entries = relations.by_sum.members[places]
        cells = relations.cells[entries]
        can_go = ~self.is_hidden[cells]
        can_go[can_go] = relations.people[cells[can_go]] > 0
        owners, entries, cells = owners[can_go], entries[can_go], cells[can_go]
        order = np.lexsort(
            (cells, relations.people[cells], self._sums_to_open(cells), relations.is_whole[entries], owners)
        )
        firsts = np.unique(owners[order], return_index=True)[1]
        return np.unique(cells[order][firsts])

    def _sums_to_open(self, cells: Integers) -> Integers:
        relations = self.relations
        places, owners = relations.by_cell.of(cells)
        sums = relations.sums[relations.by_cell.members[places]]
        is_untouched = (self.hidden[sums] == 0) & ~self.is_open[sums]
        return np.bincount(owners[is_untouched], minlength=len(cells))


def hide_the_few(hiding: Hiding) -> Booleans:
    """Hide every cell on too few people; returns which they are. Nobody at all is no secret."""
    relations = hiding.relations
    is_few = (relations.people > 0) & (relations.people < relations.minimum)
    hiding.hide(np.flatnonzero(is_few))
    return is_few


def hide_neighbours(hiding: Hiding) -> None:
    """In each dimension and period, hide the smallest visible members until those hidden are two, and people enough."""
    relations = hiding.relations
    members = np.flatnonzero((relations.siblings >= 0) & (relations.people > 0))
    people = relations.people[members]
    order = np.lexsort((members, people, ~hiding.is_hidden[members], relations.siblings[members]))
    members, people = members[order], people[order]
    groups = relations.siblings[members]
    begins = (
        np.flatnonzero(np.concatenate([[True], groups[1:] != groups[:-1]])) if len(groups) else np.empty(0, np.int64)
    )
    lengths = np.diff(np.concatenate([begins, [len(groups)]]))
    before = np.cumsum(people) - people
    smaller_people = before - np.repeat(before[begins], lengths)
    smaller_members = np.arange(len(groups)) - np.repeat(begins, lengths)
    has_hidden = np.repeat(hiding.is_hidden[members[begins]], lengths)
    is_needed = has_hidden & ((smaller_members < 2) | (smaller_people < relations.minimum[members]))
    hiding.hide(members[is_needed & ~hiding.is_hidden[members]])


def hide_the_empty(hiding: Hiding) -> None:
    """Hide who is nobody beside those that are hidden, where it would tell how many these are."""
    relations = hiding.relations
    is_hidden = hiding.is_hidden[: relations.count]
    is_beside = np.isin(relations.companies, relations.companies[is_hidden & (relations.companies > 0)])
    hiding.hide(np.flatnonzero(is_beside & (relations.people == 0) & ~is_hidden))


def mend(hiding: Hiding) -> None:
    """Hide until no sum is broken that could be mended, one turn of sums after the other."""
    turns = hiding.relations.turns
    rounds = [np.flatnonzero(turns == turn) for turn in range(int(turns.max(initial=-1)) + 1)]
    is_done = False
    while not is_done:
        is_done = True
        for sums in rounds:
            while len(cells := hiding.next_cells(sums[hiding.is_broken(sums)])):
                hiding.hide(cells)
                is_done = False
