"""Charts over time: a value with its band, gaps where nothing is published.

`at` is the day a period stands at: its first, or the last of a trailing window. Days are read as UTC, so that no time
zone moves them.
"""

import altair as alt

from dagster_project.dashboard.charts.parts import HEIGHT, Setting, chart, points
from dagster_project.dashboard.theme import SCORE, SECOND

_TIMES = ("period", "value", "ci_lower", "ci_upper", "respondent_count", "change", "change_p_value")


def _over_time() -> alt.X:
    return alt.X("utcyearmonthdate(at):T", title=None, axis=alt.Axis(format="%b %Y", labelOverlap=True, grid=False))


def _selected(base: alt.Chart) -> alt.Chart:
    chosen = base.transform_filter("datum.is_selected === true")
    return chosen.mark_rule(strokeDash=[2, 3], opacity=0.6).encode(x=_over_time())


def nps_trend(setting: Setting) -> alt.LayerChart:
    """The NPS, and its interval as a band."""
    base = chart().encode(x=_over_time())
    scale = alt.Scale(zero=False, nice=True)
    band = base.mark_area(opacity=0.18, color=SCORE).encode(
        y=alt.Y("ci_lower:Q", title=setting.axis("nps"), scale=scale), y2="ci_upper:Q"
    )
    line = base.mark_line(color=SCORE, strokeWidth=2).encode(y=alt.Y("value:Q", scale=scale))
    shown = points(base, SCORE).encode(y="value:Q", tooltip=setting.tips(*_TIMES))
    return alt.layer(_selected(chart()), band, line, shown).properties(height=HEIGHT, width="container")


def satisfaction_trend(setting: Setting) -> alt.LayerChart:
    """CSAT and CES, each with its interval."""
    names = [setting.words.say("code.metric.csat"), setting.words.say("code.metric.ces")]
    colour = alt.Color("metric_name:N", scale=alt.Scale(domain=names, range=[SCORE, SECOND]))
    base = chart().encode(x=_over_time())
    scale = alt.Scale(zero=False, nice=True)
    band = base.mark_area(opacity=0.15).encode(
        y=alt.Y("ci_lower:Q", title=setting.axis("percent"), scale=scale), y2="ci_upper:Q", color=colour
    )
    dash = alt.StrokeDash("metric_name:N", scale=alt.Scale(domain=names, range=[[1, 0], [6, 3]]), legend=None)
    line = base.mark_line(strokeWidth=2).encode(y=alt.Y("value:Q", scale=scale), color=colour, strokeDash=dash)
    shown = points(base).encode(
        y="value:Q",
        stroke=alt.Stroke("metric_name:N", scale=alt.Scale(domain=names, range=[SCORE, SECOND]), legend=None),
        fill=alt.Fill("metric_name:N", scale=alt.Scale(domain=names, range=[SCORE, SECOND]), legend=None),
        tooltip=setting.tips("metric_name", *_TIMES),
    )
    return alt.layer(_selected(chart()), band, line, shown).properties(height=HEIGHT, width="container")


def response_time(setting: Setting) -> alt.LayerChart:
    """Median and 90th percentile of the first response, and the target."""
    names = [setting.column("median_score"), setting.column("p90_score")]
    base = chart().encode(x=_over_time())
    scale = alt.Scale(type="log", nice=True, clamp=True, domainMin=1)
    tips = setting.tips("period", "median_score", "p90_score", "value", "denominator")
    layers = [_selected(chart())]
    for field, name, colour in zip(("median_score", "p90_score"), names, (SCORE, SECOND), strict=True):
        y = alt.Y(f"{field}:Q", title=setting.axis("minutes"), scale=scale)
        series = alt.Color("series:N", scale=alt.Scale(domain=names, range=[SCORE, SECOND]))
        one = base.transform_calculate(series=f"'{name}'")
        layers += [
            one.mark_line(strokeWidth=2).encode(y=y, color=series),
            points(base, colour).encode(y=y, tooltip=tips),
        ]
    target = (
        chart()
        .transform_calculate(target=str(setting.terms["first_response_target_minutes"]))
        .transform_aggregate(target="max(target)")
        .mark_rule(strokeDash=[6, 4], strokeWidth=1.5)
        .encode(y=alt.Y("target:Q", scale=scale))
    )
    return alt.layer(*layers, target).properties(height=HEIGHT, width="container")
