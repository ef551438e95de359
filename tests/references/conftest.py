"""The formulas, compiled once for all tests of this folder."""

from collections.abc import Iterator

import pytest

from tests.references.formulas import Formulas


@pytest.fixture(scope="session")
def formulas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Formulas]:
    """Every formula, to be evaluated on figures."""
    compiled = Formulas(tmp_path_factory.mktemp("formulas"))
    yield compiled
    compiled.close()
