"""Follow-ups through the whole chain: whose an answer is, whose a record is, borders of days, and who is in no list.

What one model makes of its input stands in dbt's unit tests.
"""

import datetime as dt
from typing import Any

from tests.models.chain import Chain
from tests.models.test_loyalty import RUN, Rows, answer, customer


def record(number: int, **given: Any) -> dict[str, Any]:
    """A row of the list of follow-ups."""
    told = {"source": "list", "follow_up_id": f"F{number}", "file_path": "f.csv", "row_number": number}
    return told | given


def follow_ups(chain: Chain, raw: dict[str, Rows], as_of: str = "2026-02-28") -> dict[str, dict[str, Any]]:
    """The rows of follow_ups by the number of the submission."""
    with chain.build(raw | {"run_parameters": [RUN | {"as_of": as_of}]}, "follow_ups") as connection:
        found = connection.execute("from marts.follow_ups order by priority")
        names = [column[0] for column in found.description or []]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    assert [row["priority"] for row in rows] == list(range(1, len(rows) + 1))
    return {row["response_id"].removeprefix("survey:"): row for row in rows}


def about(touchpoint: str, **given: Any) -> dict[str, Any]:
    """What makes an answer one about an interaction."""
    return {"survey_kind": "transactional", "survey_id": "moments", "touchpoint": touchpoint} | given


def at(moment: str) -> dt.datetime:
    """A moment in UTC."""
    return dt.datetime.fromisoformat(moment)


AT = at("2026-02-05 08:00")


def test_only_counted_unhappy_answers_of_customers_are_followed_up(chain: Chain) -> None:
    answers = [
        answer(1, "a", "2026-02-01", nps_score=6),
        answer(2, "b", "2026-02-01", nps_score=7),
        answer(3, "c", "2026-02-01", nps_score=0, platform_exclusion="preview"),
        answer(4, "d", "2026-02-01", nps_score=0, survey_kind="employee", survey_id="staff"),
        answer(5, "e", "2026-02-01", asks_nps=False),
        answer(6, "f", "2026-02-01", nps_score=3),
        answer(7, "f", "2026-02-01", nps_score=3),  # within a minute: one response
        answer(8, None, "2026-02-01", nps_score=2),
    ]
    found = follow_ups(chain, {"survey_responses": answers})
    assert set(found) == {"1", "7", "8"}
    assert [found["8"][name] for name in ("status", "due_at", "is_overdue", "is_urgent")] == [
        "unreachable", None, False, False,
    ]  # fmt: skip


# What a record says -> which of the customer's answers it is about: 1 and 2 are unhappy, 3 is not.
RECORDS: list[tuple[dict[str, Any], str | None]] = [
    ({"response_id": "survey:{}1"}, "1"),
    ({"response_id": "{}1"}, "1"),
    ({"response_id": "{}1", "customer_key": "stranger"}, None),
    ({"response_id": "{}1", "customer_key": "c{}"}, "1"),
    ({"customer_key": "c{}", "opened_at": at("2026-02-09")}, "1"),
    ({"customer_key": "c{}", "opened_at": at("2026-02-11")}, "2"),
    ({"customer_key": "c{}"}, "1"),  # contacted on the fifth, before the second answer
    ({"customer_key": "c{}", "opened_at": at("2026-01-31")}, None),
    ({"response_id": "unheard of", "customer_key": "c{}"}, "1"),
    ({"response_id": "{}3", "customer_key": "c{}"}, None),
    ({}, None),
]


def test_a_record_finds_its_answer_by_id_else_by_customer(chain: Chain) -> None:
    raw: dict[str, Rows] = {"customers": [customer("stranger")], "survey_responses": [], "follow_ups": []}
    expected = set()
    for case, (given, number) in enumerate(RECORDS, start=10):
        told = {name: value.format(case) if isinstance(value, str) else value for name, value in given.items()}
        raw["customers"].append(customer(f"c{case}"))
        raw["follow_ups"].append(record(case, contacted_at=AT, **told))
        answered = (("1", "2026-02-01", 4), ("2", "2026-02-10", 5), ("3", "2026-02-02", 9))
        raw["survey_responses"] += [
            answer(int(f"{case}{which}"), f"c{case}", on, nps_score=score) for which, on, score in answered
        ]
        expected |= {f"{case}{number}"} if number else set()
    found = follow_ups(chain, raw)
    assert {name for name, row in found.items() if row["contacted_at"] == AT} == expected
    assert {name for name, row in found.items() if row["status"] == "contacted"} == expected


STATUSES = {
    "Öppen": "open", "NY": "open", "Pågår": "open", "no answer": "open", "Ej kontaktad": "open",
    "Kontaktad": "contacted", "Contacted": "contacted", "Uppringd ": "contacted",
    "Stängd": "closed", "KLAR": "closed", "A\u030atga\u0308rdad": "closed", "Resolved": "closed",
    "i väntan på Godot": "open", None: "open",
}  # fmt: skip


def test_a_status_is_understood_in_swedish_and_english(chain: Chain) -> None:
    answers = [answer(number, None, "2026-02-01", nps_score=4) for number in range(len(STATUSES))]
    answers = [row | {"customer_key": f"c{number}"} for number, row in enumerate(answers)]
    records = [record(number, response_id=str(number), status=word) for number, word in enumerate(STATUSES)]
    found = follow_ups(chain, {"survey_responses": answers, "follow_ups": records})
    for number, (word, status) in enumerate(STATUSES.items()):
        row = found[str(number)]
        assert (word, row["status"], row["is_overdue"]) == (word, status, status == "open")


def test_of_overlapping_files_the_last_state_of_a_record_stands(chain: Chain) -> None:
    records = [
        record(1, response_id="1", status="Klar", closed_at=AT, file_path="2026-02.csv", owner="Team Nord"),
        record(1, response_id="1", status="Ny", file_path="2026-01.csv"),
        record(2, response_id="2", status="Ny", file_path="2026-01.csv"),
        record(2, response_id="2", status="Klar", closed_at=AT, file_path="2026-02.csv", owner="Team Nord"),
    ]
    answers = [answer(number, f"c{number}", "2026-02-01", nps_score=4) for number in (1, 2)]
    for row in follow_ups(chain, {"survey_responses": answers, "follow_ups": records}).values():
        assert (row["status"], row["closed_at"], row["owner"]) == ("closed", AT, "Team Nord")


def test_support_is_due_in_twenty_minutes_and_everything_else_in_two_days(chain: Chain) -> None:
    answers = [
        answer(1, "a", "2026-02-01", nps_score=6, **about("SUPPORT")),
        answer(2, "b", "2026-02-01", nps_score=6, **about("delivery")),
        answer(3, "c", "2026-02-01", nps_score=6),
    ]
    found = follow_ups(chain, {"survey_responses": answers})
    waits = {name: row["due_at"] - row["responded_at"] for name, row in found.items()}
    assert waits == {"1": dt.timedelta(minutes=20), "2": dt.timedelta(days=2), "3": dt.timedelta(days=2)}
    assert {name for name, row in found.items() if row["is_urgent"]} == {"1"}


def test_a_follow_up_is_overdue_when_its_time_ends_within_the_local_day(chain: Chain) -> None:
    moments = (at("2026-02-26 22:59:59"), at("2026-02-26 23:00:00"))  # the second is due at local midnight
    answers = [
        answer(number, f"c{number}", "2026-02-01", nps_score=6) | {"submitted_at": moment}
        for number, moment in enumerate(moments)
    ]
    overdue = {
        as_of: [row["is_overdue"] for _, row in sorted(follow_ups(chain, {"survey_responses": answers}, as_of).items())]
        for as_of in ("2026-02-27", "2026-02-28", "2026-03-01")
    }
    assert overdue == {"2026-02-27": [False, False], "2026-02-28": [True, False], "2026-03-01": [True, True]}


def test_rescued_is_who_answers_above_six_next_time_in_the_same_kind_of_survey(chain: Chain) -> None:
    answers = [
        answer(1, "a", "2026-01-01", nps_score=2),
        answer(2, "a", "2026-01-02", nps_score=9, **about("delivery")),
        answer(3, "a", "2026-01-03"),  # says nothing about it
        answer(4, "a", "2026-01-04", nps_score=6),
        answer(5, "a", "2026-01-05", nps_score=7, survey_id="another"),
        answer(6, "b", "2026-01-01", nps_score=3),
        answer(7, None, "2026-01-01", nps_score=3),
        answer(8, None, "2026-01-02", nps_score=9),
    ]
    found = follow_ups(chain, {"customers": [customer("a")], "survey_responses": answers})
    assert {name: (row["next_nps_score"], row["is_rescued"]) for name, row in found.items()} == {
        "1": (6, False), "4": (7, True), "6": (None, None), "7": (None, None),
    }  # fmt: skip


def test_money_at_stake_comes_first_and_what_is_unknown_last(chain: Chain) -> None:
    """Five of ten detractors of a year ago have left: half of a value is at stake, of unknown segments as well."""
    left = [customer(f"old {n}", churned="2025-03-01" if n < 5 else None, segment="B") for n in range(10)]
    old = [answer(100 + n, f"old {n}", "2024-12-01", nps_score=9 if n > 9 else 1) for n in range(10)]
    customers = [
        customer("rich", annual_revenue=100000, acquisition_cost=None),
        customer("poor", annual_revenue=1000, acquisition_cost=None),
        customer("same", annual_revenue=1000, acquisition_cost=None),
        customer("later", annual_revenue=1000, acquisition_cost=None),
    ]
    answers = [
        answer(1, "stranger", "2026-02-20", nps_score=0),
        answer(2, None, "2026-02-20", nps_score=1),
        answer(3, "poor", "2026-02-20", nps_score=6),
        answer(4, "same", "2026-02-20", nps_score=5),
        answer(5, "rich", "2026-02-20", nps_score=6),
        answer(6, "later", "2026-02-21", nps_score=6),
    ]
    found = follow_ups(chain, {"customers": [*left, *customers], "survey_responses": [*old, *answers]})
    new = {name: row for name, row in found.items() if int(name) < 100}
    assert list(new) == ["5", "4", "6", "3", "1", "2"]
    assert {name: row["value_at_stake"] for name, row in new.items()} == {
        "5": 50000, "4": 500, "6": 500, "3": 500, "1": None, "2": None,
    }  # fmt: skip
    assert {row["detractor_churn_rate"] for row in new.values()} == {50.0}


def test_without_measured_churn_the_score_decides_and_then_the_value(chain: Chain) -> None:
    answers = [answer(n, f"c{n}", "2026-02-20", nps_score=score) for n, score in ((1, 6), (2, 0), (3, 6), (4, 0))]
    customers = [customer(f"c{n}", annual_revenue=n, acquisition_cost=None) for n in (1, 2, 3)]
    found = follow_ups(chain, {"customers": customers, "survey_responses": answers})
    assert list(found) == ["2", "4", "3", "1"]
    assert {row["value_at_stake"] for row in found.values()} == {None}


def test_urgent_is_what_is_open_new_and_severe_or_threatens_to_leave(chain: Chain) -> None:
    answers = [
        answer(1, "a", "2026-01-30", nps_score=2),
        answer(2, "b", "2026-01-29", nps_score=2),  # thirty days are over
        answer(3, "c", "2026-02-20", nps_score=3),
        answer(4, "d", "2026-02-20", nps_score=0),  # contacted
        answer(5, "e", "2026-03-01", nps_score=0),  # after the day
        answer(6, "f", "2026-02-20", nps_score=6, **about("support")),
    ]
    raw = {"survey_responses": answers, "follow_ups": [record(1, response_id="4", contacted_at=AT)]}
    found = follow_ups(chain, raw)
    assert {name for name, row in found.items() if row["is_urgent"]} == {"1", "6"}
    assert len({row["notice_key"] for row in found.values()}) == len(answers)
    assert all(len(row["notice_key"]) == 32 for row in found.values())
