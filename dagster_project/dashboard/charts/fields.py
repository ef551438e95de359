"""Charts over two measures at once: importance and performance of drivers, and the bands before and now."""

from typing import Any

import altair as alt

from dagster_project.dashboard.charts.parts import HEIGHT, Drawing, Setting, chart
from dagster_project.dashboard.theme import BANDS, SCORE

_MOVES = {"worsened": BANDS["detractor"], "same": BANDS["passive"], "improved": BANDS["promoter"]}


def key_drivers(setting: Setting) -> Drawing:
    """Drivers by performance and importance; the dotted lines are the medians that part the quadrants."""
    ranked = chart().transform_filter("datum.is_ranked === true")
    visible = chart().transform_filter("isValid(datum.importance_lmg)")
    x = alt.X("index_0_100:Q", title=setting.axis("performance"), scale=alt.Scale(zero=False, nice=True, padding=30))
    y = alt.Y(
        "importance_lmg:Q",
        title=setting.axis("importance"),
        scale=alt.Scale(zero=True, nice=True),
        axis=alt.Axis(format=".0%"),
    )
    middle: dict[str, Any] = {"strokeDash": [2, 3], "opacity": 0.7}
    first = alt.when("datum.quadrant === 'strengthen'").then(alt.value(BANDS["detractor"])).otherwise(alt.value(SCORE))
    dots = visible.mark_circle(size=110, opacity=0.95).encode(
        x=x,
        y=y,
        color=first,
        tooltip=setting.tips("driver_name", "importance_lmg", "index_0_100", "correlation", "rank", "quadrant_name"),
    )
    return alt.layer(
        ranked.mark_rule(**middle).encode(x=alt.X("median(index_0_100):Q")),
        ranked.mark_rule(**middle).encode(y=alt.Y("median(importance_lmg):Q")),
        dots,
        visible.mark_text(dy=-13, fontSize=12).encode(x=x, y=y, text="driver_name:N"),
    ).properties(height=HEIGHT + 60, width="container")


def score_changes(setting: Setting) -> Drawing:
    """Customers by band before and now."""
    names = [setting.words.say(f"code.band.{band}") for band in BANDS]
    base = chart().encode(
        x=alt.X("to_name:N", sort=names, title=setting.axis("now"), axis=alt.Axis(labelAngle=0, orient="top")),
        y=alt.Y("from_name:N", sort=names, title=setting.axis("before")),
    )
    cells = base.mark_rect(stroke=None).encode(
        color=alt.Color("move:N", scale=alt.Scale(domain=list(_MOVES), range=list(_MOVES.values())), legend=None),
        opacity=alt.Opacity("customers:Q", scale=alt.Scale(range=[0.08, 0.5]), legend=None),
        tooltip=setting.tips("from_name", "to_name", "customers"),
    )
    shown = base.mark_text(fontSize=16).encode(text="customers_text:N")
    return alt.layer(cells, shown).properties(height=HEIGHT, width="container")
