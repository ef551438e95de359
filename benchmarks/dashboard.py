"""How soon a page is ready: built from what is published here, and with its data cut to about 104 kB.

`make bench-dashboard`. Ready: every figure and table stands. Drawn: every chart as well. Medians of five openings in a
new profile each, in the Chromium of this machine.
"""

import argparse
import json
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from dagster_project.dashboard.page import render
from dagster_project.dashboard.payload import Payload, Table, read_payload
from dagster_project.dashboard.views import views_for
from dagster_project.publish.tables import Audience
from dagster_project.settings import read_settings

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
EDITIONS: tuple[Audience, ...] = ("general", "frontline")


def main() -> None:
    """Build the pages, open them, and print how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5, help="openings of each page")
    parser.add_argument("--bytes", type=int, default=104_000, help="what the data is cut to")
    asked = parser.parse_args()
    program = next((path for path in map(shutil.which, BROWSERS) if path), None)
    if program is None:
        sys.exit(f"no browser on this machine: install one of {', '.join(BROWSERS)}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        print(f"{'page':24}{'page, kB':>10}{'data, kB':>10}{'built, s':>10}{'ready, s':>10}{'drawn, s':>10}")
        for edition in EDITIONS:
            payload = read_payload(read_settings(), edition)
            _print_line(edition, payload, Path(folder), browser, asked.times)
            _print_line(edition, _cut(payload, asked.bytes), Path(folder), browser, asked.times, "cut")
        browser.close()


def _size(payload: Payload) -> int:
    return len(json.dumps(payload.as_json()["tables"], ensure_ascii=False, separators=(",", ":")).encode())


def _cut(payload: Payload, limit: int) -> Payload:
    """The same tables with the same share of each one's last rows, so many as fit."""
    low, high = 0.0, 1.0
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (middle, high) if _size(_share(payload, middle)) <= limit else (low, middle)
    return _share(payload, low)


def _share(payload: Payload, share: float) -> Payload:
    tables = {}
    for name, table in payload.tables.items():
        count = len(next(iter(table.columns.values()), []))
        kept = sorted({int(place / share) for place in range(int(count * share))}) if share else []
        tables[name] = Table({column: [values[place] for place in kept] for column, values in table.columns.items()})
    return replace(payload, tables=tables)


def _print_line(
    edition: Audience, payload: Payload, folder: Path, browser: Browser, times: int, word: str = ""
) -> None:
    started = time.perf_counter()
    html = render(payload, views_for(edition), {})
    built = time.perf_counter() - started
    page = folder / f"{edition}{word}.html"
    page.write_text(html, encoding="utf-8")
    seen = [_open(browser, page) for _ in range(times)]
    ready, drawn = (statistics.median(one) for one in zip(*seen, strict=True))
    sizes = f"{len(html.encode()) / 1000:10.0f}{_size(payload) / 1000:10.0f}"
    print(f"{f'{edition} {word}'.strip():24}{sizes}{built:10.2f}{ready:10.2f}{drawn:10.2f}")


def _open(browser: Browser, page: Path) -> tuple[float, float]:
    context = browser.new_context(viewport={"width": 1360, "height": 900})
    tab = context.new_page()
    started = time.perf_counter()
    tab.goto(page.as_uri(), wait_until="commit")
    tab.wait_for_selector('html[data-ready="yes"]', state="attached")
    ready = time.perf_counter() - started
    tab.wait_for_selector('[data-drawn="no"]', state="detached")
    drawn = time.perf_counter() - started
    context.close()
    return ready, drawn


if __name__ == "__main__":
    main()
