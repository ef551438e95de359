"""The command line where the set-up cannot be used: one line per mistake, and the exit status."""

import os
import subprocess
import sys
from pathlib import Path

from dagster_project.settings import PROJECT_ROOT
from tests.unit.workbench import Workbench, survey_yaml


def cx(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, with every path in a folder."""
    paths = {"CX_RAW_DIR": "raw", "CX_WAREHOUSE": "warehouse/cx.duckdb", "CX_PUBLISH_DIR": "published"}
    places = {name: str(folder / path) for name, path in {**paths, "CX_SOURCES_DIR": "sources"}.items()}
    return subprocess.run(
        [sys.executable, "-m", "dagster_project.cli", *arguments],
        env={**os.environ, **places, "NO_COLOR": "1", **variables},
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_variable_that_cannot_be_used_is_one_line_and_status_2(tmp_path: Path) -> None:
    done = cx(tmp_path, "run", CX_TIMEZONE="Mars/Phobos")
    assert done.returncode == 2
    assert done.stdout == "error CX_TIMEZONE is 'Mars/Phobos': write a zone such as Europe/Stockholm\n"
    assert done.stderr == ""
    assert list(tmp_path.iterdir()) == []


def test_every_mistake_in_the_yaml_is_a_line_of_its_own_and_status_2(bench: Workbench) -> None:
    bench.declare(survey_yaml(source="one", more="foldr: x"))
    bench.declare(survey_yaml(source="two", more="folder: [/]bold red[/"))
    done = cx(bench.folder, "run")
    assert done.returncode == 2
    first, second = done.stdout.splitlines()
    assert first.endswith("defs.yaml:8: unknown key 'foldr' in attributes; did you mean 'folder'?")
    assert second.startswith("error ")
    assert second.count("defs.yaml:8") == 1
    assert not bench.settings.state_dir.exists()


def test_a_raw_folder_that_is_not_there_is_told(bench: Workbench) -> None:
    bench.declare(survey_yaml())
    done = cx(bench.folder, "run")
    assert (done.returncode, done.stdout) == (
        2,
        f"error CX_RAW_DIR is '{bench.settings.raw_dir}': there is no such folder; make it, or correct the variable\n",
    )


def test_a_command_that_is_none_is_explained(tmp_path: Path) -> None:
    done = cx(tmp_path, "fly")
    assert done.returncode == 2
    assert "usage: cx" in done.stderr
