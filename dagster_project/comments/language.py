"""Swedish, English, or neither that can be told: by the share of a text's words that our own texts know."""

import csv
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from dagster_project.comments.wording import WORDS, tokens

TEXTS = Path(__file__).with_name("sentiment_texts.csv")
LANGUAGES = ("sv", "en")
# Below it a text is in neither: a neighbour (Danish, Norwegian, German) shares up to a third of its words with us.
LEAST_KNOWN = 0.34
# The first words tell; a long text is no more certain.
LOOKED_AT = 400


def language_of(shares: dict[str, float]) -> str | None:
    """The language that knows most of a text; None where both or neither know enough of it."""
    if not is_known(shares) or len(set(shares.values())) == 1:
        return None
    return max(shares, key=lambda language: shares[language])


def is_known(shares: dict[str, float]) -> bool:
    """Whether the words are ours at all, be it of both languages ("super", "ok")."""
    return max(shares.values(), default=0.0) >= LEAST_KNOWN


def shares_known(words: Sequence[str]) -> dict[str, float]:
    """The share of the words that each language knows; empty where there is no word, only signs and numbers."""
    counted = [word for word in words[:LOOKED_AT] if word[0].isalpha()]
    known = _vocabulary()
    return {name: sum(word in known[name] for word in counted) / len(counted) for name in LANGUAGES if counted}


@cache
def _vocabulary() -> dict[str, frozenset[str]]:
    known: dict[str, set[str]] = {language: set() for language in LANGUAGES}
    with TEXTS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            known[row["language"]].update(tokens(row["text"]))
    with WORDS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["language"]:
                known[row["language"]].update(row["words"].rstrip("*").split(" "))
    return {language: frozenset(words) for language, words in known.items()}
