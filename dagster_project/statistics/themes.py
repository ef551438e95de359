"""What is known of themes beside their sums: of how many each is a part, and which figure is told only with another.

A theme and what does not mention it are all answers, of which the number is shown. The second are told nowhere: a cell
without a row, in a sum without a cell for its whole.
"""

from dagster_project.ingest.sql import Connection, quoted
from dagster_project.statistics.additivity import BETWEEN, FOLLOWING, THEMED


def _is_of_theme(metric: str, cells: str) -> str:
    return f"starts_with({cells}.metric, {quoted(metric + BETWEEN)})"


# Where all of it is too few to be shown, nobody knows how many there are.
_WITHOUT = [
    f"""
    select parts.cell as part, parts.family, greatest(wholes.answers - parts.answers, 0) as answers
    from suppression_cells as parts
    inner join suppression_cells as wholes using (survey_kind, period_grain, period_start, dimension, member)
    where {_is_of_theme(part, "parts")} and wholes.metric = {quoted(whole)} and wholes.people >= wholes.minimum"""
    for part, whole in THEMED.items()
]
_FOLLOWERS = [
    f"""
    select leaders.cell as leader, followers.cell as follower
    from suppression_cells as leaders
    inner join suppression_cells as followers using (period_grain, dimension, member)
    where {_is_of_theme(first, "leaders")}
        and followers.metric = {quoted(second)} || substring(leaders.metric, {len(first) + 1})
        and (leaders.period_start = followers.period_start or leaders.period_grain = 'all_time')"""
    for first, second in FOLLOWING.items()
]


def create_theme_tables(connection: Connection) -> None:
    """Make the temporary tables of what does not mention a theme, and of the cells that follow others."""
    for name, selects in (("without", _WITHOUT), ("followers", _FOLLOWERS)):
        connection.execute(f"create or replace temp table suppression_{name} as {' union all '.join(selects)}")
