"""The raw tables: one asset per kind of record, over all its sources; and what lies about that no source reads."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import dagster as dg

from dagster_project.comments.reading import read_texts
from dagster_project.comments.store import TABLES as COMMENT_TABLES
from dagster_project.components.sources import source_key
from dagster_project.expectations.inventory import UNCLAIMED, inventory_result
from dagster_project.ingest.files import unclaimed_files
from dagster_project.ingest.inventory import write_unclaimed
from dagster_project.ingest.spec import load_source_specs
from dagster_project.ingest.sql import warehouse
from dagster_project.ingest.views import RAW_TABLES, readers_of, write_views
from dagster_project.pools import WAREHOUSE_WRITER
from dagster_project.provenance import write_run_parameters
from dagster_project.settings import read_settings
from dagster_project.statistics.distributions import create_score_pools
from dagster_project.statistics.drivers import create_driver_models
from dagster_project.statistics.suppression import create_statistics

INVENTORY = dg.AssetKey(["raw", "unclaimed_files"])
TEXTS = ("survey_comments", "mentions", "web_searches")
SPECS = load_source_specs(read_settings().sources_dir)


@dg.asset(
    key=INVENTORY,
    group_name="raw",
    kinds={"duckdb"},
    pool=WAREHOUSE_WRITER,
    description="Files and folders under the raw folder that no source reads.",
    check_specs=[UNCLAIMED.spec(INVENTORY)],
)
def inventory() -> Iterator[dg.MaterializeResult[Any]]:
    """List what no source reads; its check blocks where there is any."""
    settings = read_settings()
    found = unclaimed_files(load_source_specs(settings.sources_dir), settings.raw_dir)
    with warehouse(settings) as connection:
        write_unclaimed(connection, found)
    yield dg.MaterializeResult(metadata={"unclaimed": len(found)}, check_results=[inventory_result(found, INVENTORY)])


@dg.multi_asset(
    name="raw_tables",
    specs=[
        dg.AssetSpec(
            ["raw", table],
            deps=[INVENTORY, *(source_key(spec) for spec in readers_of(table, SPECS))],
            group_name="raw",
            kinds={"duckdb"},
            description=f"All loaded records of {table}, over every source.",
        )
        for table in RAW_TABLES
        if table != "unclaimed_files"
    ]
    + [
        # In this step, since dbt would start once more for what hangs on a step between it and the raw tables.
        dg.AssetSpec(
            ["comments", table],
            deps=[INVENTORY, *(source_key(spec) for text in TEXTS for spec in readers_of(text, SPECS))],
            group_name="raw",
            kinds={"python", "duckdb"},
            description="What was read out of each distinct text, under the hash of the text.",
        )
        for table in COMMENT_TABLES
    ],
    pool=WAREHOUSE_WRITER,
)
def raw_tables(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[Any]]:
    """Make the views of the schema raw and the row of this run's parameters, and read the texts that are new."""
    settings = read_settings()
    with warehouse(settings) as connection:
        write_run_parameters(connection, settings, context.run.run_id)
        create_statistics(connection)
        create_driver_models(connection)
        create_score_pools(connection)
        counts = write_views(connection, load_source_specs(settings.sources_dir))
        read = asdict(read_texts(connection))
    for key in context.selected_asset_keys:
        is_read = key.path[0] == "comments"
        yield dg.MaterializeResult(
            asset_key=key, metadata=read if is_read else {"sources": counts.get(key.path[-1], 0)}
        )
