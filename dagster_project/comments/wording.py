"""The words of a text as the other readers want them: tokens, what is negated, and the opinions that stand in it.

The words that mean something here are rows of sentiment_words.csv: opinions with their points, and what turns,
strengthens or weakens them. Which language a text is in does not matter to this module, and no library is needed.
"""

import csv
import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WORDS = Path(__file__).with_name("sentiment_words.csv")
# Nobody tells another mood after that many characters, and a text of a megabyte is a file pasted by mistake.
LONGEST = 10_000
# How many words a negation reaches, unless a sentence or a half-sentence ends before.
REACH = 4
NEGATED = "¬"
ENDS = frozenset(".!?;:,()")
# Swedish negates behind the verb: "fungerar inte".
BEHIND = frozenset(("inte", "ej", "aldrig"))

_TOKEN = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*|[:;]-?[()D/]|[^\w\s\x00-\x1f\x7f-\x9f]")
_PHRASE = 3


@dataclass(frozen=True)
class Words:
    """What the rows of sentiment_words.csv say, ready to be looked up."""

    opinions: dict[tuple[str, ...], int]
    beginnings: dict[str, int]
    lengths: tuple[int, ...]
    roles: dict[str, frozenset[str]]

    def points(self, word: str) -> int | None:
        """The points of one word, by itself or by the longest beginning that is listed."""
        if (found := self.opinions.get((word,))) is not None:
            return found
        known = (self.beginnings.get(word[:length]) for length in self.lengths if length <= len(word))
        return next((points for points in known if points is not None), None)


@cache
def listed_words() -> Words:
    with WORDS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    opinions = {row["words"]: int(row["points"]) for row in rows if row["role"] == "opinion"}
    beginnings = {words[:-1]: points for words, points in opinions.items() if words.endswith("*")}
    return Words(
        opinions={tuple(words.split(" ")): points for words, points in opinions.items() if not words.endswith("*")},
        beginnings=beginnings,
        lengths=tuple(sorted({len(beginning) for beginning in beginnings}, reverse=True)),
        roles={
            role: frozenset(row["words"] for row in rows if row["role"] == role)
            for role in ("negation", "stronger", "weaker", "turn")
        },
    )


def tokens(text: str) -> list[str]:
    """The words and signs of the beginning of a text, in lower case."""
    plain = unicodedata.normalize("NFC", text[:LONGEST]).replace("\u2019", "'").lower()
    return _TOKEN.findall(plain)


def with_negation(words: Sequence[str]) -> str:
    """The words as one text again, in which a negated word is another word than the plain one."""
    listed = listed_words()
    marked = []
    left = 0
    for word in words:
        if word in ENDS or word in listed.roles["turn"]:
            left = 0
        elif word in listed.roles["negation"]:
            left = REACH + 1
        marked.append(NEGATED + word if 0 < left <= REACH else word)
        left = max(0, left - 1)
    return " ".join(marked)


def opinions(words: Sequence[str]) -> list[tuple[float, int]]:
    """The points of each opinion in a text, turned by a negation, and the half-sentence in which it stands."""
    listed = listed_words()
    found = []
    at, left, strength, part = 0, 0, 1.0, 0
    while at < len(words):
        word = words[at]
        points, width = _opinion_at(words, at, listed)
        if points is not None and (width > 1 or word not in listed.roles["negation"]):
            follows = words[at + width] if at + width < len(words) else ""
            is_turned = left > 0 or (width == 1 and points > 0 and follows in BEHIND)
            found.append((_turned(points * strength) if is_turned else points * strength, part))
            strength = 1.0
        elif word in ENDS:
            left, strength = 0, 1.0
        elif word in listed.roles["turn"]:
            left, strength, part = 0, 1.0, part + 1
        elif word in listed.roles["negation"]:
            left = REACH + 1
        elif word in listed.roles["stronger"]:
            strength = min(strength * 1.5, 2.25)
        elif word in listed.roles["weaker"]:
            strength *= 0.7
        left = max(0, left - 1)
        at += width
    return found


def opinion_features(words: Sequence[str]) -> list[float]:
    """The opinions of a text as numbers between -1 and 1, whatever its length."""
    found = opinions(words)
    good = sum(points for points, _ in found if points > 0)
    bad = -sum(points for points, _ in found if points < 0)
    last = max((part for _, part in found), default=0)
    tail = sum(points for points, part in found if part == last) if last else 0.0
    return [
        math.tanh((good - bad) / 2),
        good / (1 + good),
        bad / (1 + bad),
        min(max((points for points, _ in found), default=0.0), 3.0) / 3 if good else 0.0,
        min(-min((points for points, _ in found), default=0.0), 3.0) / 3 if bad else 0.0,
        math.tanh(tail / 2),
        float(not found),
        float("?" in words),
        min(words.count("!"), 3) / 3,
        min(math.log1p(len(words)), 5.0) / 5,
        float(last > 0),
        float(good > 0 and bad > 0),
    ]


def _opinion_at(words: Sequence[str], at: int, listed: Words) -> tuple[int | None, int]:
    """The points of the longest opinion that begins at a word, and how many words it has."""
    for width in range(_PHRASE, 1, -1):
        points = listed.opinions.get(tuple(words[at : at + width]))
        if points is not None and at + width <= len(words):
            return points, width
    return listed.points(words[at]), 1


def _turned(points: float) -> float:
    """An opinion under a negation: "not good" is bad, but "not fantastic" is not terrible."""
    return -0.8 * points if points > 0 else -0.7 * points
