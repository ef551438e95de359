"""Nobody who has the whole publication can compute a hidden figure: tried by one who knows nothing of the engine."""

import datetime as dt
import itertools
import random
from collections.abc import Iterator, Sequence

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.ingest.sql import Connection
from dagster_project.statistics.cells import create_cells
from dagster_project.statistics.relations import read_relations
from dagster_project.statistics.rules import Hiding, hide_neighbours, hide_the_few
from tests.unit.statistics.attacker import Attacker
from tests.unit.statistics.worlds import KINDS, collect, hidden, make_answers, nest

DIMENSIONS = ("segment", "touchpoint", "channel")
FIRST = dt.date(2025, 11, 1)
Answer = tuple[dt.date, tuple[str, str, str]]


@pytest.fixture
def connection() -> Iterator[Connection]:
    with duckdb.connect() as opened:
        yield opened


def publish(connection: Connection, answers: Sequence[Answer]) -> None:
    make_answers(connection, DIMENSIONS, answers)
    collect(connection, "answers", DIMENSIONS, max(day for day, _ in answers).isoformat())


def drawn(seed: int, count: int, days: int) -> list[Answer]:
    source = random.Random(seed)
    return [
        (
            FIRST + dt.timedelta(source.randrange(days)),
            (
                source.choices(["A", "B / b", "C"], [8, 3, 1])[0],
                source.choices(["buy", "help"], [2, 1])[0],
                source.choices(["web", "mail", "phone"], [6, 2, 1])[0],
            ),
        )
        for _ in range(count)
    ]


answers = st.lists(
    st.tuples(
        st.integers(0, 150).map(lambda days: FIRST + dt.timedelta(days)),
        st.tuples(st.sampled_from("AAABC"), st.sampled_from(["buy", "buy", "help"]), st.sampled_from(["web", "mail"])),
    ),
    min_size=1,
    max_size=60,
)


@settings(max_examples=15, deadline=None)
@given(answers)
def test_in_no_small_world_can_a_hidden_figure_be_computed(answers: list[Answer]) -> None:
    with duckdb.connect() as connection:
        publish(connection, answers)
        assert Attacker(connection, DIMENSIONS, hidden(connection)).computed() == []


@pytest.mark.parametrize(("seed", "count", "days"), [(1, 150, 120), (2, 400, 120), (3, 60, 31)])
def test_in_a_fuller_world_neither(connection: Connection, seed: int, count: int, days: int) -> None:
    publish(connection, drawn(seed, count, days))
    found = hidden(connection)
    assert found
    assert Attacker(connection, DIMENSIONS, found).computed() == []


PLACES = {"shop": "buy", "till": "buy", "desk": "help", "web": "visit"}
NESTINGS = [("survey", survey, "touchpoint", place) for survey, place in PLACES.items()]


@pytest.mark.parametrize("seed", range(5))
def test_nor_by_one_who_knows_that_each_survey_is_used_at_one_touchpoint(connection: Connection, seed: int) -> None:
    source = random.Random(seed)
    surveys = {"buy": ["shop", "till"], "help": ["desk"], "visit": ["web"]}
    places = source.choices(["buy", "help", "visit"], [4, 1, 1], k=25 + 40 * seed)
    answers = [
        (FIRST + dt.timedelta(source.randrange(100)), (place, source.choice(surveys[place]))) for place in places
    ]
    make_answers(connection, ("touchpoint", "survey"), answers)
    collect(connection, "answers", ("touchpoint", "survey"), max(day for day, _ in answers).isoformat())
    nest(connection, NESTINGS)
    found = hidden(connection, "nested")
    assert Attacker(connection, ("touchpoint", "survey"), found, NESTINGS).computed() == []


def test_the_attacker_computes_what_the_rule_of_siblings_alone_gives_away(connection: Connection) -> None:
    publish(connection, drawn(2, 400, 120))
    create_cells(connection, "figures", KINDS, None)
    hiding = Hiding(read_relations(connection))
    hide_the_few(hiding)
    hide_neighbours(hiding)
    keys = connection.execute(
        """select metric, survey_kind, period_grain, period_start, period_end, dimension, member
        from suppression_cells order by cell"""
    ).fetchall()
    naive = {key for key, is_hidden in zip(keys, hiding.is_hidden.tolist(), strict=False) if is_hidden}
    assert len(Attacker(connection, DIMENSIONS, naive).computed()) > 5


@settings(max_examples=25, deadline=None)
@given(answers)
def test_what_is_hidden_together_below_a_visible_whole_is_people_enough(answers: list[Answer]) -> None:
    with duckdb.connect() as connection:
        publish(connection, answers)
        found = hidden(connection)
        people = {row[:7]: row[7] for row in connection.execute("select * from figures").fetchall()}
        for period, keys in itertools.groupby(sorted(people), key=lambda key: key[:6]):
            group = [people[key] for key in keys if key in found]
            whole = (*period[:5], "all", "all")
            if group and whole not in found:
                assert sum(group) >= 5
                assert len(group) >= 2 or period[5] == "all"


@settings(max_examples=10, deadline=None)
@given(answers, st.randoms(use_true_random=False))
def test_the_order_of_rows_hides_nothing_else(answers: list[Answer], order: random.Random) -> None:
    with duckdb.connect() as connection:
        publish(connection, answers)
        before = hidden(connection)
        order.shuffle(answers)
        publish(connection, answers)
        connection.execute(
            "create or replace temp table figures as select * from figures order by hash(member), random()"
        )
        assert hidden(connection) == before
