"""Unmistakable personal data in every place of an export, one run, and then a search through every byte it left.

What may keep such data is listed here: the raw files themselves, and what a source's YAML asks to be kept.
"""

import gzip
import re
import zlib

import duckdb
import pytest

from tests.integration.conftest import Installation
from tests.unit.test_cli import cx

# Each place has values of its own, so that a leak says where it came from: <place> is part of address and name.
PLACES = (
    *(
        "customer",
        "undeclared",
        "comment",
        "score",
        "item",
        "choice",
        "attribute",
        "header",
        "refused",
        "broken",
        "short",
    ),
    *(
        "id",
        "date",
        "filename",
        "label",
        "crmmail",
        "crmname",
        "amount",
        "topic",
        "note",
        "query",
        "channel",
        "language",
    ),
    *("rating", "listed", "group", "heading", "interaction"),
)
SURVEY = """type: dagster_project.components.SurveyExport
attributes:
  source: pulse
  survey: {kind: relational}
  response:
    id: {column: id}
    customer: {coalesce: [{column: crm, optional: true}, {column: address, hash: true}]}
    submitted_at: {column: at, timezone: Europe/Stockholm}
    channel: {column: channel}
    language: {column: language}
    interaction: {column: call}
    attributes: [{column: plan, as: plan}, {column_regex: "^extra"}]
  questions:
    - {id: recommend, metric: nps, column: score, group_column: band}
    - {id: easy, metric: ces, item: name, column: {name_regex: "^Easy"}}
    - {id: why, metric: text, column: comment}
    - {id: reasons, metric: other, column: reasons, split: "; "}
    - {id: other, metric: other, column: choice}
  thresholds: {max_rejected_share: 1, max_refused_files: 9}
"""
CUSTOMERS = """type: dagster_project.components.TableExport
attributes:
  source: crm
  table: customers
  fields:
    customer_id: {column: id}
    name: {column: name}
    email: {column: mail}
    segment: {column: segment}
    acquired_on: {column: since}
    annual_revenue: {column: revenue}
  thresholds: {max_rejected_share: 1}
"""
TICKETS = """type: dagster_project.components.TableExport
attributes:
  source: desk
  table: tickets
  fields:
    ticket_id: {column: id}
    customer_id: {column: customer}
    requested_at: {column: at}
    topic: {column: topic}
    csat: {column: rating, labels: {Good: "2", Bad: "1"}, scale: {min: 1, max: 2}}
  thresholds: {max_rejected_share: 1}
"""
FOLLOW_UPS = """type: dagster_project.components.TableExport
attributes:
  source: calls
  table: follow_ups
  fields: {follow_up_id: {column: id}, opened_at: {column: at}, note: {column: note}, status: {column: status}}
  thresholds: {max_rejected_share: 1}
"""
SEARCHES = """type: dagster_project.components.TableExport
attributes:
  source: searches
  table: web_searches
  fields: {day: {column: day}, query: {column: query}, searches: {column: n}}
  thresholds: {max_rejected_share: 1}
"""


def personal(place: str) -> list[str]:
    """One of each kind of personal data, unmistakably of this place; the last three are plain numbers."""
    n = PLACES.index(place) + 10
    return [
        f"zoe.{place}@leak.example.com",
        f"https://leak.example.com/users/zoe-{place}",
        f"https://zoe-{place}@leak.example.com/",
        f"SE45 50{n} 7777 0583 9825 74{n}",
        f"070-99{n} 8{n}",
        f"1977{1 + n % 9:02}{n % 28 + 1:02}-77{n}",
        f"4111 11{n} 2222 77{n}",
        f"07099{n}9{n}",
        f"1977{1 + n % 9:02}{n % 28 + 1:02}88{n}",
        f"411111{n}222288{n}",
    ]


def said(place: str) -> str:
    """All of it in one sentence."""
    return " and ".join(personal(place))


def planted() -> list[str]:
    """Whatever would be a leak: every value, and what a changed spelling of it would keep."""
    texts = []
    for place in PLACES:
        values = personal(place)
        texts += [*values, f"zoe.{place}", f"zoe-{place}"]
        texts += [re.sub("[^0-9A-Z]", "", value).lstrip("0") for value in values[3:]]
    return texts


def _quoted(*cells: str) -> str:
    return ",".join('"' + cell.replace('"', '""') + '"' for cell in cells) + "\n"


def _survey_rows() -> str:
    names = ("id", "address", "at", "score", "band", "comment", "reasons", "choice", "plan", "extra_one", "secret")
    items = ("Easy call", f"Easy {said('heading')}", f"extra_{said('heading')}", said("heading"))
    header = _quoted(*names, "channel", "language", "call", *items)
    good = ["", "", "", "9", "Promoter", "fine", "price; help", "this", "gold", "none", "", "web", "en", "17"]
    good += ["5", "4", "x", "y"]
    rows = []
    for number in range(1, 41):
        row = list(good)
        row[0], row[1], row[2] = f"R{number}", personal("customer")[0], f"2026-0{1 + number % 6}-10 12:00:00"
        rows.append(row)
    for number, (column, place) in enumerate(
        [
            (3, "score"),
            (5, "comment"),
            (6, "listed"),
            (7, "choice"),
            (8, "attribute"),
            (9, "attribute"),
            (10, "undeclared"),
            (4, "group"),
            (14, "item"),
            (2, "date"),
        ]
    ):
        rows[number][column] = said(place)
        for extra, value in enumerate(personal(place)):
            copy = list(rows[number])
            copy[0], copy[column] = f"R{number}-{extra}", value
            rows.append(copy)
    rows += [[value, *good[1:2], "2026-01-01", *good[3:]] for value in personal("id")[:1]]
    rows[11][11], rows[12][12] = personal("channel")[0], personal("language")[0]
    rows[13][13], rows[14][15] = personal("interaction")[0], said("item")
    short = _quoted("S1", personal("short")[0], said("short"))
    broken = f'B1,{personal("broken")[0]},"2026-01-01 {said("broken")}"x,9\n'
    return header + "".join(_quoted(*row) for row in rows) + short + broken


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Installation, str]:
    """The installation after its one run, and all that the run and `cx rejects` said."""
    root = tmp_path_factory.mktemp("door")
    installation = Installation(root, root / "raw", root / "sources")
    header = said("header").replace('"', "")
    ticket_rows = [_quoted(f"T{n}", f"C{n}", f"2026-0{1 + n % 6}-12 12:00:00", "help", "Good") for n in range(1, 40)]
    ticket_rows.append(_quoted("T98", "C1", "2026-03-01", said("topic"), "Good"))
    ticket_rows.append(_quoted("T99", "C1", "2026-03-01", "help", said("rating")))
    customer_rows = [
        _quoted(f"C{n}", f"zoe.crmname {n}", personal("crmmail")[0], "Large", "2024-01-01", "1000")
        for n in range(1, 40)
    ]
    customer_rows.append(_quoted("C98", "x", "y@example.com", "Large", "2024-01-01", said("amount")))
    files = {
        "pulse/answers.csv": ("pulse", SURVEY, _survey_rows()),
        "pulse/other.csv": ("pulse", SURVEY, _quoted("id", "address", personal("refused")[0], header) + "1,2,3,4\n"),
        "pulse/no header.csv": ("pulse", SURVEY, _quoted(*personal("refused")) + _quoted(*personal("header"))),
        f"pulse/{personal('filename')[0]}.csv": ("pulse", SURVEY, "id,at\n1,2\n"),
        "crm/crm.csv": ("crm", CUSTOMERS, "id,name,mail,segment,since,revenue\n" + "".join(customer_rows)),
        "desk/desk.csv": ("desk", TICKETS, "id,customer,at,topic,rating\n" + "".join(ticket_rows)),
        "calls/calls.csv": (
            "calls",
            FOLLOW_UPS,
            "id,at,note,status\n" + _quoted("F1", "2026-01-01", said("note"), "open"),
        ),
        "searches/s.csv": ("searches", SEARCHES, "day,query,n\n" + _quoted("2026-01-01", said("query"), "4")),
    }
    for name, (source, yaml, content) in files.items():
        for place, text in (
            (installation.raw_dir / name, content),
            (installation.sources_dir / source / "defs.yaml", yaml),
        ):
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
    done = installation.run()
    rejects = cx(root, "rejects", "--limit", "0", CX_AS_OF="2026-10-31")
    listed = cx(root, "rejects", "--csv")
    assert rejects.returncode == listed.returncode == 0, rejects.stdout
    return installation, "\n".join((done.stdout, done.stderr, rejects.stdout, rejects.stderr, listed.stdout))


def test_all_of_it_was_read(ran: tuple[Installation, str]) -> None:
    installation, output = ran
    assert "rows not loaded" in output and "answers left out" in output, output
    with duckdb.connect(installation.warehouse, read_only=True) as connection:
        loaded = dict(
            connection.execute("select source, sum(rows_loaded) from raw.ingested_files group by 1").fetchall()
        )
    assert loaded["pulse"] > 80 and loaded["crm"] == 40 and loaded["desk"] == 41, output


def test_nothing_that_is_said_names_a_person(ran: tuple[Installation, str]) -> None:
    assert [text for text in planted() if text in ran[1]] == []


def test_no_text_of_the_warehouse_names_a_person(ran: tuple[Installation, str]) -> None:
    installation, _ = ran
    with duckdb.connect(installation.warehouse, read_only=True) as connection:
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() where not internal order by all"
        ).fetchall()
        found = {
            f"{schema}.{table}": sorted({text for text in planted() if any(text in row for row in rows)})
            for schema, table in tables
            for rows in [_texts(connection, schema, table)]
        }
    assert {table: texts for table, texts in found.items() if texts} == {}


def _texts(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> list[str]:
    rows = connection.execute(f'select cast(one as varchar) from "{schema}"."{table}" as one').fetchall()
    return [row for (row,) in rows]


def test_no_byte_that_the_run_left_names_a_person(ran: tuple[Installation, str]) -> None:
    installation, _ = ran
    wanted = re.compile(b"|".join(re.escape(text.encode()) for text in planted()))
    leaks: dict[str, set[bytes]] = {}
    files = [path for path in installation.root.rglob("*") if path.is_file()]
    for path in files:
        shown = path.relative_to(installation.root)
        if shown.parts[0] in ("raw", "sources"):
            continue
        for content in _readings(path.read_bytes()):
            if found := set(wanted.findall(content)):
                leaks[str(shown)] = leaks.get(str(shown), set()) | found
    assert any("dagster" in path.parts for path in files) and any(path.suffix == ".json" for path in files)
    assert leaks == {}


def _readings(content: bytes) -> list[bytes]:
    """A file as it is, and unpacked where it is packed."""
    readings = [content, content.decode("utf-8", "ignore").replace("\\", "").encode()]
    for unpack in (gzip.decompress, zlib.decompress):
        try:
            readings.append(unpack(content))
        except (OSError, zlib.error, EOFError):
            continue
    return readings
