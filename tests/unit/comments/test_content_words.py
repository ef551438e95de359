"""The content words of a text: its stems, without what every text has."""

import pytest

from dagster_project.comments.content_words import read_content_words
from tests.unit.comments.library import Library


def stems(*texts: str) -> dict[str, list[int]]:
    library = Library()
    library.add(*texts)
    found = read_content_words(
        library.connection,
        "select md5(comment) as text_hash, comment as text, 1 as occurrences from raw.survey_comments",
    )
    rows = library.connection.execute(
        """select comment, number from grouping_texts
        inner join raw.survey_comments on text_hash = md5(comment)"""
    ).fetchall()
    return {text: found.stems[found.starts[number] : found.starts[number + 1]].tolist() for text, number in rows}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The app crashes", "APP crashed!"),
        ("Parkeringen", "parkering"),
        ("kraschar", "kraschade"),
        ("inloggningen", "inloggningar"),
        ("order 4711", "order 4712"),
        ("so\u0308nder", "sönder"),
        ("Call [telephone]: parking", "The call, parking"),
        ("it doesn\u2019t scan", "scan"),
    ],
)
def test_the_same_words_have_the_same_stems(one: str, other: str) -> None:
    found = stems(one, other)
    assert found[one] == found[other]
    assert found[one]


@pytest.mark.parametrize("text", ["", "och att det", "The and of", "12 345", "…", "[e-mail]", "x", "Tack, hej!"])
def test_what_every_text_has_is_no_content(text: str) -> None:
    assert stems(text, "parking")[text] == []


def test_words_keep_their_order_and_their_repetitions() -> None:
    app, crash = stems("app crash")["app crash"]
    assert stems("crash app crash", "x app")["crash app crash"] == [crash, app, crash]
