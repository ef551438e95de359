"""How a text is felt: negation, strength, two languages, hostile texts, and the same answer every time."""

import hashlib
import subprocess
import sys

import pytest

from dagster_project.comments.language import TEXTS
from dagster_project.comments.sentiment import (
    BATCH,
    LABELS,
    METHOD,
    NOTHING_READ,
    POINTS,
    Sentiment,
    read_sentiments,
)
from dagster_project.comments.wording import WORDS
from dagster_project.settings import PROJECT_ROOT

# Whoever changes what is read from gives the method a new name, so that what was read before is read anew.
READ_FROM = {"letters_and_opinion_words_1": "d4dc40e26b4331ca"}


def felt(text: str) -> Sentiment:
    return read_sentiments([text])[0]


def points(text: str) -> int:
    return POINTS[felt(text).label]


def test_a_method_keeps_its_name_only_as_long_as_it_reads_from_the_same_texts_and_words() -> None:
    digest = hashlib.sha256(TEXTS.read_bytes() + WORDS.read_bytes()).hexdigest()[:16]
    assert {METHOD: digest} == READ_FROM


@pytest.mark.parametrize(
    ("plain", "negated"),
    [
        ("Det var bra.", "Det var inte bra."),
        ("Jag är nöjd med hjälpen.", "Jag är inte nöjd med hjälpen."),
        ("Appen fungerar.", "Appen fungerar inte."),
        ("It was good.", "It was not good."),
        ("I am happy with the help.", "I'm not happy with the help."),
        ("They were helpful.", "They were not helpful."),
    ],
)
def test_a_negation_turns_praise_into_criticism(plain: str, negated: str) -> None:
    assert points(plain) > 0 > points(negated)


@pytest.mark.parametrize("text", ["Inte dåligt.", "Inga problem.", "Aldrig besviken.", "Not bad.", "No complaints."])
def test_a_negation_turns_criticism_into_praise(text: str) -> None:
    assert points(text) > 0


@pytest.mark.parametrize(
    ("plain", "strong"),
    [
        ("Bra service.", "Otroligt bra service!"),
        ("Dålig service.", "Fruktansvärt dålig service!"),
        ("Good service.", "Incredibly good service!"),
        ("Bad service.", "Absolutely terrible service!"),
    ],
)
def test_a_strong_word_takes_the_score_further_from_the_middle(plain: str, strong: str) -> None:
    assert felt(plain).score * felt(strong).score > 0
    assert abs(felt(strong).score) > abs(felt(plain).score)
    assert abs(points(strong)) == 2


@pytest.mark.parametrize(
    ("text", "language", "label"),
    [
        ("Vi är kund hos er sedan fem år.", "sv", "neutral"),
        ("Leveransen kom för sent och kartongen var skadad.", "sv", "negative"),
        ("We have offices in Leeds and Cardiff.", "en", "neutral"),
        ("The delivery was late and the box was damaged.", "en", "negative"),
    ],
)
def test_each_language_is_told_and_read(text: str, language: str, label: str) -> None:
    assert (felt(text).language, felt(text).label) == (language, label)


@pytest.mark.parametrize(
    "text",
    [
        "Der Service war leider nicht gut und die Lieferung kam zu spät.",
        "Le service client est vraiment décevant.",
        "Palvelu oli erittäin hyvää ja toimitus nopea.",
        "サービスはとても良かったです。",
        "الخدمة ممتازة",
    ],
)
def test_another_language_is_not_guessed_at(text: str) -> None:
    assert felt(text) == NOTHING_READ


@pytest.mark.parametrize("text", ["", " \n\t", "\x00\x01\x7f", "12345", "...", "\u200b\ufeff", "\ud800", "🪵"])
def test_a_text_that_says_nothing_is_neutral_and_in_no_language(text: str) -> None:
    assert felt(text) == NOTHING_READ


def test_a_lone_emoji_is_an_opinion_in_no_language() -> None:
    assert felt("😡") == Sentiment(None, "very_negative", felt("😡").score)
    assert points("👍") == 1
    assert points("❤️") == 2


@pytest.mark.parametrize(
    "text", ["x" * 1_000_000, "bra " * 250_000, "not " * 250_000, "!" * 1_000_000, "a\u0301" * 500_000]
)
def test_a_megabyte_of_text_is_read_by_its_beginning(text: str) -> None:
    assert felt(text) == felt(text[:20_000])


def test_decomposed_letters_are_read_like_composed_ones() -> None:
    assert felt("Da\u030aligt bemo\u0308tande") == felt("Dåligt bemötande")


def test_a_score_lies_between_minus_one_and_one_and_never_contradicts_its_label() -> None:
    texts = [line for line in TEXTS.read_text(encoding="utf-8").splitlines() if line]
    for one in read_sentiments(texts):
        assert one.label in LABELS
        assert -1 <= one.score <= 1
        assert one.score * POINTS[one.label] >= 0


def test_the_neighbours_of_a_text_and_the_order_do_not_change_what_is_read() -> None:
    texts = ["Bra service.", "", "The app is slow.", "😡", "Der Service war nicht gut."] * (BATCH // 5 + 1)
    together = read_sentiments(texts)
    assert together[:5] == [felt(text) for text in texts[:5]]
    assert together == read_sentiments(texts[::-1])[::-1]
    assert together[:5] == together[-5:]


def test_no_text_is_no_reading() -> None:
    assert read_sentiments([]) == []


def test_another_process_reads_the_same_and_the_import_brings_no_library() -> None:
    code = (
        "import sys\n"
        "from dagster_project.comments.sentiment import read_sentiments\n"
        "print([name for name in ('sklearn', 'numpy', 'scipy', 'pandas') if name in sys.modules])\n"
        "print(read_sentiments(['Trevlig personal men lång väntetid.', 'I love it!']))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True)
    expected = read_sentiments(["Trevlig personal men lång väntetid.", "I love it!"])
    assert done.stdout == f"[]\n{expected}\n"
