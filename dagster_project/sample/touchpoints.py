"""The survey after single interactions, as SurveyMonkey exports it: two header rows, CRLF, newest first.

Times are UTC, as the account is set: a few answers belong to another month than the text of the cell says.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from numpy.random import RandomState

from dagster_project.sample import world
from dagster_project.sample.afterthoughts import with_afterthought
from dagster_project.sample.comments import Commentator
from dagster_project.sample.customers import Customer, pick, shuffled
from dagster_project.sample.files import Dialect, Folder, Row
from dagster_project.sample.opinions import satisfaction
from dagster_project.sample.world import Touchpoint

ANSWERS_PER_MONTH = 355
COMMENT_SHARE = 0.24
IDENTITIES = {"id": 0.875, "e-mail only": 0.055, "anonymous": 0.05, "unknown id": 0.02}
NETWORKS = ("192.0.2", "198.51.100", "203.0.113")  # kept free for documentation
SATISFACTION = ("Very dissatisfied", "2", "3", "4", "Very satisfied")  # the end points come as text only
AGREEMENT = ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree")
CHANNELS = ("E-mail", "Telephone", "Chat", "My pages")
HEADER: list[Row] = [
    [
        *("Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address"),
        *("First Name", "Last Name", "Custom Data 1", "touchpoint", "interaction_id"),
        "How satisfied are you with your latest contact with Nordvik?",
        "It was easy for me to get done what I wanted to do.",
        *("Which channels did you use? Please tick all that apply.", "", "", ""),
        "What could we have done better?",
    ],
    [*[""] * 11, "Response", "Response", *CHANNELS, "Open-Ended Response"],
]


@dataclass(frozen=True)
class Feedback:
    """One answer about one interaction; an empty answer is one that was skipped."""

    respondent_id: int
    customer: Customer
    identity: str
    at: datetime  # UTC
    seconds: int
    touchpoint: str
    interaction: str
    satisfied: str
    easy: str
    channels: tuple[bool, ...]
    comment: str

    @property
    def segment(self) -> str:
        """The segment that a report can find."""
        known = self.identity in ("id", "e-mail only")
        return self.customer.crm_segment if known else world.UNKNOWN


class TouchpointExport:
    """Collects answers and planted defects, then writes the files. `standing` is what should be counted."""

    def __init__(self, commentator: Commentator) -> None:
        self.rng: RandomState = world.stream("touchpoints")
        self.commentator = commentator
        self.planted: Counter[str] = Counter()
        self.last_id = 118_400_000_000
        self.rows: list[Feedback] = []
        self.standing: dict[int, Feedback] = {}

    def build(self, customers: list[Customer]) -> None:
        """Invent about as many answers every month, by active customers, then plant the defects."""
        for year, month in world.MONTHS:
            active = [c for c in customers if c.is_active(date(year, month, 1))]
            for _ in range(ANSWERS_PER_MONTH + int(self.rng.randint(-25, 26))):
                self._keep(self._feedback(active[int(self.rng.randint(len(active)))], year, month))
        plain = [f for f in self.standing.values() if f.satisfied and f.easy not in ("", "N/A")]
        plain = shuffled(self.rng, plain)
        self._repeated_interactions([f for f in plain[:300] if f.identity == "id" and f.interaction][:90])
        self._odd_answers(plain[300:340])
        self.planted["answers whose month is another one in UTC"] = sum(
            f.at.month != f.at.astimezone(world.LOCAL).month for f in self.rows
        )

    def write(self, folder: Folder) -> None:
        """Write one file per half-year of the export's own clock."""
        halves: dict[str, list[Feedback]] = {}
        for row in self.rows:
            halves.setdefault(f"{row.at.year}h{1 if row.at.month < 7 else 2}", []).append(row)
        for half, rows in sorted(halves.items()):
            ordered = sorted(rows, key=lambda f: (f.at, f.respondent_id), reverse=True)
            path = f"touchpoint_survey/touchpoints_{half}.csv"
            folder.write(path, HEADER, [_record(f) for f in ordered], Dialect(line_end="\r\n"))

    def bad_purchases(self) -> dict[int, list[date]]:
        """List when each customer (by number) had a purchase that went badly: fewer orders follow."""
        days: dict[int, list[date]] = {}
        for row in self.standing.values():
            if row.touchpoint == "purchase" and row.satisfied in (SATISFACTION[0], "2"):
                days.setdefault(row.customer.number, []).append(row.at.date())
        return days

    def _keep(self, row: Feedback) -> None:
        self.rows.append(row)
        self.standing[row.respondent_id] = row

    def _next_id(self) -> int:
        self.last_id += int(self.rng.randint(1_000, 900_000))
        return self.last_id

    def _feedback(self, customer: Customer, year: int, month: int) -> Feedback:
        rng = self.rng
        touchpoint = pick(rng, {t: t.share for t in world.TOUCHPOINTS})
        at = _moment(rng, customer, year, month)
        satisfied, easy = satisfaction(rng, customer, touchpoint, at.date())
        skipped = rng.random_sample(2)
        return Feedback(
            respondent_id=self._next_id(),
            customer=customer,
            identity=pick(rng, IDENTITIES),
            at=at,
            seconds=int(rng.randint(20, 240)),
            touchpoint=touchpoint.name,
            interaction="" if rng.random_sample() < 0.03 else f"INT-{self.last_id % 10**9:09d}",
            satisfied="" if skipped[0] < 0.015 else SATISFACTION[satisfied - 1],
            easy="N/A" if skipped[1] < 0.03 else "" if skipped[1] < 0.05 else AGREEMENT[easy - 1],
            channels=tuple(bool(x) for x in rng.random_sample(4) < (0.4, 0.3, 0.2, 0.35)),
            comment=self._comment(customer, touchpoint, satisfied),
        )

    def _comment(self, customer: Customer, touchpoint: Touchpoint, satisfied: int) -> str:
        if self.rng.random_sample() >= COMMENT_SHARE:
            return ""
        theme = str(self.rng.choice(touchpoint.themes))
        return self.commentator.write([theme], satisfied >= 4, customer.language)

    def _repeated_interactions(self, rows: list[Feedback]) -> None:
        """Let customers answer about the same interaction again, hours later: the last answer stands."""
        for i, row in enumerate(rows):
            again = replace(
                row,
                respondent_id=self._next_id(),
                identity="e-mail only" if i < 15 else "id",  # the CRM knows that it is the same customer
                at=row.at + timedelta(minutes=int(self.rng.randint(30, 2000))),
                satisfied=SATISFACTION[int(self.rng.randint(5))],
                easy=AGREEMENT[int(self.rng.randint(5))],
                comment="",
            )
            if again.at.date() <= world.LAST_DAY:
                del self.standing[row.respondent_id]
                self._keep(again)
                self.planted["repeated interactions"] += 1

    def _odd_answers(self, rows: list[Feedback]) -> None:
        """Write cells as spreadsheets leave them: no-break spaces and capitals are fine, other words not."""
        for i, row in enumerate(rows):
            stands = row
            if i < 30:
                seen = replace(row, easy=row.easy.replace(" ", "\u00a0") if i < 24 else row.easy.upper())
                self.planted["labels with no-break spaces or capitals"] += seen != row
            else:
                odd = ("Neutral", "6", "0", "satisfied-ish")[i % 4]
                seen, stands = replace(row, satisfied=odd), replace(row, satisfied="")
                self.planted["answers that are neither a label nor on the scale"] += 1
            self.rows[self.rows.index(row)] = seen
            self.standing[row.respondent_id] = stands


def _moment(rng: RandomState, customer: Customer, year: int, month: int) -> datetime:
    """Draw a second of the local month, at any hour, given in UTC; not after the customer left."""
    first = datetime(year, month, 1, tzinfo=world.LOCAL)
    following = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=world.LOCAL)
    end = following.astimezone(world.UTC)
    if customer.churned_on and customer.churned_on < following.date():
        end = datetime.combine(customer.churned_on, time(), tzinfo=world.UTC)
    start = first.astimezone(world.UTC)
    seconds = max((end - start).total_seconds(), 3600)
    return start + timedelta(seconds=int(rng.random_sample() * seconds))


def _record(row: Feedback) -> Row:
    named = row.identity in ("id", "e-mail only")
    reference = {"id": row.customer.id, "unknown id": f"C-8{row.customer.number}"}.get(row.identity, "")
    network = NETWORKS[row.respondent_id % 3]
    return [
        str(row.respondent_id),
        "401118233" if row.customer.language == "sv" else "401118240",
        f"{row.at - timedelta(seconds=row.seconds):%m/%d/%Y %I:%M:%S %p}",
        f"{row.at:%m/%d/%Y %I:%M:%S %p}",
        f"{network}.{row.respondent_id % 254 + 1}",
        row.customer.email if named else "",
        row.customer.first_name if named else "",
        row.customer.last_name if named else "",
        reference,
        row.touchpoint,
        row.interaction,
        row.satisfied,
        row.easy,
        *(name if ticked else "" for name, ticked in zip(CHANNELS, row.channels, strict=True)),
        with_afterthought(
            row.comment,
            str(row.respondent_id),
            is_happy=row.satisfied == SATISFACTION[4],
            language=row.customer.language,
        ),
    ]
