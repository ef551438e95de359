"""No violation of WCAG 2.2 A and AA that axe-core can find, with every table open, in light and dark."""

import json
from importlib import resources

import pytest
from playwright.sync_api import Browser

from dagster_project.publish.tables import Audience
from tests.dashboard.built import Dashboards
from tests.dashboard.reading import DESKTOP, MOBILE, opened

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RUN = """async (rules) => {
  const { violations, passes } = await axe.run({ runOnly: rules, resultTypes: ['violations'] });
  return { passes: passes.length, violations: violations.map(({ id, nodes }) =>
    `${id}: ${nodes.length}, first ${nodes[0].target.join(' ')}: ${nodes[0].failureSummary}`) };
}"""


@pytest.mark.parametrize(
    ("edition", "language", "size", "dark"),
    [
        ("frontline", "en", DESKTOP, False),
        ("general", "sv", MOBILE, True),
    ],
)
def test_no_rule_of_wcag_is_broken(
    dashboards: Dashboards, browser: Browser, edition: Audience, language: str, size: tuple[int, int], dark: bool
) -> None:
    page = dashboards.page(edition)
    with opened(browser, page, "grain=year", language=language, size=size, dark=dark, unguarded=True) as shown:
        assert set(shown.wait_until_drawn().values()) == {"yes"}
        shown.open_all_tables()
        shown.page.evaluate(AXE)
        found = shown.page.evaluate(RUN, RULES)
        assert found["violations"] == [], json.dumps(found["violations"], indent=1)
        assert found["passes"] > 15
