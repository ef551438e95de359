"""What is hidden of drivers: their indexes, which are parts of nothing, and their models, which have no months."""

import datetime as dt
from collections.abc import Iterator

import duckdb
import pytest

from dagster_project.ingest.sql import Connection
from tests.unit.statistics.worlds import hidden_members, make_figures, month_of


@pytest.fixture
def connection() -> Iterator[Connection]:
    with duckdb.connect() as opened:
        yield opened


def test_members_that_are_no_parts_of_a_whole_hide_no_neighbour(connection: Connection) -> None:
    make_figures(connection, month_of("driver_index", "relational", 1, "driver", ease=3, price=20))
    assert hidden_members(connection) == ["driver_index 1 driver ease"]


def test_without_months_the_running_quarter_ends_with_all_time_and_an_earlier_one_does_not(
    connection: Connection,
) -> None:
    """Somebody answered in both quarters, so that none is all time less the other."""
    quarters = {1: (dt.date(2026, 1, 1), dt.date(2026, 3, 31), 3), 2: (dt.date(2026, 4, 1), dt.date(2026, 6, 30), 20)}
    rows = [
        ("driver_model_all", "relational", "quarter", *quarter[:2], "all", "all", quarter[2])
        for quarter in quarters.values()
    ]
    whole = ("driver_model_all", "relational", "all_time", dt.date(2026, 1, 1), dt.date(2026, 6, 30), "all", "all", 22)
    make_figures(connection, [*rows, whole])
    assert hidden_members(connection) == ["driver_model_all quarter all all"]
