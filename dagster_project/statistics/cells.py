"""The cells of the publication and the sums between them, as tables: what its holder can calculate with.

A cell is one row of figures. A sum says that some cells, its parts, add up to another, the whole. A part that is never
published (the days of a month before a window begins, the rest of a touchpoint) is a cell without a row: nobody sees
it, and nobody knows it to be zero. Only facts stand here; what is hidden for them is decided in `rules` and `attack`.
"""

from dagster_project.ingest.sql import Connection, quoted, text_list
from dagster_project.statistics.additivity import (
    ALL,
    BETWEEN,
    CALENDAR,
    CROSSED,
    FAMILIES,
    NOT_PARTS,
    PARTS,
    SPLIT,
    STOCKS,
    TRAILING,
)

# Windows that overlap share months. Those of one turn do not, so each can be mended without regard to the others.
WINDOW_TURNS = 4
WHOLES, CROSSINGS, CALENDARS, WINDOWS, NESTINGS, SAME, PEOPLE, SLICES, SPLITS = range(9)

_FAMILY = " ".join(f"when {quoted(one)} then {quoted(whole)}" for one, whole in FAMILIES.items())
_KEYS = "metric, survey_kind, period_grain, period_start, period_end, dimension, member"

_CELLS = f"""
create or replace temp table suppression_cells as
select
    {_KEYS}, minimum_group_size as minimum,
    metric in ({text_list(STOCKS)}) as is_stock,
    coalesce(respondent_count, 0) as people,
    coalesce(denominator, respondent_count, 0) as answers,
    row_number() over (order by {_KEYS}) - 1 as cell,
    dense_rank() over (order by metric, survey_kind, dimension, member) as series,
    dense_rank() over (order by metric, survey_kind, period_grain, period_start, period_end) as period,
    dense_rank() over (order by case metric {_FAMILY} else metric end, survey_kind) - 1 as family
from {{figures}} inner join {{kinds}} using (survey_kind)
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
    where windows.period_grain = '{TRAILING}' and not windows.is_stock
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
_NO_NESTING = """(select
    null as metric, null as survey_kind, null as dimension, null as member, null as outer_dimension,
    null as outer_member where false)"""


def create_cells(connection: Connection, figures: str, kinds: str, nested: str | None) -> None:
    """Make the temporary tables of this room: cells, slices of months, nestings, and the sums between all of them."""
    connection.execute(_CELLS.format(figures=figures, kinds=kinds))
    connection.execute(_SLICED)
    connection.execute(_NESTED.format(nested=nested or _NO_NESTING))
    crossings = [_crossing(pairs, *of) for pairs, of in CROSSED.items()]
    people = [_people(whole, parts) for whole, parts in PARTS.items()]
    splits = [_split(parts, whole) for parts, whole in SPLIT.items()]
    selects = [_WHOLE, *crossings, _calendar(), *_WINDOW, _NESTING, _SAME, *people, _MONTH, *splits]
    connection.execute(f"create or replace temp table suppression_sums as {' union all '.join(selects)}")


_WHOLE = f"""
select {WHOLES} as kind, 0 as turn, wholes.cell as whole, parts.dimension as detail, parts.cell as part
from suppression_cells as wholes
inner join suppression_cells as parts on wholes.period = parts.period
where wholes.dimension = '{ALL}' and parts.dimension not in ({text_list((ALL, *NOT_PARTS))})
"""


def _crossing(pairs: str, first: str, second: str) -> str:
    def of(side: str, turn: int) -> str:
        return f"""
        select {CROSSINGS}, {turn}, {side}.cell, {quoted(pairs)}, pairs.cell
        from suppression_cells as pairs
        inner join suppression_cells as firsts on pairs.period = firsts.period
            and firsts.dimension = {quoted(first)} and starts_with(pairs.member, firsts.member || {quoted(BETWEEN)})
        inner join suppression_cells as seconds on pairs.period = seconds.period
            and seconds.dimension = {quoted(second)}
            and pairs.member = firsts.member || {quoted(BETWEEN)} || seconds.member
        where pairs.dimension = {quoted(pairs)}"""

    return f"{of('firsts', 0)} union all {of('seconds', 1)}"


def _calendar() -> str:
    def finer(place: int) -> str:
        return " ".join(
            f"when list_contains(reported.grains, {quoted(grain)}) then {quoted(grain)}"
            for grain in reversed(CALENDAR[:place])
        )

    steps = " ".join(
        f"when {quoted(grain)} then case {finer(place)} end" for place, grain in enumerate(CALENDAR) if place
    )
    return f"""
    select {CALENDARS}, list_position([{text_list(CALENDAR)}], wholes.period_grain), wholes.cell, '', parts.cell
    from suppression_cells as wholes
    inner join (
        select metric, survey_kind, dimension, list(distinct period_grain) as grains from suppression_cells group by all
    ) as reported using (metric, survey_kind, dimension)
    inner join suppression_cells as parts
        on wholes.series = parts.series and parts.period_grain = case wholes.period_grain {steps} end
        and (wholes.period_grain = {quoted(CALENDAR[-1])}
            or parts.period_start between wholes.period_start and wholes.period_end)
    where not wholes.is_stock"""


_TURN = f"date_diff('month', date '2000-01-01', wholes.period_end) % {WINDOW_TURNS}"
_WINDOW = (
    f"""
    select {WINDOWS}, {_TURN}, wholes.cell, '', parts.cell
    from suppression_cells as wholes
    inner join suppression_cells as parts
        on wholes.series = parts.series and parts.period_grain = 'month'
        and parts.period_start between wholes.period_start and wholes.period_end
    where wholes.period_grain = '{TRAILING}' and not wholes.is_stock""",
    f"""
    select {WINDOWS}, {_TURN}, wholes.cell, '', later.cell
    from suppression_slices as slices
    inner join suppression_slices as later
        on slices.month_cell = later.month_cell and slices.slice <= later.slice and not later.is_empty
    inner join suppression_cells as wholes on slices.window_cell = wholes.cell""",
)
_MONTH = f"select {SLICES}, 0, month_cell, '', cell from suppression_slices where not is_empty"
_NESTING = f"select {NESTINGS}, 0, whole, detail, part from suppression_nestings"

_SAME = f"""
select {SAME}, 0, wholes.cell, '', parts.cell
from suppression_cells as wholes
inner join suppression_cells as parts
    on wholes.series = parts.series and parts.period_grain = 'month'
    and parts.period_start = date_trunc('month', wholes.period_end)
where wholes.is_stock and wholes.period_grain <> 'month'
"""


def _people(whole: str, parts: tuple[str, ...]) -> str:
    return f"""
    select {PEOPLE}, 0, wholes.cell, '', parts.cell
    from suppression_cells as wholes
    inner join suppression_cells as parts using (family, period_grain, period_end, dimension, member)
    where wholes.metric = {quoted(whole)} and parts.metric in ({text_list(parts)}) and parts.people > 0"""


def _split(parts: str, whole: str) -> str:
    return f"""
    select {SPLITS}, 0, wholes.cell, '', parts.cell
    from suppression_cells as wholes
    inner join suppression_cells as parts using (survey_kind, period_grain, period_start, period_end)
    where wholes.metric = {quoted(whole)} and parts.metric = {quoted(parts)} and wholes.dimension = 'segment'
        and wholes.member = regexp_replace(parts.member, {quoted(BETWEEN + "[a-z]+$")}, '')"""
