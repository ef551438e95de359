"""Tries to compute the hidden cells from the visible ones, and hides more until it fails: linear programming.

A hidden cell is safe when another world looks the same: hidden answers are moved about so that no sum changes, no
hidden cell becomes empty (what is empty is shown, but beside hidden transitions), and the cell itself moves by one
whole answer at least. One program moves many cells at once, in directions drawn at random. Where hidden cells alone
cannot move, visible ones may, at the price of the people on them, and those that do are hidden. What is safe once
stays so, since hiding more only adds worlds.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linprog
from scipy.sparse.csgraph import connected_components

from dagster_project.statistics.relations import Booleans, Integers, Relations
from dagster_project.statistics.rules import Hiding, hide_neighbours, hide_the_empty, mend

Floats = NDArray[np.float64]

# The solver satisfies its constraints to 1e-7: less than this is no movement, and this much short of one answer is one.
TOLERANCE = 1e-6
# A direction that moves fewer than this share of the cells in question is worth a higher price, or other directions.
WORTHWHILE = 0.3
LOWEST_PRICE = 4.0
# Visible cells of more people than this many times the price are left out: they would not pay.
AFFORDABLE = 4.0
FARTHEST = 16.0


def protect(hiding: Hiding, seed: int = 0) -> Integers:
    """Hide until no hidden cell can be computed; returns those that could be even if everything were hidden."""
    relations = hiding.relations
    random = np.random.default_rng(seed)
    is_settled = np.zeros(len(relations.answers), dtype=np.bool_)
    is_settled[relations.count :] = True
    is_settled[: relations.count] = relations.people == 0
    is_lost = np.zeros_like(is_settled)
    hidden = -1
    while hidden < (hidden := int(hiding.is_hidden.sum())):
        hide_the_empty(hiding)
        for family in np.unique(relations.family[hiding.is_hidden & ~is_settled]):
            is_lost[_Attack(hiding, family, is_settled, random).run()] = True
        mend(hiding)
        hide_neighbours(hiding)
    return np.flatnonzero(is_lost)


class _Attack:
    """The cells that can be calculated together, and what is known of them so far."""

    def __init__(self, hiding: Hiding, family: int, is_settled: Booleans, random: np.random.Generator) -> None:
        self.hiding, self.is_settled, self.random = hiding, is_settled, random
        relations = hiding.relations
        is_there = relations.family == family
        is_there[: relations.count] &= (relations.people > 0) | hiding.is_hidden[: relations.count]
        self.cells = np.flatnonzero(is_there)
        self.people = np.concatenate([relations.people, np.zeros(len(relations.answers) - relations.count, np.int64)])
        # What is hidden is known not to be empty, but where the empty is hidden as well.
        companies = np.concatenate([relations.companies, np.ones(len(relations.answers) - relations.count, np.int64)])
        self.is_somebody = companies[self.cells] == 0
        self.sums = _matrix(relations, is_there, self.cells)

    def run(self) -> Integers:
        """Settle every hidden cell of the family; returns those that nothing can protect."""
        price, directions = 0.0, np.zeros(len(self.cells))
        highest = 2.0 * float(self.people[self.cells].max(initial=1))
        is_second_try = False
        while len(open_ := self._open()) and price <= highest:
            if is_second_try:
                directions = -directions
            else:
                directions[:] = 0
            fresh = open_[directions[open_] == 0]
            directions[fresh] = self.random.choice([-1.0, 1.0], len(fresh)) * self.random.uniform(1, 1.2, len(fresh))
            wanted = np.zeros(len(self.cells))
            wanted[open_] = directions[open_]
            gained = self._move(wanted, price, 1.0)
            is_second_try = 0 < gained < WORTHWHILE * len(open_) and not is_second_try
            if gained < WORTHWHILE * len(open_) and not is_second_try:
                price = max(LOWEST_PRICE, 2 * price)
        return self._settle_one_by_one()

    def _settle_one_by_one(self) -> Integers:
        """Settle what no price of many together could: here one cell may cost all the others."""
        lost = []
        price = 1.0 + float(self.people[self.cells].sum())
        while len(open_ := self._open()):
            wanted = np.zeros(len(self.cells))
            wanted[open_[0]] = 1.0
            cell = self.cells[open_[0]]
            if not self._move(wanted, price, FARTHEST) and not self._move(-wanted, price, FARTHEST):
                lost.append(cell)
                self.is_settled[cell] = True
        return np.array(lost, dtype=np.int64)

    def _open(self) -> Integers:
        """The hidden cells that are not settled, as places among the cells of the family."""
        return np.flatnonzero(self.hiding.is_hidden[self.cells] & ~self.is_settled[self.cells])

    def _move(self, wanted: Floats, price: float, farthest: float) -> int:
        """Move cells in the wanted directions for a price; hide what moved, settle what moved far enough."""
        is_hidden = self.hiding.is_hidden[self.cells]
        can_move = np.flatnonzero(is_hidden | (self.people[self.cells] <= AFFORDABLE * price))
        chosen = can_move[_is_connected(self.sums[:, can_move], wanted[can_move] != 0)]
        cost = np.where(is_hidden[chosen], 0.0, self.people[self.cells[chosen]])
        reward = max(price, 1.0) * wanted[chosen]
        moved = np.zeros(len(self.cells))
        relations = self.hiding.relations
        spare = np.maximum(relations.answers[self.cells[chosen]] - self.is_somebody[chosen], 0)
        moved[chosen] = _farthest_world(self.sums[:, chosen], cost, reward, spare, farthest)
        is_far = np.abs(moved) > 1 - TOLERANCE
        gained = int(np.count_nonzero(is_far & (wanted != 0)))
        if gained:
            self.hiding.hide(self.cells[(np.abs(moved) > TOLERANCE) & ~is_hidden])
            self.is_settled[self.cells[is_far]] = True
        return gained


def _matrix(relations: Relations, is_there: Booleans, cells: Integers) -> Any:
    entries = np.flatnonzero(is_there[relations.cells])
    rows = np.unique(relations.sums[entries], return_inverse=True)[1]
    columns = np.searchsorted(cells, relations.cells[entries])
    signs = np.where(relations.is_whole[entries], -1.0, 1.0)
    return sparse.csc_array((signs, (rows, columns)), shape=(int(rows.max(initial=-1)) + 1, len(cells)))


def _is_connected(sums: Any, cells: Booleans) -> Booleans:
    """Which columns are joined to some cells by sums: the others cannot matter to them."""
    both = sparse.block_array([[None, sums], [sums.T, None]])
    parts = connected_components(both, directed=False)[1][sums.shape[0] :]
    return np.asarray(np.isin(parts, parts[cells]), dtype=np.bool_)


def _farthest_world(sums: Any, cost: Floats, reward: Floats, spare: Integers, farthest: float) -> Floats:
    """How far each cell moves in the best other world that has the same sums and takes no more than can be spared."""
    sums = sums.tocsr()
    sums = sums[np.flatnonzero(np.diff(sums.indptr))]
    found = linprog(
        np.concatenate([cost - reward, cost + reward]),
        A_eq=sparse.hstack([sums, -sums]),
        b_eq=np.zeros(sums.shape[0]),
        bounds=np.column_stack(
            [
                np.zeros(2 * len(cost)),
                np.concatenate([np.full(len(cost), farthest), np.minimum(spare, farthest)]),
            ]
        ),
        method="highs-ds",
    )
    if found.x is None:
        raise RuntimeError(f"the attack on hidden cells was not finished: {found.message}")
    up, down = np.split(np.asarray(found.x), 2)
    return np.asarray(up - down, dtype=np.float64)
