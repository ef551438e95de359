"""What watches by itself: runs that call themselves a success, and urgent follow-ups that somebody must hear of."""

import dagster as dg

from dagster_project.automation import A_MINUTE, NO_LONGER_THAN_A_TICK
from dagster_project.notices.sending import send_notices
from dagster_project.runner import left_out
from dagster_project.settings import read_settings


class SilentlySkippedError(RuntimeError):
    """A run succeeded without doing what it had planned."""


@dg.run_status_sensor(run_status=dg.DagsterRunStatus.SUCCESS, default_status=dg.DefaultSensorStatus.RUNNING)
def success_means_everything(context: dg.RunStatusSensorContext) -> None:
    """Fail the tick of a run, from the UI or the schedule, that succeeded and left something out."""
    if missing := left_out(context.instance, context.dagster_run.run_id):
        raise SilentlySkippedError(
            f"run {context.dagster_run.run_id} left out {len(missing)}: {', '.join(missing[:20])}"
        )


@dg.sensor(minimum_interval_seconds=A_MINUTE, default_status=dg.DefaultSensorStatus.RUNNING)
def urgent_follow_ups_are_told() -> dg.SkipReason:
    """Send a notice of every new urgent follow-up to CX_NOTIFY_URL; without the variable, nothing."""
    return dg.SkipReason(send_notices(read_settings(), seconds=NO_LONGER_THAN_A_TICK).said)
