"""The publication as assets: the general and the frontline file, after every public mart and its checks."""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from dagster_project.ingest.sql import warehouse
from dagster_project.pools import WAREHOUSE_WRITER
from dagster_project.publish.swap import FILES, publish
from dagster_project.publish.tables import published_tables, tables_for
from dagster_project.settings import read_settings
from dagster_project.transformation import prepared_manifest

TABLES = published_tables(prepared_manifest())


@dg.multi_asset(
    name="publication",
    specs=[
        dg.AssetSpec(
            ["published", audience],
            deps=[dg.AssetKey(["marts", table.name]) for table in tables_for(audience, TABLES)],
            group_name="publication",
            kinds={"duckdb", "parquet"},
            description=f"The {audience} publication: {file} and Parquet.",
        )
        for audience, file in FILES.items()
    ],
    pool=WAREHOUSE_WRITER,
)
def publication() -> Iterator[dg.MaterializeResult[Any]]:
    """Write both publications aside, then put them in place together."""
    settings = read_settings()
    with warehouse(settings) as connection:
        done = publish(connection, TABLES, settings.publish_dir)
    for audience, path in done.files.items():
        rows = {table.name: done.rows[table.name] for table in tables_for(audience, TABLES)}
        yield dg.MaterializeResult(
            asset_key=["published", audience],
            metadata={
                "build_id": done.build_id,
                "path": dg.MetadataValue.path(path),
                "rows": dg.MetadataValue.json(rows),
            },
        )
