"""The marts that the tests of this folder publish."""

from tests.postgres.world import marts

__all__ = ["marts"]
