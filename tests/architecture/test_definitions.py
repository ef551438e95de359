"""What Dagster finds: all of it loads, nothing of it stands on unsettled ground, and every part has its place."""

import json

from dagster_project.expectations.rules import rules_for
from dagster_project.ingest.spec import load_source_specs
from dagster_project.ingest.views import RAW_TABLES
from dagster_project.pools import WAREHOUSE_WRITER
from dagster_project.progress import STEP_NAMES
from dagster_project.publish.swap import FILES
from dagster_project.publish.tables import published_tables, tables_for
from dagster_project.settings import PROJECT_ROOT, read_settings
from dagster_project.transformation import MANIFEST
from tests.architecture.describe import described


def sources() -> list[str]:
    return [spec.source for spec in load_source_specs(read_settings().sources_dir)]


def test_definitions_load_without_preview_beta_or_superseded_api() -> None:
    assert described()["unsettled"] == []


def test_loading_everything_writes_nothing() -> None:
    assert described()["written"] == []


def test_what_does_not_validate_does_not_pay_for_the_validator() -> None:
    assert described()["is_validator_imported"] is False
    assert described()["is_sender_imported"] is False


def test_every_source_is_an_asset_with_one_check_per_rule() -> None:
    checks = described()["checks"]
    for spec in load_source_specs(read_settings().sources_dir):
        asset = f"sources/{spec.source}"
        assert asset in described()["assets"]
        assert {name for key, name in checks if key == asset} == {rule.name for rule in rules_for(spec)}


def test_every_check_stands_on_an_asset_that_exists() -> None:
    checks = described()["checks"]
    assert len(checks) > 100
    assert [key for key, _ in checks if key not in described()["assets"]] == []


def test_every_asset_that_writes_the_warehouse_is_in_the_pool_of_the_one_writer() -> None:
    assert {name for name, pools in described()["assets"].items() if pools != [WAREHOUSE_WRITER]} == {
        "published/dashboard"  # reads published files, never the warehouse
    }
    assert {name for name, pool in described()["steps"].items() if pool != WAREHOUSE_WRITER} == {"published__dashboard"}


def test_the_main_job_has_every_step_and_every_asset() -> None:
    expected = {"raw__unclaimed_files", "raw_tables", "dbt_models", "hidden_cells", "dbt_models_2", "publication"}
    expected |= {"published__dashboard", "expected_lifetimes", "statistics__driver_models", "statistics__score_pools"}
    expected |= {f"sources__{name}" for name in sources()} | {f"{name}_is_validated" for name in sources()}
    assert set(described()["steps"]) == expected
    assert described()["job_assets"] == sorted(described()["assets"])


def test_every_step_that_has_words_exists() -> None:
    assert set(STEP_NAMES) <= set(described()["steps"])


def test_the_raw_tables_are_assets_between_the_sources_and_dbt() -> None:
    parents = described()["parents"]
    for table in RAW_TABLES:
        assert f"raw/{table}" in parents
    assert "sources/relationship_survey" in parents["raw/survey_responses"]
    assert set(parents["raw/ingested_files"]) == {"raw/unclaimed_files", *(f"sources/{name}" for name in sources())}


def test_every_raw_table_that_dbt_reads_is_made_by_an_asset() -> None:
    nodes = json.loads(MANIFEST.read_text(encoding="utf-8"))["sources"].values()
    read = {f"{node['source_name']}/{node['name']}" for node in nodes}
    assert read
    assert read <= set(described()["assets"])
    assert {node["schema"] for node in nodes} == {"comments", "raw", "statistics"}


def test_the_customers_history_is_an_asset_between_the_crm_and_the_answers() -> None:
    parents = described()["parents"]
    assert "staging/stg_crm__customers" in parents["snapshots/customer_versions"]
    assert "snapshots/customer_versions" in parents["intermediate/int_customers_versioned"]
    assert "snapshots/customer_versions" in described()["job_assets"]


def test_no_asset_hangs_on_one_that_does_not_exist() -> None:
    known = set(described()["assets"])
    missing = {name: set(above) - known for name, above in described()["parents"].items() if set(above) - known}
    assert missing == {}
    assert described()["all_assets"] == sorted(known)


def test_what_is_hidden_is_decided_between_what_is_collected_and_what_is_shown() -> None:
    parents = described()["parents"]
    read = {"intermediate/int_metrics_collected", "intermediate/int_members_nested", "seeds/survey_kinds"}
    assert set(parents["statistics/hidden_cells"]) == read
    assert parents["staging/stg_statistics__hidden_cells"] == ["statistics/hidden_cells"]
    assert "staging/stg_statistics__hidden_cells" in parents["intermediate/int_metrics_suppressed"]


def test_what_customers_are_expected_to_buy_is_computed_at_the_same_cut() -> None:
    parents = described()["parents"]
    assert parents["statistics/expected_lifetimes"] == ["intermediate/int_purchases_summarised"]
    assert parents["staging/stg_statistics__expected_lifetimes"] == ["statistics/expected_lifetimes"]
    assert "staging/stg_statistics__expected_lifetimes" in parents["marts/customers"]


def test_how_finely_scores_are_told_is_decided_at_the_same_cut() -> None:
    parents = described()["parents"]
    read = {"intermediate/int_scores_summed", "seeds/nps_bands", "seeds/survey_kinds"}
    assert set(parents["statistics/score_pools"]) == read
    assert parents["staging/stg_statistics__score_pools"] == ["statistics/score_pools"]
    assert "staging/stg_statistics__score_pools" in parents["intermediate/int_scores_pooled"]


def test_what_moves_the_score_is_computed_at_the_same_cut() -> None:
    parents = described()["parents"]
    read = {"intermediate/int_drivers_answered", "staging/stg_survey__drivers", "seeds/survey_kinds"}
    assert set(parents["statistics/driver_models"]) == read
    assert parents["staging/stg_statistics__driver_models"] == ["statistics/driver_models"]
    assert "staging/stg_statistics__driver_models" in parents["marts/key_drivers"]


def test_a_publication_waits_for_every_table_that_it_publishes() -> None:
    tables = published_tables(MANIFEST)
    for audience in FILES:
        expected = {f"marts/{table.name}" for table in tables_for(audience, tables)}
        assert set(described()["parents"][f"published/{audience}"]) == expected


def test_public_marts_and_nothing_else_have_a_deadline() -> None:
    assert described()["deadlines"] == sorted(f"marts/{table.name}" for table in published_tables(MANIFEST))


def test_the_job_runs_every_morning_at_six_in_the_business_zone() -> None:
    assert list(described()["schedules"].values()) == [["0 6 * * *", "Europe/Stockholm", "cx_pipeline"]]


def test_what_watches_by_itself_runs_from_the_first_start() -> None:
    sensors = described()["sensors"]
    assert sensors["urgent_follow_ups_are_told"] == ["RUNNING", 60]
    assert set(sensors) == {"success_means_everything", "urgent_follow_ups_are_told"}
    assert {status for status, _ in sensors.values()} == {"RUNNING"}


def test_definitions_list_nothing_and_stay_short() -> None:
    assert len((PROJECT_ROOT / "dagster_project/definitions.py").read_text(encoding="utf-8").splitlines()) <= 15
