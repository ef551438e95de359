"""Responses about drivers as rows of the raw tables, and rows of a model made of them. No test stands here."""

import random
from typing import Any

from tests.models.chain import Chain

Rows = list[dict[str, Any]]
MODELS = "stg_statistics__driver_models"
TWO = ("offering", "overall_satisfaction")
WHOLE = "segment = 'all' and period_grain = 'all_time' and model = 'all'"


def registry(source: str, *drivers: str, kind: str = "relational", slots: tuple[str, ...] = (), **about: Any) -> Rows:
    """What a survey asks about; a driver has the slot of its place, in this survey or in all."""
    told = {"source": source, "survey_kind": kind, "scale_min": 1, "scale_max": 5, "is_index": False} | about
    return [told | {"driver": name, "slot": (slots or drivers).index(name) + 1} for name in drivers]


def response(number: int, score: int | None, *answers: float | None, **given: Any) -> dict[str, Any]:
    """A response: the recommendation, and the answers to the drivers in the order of their slots."""
    told: dict[str, Any] = {"source": "survey", "survey_kind": "relational", "file_id": "f", "file_path": "f.csv"}
    told |= {"row_number": number, "content_hash": str(number), "submission_id": f"{number:04d}", "survey_id": "s"}
    told |= {"interaction_id": f"{number:04d}", "customer_key": f"c{number}", "is_complete": True, "nps_score": score}
    told |= {"asks_nps": True, "asks_csat": False, "asks_ces": False, "segment": "A"}
    told |= {"submitted_at": f"2026-02-10 {6 + number // 30 % 15:02d}:{number % 30 * 2:02d}"}
    return told | {f"driver_{place:02d}": answer for place, answer in enumerate(answers, 1)} | given


def world(count: int, drivers: int = 2, seed: int = 1, first: int = 0, **given: Any) -> Rows:
    """Complete responses of as many customers."""
    chance = random.Random(seed)
    rows = []
    for number in range(first, first + count):
        answers = [chance.randint(1, 5) for _ in range(drivers)]
        score = min(10, max(0, sum(answers[:2]) + chance.randint(-2, 2)))
        rows.append(response(number, score, *answers, **given))
    return rows


def table(chain: Chain, model: str, responses: Rows, drivers: Rows, condition: str = "true") -> Rows:
    """Some rows of a model."""
    with chain.build({"survey_responses": responses, "survey_drivers": drivers}, model) as connection:
        schema = "staging" if model == MODELS else "marts"
        found = connection.execute(f"select * from {schema}.{model} where {condition} order by all")
        names = [column[0] for column in found.description or []]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
