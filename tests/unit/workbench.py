"""A small installation in a temporary folder: sources as YAML, files as bytes, a warehouse, and what came of them.

Nothing is pretended here: the YAML is read, the files lie on disk, the rows are in DuckDB. No test stands here.
"""

import datetime as dt
import re
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dagster_project.expectations.rules import Rule, rules_for
from dagster_project.expectations.session import Outcome, validate
from dagster_project.expectations.views import write_check_views
from dagster_project.ingest.load import SourceResult, load_source
from dagster_project.ingest.spec import Source, load_source_specs
from dagster_project.ingest.sql import Connection, warehouse
from dagster_project.ingest.views import write_views
from dagster_project.settings import Settings

KEY = "a key for tests"
Row = dict[str, Any]


def settings_in(folder: Path, **changes: Any) -> Settings:
    """Settings whose every path lies in a folder."""
    usual: dict[str, Any] = {
        "raw_dir": folder / "raw",
        "warehouse": folder / "warehouse" / "cx.duckdb",
        "publish_dir": folder / "published",
        "sources_dir": folder / "sources",
        "as_of": dt.date(2026, 1, 31),
        "timezone": "Europe/Stockholm",
        "currency": "SEK",
        "industry": None,
        "memory_limit": "500MB",
        "threads": 1,
    }
    return Settings(**{**usual, **changes})


def survey_yaml(
    questions: str = "[{id: recommend, metric: nps, column: score}]",
    *,
    response: str = "{id: {column: id}, submitted_at: {column: at}}",
    file: str = "{}",
    survey: str = "{kind: relational}",
    more: str = "{}",
    source: str = "pulse",
) -> str:
    """The YAML of a survey; each part is YAML in flow style, `more` is merged into the attributes."""
    return f"""type: dagster_project.components.SurveyExport
attributes:
  source: {source}
  survey: {survey}
  response: {response}
  file: {file}
  questions: {questions}
{_lines(more)}"""


def table_yaml(table: str, fields: str, *, file: str = "{}", more: str = "{}", source: str = "records") -> str:
    """The YAML of a table; each part is YAML in flow style."""
    return f"""type: dagster_project.components.TableExport
attributes:
  source: {source}
  table: {table}
  file: {file}
  fields: {fields}
{_lines(more)}"""


def _lines(more: str) -> str:
    return "" if more == "{}" else "".join(f"  {line}\n" for line in more.splitlines())


@dataclass
class Workbench:
    """Sources, files and a warehouse; `load` brings one source up to date, the rest looks at what is there."""

    folder: Path
    settings: Settings
    stack: ExitStack
    run_count: int = 0
    _connection: Connection | None = field(default=None, repr=False)
    _viewed_run: int = -1

    @property
    def connection(self) -> Connection:
        """The open warehouse."""
        if self._connection is None:
            self._connection = self.stack.enter_context(warehouse(self.settings))
            self._connection.execute("pragma disable_checkpoint_on_shutdown")  # the file is thrown away
        return self._connection

    def declare(self, yaml: str, name: str | None = None) -> None:
        """Write a source's YAML, in the folder of its name."""
        source = name or next(line.split(":")[1].strip() for line in yaml.splitlines() if line.startswith("  source:"))
        place = self.settings.sources_dir / source / "defs.yaml"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(yaml, encoding="utf-8")

    def drop(self, files: Mapping[str, bytes | str], folder: str = "pulse") -> None:
        """Put files into a source's folder; a text is written as UTF-8."""
        for name, content in files.items():
            place = self.settings.raw_dir / folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content.encode() if isinstance(content, str) else content)

    def path(self, name: str, folder: str = "pulse") -> Path:
        """Where a file of a source lies."""
        return self.settings.raw_dir / folder / name

    def specs(self) -> list[Source]:
        """What the YAML files say."""
        return load_source_specs(self.settings.sources_dir)

    def spec(self, source: str = "pulse") -> Source:
        """What one source's YAML says."""
        return next(spec for spec in self.specs() if spec.source == source)

    def load(self, source: str = "pulse") -> SourceResult:
        """Load one source as a run does."""
        self.run_count += 1
        return load_source(self.connection, self.spec(source), self.specs(), self.settings, f"run-{self.run_count}")

    def query(self, sql: str, parameters: list[Any] | None = None) -> list[Row]:
        """Rows as mappings."""
        cursor = self.connection.execute(sql, parameters or [])
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def rows(self, source: str = "pulse") -> list[Row]:
        """Everything that was read of a source, in the order of its files."""
        return self.query(f'select * from sources."{source}" order by file_id, row_number')

    def loaded(self, source: str = "pulse") -> list[Row]:
        """The rows that count as loaded."""
        return [row for row in self.rows(source) if row["row_status"] == "loaded"]

    def values(self, column: str, source: str = "pulse") -> list[Any]:
        """One column of the loaded rows."""
        return [row[column] for row in self.loaded(source)]

    def ledger(self) -> list[Row]:
        """The entry of every file."""
        return self.query("select * from raw.ingested_files order by source, file_path, status")

    def view(self, name: str) -> list[Row]:
        """One view of the schema raw, made anew over all sources."""
        if self._viewed_run != self.run_count:
            write_views(self.connection, self.specs())
            self._viewed_run = self.run_count
        return self.query(f"select * from raw.{name} order by all")

    def rejects(self) -> list[Row]:
        """Every rejected row and refused answer, by row."""
        return sorted(self.view("rejected_rows"), key=lambda one: (one["file_path"], one["row_number"]))

    def check(self, source: str = "pulse", only: str = "") -> dict[str, Outcome]:
        """The outcome of every rule of a source whose name matches a pattern, by name."""
        spec = self.spec(source)
        write_check_views(self.connection, spec)
        rules: list[Rule] = [rule for rule in rules_for(spec) if re.search(only, rule.name)]
        return {outcome.rule.name: outcome for outcome in validate(self.connection, spec, rules)}

    def run(self, yaml: str, files: Mapping[str, bytes | str], folder: str | None = None) -> SourceResult:
        """Declare a source, drop its files and load it."""
        self.declare(yaml)
        source = next(line.split(":")[1].strip() for line in yaml.splitlines() if line.startswith("  source:"))
        self.drop(files, folder or source)
        return self.load(source)


def csv(*lines: str) -> str:
    """Lines of a file, each with its end."""
    return "".join(f"{line}\n" for line in lines)
