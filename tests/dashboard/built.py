"""Both pages of a publication, and the published files that they are held against. No test stands here."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.dashboard.places import page_of
from dagster_project.publish.swap import FILES
from dagster_project.publish.tables import Audience
from dagster_project.settings import Settings
from tests.unit.workbench import settings_in

EDITIONS: tuple[Audience, ...] = ("general", "frontline")


@dataclass(frozen=True)
class Dashboards:
    """One installation's publication with its pages; only to be looked at."""

    settings: Settings

    def page(self, edition: Audience) -> Path:
        """Where the page of an edition lies."""
        return page_of(self.settings, edition)

    def file(self, edition: Audience) -> Path:
        """The published file that a page was built from."""
        return self.settings.publish_dir / FILES[edition]

    def rows(self, sql: str, edition: Audience = "general") -> list[dict[str, Any]]:
        """Rows of a published file."""
        with duckdb.connect(self.file(edition), read_only=True) as connection:
            result = connection.execute(sql)
            names = [column[0] for column in result.description or []]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def in_folder(folder: Path) -> Dashboards:
    """The pages of what is published in `folder`/published."""
    return Dashboards(settings_in(folder, as_of=dt.date(2026, 10, 31)))
