"""What every test may ask for: settings and a workbench in a temporary folder, and an environment free of ours."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from dagster_project.settings import PROJECT_ROOT, Settings
from tests.integration.conftest import Installation
from tests.unit.workbench import KEY, Workbench, settings_in


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("CX_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("CX_HASH_KEY", KEY)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of an installation that is all in a temporary folder."""
    return settings_in(tmp_path)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    """A workbench; its warehouse is opened when it is first asked for and closed at the end."""
    with ExitStack() as stack:
        yield Workbench(tmp_path, settings_in(tmp_path), stack)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The sample data, run once; only to be looked at."""
    root = tmp_path_factory.mktemp("sample")
    installation = Installation(
        root, PROJECT_ROOT / "data" / "raw", PROJECT_ROOT / "dagster_project" / "defs" / "sources"
    )
    done = installation.run()
    assert done.returncode == 0, done.stdout + done.stderr
    (root / "output.txt").write_text(done.stdout, encoding="utf-8")
    return installation
