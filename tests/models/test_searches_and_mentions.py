"""What is searched for on the website, said of the brand elsewhere, and lacking in the taxonomy, through the chain."""

import datetime as dt
from typing import Any

import pytest

from tests.models.chain import Chain
from tests.models.texts import answer, published, raw_of, readings


def search(file: str, day: str, query: str, searches: int | None) -> dict[str, Any]:
    told = {"source": "web", "file_path": file, "row_number": 1, "day": day, "query": query}
    return told | {"searches": searches}


def test_the_last_file_tells_how_often_a_query_was_searched_for(chain: Chain) -> None:
    searches = [search("a.csv", "2026-01-05", "invoice", 9), search("b.csv", "2026-01-05", "invoice", 20)]
    searches += [search("a.csv", "2026-01-06", "invoice delivery", 6), search("a.csv", "2026-01-06", "job", None)]
    searches += [search("a.csv", "2026-01-06", "job", None)] * 6 + [search("a.csv", "2026-02-06", "support", 4)]
    raw = {"web_searches": searches} | readings({row["query"] for row in searches})
    told = {
        (row["month"].month, row["theme"]): (row["searches"], row["queries"], row["share"])
        for row in published(chain, raw, "search_themes")
    }
    assert told == {
        (1, "invoice"): (26, 2, pytest.approx(26 / 33)),
        (1, "delivery"): (6, 1, pytest.approx(6 / 33)),
        (1, "none"): (7, 1, pytest.approx(7 / 33)),
        (2, "support"): (None, None, None),
    }


def test_few_searches_are_hidden_with_those_of_another_theme(chain: Chain) -> None:
    searches = [
        search("a.csv", "2026-01-05", word, count) for word, count in (("ease", 4), ("support", 9), ("job", 50))
    ]
    rows = published(chain, {"web_searches": searches} | readings({"ease", "support", "job"}), "search_themes")
    assert {row["theme"]: row["searches"] for row in rows} == {"ease": None, "support": None, "none": 50}


def mention(name: str, text: str | None, **given: Any) -> dict[str, Any]:
    told = {"source": "brand", "file_path": "m.csv", "row_number": 1, "mention_id": name, "text": text}
    return told | {"mentioned_at": dt.datetime.fromisoformat("2026-01-31 23:30")} | given


def test_a_mention_has_one_sentiment_its_themes_in_order_and_a_day_in_stockholm(chain: Chain) -> None:
    mentions = [mention("1", "delivery ease sad"), mention("2", "sad", sentiment="Positivt"), mention("3", None)]
    rows = published(chain, {"mentions": mentions} | readings({"delivery ease sad", "sad"}), "brand_mentions")
    assert [(row["mention_id"], row["sentiment"], row["themes"]) for row in rows] == [
        ("1", "very_negative", "ease,delivery"),
        ("2", "positive", None),
        ("3", None, None),
    ]
    assert {row["mentioned_on"] for row in rows} == {dt.date(2026, 2, 1)}


def test_a_candidate_is_as_large_as_its_customers_are_many(chain: Chain) -> None:
    said = [("a", "park here"), ("a", "no park here at all"), ("b", "park here"), (None, "park")]
    answers = [answer(n, key, f"2026-01-1{n}", text) for n, (key, text) in enumerate(said)]
    answers.append(answer(9, "spammer", "2026-01-10", "park and park", platform_exclusion="spam"))
    raw = raw_of(answers) | {"mentions": [mention("1", "park")], "web_searches": [search("a", "2026-01-05", "park", 3)]}
    (row,) = published(chain, raw, "theme_candidates")
    assert row == {
        "candidate": "parking", "example": "park here", "distinct_customers": 3, "comment_count": 4, "mention_count": 1,
        "search_count": 3,
    }  # fmt: skip
