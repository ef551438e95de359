"""The compiled chain of models, once per session."""

import pytest

from tests.models.chain import Chain, compiled_chain


@pytest.fixture(scope="session")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Chain:
    """The dbt project, compiled."""
    return compiled_chain(tmp_path_factory.mktemp("compiled"))
