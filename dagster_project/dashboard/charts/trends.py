"""Charts over time: a value with its band, gaps where nothing is published.

`at` is the day a period stands at: its first, or the last of a trailing window. Days are read as UTC, so that no time
zone moves them.
"""

import altair as alt

from dagster_project.dashboard.charts.parts import GRAIN, HEIGHT, Drawing, Setting, chart, points
from dagster_project.dashboard.theme import SCORE, SECOND

_TIMES = ("period", "value", "ci_lower", "ci_upper", "respondent_count", "change")


# What a tick is called goes by the grain: only the first month of a quarter or a year has a name.
_TICK = (
    "grain === 'quarter' ? (utcmonth(datum.value) % 3 === 0 && utcdate(datum.value) === 1"
    " ? {quarter} : '') : grain === 'year' ? (utcmonth(datum.value) === 0 && utcdate(datum.value) === 1"
    " ? utcFormat(datum.value, '%Y') : '') : utcFormat(datum.value, '%b %Y')"
)
_QUARTER = "replace(replace('{text}', '{{quarter}}', utcquarter(datum.value)), '{{year}}', utcyear(datum.value))"


def _over_time(setting: Setting) -> alt.X:
    quarter = _QUARTER.format(text=setting.words.tree["period"]["quarter"])
    axis = alt.Axis(labelExpr=_TICK.format(quarter=quarter), labelOverlap=True, grid=False)
    return alt.X("utcyearmonthdate(at):T", title=None, axis=axis)


def _finished(*layers: alt.Chart) -> Drawing:
    """The layers as one chart, which is told the grain of its periods by whoever draws it."""
    grain = alt.param(name=GRAIN, value="quarter")
    return alt.layer(*layers).add_params(grain).properties(height=HEIGHT, width="container")


def _selected(setting: Setting) -> alt.Chart:
    chosen = chart().transform_filter("datum.is_selected === true")
    rule: alt.Chart = chosen.mark_rule(strokeDash=[2, 3], opacity=0.6).encode(x=_over_time(setting))
    return rule


def nps_trend(setting: Setting) -> Drawing:
    """The NPS, and its interval as a band."""
    tips = setting.tips(*_TIMES)
    return _finished(_selected(setting), *_with_band(chart(), setting, "nps", SCORE, tips))


def satisfaction_trend(setting: Setting) -> Drawing:
    """CSAT and CES, each with its interval."""
    names = {metric: setting.words.say(f"code.metric.{metric}") for metric in ("csat", "ces")}
    scale = alt.Scale(domain=list(names.values()), range=[SCORE, SECOND])
    layers = [_selected(setting)]
    for metric, colour in zip(names, (SCORE, SECOND), strict=True):
        own = chart().transform_filter(f"datum.metric === '{metric}'")
        band, line, shown = _with_band(own, setting, "percent", colour, setting.tips("metric_name", *_TIMES))
        layers += [band, line.encode(color=alt.Color("metric_name:N", scale=scale)), shown]
    return _finished(*layers)


def _with_band(
    base: alt.Chart, setting: Setting, axis: str, colour: str, tips: list[alt.Tooltip]
) -> tuple[alt.Chart, alt.Chart, alt.Chart]:
    """A value over time: the band of its interval, its line, its points."""
    base = base.encode(x=_over_time(setting))
    scale = alt.Scale(zero=False, nice=True)
    y = alt.Y("value:Q", title=setting.axis(axis), scale=scale)
    band = base.mark_area(opacity=0.18, color=colour).encode(
        y=alt.Y("ci_lower:Q", title=setting.axis(axis), scale=scale), y2="ci_upper:Q"
    )
    line = base.mark_line(color=colour, strokeWidth=2).encode(y=y)
    return band, line, points(base, colour).encode(y=y, tooltip=tips)


def response_time(setting: Setting) -> Drawing:
    """Median and 90th percentile of the first response, and the target."""
    names = {"median_score": setting.column("median_score"), "p90_score": setting.column("p90_score")}
    base = chart().encode(x=_over_time(setting))
    scale = alt.Scale(type="symlog", constant=1, zero=False, nice=False)
    axis = alt.Axis(values=[digit * 10**power for power in range(6) for digit in (1, 2, 5)])
    colours = alt.Scale(domain=list(names.values()), range=[SCORE, SECOND])
    tips = setting.tips("period", "median_score", "p90_score", "value", "denominator")
    layers = [_selected(setting)]
    for (field, name), colour in zip(names.items(), (SCORE, SECOND), strict=True):
        y = alt.Y(f"{field}:Q", title=setting.axis("minutes"), scale=scale, axis=axis)
        line = base.transform_calculate(series=f"'{name}'").mark_line(strokeWidth=2)
        layers += [
            line.encode(y=y, color=alt.Color("series:N", scale=colours)),
            points(base, colour).encode(y=y, tooltip=tips),
        ]
    minutes = setting.terms["first_response_target_minutes"]
    target = chart().transform_aggregate(count="count()").encode(y=alt.datum(minutes, scale=scale))
    name = setting.words.say("axis.target", target=minutes)
    return _finished(
        *layers,
        target.mark_rule(strokeDash=[6, 4], strokeWidth=1.5, aria=False),
        target.mark_text(align="right", baseline="bottom", dy=-3, fontSize=11, aria=False).encode(
            x=alt.value("width"), text=alt.value(name)
        ),
        # Nothing to see: it keeps the target off the edge.
        chart().mark_point(opacity=0, size=1, aria=False).encode(y=alt.datum(minutes / 2, scale=scale)),
    )
