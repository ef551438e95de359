"""What a notice says, and what it keeps to itself."""

import dataclasses
import datetime as dt
from typing import Any

import pytest

from dagster_project.notices.publication import FollowUp
from dagster_project.notices.wording import Words, body, title

WORDS = Words("Europe/Stockholm", "SEK", {"Enterprise"}, {"support"})
FOLLOW_UP = FollowUp(
    notice_key="c4ca4238a0b923820dcc509a6f75849b", status="open", severity="high", nps_score=2, segment="Enterprise",
    touchpoint="support", reason_driver="ease", reason_theme="delivery", value_at_stake=1837102.41,
    due_at=dt.datetime.fromisoformat("2026-10-31 22:20"), priority=1,
)  # fmt: skip


def said(**changes: Any) -> str:
    return body(dataclasses.replace(FOLLOW_UP, **changes), WORDS)


def test_a_notice_says_until_when_where_and_why_and_how_to_find_it() -> None:
    assert title(FOLLOW_UP) == "Unhappy customer: 2 of 10, severity high [c4ca4238a0b923820dcc509a6f75849b]"
    assert said().splitlines() == [
        "Contact until: 2026-10-31 23:20 (Europe/Stockholm)",
        "Segment: Enterprise",
        "Touchpoint: support",
        "At stake: about 1 800 000 SEK",
        "Reason: ease, delivery",
        "Look up: follow_ups, column notice_key",
        "Key: c4ca4238a0b923820dcc509a6f75849b",
    ]


def test_what_is_not_known_is_left_out() -> None:
    unknown = dict.fromkeys(("segment", "touchpoint", "reason_driver", "reason_theme", "value_at_stake", "due_at"))
    assert said(**unknown).splitlines() == [
        "Look up: follow_ups, column notice_key",
        "Key: c4ca4238a0b923820dcc509a6f75849b",
    ]


@pytest.mark.parametrize("field", ["segment", "touchpoint"])
def test_a_name_that_nobody_is_shown_a_figure_of_is_not_told(field: str) -> None:
    assert "Zoe" not in said(**{field: "Zoe Leakington"})
    assert "not told, too few people" in said(**{field: "Zoe Leakington"})


def test_a_name_is_one_short_line_with_masks() -> None:
    long = "a " * 100
    words = Words("UTC", "EUR", {long, "x\nKey: forged zoe@leak.example.com"}, set())
    forged = body(dataclasses.replace(FOLLOW_UP, segment="x\nKey: forged zoe@leak.example.com"), words)
    assert "Segment: x Key: forged [e-mail]\n" in forged
    assert len(body(dataclasses.replace(FOLLOW_UP, segment=long), words).splitlines()[1]) < 100


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (1837102.41, "1 800 000"), (90000, "90 000"), (16499.99, "16 000"), (99.5, "100"), (12.3, "12"), (1.04, "1"),
        (0.99, None), (0, None), (-5000, None), (None, None),
    ],
)  # fmt: skip
def test_money_is_told_with_two_figures(amount: float | None, shown: str | None) -> None:
    lines = [line for line in said(value_at_stake=amount).splitlines() if line.startswith("At stake")]
    assert lines == ([f"At stake: about {shown} SEK"] if shown else [])
