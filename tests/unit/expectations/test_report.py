"""Results kept as JSON and shown on a page that needs no network."""

import json
import re
from pathlib import Path

from dagster_project.expectations.report import PAGE, forget_reports, place_on_page, write_page, write_report
from dagster_project.expectations.rules import Rule
from dagster_project.expectations.session import Outcome

BLOCKS = Rule("scores_lie_on_their_scale", "x", "critical", description="Scores lie on their scale.")
WARNS = Rule("no_file_has_vanished", "x", "warning", reads="files", description="Every file is still there.")
SAMPLES = [{"file_path": "pulse/<b>a</b>.csv", "row_number": 7}]


def outcomes() -> list[Outcome]:
    return [
        Outcome(BLOCKS, passed=False, checked=200, unexpected=3, samples=SAMPLES),
        Outcome(WARNS, passed=True, checked=2, unexpected=0),
    ]


def test_results_are_kept_with_counts_share_and_places(tmp_path: Path) -> None:
    write_report(tmp_path / "new" / "folder", "pulse", "run-1", outcomes())
    kept = json.loads((tmp_path / "new" / "folder" / "pulse.json").read_text(encoding="utf-8"))
    assert (kept["source"], kept["run_id"]) == ("pulse", "run-1")
    assert kept["results"][0] == {
        "rule": "scores_lie_on_their_scale",
        "sentence": "Scores lie on their scale.",
        "severity": "critical",
        "passed": False,
        "checked": 200,
        "unexpected": 3,
        "share": 0.015,
        "sample_rows": SAMPLES,
        "error": None,
    }


def test_the_page_shows_every_source_and_loads_nothing(tmp_path: Path) -> None:
    write_report(tmp_path, "pulse", "run-1", outcomes())
    page = write_report(tmp_path, "crm", "run-1", outcomes()[1:]).read_text(encoding="utf-8")
    for expected in ("pulse", "crm", "Scores lie on their scale.", "Every file is still there."):
        assert expected in page
    assert re.findall(r"""(?:src|href)\s*=\s*["']?(?!#)[^"'>\s]+|@import|url\(|<script""", page) == []


def test_what_a_file_is_called_cannot_become_part_of_the_page(tmp_path: Path) -> None:
    page = write_report(tmp_path, "pulse", "run-1", outcomes()).read_text(encoding="utf-8")
    assert "<b>a</b>" not in page
    assert "&lt;b&gt;a&lt;/b&gt;" in page


def test_a_check_links_to_its_own_place_on_the_page(tmp_path: Path) -> None:
    page = write_report(tmp_path, "pulse", "run-1", outcomes())
    address = place_on_page(page, "pulse", BLOCKS)
    assert address == f"{page.absolute().as_uri()}#pulse.scores_lie_on_their_scale"
    assert 'id="pulse.scores_lie_on_their_scale"' in page.read_text(encoding="utf-8")


def test_a_new_report_replaces_the_old_one_whole(tmp_path: Path) -> None:
    write_report(tmp_path, "pulse", "run-1", outcomes())
    write_report(tmp_path, "pulse", "run-2", outcomes()[1:])
    assert len(json.loads((tmp_path / "pulse.json").read_text(encoding="utf-8"))["results"]) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == [PAGE, "pulse.json"]


def test_a_source_that_is_no_more_leaves_the_page(tmp_path: Path) -> None:
    write_report(tmp_path, "pulse", "run-1", outcomes())
    write_report(tmp_path, "crm", "run-1", outcomes()[1:])
    forget_reports(tmp_path, {"crm"})
    assert "pulse" not in write_page(tmp_path).read_text(encoding="utf-8")


def test_a_page_without_results_is_a_page(tmp_path: Path) -> None:
    assert write_page(tmp_path).read_text(encoding="utf-8").startswith("<!")
