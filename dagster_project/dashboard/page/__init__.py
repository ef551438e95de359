"""The page itself: HTML, style and script beside this file, put together into one file that needs nothing else.

The scripts are plain parts of one strict function, in the order of `SCRIPTS`; each opens with what belongs in it. What
the policy of the page allows is only what this module hashed: no other script, no other style, no request at all.
"""

import base64
import hashlib
import json
from functools import cache
from importlib import resources
from typing import Any, Literal

import vl_convert
from jinja2 import Environment, PackageLoader

from dagster_project.dashboard import charts
from dagster_project.dashboard.payload import Payload
from dagster_project.dashboard.texts import LANGUAGES, Language, words
from dagster_project.dashboard.theme import BANDS, GROUNDS, SCORE, SECOND, configuration
from dagster_project.dashboard.views import CODED, View, declared

VEGA_LITE = "6.4"
SCRIPTS = (
    "format.js",
    "store.js",
    "state.js",
    "cube.js",
    "select.js",
    "decorate.js",
    "table.js",
    "draw.js",
    "kpis.js",
    "journey.js",
    "lists.js",
    "notes.js",
    "filters.js",
    "main.js",
)


def render(payload: Payload, views: tuple[View, ...], pictures: dict[str, dict[str, dict[str, str]]]) -> str:
    """The page as HTML; `pictures` are the addresses of its pictures by view, language and format."""
    style = _part("style.css")
    bundle = _bundle()
    script = "(() => {\n'use strict';\n" + "\n".join(_part(name) for name in SCRIPTS) + "\n})();\n"
    data = payload.as_json() | {
        "views": [declared(view) for view in views],
        "coded": CODED,
        "figures": _figures(payload, views),
        "configurations": {name: configuration(name) for name in GROUNDS},
        "colours": {"bands": BANDS, "score": SCORE, "second": SECOND, "grounds": GROUNDS},
        "texts": {language: words(language).tree for language in LANGUAGES},
        "locales": {language: locale(language) for language in LANGUAGES},
        "pictures": pictures,
    }
    page = Environment(loader=PackageLoader("dagster_project.dashboard", "page"), autoescape=True).get_template(
        "page.html.j2"
    )
    return page.render(
        policy=_policy([bundle, script], [style]),
        style=style,
        bundle=bundle,
        script=script,
        data=_embedded(data),
        meta=payload.meta,
        views=views,
        say=words("en").say,
    )


def _part(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


@cache
def _bundle() -> str:
    """Vega with what draws its charts, as one script that gives the page `vegaEmbed` and nothing else."""
    bundle: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=VEGA_LITE)
    return bundle.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _policy(scripts: list[str], styles: list[str]) -> str:
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {' '.join(map(_hash, scripts))}",
            f"style-src {' '.join(map(_hash, styles))}",
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _embedded(data: dict[str, Any]) -> str:
    """JSON that can stand within a script element whatever it holds."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _figures(payload: Payload, views: tuple[View, ...]) -> dict[str, dict[str, Any]]:
    return {
        language: {
            view.name: charts.specification(view.name, language, payload.meta["currency"], payload.meta["terms"])
            for view in views
            if view.figure
        }
        for language in LANGUAGES
    }


def locale(language: Language) -> dict[str, Any]:
    """How Vega writes numbers and days; in Swedish months are small, and a blank stands before the per cent sign."""
    name: Literal["en-GB", "sv-SE"] = "sv-SE" if language == "sv" else "en-GB"
    number = dict(vl_convert.get_format_locale(name))
    time = dict(vl_convert.get_time_format_locale(name))
    if language == "sv":
        number["percent"] = "\N{NO-BREAK SPACE}%"
        time["shortMonths"] = [month.lower() for month in time["shortMonths"]]
    return {"number": number, "time": time}
