"""One run of the main job from a terminal: alone on its warehouse, in one process, compared with what it should do.

Dagster can call a run a success that skipped half of it; here a run has succeeded when every selected asset was
materialised and every check evaluated, and nothing was refused on the way.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

import dagster as dg
import duckdb
from rich.console import Console

from dagster_project.ingest.load import SCRATCH
from dagster_project.progress import progress_logger, step_name
from dagster_project.settings import PROJECT_ROOT, Settings
from dagster_project.transformation import DBT_STEP, failures_of

JOB = "cx_pipeline"
PLANNED = {
    dg.DagsterEventType.ASSET_MATERIALIZATION_PLANNED: dg.DagsterEventType.ASSET_MATERIALIZATION,
    dg.DagsterEventType.ASSET_CHECK_EVALUATION_PLANNED: dg.DagsterEventType.ASSET_CHECK_EVALUATION,
}


class BusyError(RuntimeError):
    """The warehouse cannot be written now; the message says by whom and what to do."""


@dataclass(frozen=True)
class RunOutcome:
    """What a run did: whether it succeeded, what it left out, failures as Dagster tells them, what to know besides."""

    run_id: str
    succeeded: bool
    not_materialized: list[str] = field(default_factory=list)
    not_checked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def prepare_dagster_home(settings: Settings) -> Path:
    """Make Dagster's folder, with the project's instance file in it, and point this process at it."""
    home = settings.dagster_home.absolute()
    home.mkdir(parents=True, exist_ok=True)
    ours, theirs = PROJECT_ROOT / "dagster.yaml", home / "dagster.yaml"
    if home != PROJECT_ROOT and (not theirs.exists() or theirs.read_bytes() != ours.read_bytes()):
        shutil.copyfile(ours, theirs)
    os.environ["DAGSTER_HOME"] = str(home)
    return home


@contextmanager
def alone_on(settings: Settings) -> Iterator[None]:
    """Hold the warehouse's lock; raises BusyError when another run has it."""
    settings.lock_file.parent.mkdir(parents=True, exist_ok=True)
    with settings.lock_file.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "?"
            raise BusyError(
                f"another run (process {holder}) writes {settings.warehouse}; wait until it is done"
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        _try_to_open(settings.warehouse)
        for left in settings.state_dir.glob(f"{SCRATCH}*"):
            shutil.rmtree(left)
        yield


def _try_to_open(warehouse: Path) -> None:
    try:
        duckdb.connect(warehouse).close()
    except duckdb.Error as error:
        said = str(error).splitlines()[0]
        raise BusyError(f"{warehouse} cannot be opened ({said}); close the program that holds it") from None


def run_pipeline(settings: Settings, console: Console) -> RunOutcome:
    """Run the main job to its end and compare what it did with what was selected."""
    prepare_dagster_home(settings)
    from dagster_project.definitions import defs

    job = defs().resolve_job_def(JOB).with_logger_defs({"progress": progress_logger(console)})
    log_file = settings.state_dir / "last-run.log"
    with dg.DagsterInstance.get() as instance, log_file.open("w", encoding="utf-8") as log, redirect_stdout(log):
        end_killed_runs(instance)
        result = job.execute_in_process(
            instance=instance, raise_on_error=False, run_config={"loggers": {"progress": {}}}
        )
    return compare(job, result, settings)


def compare(job: dg.JobDefinition, result: dg.ExecuteInProcessResult, settings: Settings) -> RunOutcome:
    """What was selected against what was done."""
    materialized = {event.asset_key for event in result.get_asset_materialization_events()}
    evaluated = {evaluation.asset_check_key for evaluation in result.get_asset_check_evaluations()}
    layer = job.asset_layer
    missing = sorted(key.to_user_string() for key in set(layer.executable_asset_keys) - materialized)
    unchecked = sorted(
        f"{key.asset_key.to_user_string()}: {key.name}" for key in set(layer.asset_graph.asset_check_keys) - evaluated
    )
    errors = [error for event in result.all_events if event.is_step_failure for error in _errors(event, settings)]
    succeeded = result.success and not missing and not unchecked
    return RunOutcome(result.run_id, succeeded, missing, unchecked, errors, notes_of(result))


def notes_of(result: dg.ExecuteInProcessResult) -> list[str]:
    """What the publication says of places that it could not tidy, each line once."""
    found = [event.materialization.metadata.get("notes") for event in result.get_asset_materialization_events()]
    return sorted({line for said in found if said for line in str(said.value).splitlines()})


def _errors(event: dg.DagsterEvent, settings: Settings) -> list[str]:
    error = event.step_failure_data.error
    while error is not None and error.cause is not None:
        error = error.cause
    if error is not None and error.cls_name == "DagsterAssetCheckFailedError":
        return []
    if (event.step_key or "").startswith(DBT_STEP) and (failures := failures_of(settings)):
        return failures
    message = error.message.strip().splitlines() if error else ["unknown"]
    said = re.sub(r"^dagster_project[.\w]+: ", "", message[0])  # a refusal of ours is a sentence without its class
    return [f"{step_name(event.step_key or '')}: {said}"]


def left_out(instance: dg.DagsterInstance, run_id: str) -> list[str]:
    """What a run had planned and did not do, as Dagster's own log has it: assets and checks, sorted."""
    done: dict[dg.DagsterEventType, set[str]] = {}
    for kind in (*PLANNED, *PLANNED.values()):
        records = instance.get_records_for_run(run_id, of_type=kind).records
        done[kind] = {_subject(record.event_log_entry.dagster_event) for record in records}
    return sorted(subject for planned, kept in PLANNED.items() for subject in done[planned] - done[kept])


def _subject(event: dg.DagsterEvent | None) -> str:
    data = event.event_specific_data if event else None
    check = getattr(data, "check_name", None)
    key = getattr(data, "asset_key", None) or (event.asset_key if event else None)
    name = key.to_user_string() if key else "?"
    return f"{name}: {check}" if check else name


def end_killed_runs(instance: dg.DagsterInstance) -> None:
    """Tell Dagster of runs of this machine's earlier processes that were killed: the lock says that none is alive."""
    unfinished = dg.RunsFilter(job_name=JOB, statuses=[dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.STARTING])
    for run in instance.get_runs(unfinished):
        if not run.tags.get("dagster/schedule_name") and run.remote_job_origin is None:
            instance.report_run_failed(run, "its process was killed")
            instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)
