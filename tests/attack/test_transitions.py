"""Nobody computes a hidden transition between bands from all nine, from all segments, or from the published NPS."""

import pytest

from tests.attack.attack import computed
from tests.attack.figures import Cell, World
from tests.attack.hiding import hiding, published, too_small, with_siblings
from tests.attack.relations import Relation, relations_among
from tests.attack.test_general_publication import GENERAL, described, right_ones
from tests.attack.transitions import METRIC, WHOLE, across_transitions, with_bands
from tests.integration.conftest import Installation

DIMENSIONS = ("all", "segment", "transition", "segment_transition")


@pytest.fixture(scope="session")
def banded(attacked: Installation, world: World) -> World:
    """Either world, with the bands that the published intervals tell."""
    return with_bands(world, attacked.published / GENERAL, attacked.warehouse)


def quarters(world: World) -> list[Cell]:
    """The cells of quarters in which both can be, transitions and the NPS that they are some of."""
    cells = published(world, (METRIC, WHOLE))
    return [cell for cell in cells if cell.grain == "quarter" and cell.dimension in DIMENSIONS]


def relations_of(cells: list[Cell]) -> list[Relation]:
    return [*relations_among(cells), *across_transitions(cells)]


def test_what_the_nps_is_said_to_tell_of_transitions_is_true(banded: World) -> None:
    told = [relation for relation in across_transitions(quarters(banded)) if not relation.is_suspected]
    assert len(told) > 50
    wrong = [relation for relation in told if sum(sign * banded.truth[figure] for figure, sign in relation.terms) > 0]
    assert wrong == []
    assert {figure: banded.truth[figure] for figure in banded.shown if figure[0] not in ("answers", "people")} == {
        figure: count for figure, count in banded.shown.items() if figure[0] not in ("answers", "people")
    }


def test_no_hidden_transition_can_be_computed(banded: World) -> None:
    """Nor by one who suspects that everybody answers in every quarter; whoever is wrong in that learns nothing."""
    cells = quarters(banded)
    assert len([cell for cell in cells if cell in banded.hidden and cell.metric == METRIC]) > 50
    found = computed(banded, relations_of(cells), is_suspicious=True)
    assert described(right_ones(banded, found)) == []


def test_hiding_only_transitions_that_are_too_small_is_broken(banded: World) -> None:
    cells = quarters(banded)
    poor = hiding(banded, cells, too_small(banded, cells))
    assert len(computed(poor, relations_of(cells))) > 20


def test_hiding_siblings_alone_is_broken_across_segments(banded: World) -> None:
    cells = quarters(banded)
    poor = hiding(banded, cells, with_siblings(banded, cells))
    assert len(computed(poor, relations_of(cells))) > 10
