"""The worlds that are attacked, each of one whole run of the pipeline; the sample is that of all tests."""

import pytest

from tests.attack.figures import Nesting, World, read_nestings, read_world
from tests.attack.themes import add_themes
from tests.attack.world import sparse_installation
from tests.integration.conftest import Installation


@pytest.fixture(scope="session")
def sparse(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The sparse world, run once; only to be looked at."""
    installation = sparse_installation(tmp_path_factory.mktemp("sparse") / "here")
    done = installation.run()
    assert done.returncode == 0, done.stdout + done.stderr
    return installation


@pytest.fixture(scope="session", params=["sample", "sparse"])
def attacked(request: pytest.FixtureRequest) -> Installation:
    """Either world."""
    installation = request.getfixturevalue(request.param)
    assert isinstance(installation, Installation)
    return installation


@pytest.fixture(scope="session")
def world(attacked: Installation) -> World:
    """Its cells."""
    general = attacked.published / "cx_metrics.duckdb"
    return add_themes(read_world(general, attacked.warehouse), general, attacked.warehouse)


@pytest.fixture(scope="session")
def nestings(attacked: Installation) -> list[Nesting]:
    """Which of its groups lie within others."""
    return read_nestings(attacked.warehouse)


@pytest.fixture(scope="session")
def sparse_world(sparse: Installation) -> World:
    """The cells of the sparse world."""
    general = sparse.published / "cx_metrics.duckdb"
    return add_themes(read_world(general, sparse.warehouse), general, sparse.warehouse)
