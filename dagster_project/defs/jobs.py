"""The main job and its daily schedule."""

import dagster as dg

from dagster_project.automation import EVERY_MORNING_AT_SIX
from dagster_project.settings import read_settings


@dg.definitions
def jobs() -> dg.Definitions:
    """`cx_pipeline`: everything from the files to the publication, in one process."""
    pipeline = dg.define_asset_job(
        "cx_pipeline", selection=dg.AssetSelection.all(), executor_def=dg.in_process_executor
    )
    daily = dg.ScheduleDefinition(
        name="every_morning",
        job=pipeline,
        cron_schedule=EVERY_MORNING_AT_SIX,
        execution_timezone=read_settings().timezone,
        default_status=dg.DefaultScheduleStatus.RUNNING,
    )
    return dg.Definitions(jobs=[pipeline], schedules=[daily])
