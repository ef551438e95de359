"""A source as Dagster has it: an asset with its checks, in the pool of the one writer."""

import dagster as dg
import pytest

from dagster_project.components.sources import source_definitions, source_key
from dagster_project.pools import WAREHOUSE_WRITER
from tests.unit.workbench import Workbench, csv, survey_yaml, table_yaml

ROWS = [f"{number},2025-01-01,9" for number in range(20)]


def run(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> dg.ExecuteInProcessResult:
    """Materialise the source and something that needs it."""
    for name in ("raw_dir", "warehouse", "publish_dir", "sources_dir"):
        monkeypatch.setenv(f"CX_{name.upper()}", str(getattr(bench.settings, name)))
    spec = bench.spec()

    @dg.asset(deps=[source_key(spec)])
    def downstream() -> None:
        """What must not run when a critical check fails."""

    with dg.DagsterInstance.ephemeral() as instance:
        job = dg.define_asset_job("all_of_it", selection=dg.AssetSelection.all(), executor_def=dg.in_process_executor)
        definitions = dg.Definitions.merge(source_definitions(spec), dg.Definitions(assets=[downstream], jobs=[job]))
        return definitions.resolve_job_def("all_of_it").execute_in_process(instance=instance, raise_on_error=False)


def test_a_source_is_an_asset_in_the_pool_of_the_one_writer(bench: Workbench) -> None:
    bench.declare(table_yaml("tickets", "{topic: Topic}", more="platform: zendesk", source="pulse"))
    (asset,) = source_definitions(bench.spec()).assets or []
    assert isinstance(asset, dg.AssetsDefinition)
    assert asset.key == dg.AssetKey(["sources", "pulse"])
    assert asset.op.pool == WAREHOUSE_WRITER
    assert asset.specs_by_key[asset.key].kinds == {"duckdb", "zendesk"}


def test_good_files_are_loaded_counted_and_checked(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.declare(survey_yaml())
    bench.drop({"a.csv": csv("id,at,score", *ROWS)})
    result = run(bench, monkeypatch)
    assert result.success
    (event,) = [one for one in result.get_asset_materialization_events() if one.asset_key == source_key(bench.spec())]
    metadata = {name: value.value for name, value in event.materialization.metadata.items()}
    assert {name: metadata[name] for name in ("rows_read", "rows_loaded", "files_loaded", "files_refused")} == {
        "rows_read": 20,
        "rows_loaded": 20,
        "files_loaded": 1,
        "files_refused": {},
    }
    assert {one.passed for one in result.get_asset_check_evaluations()} == {True}
    assert (bench.settings.validation_dir / "index.html").exists()


def test_a_critical_check_that_fails_stops_what_comes_after(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.declare(survey_yaml())
    bench.drop({"a.csv": csv("id,at,score", *ROWS, "x,2025-01-01,42"), "b.csv": "x\n"})
    result = run(bench, monkeypatch)
    assert not result.success
    assert {event.asset_key for event in result.get_asset_materialization_events()} == {source_key(bench.spec())}
    failed = {one.check_name: one for one in result.get_asset_check_evaluations() if not one.passed}
    assert set(failed) == {
        "files_can_be_read",
        "almost_all_recommend_lies_on_its_scale",
        "recommend_lies_on_its_scale",
    }
    assert failed["files_can_be_read"].severity == dg.AssetCheckSeverity.ERROR
    assert failed["recommend_lies_on_its_scale"].severity == dg.AssetCheckSeverity.WARN
    assert failed["recommend_lies_on_its_scale"].metadata["sample_rows"].value == [
        {"file_path": "pulse/a.csv", "row_number": 22, "score_of_recommend": 42.0}
    ]
