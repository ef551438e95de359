"""The attack: what of the hidden figures follows from the shown ones and from what everybody knows, by programming.

Pure: a world and relations in, computed figures out. A figure is computed when only one whole number can stand in its
place. Every solution that is found widens what is possible for all figures at once, so that few of them are left to be
looked at one by one.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, vstack
from scipy.sparse.csgraph import connected_components

from tests.attack.figures import Figure, World
from tests.attack.relations import Relation
from tests.attack.tables import ANSWERS, PEOPLE, SECRETLY_EMPTY

Vector = np.ndarray[Any, np.dtype[np.float64]]
Places = np.ndarray[Any, np.dtype[np.int64]]
NOTHING_SOLVES, ANSWER_IS_FOUND = 2, 0
AT_MOST = 1e5  # people of a group, far beyond every world of the tests
EXACT, CONTRADICTION = 1e-6, 1e-3
CONTRADICTED = "what is shown contradicts what is known"
PATIENCE, ROUNDS, SEED = 3, 100, 8


@dataclass
class Programme:
    """Unknown figures, and what is known of them: equal @ x = equal_to, less @ x <= less_than, lowest <= x."""

    figures: list[Figure]
    equal: csr_array
    equal_to: Vector
    less: csr_array
    less_than: Vector
    lowest: Vector
    highest: Vector
    suspicions: int = 0  # the last of the unknowns: by how much a suspicion is wrong

    def solve(self, objective: Vector) -> Vector | None:
        """The solution with the least of the objective; None when nothing fits."""
        bounds = np.column_stack([self.lowest, self.highest])
        found: Any = linprog(
            objective,
            A_ub=self.less if len(self.less_than) else None,
            b_ub=self.less_than if len(self.less_than) else None,
            A_eq=self.equal if len(self.equal_to) else None,
            b_eq=self.equal_to if len(self.equal_to) else None,
            bounds=bounds,
            method="highs",
        )
        if found.status == NOTHING_SOLVES:
            return None
        if found.status != ANSWER_IS_FOUND:
            raise ArithmeticError(found.message)
        return np.asarray(found.x, dtype=np.float64)


def computed(world: World, relations: Iterable[Relation], is_suspicious: bool = False) -> dict[Figure, int]:
    """Hidden figures that can be only one whole number, and which. A suspicious mind takes nobody to answer twice."""
    held = [one for relation in relations for one in relation.halves() if is_suspicious or not one.is_suspected]
    found: dict[Figure, int] = {}
    for programme in programmes(world, held):
        if programme.suspicions:
            settled = settle(programme)
            if settled is not None:
                found |= pinned(settled, world)
        else:
            found |= pinned(programme, world)
    return found


def programmes(world: World, relations: list[Relation]) -> list[Programme]:
    """One programme for each set of unknown figures that have to do with each other."""
    rows = [row for row in (reduced(world, relation) for relation in relations) if row[0]]
    figures = sorted({figure for terms, *_ in rows for figure in terms} | hidden_figures(world))
    rows += [row for row in coupled(world, figures) if row[0]]
    place = {figure: number for number, figure in enumerate(figures)}
    ends = [(place[first], place[figure]) for terms, *_ in rows for first in [next(iter(terms))] for figure in terms]
    size = len(figures)
    graph = coo_array((np.ones(len(ends)), tuple(np.array(ends, dtype=int).reshape(-1, 2).T)), shape=(size, size))
    labels: Sequence[int] = connected_components(graph, directed=False)[1] if size else []
    groups: dict[int, list[Figure]] = defaultdict(list)
    for figure, label in zip(figures, labels, strict=True):
        groups[label].append(figure)
    of_group: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        of_group[labels[place[next(iter(row[0]))]]].append(row)
    return [programme_of(world, groups[label], of_group[label]) for label in groups]


Row = tuple[dict[Figure, float], float, Relation]  # the terms that are unknown, what they come to, and why


def reduced(world: World, relation: Relation) -> Row:
    """A relation with what is shown put in."""
    terms: dict[Figure, float] = defaultdict(float)
    known = 0.0
    for figure, sign in relation.terms:
        if figure in world.shown:
            known += sign * world.shown[figure]
        else:
            terms[figure] += sign
    return dict(terms), -known, relation


def coupled(world: World, figures: list[Figure]) -> Iterable[Row]:
    """Nobody is counted who has not answered."""
    for cell in {cell for _, cell in figures}:
        yield reduced(world, Relation((((PEOPLE, cell), 1), ((ANSWERS, cell), -1)), is_equal=False))


def hidden_figures(world: World) -> set[Figure]:
    """What is to be found out."""
    return {(name, cell) for cell in world.hidden for name in (ANSWERS, PEOPLE) if (name, cell) in world.truth}


def programme_of(world: World, figures: list[Figure], rows: list[Row]) -> Programme:
    """A programme in matrices; a suspicion gets an unknown of its own, by how much it is wrong."""
    place = {figure: number for number, figure in enumerate(figures)}
    suspected = [row for row in rows if row[2].is_suspected]
    width = len(figures) + len(suspected)
    wrongs = {id(row): len(figures) + number for number, row in enumerate(suspected)}
    sides = {}
    for is_equal in (True, False):
        chosen = [row for row in rows if row[2].is_equal == is_equal]
        entries = [(line, place[figure], sign) for line, row in enumerate(chosen) for figure, sign in row[0].items()]
        entries += [(line, wrongs[id(row)], -1.0) for line, row in enumerate(chosen) if id(row) in wrongs]
        lines, columns, signs = zip(*entries, strict=True) if entries else ((), (), ())
        matrix = csr_array((np.array(signs, dtype=float), (lines, columns)), shape=(len(chosen), width))
        sides[is_equal] = (matrix, np.array([row[1] for row in chosen], dtype=float))
    # A group that nobody is in is shown with its zero, so that somebody is in one that is hidden, but for transitions.
    secret = SECRETLY_EMPTY if world.hides_the_empty else ()
    is_somebody = [cell in world.hidden and cell.dimension not in secret for _, cell in figures]
    lowest = np.array([float(one) for one in is_somebody] + [0.0] * len(suspected))
    highest = np.full(width, AT_MOST)
    return Programme(figures, *sides[True], *sides[False], lowest, highest, len(suspected))


def settle(programme: Programme) -> Programme | None:
    """The programme with as few suspicions given up as it takes to have a solution; the others hold from now on."""
    known = len(programme.figures)
    objective = np.concatenate([np.zeros(known), np.ones(programme.suspicions)])
    best = programme.solve(objective)
    if best is None:
        return None
    kept = np.flatnonzero(best[known:] < EXACT) + known
    keep = np.setdiff1d(np.arange(len(objective)), kept)
    return Programme(
        programme.figures,
        csr_array(programme.equal[:, keep]),
        programme.equal_to,
        csr_array(programme.less[:, keep]),
        programme.less_than,
        programme.lowest[keep],
        programme.highest[keep],
    )


def narrow(programme: Programme) -> None:
    """Bounds that follow from one row at a time, again and again: plain subtraction finds most of what is found."""
    rows = vstack([programme.equal, -programme.equal, programme.less]).tocoo()
    limits = np.concatenate([programme.equal_to, -programme.equal_to, programme.less_than])
    line, column, sign = rows.row, rows.col, rows.data
    low, high = programme.lowest, programme.highest
    for _ in range(ROUNDS):
        before = high.sum() - low.sum()
        least = sign * np.where(sign > 0, low[column], high[column])
        room = limits[line] - np.bincount(line, least, len(limits))[line] + least
        bound = room / sign
        np.minimum.at(high, column[sign > 0], bound[sign > 0])
        np.maximum.at(low, column[sign < 0], bound[sign < 0])
        if before - (high.sum() - low.sum()) < EXACT:
            break
    crossed = low > high
    if (low - high > CONTRADICTION).any():
        raise ArithmeticError(CONTRADICTED)
    low[crossed] = high[crossed] = ((low + high) / 2)[crossed]


def pinned(programme: Programme, world: World) -> dict[Figure, int]:
    """Which hidden figures have but one possible whole number."""
    is_asked = [cell in world.hidden and world.people(cell) > 0 for _, cell in programme.figures]
    asked = np.flatnonzero(is_asked)
    width = len(programme.lowest)
    narrow(programme)
    low, high = np.full(width, np.inf), np.full(width, -np.inf)
    settled = programme.highest - programme.lowest < EXACT
    low[settled] = high[settled] = programme.lowest[settled]

    def open_ones() -> Places:
        several = np.floor(high[asked] + EXACT) - np.ceil(low[asked] - EXACT) >= 1
        return np.asarray(asked[~several])

    def see(objective: Vector) -> None:
        solution = programme.solve(objective)
        if solution is None:
            raise ArithmeticError(CONTRADICTED)
        np.minimum(low, solution, out=low)
        np.maximum(high, solution, out=high)

    chance = np.random.default_rng(SEED)
    idle = 0
    while idle < PATIENCE:
        waiting = open_ones()
        waiting = waiting[~settled[waiting]]
        if not len(waiting):
            break
        before = len(open_ones())
        objective = np.zeros(width)
        objective[waiting] = chance.normal(size=len(waiting))
        see(objective)
        see(-objective)
        idle = 0 if len(open_ones()) < before else idle + 1
    found: dict[Figure, int] = {}
    for number in open_ones():
        if not settled[number]:
            one = np.zeros(width)
            one[number] = 1.0
            see(one)
            see(-one)
        if np.floor(high[number] + EXACT) - np.ceil(low[number] - EXACT) < 1:
            found[programme.figures[number]] = round((high[number] + low[number]) / 2)
    return found
