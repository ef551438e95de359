"""Colours keep the contrast that WCAG 2.2 asks for: 3 : 1 for what is drawn, 4.5 : 1 for what is read."""

import re

import pytest

from dagster_project.dashboard.theme import BANDS, GROUNDS, SCORE, SECOND, Appearance, configuration
from dagster_project.settings import PROJECT_ROOT


def luminance(colour: str) -> float:
    """The relative luminance of a colour, as WCAG defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def variables(appearance: Appearance) -> dict[str, str]:
    """The colours of the page's style in an appearance."""
    style = (PROJECT_ROOT / "dagster_project" / "dashboard" / "page" / "style.css").read_text(encoding="utf-8")
    block = re.findall(r"^:root[^{]*\{([^}]*)\}", style, re.MULTILINE)[0 if appearance == "light" else 1]
    return dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", block))


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("appearance", GROUNDS)
@pytest.mark.parametrize("colour", [SCORE, SECOND, *BANDS.values()])
def test_every_mark_stands_out_from_its_ground(appearance: Appearance, colour: str) -> None:
    assert contrast(colour, GROUNDS[appearance]["background"]) >= 3


@pytest.mark.parametrize("appearance", GROUNDS)
def test_every_text_of_a_chart_can_be_read(appearance: Appearance) -> None:
    ground = GROUNDS[appearance]
    for text in ("text", "quiet"):
        assert contrast(ground[text], ground["background"]) >= 4.5
    drawn = configuration(appearance)
    for colour in (drawn["axis"]["labelColor"], drawn["legend"]["labelColor"], drawn["text"]["color"]):
        assert contrast(colour, drawn["background"]) >= 4.5


@pytest.mark.parametrize("appearance", GROUNDS)
def test_every_text_of_the_page_can_be_read(appearance: Appearance) -> None:
    colours = variables(appearance)
    for ground in ("background", "card"):
        for text in ("text", "quiet", "accent", "good", "bad"):
            assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    assert colours["card"] == GROUNDS[appearance]["background"]
