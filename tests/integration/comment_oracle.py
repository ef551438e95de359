"""What the sample's writers meant, read from the exports alone: which phrases of the bank stand in each comment.

No test stands here. Closers that threaten to leave are churn intent; other openers and closers are about nothing.
"""

import csv
from functools import cache
from pathlib import Path

from dagster_project.sample.comments import phrases

PLANTED = (
    "offering", "information", "proactivity", "ease", "collaboration", "value_for_money", "availability", "delivery",
    "invoice", "support", "staff_praise",
)  # fmt: skip
LEAVING = (
    "Vi tittar på andra alternativ.", "Hoppas på bättring, annars byter vi.", "We are looking at alternatives.",
    "I hope it gets better, otherwise we will leave.",
)  # fmt: skip
NO_THEME = "sustainability"


@cache
def bank() -> list[tuple[str, str]]:
    """Phrase and what it is about."""
    about = [
        (phrase, theme)
        for (theme, _, _), known in phrases().items()
        for phrase in known
        if theme in (*PLANTED, NO_THEME)
    ]
    return about + [(phrase, "churn_intent") for phrase in LEAVING]


def planted_in(comment: str) -> set[str]:
    """The themes that the writer was given."""
    return {theme for phrase, theme in bank() if phrase in comment}


def comments(raw: Path) -> dict[str, str]:
    """Comment by response id, of both surveys."""
    found: dict[str, str] = {}
    for file in sorted((raw / "relationship_survey").glob("*.csv")):
        with file.open(encoding="utf-8-sig", newline="") as lines:
            header, *rows = list(csv.reader(lines))
        for row in rows[2:]:
            if row[-1]:
                found[f"relationship_survey:{row[header.index('ResponseId')]}"] = row[-1]
    for file in sorted((raw / "touchpoint_survey").glob("*.csv")):
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.reader(lines))
        found.update({f"touchpoint_survey:{row[0]}": row[-1] for row in rows[2:] if row[-1]})
    return found
