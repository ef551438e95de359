"""Bytes that decode are not always read right: what reads better is named, what may be right is left alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.ingest.plausibility import CANDIDATES, SINGLE_BYTE, TWICE, doubtful_encoding

SWEDISH = (
    "id;betyg;kommentar\n1;9;Väldigt bra bemötande på kundtjänst\n2;3;För lång väntetid, kön rörde sig inte på över en "
    "timme\n3;8;Jag är nöjd med hjälpen men fick inte svar på alla frågor\n"
)
NORDIC = "Jeg er meget tilfreds med hjælpen, men det tog for lang tid at få svar på spørgsmålet. Rødgrød på søndag\n"
FRENCH = "Très bon accueil, mais le délai était trop long; ça ne marche pas à côté de la gare, j'ai été déçu\n"
GERMAN = "Für die schnelle Hilfe bin ich sehr dankbar, größere Aufträge dauern länger, schön wäre mehr Gespür\n"
ENGLISH = (
    "How\u00a0often do you use it? It\u2019s “great”, we don\u2019t mind\n"
    "How\u00a0likely? They\u2019re “ok” \u2013 but we aren\u2019t sure\n"
)
CAPITALS = "MYCKET NÖJD MED HJÄLPEN PÅ ÖSTERMALM, ÅTERKOMMER GÄRNA FÖR FLER KÖP\n"
TEXTS = {"sv": SWEDISH, "da": NORDIC, "fr": FRENCH, "de": GERMAN, "en": ENGLISH, "caps": CAPITALS}
WORDS = [
    *("och", "är", "på", "för", "med", "väldigt", "nöjd", "missnöjd", "hjälp", "tid", "lång", "över", "kundtjänst"),
    *("köpte", "åkte", "Åsa", "Örebro", "Älmhult", "svår", "lätt", "öppet", "frågade", "två", "gånger", "idé", "armé"),
    *(
        "entré",
        "“tack”",
        "\u2013",
        "100 %",
        "§ 5",
        "20 °C",
        "5 €",
        "café\u2019n",
        "3½",
        "m²",
        "ÅÄÖ",
        "ÖVERALLT",
        "naïv",
    ),
    *("à la", "Müller"),
]


def encodes(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "mac_roman", "cp850", "utf-8"])
def test_a_text_in_the_encoding_that_is_declared_is_not_doubted(name: str, encoding: str) -> None:
    if encodes(TEXTS[name], encoding):
        assert doubtful_encoding(TEXTS[name].encode(encoding), encoding) is None


@pytest.mark.parametrize("name", ["sv", "da", "de", "en"])
def test_mac_roman_that_was_read_as_cp1252_is_recognised(name: str) -> None:
    assert doubtful_encoding(TEXTS[name].encode("mac_roman"), "cp1252") == "mac_roman"


@pytest.mark.parametrize("name", ["sv", "fr", "da", "de", "caps"])
def test_the_code_page_of_dos_is_recognised(name: str) -> None:
    assert doubtful_encoding(TEXTS[name].encode("cp850"), "latin-1") == "cp850"


@pytest.mark.parametrize("name", ["sv", "fr", "da", "caps"])
def test_cp1252_that_was_read_as_mac_roman_is_recognised(name: str) -> None:
    assert doubtful_encoding(TEXTS[name].encode("cp1252"), "mac_roman") == "cp1252"


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("encoding", ["latin-1", "mac_roman", "cp850"])
def test_utf_8_that_was_read_sign_by_sign_is_recognised(name: str, encoding: str) -> None:
    assert doubtful_encoding(TEXTS[name].encode(), encoding) == "utf-8"


@pytest.mark.parametrize("name", ["sv", "da", "fr", "de"])
def test_text_that_was_encoded_twice_is_recognised(name: str) -> None:
    assert doubtful_encoding(TEXTS[name].encode().decode("cp1252").encode(), "utf-8") == TWICE


def test_quotation_marks_of_windows_in_a_file_declared_as_latin_1_are_recognised() -> None:
    assert doubtful_encoding("It\u2019s “fine”, we don\u2019t mind".encode("cp1252"), "latin-1") == "cp1252"


@pytest.mark.parametrize("encoding", ["utf-16", "ascii", "cp1251", "shift_jis", "utf-8"])
def test_of_encodings_that_prove_themselves_or_are_unknown_here_nothing_is_said(encoding: str) -> None:
    assert doubtful_encoding(SWEDISH.encode("mac_roman"), encoding) is None


def test_a_sample_that_ends_within_a_sign_is_judged_by_what_stands_before() -> None:
    assert doubtful_encoding(SWEDISH.encode()[: SWEDISH.encode().index(b"\xc3", 100) + 1], "latin-1") == "utf-8"


@pytest.mark.parametrize("text", ["", "plain words only", "nöjd", "Åsa, Örjan", "\u00a0\u00a0\u00a0", "½ ² ° § £ €"])
def test_too_little_to_go_by_is_not_doubted(text: str) -> None:
    assert doubtful_encoding(text.encode("cp1252"), "cp1252") is None


@settings(max_examples=300, deadline=None)
@given(words=st.lists(st.sampled_from(WORDS), max_size=60), separator=st.sampled_from([" ", ";", ", ", "\n", '";"']))
def test_swedish_prose_in_cp1252_is_never_doubted(words: list[str], separator: str) -> None:
    assert doubtful_encoding(separator.join(words).encode("cp1252"), "cp1252") is None


@settings(max_examples=300, deadline=None)
@given(sample=st.binary(max_size=300), encoding=st.sampled_from([*SINGLE_BYTE, "utf-8"]))
def test_any_bytes_are_judged_without_a_fault(sample: bytes, encoding: str) -> None:
    assert doubtful_encoding(sample, encoding) in {None, "utf-8", TWICE, *CANDIDATES}
