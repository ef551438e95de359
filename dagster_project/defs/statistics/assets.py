"""What is computed in Python between two halves of the dbt project, as assets that dbt reads as sources."""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from dagster_project.ingest.sql import warehouse
from dagster_project.pools import WAREHOUSE_WRITER
from dagster_project.settings import read_settings
from dagster_project.statistics.distributions import write_score_pools
from dagster_project.statistics.drivers import write_driver_models
from dagster_project.statistics.lifetimes import write_lifetimes
from dagster_project.statistics.suppression import write_hidden_cells

FIGURES = [
    dg.AssetKey(["intermediate", "int_metrics_collected"]),
    dg.AssetKey(["intermediate", "int_members_nested"]),
    dg.AssetKey(["seeds", "survey_kinds"]),
]
PURCHASES = [dg.AssetKey(["intermediate", "int_purchases_summarised"])]
DRIVERS = [
    dg.AssetKey(["intermediate", "int_drivers_answered"]),
    dg.AssetKey(["staging", "stg_survey__drivers"]),
    dg.AssetKey(["seeds", "survey_kinds"]),
]
SCORES = [
    dg.AssetKey(["intermediate", "int_scores_summed"]),
    dg.AssetKey(["seeds", "nps_bands"]),
    dg.AssetKey(["seeds", "survey_kinds"]),
]
DRIVER_MODELS = dg.AssetKey(["statistics", "driver_models"])
SCORE_POOLS = dg.AssetKey(["statistics", "score_pools"])
LIFETIMES, MODELS = dg.AssetKey(["statistics", "expected_lifetimes"]), dg.AssetKey(["statistics", "lifetime_models"])
HIDDEN, BUILDS = dg.AssetKey(["statistics", "hidden_cells"]), dg.AssetKey(["statistics", "suppressed_builds"])


@dg.multi_asset(
    name="hidden_cells",
    specs=[
        dg.AssetSpec(
            HIDDEN,
            deps=FIGURES,
            group_name="scorecard",
            kinds={"python", "duckdb"},
            description="Which figures are hidden, so that none on too few people can be seen or computed.",
        ),
        dg.AssetSpec(
            BUILDS,
            deps=FIGURES,
            group_name="scorecard",
            kinds={"python", "duckdb"},
            description="Of which build, and of how many figures, that was decided.",
        ),
    ],
    pool=WAREHOUSE_WRITER,
)
def hidden_cells() -> Iterator[dg.MaterializeResult[Any]]:
    """Hide what is too few, and as much more as it takes that nobody can compute it."""
    with warehouse(read_settings()) as connection:
        found = write_hidden_cells(connection)
    yield dg.MaterializeResult(
        asset_key=HIDDEN,
        metadata={
            "figures": found.figures,
            "too_few_people": len(found.few),
            "hidden": len(found.hidden),
            "unprotected": len(found.unprotected),
        },
    )
    yield dg.MaterializeResult(asset_key=BUILDS)


@dg.multi_asset(
    name="expected_lifetimes",
    specs=[
        dg.AssetSpec(
            LIFETIMES,
            deps=PURCHASES,
            group_name="customer",
            kinds={"python", "duckdb"},
            description="What customers with repeat purchases and no contract are still expected to buy.",
        ),
        dg.AssetSpec(
            MODELS,
            deps=PURCHASES,
            group_name="customer",
            kinds={"python", "duckdb"},
            description="The model behind that, and how wrong it was on purchases that it had not seen.",
        ),
    ],
    pool=WAREHOUSE_WRITER,
)
def expected_lifetimes(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[Any]]:
    """Expect purchases where no contract promises them, or say why not."""
    with warehouse(read_settings()) as connection:
        found = write_lifetimes(connection)
    for segment, lifetimes in found.items():
        if reason := lifetimes.about["reason"]:
            context.log.info(f"Nothing is expected of customers without a contract in segment {segment}: {reason}.")
    scored = [len(lifetimes.expected.purchases) for lifetimes in found.values() if lifetimes.expected]
    yield dg.MaterializeResult(asset_key=LIFETIMES, metadata={"customers": sum(scored)})
    yield dg.MaterializeResult(asset_key=MODELS, metadata={"segments": len(found), "with_figures": len(scored)})


@dg.asset(
    key=DRIVER_MODELS,
    deps=DRIVERS,
    group_name="scorecard",
    kinds={"python", "duckdb"},
    pool=WAREHOUSE_WRITER,
    description="How much each driver moves the recommendation, by kind of survey, period and segment.",
)
def driver_models() -> dg.MaterializeResult[Any]:
    """Weigh the drivers against each other, and hide what stands on too few people."""
    with warehouse(read_settings()) as connection:
        found = write_driver_models(connection)
    return dg.MaterializeResult(
        metadata={
            "models": found.models,
            "ranked": found.ranked,
            "hidden": found.hidden,
            "unprotected": found.unprotected,
        }
    )


@dg.asset(
    key=SCORE_POOLS,
    deps=SCORES,
    group_name="scorecard",
    kinds={"python", "duckdb"},
    pool=WAREHOUSE_WRITER,
    description="Which low scores are told together, so that no few answers can be told apart in any distribution.",
)
def score_pools() -> dg.MaterializeResult[Any]:
    """Tell the distributions of scores as finely as is safe."""
    with warehouse(read_settings()) as connection:
        found = write_score_pools(connection)
    return dg.MaterializeResult(metadata={"groups_by_score": sum(len(groups) for groups in found.values())})
