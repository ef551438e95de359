"""Draws docs/pictures/dashboard_*.png from the published pages: `make pictures`, after `make run`.

Needs the machine's Chromium; without one it says so and leaves the pictures as they are.
"""

import shutil
import sys

from playwright.sync_api import sync_playwright

from dagster_project.dashboard.places import page_of
from dagster_project.settings import PROJECT_ROOT, read_settings

PICTURES = PROJECT_ROOT / "docs" / "pictures"
QUIET = ("--no-first-run", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync")
# Name, width, height and address of each picture.
SHOTS = (
    ("dashboard_desktop", 1360, 1270, "#language=en&appearance=light"),
    ("dashboard_mobile", 390, 1210, "#language=sv&appearance=dark"),
)


def main() -> int:
    """Take the pictures; 1 where there is no browser or no page."""
    browser_at = shutil.which("chromium") or shutil.which("google-chrome")
    page_at = page_of(read_settings(), "general")
    if not browser_at or not page_at.exists():
        print("pictures of the dashboard need Chromium (apt install chromium) and its page (make run)")
        return 1
    with sync_playwright() as playwright:
        # Chromium does not start as root within its sandbox; the page is our own.
        browser = playwright.chromium.launch(executable_path=browser_at, args=[*QUIET, "--no-sandbox"])
        for name, width, height, choices in SHOTS:
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(f"{page_at.as_uri()}{choices}")
            page.wait_for_selector("html[data-ready=yes]")
            page.wait_for_selector("[data-drawn=no]", state="detached")
            page.screenshot(path=PICTURES / f"{name}.png")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
