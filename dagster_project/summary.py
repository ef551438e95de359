"""The end of a run in a terminal: the scorecard per segment, what became of the files, where the published files are.

Reads the general publication and the ledger, computes nothing: every number shown is a published one.
"""

from pathlib import Path

import duckdb
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dagster_project.publish.files import SCHEMA
from dagster_project.publish.swap import FILES
from dagster_project.settings import Settings

_SCORECARD = """
    select member,
        max(value) filter (where metric in ('nps', 'enps')) as nps,
        max(ci_lower) filter (where metric = 'nps') as nps_lower,
        max(ci_upper) filter (where metric = 'nps') as nps_upper,
        max(respondent_count) filter (where metric = 'nps') as nps_count,
        max(value) filter (where metric = 'csat') as csat,
        max(value) filter (where metric = 'ces') as ces,
        max(value) filter (where metric = 'clv') as clv
    from cx.metric_values
    where period_grain = 'all_time' and dimension = ? and (metric = 'clv' or (metric, survey_kind) in (
        select metric, coalesce(
            max(survey_kind) filter (
                where survey_kind = case metric when 'nps' then 'relational' else 'transactional' end),
            max(survey_kind))
        from cx.metric_values where metric in ('nps', 'csat', 'ces') and survey_kind <> 'employee' group by metric))
    group by member order by member
"""


def print_scorecard(settings: Settings, console: Console) -> None:
    """The published scorecard over all time, one line per segment and one for all."""
    path = settings.publish_dir / FILES["general"]
    with duckdb.connect(path, read_only=True) as connection:
        rows = [
            *connection.execute(_SCORECARD, ["segment"]).fetchall(),
            *connection.execute(_SCORECARD, ["all"]).fetchall(),
        ]
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("segment")
    for name in ("NPS", "95 % interval", "n", "CSAT", "CES", f"mean CLV, {settings.currency}"):
        table.add_column(name, justify="right", no_wrap=True)
    for member, nps, lower, upper, count, csat, ces, clv in rows:
        interval = f"{lower:+.1f} .. {upper:+.1f}" if lower is not None else "-"
        table.add_row(
            escape(member),
            _number(nps, "+.1f"),
            interval,
            _number(count, ",d"),
            _percent(csat),
            _percent(ces),
            _number(clv, ",.0f"),
        )
    if rows:
        console.print(table)
    else:
        console.print("No answers and no customers: the scorecard is empty.")


def print_files(settings: Settings, console: Console) -> None:
    """What became of the files and their rows, and every file that was refused or is doubtful."""
    with duckdb.connect(settings.warehouse, read_only=True) as connection:
        refused = connection.execute(
            "select file_path, reason from raw.ingested_files where status = 'refused' order by file_path"
        ).fetchall()
        doubtful = connection.execute(
            """select file_path, reason from raw.ingested_files
            where status = 'loaded' and reason is not null order by file_path"""
        ).fetchall()
        totals = connection.execute(
            """select count(*) filter (where status = 'loaded'), coalesce(sum(rows_read), 0),
                coalesce(sum(rows_loaded), 0), coalesce(sum(rows_rejected), 0), coalesce(sum(rows_dropped), 0),
                coalesce(sum(answers_rejected), 0)
            from raw.ingested_files where status <> 'undeclared'"""
        ).fetchone()
        stray = connection.execute(
            "select file_path, reason, remedy from raw.unclaimed_files order by file_path"
        ).fetchall()
    files, read, loaded, rejected, dropped, answers = map(int, totals or (0,) * 6)
    console.print(
        f"{files} files: {read:,d} rows read = {loaded:,d} loaded + {rejected:,d} rejected + {dropped:,d} dropped "
        f"by rule; {answers:,d} answers rejected",
        highlight=False,
        soft_wrap=True,
    )
    if rejected or answers:
        console.print("make rejects shows what was not loaded, why, and what to do", highlight=False, soft_wrap=True)
    for path, reason in doubtful:
        console.print(f"[yellow]doubtful[/] {escape(path)}: {escape(reason)}", highlight=False, soft_wrap=True)
    for path, reason in refused:
        console.print(f"[bold red]refused[/] {escape(path)}: {escape(reason)}", highlight=False, soft_wrap=True)
    for path, reason, remedy in stray:
        console.print(
            f"[bold red]refused[/] {escape(path)}: {escape(reason)}; {escape(remedy)}", highlight=False, soft_wrap=True
        )


def print_places(settings: Settings, console: Console) -> None:
    """Where to look now."""
    for name in FILES.values():
        console.print(f"  {shown(settings.publish_dir / name)}", highlight=False, soft_wrap=True)
    if settings.postgres_place:
        place = escape(settings.postgres_place)
        console.print(f"  PostgreSQL: schema {SCHEMA} on {place}", highlight=False, soft_wrap=True)
    console.print(
        f"  {shown(settings.validation_dir / 'index.html')}  [dim](what was checked)[/]",
        highlight=False,
        soft_wrap=True,
    )


def shown(path: Path) -> str:
    """A path as short as it can be from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _number(value: float | int | None, form: str) -> str:
    return "-" if value is None else format(value, form).replace(",", " ")


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f} %"


def print_validation(settings: Settings, console: Console) -> None:
    """Where the failed checks are explained."""
    page = settings.validation_dir / "index.html"
    if page.exists():
        console.print(f"  {shown(page)}  [dim](what was checked)[/]", highlight=False, soft_wrap=True)
