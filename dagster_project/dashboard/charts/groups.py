"""Charts that set groups beside each other: scores, segments, themes, bands, initiatives.

`label` is what a row is called on an axis, with the size of its base where that belongs to the name.
"""

from typing import Any

import altair as alt

from dagster_project.dashboard.charts.parts import (
    BREAK,
    HEIGHT,
    Drawing,
    Setting,
    chart,
    faint_if_few,
    hidden_words,
    points,
)
from dagster_project.dashboard.theme import BANDS, SCORE

ROW = 30
ROOM_FOR_WORDS = 80  # pixels after the longest bar
# The least of a place, also where bars are stacked: layers that sort by different sums are not sorted at all.
IN_ORDER = alt.EncodingSortField("place", op="min")
_SPLIT = f"split(datum.label, '{BREAK}')"


def _bands(setting: Setting, field: str, **more: Any) -> alt.Color:
    names = [setting.words.say(f"code.band.{band}") for band in BANDS]
    return alt.Color(f"{field}:N", scale=alt.Scale(domain=names, range=list(BANDS.values())), sort=names, **more)


def score_distribution(setting: Setting) -> Drawing:
    """How many gave each score, in the colours of the bands."""
    base = chart().encode(x=alt.X("label:N", sort=IN_ORDER, title=None, axis=alt.Axis(labelAngle=0)))
    bars = base.mark_bar().encode(
        y=alt.Y("share:Q", title=setting.axis("share"), axis=alt.Axis(format=".0%", tickCount=5)),
        color=_bands(setting, "band_name"),
        tooltip=setting.tips("band_name", "answer_count", "share"),
    )
    return alt.layer(bars, hidden_words(base, setting, baseline="bottom").encode(y=alt.datum(0))).properties(
        height=HEIGHT, width="container"
    )


def segments(setting: Setting) -> Drawing:
    """The NPS of each group with its interval, the highest first."""
    order = alt.Y("label:N", sort=IN_ORDER, title=None)
    base = chart().encode(y=order)
    scale = alt.Scale(zero=True, nice=True)
    zero = chart().mark_rule(opacity=0.5, aria=False).encode(x=alt.datum(0))
    interval = base.mark_rule(strokeWidth=4, opacity=0.45, color=SCORE).encode(
        x=alt.X("ci_lower:Q", scale=scale, title=setting.axis("nps")), x2="ci_upper:Q"
    )
    shown = points(base, SCORE).encode(
        x=alt.X("value:Q", scale=scale),
        tooltip=setting.tips("member_name", "value", "ci_lower", "ci_upper", "respondent_count", "change"),
    )
    hidden = hidden_words(base, setting, align="left", dx=6).encode(x=alt.datum(0))
    return alt.layer(zero, interval, shown, hidden).properties(height=alt.Step(ROW), width="container")


def themes(setting: Setting) -> Drawing:
    """What those who mention a theme do to the NPS."""
    base = chart().encode(y=alt.Y("label:N", sort=IN_ORDER, title=None))
    sign = alt.when("datum.nps_impact < 0").then(alt.value(BANDS["detractor"])).otherwise(alt.value(BANDS["promoter"]))
    bars = base.mark_bar(cursor="pointer").encode(
        x=alt.X("nps_impact:Q", title=setting.axis("impact")),
        color=sign,
        stroke=sign,
        fillOpacity=faint_if_few(),
        tooltip=setting.tips("theme_name", "distinct_customers", "share", "nps_of_theme", "nps_impact"),
    )
    hidden = hidden_words(base, setting, align="left", dx=4).encode(x=alt.datum(0))
    return alt.layer(bars, chart().mark_rule(opacity=0.5, aria=False).encode(x=alt.datum(0)), hidden).properties(
        height=alt.Step(24), width="container"
    )


def economics(setting: Setting) -> Drawing:
    """The mean CLV of promoters, passives and detractors in each segment."""
    names = [setting.words.say(f"code.band.{band}") for band in BANDS]
    base = chart().encode(
        y=alt.Y("label:N", sort=IN_ORDER, title=None),
        yOffset=alt.YOffset("band_name:N", sort=names, scale=alt.Scale(domain=names)),
    )
    bars = base.mark_bar().encode(
        x=alt.X(
            "clv_mean:Q",
            title=setting.axis("clv"),
            axis=alt.Axis(format="~s", tickCount=4, labelExpr=setting.words.say("axis.thousands")),
            scale=alt.Scale(zero=True, nice=False, padding=ROOM_FOR_WORDS),
        ),
        color=_bands(setting, "band_name"),
        fillOpacity=faint_if_few(),
        tooltip=setting.tips(
            "segment_name", "band_name", "customers", "clv_mean", "churn_rate_12_months", "revenue_at_risk"
        ),
    )
    hidden = hidden_words(base, setting, baseline="middle", align="left", dx=4).encode(x=alt.datum(0))
    words = base.mark_text(align="left", dx=4, fontSize=11).encode(x="text_at:Q", text="churn_text:N")
    return alt.layer(bars, words, hidden).properties(height=alt.Step(58, **{"for": "position"}), width="container")


def initiatives(setting: Setting) -> Drawing:
    """What each initiative did to the NPS of its target, with interval and verdict."""
    base = chart().encode(y=alt.Y("label:N", sort=IN_ORDER, title=None, axis=alt.Axis(labelExpr=_SPLIT)))
    zero = chart().mark_rule(opacity=0.6, aria=False).encode(x=alt.datum(0))
    interval = base.mark_rule(strokeWidth=3, opacity=0.45, color=SCORE).encode(
        x=alt.X("nps_ci_lower:Q", title=setting.axis("effect")), x2="nps_ci_upper:Q"
    )
    shown = points(base, SCORE).encode(
        x="nps_effect:Q", tooltip=setting.tips("name", "nps_effect", "nps_ci_lower", "nps_ci_upper", "cost", "benefit")
    )
    hidden = hidden_words(base, setting, align="left", dx=6).encode(x=alt.datum(0))
    return alt.layer(zero, interval, shown, hidden).properties(height=alt.Step(52), width="container")
