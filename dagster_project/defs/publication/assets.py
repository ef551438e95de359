"""The publication as assets: the general and the frontline one, after every public mart and its checks.

PostgreSQL is a place of both and no asset of its own: it is off by default, and a run whose selected assets are not all
materialised has failed.
"""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from dagster_project.ingest.sql import warehouse
from dagster_project.pools import WAREHOUSE_WRITER
from dagster_project.publish.files import SCHEMA
from dagster_project.publish.swap import FILES, publish
from dagster_project.publish.tables import published_tables, tables_for
from dagster_project.publish.targets import Target
from dagster_project.settings import Settings, read_settings
from dagster_project.transformation import prepared_manifest

TABLES = published_tables(prepared_manifest())


@dg.multi_asset(
    name="publication",
    specs=[
        dg.AssetSpec(
            ["published", audience],
            deps=[dg.AssetKey(["marts", table.name]) for table in tables_for(audience, TABLES)],
            group_name="publication",
            kinds={"duckdb", "parquet", "postgres"},
            description=f"The {audience} publication: {file}, Parquet and, where it is set up, PostgreSQL.",
        )
        for audience, file in FILES.items()
    ],
    pool=WAREHOUSE_WRITER,
)
def publication() -> Iterator[dg.MaterializeResult[Any]]:
    """Write both publications aside, everywhere, then put them in place together."""
    settings = read_settings()
    with warehouse(settings) as connection:
        done = publish(connection, TABLES, settings.publish_dir, *further_targets(settings))
    more = {"postgres": f"schema {SCHEMA} on {settings.postgres_place}"} if settings.postgres_place else {}
    if done.notes:
        more["notes"] = "\n".join(done.notes)
    for audience, path in done.files.items():
        rows = {table.name: done.rows[table.name] for table in tables_for(audience, TABLES)}
        yield dg.MaterializeResult(
            asset_key=["published", audience],
            metadata={
                "build_id": done.build_id,
                "path": dg.MetadataValue.path(path),
                "rows": dg.MetadataValue.json(rows),
                **more,
            },
        )


def further_targets(settings: Settings) -> list[Target]:
    """Where a build goes besides its files."""
    if not settings.postgres_url or not settings.postgres_place:
        return []
    from dagster_project.publish.postgres.target import postgres_target

    return [postgres_target(settings.postgres_url, settings.postgres_place, settings.postgres_mode)]
