"""What the whole chain of models promises of any answers whatever: counted by hand, shuffled, added to, merged."""

import random

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.models import worlds
from tests.models.chain import Chain

FEW = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
CELLS = """select survey_kind, period_grain, case when period_grain <> 'all_time' then period_start end, dimension,
    member, denominator, cast(numerator as bigint), respondent_count
    from intermediate.int_metrics_collected where metric = 'nps' and denominator > 0
    and dimension in ('all', 'channel', 'survey', 'touchpoint')"""
PUBLISHED = """select * from marts.metric_values where denominator > 0 or denominator is null
    order by metric, survey_kind, period_grain, period_start, period_end, dimension, member"""


def cells(connection: duckdb.DuckDBPyConnection) -> worlds.Counted:
    """The pipeline's counts in the shape of those by hand."""
    return {
        (kind, grain, start, dimension, member): (answers, points, people)
        for kind, grain, start, dimension, member, answers, points, people in connection.execute(CELLS).fetchall()
    }


def counted_by_models(chain: Chain, world: list[worlds.Response]) -> worlds.Counted:
    rows = [response.row(position) for position, response in enumerate(world)]
    with chain.build({"survey_responses": rows}, "int_metrics_collected") as connection:
        return cells(connection)


def published(chain: Chain, world: list[worlds.Response], seed: int = 0) -> list[tuple[object, ...]]:
    """All rows of metric_values, of the world's responses in an order that the seed gives."""
    rows = [response.row(position) for position, response in enumerate(world)]
    random.Random(seed).shuffle(rows)
    with chain.build({"survey_responses": rows}, "metric_values") as connection:
        return connection.execute(PUBLISHED).fetchall()


@FEW
@given(worlds.responses())
def test_every_count_is_what_the_definition_says(chain: Chain, world: list[worlds.Response]) -> None:
    assert counted_by_models(chain, world) == worlds.counted(world)


@FEW
@given(worlds.responses(), st.integers(1, 1000))
def test_the_order_of_rows_changes_no_published_value(chain: Chain, world: list[worlds.Response], seed: int) -> None:
    assert published(chain, world) == published(chain, world, seed)


@FEW
@given(worlds.responses(), st.sampled_from(["preview", "test", "spam", "deleted"]), st.integers(0, 10))
def test_an_excluded_response_changes_no_published_value(
    chain: Chain, world: list[worlds.Response], flag: str, score: int
) -> None:
    one = world[0]
    added = worlds.Response(9999, one.kind, one.survey, one.customer, one.day, score, one.channel, flag)
    assert published(chain, [*world, added]) == published(chain, world)


@FEW
@given(worlds.responses(), worlds.responses(first_customer=100, first_name=1000))
def test_merging_two_disjoint_sets_adds_their_counts(
    chain: Chain, one: list[worlds.Response], other: list[worlds.Response]
) -> None:
    parts = [counted_by_models(chain, world) for world in (one, other)]
    nothing = (0, 0, 0)
    keys = set(parts[0]) | set(parts[1])
    added = {
        key: tuple(a + b for a, b in zip(parts[0].get(key, nothing), parts[1].get(key, nothing), strict=True))
        for key in keys
    }
    assert counted_by_models(chain, one + other) == added


@FEW
@given(worlds.responses())
def test_bands_partition_the_answers_of_the_cube(chain: Chain, world: list[worlds.Response]) -> None:
    rows = [response.row(position) for position, response in enumerate(world)]
    with chain.build({"survey_responses": rows}, "metric_cube") as connection:
        wrong = connection.execute(
            "select * from marts.metric_cube where promoters + passives + detractors <> nps_respondents"
        ).fetchall()
        total = connection.execute("select coalesce(sum(nps_respondents), 0) from marts.metric_cube").fetchone()
    by_survey_and_month = {
        key: count for key, (count, _, _) in worlds.counted(world).items() if key[1] == "month" and key[3] == "survey"
    }
    assert wrong == [] and total == (sum(by_survey_and_month.values()),)
