"""What is computed in Python between two halves of the dbt project, as assets that dbt reads as sources."""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from dagster_project.ingest.sql import warehouse
from dagster_project.pools import WAREHOUSE_WRITER
from dagster_project.settings import read_settings
from dagster_project.statistics.suppression import write_hidden_cells

FIGURES = [
    dg.AssetKey(["intermediate", "int_metrics_collected"]),
    dg.AssetKey(["intermediate", "int_members_nested"]),
    dg.AssetKey(["seeds", "survey_kinds"]),
]
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
