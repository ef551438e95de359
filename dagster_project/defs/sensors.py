"""A success that is none: a run that Dagster calls a success and that left out what it had planned."""

import dagster as dg

from dagster_project.runner import left_out


class SilentlySkippedError(RuntimeError):
    """A run succeeded without doing what it had planned."""


@dg.run_status_sensor(run_status=dg.DagsterRunStatus.SUCCESS, default_status=dg.DefaultSensorStatus.RUNNING)
def success_means_everything(context: dg.RunStatusSensorContext) -> None:
    """Fail the tick of a run, from the UI or the schedule, that succeeded and left something out."""
    if missing := left_out(context.instance, context.dagster_run.run_id):
        raise SilentlySkippedError(
            f"run {context.dagster_run.run_id} left out {len(missing)}: {', '.join(missing[:20])}"
        )
