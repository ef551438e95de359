import pytest
from pathlib import Path
from tests.integration.conftest import Installation


@pytest.fixture(scope="session")
def sample():
    return Installation(Path("/tmp/w/bi/data"), Path("x"), Path("x"))
