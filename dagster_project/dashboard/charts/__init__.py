"""What is drawn: one function per view of `views` that has a figure, from the words of a language to a chart.

A chart has no data of its own: it names its rows `ROWS`, and whoever draws it gives them, decorated as `rows` says. So
the page, the pictures and the tests draw the very same thing.
"""

from collections.abc import Callable

from dagster_project.dashboard.charts import fields, groups, trends
from dagster_project.dashboard.charts.parts import Drawing, Setting

FIGURES: dict[str, Callable[[Setting], Drawing]] = {
    "nps_trend": trends.nps_trend,
    "satisfaction_trend": trends.satisfaction_trend,
    "response_time": trends.response_time,
    "score_distribution": groups.score_distribution,
    "segments": groups.segments,
    "themes": groups.themes,
    "economics": groups.economics,
    "initiatives": groups.initiatives,
    "key_drivers": fields.key_drivers,
    "score_changes": fields.score_changes,
}
