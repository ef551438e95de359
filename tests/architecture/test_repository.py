"""Promises of the repository as a whole: nothing of one machine in it, nobody phones home, the commands exist."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from dagster_project.settings import PROJECT_ROOT

# Made by the set-up, the tools or a run: no part of the repository (.gitignore).
MADE = re.compile(
    r"^(\.git|\.venv|\.cache|\.mypy_cache|\.ruff_cache|\.pytest_cache|\.hypothesis|build|dist|logs|[^/]*\.egg-info)(/|$)"
    r"|(^|/)__pycache__(/|$)|^data/(?!raw(/|$)|sample_truth\.json$)|^dbt/(target|logs|\.user\.yml)(/|$)|^\.env$|\.duckdb$"
)
HOME = "|".join(("/" + "home/[a-z]", "/" + "root/", "/" + "Users/[A-Za-z]", r"C:\\" + "Users"))
REGISTRY = "|".join(
    ("pypi" + r"\.org", "python" + "hosted", "--(extra-)?" + "index-url[ =]", "artifact" + "ory", "find" + "-links")
)
NOTES = "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X:"))


def files() -> list[Path]:
    """Every file that belongs to the repository and is text."""
    found = []
    for place in sorted(PROJECT_ROOT.iterdir()):
        if MADE.search(place.name) or place.name == "data":
            continue
        found += [place] if place.is_file() else [path for path in place.rglob("*") if path.is_file()]
    kept = [path for path in found if not MADE.search(str(path.relative_to(PROJECT_ROOT)))]
    return [path for path in kept if path.suffix not in (".png", ".duckdb", ".parquet")]


def mentions(pattern: str, *suffixes: str) -> list[str]:
    """Where a pattern occurs, by file and line."""
    return [
        f"{path.relative_to(PROJECT_ROOT)}:{number}"
        for path in files()
        if not suffixes or path.suffix in suffixes
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        if re.search(pattern, line)
    ]


def targets() -> set[str]:
    makefile = (PROJECT_ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))


def test_there_are_files_to_look_at() -> None:
    names = {str(path.relative_to(PROJECT_ROOT)) for path in files()}
    assert {"Makefile", "constraints.txt", "dbt/dbt_project.yml", "tests/conftest.py", ".ci/run"} <= names
    assert not [name for name in names if name.startswith((".venv", "dbt/target", "data/warehouse"))]


def test_no_path_of_anyone_s_home_is_in_the_repository() -> None:
    assert mentions(HOME) == []


def test_no_address_of_a_registry_is_in_the_repository() -> None:
    assert mentions(REGISTRY) == []


def test_no_note_to_oneself_is_in_the_code() -> None:
    assert mentions(NOTES, ".py", ".sql", ".yml", ".yaml", ".sh", ".toml") == []


def test_no_trace_of_one_machine_s_tools_is_in_the_repository() -> None:
    assert [str(path) for path in files() if path.name in (".DS_Store", "Thumbs.db", ".env", "nohup.out")] == []


@pytest.mark.parametrize(
    "target",
    [
        "run",
        "test",
        "dev",
        "check",
        "setup",
        "setup-dev",
        "sample",
        "source",
        "rejects",
        "fuzz",
        "bench-reader",
        "bench-metrics",
        "bench-readers",
        "mf",
        "docs-site",
        "superset-bundle",
        "superset-datasets",
        "test-superset",
        "pictures",
        "clean",
        "help",
    ],
)
def test_make_knows_the_command(target: str) -> None:
    assert target in targets()


def test_every_target_of_make_is_phony_and_is_no_file() -> None:
    makefile = (PROJECT_ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    phony = set(" ".join(re.findall(r"^\.PHONY:(.*)$", makefile, re.MULTILINE)).split())
    assert targets() <= phony


def test_dagster_does_not_phone_home() -> None:
    instance = yaml.safe_load((PROJECT_ROOT / "dagster.yaml").read_text(encoding="utf-8"))
    assert instance["telemetry"] == {"enabled": False}
    assert instance["nux"] == {"enabled": False}
    project = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["dg"]["cli"]["telemetry"] == {"enabled": False}


def test_dbt_does_not_phone_home_and_fetches_no_package() -> None:
    project = yaml.safe_load((PROJECT_ROOT / "dbt/dbt_project.yml").read_text(encoding="utf-8"))
    assert project["flags"]["send_anonymous_usage_stats"] is False
    assert not (PROJECT_ROOT / "dbt/packages.yml").exists()
    assert not (PROJECT_ROOT / "dbt/dependencies.yml").exists()


def test_one_writer_at_a_time_is_said_to_dagster() -> None:
    concurrency = yaml.safe_load((PROJECT_ROOT / "dagster.yaml").read_text(encoding="utf-8"))["concurrency"]
    assert concurrency["pools"]["default_limit"] == 1
    assert concurrency["runs"]["max_concurrent_runs"] == 1


def test_the_workspace_and_the_project_name_the_same_location() -> None:
    workspace = yaml.safe_load((PROJECT_ROOT / "workspace.yaml").read_text(encoding="utf-8"))
    module = workspace["load_from"][0]["python_module"]
    project = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["dg"]["project"]
    assert module["location_name"] == project["code_location_name"]
    assert module["module_name"] == project["code_location_target_module"]


def test_every_dependency_is_pinned_with_its_hashes() -> None:
    text = (PROJECT_ROOT / "constraints.txt").read_text(encoding="utf-8")
    pinned = {name.lower() for name in re.findall(r"^([A-Za-z0-9_.-]+)==[^ ]+", text, re.MULTILINE)}
    project = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[<>=\[ ;]", one, maxsplit=1)[0].lower() for one in wanted}
    assert names - pinned == set()
    assert text.count("--hash=sha256:") >= len(pinned)
    assert names & {"duckdb-engine", "dagster-ge", "dagster-duckdb-pandas"} == set()
