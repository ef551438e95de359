"""The run as a person follows it."""

import io
import logging
from types import SimpleNamespace
from typing import Any

import dagster as dg
import pytest
from rich.console import Console

from dagster_project.progress import STEP_NAMES, ProgressHandler, step_name


def lines(*events: SimpleNamespace, **console: Any) -> list[str]:
    """What is printed of the events of a run."""
    text = io.StringIO()
    handler = ProgressHandler(Console(file=text, width=120, **console))
    for event in events:
        record = logging.LogRecord("dagster", logging.INFO, "", 0, "", None, None)
        record.dagster_meta = {"dagster_event": event}
        handler.emit(record)
    return text.getvalue().splitlines()


def event(kind: str, step: str = "sources__pulse", **data: Any) -> SimpleNamespace:
    return SimpleNamespace(event_type_value=kind, step_key=step, event_specific_data=SimpleNamespace(**data))


def check(*, passed: bool, severity: dg.AssetCheckSeverity, **metadata: int) -> SimpleNamespace:
    return event(
        "ASSET_CHECK_EVALUATION",
        passed=passed,
        severity=severity,
        check_name="scores_lie_on_their_scale",
        asset_key=dg.AssetKey(["sources", "pulse"]),
        metadata={name: SimpleNamespace(value=value) for name, value in metadata.items()},
    )


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("sources__pulse", "load pulse"),
        ("pulse_is_validated", "check pulse"),
        ("dbt_models", "build and test the models (dbt)"),
        ("dbt_models_2", "build and test what follows (dbt)"),
        ("something_else", "something_else"),
        *STEP_NAMES.items(),
    ],
)
def test_a_step_has_words(step: str, words: str) -> None:
    assert step_name(step) == words


def test_a_line_tells_that_a_step_is_done_and_how_long_it_took() -> None:
    (line,) = lines(event("STEP_START"), event("STEP_SUCCESS"))
    assert line.split() == ["done", "load", "pulse", "0.0", "s"]


def test_a_step_that_failed_or_was_left_is_told() -> None:
    failed, left = lines(event("STEP_FAILURE"), event("STEP_SKIPPED", "publication"))
    assert failed.split()[:3] == ["failed", "load", "pulse"]
    assert left.split() == ["left", "publish"]


def test_a_check_that_holds_is_silent_and_one_that_does_not_is_told_with_its_count() -> None:
    held = check(passed=True, severity=dg.AssetCheckSeverity.ERROR)
    blocks = check(passed=False, severity=dg.AssetCheckSeverity.ERROR, unexpected=7)
    warns = check(passed=False, severity=dg.AssetCheckSeverity.WARN)
    assert [line.split() for line in lines(held, blocks, warns)] == [
        ["blocks", "pulse:", "scores_lie_on_their_scale", "(7)"],
        ["warns", "pulse:", "scores_lie_on_their_scale"],
    ]


def test_what_is_no_event_is_not_printed() -> None:
    text = io.StringIO()
    handler = ProgressHandler(Console(file=text))
    handler.emit(logging.LogRecord("dagster", logging.INFO, "", 0, "words", None, None))
    assert text.getvalue() == ""


def test_a_pipe_and_no_color_get_no_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    events = (event("STEP_START"), event("STEP_FAILURE"))
    assert "\x1b" not in "".join(lines(*events))
    assert "\x1b[" in "".join(lines(*events, force_terminal=True))
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[31m" not in "".join(lines(*events, force_terminal=True))


def test_a_name_with_brackets_is_printed_as_it_is() -> None:
    (line,) = lines(event("STEP_SKIPPED", "sources__[red]x"))
    assert line.split() == ["left", "load", "[red]x"]
