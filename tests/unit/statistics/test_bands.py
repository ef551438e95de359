"""What is hidden of the NPS bands of a segment, whose customers are known: by hand, one month."""

from collections.abc import Iterator

import duckdb
import pytest

from dagster_project.ingest.sql import Connection
from tests.unit.statistics.worlds import hidden_members, make_figures, month_of


@pytest.fixture
def connection() -> Iterator[Connection]:
    with duckdb.connect() as opened:
        yield opened


def split(metric: str, whole: str, segment: str, **people: int) -> list[tuple[object, ...]]:
    """A segment's figure in January, and its parts by band; 'none' is who is in no band."""
    bands = {f"{segment} / {band}": count for band, count in people.items() if count}
    return month_of(whole, "none", 1, "segment", **{segment: sum(people.values())}) + month_of(
        metric, "none", 1, "segment_band", **bands
    )


@pytest.mark.parametrize(
    ("metric", "whole"),
    [("band_customers", "customers"), ("band_annual_revenue", "annual_revenue"), ("band_clv", "clv")],
)
def test_a_band_is_not_the_segment_less_its_other_bands(connection: Connection, metric: str, whole: str) -> None:
    rows = split(metric, whole, "A / b", promoter=20, passive=17, detractor=3)
    rows += split(metric, whole, "A", promoter=30, passive=30, detractor=6, none=30)
    make_figures(connection, rows)
    hidden = hidden_members(connection)
    assert f"{metric} 1 segment_band A / b / detractor" in hidden
    assert f"{metric} 1 segment_band A / b / passive" in hidden


def test_those_in_no_band_are_not_the_segment_less_its_bands(connection: Connection) -> None:
    make_figures(connection, split("band_customers", "customers", "A", promoter=20, passive=17, detractor=9, none=2))
    assert hidden_members(connection) == [f"band_customers 1 segment_band A / {band}" for band in ("detractor", "none")]


def test_many_in_no_band_protect_the_few_in_one(connection: Connection) -> None:
    make_figures(connection, split("band_customers", "customers", "A", promoter=20, passive=17, detractor=3, none=12))
    assert hidden_members(connection) == [f"band_customers 1 segment_band A / {band}" for band in ("detractor", "none")]
