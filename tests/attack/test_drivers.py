"""Nobody computes from key_drivers how many answered in a hidden segment or quarter, nor what they said of a driver."""

from typing import Any

import pytest

from dagster_project.statistics.additivity import DRIVER_MODELS
from tests.attack.attack import computed
from tests.attack.figures import Cell, World, minimum, read_world, rows_of
from tests.attack.hiding import hiding, published, too_small, with_siblings
from tests.attack.relations import Relation, relations_among
from tests.attack.tables import ANSWERS, PEOPLE
from tests.attack.test_general_publication import described
from tests.integration.conftest import Installation

WHOLE, PART = DRIVER_MODELS["without_overall_satisfaction"], DRIVER_MODELS["all"]


def cell_of(row: dict[str, Any]) -> Cell:
    """The answers of one model."""
    dimension = "all" if row["segment"] == "all" else "segment"
    keys = (row["survey_kind"], row["period_grain"], row["period_start"], row["period_end"])
    return Cell(DRIVER_MODELS[row["model"]], *keys, dimension, row["segment"])


def read_models(installation: Installation) -> World:
    """What key_drivers shows of its models, and what is behind them."""
    world = World({}, set(), {})
    for row in rows_of(installation.warehouse, "select * from statistics.driver_models"):
        world.truth[PEOPLE, cell_of(row)] = float(row["respondent_count"])
        world.truth[ANSWERS, cell_of(row)] = float(row["answer_count"])
    for row in rows_of(installation.published / "cx_metrics.duckdb", "select * from cx.key_drivers"):
        if row["is_suppressed"]:
            world.hidden.add(cell_of(row))
        else:
            world.shown[PEOPLE, cell_of(row)] = float(row["respondent_count"])
            world.shown[ANSWERS, cell_of(row)] = float(row["answer_count"])
    return world


def among_models(cells: list[Cell]) -> list[Relation]:
    """Sums over segments and quarters; and who is complete for all drivers is so for the smaller set."""
    found = relations_among(cells)
    known = set(cells)
    for part in cells:
        whole = part._replace(metric=WHOLE)
        if part.metric == PART and whole in known:
            found += [Relation((((name, part), 1), ((name, whole), -1)), is_equal=False) for name in (ANSWERS, PEOPLE)]
    return found


def beside_scores(cells: list[Cell], scores: set[Cell]) -> list[Relation]:
    """Whoever is complete has recommended."""
    starts = {cell._replace(start=cell.end): cell for cell in scores}
    found = []
    for cell in cells:
        score = starts.get(cell._replace(metric="nps", start=cell.end))
        if score:
            found += [Relation((((name, cell), 1), ((name, score), -1)), is_equal=False) for name in (ANSWERS, PEOPLE)]
    return found


@pytest.fixture(scope="session")
def models(attacked: Installation) -> World:
    return read_models(attacked)


@pytest.fixture(scope="session")
def sparse_models(sparse: Installation) -> World:
    return read_models(sparse)


def test_the_sparse_world_has_models_to_hide_and_to_show(sparse_models: World) -> None:
    cells = {cell for _, cell in sparse_models.shown}
    assert {cell.metric for cell in cells} == set(DRIVER_MODELS.values()) == {c.metric for c in sparse_models.hidden}
    assert {(cell.grain, cell.dimension) for cell in cells} == {
        (grain, dimension) for grain in ("quarter", "all_time") for dimension in ("all", "segment")
    }
    assert len(sparse_models.hidden) > 5


def test_what_is_said_to_be_known_of_models_is_true(models: World) -> None:
    for relation in among_models(published(models, DRIVER_MODELS.values())):
        if not relation.is_suspected:
            difference = sum(sign * models.truth[figure] for figure, sign in relation.terms)
            assert difference <= 0, relation
            assert not relation.is_equal or difference == 0, relation


def test_no_model_stands_on_too_few_people(models: World) -> None:
    assert too_small(models, {cell for _, cell in models.shown}) == set()


def test_how_many_are_in_a_hidden_model_does_not_follow_from_the_others(models: World) -> None:
    cells = published(models, DRIVER_MODELS.values())
    assert described(computed(models, among_models(cells))) == []


def test_nor_does_it_from_the_scores_beside_them(attacked: Installation, models: World) -> None:
    """Whose NPS is hidden, their drivers are; so that the one tells of the other only what it shows itself."""
    scores = read_world(attacked.published / "cx_metrics.duckdb", attacked.warehouse)
    cells = published(models, DRIVER_MODELS.values())
    beside = {
        cell
        for cell in published(scores, ["nps"])
        if cell.dimension in ("all", "segment") and cell.grain in ("quarter", "all_time")
    }
    both = World(scores.shown | models.shown, beside & scores.hidden | models.hidden, scores.truth | models.truth)
    facts = among_models(cells) + relations_among(beside) + beside_scores(cells, beside)
    told = computed(both, [fact for fact in facts if not fact.is_suspected])
    small = {figure: number for figure, number in told.items() if both.people(figure[1]) < minimum(figure[1].kind)}
    assert described(small) == []


def test_the_sum_of_what_is_said_in_hidden_models_is_of_enough_people(models: World) -> None:
    """Means times counts can be subtracted like counts: what is hidden in a sum has the people that it takes."""
    small = []
    for relation in relations_among(published(models, DRIVER_MODELS.values())):
        (_, whole), *parts = [figure for figure, _ in relation.terms]
        hidden = [cell for _, cell in parts if cell in models.hidden and models.people(cell) > 0]
        is_true = sum(sign * models.truth[figure] for figure, sign in relation.terms) == 0
        if relation.is_equal and is_true and whole not in models.hidden and hidden:
            together = sum(models.people(cell) for cell in hidden)
            if len(hidden) == 1 or together < minimum(whole.kind):
                small.append((whole, hidden))
    assert small[:3] == []


def test_a_hidden_row_of_a_driver_says_nothing(models: World, attacked: Installation) -> None:
    del models
    told = {"survey_kind", "period_grain", "period_start", "period_end", "segment", "model", "driver"}
    told |= {"is_ranked", "is_suppressed", "suppression_reason"}
    rows = rows_of(attacked.published / "cx_metrics.duckdb", "select * from cx.key_drivers where is_suppressed")
    assert {name for row in rows for name, value in row.items() if value is not None} <= told
    assert not any(row["is_ranked"] for row in rows)
    assert len({row["suppression_reason"] for row in rows}) <= 1


def test_hiding_models_poorly_is_broken(sparse_models: World) -> None:
    """The attack itself must find what is there to be found."""
    cells = published(sparse_models, DRIVER_MODELS.values())
    for poor in (too_small(sparse_models, cells), with_siblings(sparse_models, cells)):
        found = computed(hiding(sparse_models, cells, poor), among_models(cells))
        assert {round(sparse_models.truth[figure]) - number for figure, number in found.items()} <= {0}
    assert computed(hiding(sparse_models, cells, too_small(sparse_models, cells)), among_models(cells))
