"""A small installation: two surveys, customers, tickets, written in a few lines, for tests that break something."""

import shutil
from collections.abc import Callable
from pathlib import Path

from tests.integration.conftest import Installation

SURVEY = """type: dagster_project.components.SurveyExport
attributes:
  source: relationship
  survey: {kind: relational}
  response:
    id: {column: id}
    customer: {column: customer}
    submitted_at: {column: at, timezone: Europe/Stockholm}
  questions:
    - {id: recommend, metric: nps, column: score}
"""
PURCHASES = """type: dagster_project.components.SurveyExport
attributes:
  source: purchases
  survey: {kind: transactional}
  response:
    id: {column: id}
    customer: {column: customer}
    submitted_at: {column: at, timezone: Europe/Stockholm}
    touchpoint: {value: purchase}
  questions:
    - {id: satisfied, metric: csat, column: csat}
    - {id: easy, metric: ces, column: ces}
"""
CUSTOMERS = """type: dagster_project.components.TableExport
attributes:
  source: crm
  table: customers
  fields:
    customer_id: {column: id}
    segment: {column: segment}
    acquired_on: {column: since}
    annual_revenue: {column: revenue}
    acquisition_cost: {column: cac}
"""
TICKETS = """type: dagster_project.components.TableExport
attributes:
  source: tickets
  table: tickets
  fields:
    ticket_id: {column: id}
    customer_id: {column: customer}
    requested_at: {column: at}
    first_response: {column: minutes, unit: min}
    csat: {column: rating, labels: {Good: "2", Bad: "1"}, scale: {min: 1, max: 2}, missing: {Offered: not_answered}}
"""
INVITATIONS = """type: dagster_project.components.TableExport
attributes:
  source: invitations
  table: invitations
  fields:
    invitation_id: {column: id}
    customer_id: {column: customer}
    survey_id: {value: relationship}
    sent_at: {column: at}
"""
YAMLS = {
    "relationship": SURVEY,
    "purchases": PURCHASES,
    "crm": CUSTOMERS,
    "tickets": TICKETS,
    "invitations": INVITATIONS,
}


def small_installation(root: Path, sources: tuple[str, ...] = tuple(YAMLS), rows: int = 60) -> Installation:
    """An installation of some of the five sources, with `rows` rows each."""
    installation = Installation(root, root / "raw", root / "sources")
    installation.raw_dir.mkdir(parents=True)
    installation.sources_dir.mkdir(parents=True)
    for source in sources:
        (installation.sources_dir / source).mkdir()
        (installation.sources_dir / source / "defs.yaml").write_text(YAMLS[source], encoding="utf-8")
        (installation.raw_dir / source).mkdir()
        (installation.raw_dir / source / f"{source}.csv").write_text(content(source, rows), encoding="utf-8")
    return installation


def content(source: str, rows: int) -> str:
    """The export of a source."""
    makers: dict[str, tuple[str, Callable[[int], str]]] = {
        "relationship": ("id,customer,at,score", lambda n: f"R{n},C{n},2026-0{1 + n % 6}-10 12:00:00,{n % 11}"),
        "purchases": (
            "id,customer,at,csat,ces",
            lambda n: f"P{n},C{n},2026-0{1 + n % 6}-11 12:00:00,{1 + n % 5},{1 + n % 5}",
        ),
        "crm": (
            "id,segment,since,revenue,cac",
            lambda n: f"C{n},{'Large' if n % 2 else 'Small'},2024-01-0{1 + n % 9},{1000 + n}.50,100",
        ),
        "tickets": (
            "id,customer,at,minutes,rating",
            lambda n: f"T{n},C{n},2026-0{1 + n % 6}-12 12:00:00,{5 + n},{('Good', 'Bad', 'Offered')[n % 3]}",
        ),
        "invitations": ("id,customer,at", lambda n: f"I{n},C{n},2026-0{1 + n % 6}-08 12:00:00"),
    }
    header, line = makers[source]
    return "\n".join([header, *(line(n) for n in range(1, rows + 1))]) + "\n"


def copy_of(installation: Installation, root: Path) -> Installation:
    """The same installation, with all its state, in another folder."""
    shutil.copytree(installation.root, root)
    return Installation(root, root / "raw", root / "sources")
