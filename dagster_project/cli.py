"""`cx`: the command line. Reads what was asked, prints what came of it, sets the exit status; does nothing itself.

Exit status: 0 all is published, or told; 1 something failed and the previous publication stays, or the notice waits;
2 the set-up cannot be used.
"""

import argparse
import os
import sys
import warnings
from pathlib import Path
from typing import Literal

from rich.console import Console
from rich.markup import escape

from dagster_project.ingest.spec import SpecError, load_source_specs
from dagster_project.settings import Settings, SettingsError, read_settings, wants_colours

SUCCEEDED, FAILED, UNUSABLE = 0, 1, 2
PIPE_WIDTH = 120


def main() -> int:
    """The command `cx`."""
    arguments = _parser().parse_args()
    _quieten()
    console = terminal()
    try:
        settings = read_settings()
        if arguments.command == "source":
            return propose_source(settings, console, arguments)
        if arguments.command == "rejects":
            return show_rejects(settings, console, arguments)
        if arguments.command == "notify":
            return notify(settings, console)
        specs = load_source_specs(settings.sources_dir)
        if specs and not settings.raw_dir.is_dir():
            said = "there is no such folder; make it, or correct the variable"
            raise SettingsError(f"CX_RAW_DIR is '{settings.raw_dir}': {said}")
    except (SettingsError, SpecError) as error:
        for line in str(error).splitlines():
            console.print(f"[bold red]error[/] {escape(line)}", highlight=False, soft_wrap=True)
        return UNUSABLE
    return prepare_and_heal(settings, console) if arguments.command == "prepare" else run(settings, console)


def terminal() -> Console:
    """The terminal as it is now, or a pipe with room for a table; colours only where NO_COLOR and the pipe allow."""
    is_terminal = sys.stdout.isatty()
    colours: Literal["auto"] | None = "auto" if wants_colours() else None
    return Console(file=sys.stdout, color_system=colours, width=None if is_terminal else PIPE_WIDTH)


def prepare(settings: Settings, console: Console) -> int:
    """Make what the Dagster UI needs before it starts."""
    from dagster_project.runner import prepare_dagster_home
    from dagster_project.transformation import DbtProjectError, prepared_manifest

    prepare_dagster_home(settings)
    try:
        prepared_manifest()
    except DbtProjectError as error:
        console.print(f"[bold red]error[/] the dbt project cannot be parsed\n{escape(str(error))}", highlight=False)
        return UNUSABLE
    return SUCCEEDED


def prepare_and_heal(settings: Settings, console: Console) -> int:
    """The same, and free what a killed run still holds in Dagster, unless a run is alive."""
    import dagster as dg

    from dagster_project.runner import BusyError, alone_on, end_killed_runs

    prepared = prepare(settings, console)
    try:
        with alone_on(settings), dg.DagsterInstance.get() as instance:
            end_killed_runs(instance)
    except BusyError as error:
        console.print(f"[yellow]note[/] {escape(str(error))}", highlight=False, soft_wrap=True)
    return prepared


def run(settings: Settings, console: Console) -> int:
    """Run the main job and say what came of it."""
    from dagster_project import summary
    from dagster_project.runner import BusyError, alone_on, run_pipeline

    try:
        with alone_on(settings):
            console.print(f"[bold]cx_pipeline[/] on {escape(summary.shown(settings.raw_dir))}", highlight=False)
            if (prepared := prepare(settings, console)) != SUCCEEDED:
                return prepared
            outcome = run_pipeline(settings, console)
    except BusyError as error:
        console.print(f"[bold red]error[/] {escape(str(error))}", highlight=False, soft_wrap=True)
        return UNUSABLE
    console.print()
    if settings.warehouse.exists():
        summary.print_files(settings, console)
    for said in outcome.errors:
        console.print(f"[bold red]failed[/] {escape(said)}", highlight=False, soft_wrap=True)
    if not outcome.succeeded:
        left = len(outcome.not_materialized)
        console.print(
            f"[bold red]Not published[/]: {left} assets were left out; the previous publication stays.", highlight=False
        )
        summary.print_validation(settings, console)
        return FAILED
    console.print()
    summary.print_scorecard(settings, console)
    console.print()
    summary.print_places(settings, console)
    for said in outcome.notes:
        console.print(f"[yellow]note[/] {escape(said)}", highlight=False, soft_wrap=True)
    return SUCCEEDED


def propose_source(settings: Settings, console: Console, arguments: argparse.Namespace) -> int:
    """Propose the YAML of a source for one export file and show what it would load."""
    from dagster_project.proposal.command import source

    return source(settings, console, Path(arguments.file), arguments.name, arguments.table)


def show_rejects(settings: Settings, console: Console, arguments: argparse.Namespace) -> int:
    """Show what the last run did not load, and what to do about it."""
    from dagster_project.rejects import RejectsError, print_rejects, read_rejects, write_csv

    try:
        found = read_rejects(settings, arguments.source, arguments.limit)
    except RejectsError as error:
        console.print(f"[bold red]error[/] {escape(str(error))}", highlight=False, soft_wrap=True)
        return UNUSABLE
    write_csv(found) if arguments.csv else print_rejects(found, console)
    return SUCCEEDED


def notify(settings: Settings, console: Console) -> int:
    """Send the notices that are due, once: what the sensor does every minute."""
    from dagster_project.notices.channels import NotifyUrlError
    from dagster_project.notices.publication import UnreadableError
    from dagster_project.notices.sending import send_notices

    try:
        done = send_notices(settings)
    except (NotifyUrlError, UnreadableError) as error:
        console.print(f"[bold red]error[/] {escape(str(error))}", highlight=False, soft_wrap=True)
        return UNUSABLE
    console.print(escape(done.said), highlight=False, soft_wrap=True)
    return FAILED if done.failed else SUCCEEDED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="cx", description="Exports in, a scorecard out.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="run the main job: ingest, check, build, publish")
    commands.add_parser("prepare", help="make what the Dagster UI needs: its folder and the dbt manifest")
    commands.add_parser("notify", help="send the notices of urgent follow-ups to CX_NOTIFY_URL, once")
    proposing = commands.add_parser("source", help="propose a source for one export file, with a preview")
    proposing.add_argument("file", help="the export, such as path/to/export.csv")
    proposing.add_argument("--name", help="the source's name; default: from the file's name")
    proposing.add_argument("--table", help="which record a row is, such as customers; default: by the headings")
    rejecting = commands.add_parser("rejects", help="show what was not loaded, why, and what to do")
    rejecting.add_argument("--source", help="of one source only")
    rejecting.add_argument("--limit", type=int, default=50, help="kinds to show, those with most cases; 0 shows all")
    rejecting.add_argument("--csv", action="store_true", help="as CSV on the standard output")
    return parser


def _quieten() -> None:
    for name, value in (
        ("DO_NOT_TRACK", "1"),
        ("DAGSTER_DISABLE_TELEMETRY", "yes"),
        ("DBT_SEND_ANONYMOUS_USAGE_STATS", "false"),
    ):
        os.environ.setdefault(name, value)
    for name in [key for key in os.environ if key in ("DBT_QUIET", "DBT_LOG_LEVEL", "DBT_LOG_FORMAT")]:
        del os.environ[name]
    warnings.filterwarnings("ignore")


if __name__ == "__main__":
    sys.exit(main())
