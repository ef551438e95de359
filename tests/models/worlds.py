"""Small invented worlds of responses for hypothesis, and what they come to when counted by hand in plain Python."""

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hypothesis import strategies as st

AS_OF = dt.date(2026, 6, 30)
FIRST_DAY = dt.date(2025, 10, 20)


@dataclass(frozen=True)
class Response:
    """One response as a survey gives it; the hour breaks no ties, the name does."""

    name: int
    kind: str
    survey: str
    customer: int | None
    day: dt.date
    score: int | None
    channel: str
    flag: str | None = None

    def row(self, position: int) -> dict[str, object]:
        """The row of raw.survey_responses."""
        return {
            "source": "world",
            "survey_kind": self.kind,
            "file_id": f"file {position % 3}",
            "file_path": f"file {position % 3}.csv",
            "row_number": position,
            "content_hash": str(self.name),
            "submission_id": f"{self.name:04d}",
            "survey_id": self.survey,
            "customer_key": None if self.customer is None else f"c{self.customer}",
            "interaction_id": f"{self.name:04d}",
            "touchpoint": f"at {self.survey}",
            "channel": self.channel,
            "submitted_at": dt.datetime.combine(self.day, dt.time(10)),
            "is_complete": True,
            "platform_exclusion": self.flag,
            "asks_nps": True,
            "asks_csat": False,
            "asks_ces": False,
            "nps_score": self.score,
        }


def responses(first_customer: int = 0, first_name: int = 0) -> st.SearchStrategy[list[Response]]:
    """Up to forty responses of a few customers to three surveys."""
    kinds = st.sampled_from([("relational", "a"), ("relational", "b"), ("transactional", "t")])
    customers = st.one_of(st.none(), st.integers(first_customer, first_customer + 6))
    days = st.integers(0, (AS_OF - FIRST_DAY).days).map(lambda n: FIRST_DAY + dt.timedelta(days=n))
    scores = st.one_of(st.none(), st.integers(0, 10))
    parts = st.tuples(kinds, customers, days, scores, st.sampled_from(["web", "app"]))
    return st.lists(parts, min_size=1, max_size=40).map(
        lambda drawn: [
            Response(first_name + n, kind, survey, customer, day, score, channel)
            for n, ((kind, survey), customer, day, score, channel) in enumerate(drawn)
        ]
    )


def periods() -> Iterator[tuple[str, dt.date, dt.date]]:
    """Every month, quarter, year and trailing window from the first day to the as-of day."""
    for year, month in ((2025, m) for m in range(1, 13)):
        yield "month", dt.date(year, month, 1), _end(year, month)
    for month in range(1, 7):
        yield "month", dt.date(2026, month, 1), _end(2026, month)
    for year in (2025, 2026):
        yield "year", dt.date(year, 1, 1), dt.date(year, 12, 31)
        for quarter in range(4):
            yield "quarter", dt.date(year, 3 * quarter + 1, 1), _end(year, 3 * quarter + 3)
    for grain, _, end in [p for p in _months() if p[2] >= FIRST_DAY]:
        yield "trailing_90_days", end - dt.timedelta(days=89), end
        assert grain == "month"
    yield "all_time", dt.date.min, dt.date.max


def _months() -> Iterator[tuple[str, dt.date, dt.date]]:
    for year, months in ((2025, range(10, 13)), (2026, range(1, 7))):
        for month in months:
            yield "month", dt.date(year, month, 1), _end(year, month)


def _end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


Counted = dict[tuple[str, str, dt.date | None, str, str], tuple[int, int, int]]


def counted(world: list[Response]) -> Counted:
    """Kind, grain, start, dimension, member -> answers, promoters less detractors, respondents; by definition."""
    found: Counted = {}
    answered = _standing(r for r in world if r.score is not None and r.flag is None)
    for grain, start, end in periods():
        inside = sorted((r for r in answered if start <= r.day <= end), key=lambda r: (r.day, r.name))
        for dimension in ("all", "channel", "survey", "touchpoint"):
            standing: dict[object, Response] = {}
            for r in inside:
                survey = r.survey if dimension == "survey" else ""
                is_once = r.kind == "relational" and r.customer is not None
                standing[("once", r.kind, r.customer, survey) if is_once else r.name] = r
            for r in standing.values():
                member = {"all": "all", "channel": r.channel, "survey": r.survey}.get(dimension, f"at {r.survey}")
                key = (r.kind, grain, None if grain == "all_time" else start, dimension, member)
                group = [s for s in standing.values() if s.kind == r.kind and _member(s, dimension) == member]
                points = [1 if (s.score or 0) >= 9 else -1 if (s.score or 0) <= 6 else 0 for s in group]
                people = {s.name if s.customer is None else ("c", s.customer) for s in group}
                found[key] = (len(group), sum(points), len(people))
    return found


def _standing(answered: Iterable[Response]) -> list[Response]:
    """Without double submissions: all of a day are given in one second, so the same score once more is one."""
    last = {
        (r.name if r.customer is None else r.customer, r.survey, r.day, r.score, r.customer is None): r
        for r in answered
    }
    return list(last.values())


def _member(response: Response, dimension: str) -> str:
    return {"all": "all", "channel": response.channel, "survey": response.survey}.get(
        dimension, f"at {response.survey}"
    )
