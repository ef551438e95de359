"""A sparse world, made for hiding: many small groups, of which most months know none, a few or just enough answers.

Only the world: its exports are written here, with a seed, and run by the fixture. It says nothing of what is hidden.
"""

import calendar
import csv
import random
from pathlib import Path

from tests.attack import reach, ventures
from tests.attack.words import comment
from tests.integration.conftest import Installation

SEGMENTS = ("Retail", "Industry", "Public", "Health", "Farming", "Schools", "Shipping", "Tiny / new")
TOUCHPOINTS = ("purchase", "delivery", "invoice", "repair", "visit / fair")
MONTHS = tuple((2025, month) for month in range(10, 13)) + tuple((2026, month) for month in range(1, 11))
COUNTS = (0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 8)
CHANNELS = ("e-mail", "telephone", "web")
COUNTRIES = ("SE", "SE", "SE", "NO", "DK", "IS")
UNITS = {"Sales": 14, "Support": 11, "Plant": 19, "Board": 3, "Finance": 6, "Lab": 8}
TOPICS = ("delivery", "invoice", "login", "how_to", "other")

SURVEY = """type: dagster_project.components.SurveyExport
attributes:
  source: {source}
  survey: {{kind: {kind}}}
  response:
    id: {{column: id}}
    customer: {{column: customer}}
    submitted_at: {{column: at, timezone: Europe/Stockholm}}
"""
PLACES = """    touchpoint: {column: touchpoint}
    interaction: {column: id}
    channel: {column: channel}
  questions:
    - {id: satisfied, metric: csat, column: csat, scale: {min: 1, max: 5}}
    - {id: easy, metric: ces, column: ces, scale: {min: 1, max: 5}}
    - {id: why, metric: text, column: why}
"""
RELATION = """    channel: {column: channel}
    country: {column: country}
    weight: {column: weight}
  questions:
    - {id: recommend, metric: nps, column: score}
    - {id: easy, metric: driver, driver: ease, column: ease}
    - {id: happy, metric: driver, driver: overall_satisfaction, column: happy}
    - {id: why, metric: text, column: why}
"""
STAFF = """  questions:
    - {id: recommend, metric: nps, column: score}
"""
TABLE = """type: dagster_project.components.TableExport
attributes:
  source: {table}
  table: {table}
  fields:
"""
FIELDS = {
    "customers": """    customer_id: {column: id}
    segment: {column: segment}
    persona: {column: persona}
    country: {column: country}
    account_owner: {column: owner}
    acquired_on: {column: since}
    churned_on: {column: until}
    annual_revenue: {column: revenue}
    acquisition_cost: {column: cac}
""",
    "tickets": """    ticket_id: {column: id}
    customer_id: {column: customer}
    requested_at: {column: at, timezone: Europe/Stockholm}
    first_response: {column: minutes, unit: min}
    channel: {column: channel}
    topic: {column: topic}
    csat: {column: rating, labels: {Good: "2", Bad: "1"}, scale: {min: 1, max: 2}, missing: {Offered: not_answered}}
""",
    "invitations": """    invitation_id: {column: id}
    customer_id: {column: customer}
    survey_id: {column: survey}
    sent_at: {column: sent, timezone: Europe/Stockholm}
    delivered_at: {column: delivered, timezone: Europe/Stockholm}
    responded_at: {column: responded, timezone: Europe/Stockholm}
    channel: {column: channel}
    touchpoint: {column: touchpoint}
""",
    "employees": """    employee_id: {column: id}
    unit: {column: unit}
""",
}


def sparse_installation(root: Path, seed: int = 20261031) -> Installation:
    """The installation of the sparse world, not yet run."""
    installation = Installation(root, root / "raw", root / "sources")
    chance = random.Random(seed)
    people = _customers(chance)
    exports: dict[str, tuple[str, str, list[str]]] = {
        "relation": (
            SURVEY.format(source="relation", kind="relational") + RELATION,
            "id,customer,at,score,channel,country,weight,why,ease,happy",
            _about_drivers(random.Random(seed), _relation(chance, people)),
        ),
        "moments": (
            SURVEY.format(source="moments", kind="transactional") + PLACES,
            "id,customer,at,touchpoint,channel,csat,ces,why",
            _moments(chance, people),
        ),
        "staff": (SURVEY.format(source="staff", kind="employee") + STAFF, "id,customer,at,score", _staff(chance)),
        "customers": (
            TABLE.format(table="customers") + FIELDS["customers"],
            "id,segment,persona,country,owner,since,until,revenue,cac",
            [line for lines in people.values() for line in lines.values()],
        ),
        "tickets": (
            TABLE.format(table="tickets") + FIELDS["tickets"],
            "id,customer,at,minutes,channel,topic,rating",
            _tickets(chance, people),
        ),
        "invitations": (
            TABLE.format(table="invitations") + FIELDS["invitations"],
            "id,customer,survey,sent,delivered,responded,channel,touchpoint",
            _invitations(chance, people),
        ),
        "employees": (TABLE.format(table="employees") + FIELDS["employees"], "id,unit", _employees()),
        "revenue": (
            TABLE.format(table="revenue") + ventures.REVENUE,
            "id,customer,day,amount",
            ventures.bookings(chance, [key for segment in SEGMENTS for key in people[segment]], MONTHS),
        ),
        "initiatives": (
            TABLE.format(table="initiatives") + ventures.INITIATIVES,
            "id,start,cost,dimension,member",
            ventures.initiatives({"segment": SEGMENTS, "touchpoint": TOUCHPOINTS}),
        ),
    }
    for table, fields, header, lines in reach.exports(chance, CHANNELS, MONTHS):
        exports[table] = (TABLE.format(table=table) + fields, header, lines)
    for source, (yaml, header, lines) in exports.items():
        for folder in (installation.sources_dir / source, installation.raw_dir / source):
            folder.mkdir(parents=True)
        (installation.sources_dir / source / "defs.yaml").write_text(yaml, encoding="utf-8")
        text = "\n".join([header, *lines]) + "\n"
        (installation.raw_dir / source / f"{source}.csv").write_text(text, encoding="utf-8")
    return installation


People = dict[str, dict[str, str]]  # segment -> customer -> its line in the CRM


def _customers(chance: random.Random) -> People:
    people: People = {}
    for place, segment in enumerate(SEGMENTS):
        people[segment] = {}
        for number in range(6 if segment == "Tiny / new" else 22):
            key = f"C{place}{number:03}"
            since = f"{chance.choice((2023, 2024, 2025))}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
            until = f"2026-{chance.randint(1, 9):02}-15" if chance.random() < 0.1 else ""
            # Three owners have a segment of their own, the others share the rest.
            owner = f"Owner {place}" if place < 3 else f"Owner {chance.randint(3, 14)}"
            persona = chance.choice(("buyer", "user", "user", "chief"))
            cac = chance.choice(("", "100", "250"))
            revenue = chance.randint(1000, 90000)
            people[segment][key] = (
                f"{key},{segment},{persona},{chance.choice(COUNTRIES)},{owner},{since},{until},{revenue},{cac}"
            )
    return people


def _moment(chance: random.Random, year: int, month: int) -> str:
    last = calendar.monthrange(year, month)[1]
    day = chance.choice((1, 2, last - 1, last)) if chance.random() < 0.2 else chance.randint(1, last)
    return f"{year}-{month:02}-{day:02} {chance.randint(7, 20):02}:{chance.randint(0, 59):02}:00"


def _someone(chance: random.Random, people: People, segment: str) -> str:
    return "" if chance.random() < 0.03 else chance.choice(list(people[segment]))


def _relation(chance: random.Random, people: People) -> list[str]:
    lines: list[str] = []
    for year, month in MONTHS:
        for segment in SEGMENTS:
            for _ in range(chance.choice(COUNTS)):
                who, at = _someone(chance, people, segment), _moment(chance, year, month)
                score, channel = chance.choice((2, 5, 7, 8, 9, 10, 10)), chance.choice(CHANNELS)
                weight = chance.choice(("0.5", "1", "1.5"))
                country, name = chance.choice(COUNTRIES), f"R{len(lines)}"
                lines.append(f"{name},{who},{at},{score},{channel},{country},{weight},{comment(name)}")
    return lines


def _about_drivers(chance: random.Random, lines: list[str]) -> list[str]:
    """The same responses with answers about two drivers, some of them skipped."""
    answers = ("", 1, 2, 3, 4, 4, 5, 5)
    return [f"{line},{chance.choice(answers)},{chance.choice(answers)}" for line in lines]


def _moments(chance: random.Random, people: People) -> list[str]:
    lines: list[str] = []
    for year, month in MONTHS:
        for segment in SEGMENTS:
            for touchpoint in TOUCHPOINTS:
                for _ in range(chance.choice(COUNTS)):
                    who, at = _someone(chance, people, segment), _moment(chance, year, month)
                    csat, ces = chance.randint(1, 5), chance.choice(("", 1, 2, 3, 4, 5, 5, 5))
                    channel = chance.choice(CHANNELS)
                    name = f"M{len(lines)}"
                    lines.append(f"{name},{who},{at},{touchpoint},{channel},{csat},{ces},{comment(name)}")
    return lines


def _employees() -> list[str]:
    return [f"E-{unit}-{number},{unit}" for unit, size in UNITS.items() for number in range(size)]


def _staff(chance: random.Random) -> list[str]:
    lines: list[str] = []
    for year, month in MONTHS[::3]:
        for employee in csv.reader(_employees()):
            if chance.random() < 0.7:
                score = chance.choice((3, 6, 7, 8, 9, 10))
                lines.append(f"S{len(lines)},{employee[0]},{_moment(chance, year, month)},{score}")
    return lines


def _tickets(chance: random.Random, people: People) -> list[str]:
    lines: list[str] = []
    for year, month in MONTHS:
        for segment in SEGMENTS:
            for topic in TOPICS:
                for _ in range(chance.choice((0, 0, 0, 1, 1, 2, 3, 5))):
                    who, at = _someone(chance, people, segment), _moment(chance, year, month)
                    minutes = chance.choice(("", *range(3, 90, 7)))
                    rating, channel = chance.choice(("Good", "Good", "Bad", "Offered")), chance.choice(CHANNELS)
                    lines.append(f"T{len(lines)},{who},{at},{minutes},{channel},{topic},{rating}")
    return lines


def _invitations(chance: random.Random, people: People) -> list[str]:
    lines: list[str] = []
    for year, month in MONTHS:
        for segment in SEGMENTS:
            for touchpoint in TOUCHPOINTS:
                for _ in range(chance.choice(COUNTS)):
                    who, at = _someone(chance, people, segment), _moment(chance, year, month)
                    delivered = at if chance.random() < 0.9 else ""
                    responded = at if delivered and chance.random() < 0.3 else ""
                    channel = chance.choice(CHANNELS)
                    lines.append(f"I{len(lines)},{who},moments,{at},{delivered},{responded},{channel},{touchpoint}")
    return lines
