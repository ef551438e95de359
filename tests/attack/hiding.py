"""Poorer ways to hide, applied to the truth: the attack must break them, else it would prove nothing."""

from collections import defaultdict
from collections.abc import Iterable

from tests.attack.figures import Cell, World, minimum


def published(world: World, metrics: Iterable[str]) -> list[Cell]:
    """The cells of some metrics that have a row in the publication, shown or hidden."""
    return sorted(cell for cell in {cell for _, cell in world.shown} | world.hidden if cell.metric in metrics)


def too_small(world: World, cells: Iterable[Cell]) -> set[Cell]:
    """Only what must be hidden for itself."""
    return {cell for cell in cells if 0 < world.people(cell) < minimum(cell.kind, cell.metric)}


def with_siblings(world: World, cells: Iterable[Cell]) -> set[Cell]:
    """What is too small and, within its dimension and period, the smallest siblings until two reach the minimum."""
    families: dict[tuple[object, ...], list[Cell]] = defaultdict(list)
    for cell in cells:
        families[cell[:6]].append(cell)
    hidden: set[Cell] = set()
    for family in families.values():
        of_size = sorted(
            (cell for cell in family if world.people(cell) > 0), key=lambda cell: (world.people(cell), cell)
        )
        small = too_small(world, of_size)
        for cell in of_size if small else []:
            together = sum(world.people(other) for other in small)
            if cell not in small and (len(small) == 1 or together < minimum(cell.kind, cell.metric)):
                small.add(cell)
        hidden |= small
    return hidden


def hiding(world: World, cells: Iterable[Cell], hidden: set[Cell]) -> World:
    """The same truth with other cells hidden."""
    seen = set(cells) - hidden
    shown = {figure: value for figure, value in world.truth.items() if figure[1] in seen}
    return World(shown, hidden, world.truth)
