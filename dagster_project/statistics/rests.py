"""What is known of transitions between bands from the published NPS: who they are among, and in which band they ended.

The NPS of a segment and quarter, with its interval, tells how many promoters, passives and detractors there are. Those
who came from another band are some of them; the rest, who answered for the first time or without a name, is published
nowhere. Such a total is never hidden for a transition's sake: it is a sum without a cell for its whole.
"""

from dagster_project.ingest.sql import Connection, quoted
from dagster_project.statistics.additivity import AMONG, BETWEEN

_NO_BANDS = """(select
    null as survey_kind, null as segment, null as band, 0 as answers, current_date as period_start,
    current_date as period_end where false)"""
_PERIOD = "survey_kind, period_grain, period_start, period_end"


def create_rests(connection: Connection, bands: str | None) -> None:
    """Make the temporary table of sums that an unpublished rest belongs to; `bands` are the answers told by band.

    Where a rest would be negative, as customers of two surveys can make it, nobody can subtract: there is no sum.
    """
    totals = [_among(parts, whole) for parts, whole in AMONG.items()]
    totals += [_in_band("to"), _in_band("from")]
    connection.execute(
        f"""
        create or replace temp table suppression_rests as
        with bands as (select * from {bands or _NO_BANDS}),
        entries as ({" union all ".join(totals)}),
        rests as (
            select whole, detail, family, total - sum(answers) as answers
            from entries group by whole, detail, family, total having total >= sum(answers)
        )
        select whole, detail, family, part, cast(null as bigint) as answers
        from entries semi join rests
            on entries.whole is not distinct from rests.whole and entries.detail = rests.detail
        union all
        select whole, detail, family,
            row_number() over (order by whole, detail) - 1
                + (select count(*) from suppression_cells) + (select count(*) from suppression_slices)
                + (select count(*) from suppression_nestings where answers is not null)
                + (select count(*) from suppression_ends where answers is not null),
            answers
        from rests"""
    )


def _among(parts: str, whole: str) -> str:
    return f"""
    select wholes.cell as whole, '' as detail, wholes.family, wholes.answers as total, parts.cell as part, parts.answers
    from suppression_cells as wholes
    inner join suppression_cells as parts using ({_PERIOD}, dimension, member)
    where wholes.metric = {quoted(whole)} and parts.metric = {quoted(parts)} and dimension = 'segment'"""


# Into a band came some of those who are in it now. Out of one went some of those who were in it a quarter ago, unless
# they answered still earlier, or twice: everybody may suspect that nobody did.
def _in_band(side: str) -> str:
    other = "others.band"
    way = [other, "bands.band"] if side == "to" else ["bands.band", other]
    day = "bands.period_start" if side == "to" else "bands.period_end + 1"
    member = f" || {quoted(BETWEEN)} || ".join(["bands.segment", *way])
    return f"""
    select null, concat_ws(' ', {quoted(side)}, cells.survey_kind, cells.period_start, bands.band, bands.segment),
        cells.family, bands.answers, cells.cell, cells.answers
    from bands
    cross join (select distinct band from bands) as others
    inner join suppression_cells as cells
        on cells.metric = 'band_transitions' and cells.dimension = 'segment_transition'
        and cells.survey_kind = bands.survey_kind and cells.period_start = {day} and cells.member = {member}"""
