"""The bundle as it lies in the repository: up to date, no reference dangles, no column is asked for that is not there.

What Superset itself makes of it is for test_superset.
"""

import json
import os
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sqlglot
import yaml
from sqlglot import exp

from bi.superset.bundle import BUNDLE, FOLDER, MASK, VARIABLE, BundleError, bundled, database_address, write_bundle
from bi.superset.datasets import WRITTEN, written_datasets
from bi.superset.queries import KINDS, query_context
from dagster_project.publish.tables import published_tables, tables_for
from dagster_project.settings import PROJECT_ROOT
from dagster_project.transformation import prepared_manifest

ADDRESS = "postgresql://reader:secret@db.example.com:5432/cx"
Yaml = dict[str, Any]


@cache
def written(folder: str) -> dict[str, Yaml]:
    """The YAML files of a folder of the bundle, by their names without the ending."""
    return {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in (FOLDER / folder).glob("*.yaml")}


def charts() -> dict[str, Yaml]:
    return written("charts")


def datasets() -> dict[str, Yaml]:
    return {dataset["uuid"]: dataset for dataset in written("datasets/cx").values()}


def dashboard() -> Yaml:
    (one,) = written("dashboards").values()
    return one


def nodes(kind: str) -> list[Yaml]:
    return [node for node in dashboard()["position"].values() if isinstance(node, dict) and node["type"] == kind]


def columns_of(dataset: Yaml) -> set[str]:
    return {column["column_name"] for column in dataset["columns"]}


def measures_of(dataset: Yaml) -> set[str]:
    return {measure["metric_name"] for measure in dataset["metrics"]}


def columns_in(sql: str) -> set[str]:
    """The columns that an expression or a query of PostgreSQL names."""
    return {column.name for column in sqlglot.parse_one(sql, dialect="postgres").find_all(exp.Column)}


def used(params: Yaml) -> Iterator[tuple[str, str]]:
    """What a chart asks for: ('column', name) and ('measure', name), also within SQL and as the order of rows."""
    (query,) = query_context(params)["queries"]
    for column in query["columns"]:
        yield "column", column["label"] if isinstance(column, dict) else column
    for measure in query["metrics"] or []:
        if isinstance(measure, dict):
            yield from (("column", name) for name in columns_in(measure["sqlExpression"]))
        else:
            yield "measure", measure
    yield from (("column", name) for name, _ in query.get("orderby", []))
    yield from (("column", one["col"]) for one in query["filters"])
    yield from (("column", name) for name in params.get("column_config", {}))


def test_the_datasets_are_those_that_the_manifest_gives_today() -> None:
    fresh = written_datasets(prepared_manifest())
    assert {path.name for path in WRITTEN.glob("*.yaml")} == set(fresh)
    stale = [name for name, text in fresh.items() if (WRITTEN / name).read_text(encoding="utf-8") != text]
    assert stale == [], "make superset-datasets"


def test_every_dataset_is_a_table_of_the_general_publication_and_every_column_is_described() -> None:
    general = {table.name: table for table in tables_for("general", published_tables(prepared_manifest()))}
    for dataset in datasets().values():
        assert columns_of(dataset) - {"is_latest"} == set(general[dataset["table_name"]].columns)
        assert [column["column_name"] for column in dataset["columns"] if not column["description"]] == []


def test_every_measure_names_columns_of_its_table_and_averages_nothing() -> None:
    for dataset in datasets().values():
        for measure in dataset["metrics"]:
            assert columns_in(measure["expression"]) <= columns_of(dataset)
            assert not list(sqlglot.parse_one(measure["expression"], dialect="postgres").find_all(exp.Avg))
        if dataset["sql"]:
            assert columns_in(dataset["sql"]) <= columns_of(dataset)


@pytest.mark.parametrize("name", sorted(charts()))
def test_a_chart_asks_only_for_what_its_dataset_has(name: str) -> None:
    dataset = datasets()[charts()[name]["dataset_uuid"]]
    there = {("column", one) for one in columns_of(dataset)} | {("measure", one) for one in measures_of(dataset)}
    asked = set(used(charts()[name]["params"]))
    assert asked
    assert asked - there == set()


@pytest.mark.parametrize("name", sorted(charts()))
def test_a_chart_of_the_long_table_fixes_metric_kind_and_dimension(name: str) -> None:
    chart = charts()[name]
    params = chart["params"]
    fixed = {one["subject"] for one in params["adhoc_filters"]}
    table = datasets()[chart["dataset_uuid"]]["table_name"]
    if table == "metric_values":
        shown = set(params.get("all_columns", []))
        assert {"metric", "dimension"} <= fixed and "survey_kind" in fixed | shown
    if table in ("key_drivers", "comment_themes"):
        assert "period_grain" in fixed
    if table == "key_drivers":
        assert {"model", "survey_kind"} <= fixed


def test_every_table_says_why_a_figure_is_missing() -> None:
    says = {"suppression_reason", "is_suppressed", "reason"}
    silent = {
        name
        for name, chart in charts().items()
        if chart["viz_type"] == "table"
        and says & columns_of(datasets()[chart["dataset_uuid"]])
        and not says & set(chart["params"]["all_columns"])
    }
    assert silent == set()


def test_every_reference_is_to_something_that_is_there() -> None:
    (database,) = written("databases").values()
    assert {dataset["database_uuid"] for dataset in datasets().values()} == {database["uuid"]}
    assert {chart["dataset_uuid"] for chart in charts().values()} == set(datasets())
    placed = Counter((node["meta"]["uuid"], node["meta"]["sliceName"]) for node in nodes("CHART"))
    assert placed == Counter((chart["uuid"], chart["slice_name"]) for chart in charts().values())


def test_dbt_knows_which_tables_the_dashboard_reads() -> None:
    exposures = json.loads(prepared_manifest().read_text(encoding="utf-8"))["exposures"].values()
    (reads,) = [one["depends_on"]["nodes"] for one in exposures if one["name"] == "superset_dashboard"]
    assert sorted(name.split(".")[-1] for name in reads) == sorted(one["table_name"] for one in datasets().values())


def test_no_two_things_share_an_id() -> None:
    files = [one for folder in ("databases", "datasets/cx", "charts", "dashboards") for one in written(folder).values()]
    assert Counter(one["uuid"] for one in files).most_common(1)[0][1] == 1
    assert Counter(node["meta"]["chartId"] for node in nodes("CHART")).most_common(1)[0][1] == 1


def test_the_layout_hangs_together_from_the_root() -> None:
    position = dashboard()["position"]
    reached, waiting = set(), ["ROOT_ID"]
    while waiting:
        here = waiting.pop()
        reached.add(here)
        waiting += position[here]["children"]
    assert {node["id"] for kind in ("TAB", "ROW", "CHART", "MARKDOWN") for node in nodes(kind)} <= reached
    for row in nodes("ROW"):
        assert sum(position[child]["meta"]["width"] for child in row["children"]) == 12


def test_a_filter_points_at_a_column_and_its_default_fits_it() -> None:
    filters = dashboard()["metadata"]["native_filter_configuration"]
    assert len(filters) == 3
    numbers = {node["meta"]["chartId"] for node in nodes("CHART")}
    for one in filters:
        (target,) = one["targets"]
        assert target["column"]["name"] in columns_of(datasets()[target["datasetUuid"]])
        assert set(one["scope"]["rootPath"]) <= {node["id"] for node in nodes("TAB")}
        assert set(one["scope"]["excluded"]) <= numbers
        assert {part["col"] for part in one["defaultDataMask"]["extraFormData"].get("filters", [])} <= {
            target["column"]["name"]
        }


def test_a_chart_whose_kind_has_no_query_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=f"viz_type pie: no query is known for it; known are {KINDS[0]}"):
        query_context({"viz_type": "pie"})


def test_every_chart_in_the_zip_has_its_query(tmp_path: Path) -> None:
    write_bundle(tmp_path / "superset.zip", {})
    with zipfile.ZipFile(tmp_path / "superset.zip") as bundle:
        names = [name for name in bundle.namelist() if "/charts/" in name]
        contexts = [json.loads(yaml.safe_load(bundle.read(name))["query_context"]) for name in names]
    assert len(names) == len(charts()) > 20
    assert all(context["queries"][0]["columns"] for context in contexts)


def test_the_same_files_make_the_same_zip(tmp_path: Path) -> None:
    for name in ("one.zip", "two.zip"):
        write_bundle(tmp_path / name, {VARIABLE: ADDRESS})
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_no_file_of_the_bundle_holds_the_password(tmp_path: Path) -> None:
    address = database_address({VARIABLE: ADDRESS})
    assert address == f"postgresql+psycopg2://reader:{MASK}@db.example.com:5432/cx"
    assert [name for name, text in bundled(address).items() if "secret" in text] == []
    assert [name for name, text in bundled(address).items() if address in text] == [
        "cx_metrics/databases/cx_metrics.yaml"
    ]


def test_an_address_without_a_password_stays_without_one() -> None:
    assert database_address({VARIABLE: "postgresql://reader@db/cx"}) == "postgresql+psycopg2://reader@db/cx"
    assert database_address({}) is None


@pytest.mark.parametrize(
    "wrong", ["db.example.com", "mysql://a:secret@b/c", "postgresql://a:secret@/c", "postgresql://h:x/c"]
)
def test_an_address_that_is_none_is_refused_in_one_line_without_showing_it(wrong: str) -> None:
    with pytest.raises(BundleError) as caught:
        database_address({VARIABLE: wrong})
    assert str(caught.value).startswith(VARIABLE)
    assert "secret" not in str(caught.value) and "\n" not in str(caught.value)


def test_the_command_says_what_is_wrong_and_fails() -> None:
    environment = os.environ | {VARIABLE: "nonsense"}
    command = [sys.executable, "-m", "bi.superset.bundle"]
    done = subprocess.run(command, env=environment, cwd=PROJECT_ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == "" and done.stderr.startswith(VARIABLE) and done.stderr.count("\n") == 1
    assert BUNDLE.is_relative_to(PROJECT_ROOT / "build")
