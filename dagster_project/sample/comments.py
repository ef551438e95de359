"""Open comments, put together from a bank of phrases (phrases.csv) that are tied to themes.

The contact details that some writers leave are invented: example addresses, telephone numbers that the
Swedish authority keeps free for fiction, and a well-known made-up personal number. The load masks them all.
"""

import csv
from collections import Counter
from functools import cache
from pathlib import Path

from numpy.random import RandomState

CONTACT_SHARE = 0.025
CONTACTS = ("email", "phone", "personal_number")


@cache
def phrases() -> dict[tuple[str, str, str], list[str]]:
    """Read the bank: theme, tone and language -> phrases."""
    bank: dict[tuple[str, str, str], list[str]] = {}
    with Path(__file__).with_name("phrases.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            bank.setdefault((row["theme"], row["tone"], row["language"]), []).append(row["phrase"])
    return bank


class Commentator:
    """Writes comments from one random stream, and counts what it put into them."""

    def __init__(self, rng: RandomState) -> None:
        self.rng = rng
        self.phrases = phrases()
        self.planted: Counter[str] = Counter()

    def write(self, themes: list[str], happy: bool, language: str) -> str:
        """One comment about the given themes, one phrase each, sometimes with more around it."""
        tone = "positive" if happy else "negative"
        parts = [self._phrase(theme, tone, language) for theme in themes]
        self.planted.update(f"theme {theme}" for theme in themes)
        if self.rng.random_sample() < 0.15:
            parts.insert(0, self._phrase("opener", tone, language))
        if self.rng.random_sample() < 0.15:
            parts.append(self._phrase("closer", tone, language))
        if self.rng.random_sample() < CONTACT_SHARE:
            parts.append(self._contact(language))
        several_lines = len(parts) > 1 and self.rng.random_sample() < 0.12
        self.planted["comments of several lines"] += several_lines
        return ("\n" if several_lines else " ").join(parts)

    def _phrase(self, theme: str, tone: str, language: str) -> str:
        return str(self.rng.choice(self.phrases[theme, tone, language]))

    def _contact(self, language: str) -> str:
        kind = str(self.rng.choice(CONTACTS, p=(0.45, 0.45, 0.10)))
        self.planted[f"comments with {kind}"] += 1
        number = int(self.rng.randint(10, 100))
        return self._phrase("contact", kind, language).format(
            email=f"kontakt.{number}@example.se",
            phone=f"070-174 06 {number}" if number % 2 else f"08-465 004 {number}",
            personal_number="121212-1212" if number % 2 else "19121212-1212",
        )
