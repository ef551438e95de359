"""Suppression from figures to a table: which cells of the general publication are hidden, and in which build.

Reads what dbt collected, writes `statistics.hidden_cells` with the keys of the hidden cells, and one row of
`statistics.suppressed_builds` with the build and the number of figures that were looked at. Why a cell is hidden stays
in the warehouse: whoever knew which cells are hidden for the sake of others would know which are small.
"""

from dataclasses import dataclass

import numpy as np

from dagster_project.ingest.sql import Connection
from dagster_project.statistics.attack import protect
from dagster_project.statistics.cells import create_cells
from dagster_project.statistics.relations import Booleans, Integers, read_relations
from dagster_project.statistics.rules import Hiding, hide_neighbours, hide_the_few

FIGURES = "intermediate.int_metrics_collected"
KINDS = "seeds.survey_kinds"
NESTED = "intermediate.int_members_nested"
# What the NPS of a segment tells together with its interval, where it is not too small to be shown: how many answers
# of a quarter are in each band.
BANDS = f"""(
    unpivot (
        select survey_kind, period_start, period_end, member as segment, cast(negatives as bigint) as detractor,
            cast(numerator + negatives as bigint) as promoter,
            cast(denominator - numerator - 2 * negatives as bigint) as passive
        from {FIGURES} inner join {KINDS} using (survey_kind)
        where metric = 'nps' and period_grain = 'quarter' and dimension = 'segment'
            and respondent_count >= minimum_group_size
    ) on detractor, passive, promoter into name band value answers)"""

_CREATE = """
    create schema if not exists statistics;
    create table if not exists statistics.hidden_cells (
        metric varchar, survey_kind varchar, period_grain varchar, dimension varchar, member varchar,
        is_primary boolean, period_start date, period_end date
    );
    create table if not exists statistics.suppressed_builds (build_id varchar, figures bigint)
"""


@dataclass(frozen=True)
class Suppression:
    """Which cells are hidden, by their number: on too few people, in all, and those that nothing could protect."""

    figures: int
    few: Integers
    hidden: Integers
    unprotected: Integers


def suppress(
    connection: Connection, figures: str, kinds: str, nested: str | None = None, bands: str | None = None
) -> Suppression:
    """Decide what to hide; leaves the temporary table `suppression_cells`, which numbers the figures."""
    create_cells(connection, figures, kinds, nested, bands)
    relations = read_relations(connection)
    hiding = Hiding(relations)
    is_few: Booleans = hide_the_few(hiding)
    hide_neighbours(hiding)
    unprotected = protect(hiding)
    hidden = np.flatnonzero(hiding.is_hidden[: relations.count])
    return Suppression(relations.count, np.flatnonzero(is_few), hidden, unprotected)


def create_statistics(connection: Connection) -> None:
    """Make the empty tables where there are none: dbt reads them, also in a warehouse that no run has finished."""
    connection.execute(_CREATE)


def write_hidden_cells(connection: Connection) -> Suppression:
    """Decide anew what to hide, and replace the table of hidden cells in one transaction."""
    create_statistics(connection)
    found = suppress(connection, FIGURES, KINDS, NESTED, BANDS)
    connection.execute("begin")
    try:
        connection.execute("delete from statistics.hidden_cells")
        connection.execute("delete from statistics.suppressed_builds")
        connection.execute(
            """
            insert into statistics.hidden_cells by name
            select metric, survey_kind, period_grain, dimension, member, period_start, period_end,
                cell in (select unnest(cast($few as bigint[]))) as is_primary
            from suppression_cells
            where cell in (select unnest(cast($hidden as bigint[])))
            order by cell
            """,
            {"few": found.few.tolist(), "hidden": found.hidden.tolist()},
        )
        connection.execute(
            f"""insert into statistics.suppressed_builds
            select build_id, (select count(*) from {FIGURES}) from raw.run_parameters"""
        )
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise
    return found
