"""Figures of invented answers, for every period and dimension that is reported. No test stands here."""

from dagster_project.ingest.sql import Connection

DIMENSIONS = ("segment", "touchpoint", "channel", "country", "persona", "survey", "account_owner")
KINDS = """(values ('relational', 5), ('transactional', 5), ('employee', 8), ('none', 5))
    as kinds (survey_kind, minimum_group_size)"""


def collect(connection: Connection, answers: str, dimensions: tuple[str, ...], as_of: str) -> None:
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
            {member} as member, count(distinct person) as respondent_count, count(*) as denominator
        from reported group by all"""
        for name, member in cuts
    ]
    connection.execute(f"create or replace temp table figures as {' union all '.join(parts)}")
