"""What several charts have in common: their rows by name, hollow points for few answers, words for what is hidden."""

from dataclasses import dataclass
from typing import Any

import altair as alt

from dagster_project.dashboard.texts import Words

ROWS, GRAIN = "rows", "grain"
BREAK = "\u241e"  # parts the lines of a label; no name of anything holds it
HEIGHT = 260
Drawing = alt.LayerChart | alt.FacetChart  # what layers with properties are to the type checker


@dataclass(frozen=True)
class Setting:
    """What a chart is drawn with: the words of a language, the currency, the terms of the project."""

    words: Words
    currency: str
    terms: dict[str, Any]

    def axis(self, name: str) -> str:
        """The title of an axis."""
        return self.words.say(f"axis.{name}", currency=self.currency)

    def column(self, name: str) -> str:
        """The name of a column, as the table beside the chart has it."""
        return self.words.say(f"column.{name}")

    def tips(self, *columns: str) -> list[alt.Tooltip]:
        """What pointing at a mark tells: columns by their names, numbers with one decimal at most."""
        return [_tip(self, column) for column in columns]


_WHOLE = ("respondent_count", "answer_count", "distinct_customers", "customers", "denominator", "rank")
_TEXT = ("period", "member_name", "driver_name", "theme_name", "band_name", "from_name", "to_name", "metric_name")
_NAMED = {
    "member_name": "member",
    "driver_name": "driver",
    "theme_name": "theme",
    "band_name": "band",
    "from_name": "from_band",
    "to_name": "to_band",
    "metric_name": "metric",
    "segment_name": "segment",
    "quadrant_name": "quadrant",
    "verdict_name": "verdict",
}


def _tip(setting: Setting, column: str) -> alt.Tooltip:
    title = setting.column(_NAMED.get(column, column))
    if column in _NAMED or column in ("period", "name"):
        return alt.Tooltip(f"{column}:N", title=title)
    if column in ("share", "importance_lmg"):
        return alt.Tooltip(f"{column}:Q", title=title, format=".1%")
    if column in ("change_p_value", "nps_p_value", "correlation"):
        return alt.Tooltip(f"{column}:Q", title=title, format=".3f")
    form = ",.0f" if column in _WHOLE or column.endswith(("_mean", "_at_risk", "cost", "benefit")) else ",.1f"
    return alt.Tooltip(f"{column}:Q", title=title, format=form)


def chart() -> alt.Chart:
    """A chart over the rows that whoever draws it gives."""
    return alt.Chart(alt.NamedData(name=ROWS))


def hollow_if_few() -> Any:
    """Filled, but hollow where fewer answered than anything is claimed of, and pale while a period runs."""
    few = alt.when("datum.is_low_base === true").then(alt.value(0))
    return few.when("datum.is_running === true").then(alt.value(0.3)).otherwise(alt.value(1))


def faint_if_few() -> Any:
    """The same for a bar: its outline stays, its filling fades."""
    return alt.when("datum.is_low_base === true").then(alt.value(0.15)).otherwise(alt.value(1))


def points(base: alt.Chart, colour: str | None = None) -> alt.Chart:
    """Points, hollow where few answered; of one colour, or of that which the encoding says."""
    look: dict[str, Any] = {"size": 45, "strokeWidth": 2, "filled": False, "opacity": 1}
    if colour:
        look |= {"stroke": colour, "fill": colour}
    running = alt.when("datum.is_running === true").then(alt.value(0.45)).otherwise(alt.value(1))
    shown: alt.Chart = base.mark_point(**look).encode(fillOpacity=hollow_if_few(), strokeOpacity=running)
    return shown


def hidden_words(base: alt.Chart, setting: Setting, **look: Any) -> alt.Chart:
    """The word for what is hidden, where a mark would be."""
    hidden = base.transform_filter("datum.is_suppressed === true || datum.is_nps_suppressed === true")
    told: alt.Chart = hidden.mark_text(fontStyle="italic", fontSize=11, opacity=0.85, **look).encode(
        text=alt.value(setting.words.say("view.hidden"))
    )
    return told
