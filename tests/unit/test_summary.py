"""The end of a run in a terminal."""

import io
import re
import shlex
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from dagster_project import summary
from dagster_project.ingest.files import Unclaimed
from dagster_project.ingest.inventory import write_unclaimed
from dagster_project.settings import Settings
from tests.unit.workbench import Workbench, csv, survey_yaml

VALUES = """
    ('nps', 'relational', 'all_time', 'segment', 'Enterprise', 38.74, 35.1, 42.2, 1234),
    ('nps', 'relational', 'all_time', 'segment', 'Small', -5.0, null, null, 3),
    ('nps', 'transactional', 'all_time', 'segment', 'Enterprise', 99.0, 98.0, 100.0, 7),
    ('nps', 'relational', 'month', 'segment', 'Enterprise', 1.0, 0.0, 2.0, 9),
    ('nps', 'employee', 'all_time', 'segment', 'Staff', 50.0, 0.0, 2.0, 9),
    ('csat', 'transactional', 'all_time', 'segment', 'Enterprise', 81.25, 80.0, 82.0, 100),
    ('ces', 'relational', 'all_time', 'segment', 'Enterprise', 70.0, 80.0, 82.0, 100),
    ('clv', 'none', 'all_time', 'segment', 'Enterprise', 1234567.8, null, null, 50),
    ('nps', 'relational', 'all_time', 'all', 'all', 12.0, 10.0, 14.0, 2000)"""


def printed(function: object, settings: Settings) -> list[str]:
    """The lines that a part of the summary prints."""
    text = io.StringIO()
    assert callable(function)
    function(settings, Console(file=text, width=120))
    return text.getvalue().splitlines()


def publish(settings: Settings, values: str | None) -> None:
    settings.publish_dir.mkdir(parents=True)
    with duckdb.connect(settings.publish_dir / "cx_metrics.duckdb") as connection:
        connection.execute("create schema cx")
        connection.execute(
            """create table cx.metric_values (metric varchar, survey_kind varchar, period_grain varchar,
            dimension varchar, member varchar, value double, ci_lower double, ci_upper double,
            respondent_count bigint)"""
        )
        if values:
            connection.execute(f"insert into cx.metric_values values {values}")


def test_the_scorecard_shows_the_published_numbers_per_segment_and_for_all(settings: Settings) -> None:
    publish(settings, VALUES)
    assert [re.split(" {2,}", line.strip()) for line in printed(summary.print_scorecard, settings)] == [
        ["segment", "NPS", "95 % interval", "n", "CSAT", "CES", "mean CLV, SEK"],
        ["Enterprise", "+38.7", "+35.1 .. +42.2", "1 234", "81.2 %", "70.0 %", "1 234 568"],
        ["Small", "-5.0", "-", "3", "-", "-", "-"],
        ["all", "+12.0", "+10.0 .. +14.0", "2 000", "-", "-", "-"],
    ]


def test_a_scorecard_of_nothing_says_so(settings: Settings) -> None:
    publish(settings, None)
    assert printed(summary.print_scorecard, settings) == ["No answers and no customers: the scorecard is empty."]


def test_files_and_rows_are_counted_and_what_was_refused_is_named(bench: Workbench) -> None:
    good = csv("id,at,score", "1,2025-01-01,9", ",2025-01-01,9", ",,", "4,2025-01-01,42")
    doubtful = csv("id,at,score,why", "5,2025-01-01,9,d\u00e5ligt l\u00e4ge f\u00f6r v\u00e5r k\u00f6").encode(
        "mac_roman"
    )
    bench.run(survey_yaml(), {"a.csv": good, "[red]b.csv": "x\n", "c.csv": doubtful})
    write_unclaimed(bench.connection, [Unclaimed("stray/", "no source reads this folder", "remove it")])
    bench.stack.close()
    first, *rest = printed(summary.print_files, bench.settings)
    assert first == "2 files: 5 rows read = 3 loaded + 1 rejected + 1 dropped by rule; 1 answers rejected"
    assert rest == [
        "make rejects shows what was not loaded, why, and what to do",
        "doubtful pulse/c.csv: read as cp1252, it looks like mac_roman: declare the right one under file.encoding",
        "refused pulse/[red]b.csv: column 'score' is not in the header; it has 'x': correct the selector or the export",
        "refused stray/: no source reads this folder; remove it",
    ]


def test_the_places_are_those_of_the_publication(settings: Settings) -> None:
    places = printed(summary.print_places, settings)
    named = [Path(line.split()[0]) for line in places]
    assert [path.name for path in named[:2]] == ["cx_metrics.duckdb", "cx_frontline.duckdb"]
    assert [path.parts[-2:] for path in named[2:]] == [("frontline", "index.html"), ("validation", "index.html")]


def test_the_places_name_postgresql_without_user_and_password(settings: Settings) -> None:
    there = replace(settings, postgres_url="postgresql://writer:hemligt@db.example.com/cx")
    assert [line for line in printed(summary.print_places, there) if "writer" in line or "hemligt" in line] == []
    assert "  PostgreSQL: schema cx on db.example.com:5432/cx" in printed(summary.print_places, there)


def test_the_page_of_the_validation_is_named_when_it_is_there(settings: Settings) -> None:
    assert printed(summary.print_validation, settings) == []
    settings.validation_dir.mkdir(parents=True)
    (settings.validation_dir / "index.html").write_text("x")
    assert len(printed(summary.print_validation, settings)) == 1


def test_a_path_is_shown_as_short_as_it_can_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert summary.shown(tmp_path / "a" / "b") == "a/b"
    assert summary.shown(Path("/elsewhere")) == "/elsewhere"


def test_the_last_line_opens_the_overview(settings: Settings) -> None:
    line = printed(summary.print_dashboard, settings)[-1]
    opener, page = shlex.split(line.removeprefix("Open the dashboard: "))
    assert opener in ("open", "xdg-open")
    assert Path(page) == settings.publish_dir / "dashboard" / "overview" / "index.html"


def test_a_dashboard_that_failed_is_not_told_as_tables_that_failed() -> None:
    said = io.StringIO()
    console = Console(file=said, width=200)
    summary.print_left_out(["published/dashboard"], console)
    summary.print_left_out(["published/dashboard", "published/general"], console)
    first, second = said.getvalue().splitlines()
    assert first == "The tables are published, the dashboard is not: the one before stays."
    assert second.startswith("Not published: 2 assets were left out")
