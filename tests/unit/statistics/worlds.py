"""Figures of invented answers, for every period and dimension that is reported, and what is hidden of them.

No test stands here.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from dagster_project.ingest.sql import Connection
from dagster_project.statistics.suppression import suppress

KINDS = """(values ('relational', true, 5), ('transactional', false, 5), ('employee', true, 8), ('none', false, 5))
    as kinds (survey_kind, counts_once_per_period, minimum_group_size)"""
Key = tuple[str, str, str, dt.date, dt.date, str, str]
Nesting = tuple[str, str, str, str]
MONTHS = {month: (dt.date(2026, month, 1), dt.date(2026, month + 1, 1) - dt.timedelta(1)) for month in range(1, 12)}


def make_answers(
    connection: Connection, dimensions: Sequence[str], answers: Iterable[tuple[dt.date, Sequence[str]]]
) -> None:
    """Make the table `answers`, each answer a person of its own."""
    columns = "".join(f", {name} varchar" for name in dimensions)
    connection.execute(
        f"create or replace temp table answers (metric varchar, survey_kind varchar, day date, person bigint{columns})"
    )
    rows = [("csat", "transactional", day, person, *members) for person, (day, members) in enumerate(answers)]
    marks = ", ".join("?" * (4 + len(dimensions)))
    connection.executemany(f"insert into answers values ({marks})", rows)


def collect(connection: Connection, answers: str, dimensions: Sequence[str], as_of: str) -> None:
    """Make the table `figures` from answers (metric, survey_kind, day, person, and a column per dimension)."""
    cuts = [("all", "'all'"), *((name, name) for name in dimensions)]
    if {"segment", "touchpoint"} <= set(dimensions):
        cuts.append(("segment_touchpoint", "segment || ' / ' || touchpoint"))
    connection.execute(
        f"""create or replace temp table reported as
        with ends as (
            select least(last_day(cast(month as date)), date '{as_of}') as ends_on
            from (select unnest(generate_series(min(date_trunc('month', day)), date_trunc('month', date '{as_of}'),
                interval 1 month)) as month from {answers})
        )
        select *, grain as period_grain, date_trunc(grain, day)::date as period_start,
            (date_trunc(grain, day) + case grain when 'month' then interval 1 month
                when 'quarter' then interval 3 month else interval 1 year end - interval 1 day)::date as period_end
        from {answers}, (values ('month'), ('quarter'), ('year')) as grains (grain)
        union all
        select answers.*, '', 'trailing_90_days', ends_on - 89, ends_on
        from {answers} as answers inner join ends on day between ends_on - 89 and ends_on
        union all
        select *, '', 'all_time', min(day) over (), greatest(date '{as_of}', max(day) over ()) from {answers}"""
    )
    parts = [
        f"""select metric, survey_kind, period_grain, period_start, period_end, '{name}' as dimension,
            {member} as member, count(distinct person) as respondent_count, count(*) as denominator,
            cast(null as integer) as own_minimum_group_size
        from reported group by all"""
        for name, member in cuts
    ]
    connection.execute(f"create or replace temp table figures as {' union all '.join(parts)}")


def make_figures(connection: Connection, rows: Iterable[tuple[object, ...]]) -> None:
    """Make the table `figures` by hand: metric, survey_kind, period_grain, start, end, dimension, member, people."""
    connection.execute(
        """create or replace temp table figures (metric varchar, survey_kind varchar, period_grain varchar,
        period_start date, period_end date, dimension varchar, member varchar, respondent_count bigint,
        denominator bigint, own_minimum_group_size integer)"""
    )
    for row in rows:
        own = 8 if str(row[0]).startswith("comment") else None
        connection.execute("insert into figures values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [*row, row[-1], own])


def month_of(metric: str, kind: str, month: int, dimension: str, **people: int) -> list[tuple[object, ...]]:
    """The members of a dimension in a month of 2026."""
    start, end = MONTHS[month]
    return [(metric, kind, "month", start, end, dimension, member, count) for member, count in people.items()]


def nest(connection: Connection, nestings: Iterable[Nesting]) -> None:
    """Make the table `nested`: which member of a dimension occurs only with which member of another."""
    connection.execute(
        """create or replace temp table nested (metric varchar, survey_kind varchar, dimension varchar, member varchar,
        outer_dimension varchar, outer_member varchar)"""
    )
    for nesting in nestings:
        connection.execute("insert into nested values ('csat', 'transactional', ?, ?, ?, ?)", nesting)


def hidden(connection: Connection, nested: str | None = None) -> set[Key]:
    """The keys of what is hidden of the table `figures`."""
    found = suppress(connection, "figures", KINDS, nested)
    assert len(found.unprotected) == 0
    rows = connection.execute(
        """select metric, survey_kind, period_grain, period_start, period_end, dimension, member from suppression_cells
        where cell in (select unnest(cast(? as bigint[])))""",
        [found.hidden.tolist()],
    ).fetchall()
    return set(rows)


def hidden_members(connection: Connection, nested: str | None = None) -> list[str]:
    """The same, as 'metric month dimension member', sorted; the period's number for months."""
    return sorted(
        f"{metric} {start.month if grain == 'month' else grain} {dimension} {member}"
        for metric, _, grain, start, _, dimension, member in hidden(connection, nested)
    )
