"""Loads every module and all definitions in a process of its own and prints what was found. No test stands here."""

import functools
import importlib
import json
import os
import pkgutil
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

from dagster_project.settings import PROJECT_ROOT

UNSETTLED = ("PreviewWarning", "BetaWarning", "SupersessionWarning")


@functools.cache
def described() -> dict[str, Any]:
    """The description, made once: in a fresh process, with every path in an empty folder."""
    with tempfile.TemporaryDirectory() as folder:
        inherited = {key: value for key, value in os.environ.items() if not key.startswith(("CX_", "DAGSTER_", "DBT_"))}
        names = ("CX_RAW_DIR", "CX_WAREHOUSE", "CX_PUBLISH_DIR", "DAGSTER_HOME")
        places = {name: str(Path(folder) / name.lower() / "x") for name in names}
        done = subprocess.run(
            [sys.executable, "-m", "tests.architecture.describe"],
            env={**inherited, **places},
            cwd=PROJECT_ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        written = sorted(str(path.relative_to(folder)) for path in Path(folder).rglob("*"))
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {**found, "written": written}


def describe() -> dict[str, Any]:
    """What the modules and the definitions are."""
    import dagster as dg

    import dagster_project
    from dagster_project.transformation import prepared_manifest

    prepared_manifest()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        modules = [one.name for one in pkgutil.walk_packages(dagster_project.__path__, "dagster_project.")]
        for name in modules:
            importlib.import_module(name)
        from dagster_project.definitions import defs

        definitions = defs()
        # What Dagster warns itself of while it validates (it makes checks anew with a beta argument) is not ours.
        own = [f"{one.category.__name__}: {one.message}" for one in caught if one.category.__name__ in UNSETTLED]
        dg.Definitions.validate_loadable(definitions)
    graph = definitions.get_repository_def().asset_graph
    job = definitions.resolve_job_def("cx_pipeline")
    return {
        "modules": modules,
        "unsettled": own,
        "is_validator_imported": "great_expectations" in sys.modules,
        "is_sender_imported": "apprise" in sys.modules,
        "assets": {key.to_user_string(): sorted(graph.get(key).pools or ()) for key in graph.materializable_asset_keys},
        "all_assets": sorted(key.to_user_string() for key in graph.get_all_asset_keys()),
        "checks": sorted([key.asset_key.to_user_string(), key.name] for key in graph.asset_check_keys),
        "parents": {key.to_user_string(): _names(graph.get(key).parent_keys) for key in graph.get_all_asset_keys()},
        "deadlines": _names(key for key in graph.get_all_asset_keys() if graph.get(key).freshness_policy),
        "steps": {node.name: getattr(node.definition, "pool", None) for node in job.graph.nodes},
        "job_assets": _names(job.asset_layer.executable_asset_keys),
        "schedules": {
            one.name: [one.cron_schedule, one.execution_timezone, one.job_name]
            for one in definitions.get_repository_def().schedule_defs
        },
        "sensors": {
            one.name: [one.default_status.value, one.minimum_interval_seconds]
            for one in definitions.get_repository_def().sensor_defs
        },
    }


def _names(keys: Any) -> list[str]:
    return sorted(key.to_user_string() for key in keys)


if __name__ == "__main__":
    print(json.dumps(describe()))
