"""Results of the rules as Dagster asset checks: one check per rule, critical ones blocking.

Thin on purpose: what a rule means is in `rules`, how it is evaluated in `session`.
"""

from collections.abc import Iterator

import dagster as dg

from dagster_project.expectations.report import place_on_page, write_report
from dagster_project.expectations.rules import Rule, rules_for
from dagster_project.expectations.session import Outcome, validate
from dagster_project.expectations.views import write_check_views
from dagster_project.ingest.spec import Source
from dagster_project.ingest.sql import warehouse
from dagster_project.pools import WAREHOUSE_WRITER
from dagster_project.settings import read_settings


def source_checks(spec: Source, asset: dg.AssetKey) -> dg.AssetChecksDefinition:
    """The checks of a source's files, evaluated together in one session."""
    rules = rules_for(spec)

    @dg.multi_asset_check(
        name=f"{spec.source}_is_validated",
        specs=[check_spec(rule, asset) for rule in rules],
        pool=WAREHOUSE_WRITER,
    )
    def checks(context: dg.AssetCheckExecutionContext) -> Iterator[dg.AssetCheckResult]:
        settings = read_settings()
        with warehouse(settings) as connection:
            write_check_views(connection, spec)
            outcomes = validate(connection, spec, rules)
        page = write_report(settings.validation_dir, spec.source, context.run.run_id, outcomes)
        for outcome in outcomes:
            yield check_result(outcome, asset, place_on_page(page, spec.source, outcome.rule))

    return checks


def check_spec(rule: Rule, asset: dg.AssetKey) -> dg.AssetCheckSpec:
    """The check that a rule becomes."""
    return dg.AssetCheckSpec(
        rule.name, asset=asset, blocking=rule.severity == "critical", description=rule.description or None
    )


def check_result(outcome: Outcome, asset: dg.AssetKey, page: str) -> dg.AssetCheckResult:
    """The evaluation of a rule, with counts, share and up to ten rows by place."""
    metadata: dict[str, dg.MetadataValue] = {"page": dg.MetadataValue.url(page)}
    for name, number in (("checked", outcome.checked), ("unexpected", outcome.unexpected)):
        if number is not None:
            metadata[name] = dg.MetadataValue.int(number)
    if outcome.share is not None:
        metadata["unexpected_share"] = dg.MetadataValue.float(outcome.share)
    if outcome.samples:
        metadata["sample_rows"] = dg.MetadataValue.json(outcome.samples)
    if outcome.error:
        metadata["error"] = dg.MetadataValue.text(outcome.error)
    severity = dg.AssetCheckSeverity.ERROR if outcome.rule.severity == "critical" else dg.AssetCheckSeverity.WARN
    return dg.AssetCheckResult(
        check_name=outcome.rule.name, asset_key=asset, passed=outcome.passed, severity=severity, metadata=metadata
    )
