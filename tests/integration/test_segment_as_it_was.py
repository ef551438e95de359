"""Builds one after the other on a CRM that changes: whose answers move with it, and whose stay where they were."""

import datetime as dt
from pathlib import Path

import duckdb

from tests.integration.conftest import Installation
from tests.integration.small import CUSTOMERS, SURVEY

WITH_TIME = f"""{CUSTOMERS}
    account_owner: {{column: owner}}
    updated_at: {{column: updated, timezone: UTC, optional: true}}
"""
# Local times: the third was given on the last of June in UTC, but on the first of July in Stockholm.
ANSWERS = ("2026-02-10 12:00:00", "2026-06-30 23:30:00", "2026-07-01 00:30:00", "2026-08-10 12:00:00")


def installation_in(root: Path) -> Installation:
    """A survey and a CRM; twelve customers have answered at each of the four times."""
    installation = Installation(root, root / "raw", root / "sources")
    for source, yaml in {"relationship": SURVEY, "crm": WITH_TIME}.items():
        for folder in (installation.sources_dir / source, installation.raw_dir / source):
            folder.mkdir(parents=True)
        (installation.sources_dir / source / "defs.yaml").write_text(yaml, encoding="utf-8")
    times = list(enumerate(ANSWERS))
    lines = [f"R{person}-{number},C{person},{at},{9 - number}" for person in range(1, 13) for number, at in times]
    write(installation, "relationship", ["id,customer,at,score", *lines])
    return installation


def write(installation: Installation, source: str, lines: list[str]) -> None:
    """Replace the file of a source."""
    (installation.raw_dir / source / f"{source}.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")


def crm(installation: Installation, segments: str, updated: str | None = None) -> None:
    """The CRM's export: one letter per customer, the segment and the owner's name begin with it."""
    head = "id,segment,since,revenue,cac,owner" + (",updated" if updated is not None else "")
    tail = "" if updated is None else f",{updated}"
    lines = [
        f"C{n},{letter},2024-01-01,1000,100,{letter}nn{tail}" for n, letter in enumerate(segments, 1) if letter != "-"
    ]
    write(installation, "crm", [head, *lines])


def run(installation: Installation, as_of: str) -> None:
    """Load and build as of a day; it must succeed."""
    done = installation.build("survey_responses", CX_AS_OF=as_of)
    assert done.returncode == 0, done.stdout + done.stderr


def segments(installation: Installation, person: int) -> str:
    """The segments of a person's four answers, in their order."""
    with duckdb.connect(installation.warehouse, read_only=True) as connection:
        rows = connection.execute(
            "select segment from marts.survey_responses where submission_id like ? order by responded_at",
            [f"R{person}-%"],
        ).fetchall()
    return "".join(str(segment or "?") for (segment,) in rows)


def versions(installation: Installation) -> list[tuple[object, ...]]:
    """Everything that the warehouse holds of the customers' history."""
    with duckdb.connect(installation.warehouse, read_only=True) as connection:
        return connection.execute("from snapshots.customer_versions order by all").fetchall()


def test_an_answer_stays_in_the_segment_that_its_customer_had_on_that_day(tmp_path: Path) -> None:
    installation = installation_in(tmp_path)
    crm(installation, "AAAAAAAAAAAA")
    run(installation, "2026-03-31")
    assert segments(installation, 1) == "AAAA"

    crm(installation, "BBBBBBAAAAAA")
    done = installation.run(CX_AS_OF="2026-07-01")
    assert done.returncode == 0, done.stdout + done.stderr
    assert segments(installation, 1) == "AABB", "the day of the change belongs to the new segment"
    assert segments(installation, 7) == "AAAA"
    assert installation.query(
        """select period_start, member, denominator from cx.metric_values
        where metric = 'nps' and period_grain = 'month' and dimension = 'segment'
            and period_start between date '2026-06-01' and date '2026-07-01' order by all"""
    ) == [(dt.date(2026, 6, 1), "A", 12), (dt.date(2026, 7, 1), "A", 6), (dt.date(2026, 7, 1), "B", 6)]
    assert installation.query("select distinct segment from cx.customers order by 1") == [("A",), ("B",)]

    crm(installation, "C-BBBBAAAAAA")
    run(installation, "2026-01-31")
    assert segments(installation, 2) == "AABB", "who has left the export keeps their history"
    assert segments(installation, 1) == "AACC", "a run that goes back in time makes no version end before it began"
    assert {span for (span,) in _spans(installation)} <= {False, None}


def test_the_crm_knows_better_when_a_customer_changed(tmp_path: Path) -> None:
    installation = installation_in(tmp_path)
    crm(installation, "AAAAAAAAAAAA", "2026-02-01 09:00:00")
    run(installation, "2026-09-30")
    crm(installation, "BAAAAAAAAAAA", "2026-06-30 22:15:00")
    run(installation, "2026-10-31")
    assert segments(installation, 1) == "AABB", "22:15 in UTC is the first of July in Stockholm"
    held = versions(installation)

    crm(installation, "CAAAAAAAAAAA", "2026-01-01 00:00:00")
    run(installation, "2026-11-30")
    assert segments(installation, 1) == "AABB", "an older time is no news of the past: known since this run"
    assert len(versions(installation)) == len(held) + 1
    assert {span for (span,) in _spans(installation)} <= {False, None}


def test_a_run_that_failed_half_way_and_is_repeated_keeps_one_history(tmp_path: Path) -> None:
    installation = installation_in(tmp_path)
    crm(installation, "AAAAAAAAAAAA")
    run(installation, "2026-03-31")
    crm(installation, "BBBBBBBBBBBB")
    survey = installation.sources_dir / "relationship" / "defs.yaml"
    survey.write_text(SURVEY.replace("relational}", "relational, finite_population: 2}"), encoding="utf-8")
    failed = installation.run(CX_AS_OF="2026-07-01")
    assert failed.returncode == 1, "twelve answer of a population of two"
    held = versions(installation)
    assert len(held) == 24
    assert not list(installation.published.glob("*.duckdb")), "nothing was published"

    survey.write_text(SURVEY, encoding="utf-8")
    run(installation, "2026-07-15")
    assert versions(installation) == held, "a later run on the same file changes nothing"
    assert segments(installation, 1) == "AABB", "the change is as old as the run that saw it first"


def _spans(installation: Installation) -> list[tuple[object, ...]]:
    with duckdb.connect(installation.warehouse, read_only=True) as connection:
        return connection.execute("select dbt_valid_to < dbt_valid_from from snapshots.customer_versions").fetchall()
