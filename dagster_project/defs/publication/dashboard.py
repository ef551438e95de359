"""The dashboard as an asset: two pages over what has just been published, never over anything else."""

from typing import Any

import dagster as dg

from dagster_project.settings import read_settings


@dg.asset(
    key=["published", "dashboard"],
    deps=[dg.AssetKey(["published", "general"]), dg.AssetKey(["published", "frontline"])],
    group_name="publication",
    kinds={"html", "altair"},
    description="Two pages that open from the file system: the overview for everybody, and the frontline page.",
)
def dashboard() -> dg.MaterializeResult[Any]:
    """Build both pages aside, then put them in place."""
    from dagster_project.dashboard.build import build_dashboard

    built = build_dashboard(read_settings())
    return dg.MaterializeResult(
        metadata={
            "build_id": built["general"].build_id,
            "overview": dg.MetadataValue.path(built["general"].page),
            "frontline": dg.MetadataValue.path(built["frontline"].page),
            "overview_bytes": built["general"].size,
            "frontline_bytes": built["frontline"].size,
            "pictures": built["general"].pictures,
        }
    )
