"""Whatever customers, files and initiatives are called: it is shown as text, nothing runs, no formula leaves."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from dagster_project.dashboard.payload import read_payload
from dagster_project.dashboard.pictures import draw_pictures
from dagster_project.dashboard.texts import words
from dagster_project.dashboard.views import views_for
from tests.dashboard.built import EDITIONS, Dashboards
from tests.dashboard.reading import Shown, opened
from tests.dashboard.worlds import emptied, keep, write_pages

say = words("en").say
HOSTILE = [
    "</script><script>window.ran = 1; alert(1)</script>",
    '<img src=x onerror="window.ran = 1; alert(1)">',
    "<svg onload='window.ran = 1'><a href='javascript:alert(1)'>x</a></svg>",
    "<!--<script>",
    "javascript:alert(1)",
    "=cmd|'/c calc'!A1",
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    'she said "no"; and left, he\'s sure',
    "line\u2028separator\u2029and\r\nbreaks",
    "\u202eright to left\u202c \u0000 nothing".replace("\u0000", ""),
    "{{ 7 * 7 }} ${7 * 7} {count} %s",
    "datum.constructor.constructor('window.ran = 1')()",
    "long " * 2000,
    "__proto__",
    "constructor",
]


@pytest.fixture(scope="module")
def hostile(dashboards: Dashboards, tmp_path_factory: pytest.TempPathFactory) -> Dashboards:
    """Pages of a publication whose every free word is meant badly."""
    with emptied(dashboards, tmp_path_factory.mktemp("hostile") / "world") as (made, files):
        for table in ("metric_values", "touchpoint_coverage", "comment_themes"):
            keep(files, table, where="dimension = 'all'" if table == "metric_values" else "true")
        for number, word in enumerate(HOSTILE):
            quoted = "'" + word.replace("'", "''") + "'"
            where = "metric = 'nps' and dimension = 'segment' and member = 'Enterprise' and period_grain = 'quarter'"
            keep(files, "metric_values", where=where, change=f"{quoted} as member")
            where = "initiative_id = (select min(initiative_id) from source.cx.initiative_roi)"
            change = f"{quoted} as name, {quoted} as target_member, '{number:02}' as initiative_id"
            keep(files, "initiative_roi", where=where, change=change)
            where = "(source, file) = (select min((source, file)) from source.cx.data_quality)"
            keep(files, "data_quality", where=where, change=f"{quoted} as file, {quoted} as remark, 'x' as status")
            where = "response_id = (select min(response_id) from source.cx.follow_ups where status = 'open')"
            change = f"{quoted} as comment, {quoted} as owner, {quoted} as segment, '{number:02}' as response_id"
            keep(files, "follow_ups", where=where, change=f"{change}, {number} as priority")
            if word in ("__proto__", "constructor"):
                continue  # Vega keeps the bare names of an axis as fields of an object
            where = "segment = 'Enterprise' and period_grain = 'quarter'"
            keep(files, "comment_themes", where=where, change=f"{quoted} as segment, {quoted} as theme")
    write_pages(made)
    return made


@pytest.fixture(scope="module")
def page(hostile: Dashboards, browser: Browser) -> Iterator[Any]:
    """The frontline page of that publication."""
    with opened(browser, hostile.page("frontline")) as shown:
        shown.wait_until_drawn()
        shown.open_all_tables()
        yield shown


def test_nothing_of_it_runs(dashboards: Dashboards, page: Shown) -> None:
    for word in HOSTILE:
        page.choose(segment=word)
    page.page.locator("#reset").click()
    assert set(page.wait_until_drawn().values()) == {"yes"}
    page.page.locator("#segments").hover()
    assert page.page.evaluate("() => window.ran") is None
    assert (
        page.page.locator("main img, main iframe, main [onerror], main [onload], main a[href^='javascript']").count()
        == 0
    )
    assert page.troubles == []


def test_it_is_shown_as_it_is(dashboards: Dashboards, page: Shown) -> None:
    shown = {row[say("column.comment")] for row in page.table("follow_ups")}
    assert shown == set(HOSTILE)
    assert {row[say("column.name")] for row in page.table("initiatives")} == set(HOSTILE)
    assert {row[say("column.file")] for row in page.table("quality")} == set(HOSTILE)
    assert set(page.options("segment")) == {"all", *HOSTILE}


def test_an_address_carries_any_word(
    dashboards: Dashboards, hostile: Dashboards, browser: Browser, page: Shown
) -> None:
    for word in HOSTILE[:3]:
        page.choose(segment=word)
        address = page.page.url.split("#")[1]
        assert "<" not in address
        with opened(browser, hostile.page("frontline"), address) as theirs:
            assert theirs.choices()["segment"] == word
            assert len(theirs.table("nps_trend")) > 1
            assert theirs.troubles == []
        page.page.locator("#reset").click()


def test_a_long_word_does_not_push_the_page_aside(
    dashboards: Dashboards, hostile: Dashboards, browser: Browser
) -> None:
    with opened(browser, hostile.page("frontline"), size=(390, 844)) as shown:
        shown.wait_until_drawn()
        shown.open_all_tables()
        width, room = shown.page.evaluate(
            "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert width <= room


@pytest.mark.parametrize("view", ["follow_ups", "initiatives", "quality", "segments"])
def test_no_formula_leaves_in_a_csv(dashboards: Dashboards, page: Shown, view: str) -> None:
    rows = page.csv_rows(view)
    assert len(rows) == len(page.table(view)) >= len(HOSTILE)
    heading = {"follow_ups": "comment", "initiatives": "name", "quality": "file", "segments": "member"}[view]
    cells = [row[say(f"column.{heading}")] for row in rows]
    assert [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@"))] == []
    named = {word.replace("_", " ") if view == "segments" else word for word in HOSTILE}  # a code without a name
    assert {cell.removeprefix("'") for cell in cells} >= named


@pytest.mark.parametrize("edition", EDITIONS)
def test_data_cannot_end_the_script_that_holds_it(dashboards: Dashboards, hostile: Dashboards, edition: str) -> None:
    html = hostile.page("frontline" if edition == "frontline" else "general").read_text(encoding="utf-8")
    start = html.index('id="data">') + len('id="data">')
    block = html[start : html.index("</script>", start)]
    assert json.loads(block)["meta"]["edition"] == edition
    assert not set("<>&\u2028\u2029") & set(block)
    assert html.count("<script") == html.count("</script>") == 3 + html.count("<\\/script") * 0


def test_pictures_hold_it_as_text_too(dashboards: Dashboards, hostile: Dashboards, tmp_path: Path) -> None:
    payload = read_payload(hostile.settings, "general")
    views = tuple(view for view in views_for("general") if view.name == "initiatives")
    draw_pictures(payload, views, tmp_path / "pictures", "pictures")
    for view in views:
        svg = (tmp_path / "pictures" / f"{view.name}.en.svg").read_text(encoding="utf-8")
        assert "<script" not in svg
        assert "<img" not in svg
        assert "&lt;img" in svg
