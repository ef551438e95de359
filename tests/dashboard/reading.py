"""A page that is open in the browser, and what a reader finds on it. No test stands here."""

import base64
import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

DESKTOP, MOBILE = (1360, 900), (390, 844)
LOCAL = ("file:", "data:", "blob:")
TABLE = """(id) => {
  const details = document.querySelector(`#${id} > .more > details`);
  if (!details.open) { details.open = true; details.ontoggle(); }
  return [...details.querySelectorAll('tr')].map((row) => [...row.children].map((cell) => cell.textContent));
}"""
CAUGHT = """(id) => new Promise((done) => {
  const [address, click] = [URL.createObjectURL, HTMLAnchorElement.prototype.click];
  URL.createObjectURL = (blob) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.split(',')[1]);
    reader.readAsDataURL(blob);
    return 'blob:caught';
  };
  HTMLAnchorElement.prototype.click = () => {};
  document.querySelector(`#${id} > .more > .csv`).click();
  [URL.createObjectURL, HTMLAnchorElement.prototype.click] = [address, click];
})"""
Row = dict[str, str]


@dataclass
class Shown:
    """An open page, and whatever went wrong on it since."""

    page: Page
    troubles: list[str] = field(default_factory=list)

    def table(self, view: str) -> list[Row]:
        """The table beside a chart, by heading; a heading that stands there twice has a number behind it."""
        rows: list[list[str]] = self.page.evaluate(TABLE, view)
        return _by_heading(rows) if rows else []

    def csv(self, view: str) -> bytes:
        """What the button of a view downloads, caught before the browser counts how many a page may start."""
        return base64.b64decode(self.page.evaluate(CAUGHT, view))

    def download(self, view: str) -> tuple[str, bytes]:
        """The same as the browser keeps it: its name, and what is in it."""
        with self.page.expect_download() as waiting:
            self.page.locator(f"#{view} > .more > .csv").click()
        return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()

    def csv_rows(self, view: str) -> list[Row]:
        """The same by heading."""
        text = self.csv(view).decode("utf-8-sig")
        return _by_heading(list(csv.reader(io.StringIO(text, newline=""), delimiter=";")))

    def choose(self, **choices: str) -> None:
        """Choose in the selects, as a reader does."""
        for name, value in choices.items():
            self.page.select_option(f'[id="{name}"], [data-choice="{name}"]', value)

    def go(self, address: str) -> None:
        """Change what stands after the # of the address."""
        self.page.evaluate("(hash) => { location.hash = hash; }", address)
        self.page.evaluate("() => new Promise((done) => setTimeout(done, 0))")

    def choices(self) -> dict[str, str]:
        """What each select of the head says."""
        chosen: dict[str, str] = self.page.evaluate(
            "() => Object.fromEntries([...document.querySelectorAll('select[id]')].map((one) => [one.id, one.value]))"
        )
        return chosen

    def options(self, name: str) -> list[str]:
        """What a select offers."""
        offered: list[str] = self.page.evaluate(
            "(name) => [...document.querySelector(`[id='${name}'], [data-choice='${name}']`).options]"
            ".map((one) => one.value)",
            name,
        )
        return offered

    def notes(self, view: str) -> str:
        """What is said under a view."""
        return self.page.locator(f"#{view} > .notes").inner_text()

    def text(self, view: str) -> str:
        """All that a view says."""
        return self.page.locator(f"#{view}").inner_text()

    def wait_until_drawn(self) -> dict[str, str]:
        """Wait for every chart; returns how each came out."""
        self.page.wait_for_selector('[data-drawn="no"]', state="detached")
        drawn: dict[str, str] = self.page.evaluate(
            "() => Object.fromEntries([...document.querySelectorAll('[data-drawn]')]"
            ".map((chart) => [chart.closest('section').id, chart.dataset.drawn]))"
        )
        return drawn

    def open_all_tables(self) -> None:
        """Open whatever can be opened."""
        self.page.evaluate("() => { for (const one of document.querySelectorAll('details')) one.open = true; }")
        self.page.wait_for_timeout(50)


def _by_heading(rows: list[list[str]]) -> list[Row]:
    names: list[str] = []
    for name in rows[0]:
        names.append(name if name not in names else f"{name} {names.count(name) + 1}")
    return [dict(zip(names, row, strict=True)) for row in rows[1:]]


@contextmanager
def opened(
    browser: Browser,
    page: Path,
    address: str = "",
    *,
    language: str = "en",
    size: tuple[int, int] = DESKTOP,
    dark: bool = False,
    unguarded: bool = False,
) -> Iterator[Shown]:
    """A page in a profile of its own; `unguarded` switches its policy off, for a checker that has to come in."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale={"en": "en-GB", "sv": "sv-SE"}[language],
        color_scheme="dark" if dark else "light",
        bypass_csp=unguarded,
        timezone_id="Europe/Stockholm",
    )
    try:
        yield show(context, page, address)
    finally:
        context.close()


def show(context: BrowserContext, page: Path, address: str = "") -> Shown:
    """Open a page and wait until it is ready."""
    context.set_default_timeout(15_000)
    shown = Shown(context.new_page())
    trouble = shown.troubles.append

    def dismiss(dialog: Any) -> None:
        trouble(f"dialog: {dialog.message}")
        dialog.dismiss()

    shown.page.on("console", lambda said: trouble(f"console {said.type}: {said.text}"))
    shown.page.on("pageerror", lambda error: trouble(f"error: {error}"))
    shown.page.on("dialog", dismiss)
    shown.page.on("request", lambda asked: None if asked.url.startswith(LOCAL) else trouble(f"request: {asked.url}"))
    shown.page.goto(page.as_uri() + (f"#{address}" if address else ""))
    shown.page.wait_for_selector('html[data-ready="yes"]')
    return shown


def number(text: str) -> float | None:
    """A figure of an English table, without its unit; None where a word or nothing stands for it."""
    bare = re.sub(r"[A-Z]{3}|[\s\u00a0\u202f,%+]", "", text).replace("\N{MINUS SIGN}", "-")
    return float(bare) if re.fullmatch(r"-?[0-9]+([.][0-9]+)?", bare) else None
