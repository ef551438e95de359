"""The sums between the cells of the publication, as selects of one shape: which cell is a part of which whole.

The tables that they read are made by `cells`; which metrics and dimensions add up is said in `additivity`.
"""

from dagster_project.ingest.sql import quoted, text_list
from dagster_project.statistics.additivity import (
    ALL,
    BASES,
    BETWEEN,
    CALENDAR,
    CROSSED,
    NOT_PARTS,
    PARTS,
    SPLIT,
    TRAILING,
)

# Windows that overlap share months. Those of one turn do not, so each can be mended without regard to the others.
WINDOW_TURNS = 4
WHOLES, CROSSINGS, CALENDARS, WINDOWS, NESTINGS, SAME, PEOPLE, SLICES, ENDS, STARTS, SPLITS, RESTS = range(12)


def sums() -> list[str]:
    """One select for each kind of sum."""
    crossings = [_crossing(pairs, *of) for pairs, of in CROSSED.items()]
    people = [_people(whole, parts) for whole, parts in PARTS.items()]
    splits = [_split(parts, whole) for parts, whole in SPLIT.items()]
    return [
        _WHOLE,
        *crossings,
        _calendar(),
        *_WINDOW,
        _NESTING,
        _SAME,
        *people,
        _MONTH,
        _ENDS,
        _STARTS,
        _RESTS,
        *splits,
    ]


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


# Where a customer counts once in a period, it is the sum of its parts only if nobody answered in two of them. Everybody
# may suspect that, so it is protected where it is true. Where it is not, whoever subtracts gets a wrong number.
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
    where wholes.is_additive
    qualify not wholes.is_once or sum(parts.answers) over (partition by wholes.cell) = wholes.answers"""


_TURN = f"date_diff('month', date '2000-01-01', wholes.period_end) % {WINDOW_TURNS}"
_WINDOW = (
    f"""
    select {WINDOWS}, {_TURN}, wholes.cell, '', parts.cell
    from suppression_cells as wholes
    inner join suppression_cells as parts
        on wholes.series = parts.series and parts.period_grain = 'month'
        and parts.period_start between wholes.period_start and wholes.period_end
    where wholes.period_grain = '{TRAILING}' and wholes.is_additive
        and wholes.cell not in (select cell from suppression_overlaps)""",
    f"""
    select {WINDOWS}, {_TURN}, wholes.cell, '', later.cell
    from suppression_slices as slices
    inner join suppression_slices as later
        on slices.month_cell = later.month_cell and slices.slice <= later.slice and not later.is_empty
    inner join suppression_cells as wholes on slices.window_cell = wholes.cell""",
)
_MONTH = f"select {SLICES}, 0, month_cell, '', cell from suppression_slices where not is_empty"
_ENDS = f"select {ENDS}, 0, whole, '', part from suppression_ends"
_RESTS = f"select {RESTS}, 0, whole, detail, part from suppression_rests"
_NESTING = f"select {NESTINGS}, 0, whole, detail, part from suppression_nestings"

_SAME = f"""
select {SAME}, 0, wholes.cell, '', parts.cell
from suppression_cells as wholes
inner join suppression_cells as parts
    on wholes.series = parts.series and parts.period_grain = 'month'
inner join (select metric, max(period_start) filter (where period_grain = 'month') as last_month from suppression_cells
    group by metric) as running on wholes.metric = running.metric
where wholes.is_stock and wholes.period_grain <> 'month'
    and parts.period_start = least(date_trunc('month', wholes.period_end), last_month)
"""

# Every period that begins on one day is measured on the same people, and so is the stock of the day before.
_STARTS = f"""
select {STARTS}, 0, wholes.cell, parts.period_grain, parts.cell
from suppression_cells as wholes
inner join suppression_cells as parts using (family, dimension, member)
where parts.metric in ({text_list(tuple(BASES))}) and parts.people > 0
    and (
        wholes.metric in ({text_list(tuple(BASES.values()))}) and wholes.period_grain = 'month'
        and parts.period_start = wholes.period_end + 1
        or wholes.metric = parts.metric and wholes.period_grain = 'month' and parts.period_grain <> 'month'
        and parts.period_start = wholes.period_start
    )
"""


def _people(whole: str, parts: tuple[str, ...]) -> str:
    return f"""
    select {PEOPLE}, 0, wholes.cell, parts.metric, parts.cell
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
