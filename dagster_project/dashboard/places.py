"""Where the pages lie. Nothing here draws anything, so asking is cheap."""

from pathlib import Path

from dagster_project.publish.tables import Audience
from dagster_project.settings import Settings

FOLDERS: dict[Audience, str] = {"general": "overview", "frontline": "frontline"}
PAGE, PICTURES = "index.html", "pictures"


def page_of(settings: Settings, edition: Audience) -> Path:
    """Where the page of an edition lies."""
    return settings.publish_dir / "dashboard" / FOLDERS[edition] / PAGE
