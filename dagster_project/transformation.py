"""What Dagster needs of the dbt project: where it lies, its manifest, how its nodes become assets, how dbt is called.

The meaning of the data stays in dbt; nothing here knows a model by name.
"""

import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtCliResource, DbtProject
from packaging.version import Version

from dagster_project.automation import READY_BY_SEVEN
from dagster_project.ingest.sql import warehouse
from dagster_project.settings import PROJECT_ROOT, Settings

DBT_DIR = PROJECT_ROOT / "dbt"
MANIFEST = DBT_DIR / "target" / "manifest.json"
RUN_RESULTS, PARTIAL_PARSE = "run_results.json", "partial_parse.msgpack"
DBT = Path(sys.prefix) / "bin" / "dbt"
# Dagster cuts the project where an asset lies between two models: `dbt_models`, `dbt_models_2`, and so on.
DBT_STEP = "dbt_models"
RUN_PARAMETERS = dg.AssetKey(["raw", "run_parameters"])
_COLOUR = re.compile("\x1b\\[[0-9;]*m")
KEPT_ROWS = 5
_PROJECT_FILES = ("dbt_project.yml", "profiles.yml", "models", "macros", "seeds", "snapshots", "tests")


class DbtProjectError(RuntimeError):
    """The dbt project cannot be parsed; the message is dbt's own."""


def prepared_manifest() -> Path:
    """The manifest, parsed anew only when a file of the dbt project is newer than it."""
    newest = max(file.stat().st_mtime_ns for file in _project_files())
    if not MANIFEST.exists() or MANIFEST.stat().st_mtime_ns < newest:
        command = [str(DBT), "--no-use-colors", "parse", "--project-dir", str(DBT_DIR), "--profiles-dir", str(DBT_DIR)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise DbtProjectError(done.stdout.strip() or done.stderr.strip())
        MANIFEST.touch()
    return MANIFEST


def export_warehouse(settings: Settings) -> None:
    """Tell the dbt process, which starts in another folder, where the warehouse is."""
    os.environ["CX_WAREHOUSE"] = str(settings.warehouse)


def dbt_target_path(settings: Settings) -> Path:
    """Where dbt leaves what it made of this warehouse's build."""
    return settings.state_dir / "dbt"


def fresh_target_path(settings: Settings) -> Path:
    """The same, without the results of the call before, and with what a parse has already learnt."""
    target_path = dbt_target_path(settings)
    target_path.mkdir(parents=True, exist_ok=True)
    (target_path / RUN_RESULTS).unlink(missing_ok=True)
    learnt = MANIFEST.with_name(PARTIAL_PARSE)
    if learnt.exists() and not (target_path / PARTIAL_PARSE).exists():
        shutil.copyfile(learnt, target_path / PARTIAL_PARSE)
    return target_path


def _project_files() -> list[Path]:
    found = []
    for name in _PROJECT_FILES:
        place = DBT_DIR / name
        found += [place] if place.is_file() else [file for file in place.rglob("*") if file.is_file()]
    return found


def dbt_project() -> DbtProject:
    """The dbt project as Dagster knows it."""
    return DbtProject(project_dir=DBT_DIR, profiles_dir=DBT_DIR, target_path=Path("target"))


def build_command(job: dg.JobDefinition, selected: Iterable[dg.AssetKey]) -> list[str]:
    """How dbt builds some models of a job; which ones, Dagster adds. Unit tests are for whoever changes a model."""
    graph = job.asset_layer.asset_graph
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    later = later_tests(manifest, lambda key: graph.get(key).child_keys if graph.has(key) else (), selected)
    return ["build", "--exclude", " ".join([*later, "test_type:unit"])]


def later_tests(
    manifest: Mapping[str, Any],
    children: Callable[[dg.AssetKey], Iterable[dg.AssetKey]],
    selected: Iterable[dg.AssetKey],
) -> list[str]:
    """The tests that read what is made only after the selected models, by name.

    dbt tests whatever reads a model that it builds. What such a test reads beside it must not be of an earlier build.
    """
    chosen = set(selected)
    later: set[dg.AssetKey] = set()
    reached = chosen
    while reached:
        reached = {child for key in reached for child in children(key)} - later - chosen
        later |= reached
    translator, nodes = Translator(), {**manifest["nodes"], **manifest["sources"]}
    tests = [node for node in manifest["nodes"].values() if node["resource_type"] == "test"]
    return sorted(
        test["name"]
        for test in tests
        if later & {translator.get_asset_key(nodes[parent]) for parent in test["depends_on"]["nodes"]}
    )


class Translator(DagsterDbtTranslator):
    """dbt nodes as assets: keys and groups as dbt has them, a deadline on what is public."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """`raw/<table>` for a source; `<folder>/<name>` for the rest, a model's folder being its layer."""
        name = dbt_resource_props["name"]
        if dbt_resource_props["resource_type"] == "source":
            return dg.AssetKey([dbt_resource_props["source_name"], name])
        return dg.AssetKey([_layer(dbt_resource_props), name])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """The dbt group, else the layer."""
        return dbt_resource_props.get("config", {}).get("group") or _layer(dbt_resource_props)

    def get_asset_spec(self, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None) -> dg.AssetSpec:
        """The usual spec, with the deadline of public models; seeds are read again in each run."""
        spec = super().get_asset_spec(manifest, unique_id, project)
        node = manifest["nodes"].get(unique_id) or manifest["sources"].get(unique_id) or {}
        if node.get("resource_type") == "seed":
            # Else Dagster, which cuts the project at what lies between its models, would start dbt once more for seeds.
            spec = spec.replace_attributes(deps=[*spec.deps, RUN_PARAMETERS])
        is_public = node.get("config", {}).get("access") == "public" or node.get("access") == "public"
        return spec.replace_attributes(freshness_policy=READY_BY_SEVEN) if is_public else spec


def _layer(props: Mapping[str, Any]) -> str:
    kind = str(props["resource_type"])
    return f"{kind}s" if kind in ("seed", "snapshot") else str(props["fqn"][1])


class Dbt(DbtCliResource):
    """dbt without the two things that dagster-dbt does before every call and that nobody here needs.

    `dbt --version` costs seconds and asks the package index; the adapter in Dagster's process is only for row counts.
    """

    @cached_property
    def _cli_version(self) -> Version:
        return Version(importlib.metadata.version("dbt-core"))

    def _initialize_dbt_core_adapter(self, args: Sequence[str]) -> Any:
        del args


def dbt_resource() -> Dbt:
    """The resource that runs dbt from this environment, whatever is on PATH."""
    return Dbt(
        project_dir=str(DBT_DIR),
        profiles_dir=str(DBT_DIR),
        dbt_executable=str(DBT),
        global_config_flags=["--no-use-colors"],
    )


def failures_of(settings: Settings) -> list[str]:
    """What went wrong in the last dbt call, a line per node: its name, dbt's first words, the first rows it kept."""
    results = dbt_target_path(settings) / RUN_RESULTS
    if not results.exists():
        return []
    found = []
    for result in json.loads(results.read_text(encoding="utf-8"))["results"]:
        if result["status"] in ("error", "fail", "runtime error"):
            name = result["unique_id"].split(".")[2]
            message = " ".join(_COLOUR.sub("", result.get("message") or result["status"]).split())
            kept = _kept_rows(settings, result["relation_name"]) if result["status"] == "fail" else ""
            found.append(f"{name}: {message[:300]}{kept}")
    return found


def _kept_rows(settings: Settings, relation: str | None) -> str:
    """The first rows of a test that stores them (only tests whose rows name nobody do)."""
    if not relation:
        return ""
    with warehouse(settings, read_only=True) as connection:
        rows = connection.execute(f"select * from {relation} limit {KEPT_ROWS}")
        names = [column[0] for column in rows.description or []]
        shown = [
            ", ".join(f"{name} {value}" for name, value in zip(names, row, strict=True)) for row in rows.fetchall()
        ]
    return "".join(f"; {row}" for row in shown)
