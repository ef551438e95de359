"""Every view is there and drawn, quietly and from this one file, in both languages, on a desk and in a hand."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from dagster_project.dashboard.texts import words
from dagster_project.dashboard.theme import GROUNDS
from dagster_project.dashboard.views import views_for
from dagster_project.publish.tables import Audience
from tests.dashboard.built import EDITIONS, Dashboards
from tests.dashboard.conftest import Open
from tests.dashboard.reading import DESKTOP, MOBILE, Shown, opened

SIZES = {"desktop": DESKTOP, "mobile": MOBILE}
COLOUR = """(place) => {
  const [red, green, blue] = getComputedStyle(document.querySelector(place)).%s.match(/[0-9]+/g).map(Number);
  return (red + green + blue) / 3;
}"""


def lightness(shown: Shown, place: str, which: str) -> float:
    """How light a colour of the page is, 0 to 255."""
    return float(shown.page.evaluate(COLOUR % which, place))


def grounds(shown: Shown) -> set[str]:
    """What the charts of a page are drawn on."""
    found: list[str] = shown.page.evaluate(
        "() => [...document.querySelectorAll('.chart svg')].map((one) => one.style.backgroundColor"
        " || one.querySelector('rect.background')?.getAttribute('fill'))"
    )
    return {_hex(colour) for colour in found}


def _hex(colour: str) -> str:
    if not colour.startswith("rgb"):
        return colour
    parts = colour[colour.index("(") + 1 : -1].split(",")
    return "#" + "".join(f"{int(part):02x}" for part in parts[:3])


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize("edition", EDITIONS)
def test_every_view_is_drawn_and_nothing_is_said_in_the_console(
    dashboards: Dashboards, still: Open, screenshots: Path, edition: Audience, language: str, size: str
) -> None:
    shown = still(edition, language, SIZES[size])
    drawn = shown.wait_until_drawn()
    views = views_for(edition)
    assert shown.page.locator("main > section").count() == len(views)
    for view in views:
        body = shown.page.locator(f"#{view.name} > .body")
        assert drawn.get(view.name, "none") in (("yes", "none") if view.figure else ("none",))
        assert view.name in drawn or body.inner_text().strip() or shown.notes(view.name)
    assert len(drawn) >= 9
    assert set(drawn.values()) == {"yes"}
    assert shown.page.locator("h1").inner_text() == words("sv" if language == "sv" else "en").say(
        f"page.title_{edition}"
    )
    assert shown.page.evaluate("() => document.documentElement.lang") == language
    shown.page.screenshot(path=screenshots / f"{edition}.{language}.{size}.png", full_page=True)
    if edition == "frontline":
        for view in views:
            shown.page.locator(f"#{view.name}").screenshot(path=screenshots / f"{view.name}.{language}.{size}.png")
    assert shown.troubles == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_page_in_a_hand_never_scrolls_sideways(dashboards: Dashboards, still: Open, edition: Audience) -> None:
    for language in ("en", "sv"):
        shown = still(edition, language, MOBILE)
        shown.wait_until_drawn()
        wide = "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        width, room = shown.page.evaluate(wide)
        assert width <= room


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_dark_page_is_dark_with_its_charts(
    dashboards: Dashboards, still: Open, screenshots: Path, edition: Audience
) -> None:
    shown = still(edition, dark=True)
    assert set(shown.wait_until_drawn().values()) == {"yes"}
    assert lightness(shown, "body", "backgroundColor") < 40
    assert lightness(shown, "body", "color") > 200
    assert grounds(shown) == {GROUNDS["dark"]["background"]}
    assert grounds(still(edition)) == {GROUNDS["light"]["background"]}
    shown.page.screenshot(path=screenshots / f"{edition}.en.desktop.dark.png", full_page=True)
    assert shown.troubles == []


def test_a_chosen_appearance_is_stronger_than_that_of_the_system(dashboards: Dashboards, browser: Browser) -> None:
    with opened(browser, dashboards.page("general"), dark=True) as shown:
        shown.choose(appearance="light")
        shown.wait_until_drawn()
        assert lightness(shown, "body", "backgroundColor") > 200
        assert grounds(shown) == {GROUNDS["light"]["background"]}
        shown.choose(appearance="dark")
        shown.wait_until_drawn()
        assert grounds(shown) == {GROUNDS["dark"]["background"]}
        assert shown.troubles == []


@pytest.mark.parametrize("dark", [False, True])
def test_what_is_printed_is_light_and_has_no_filters(dashboards: Dashboards, browser: Browser, dark: bool) -> None:
    with opened(browser, dashboards.page("general"), dark=dark) as shown:
        shown.wait_until_drawn()
        shown.page.emulate_media(media="print")
        shown.page.wait_for_timeout(50)
        shown.wait_until_drawn()
        assert not shown.page.locator("#filters").is_visible()
        assert not shown.page.locator(".csv").first.is_visible()
        assert shown.page.locator("#nps_trend svg").is_visible()
        assert lightness(shown, "body", "backgroundColor") > 240
        assert lightness(shown, "body", "color") < 60
        assert grounds(shown) == {GROUNDS["light"]["background"]}
        assert shown.troubles == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_keyboard_reaches_the_skip_link_the_filters_and_every_download(
    dashboards: Dashboards, browser: Browser, edition: Audience
) -> None:
    with opened(browser, dashboards.page(edition)) as shown:
        shown.wait_until_drawn()
        reached: list[str] = []
        for _ in range(400):
            shown.page.keyboard.press("Tab")
            at = shown.page.evaluate(
                "() => { const one = document.activeElement; return one.id || (one.className === 'csv'"
                " ? `csv ${one.closest('section').id}` : one.className) || one.tagName; }"
            )
            if reached and at in ("BODY", reached[0]):
                break
            reached.append(at)
        assert reached[0] == "skip"
        filters = ["language", "appearance", "grain", "period", "segment", "country", "touchpoint", "kind", "reset"]
        assert [one for one in reached if one in filters] == filters
        assert [one for one in reached if one.startswith("csv ")] == [f"csv {one.name}" for one in views_for(edition)]


def test_a_select_keeps_the_focus_after_its_page_is_drawn_anew(dashboards: Dashboards, browser: Browser) -> None:
    with opened(browser, dashboards.page("frontline")) as shown:
        for name in ("segment", "language", "compared", "theme", "band"):
            select = shown.page.locator(f'[id="{name}"], [data-choice="{name}"]')
            select.focus()
            shown.page.keyboard.press("ArrowDown")
            assert (
                shown.page.evaluate("() => document.activeElement.id || document.activeElement.dataset.choice") == name
            )
        assert len(shown.page.url.split("#")[1].split("&")) >= 4


def test_the_skip_link_leads_to_the_figures(dashboards: Dashboards, browser: Browser) -> None:
    with opened(browser, dashboards.page("general"), "segment=Enterprise") as shown:
        shown.page.locator("a.skip").focus()
        shown.page.keyboard.press("Enter")
        assert shown.page.evaluate("() => document.activeElement.id") == "figures"
        assert shown.choices()["segment"] == "Enterprise"
