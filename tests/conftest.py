"""What every test may ask for: settings and a workbench in a temporary folder, and an environment free of ours."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dagster_project.settings import PROJECT_ROOT, Settings
from tests.integration.conftest import Installation
from tests.unit.workbench import KEY, Workbench, settings_in

if TYPE_CHECKING:
    from tests.models.chain import Chain

SLOW = {"integration", "attack", "models"}  # folders of tests that run the job, or dbt
SHARED = {"sample", "attacked", "sparse"}


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups in a hook of its own
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is slow. Where several run at once: slow files first, each whole, the sample's in one process."""
    slow = {item.path for item in items if item.path.parent.name in SLOW}
    for item in items:
        if item.path in slow:
            item.add_marker(pytest.mark.slow)
    if "PYTEST_XDIST_WORKER" in os.environ:
        looking = {item.path for item in items if SHARED & set(getattr(item, "fixturenames", ()))}
        for item in items:
            item.add_marker(pytest.mark.xdist_group("sample" if item.path in looking else str(item.path)))
        items.sort(key=lambda item: (item.path not in slow, item.path not in looking))


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


@pytest.fixture(scope="session")
def chain(tmp_path_factory: pytest.TempPathFactory) -> "Chain":
    """The dbt project, compiled."""
    from tests.models.chain import compiled_chain

    return compiled_chain(tmp_path_factory.mktemp("compiled"))
