"""Both editions of the page from the published files, written aside and put in place by renaming.

Each edition is one folder: `index.html`, and its pictures in a folder per build. A page is replaced whole, after its
pictures are there; those of earlier builds go when it is in place, so a page that is open keeps its own until then.
"""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from dagster_project.dashboard.page import render
from dagster_project.dashboard.payload import read_payload
from dagster_project.dashboard.pictures import Addresses, draw_pictures
from dagster_project.dashboard.views import views_for
from dagster_project.publish.files import sync
from dagster_project.publish.tables import Audience
from dagster_project.settings import Settings

FOLDERS: dict[Audience, str] = {"general": "overview", "frontline": "frontline"}
PAGE, PICTURES, LIST = "index.html", "pictures", "pictures.json"
ASIDE = ".new-"


@dataclass(frozen=True)
class Built:
    """One page: where it lies, of which build it is, how large it and its data are, how many pictures it has."""

    page: Path
    build_id: str
    size: int
    pictures: int


def page_of(settings: Settings, edition: Audience) -> Path:
    """Where the page of an edition lies."""
    return settings.publish_dir / "dashboard" / FOLDERS[edition] / PAGE


def build_dashboard(settings: Settings) -> dict[Audience, Built]:
    """Build both editions; raises before a page is replaced."""
    prepared = {edition: _prepare(settings, edition) for edition in FOLDERS}
    for edition, (built, _) in prepared.items():
        _put_in_place(built.page, page_of(settings, edition), built.build_id)
    return {
        edition: Built(page_of(settings, edition), built.build_id, built.size, count)
        for edition, (built, count) in prepared.items()
    }


def _prepare(settings: Settings, edition: Audience) -> tuple[Built, int]:
    folder = page_of(settings, edition).parent
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"{ASIDE}*"):
        left.unlink()
    payload, views = read_payload(settings, edition), views_for(edition)
    build_id = str(payload.meta["build_id"])
    pictures = folder / PICTURES / build_id
    shutil.rmtree(pictures, ignore_errors=True)
    drawn = draw_pictures(payload, views, pictures, f"{PICTURES}/{build_id}")
    (pictures / LIST).write_text(json.dumps(_listed(drawn), indent=1) + "\n", encoding="utf-8")
    page = folder / f"{ASIDE}{PAGE}"
    page.write_text(render(payload, views, drawn), encoding="utf-8")
    sync(page)
    count = sum(len(formats) for languages in drawn.values() for formats in languages.values())
    return Built(page, build_id, page.stat().st_size, count), count


def _listed(drawn: Addresses) -> Addresses:
    return {
        view: {
            language: {suffix: Path(address).name for suffix, address in formats.items()}
            for language, formats in languages.items()
        }
        for view, languages in drawn.items()
    }


def _put_in_place(aside: Path, page: Path, build_id: str) -> None:
    aside.replace(page)
    sync(page.parent)
    for build in (page.parent / PICTURES).iterdir():
        if build.name != build_id:
            shutil.rmtree(build)
