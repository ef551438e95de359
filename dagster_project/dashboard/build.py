"""Both editions of the page from the published files, written aside and put in place by renaming.

Each edition is one folder: `index.html`, and its pictures in a folder per build. A page is replaced whole, after its
pictures are there; those of earlier builds go when it is in place, so a page that is open keeps its own until then.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from dagster_project.dashboard.page import render
from dagster_project.dashboard.payload import Payload, read_payload
from dagster_project.dashboard.pictures import Addresses, draw_pictures
from dagster_project.dashboard.places import FOLDERS, PICTURES, page_of
from dagster_project.dashboard.views import views_for
from dagster_project.publish.files import sync
from dagster_project.publish.tables import Audience
from dagster_project.settings import Settings

ASIDE = ".new-"


class DashboardError(RuntimeError):
    """The pages cannot be built; none has been replaced, and the message says what to do."""


@dataclass(frozen=True)
class Built:
    """One page: where it lies, of which build it is, how large it and its data are, how many pictures it has."""

    page: Path
    build_id: str
    size: int
    pictures: int


def build_dashboard(settings: Settings) -> dict[Audience, Built]:
    """Build both editions; raises before a page is replaced."""
    payloads = {edition: read_payload(settings, edition) for edition in FOLDERS}
    build_ids = {str(payload.meta["build_id"]) for payload in payloads.values()}
    if len(build_ids) > 1:
        raise DashboardError("the published files are of two builds; publish again")
    build_id = build_ids.pop()
    drawn = _pictures(settings, payloads["general"], build_id)
    count = sum(len(formats) for languages in drawn.values() for formats in languages.values())
    for edition, payload in payloads.items():
        _write_aside(page_of(settings, edition), render(payload, views_for(edition), drawn))
    built: dict[Audience, Built] = {}
    for edition in FOLDERS:
        page = page_of(settings, edition)
        _put_in_place(page, build_id)
        built[edition] = Built(page, build_id, page.stat().st_size, count)
    return built


def _pictures(settings: Settings, payload: Payload, build_id: str) -> Addresses:
    """Draw the charts once: both editions open with the same."""
    folders = [page_of(settings, edition).parent / PICTURES / build_id for edition in FOLDERS]
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
    drawn = draw_pictures(payload, views_for("general"), folders[0], f"{PICTURES}/{build_id}")
    for folder in folders[1:]:
        shutil.copytree(folders[0], folder)
    return drawn


def _write_aside(page: Path, html: str) -> None:
    aside = page.with_name(f"{ASIDE}{page.name}")
    aside.write_text(html, encoding="utf-8")
    sync(aside)


def _put_in_place(page: Path, build_id: str) -> None:
    page.with_name(f"{ASIDE}{page.name}").replace(page)
    sync(page.parent)
    for build in (page.parent / PICTURES).iterdir():
        if build.name != build_id:
            shutil.rmtree(build)
