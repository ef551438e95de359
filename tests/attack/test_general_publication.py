"""Nobody computes a hidden figure from the general publication: all of it is attacked at once, by linear programming.

Whole runs only. That the suppression holds in thousands of small worlds is shown beside its code.
"""

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any

import pytest

from tests.attack.attack import computed
from tests.attack.figures import (
    KEYS,
    Cell,
    Figure,
    Nesting,
    World,
    cell_of,
    minimum,
    read_nestings,
    read_world,
    rows_of,
    wide_figures,
)
from tests.attack.hiding import hiding, published, too_small, with_siblings
from tests.attack.relations import Relation, relations_among
from tests.attack.tables import ANSWERS, WIDE
from tests.attack.themes import TABLES, across_themes, add_themes
from tests.integration.conftest import Installation

GENERAL = "cx_metrics.duckdb"
BANDED = ("customers", "band_customers")
# Tables whose counts are of files, submissions or windows that are no periods, or of models: each has a test
# of its own, below or in test_initiatives and test_drivers. What is told of single scores is in test_distributions.
COUNTLESS = {"data_quality", "exclusion_ledger", "initiative_roi", "key_drivers", "publication", "touchpoint_coverage"}
SCORES = {"score_distribution"}


def known_relations(world: World, nestings: list[Nesting]) -> list[Relation]:
    cells = sorted({cell for _, cell in world.shown} | world.hidden)
    return [*relations_among(cells, nestings), *across_themes(cells)]


def is_subtraction(relation: Relation) -> bool:
    """What follows from answers alone: sums, parts of wholes, and that a last answer is that of longer periods, too."""
    return relation.is_subtraction and len({cell.metric for (_, cell), _ in relation.terms}) == 1


def right_ones(world: World, found: dict[Figure, int]) -> dict[Figure, int]:
    """What was computed and is true; a suspicion can be wrong, and then nothing is learnt from it."""
    return {figure: number for figure, number in found.items() if round(world.truth[figure]) == number}


def described(found: dict[Figure, int]) -> list[str]:
    """What was computed, to be read."""
    return [
        f"{number} {quantity}: {cell.metric} {cell.kind} {cell.grain} {cell.start} {cell.dimension} {cell.member}"
        for (quantity, cell), number in found.items()
    ]


def rows(installation: Installation, table: str, condition: str = "true") -> list[dict[str, Any]]:
    return rows_of(installation.published / GENERAL, f"select * from cx.{table} where {condition}")


def test_the_worlds_have_something_to_hide(world: World) -> None:
    assert len(world.hidden) > 100
    assert len({(cell.metric, cell.grain) for cell in world.hidden}) > 5


def test_every_general_table_is_known_to_the_attack(attacked: Installation) -> None:
    tables = attacked.query("select table_name from duckdb_tables() where schema_name = 'cx'", GENERAL)
    assert {name for (name,) in tables} == {"metric_values", *WIDE, *TABLES, *SCORES, *COUNTLESS}


def test_what_everybody_is_said_to_know_is_true(world: World, nestings: list[Nesting]) -> None:
    wrong = []
    for relation in known_relations(world, nestings):
        if not relation.is_suspected:
            difference = sum(sign * world.truth[figure] for figure, sign in relation.terms)
            if difference > 0 or (relation.is_equal and difference != 0):
                wrong.append((difference, relation))
    assert wrong[:3] == []


def test_no_hidden_figure_can_be_computed_by_subtraction(world: World, nestings: list[Nesting]) -> None:
    """Across members, pairs of members, periods, windows, periods with one end, tables, groups that lie in others."""
    facts = [relation for relation in known_relations(world, nestings) if is_subtraction(relation)]
    assert described(computed(world, facts)) == []


def test_no_hidden_band_is_what_is_left_of_its_segment(world: World) -> None:
    """Customers of a segment are in a band or in none, which is no subtraction within one metric."""
    cells = published(world, BANDED)
    assert {cell.metric for cell in cells} == set(BANDED) == {cell.metric for cell in world.hidden & set(cells)}
    assert described(computed(world, relations_among(cells))) == []


def test_in_the_sample_no_other_fact_tells_a_hidden_figure_either(sample: Installation) -> None:
    """Nor that people are no more than answers, or customers of a month those of the day before. Sparse: 0014."""
    general = sample.published / GENERAL
    world = add_themes(read_world(general, sample.warehouse), general, sample.warehouse)
    relations = known_relations(world, read_nestings(sample.warehouse))
    assert described(computed(world, [relation for relation in relations if not relation.is_suspected])) == []


def test_hidden_groups_that_can_be_subtracted_together_have_the_people_that_it_takes(
    world: World, nestings: list[Nesting]
) -> None:
    small = {}
    for relation in known_relations(world, nestings):
        (_, whole), *parts = [figure for figure, _ in relation.terms]
        hidden = [cell for _, cell in parts if cell in world.hidden]
        # Who subtracts where somebody answered twice gets a wrong number, and learns nothing.
        is_true = sum(sign * world.truth[figure] for figure, sign in relation.terms) == 0
        if relation.is_equal and is_true and whole not in world.hidden and hidden:
            together = sum(world.people(cell) for cell in hidden)
            if len(hidden) == 1 or together < minimum(whole.kind, whole.metric):
                small[whole] = hidden
    assert dict(list(small.items())[:3]) == {}


def test_no_group_with_too_few_people_is_counted(world: World) -> None:
    assert too_small(world, {cell for _, cell in world.shown}) == set()


def test_a_suppressed_row_has_no_figure_in_any_column(attacked: Installation) -> None:
    told = {*KEYS.split(", "), "is_suppressed", "suppression_reason"}
    hidden = rows(attacked, "metric_values", "is_suppressed")
    assert hidden
    assert {name for row in hidden for name, value in row.items() if value is not None and name not in told} == set()


def test_the_reason_does_not_tell_small_groups_from_those_that_protect_them(attacked: Installation) -> None:
    reasons = defaultdict(set)
    for row in rows(attacked, "metric_values", "is_suppressed"):
        reasons[minimum(row["survey_kind"])].add(row["suppression_reason"])
    assert {size: len(texts) for size, texts in reasons.items()} == dict.fromkeys(reasons, 1)


def test_what_one_table_hides_no_other_table_shows(attacked: Installation, world: World) -> None:
    told = Counter(
        column
        for cell, column, _, value in wide_figures(attacked.published / GENERAL)
        if value is not None and (cell in world.hidden or 0 < world.people(cell) < minimum(cell.kind, cell.metric))
    )
    assert told == Counter()


def before(cell: Cell) -> Cell:
    """The cell of the period before, of the same grain."""
    last = cell.start - timedelta(days=1)
    if cell.grain == "trailing_90_days":
        end = cell.end.replace(day=1) - timedelta(days=1)
        return cell._replace(start=end - timedelta(days=89), end=end)
    months = {"month": 1, "quarter": 3, "year": 12}[cell.grain]
    year, month = divmod(cell.start.year * 12 + cell.start.month - 1 - months, 12)
    return cell._replace(start=date(year, month + 1, 1), end=last)


def test_a_change_does_not_tell_what_is_hidden_before_it(attacked: Installation, world: World) -> None:
    changed = rows(attacked, "metric_values", "(previous_value is not null or change is not null)")
    cells = [cell_of(row) for row in changed]
    assert {cell.grain for cell in cells} == {"month", "quarter", "year", "trailing_90_days"}
    assert [cell for cell in cells if (ANSWERS, before(cell)) not in world.shown] == []


def test_a_difference_to_the_rest_is_to_enough_people(attacked: Installation, world: World) -> None:
    compared = [cell_of(row) for row in rows(attacked, "metric_values", "difference_to_rest is not null")]
    wholes = [cell._replace(dimension="all", member="all") for cell in compared]
    assert compared
    assert [cell for cell, whole in zip(compared, wholes, strict=True) if (ANSWERS, whole) not in world.shown] == []
    rest = [
        world.truth[ANSWERS, whole] - world.truth[ANSWERS, cell] for cell, whole in zip(compared, wholes, strict=True)
    ]
    assert min(rest) >= minimum("none")


def test_employees_are_in_metric_values_only_and_by_unit_at_most(sparse: Installation) -> None:
    shown = sparse.query(
        "select dimension, count(*) from cx.metric_values where survey_kind = 'employee' group by dimension", GENERAL
    )
    assert {dimension for dimension, _ in shown} == {"all", "unit"}
    for table in {*WIDE, "exclusion_ledger", "touchpoint_coverage"}:
        told = [value for row in rows(sparse, table) for value in row.values() if isinstance(value, str)]
        assert {"employee", "staff", "Board"} & set(told) == set()


def test_the_exclusion_ledger_counts_no_kind_with_too_few_people(sparse: Installation) -> None:
    counted = rows(sparse, "exclusion_ledger", "exclusion_reason = 'counted' and submission_count is not null")
    assert counted
    assert min(row["submission_count"] for row in counted) >= minimum("none")


# The attack itself: it must find what is there to be found.


@pytest.fixture(scope="session")
def cells(sparse_world: World) -> list[Cell]:
    """What is published of two metrics, one of each way of counting."""
    return published(sparse_world, ("nps", "csat"))


def test_hiding_only_what_is_too_small_is_broken_in_most_cells(sparse_world: World, cells: list[Cell]) -> None:
    poor = hiding(sparse_world, cells, too_small(sparse_world, cells))
    found = computed(poor, relations_among(cells))
    assert {round(poor.truth[figure]) - number for figure, number in found.items()} == {0}
    assert len({cell for _, cell in found}) > len(poor.hidden) / 2


def test_hiding_only_bands_that_are_too_small_is_broken_by_their_segment(sparse_world: World) -> None:
    banded = published(sparse_world, BANDED)
    poor = hiding(sparse_world, banded, too_small(sparse_world, banded))
    found = computed(poor, relations_among(banded))
    assert {round(poor.truth[figure]) - number for figure, number in found.items()} == {0}
    assert len({cell for _, cell in found}) > 10


def test_hiding_siblings_within_a_dimension_and_period_is_broken_across_them(
    sparse_world: World, cells: list[Cell]
) -> None:
    poor = hiding(sparse_world, cells, with_siblings(sparse_world, cells))
    segments = [cell for cell in cells if cell.grain == "month" and cell.dimension in ("all", "segment")]
    alone = hiding(sparse_world, segments, {cell for cell in poor.hidden if cell in segments})
    answers = [relation for relation in relations_among(segments) if relation.terms[0][0][0] == ANSWERS]
    assert described(computed(alone, answers)) == []
    found = computed(poor, relations_among(cells))
    assert {round(poor.truth[figure]) - number for figure, number in found.items()} == {0}
    assert len({cell for _, cell in found}) > 20


def test_one_who_suspects_that_nobody_answers_twice_computes_more(sparse_world: World, cells: list[Cell]) -> None:
    relational = [cell for cell in cells if cell.metric == "nps"]
    poor = hiding(sparse_world, relational, with_siblings(sparse_world, relational))
    relations = relations_among(relational)
    suspicious = right_ones(poor, computed(poor, relations, is_suspicious=True))
    assert len(suspicious) > len(computed(poor, relations))
