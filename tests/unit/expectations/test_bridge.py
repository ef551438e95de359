"""Rules as Dagster asset checks."""

import dagster as dg
import pytest

from dagster_project.expectations.bridge import check_result, check_spec, source_checks
from dagster_project.expectations.inventory import UNCLAIMED, inventory_result
from dagster_project.expectations.rules import Rule, rules_for
from dagster_project.expectations.session import Outcome
from dagster_project.ingest.files import Unclaimed
from dagster_project.pools import WAREHOUSE_WRITER
from tests.unit.workbench import Workbench, survey_yaml

ASSET = dg.AssetKey(["sources", "pulse"])


@pytest.mark.parametrize(("severity", "is_blocking"), [("critical", True), ("warning", False)])
def test_a_critical_rule_blocks_and_a_warning_does_not(severity: str, is_blocking: bool) -> None:
    rule = Rule("r", "x", "critical" if severity == "critical" else "warning", description="It is so.")
    spec = check_spec(rule, ASSET)
    assert (spec.name, spec.asset_key, spec.blocking, spec.description) == ("r", ASSET, is_blocking, "It is so.")
    result = check_result(Outcome(rule, passed=False), ASSET, "file:///page#r")
    expected = dg.AssetCheckSeverity.ERROR if is_blocking else dg.AssetCheckSeverity.WARN
    assert (result.severity, result.passed, result.asset_key) == (expected, False, ASSET)


def test_a_result_has_counts_share_samples_and_a_link() -> None:
    outcome = Outcome(Rule("r", "x", "critical"), False, 200, 3, samples=[{"row_number": 7}], error="why")
    metadata = check_result(outcome, ASSET, "file:///page#r").metadata
    assert {name: value.value for name, value in metadata.items()} == {
        "page": "file:///page#r",
        "checked": 200,
        "unexpected": 3,
        "unexpected_share": 0.015,
        "sample_rows": [{"row_number": 7}],
        "error": "why",
    }


def test_a_share_of_nothing_is_nothing() -> None:
    assert Outcome(Rule("r", "x", "critical"), True, 0, 0).share is None


def test_the_checks_of_a_source_are_one_per_rule_on_its_asset(bench: Workbench) -> None:
    bench.declare(survey_yaml())
    checks = source_checks(bench.spec(), ASSET)
    assert {key.name for key in checks.check_keys} == {rule.name for rule in rules_for(bench.spec())}
    assert {key.asset_key for key in checks.check_keys} == {ASSET}
    assert checks.op.pool == WAREHOUSE_WRITER


def test_a_stray_file_blocks_and_says_what_to_do() -> None:
    strays = [Unclaimed(f"stray/{index}", "no source reads it", "remove it") for index in range(12)]
    result = inventory_result(strays, ASSET)
    assert (result.passed, result.severity, result.check_name) == (False, dg.AssetCheckSeverity.ERROR, UNCLAIMED.name)
    assert result.metadata["unexpected"].value == 12
    assert inventory_result([], ASSET).passed
    assert UNCLAIMED.spec(ASSET).blocking
