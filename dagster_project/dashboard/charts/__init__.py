"""What is drawn: one function per view of `views` that has a figure, from the words of a language to a chart.

A chart has no data of its own: it names its rows `ROWS`, and whoever draws it gives them, decorated as `rows` says. So
the page, the pictures and the tests draw the very same thing.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from dagster_project.dashboard.charts import fields, groups, trends
from dagster_project.dashboard.charts.parts import Drawing, Setting
from dagster_project.dashboard.texts import Language, words

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


def specification(view: str, language: Language, currency: str, terms: dict[str, Any]) -> dict[str, Any]:
    """A view's chart as Vega-Lite, without rows; made once, so a copy is to be changed, never this one."""
    return _specification(view, language, currency, tuple(terms.items()))


@cache
def _specification(view: str, language: Language, currency: str, terms: tuple[tuple[str, Any], ...]) -> dict[str, Any]:
    drawn: dict[str, Any] = FIGURES[view](Setting(words(language), currency, dict(terms))).to_dict(validate=False)
    return drawn
