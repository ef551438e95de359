"""Masks of what names a person, the same in the warehouse and in a message."""

import duckdb
import pytest

from dagster_project.ingest.privacy import define_privacy_macros, masked
from tests.unit.workbench import Workbench, csv, survey_yaml

MASKED = {
    "[e-mail]": [
        *("anna@x.se", "åsa.öberg@exempel.se", "anna@företag.se", "anna.b+c@mail.example.co.uk", "A_B%c@x-y.museum"),
    ],
    "[telephone]": [
        *(
            "070-123 45 67",
            "070-1234567",
            "08-123 456 78",
            "08-1234567",
            "031-12 34 56",
            "070 123 45 67",
            "070/123 45 67",
        ),
        *("+46 70 123 45 67", "+46701234567", "0046701234567", "+46 (0)70-123 45 67", "+46-70-12-34-567"),
        *("070-12-34-56", "070-12 10 2025", "+1 (555) 123-4567"),
    ],
    "[personal number]": [
        *(
            "19850304-1234",
            "850304-1234",
            "8503041234",
            "198503041234",
            "850304+1234",
            "850304 1234",
            "1985-03-04-1234",
        ),
    ],
    "[card]": ["4111 1111 1111 1111", "4111-1111-1111-1111", "4111111111111111"],
    "[account]": [
        *("SE45 5000 0000 0583 9825 7466", "SE4550000000058398257466", "GB29NWBK60161331926819", "NO93 8601 1117 947"),
    ],
}
UNTOUCHED = [
    *(
        "Ordered 2025-02-03, came 2025-02-10 10:00",
        "2025-02-29",
        "01/02/2025 10:00:00",
        "05-12-2018",
        "2025-01-01T10:00:00Z",
    ),
    *("2025-01-01 10:00:01 +0200", "open 08-10", "4 of 5", "0-10", "2024-2025", "order 12345", "10 000 kr", "0,5"),
    *("1 000 000 000 kr", "twitter @anna", "5@10 kr", "ring 112", "https://x.se/page", "B2B", "Q3 2025"),
]
PIECES = [(text, label) for label, texts in MASKED.items() for text in texts]


@pytest.fixture(scope="module")
def session() -> duckdb.DuckDBPyConnection:
    """A session with the macros."""
    connection = duckdb.connect()
    define_privacy_macros(connection, b"k")
    return connection


def in_sql(session: duckdb.DuckDBPyConnection, text: str | None) -> str | None:
    row = session.execute("select cx_masked(?)", [text]).fetchone()
    return row[0] if row else None


@pytest.mark.parametrize(("text", "label"), PIECES, ids=[text for text, _ in PIECES])
def test_what_names_a_person_is_masked_wherever_it_stands(
    session: duckdb.DuckDBPyConnection, text: str, label: str
) -> None:
    for before, after in (("", ""), ("Call ", "!"), ("(", ") please"), ("Åsa: ", ", och mer\n"), ("x\n", "\ny")):
        assert in_sql(session, f"{before}{text}{after}") == f"{before}{label}{after}"


@pytest.mark.parametrize("text", UNTOUCHED)
def test_what_names_nobody_stays(session: duckdb.DuckDBPyConnection, text: str) -> None:
    assert in_sql(session, text) == text


@pytest.mark.parametrize("address", ["https://x.se/?user=anna", "http://anna@x.se/y"])
def test_an_address_that_may_hold_a_name_is_masked_to_its_end(session: duckdb.DuckDBPyConnection, address: str) -> None:
    assert in_sql(session, f"See {address}\nand more") == "See [web address]\nand more"


def test_several_are_masked_in_one_text(session: duckdb.DuckDBPyConnection) -> None:
    text = "850304-1234, 070-1234567 or 08-123 456 78; a@b.se and c@d.se"
    assert in_sql(session, text) == "[personal number], [telephone] or [telephone]; [e-mail] and [e-mail]"


def test_nothing_stays_nothing(session: duckdb.DuckDBPyConnection) -> None:
    assert in_sql(session, None) is None
    assert in_sql(session, "") == ""


@pytest.mark.parametrize("text", [text for text, _ in PIECES] + UNTOUCHED)
def test_a_message_is_masked_as_the_warehouse_masks(session: duckdb.DuckDBPyConnection, text: str) -> None:
    assert masked(text) == in_sql(session, text)


def test_rejects_show_no_personal_data(bench: Workbench) -> None:
    lines = [f'{number},2025-01-01,"{text}"' for number, (text, _) in enumerate(PIECES)]
    dates = [f'{number},"{text}",9' for number, (text, _) in enumerate(PIECES)]
    bench.run(survey_yaml(), {"a.csv": csv("id,at,score", *lines, *dates)})
    assert [one["raw_value"] for one in bench.rejects()] == [label for _, label in PIECES] * 2


def test_a_reject_is_masked_before_it_is_shortened(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": csv("id,at,score", f'1,2025-01-01,"{"x" * 70} anna.andersson@example.se"')})
    (reject,) = bench.rejects()
    assert reject["raw_value"] == f"{'x' * 70} [e-mail]"
    assert len(reject["raw_value"]) <= 80


def test_a_file_without_a_header_shows_no_personal_data_of_its_first_row(bench: Workbench) -> None:
    result = bench.run(survey_yaml(), {"a.csv": csv("anna@x.se,070-1234567,9")})
    (said,) = result.refused.values()
    assert "[e-mail]" in said and "[telephone]" in said
    assert "anna" not in said
    assert [entry["reason"] for entry in bench.ledger()] == [said]
