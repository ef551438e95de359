"""The cells of the publication and the sums between them, as tables: what its holder can calculate with.

A cell is one row of figures. A sum says that some cells, its parts, add up to another, the whole. A part that is never
published (the days of a month before a window begins, the rest of a touchpoint) is a cell without a row: nobody sees
it, and nobody knows it to be zero. Only facts stand here; what is hidden for them is decided in `rules` and `attack`.
"""

from dagster_project.ingest.sql import Connection, quoted, text_list
from dagster_project.statistics.additivity import (
    BASES,
    BETWEEN,
    ENCLOSED,
    FAMILIES,
    STOCKS,
    TRAILING,
)
from dagster_project.statistics.rests import create_rests
from dagster_project.statistics.sums import sums
from dagster_project.statistics.themes import create_theme_tables

_FAMILY = " ".join(f"when {quoted(one)} then {quoted(whole)}" for one, whole in FAMILIES.items())
_KEYS = "metric, survey_kind, period_grain, period_start, period_end, dimension, member"

# What stands before the bands of a transition: the segment, or nothing.
_COMPANY = f"regexp_replace(member, '(^|{BETWEEN})[a-z]+{BETWEEN}[a-z]+$', '')"
_ENCLOSED = ("transition", "segment_transition")

_CELLS = f"""
create or replace temp table suppression_cells as
select
    {_KEYS}, coalesce(own_minimum_group_size, minimum_group_size) as minimum,
    metric in ({text_list(STOCKS)}) as is_stock,
    metric not in ({text_list((*STOCKS, *BASES))}) as is_additive,
    counts_once_per_period and metric not in ({text_list((*STOCKS, *BASES))}) as is_once,
    coalesce(respondent_count, 0) as people,
    coalesce(denominator, respondent_count, 0) as answers,
    row_number() over (order by {_KEYS}) - 1 as cell,
    dense_rank() over (order by metric, survey_kind, dimension, member) as series,
    dense_rank() over (order by metric, survey_kind, period_grain, period_start, period_end) as period,
    case when metric = '{ENCLOSED}' and dimension in ({text_list(_ENCLOSED)})
        then dense_rank() over (order by metric, survey_kind, period_start, dimension, {_COMPANY})
        else 0 end as company,
    dense_rank() over (order by case metric {_FAMILY} else metric end, survey_kind) - 1 as family
from {{figures}} inner join {{kinds}} using (survey_kind)
"""

# Windows in which somebody counts once who answered in several months: no sum of months and a part of one.
_OVERLAPS = f"""
create or replace temp table suppression_overlaps as
select windows.cell
from suppression_cells as windows
left join suppression_cells as months
    on windows.series = months.series and months.period_grain = 'month'
    and months.period_end >= windows.period_start and months.period_start <= windows.period_end
where windows.period_grain = '{TRAILING}' and windows.is_once
group by windows.cell, windows.answers, windows.period_start
having windows.answers not between
    coalesce(sum(months.answers) filter (where months.period_start >= windows.period_start), 0)
    and coalesce(sum(months.answers), 0)
"""

# Each month that windows cut, in slices. The tail that a later start leaves lies within that of an earlier one. Of days
# before the first one with data everybody knows that they are empty: it is published, as the start of all time.
_SLICED = f"""
create or replace temp table suppression_slices as
with firsts as (
    select metric, survey_kind, min(period_start) as first_on from suppression_cells
    where period_grain = 'all_time' group by metric, survey_kind
),
tails as (
    select cuts.cell as month_cell, cuts.metric, cuts.survey_kind, cuts.family, cuts.answers,
        windows.cell as window_cell, windows.period_start,
        greatest(0, least(cuts.answers, windows.answers - coalesce(sum(months.answers), 0))) as tail
    from suppression_cells as windows
    inner join suppression_cells as cuts
        on windows.series = cuts.series and cuts.period_grain = 'month' and cuts.people > 0
        and cuts.period_start = date_trunc('month', windows.period_start) and cuts.period_start < windows.period_start
    left join suppression_cells as months
        on windows.series = months.series and months.period_grain = 'month'
        and months.period_start between windows.period_start and windows.period_end
    where windows.period_grain = '{TRAILING}' and windows.is_additive
        and windows.cell not in (select cell from suppression_overlaps)
    group by cuts.cell, cuts.metric, cuts.survey_kind, cuts.family, cuts.answers, windows.cell, windows.period_start,
        windows.answers
),
within as (
    select * exclude (tail), min(tail) over later as tail, row_number() over later as slice,
        lead(period_start) over later as ends_before
    from tails
    window later as (partition by month_cell order by period_start)
),
slices as (
    select metric, survey_kind, month_cell, slice, family, window_cell, ends_before,
        tail - coalesce(lead(tail) over (partition by month_cell order by slice), 0) as answers
    from within
    union all
    select metric, survey_kind, month_cell, 0, family, null, min(period_start), answers - max(tail)
    from within group by metric, survey_kind, month_cell, family, answers
)
select month_cell, slice, family, window_cell, answers, coalesce(ends_before <= first_on, false) as is_empty,
    row_number() over (order by month_cell, slice) - 1 + (select count(*) from suppression_cells) as cell
from slices left join firsts using (metric, survey_kind)
"""

# Inner members occur with one outer member only. If it has more than these, an unpublished rest stands beside them,
# wherever there is an inner member that occurs with several.
_NESTED = """
create or replace temp table suppression_nestings as
with pairs as (
    select outers.cell as whole, nested.dimension as detail, inners.cell as part, outers.series, outers.family,
        outers.period, outers.dimension, inners.answers, outers.answers as whole_answers
    from {nested} as nested
    inner join suppression_cells as outers
        on nested.metric = outers.metric and nested.survey_kind = outers.survey_kind
        and nested.outer_dimension = outers.dimension and nested.outer_member = outers.member
    inner join suppression_cells as inners
        on outers.period = inners.period and nested.dimension = inners.dimension and nested.member = inners.member
),
rests as (
    select whole, detail, series, family, period, dimension, whole_answers - sum(answers) as rest
    from pairs
    group by whole, detail, series, family, period, dimension, whole_answers
),
roaming as (
    select distinct cells.period, cells.dimension as detail, nested.outer_dimension as dimension
    from suppression_cells as cells
    inner join {nested} as nested using (metric, survey_kind, dimension)
    anti join {nested} as bound
        on cells.metric = bound.metric and cells.survey_kind = bound.survey_kind
        and cells.dimension = bound.dimension and cells.member = bound.member
        and nested.outer_dimension = bound.outer_dimension
    where cells.people > 0
),
unpublished as (
    select whole, detail, family, greatest(rest, 0) as answers
    from rests
    semi join roaming using (period, dimension, detail)
    qualify max(rest) over (partition by series, detail) > 0
)
select whole, detail, family, part, cast(null as bigint) as answers from pairs
union all
select whole, detail, family,
    row_number() over (order by whole, detail) - 1
        + (select count(*) from suppression_cells) + (select count(*) from suppression_slices),
    answers
from unpublished
"""
# Where a customer counts once in a period, with the last answer, it is also the last one of every longer period with
# the same end. What a longer period has besides is a rest that nobody sees. None follows today, and none is before the
# first.
_ENDING = """
create or replace temp table suppression_ends as
with bounds as (
    select metric, survey_kind, coalesce(
            max(period_start) filter (where period_grain = 'month'),
            max(period_start) filter (where period_grain = 'quarter')
        ) as running_from,
        min(period_start) filter (where period_grain = 'all_time') as first_on
    from suppression_cells
    where is_once
    group by metric, survey_kind
),
nested as (
    select cell, family, answers, greatest(period_start, first_on) as starts_on,
        lead(cell) over shorter as part, lead(answers) over shorter as part_answers,
        lead(greatest(period_start, first_on)) over shorter as part_starts_on
    from suppression_cells inner join bounds using (metric, survey_kind)
    where is_once and people > 0
    window shorter as (
        partition by series, case when period_end < running_from then period_end end
        order by greatest(period_start, first_on), cell
    )
),
numbered as (
    select *, row_number() over (order by cell) - 1
        + (select count(*) from suppression_cells) + (select count(*) from suppression_slices)
        + (select count(*) from suppression_nestings where answers is not null) as rest
    from nested
    where part is not null and starts_on < part_starts_on
)
select cell as whole, part, family, cast(null as bigint) as answers from nested where part is not null
union all
select cell, rest, family, greatest(answers - part_answers, 0) from numbered
"""
_NO_NESTING = """(select
    null as metric, null as survey_kind, null as dimension, null as member, null as outer_dimension,
    null as outer_member where false)"""


def create_cells(
    connection: Connection, figures: str, kinds: str, nested: str | None, bands: str | None = None
) -> None:
    """Make the temporary tables: cells, slices of months, nestings, ends, rests, and the sums between all of them."""
    connection.execute(_CELLS.format(figures=figures, kinds=kinds))
    connection.execute(_OVERLAPS)
    connection.execute(_SLICED)
    connection.execute(_NESTED.format(nested=nested or _NO_NESTING))
    connection.execute(_ENDING)
    create_rests(connection, bands)
    connection.execute(f"create or replace temp table suppression_sums as {' union all '.join(sums())}")
    create_theme_tables(connection)
