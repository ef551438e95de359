"""One export file in, one new folder under the sources and some lines out: what `cx source` does.

Asks nothing, overwrites nothing; the file is only read.
"""

import contextlib
import os
import re
import tempfile
from pathlib import Path

import duckdb
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dagster_project.ingest.privacy import masked
from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.schema import TABLES
from dagster_project.ingest.spec import SpecError, load_source_specs
from dagster_project.proposal.closing import closing
from dagster_project.proposal.heads import MOST_BYTES, MOST_ROWS
from dagster_project.proposal.looking import Seen, look
from dagster_project.proposal.naming import named_after
from dagster_project.proposal.preview import Preview, preview
from dagster_project.proposal.proposal import Proposal, propose
from dagster_project.proposal.recognition import SURVEY
from dagster_project.proposal.yaml_text import remark
from dagster_project.settings import Settings

WRITTEN, UNUSABLE = 0, 2
_MOST_COLUMNS = 12
_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


def source(settings: Settings, console: Console, file: Path, name: str | None, table: str | None) -> int:
    """Propose a source for a file, show what it would load, write it; the exit status."""
    try:
        _check_table(table)
        name = _free_name(settings, file, name)
        with tempfile.TemporaryDirectory(prefix="cx-source-") as folder:
            scratch = Path(folder)
            (scratch / "head").mkdir()
            seen = look(file, scratch / "head")
            proposal = propose(file, seen, name, table)
            shown = preview(proposal, seen.path, settings, scratch)
        place = _write(settings, name, proposal.text)
    except RefusedFile as refusal:
        _say(console, f"[bold red]refused[/] {escape(_short(file))}: {escape(masked(str(refusal)))}")
        return UNUSABLE
    except (OSError, duckdb.Error) as error:
        said = remark(str(error))[:200]
        _say(
            console, f"[bold red]refused[/] {escape(_short(file))}: it cannot be read ({escape(said)}); check the file"
        )
        return UNUSABLE
    except (SourceExistsError, SpecError) as error:
        _say(console, f"[bold red]error[/] {escape(str(error).splitlines()[0])}")
        return UNUSABLE
    _report(settings, console, file, seen, proposal, shown, place)
    return WRITTEN


class SourceExistsError(ValueError):
    """The name of the source is taken or cannot be one; the message is one line."""


def _check_table(table: str | None) -> None:
    if table is not None and table not in TABLES:
        raise SourceExistsError(f"table '{table}' is unknown: {', '.join(TABLES)}")


def _free_name(settings: Settings, file: Path, name: str | None) -> str:
    """The name that was asked for, else the folder under the raw folder, else the file's name without its period."""
    if name is None:
        folder = file.absolute().parent
        is_in_place = folder.parent == settings.raw_dir.absolute()
        name = named_after(folder.name) if is_in_place else named_after(file.name.split(".")[0], is_file=True)
    if not _NAME.fullmatch(name):
        raise SourceExistsError(f"'{name}' is no name of a source: write lower case, digits and _, such as shop_survey")
    place = settings.sources_dir / name
    if place.exists():
        raise SourceExistsError(f"{_short(place)} exists already and is left as it is; give another name with NAME=...")
    try:
        taken = {one for spec in load_source_specs(settings.sources_dir) for one in (spec.source, spec.folder_name)}
    except SpecError:
        taken = set()  # the mistakes of other sources are no business of this one
    if name in taken:
        raise SourceExistsError(f"the name '{name}' is taken by another source; give another one with NAME=...")
    return name


def _write(settings: Settings, name: str, text: str) -> Path:
    place = settings.sources_dir / name
    try:
        settings.sources_dir.mkdir(parents=True, exist_ok=True)
        place.mkdir()
    except FileExistsError:
        raise SourceExistsError(f"{_short(place)} exists already and is left as it is") from None
    except OSError as error:
        raise SourceExistsError(f"{_short(place)} cannot be made: {error.strerror}") from None
    fresh = place / ".defs.yaml.new"
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(place / "defs.yaml")
    return place / "defs.yaml"


def _report(
    settings: Settings, console: Console, file: Path, seen: Seen, proposal: Proposal, shown: Preview, place: Path
) -> None:
    _say(console, f"[bold]{escape(_short(file))}[/]: {escape(_what(seen, proposal))}")
    if not seen.is_whole or len(seen.rows) > MOST_ROWS:
        loaded = "" if seen.is_whole else f", its first {MOST_BYTES >> 20} MB were loaded"
        _say(console, f"a big file: its first {min(len(seen.rows), MOST_ROWS):,d} rows were looked at{loaded}")
    console.print()
    if shown.row_numbers:
        console.print(_table(shown))
    counts = shown.counts
    _say(
        console,
        f"{counts['read']:,d} rows read = {counts['loaded']:,d} loaded + {counts['rejected']:,d} rejected + "
        f"{counts['dropped']:,d} dropped by rule; {counts['answers']:,d} answers rejected",
    )
    for column, reason, cases, examples in shown.reasons:
        said = escape(f"{reason}, column {_cut(column)}: {examples}")
        _say(console, f"[yellow]rejected[/] {_counted(cases, 'row')}: {said}")
    for column, reason, cases, examples in shown.unread:
        said = escape(f"{_cut(column)}: {reason}: {examples}")
        _say(console, f"[yellow]unmapped[/] {_counted(cases, 'value')} of {said}")
    for word, columns, why in (
        ("unused", shown.unused, "that no key reads"),
        ("private", shown.private, "of persons, read by no key"),
    ):
        if columns:
            more = f" and {len(columns) - _MOST_COLUMNS} more" if len(columns) > _MOST_COLUMNS else ""
            listed = "; ".join(_cut(name) for name in columns[:_MOST_COLUMNS])
            _say(console, f"[yellow]{word}[/] {_counted(len(columns), 'column')} {why}: {escape(listed)}{more}")
    console.print()
    _say(console, f"written: [bold]{escape(_short(place))}[/]")
    wanted = settings.raw_dir / proposal.name
    target = None if file.absolute().parent == wanted.absolute() else _short(wanted)
    for line in closing(proposal, shown, settings.timezone, target):
        _say(console, line)


def _what(seen: Seen, proposal: Proposal) -> str:
    kind = "a survey" if proposal.kind == SURVEY else f"records of {proposal.table}"
    header = f"{len(next(iter(proposal.header.columns)).texts)} header rows" if proposal.header.columns else ""
    header = header.replace("1 header rows", "1 header row")
    read = f"{seen.encoding}, delimiter {seen.delimiter!r}, {header}" if seen.is_text else seen.format
    return f"{kind}, platform {proposal.platform} ({read})"


def _table(shown: Preview) -> Table:
    table = Table(title="the first rows as they would be loaded", title_justify="left", box=None, pad_edge=False)
    table.add_column("row", style="bold")
    for number in shown.row_numbers:
        table.add_column(str(number), overflow="fold")
    for part, values in shown.parts:
        table.add_row(escape(part), *(escape(value) for value in values))
    return table


def _counted(count: int, thing: str) -> str:
    return f"1 {thing}" if count == 1 else f"{count:,d} {thing}s"


def _cut(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."


def _short(path: Path) -> str:
    """A path as it is shown: from here, on one line, nobody's address in it."""
    with contextlib.suppress(ValueError):
        path = path.relative_to(Path.cwd())
    return remark(str(path).encode("utf-8", "replace").decode())


def _say(console: Console, text: str) -> None:
    console.print(text, highlight=False, soft_wrap=True)
