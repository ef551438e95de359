"""The phrases that headings, questions and answers are known by, read from `wording/`, and how they are compared.

No phrase stands in code. What follows from a phrase is decided in the rooms that ask.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import yaml


def _read(name: str) -> Any:
    return yaml.safe_load((Path(__file__).parent / "wording" / f"{name}.yaml").read_text(encoding="utf-8"))


QUESTIONS: dict[str, Any] = _read("questions")
ANSWERS: dict[str, Any] = _read("answers")
COLUMNS: dict[str, Any] = _read("columns")
TABLES: dict[str, dict[str, list[str]]] = _read("tables")

_SEPARATORS = re.compile(r"[\s_.:-]+")
_TAGS = re.compile(r"<[^<>]{0,200}>")
_HUMP = re.compile(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])")
_LETTERS = str.maketrans({"å": "a", "ä": "a", "ö": "o", "é": "e", "ü": "u", "ø": "o", "æ": "ae", "ß": "ss"})


def plain(text: str) -> str:
    """A text as it is read by a person: no mark-up, blanks evened out, NFC."""
    return " ".join(unicodedata.normalize("NFC", _TAGS.sub(" ", text)).replace("\u00a0", " ").split())


def heading(text: str) -> str:
    """A heading as the lists of headings hold it: lower case, its separators blanks, no unit in brackets."""
    return _SEPARATORS.sub(" ", re.sub(r"\((utc|sek|eur|usd|gbp|nok|dkk)\)$", "", plain(text).lower())).strip(" *")


def headings(text: str) -> tuple[str, ...]:
    """The same, and once more with its humps as blanks: ResponseId is a response id."""
    return tuple(dict.fromkeys((heading(text), heading(_HUMP.sub(" ", plain(text))))))


def is_one_of(text: str, listed: list[str]) -> bool:
    """Whether a heading is one of the listed ones."""
    return any(form in _headings_in(tuple(map(str, listed))) for form in headings(text))


@cache
def _headings_in(listed: tuple[str, ...]) -> frozenset[str]:
    return frozenset(heading(one) for one in listed)


def said(text: str, patterns: list[str]) -> str | None:
    """What of a text one of the patterns matches, None where none does."""
    lowered = plain(text).lower()
    for pattern in patterns:
        if found := _compiled(pattern).search(lowered):
            return found.group(0).strip() or lowered
    return None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def label(text: str) -> str:
    """An answer as the lists of answers hold it."""
    return plain(text).lower()


@cache
def missing_reason(text: str) -> str | None:
    """Why an answer in words is none, None where it is one."""
    wanted = label(text)
    return next((reason for reason, texts in ANSWERS["missing"].items() if wanted in map(str, texts)), None)


_SMALL = frozenset(QUESTIONS["small_words"])


def readable_id(text: str, otherwise: str, *, most: int = 4, small: frozenset[str] = _SMALL) -> str:
    """A name in snake_case of at most four telling words; `small` are those that it can do without."""
    lowered = re.sub(r"^q?[0-9]+[.):]\s*", "", plain(text).lower()).translate(_LETTERS)
    if titled := re.match(r"((?:[^\s:]+ ){0,2}[^\s:]{3,}):\s", lowered):
        lowered = titled.group(1)
    words = re.findall(r"[a-z0-9]+", unicodedata.normalize("NFKD", lowered))
    telling = [word for word in words if word not in small and not word.isdigit()] or words
    name = "_".join(telling[:most])[:50].strip("_")
    return name if name and name[0].isalpha() else f"{otherwise}_{name}".strip("_")
