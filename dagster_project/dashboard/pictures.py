"""Every chart as PNG, SVG and PDF for mail and slides, drawn as the page opens, without a browser."""

from pathlib import Path
from typing import Any

import vl_convert

from dagster_project.dashboard.charts import specification
from dagster_project.dashboard.charts.parts import ROWS
from dagster_project.dashboard.page import VEGA_LITE, locale
from dagster_project.dashboard.payload import Payload
from dagster_project.dashboard.rows import opening_rows
from dagster_project.dashboard.texts import LANGUAGES, Language, Words, words
from dagster_project.dashboard.theme import configuration
from dagster_project.dashboard.views import View
from dagster_project.publish.files import sync

WIDTH = 680
SCALE = 2.0
Addresses = dict[str, dict[str, dict[str, str]]]


def draw_pictures(payload: Payload, views: tuple[View, ...], folder: Path, address: str) -> Addresses:
    """Draw what has rows into `folder`; returns where each lies, seen from the page, by view, language and format."""
    folder.mkdir(parents=True)
    drawn: Addresses = {}
    for view in views:
        if not view.figure:
            continue
        for language in LANGUAGES:
            say = words(language)
            rows = opening_rows(view, payload, say)
            if not rows:
                continue
            for suffix, content in _formats(_specification(view, rows, payload, say), language):
                name = f"{view.name}.{language}.{suffix}"
                (folder / name).write_bytes(content)
                sync(folder / name)
                drawn.setdefault(view.name, {}).setdefault(language, {})[suffix] = f"{address}/{name}"
    sync(folder)
    return drawn


def _specification(view: View, rows: list[dict[str, Any]], payload: Payload, say: Words) -> dict[str, Any]:
    chart = specification(view.name, say.language, payload.meta["currency"], payload.meta["terms"])
    as_of = say.say("page.as_of", date=payload.meta["as_of"])
    title = {"text": say.say(f"{view.name}.title"), "subtitle": f"{rows[-1].get('period', '')} · {as_of}".strip(" ·")}
    return chart | {"datasets": {ROWS: rows}, "width": WIDTH, "title": title, "padding": 16}


def _formats(specification: dict[str, Any], language: Language) -> list[tuple[str, bytes]]:
    svg = vl_convert.vegalite_to_svg(
        specification,
        vl_version=VEGA_LITE,
        config=configuration("light"),
        format_locale=locale(language)["number"],
        time_format_locale=locale(language)["time"],
        allowed_base_urls=[],
    )
    return [
        ("png", vl_convert.svg_to_png(svg, scale=SCALE)),
        ("svg", svg.encode("utf-8")),
        ("pdf", vl_convert.svg_to_pdf(svg)),
    ]
