"""Masks of what names a person, the same in the warehouse and in a message, and keyed hashes."""

import hashlib
import hmac

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.ingest.privacy import LONGEST_MESSAGE, define_privacy_macros, masked
from tests.unit.ingest.personal import MASKED, PIECES, UNTOUCHED

AROUND = (("", ""), ("Call ", "!"), ("(", ") please"), ("Åsa: ", ", och mer\n"), ("x\n", "\ny"))
# All that a mask looks at, one sign at a time and in the pieces that masks are made of.
SIGNS = "0123456789ab@.:/?=-+ ()[]~%_'\"\n\0å\u00a0\u202f\u2009\u2011\u2013\u2212\uff20"
PARTS = [
    *("070", "08", "46", "+46", "00", "19", "20", "850304", "1985", "03", "04", "1234", "4111", "3782", "SE45", "NWBK"),
    *(
        " at ",
        "(at)",
        " dot ",
        "example",
        ".se",
        ".com",
        "http://",
        "www.",
        "/users/",
        "/~",
        "?u=",
        "a",
        "Z",
        "mailto:",
    ),
    *(text for texts in MASKED.values() for text in texts[:3]),
]
WORDS = "abcsetåÄß ,.!?;'\n"
TEXTS = st.one_of(
    st.text(SIGNS, max_size=40),
    st.lists(st.one_of(st.sampled_from(PARTS), st.sampled_from(SIGNS)), max_size=12).map("".join),
    st.text(max_size=30),
)


@pytest.fixture(scope="module")
def session() -> duckdb.DuckDBPyConnection:
    """A session with the macros."""
    connection = duckdb.connect()
    define_privacy_macros(connection, b"k")
    return connection


def in_sql(session: duckdb.DuckDBPyConnection, texts: list[str]) -> list[str]:
    found = session.execute("select list_transform(?::varchar[], lambda one: cx_masked(one))", [texts]).fetchone()
    assert found is not None
    return list(found[0])


@pytest.mark.parametrize("label", [label for label in MASKED if label != "[web address]"])
def test_what_names_a_person_is_masked_wherever_it_stands(session: duckdb.DuckDBPyConnection, label: str) -> None:
    texts = [(before, text, after) for text in MASKED[label] for before, after in AROUND]
    expected = [f"{before}{label}{after}" for before, _, after in texts]
    assert in_sql(session, ["".join(parts) for parts in texts]) == expected


def test_an_address_that_may_hold_a_name_is_masked_to_its_end(session: duckdb.DuckDBPyConnection) -> None:
    texts = [f"See {address}\nand more" for address in MASKED["[web address]"]]
    assert in_sql(session, texts) == ["See [web address]\nand more"] * len(texts)


def test_an_address_behind_mailto_is_masked(session: duckdb.DuckDBPyConnection) -> None:
    assert in_sql(session, ["mailto:anna@x.se", "<mailto:anna%40x.se>"]) == ["mailto:[e-mail]", "<mailto:[e-mail]>"]


def test_what_names_nobody_stays(session: duckdb.DuckDBPyConnection) -> None:
    texts = [f"{before}{text}{after}" for text in UNTOUCHED for before, after in AROUND]
    assert in_sql(session, texts) == texts


def test_several_are_masked_in_one_text(session: duckdb.DuckDBPyConnection) -> None:
    text = "850304-1234, 070-1234567 or 08-123 456 78 on 2025-02-03 10:05; a@b.se and c@d.se, https://x.se/~e"
    hidden = "[personal number], [telephone] or [telephone] on 2025-02-03 10:05; [e-mail] and [e-mail], [web address]"
    assert in_sql(session, [text]) == [hidden]


def test_nothing_stays_nothing(session: duckdb.DuckDBPyConnection) -> None:
    assert session.execute("select cx_masked(null), cx_masked(''), cx_keyed_hash(null)").fetchone() == (None, "", None)


def test_a_message_is_masked_as_the_warehouse_masks(session: duckdb.DuckDBPyConnection) -> None:
    texts = [before + text + after for text in [*UNTOUCHED, *(text for text, _ in PIECES)] for before, after in AROUND]
    assert [masked(text) for text in texts] == in_sql(session, texts)


@settings(max_examples=150, deadline=None)
@given(texts=st.lists(TEXTS, min_size=20, max_size=60))
def test_the_look_that_spares_most_texts_a_search_misses_nothing(
    session: duckdb.DuckDBPyConnection, texts: list[str]
) -> None:
    # `masked` searches every text for everything.
    assert in_sql(session, texts) == [masked(text) for text in texts]


@settings(max_examples=100, deadline=None)
@given(before=st.text(WORDS, max_size=30), after=st.text(WORDS, max_size=30))
def test_what_names_a_person_is_masked_among_any_words(
    session: duckdb.DuckDBPyConnection, before: str, after: str
) -> None:
    found = in_sql(session, [f"{before} {text} {after}" for text, _ in PIECES])
    assert [text for (text, _), said in zip(PIECES, found, strict=True) if text in said] == []


def test_a_very_long_message_is_masked_and_cut_together_with_what_the_cut_goes_through() -> None:
    text = "x " * (LONGEST_MESSAGE // 2 - 8) + "anna.andersson@example.se and more" * 50
    said = masked(text)
    assert len(said) < LONGEST_MESSAGE
    assert said.endswith("...") and "anna" not in said


@settings(max_examples=100, deadline=None)
@given(texts=st.lists(st.text(), min_size=1, max_size=20), key=st.binary(min_size=1, max_size=100))
def test_the_keyed_hash_is_that_of_the_standard(texts: list[str], key: bytes) -> None:
    with duckdb.connect() as connection:
        define_privacy_macros(connection, key)
        found = connection.execute("select list_transform(?::varchar[], lambda one: cx_keyed_hash(one))", [texts])
        (hashes,) = found.fetchone() or ([],)
    assert hashes == [hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32] for text in texts]
