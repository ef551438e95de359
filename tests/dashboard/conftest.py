"""One browser and one built dashboard for all tests of this folder; pages that nobody changes are opened once."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from dagster_project.publish.tables import Audience
from dagster_project.settings import PROJECT_ROOT
from tests.dashboard.built import Dashboards, in_folder
from tests.dashboard.reading import DESKTOP, Shown, opened
from tests.integration.conftest import Installation

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREENSHOTS = Path(os.environ.get("CX_SCREENSHOTS") or PROJECT_ROOT / "build" / "screenshots")
Open = Callable[..., Shown]


@pytest.fixture(scope="session")
def dashboards(sample: Installation, tmp_path_factory: pytest.TempPathFactory) -> Dashboards:
    """Both pages of the sample, as its run left them."""
    found = in_folder(tmp_path_factory.mktemp("dashboard"))
    shutil.copytree(sample.published, found.settings.publish_dir)
    return found


# Closed with the last test of this folder: while Playwright runs, nothing else in its process can run an event loop.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine; none is fetched."""
    program = next((path for path in map(shutil.which, NAMES) if path), None)
    if program is None:
        pytest.skip(f"no browser on this machine: install one of {', '.join(NAMES)}")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="package")
def still(browser: Browser, dashboards: Dashboards) -> Iterator[Open]:
    """Pages as they open, each opened once: nobody chooses anything on them."""
    kept: dict[tuple[object, ...], Shown] = {}
    with ExitStack() as stack:

        def open_once(
            edition: Audience, language: str = "en", size: tuple[int, int] = DESKTOP, *, dark: bool = False
        ) -> Shown:
            key = (edition, language, size, dark)
            if key not in kept:
                page = dashboards.page(edition)
                kept[key] = stack.enter_context(opened(browser, page, language=language, size=size, dark=dark))
            return kept[key]

        yield open_once


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """Where pictures of the pages are left."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    return SCREENSHOTS
