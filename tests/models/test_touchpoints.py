"""The scorecard of touchpoints through the whole chain: what a reader gets of answers, visits and searches.

What one model makes of its input stands in dbt's unit tests.
"""

import datetime as dt
import random
from collections import defaultdict
from typing import Any

import pytest

from tests.models.chain import Chain

MAY = dt.date(2026, 5, 1)
Row = dict[str, Any]


def answer(number: int, touchpoint: str | None, **given: Any) -> Row:
    """A response about an interaction, of one customer each; nps, easy and satisfied answer its questions."""
    asks = {metric: f"asks_{metric}" for metric in ("nps", "csat", "ces")}
    told: Row = {"source": "moments", "survey_id": "moments", "survey_kind": "transactional", "file_path": "f.csv"}
    told |= {"file_id": "f", "row_number": number, "content_hash": str(number), "submission_id": str(number)}
    told |= {"customer_key": f"c{number}", "interaction_id": str(number), "touchpoint": touchpoint, "is_complete": True}
    told |= {"submitted_at": dt.datetime.combine(MAY, dt.time(10)), **dict.fromkeys(asks.values(), True)}
    if (score := given.pop("nps", None)) is not None:
        told["nps_score"] = score
    for name, metric in (("easy", "ces"), ("satisfied", "csat")):
        if (is_good := given.pop(name, None)) is not None:
            told |= {f"{metric}_answer_count": 1, f"{metric}_satisfied_count": int(is_good), f"{metric}_score_sum": 3}
    return told | given


def answers(touchpoint: str | None, count: int, **given: Any) -> list[Row]:
    return [answer(0, touchpoint, **given) for _ in range(count)]


def scorecard(chain: Chain, responses: list[Row], **raw: list[Row]) -> dict[tuple[dt.date, str], Row]:
    """The rows of the table by month and touchpoint; every response gets a number of its own."""
    for number, row in enumerate(responses):
        row |= {name: str(number) for name in ("content_hash", "submission_id", "interaction_id")}
        row |= {"customer_key": row.get("customer_key") and f"c{number}", "row_number": number}
    with chain.build({"survey_responses": responses, **raw}, "touchpoint_scorecard") as connection:
        found = connection.execute("select * from marts.touchpoint_scorecard")
        names = [column[0] for column in found.description or []]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    return {(row["month"], row["touchpoint"]): row for row in rows}


def net(scores: list[int]) -> float:
    return 100 * sum((score >= 9) - (score <= 6) for score in scores) / len(scores)


def test_impact_is_what_the_score_of_the_month_loses_without_the_touchpoint(chain: Chain) -> None:
    chance = random.Random(3)
    world: dict[tuple[dt.date, str], list[int]] = defaultdict(list)
    responses = []
    for month in (MAY, dt.date(2026, 6, 1)):
        for place, touchpoint in enumerate(("purchase", "delivery", "support", "chat", "unknown")):
            for _ in range(chance.randint(30, 38)):
                score = chance.choice(range(11)) if place % 2 else chance.choice((0, 6, 7, 8, 9))
                world[month, touchpoint].append(score)
                named = None if touchpoint == "unknown" else touchpoint
                at = dt.datetime.combine(month, dt.time(12))
                responses.append(answer(0, named, nps=score, submitted_at=at))
    found = scorecard(chain, responses)
    assert found.keys() == world.keys()
    friction = {}
    for (month, touchpoint), row in found.items():
        own = world[month, touchpoint]
        others = [s for (when, where), scores in world.items() if when == month and where != touchpoint for s in scores]
        expected = net(own + others) - net(others)
        assert (row["nps"], row["impact_on_nps"]) == (pytest.approx(net(own)), pytest.approx(expected))
        assert row["answers"] == len(own)
        assert row["detractor_share"] == pytest.approx(sum(s <= 6 for s in own) / len(own))
        friction[month, touchpoint] = sum(s <= 6 for s in own) * abs(expected)
        assert (row["friction_metric"], row["friction"]) == ("nps", pytest.approx(friction[month, touchpoint]))
        assert row["journey_order"] == {"purchase": 2, "delivery": 3, "support": 6}.get(touchpoint)
    for month in (MAY, dt.date(2026, 6, 1)):
        steps = [key for key in friction if key[0] == month and key[1] != "unknown"]
        ranked = sorted(steps, key=friction.__getitem__, reverse=True)
        assert [found[key]["friction_rank"] for key in ranked] == [1, 2, 3, 4]
        assert found[month, "unknown"]["friction_rank"] is None


def test_where_nobody_is_asked_for_nps_friction_is_effort(chain: Chain) -> None:
    responses = [
        *answers("purchase", 30, nps=10, easy=True),
        *answers("purchase", 10, nps=3, easy=False),
        *answers("support", 40, nps=8, easy=True),
        *answers("invoice", 20, easy=True, satisfied=False),
        *answers("invoice", 20, easy=False, satisfied=True),
        *answers("renewal", 8, satisfied=True, asks_nps=False, asks_ces=False),
        *answers("cancellation", 8, satisfied=True),
    ]
    found = {touchpoint: row for (_, touchpoint), row in scorecard(chain, responses).items()}
    invoice, purchase = found["invoice"], found["purchase"]
    assert (invoice["nps"], invoice["impact_on_nps"], invoice["detractor_share"]) == (None, None, None)
    assert (invoice["friction_metric"], invoice["answers"], invoice["low_effort_share"]) == ("ces", 40, 0.5)
    # 70 % found it easy here and at support; of all 120 answers 75 %.
    assert invoice["impact_on_ces"] == pytest.approx(75 - 87.5)
    assert invoice["friction"] == pytest.approx(40 * 0.5 * 12.5)
    assert (purchase["friction_metric"], purchase["answers"], purchase["low_effort_share"]) == ("nps", 40, 0.25)
    assert purchase["friction"] == pytest.approx(40 * 0.25 * abs(purchase["impact_on_nps"]))
    assert found["renewal"]["csat"] == 100 and found["renewal"]["csat_answers"] == 8
    assert {found["renewal"][name] for name in ("answers", "friction", "friction_rank", "is_low_base")} == {None}
    # Asked, and left out by all.
    assert (found["cancellation"]["answers"], found["cancellation"]["friction_metric"]) == (0, None)


def test_a_small_touchpoint_is_hidden_with_what_would_tell_of_it(chain: Chain) -> None:
    responses = [
        *answers("purchase", 60, nps=9, satisfied=True),
        *answers("delivery", 30, nps=5, satisfied=True),
        *answers("support", 3, nps=0, satisfied=True),
        *answers("support", 4, satisfied=True),
    ]
    found = {touchpoint: row for (_, touchpoint), row in scorecard(chain, responses).items()}
    told = ("nps", "answers", "detractor_share", "impact_on_nps", "friction", "friction_rank", "is_low_base")
    assert {found[touchpoint][name] for touchpoint in ("support", "delivery") for name in told} == {None}
    assert {touchpoint: row["is_suppressed"] for touchpoint, row in found.items()} == {
        "purchase": False, "delivery": True, "support": True,
    }  # fmt: skip
    assert found["support"]["csat_answers"] == 7 and found["support"]["friction_metric"] == "nps"
    assert found["purchase"]["impact_on_nps"] is not None


def test_spelling_in_another_case_is_the_same_touchpoint(chain: Chain) -> None:
    responses = [
        *answers("Delivery", 10, nps=10),
        *answers("DELIVERY", 30, nps=0),
        *answers("Chat", 20, nps=10),
        *answers("chat", 20, nps=10),
    ]
    found = scorecard(chain, responses)
    assert {touchpoint: (row["nps"], row["answers"]) for (_, touchpoint), row in found.items()} == {
        "delivery": (-50, 40), "Chat": (100, 40),
    }  # fmt: skip
    assert found[MAY, "delivery"]["impact_on_nps"] == pytest.approx(25 - 100)


def test_a_relationship_speaks_of_touchpoints_where_no_interaction_does(chain: Chain) -> None:
    relational = {"survey_kind": "relational", "survey_id": "relation", "source": "relation"}
    responses = [
        *answers("website", 40, nps=9, **relational),
        *answers(None, 40, nps=0, satisfied=True, **relational),
        *answers("website", 40, easy=True),
    ]
    row = scorecard(chain, responses)[MAY, "website"]
    kinds = (row["nps_survey_kind"], row["csat_survey_kind"], row["ces_survey_kind"])
    assert kinds == ("relational", None, "transactional")
    assert (row["nps"], row["impact_on_nps"], row["ces"]) == (100, 100, 100)
    row = scorecard(chain, [*responses, *answers("website", 40, nps=7)])[MAY, "website"]
    assert (row["nps"], row["nps_survey_kind"]) == (0, "transactional")


def test_the_website_has_its_visits_and_searches_also_where_nobody_is_asked(chain: Chain) -> None:
    april = dt.date(2026, 4, 30)
    visits = [
        {"source": "shop", "file_path": "w.csv", "row_number": n, "day": day, "channel": channel, "sessions": 50}
        | {"engaged_sessions": 20, "conversions": 4}
        for n, (day, channel) in enumerate([(MAY, "Direct"), (MAY, None), (april, "Direct")])
    ]
    searches = [
        {"source": "shop", "file_path": "s.csv", "row_number": n, "day": day, "query": query, "searches": count}
        for n, (day, query, count) in enumerate([(MAY, "return", 3), (MAY, "invoice", 9), (april, "return", 4)])
    ]
    responses = [*answers("Website", 30, easy=True), *answers("support", 30, easy=False)]
    found = scorecard(chain, responses, web_traffic=visits, web_searches=searches)
    assert found.keys() == {(april.replace(day=1), "website"), (MAY, "website"), (MAY, "support")}
    only, both, other = (found[key] for key in sorted(found, key=lambda key: (key[0], key[1] == "support")))
    web = ("sessions", "conversion_rate", "bounce_rate", "searches")
    assert [both[name] for name in web] == [100, 8, 60, 12]
    assert [only[name] for name in web] == [50, 8, 60, None]
    assert (both["ces"], both["impact_on_ces"], both["friction"]) == (100, 50, 0)
    assert {other[name] for name in web} == {only["ces"], only["answers"], only["friction_rank"]} == {None}
    assert (only["is_suppressed"], both["is_suppressed"], other["is_suppressed"]) == (True, False, False)
