"""The colours of the pages and of what is drawn, light and dark.

Marks have one colour for both: each keeps a contrast of 3 : 1 against either background (WCAG 1.4.11); a test computes
it. Text, grid and background differ, and reach the charts as Vega's configuration.
"""

from typing import Any, Literal

Appearance = Literal["light", "dark"]

SCORE = "#2f7fd1"
SECOND = "#9a6bd0"
BANDS = {"promoter": "#1a8f7a", "passive": "#858b94", "detractor": "#d1603d"}
FONT = "system-ui, 'Segoe UI', 'Liberation Sans', 'DejaVu Sans', sans-serif"

GROUNDS: dict[Appearance, dict[str, str]] = {
    "light": {"background": "#ffffff", "text": "#1c2229", "quiet": "#57606a", "grid": "#e3e7eb"},
    "dark": {"background": "#161b22", "text": "#e9edf1", "quiet": "#a3adb8", "grid": "#30363d"},
}


def configuration(appearance: Appearance) -> dict[str, Any]:
    """Vega-Lite's configuration for an appearance."""
    ground = GROUNDS[appearance]
    return {
        "background": ground["background"],
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            "labelColor": ground["quiet"],
            "titleColor": ground["quiet"],
            "gridColor": ground["grid"],
            "domainColor": ground["grid"],
            "tickColor": ground["grid"],
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "labelLimit": 220,
        },
        "axisX": {"titleAnchor": "end", "titleAlign": "right"},
        "legend": {
            "labelColor": ground["text"],
            "titleColor": ground["quiet"],
            "labelFontSize": 12,
            "orient": "top",
            "title": None,
        },
        "text": {"color": ground["text"], "fontSize": 12},
        "rule": {"color": ground["quiet"]},
        "title": {"color": ground["text"], "subtitleColor": ground["quiet"], "anchor": "start", "fontSize": 15},
    }
