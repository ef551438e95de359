"""What did not get in, and what to do: the rejected rows and answers, the files refused and those that no source reads.

Only reads the warehouse, only what is already masked there. It asks the tables of the sources themselves: the view
`raw.rejected_rows` is made late in a run, and a run that was blocked is when one wants to know.
"""

import csv
import sys
import unicodedata
from dataclasses import dataclass
from itertools import groupby

import duckdb
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from dagster_project.ingest.problems import remedy_sql
from dagster_project.ingest.sql import Connection, columns_of, identifier, quoted, warehouse
from dagster_project.settings import Settings

SCOPES = {"row": "row not loaded", "answer": "answer left out", "note": "only a note"}
_ROWS, _VALUES = 5, 3
_FORMULA = ("=", "+", "-", "@")


class RejectsError(ValueError):
    """The rejects cannot be read; the message says why and what to do, in one line."""


@dataclass(frozen=True)
class Kind:
    """The rejects of one kind: the same file, column, reason and scope."""

    source: str
    file_path: str
    column_name: str
    reason: str
    scope: str
    remedy: str
    cases: int
    rows: list[int]
    values: list[str]


@dataclass(frozen=True)
class Rejects:
    """The kinds of rejects with most cases and how many more there are, the totals, the files that were not read."""

    kinds: list[Kind]
    left_out: int
    rows: int
    answers: int
    notes: int
    refused: list[tuple[str, str, str]]
    unclaimed: list[tuple[str, str, str]]


def read_rejects(settings: Settings, source: str | None = None, limit: int = 0) -> Rejects:
    """What stands in the warehouse now, of one source or of all; `limit` 0 shows every kind. Raises RejectsError."""
    if not settings.warehouse.is_file():
        raise RejectsError(f"there is no warehouse at {settings.warehouse}: run `make run` first")
    try:
        with warehouse(settings, read_only=True) as connection:
            return _read(connection, source, limit)
    except duckdb.IOException as error:
        is_busy = "lock" in str(error)
        said = "a run or another program has it open: try again when it has ended" if is_busy else "it cannot be opened"
        raise RejectsError(f"{settings.warehouse}: {said}") from None
    except duckdb.Error as error:
        raise RejectsError(f"{settings.warehouse}: {' '.join(str(error).split())[:200]}") from None


def _read(connection: Connection, source: str | None, limit: int) -> Rejects:
    if not columns_of(connection, "raw", "ingested_files"):
        raise RejectsError("the warehouse holds no files yet: run `make run` first")
    known = [
        name for (name,) in connection.execute("select distinct source from raw.ingested_files order by 1").fetchall()
    ]
    if source is not None and source not in known:
        raise RejectsError(f"no source '{source}' has files; there are: {', '.join(known) or 'none'}")
    wanted = [source] if source is not None else known
    kinds = _kinds(connection, [name for name in wanted if "problems" in columns_of(connection, "sources", name)])
    largest = sorted(kinds, key=lambda kind: -kind.cases)[: max(limit, 0) or None]
    rows, answers = connection.execute(
        """select coalesce(sum(rows_rejected), 0), coalesce(sum(answers_rejected), 0) from raw.ingested_files
        where status in ('loaded', 'vanished') and list_contains(?::varchar[], source)""",
        [wanted],
    ).fetchall()[0]
    notes = sum(kind.cases for kind in kinds if kind.scope == "note")
    refused = connection.execute(
        """select source, file_path, reason from raw.ingested_files
        where status = 'refused' and list_contains(?::varchar[], source) order by source, file_path""",
        [wanted],
    ).fetchall()
    unclaimed = connection.execute(
        """select '', file_path, concat_ws('; ', reason, remedy) from raw.unclaimed_files
        where ? is null order by file_path""",
        [source],
    ).fetchall()
    shown = [kind for kind in kinds if kind in largest]
    return Rejects(shown, len(kinds) - len(shown), int(rows), int(answers), notes, refused, unclaimed)


def _kinds(connection: Connection, sources: list[str]) -> list[Kind]:
    selects = " union all ".join(
        f"""select {quoted(source)} as source, file_id, row_number, problem.column_name, problem.raw_value,
            problem.reason, problem.scope
        from (select file_id, row_number, unnest(problems) as problem from sources.{identifier(source)}
            where problems is not null)"""
        for source in sources
    )
    if not selects:
        return []
    key = "source, file_id, column_name, reason, scope"
    rows = connection.execute(
        f"""
        with problems as ({selects}),
        texts as (select {key}, raw_value, count(*) as cases from problems where raw_value is not null group by all),
        frequent as (select {key}, max_by(raw_value, (cases, raw_value), {_VALUES}) as texts from texts group by all),
        counted as (select {key}, count(*) as cases, min(row_number, {_ROWS}) as row_numbers from problems group by all)
        select counted.source, files.file_path, counted.column_name, counted.reason, counted.scope,
            coalesce({remedy_sql("counted.reason")}, ''), counted.cases, counted.row_numbers, coalesce(texts, [])
        from counted inner join raw.ingested_files as files on files.source = counted.source
            and files.file_id = counted.file_id and files.status in ('loaded', 'vanished')
        left join frequent on frequent.source = counted.source and frequent.file_id = counted.file_id
            and frequent.column_name = counted.column_name and frequent.reason = counted.reason
            and frequent.scope = counted.scope
        order by counted.source, files.file_path, counted.scope = 'row' desc, counted.cases desc, counted.column_name,
            counted.reason
        """
    ).fetchall()
    return [Kind(*row) for row in rows]


def print_rejects(rejects: Rejects, console: Console) -> None:
    """Tables for a person: one per file, then the files that were not read, then the sum."""
    for (_, path), kinds in groupby(rejects.kinds, key=lambda kind: (kind.source, kind.file_path)):
        found = list(kinds)
        console.print(Text(f"{plain(found[0].source)}: {plain(path)}", style="bold"), soft_wrap=True)
        console.print(_file_table(found))
        console.print()
    for title, files in (("refused", rejects.refused), ("no source reads", rejects.unclaimed)):
        if files:
            console.print(_files_table(title, files))
            console.print()
    console.print(_summed(rejects), highlight=False)


def _file_table(kinds: list[Kind]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    table.add_column("cases", justify="right", no_wrap=True)
    table.add_column("column", overflow="fold", ratio=2, max_width=30)
    table.add_column("what is wrong, what to do", overflow="fold", ratio=3, max_width=56)
    table.add_column("rows, values", overflow="fold", ratio=2, max_width=40)
    for kind in kinds:
        more = " .." if kind.cases > len(kind.rows) else ""
        table.add_row(
            f"{kind.cases:,d}".replace(",", " "),
            Text(plain(kind.column_name)),
            Group(
                Text(f"{plain(kind.reason)}: {SCOPES.get(kind.scope, kind.scope)}"),
                *([Text(plain(kind.remedy), style="dim")] if kind.remedy else []),
            ),
            Group(
                Text(", ".join(map(str, kind.rows)) + more),
                *(Text(f"'{plain(value)}'", style="dim") for value in kind.values),
            ),
        )
    return table


def _files_table(title: str, files: list[tuple[str, str, str]]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column(title, overflow="fold", ratio=2, max_width=50)
    table.add_column("why, what to do", overflow="fold", ratio=3, max_width=80)
    for _, path, reason in files:
        table.add_row(Text(plain(path)), Text(plain(reason)))
    return table


def _summed(rejects: Rejects) -> str:
    said = [
        f"{count:,d} {word if count == 1 else f'{word}s'}{rest}".replace(",", " ")
        for count, word, rest in (
            (rejects.rows, "row", " not loaded"),
            (rejects.answers, "answer", " left out"),
            (rejects.notes, "note", ""),
            (len(rejects.refused), "file", " refused"),
            (len(rejects.unclaimed), "file", " that no source reads"),
        )
        if count
    ]
    if rejects.left_out:
        said.append(f"{rejects.left_out} smaller kinds are not shown (--limit 0 shows all)")
    return "; ".join(said) or "Nothing was rejected."


def write_csv(rejects: Rejects) -> None:
    """The same as CSV on the standard output, one line per kind and per file; nothing in it is a formula."""
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(("source", "file", "column", "reason", "scope", "cases", "first_rows", "values", "what_to_do"))
    for kind in rejects.kinds:
        texts = (kind.source, kind.file_path, kind.column_name, kind.reason, SCOPES.get(kind.scope, kind.scope))
        rows, values = " ".join(map(str, kind.rows)), " | ".join(map(plain, kind.values))
        out.writerow((*map(_cell, texts), kind.cases, rows, _cell(values), _cell(kind.remedy)))
    for scope, files in (("file refused", rejects.refused), ("no source reads it", rejects.unclaimed)):
        for source, path, reason in files:
            out.writerow((_cell(source), _cell(path), "", _cell(reason), scope, 1, "", "", ""))


def _cell(text: str) -> str:
    shown = plain(text)
    return f"'{shown}" if shown.startswith(_FORMULA) and not shown[1:].replace(".", "", 1).isdigit() else shown


def plain(text: str) -> str:
    """A text that does nothing to a terminal: control signs and signs that turn the writing are shown, not sent."""
    return "".join(_shown(sign) for sign in text)


def _shown(sign: str) -> str:
    if not unicodedata.category(sign).startswith(("C", "Zl", "Zp")):
        return sign
    return chr(0x2400 + ord(sign)) if ord(sign) < 0x20 else "\ufffd"
