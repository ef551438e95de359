"""The bridge's far end: runs a suite of rules with Great Expectations on the warehouse, pushed down to DuckDB.

The only module that imports Great Expectations, inside the function, since the import alone costs seconds. GX 1.24 does
not know DuckDB; what makes it work are public arguments of its SQL data source (see docs/decisions/0004).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from dagster_project.expectations.rules import Rule
from dagster_project.ingest.spec import Source
from dagster_project.ingest.sql import Connection, identifier

SAMPLE_ROWS = 10
LOCATING = ("file_path", "row_number")


@dataclass(frozen=True)
class Outcome:
    """What came of one rule: counts, the share, up to ten rows by file and number, never a text that was read."""

    rule: Rule
    passed: bool
    checked: int | None = None
    unexpected: int | None = None
    observed: float | int | None = None
    samples: list[dict[str, Any]] = field(default_factory=list)
    error: str | None = None

    @property
    def share(self) -> float | None:
        """Unexpected of checked, 0..1."""
        return self.unexpected / self.checked if self.unexpected is not None and self.checked else None


def validate(connection: Connection, spec: Source, rules: list[Rule]) -> list[Outcome]:
    """Check every rule of a source; a rule that cannot be evaluated has not passed, and says why."""
    import great_expectations as gx

    outcomes: dict[str, Outcome] = {}
    with _source_of(gx, connection) as data_source:
        for reads in ("rows", "files"):
            table = f"{spec.source}__{reads}"
            found = connection.execute(f"select count(*) from checks.{identifier(table)}").fetchone()
            size = int(found[0]) if found else 0
            group = [rule for rule in rules if rule.reads == reads]
            batch = data_source.add_table_asset(name=table, table_name=table).add_batch_definition_whole_table("all")
            suite = gx.ExpectationSuite(
                name=table,
                expectations=[_expectation(gx, rule) for rule in group],
            )
            definition = gx.ValidationDefinition(name=table, data=batch, suite=suite)
            data_source.data_context.suites.add(suite)
            result = data_source.data_context.validation_definitions.add(definition).run(
                result_format={
                    "result_format": "COMPLETE",
                    "unexpected_index_column_names": list(LOCATING) if reads == "rows" else ["file_path"],
                    "partial_unexpected_count": SAMPLE_ROWS,
                    "return_unexpected_index_query": False,
                }
            )
            by_name = {rule.name: rule for rule in group}
            for one in result.results:
                rule = by_name[one.expectation_config.meta["rule"]]
                outcomes[rule.name] = _outcome(rule, one, size)
    return [outcomes.get(rule.name) or Outcome(rule, passed=False, error="it was not evaluated") for rule in rules]


def _expectation(gx: Any, rule: Rule) -> Any:
    kind = getattr(gx.expectations, rule.expectation)
    return kind(**rule.arguments, severity=rule.severity, meta={"rule": rule.name})


@contextmanager
def _source_of(gx: Any, connection: Connection) -> Iterator[Any]:
    import duckdb_sqlalchemy

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}

    def creator() -> Any:
        cursor = connection.cursor()
        cursor.execute("set search_path = 'checks'")
        return duckdb_sqlalchemy.ConnectionWrapper(cursor)

    engine = {"creator": creator, "isolation_level": "AUTOCOMMIT", "skip_autocommit_rollback": True}
    source = context.data_sources.add_sql("warehouse", connection_string="duckdb:///:memory:", kwargs=engine)
    try:
        yield source
    finally:
        source.get_engine().dispose()
        source.get_execution_engine().engine.dispose()


def _outcome(rule: Rule, one: Any, size: int) -> Outcome:
    result = one.result or {}
    error = None
    for caught in (one.exception_info or {}).values():
        if isinstance(caught, dict) and caught.get("raised_exception"):
            error = " ".join(str(caught.get("exception_message")).split())[:300]
    rows = (result.get("details") or {}).get("unexpected_rows") or []
    located = result.get("partial_unexpected_index_list") or result.get("unexpected_index_list") or rows
    observed = result.get("observed_value")
    is_number = isinstance(observed, int | float) and not isinstance(observed, bool)
    unexpected = result.get("unexpected_count")
    if rule.expectation == "UnexpectedRowsExpectation":
        unexpected = observed if isinstance(observed, int) else len(rows)
    return Outcome(
        rule,
        passed=bool(one.success),
        checked=result.get("element_count", size),
        unexpected=unexpected,
        observed=observed if is_number else None,
        samples=[_sample(row) for row in list(located)[:SAMPLE_ROWS]],
        error=error,
    )


def _sample(row: Any) -> dict[str, Any]:
    items = dict(row).items() if not isinstance(row, dict) else row.items()
    shown = {"file_path", "row_number", "status", "reason"}
    return {key: value for key, value in items if key in shown or _is_plain_number(value)}


def _is_plain_number(value: Any) -> bool:
    """Scores and counts are; a number that is long enough to be somebody's telephone number is not."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1_000_000
