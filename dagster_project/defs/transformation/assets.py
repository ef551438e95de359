"""The dbt project as assets: staging, intermediate and marts, with dbt's tests as their checks."""

from collections.abc import Iterator
from typing import Any

import dagster as dg
from dagster_dbt import dbt_assets

from dagster_project.pools import WAREHOUSE_WRITER
from dagster_project.settings import read_settings
from dagster_project.transformation import (
    DBT_STEP,
    Dbt,
    Translator,
    build_command,
    dbt_project,
    dbt_resource,
    export_warehouse,
    fresh_target_path,
    prepared_manifest,
)


@dbt_assets(
    manifest=prepared_manifest(),
    project=dbt_project(),
    name=DBT_STEP,
    dagster_dbt_translator=Translator(),
    pool=WAREHOUSE_WRITER,
)
def dbt_models(context: dg.AssetExecutionContext, dbt: Dbt) -> Iterator[Any]:
    """Build and test every model."""
    export_warehouse(read_settings())
    target_path = fresh_target_path(read_settings())
    command = build_command(context.job_def, context.selected_asset_keys)
    yield from dbt.cli(command, context=context, target_path=target_path).stream()


@dg.definitions
def resources() -> dg.Definitions:
    """dbt, as every asset here calls it."""
    return dg.Definitions(assets=[dbt_models], resources={"dbt": dbt_resource()})
