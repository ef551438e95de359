"""Nobody learns from the tables of themes what few people wrote, how few they are, or what the few others think."""

import pytest

from tests.attack.attack import computed
from tests.attack.figures import Cell, World, minimum
from tests.attack.hiding import hiding, too_small
from tests.attack.relations import relations_among
from tests.attack.tables import ANSWERS
from tests.attack.test_general_publication import described
from tests.attack.themes import across_themes

pytestmark = pytest.mark.slow


def cells_of(world: World, *beginnings: str) -> list[Cell]:
    """What is published of some metrics, by how their names begin."""
    return sorted(c for c in {c for _, c in world.shown} | world.hidden if c.metric.startswith(beginnings))


def test_the_worlds_have_themes_to_hide(world: World) -> None:
    metrics = {cell.metric.split(" / ")[0] for cell in world.hidden}
    assert {"comments", "comment_nps"} <= metrics
    assert {cell.grain for cell in cells_of(world, "comments / ")} == {"month", "quarter", "year", "all_time"}


def test_no_hidden_theme_follows_from_the_answers_that_there_are(sparse_world: World) -> None:
    """Answers that mention a theme are some of all, and have a comment each. Sample: with everything else."""
    told = cells_of(sparse_world, "comments / ", "comment_nps / ", "nps")
    cells = [cell for cell in told if cell.dimension in ("all", "segment")]
    part = World(sparse_world.shown, sparse_world.hidden & set(cells), sparse_world.truth)
    assert {cell.metric.split(" / ")[0] for cell in part.hidden} == {"comments", "comment_nps", "nps"}
    known = [*relations_among(cell for cell in cells if " / " in cell.metric), *across_themes(cells)]
    facts = [one for one in known if not one.is_suspected and {quantity for (quantity, _), _ in one.terms} == {ANSWERS}]
    assert [line for line in described(computed(part, facts)) if line.split()[1] == f"{ANSWERS}:"] == []


def test_what_is_hidden_of_themes_is_shown_nowhere(world: World) -> None:
    """Nor by a share, how many commented; and who commented is right where a share tells it."""
    shown = {(quantity, cell): value for (quantity, cell), value in world.shown.items() if cell.metric[:7] == "comment"}
    assert [figure for figure in shown if figure[1] in world.hidden] == []
    assert {figure: value for figure, value in shown.items() if value != world.truth[figure]} == {}


def test_the_score_without_a_theme_stands_on_enough_people(world: World) -> None:
    shown = [cell for quantity, cell in world.shown if quantity == ANSWERS and cell.metric.startswith("comment_nps")]
    assert shown
    others = [(cell, world.truth[ANSWERS, cell._replace(metric="nps")] - world.truth[ANSWERS, cell]) for cell in shown]
    assert [cell for cell, left in others if 0 < left < minimum(cell.kind, cell.metric)] == []


def test_hiding_only_themes_that_are_too_small_is_broken(world: World) -> None:
    cells = cells_of(world, "comments / ")
    poor = hiding(world, cells, too_small(world, cells))
    found = computed(poor, [one for one in relations_among(cells) if not one.is_suspected])
    assert {round(poor.truth[figure]) - number for figure, number in found.items()} == {0}
    assert len({cell for _, cell in found}) > 10
