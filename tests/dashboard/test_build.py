"""Pages are put in place whole, with the pictures of their own build and no others."""

import shutil
from pathlib import Path

import pytest

from dagster_project.dashboard.build import build_dashboard
from dagster_project.publish.swap import FILES
from tests.dashboard.built import EDITIONS, Dashboards
from tests.dashboard.worlds import emptied, keep

BUILDS = ("the first", "the second")


def folders(made: Dashboards) -> list[list[str]]:
    """The builds that each page has pictures of."""
    return [sorted(one.name for one in (made.page(edition).parent / "pictures").iterdir()) for edition in EDITIONS]


def test_a_new_build_replaces_the_page_and_takes_the_pictures_of_older_ones_away(
    dashboards: Dashboards, tmp_path: Path
) -> None:
    for build in BUILDS:
        with emptied(dashboards, tmp_path / build) as (made, files):
            where = "initiative_id = (select min(initiative_id) from source.cx.initiative_roi)"
            keep(files, "initiative_roi", where=where)
            for connection in files.values():
                connection.execute("update cx.publication set build_id = ?", [build])
        place = tmp_path / BUILDS[0]
        if build != BUILDS[0]:
            for name in FILES.values():
                shutil.copy(made.settings.publish_dir / name, place / "published" / name)
        made = Dashboards(made.settings.__class__(**{**vars(made.settings), "publish_dir": place / "published"}))
        build_dashboard(made.settings)
        assert folders(made) == [[build], [build]]
        for edition in EDITIONS:
            page = made.page(edition).read_text(encoding="utf-8")
            assert f'"build_id":"{build}"' in page
            assert f"pictures/{build}/initiatives.sv.png" in page
            assert [one.name for one in made.page(edition).parent.iterdir() if one.name.startswith(".")] == []


def test_a_build_that_fails_leaves_the_pages_as_they_are(dashboards: Dashboards, tmp_path: Path) -> None:
    with emptied(dashboards, tmp_path) as (made, _):
        pass
    build_dashboard(made.settings)
    before = [made.page(edition).read_bytes() for edition in EDITIONS]
    (made.settings.publish_dir / FILES["frontline"]).unlink()
    with pytest.raises(FileNotFoundError, match=r"cx_frontline\.duckdb is not there"):
        build_dashboard(made.settings)
    assert [made.page(edition).read_bytes() for edition in EDITIONS] == before


def test_every_picture_that_a_page_links_to_is_there(dashboards: Dashboards) -> None:
    for edition in EDITIONS:
        folder = dashboards.page(edition).parent
        build = dashboards.rows("select build_id from cx.publication")[0]["build_id"]
        pictures = sorted((folder / "pictures" / build).glob("*.png"))
        assert len(pictures) >= 18
        for picture in pictures:
            for suffix in (".png", ".svg", ".pdf"):
                assert picture.with_suffix(suffix).stat().st_size > 1000
