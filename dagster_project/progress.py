"""The run as a person follows it in a terminal: a line per step when it ends, a line per thing that is not right.

A Dagster logger, so that it hears of every event of the run; it prints with rich, which respects NO_COLOR and pipes.
"""

import logging
import time
from typing import Any

import dagster as dg
from rich.console import Console
from rich.markup import escape

STEP_NAMES = {
    "raw__unclaimed_files": "look for stray files",
    "raw_tables": "gather the raw tables",
    "dbt_models": "build and test the models (dbt)",
    "hidden_cells": "hide what is too few",
    "expected_lifetimes": "expect purchases without a contract",
    "statistics__driver_models": "weigh what moves the NPS",
    "statistics__score_pools": "pool scores that are too few",
    "dbt_models_2": "build and test what follows (dbt)",
    "publication": "publish",
    "published__dashboard": "draw the dashboard",
}


class ProgressHandler(logging.Handler):
    """Turns the run's events into lines."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self.console = console
        self.started: dict[str, float] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Print what a person wants to know of one event."""
        event = getattr(record, "dagster_meta", {}).get("dagster_event")
        if event is None:
            return
        kind, step = event.event_type_value, event.step_key or ""
        if kind == "STEP_START":
            self.started[step] = time.monotonic()
        elif kind in ("STEP_SUCCESS", "STEP_FAILURE"):
            seconds = time.monotonic() - self.started.get(step, time.monotonic())
            sign = "[green]done[/]" if kind == "STEP_SUCCESS" else "[bold red]failed[/]"
            self.console.print(f"  {sign}  {escape(step_name(step))}  [dim]{seconds:.1f} s[/]", highlight=False)
        elif kind == "STEP_SKIPPED":
            self.console.print(f"  [dim]left   {escape(step_name(step))}[/]", highlight=False)
        elif kind == "ASSET_CHECK_EVALUATION":
            self._check(event.event_specific_data)

    def _check(self, evaluation: Any) -> None:
        if evaluation.passed:
            return
        is_error = evaluation.severity == dg.AssetCheckSeverity.ERROR
        sign = "[bold red]blocks[/]" if is_error else "[yellow]warns[/] "
        place = "/".join(evaluation.asset_key.path[1:] or evaluation.asset_key.path)
        unexpected = evaluation.metadata.get("unexpected")
        count = f" ({unexpected.value})" if unexpected is not None else ""
        self.console.print(f"    {sign} {escape(place)}: {escape(evaluation.check_name)}{count}", highlight=False)


def step_name(step: str) -> str:
    """A step in words."""
    if step.startswith("sources__"):
        return f"load {step.removeprefix('sources__')}"
    if step.endswith("_is_validated"):
        return f"check {step.removesuffix('_is_validated')}"
    return STEP_NAMES.get(step, step)


def progress_logger(console: Console) -> dg.LoggerDefinition:
    """The logger that a run in a terminal uses."""

    @dg.logger(config_schema={}, description="Lines for a person who waits.")
    def progress(_: dg.InitLoggerContext) -> logging.Logger:
        logger = logging.Logger("cx", level=logging.DEBUG)
        logger.addHandler(ProgressHandler(console))
        return logger

    return progress
