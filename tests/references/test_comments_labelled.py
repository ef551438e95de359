"""How often a sentiment is right, measured on comments that nobody fitted anything on, against what the docs state."""

import csv
import hashlib
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from dagster_project.comments.language import TEXTS
from dagster_project.comments.sentiment import LABELS, POINTS, read_sentiments
from dagster_project.settings import PROJECT_ROOT
from tests.integration.sample_oracle import wilson

LABELLED = PROJECT_ROOT / "tests/references/comments_labelled.csv"
PHRASES = PROJECT_ROOT / "dagster_project/sample/phrases.csv"
PAGE = PROJECT_ROOT / "docs/sentiment.md"
STATED = re.compile(r"^\| ([\w ]+) \| (\d+) \| (\d+) \| (\d+) % \((\d+) to (\d+)\) \|", re.MULTILINE)


def plain(text: str) -> str:
    """The words of a text, or its signs where it has none."""
    return " ".join(re.findall(r"\w+", text.lower())) or text


def plain_texts(path: Path, column: str) -> set[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return {plain(row[column]) for row in csv.DictReader(file)}


def is_held_out(text: str) -> bool:
    """The first byte of the md5 of the text is odd: nothing about a comment but its letters decides it."""
    return hashlib.md5(text.encode()).digest()[0] % 2 == 1


def held_out(language: str | None = None) -> list[dict[str, str]]:
    with LABELLED.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if is_held_out(row["text"])]
    return [row for row in rows if language in (None, row["language"])]


def read_points(rows: list[dict[str, str]], column: str = "text") -> list[int]:
    return [POINTS[one.label] for one in read_sentiments([row[column] for row in rows])]


def right_in_three(language: str | None) -> tuple[int, int]:
    rows = held_out(language)
    pairs = zip(read_points(rows), [POINTS[row["sentiment"]] for row in rows], strict=True)
    return sum((found > 0) - (found < 0) == (true > 0) - (true < 0) for found, true in pairs), len(rows)


def right_in_five(language: str | None) -> tuple[int, int]:
    rows = held_out(language)
    return sum(found == POINTS[row["sentiment"]] for found, row in zip(read_points(rows), rows, strict=True)), len(rows)


def right_on_phrases() -> tuple[int, int]:
    """The sample's phrases are of another hand, and say only whether they praise or complain."""
    tones = {"positive": 1, "negative": -1}
    fitted = plain_texts(TEXTS, "text")
    with PHRASES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["tone"] in tones and plain(row["phrase"]) not in fitted]
    found = read_points(rows, "phrase")
    return sum(points * tones[row["tone"]] > 0 for points, row in zip(found, rows, strict=True)), len(rows)


def languages_told() -> tuple[int, int]:
    rows = held_out()
    found = read_sentiments([row["text"] for row in rows])
    return sum(one.language == row["language"] for one, row in zip(found, rows, strict=True)), len(rows)


@pytest.mark.parametrize(
    ("name", "measure"),
    [
        ("Swedish in three classes", partial(right_in_three, "sv")),
        ("English in three classes", partial(right_in_three, "en")),
        ("both in three classes", partial(right_in_three, None)),
        ("Swedish in five classes", partial(right_in_five, "sv")),
        ("English in five classes", partial(right_in_five, "en")),
        ("both in five classes", partial(right_in_five, None)),
        ("phrases of another hand", right_on_phrases),
        ("language told", languages_told),
    ],
)
def test_what_the_docs_state_of_the_accuracy_is_true(name: str, measure: Callable[[], tuple[int, int]]) -> None:
    measured = measure()
    stated = {found[0]: [int(number) for number in found[1:]] for found in STATED.findall(PAGE.read_text("utf-8"))}
    n, right, share, lower, upper = stated[name]
    assert n == measured[1]
    assert right <= measured[0]
    assert share == 100 * right // n
    assert (lower, upper) == tuple(int(bound) for bound in wilson(right, n))


def test_the_mean_distance_stated_in_the_docs_is_true() -> None:
    rows = held_out()
    distances = [abs(found - POINTS[row["sentiment"]]) for found, row in zip(read_points(rows), rows, strict=True)]
    stated = re.search(r"on average ([0-9.]+) points", PAGE.read_text("utf-8"))
    assert stated is not None
    assert sum(distances) / len(distances) <= float(stated[1])


def test_no_labelled_comment_is_among_the_fitted_texts_or_the_phrases_of_the_sample() -> None:
    labelled = plain_texts(LABELLED, "text")
    assert labelled & plain_texts(TEXTS, "text") == set()
    assert labelled & plain_texts(PHRASES, "phrase") == set()


def test_the_labelled_comments_have_each_label_in_each_language() -> None:
    counts = {
        (language, label): sum(row["sentiment"] == label for row in held_out(language))
        for language in ("sv", "en")
        for label in LABELS
    }
    assert min(counts.values()) >= 10
