"""Rows of the raw tables that people wrote something in, and what was read out of it. No test stands here.

What a text says is told here by its words and by nothing else: a theme's name is the theme, 'glad' and 'sad' are
sentiments. How texts are read in truth is tested beside the reading.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any

from tests.models.chain import Chain

Rows = list[dict[str, Any]]
THEMES = ("ease", "delivery", "invoice", "support")
FEELINGS = {"glad": ("positive", 0.5), "sad": ("very_negative", -0.9)}


def of(text: str) -> str:
    """The hash that a text is known by."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def readings(texts: Iterable[str]) -> dict[str, Rows]:
    """What was read out of texts."""
    words = {text: text.split() for text in texts}
    felt = [(text, FEELINGS[word]) for text, said in words.items() for word in said if word in FEELINGS]
    return {
        "comments.readings": [
            {"text_hash": of(text), "language": "en", "sentiment": sentiment, "sentiment_score": score}
            for text, (sentiment, score) in felt
        ],
        "comments.themes_found": [
            {"text_hash": of(text), "theme": word} for text, said in words.items() for word in said if word in THEMES
        ],
        "comments.groups": [
            {"text_hash": of(text), "candidate": "parking"} for text, said in words.items() if "park" in said
        ],
    }


def answer(number: int, key: str | None, on: str, *texts: str, **given: Any) -> tuple[dict[str, Any], Rows]:
    """A response to a relational survey, and its comments."""
    there = {"source": "survey", "file_id": "f", "row_number": number, "submission_id": str(number)}
    row = there | {
        "file_path": "f.csv", "content_hash": str(number), "survey_id": "relation", "survey_kind": "relational",
        "customer_key": key, "submitted_at": dt.datetime.fromisoformat(f"{on} 11:00"), "is_complete": True,
        "asks_nps": True, "asks_csat": False, "asks_ces": False, "nps_score": 9, "interaction_id": str(number),
    }  # fmt: skip
    comments = [there | {"question_id": f"q{place}", "comment": text} for place, text in enumerate(texts)]
    return row | given, comments


def raw_of(answers: Iterable[tuple[dict[str, Any], Rows]]) -> dict[str, Rows]:
    rows, comments = zip(*answers, strict=True)
    said = [comment for of_row in comments for comment in of_row]
    return {"survey_responses": list(rows), "survey_comments": said, **readings({one["comment"] for one in said})}


def published(chain: Chain, raw: dict[str, Rows], table: str) -> Rows:
    with chain.build(raw, table) as connection:
        found = connection.execute(f"from marts.{table}")
        names = [column[0] for column in found.description or []]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
