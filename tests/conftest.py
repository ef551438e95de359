"""What every test may ask for: settings and a workbench in a temporary folder, and an environment free of ours."""

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dagster_project.settings import PROJECT_ROOT, Settings
from tests.integration.conftest import Installation
from tests.postgres_server import database, server
from tests.unit.workbench import KEY, Workbench, settings_in

if TYPE_CHECKING:
    from tests.models.chain import Chain

__all__ = ["database", "server"]  # fixtures that stand in a module of their own

SLOW = {"integration", "attack", "models"}  # folders of tests that run the job, or dbt
LOOKS_AT_THE_SAMPLE = re.compile(r"\b(sample|attacked|sparse): Installation|\b(sparse_)?world: World")


@cache
def looks_at_the_sample(file: str) -> bool:
    """Whether tests of a file, named from the root of the project, ask for a world that is run once for all."""
    return bool(LOOKS_AT_THE_SAMPLE.search((PROJECT_ROOT / file).read_text(encoding="utf-8")))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is slow. Where several tests run at once, what is slow comes first, and of that what is slowest."""
    slow = {item.path for item in items if item.path.parent.name in SLOW}
    for item in items:
        if item.path in slow:
            item.add_marker(pytest.mark.slow)
    if "PYTEST_XDIST_WORKER" in os.environ:
        looking = {item.path for item in items if looks_at_the_sample(str(item.path))}
        items.sort(key=lambda item: (item.path not in slow, item.path not in looking))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give a file's tests to one process, and to one and the same all that look at a world of all: it runs once."""
    from xdist.scheduler import LoadScopeScheduling

    def scope_of(test: str) -> str:
        file = test.split("::", 1)[0]
        return "the sample" if looks_at_the_sample(file) else file

    scheduler = LoadScopeScheduling(config, log)
    scheduler._split_scope = scope_of
    return scheduler


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
