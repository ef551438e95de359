"""The log of the e-mail service that sends the links to both surveys: one row per message, times in UTC.

The service came late: its log covers the last twelve months. It knows what was sent, delivered and opened, and
nothing of answers; those are in the surveys' own exports. Which answer an invitation got is decided here as
METRICS says, so that the truth can be compared: the customer's latest invitation before the answer.
"""

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from numpy.random import RandomState

from dagster_project.sample import world
from dagster_project.sample.customers import Customer, pick
from dagster_project.sample.files import Dialect, Folder, Row
from dagster_project.sample.qualtrics import Submission, half_of
from dagster_project.sample.touchpoints import Feedback

FIRST_SENT = datetime(2025, 11, 1, tzinfo=world.LOCAL)
MONTHS = world.MONTHS[12:]
OVERLAP = timedelta(days=7)  # every file repeats the last week of the one before
INVITED_SHARE = 0.9  # of those whose turn it is and who do not answer
UNANSWERED_PER_MONTH = 1130  # interactions that were asked about in vain
QUIET = timedelta(days=14)  # nobody is asked again about an interaction this soon
BOUNCED_SHARE, UNNAMED_SHARE = 0.03, 0.01
CHANNELS = {"email": 0.86, "sms": 0.14}
BOUNCES = ("550 mailbox unavailable", "552 mailbox full", "554 blocked")
RELATIONSHIP, TOUCHPOINT = "Relationship survey", "Touchpoint survey"
HEADER: Row = [
    *("Message ID", "Campaign", "Recipient ID", "Channel", "Touchpoint"),
    *("Sent", "Delivered", "First opened", "Bounce reason"),
]


@dataclass(frozen=True)
class Answer:
    """One answer that stands, as far as an invitation is concerned."""

    campaign: str
    customer: Customer
    is_known: bool  # whether anybody can tell whose answer it is
    at: datetime
    touchpoint: str = ""


@dataclass(frozen=True)
class Invitation:
    """One message."""

    campaign: str
    customer: Customer
    touchpoint: str
    channel: str
    sent: datetime
    delivered: datetime | None
    opened: datetime | None
    bounce: str = ""
    is_named: bool = True
    is_timeless: bool = False
    number: int = 0

    @property
    def half(self) -> str:
        """The half-year whose file it is in."""
        return half_of(self.sent.astimezone(world.LOCAL))


class InvitationExport:
    """Collects messages and planted defects, then writes the files."""

    def __init__(self) -> None:
        self.rng: RandomState = world.stream("invitations")
        self.planted: Counter[str] = Counter()
        self.rows: list[Invitation] = []
        self.answers: list[Answer] = []

    def build(self, customers: list[Customer], answers: list[Answer]) -> None:
        """Invent the messages that led to the answers, and those that nobody answered."""
        self.answers = sorted(answers, key=lambda a: (a.at, a.campaign, a.customer.number))
        led = self._answered()
        rows = [*led, *self._turns_in_vain(customers, led), *self._interactions_in_vain(customers, led)]
        rows = [r for r in rows if r.sent >= FIRST_SENT and r.sent.astimezone(world.LOCAL).date() <= world.LAST_DAY]
        rows.sort(key=lambda r: (r.sent, r.campaign, r.customer.number))
        self.rows = [replace(r, number=25_110_000 + 7 * k) for k, r in enumerate(rows)]
        self._plant()

    def write(self, folder: Folder) -> None:
        """Write one file per half-year; what was sent in its last week stands in the next one as well."""
        files: dict[str, list[Row]] = {}
        for row in self.rows:
            files.setdefault(row.half, []).append(_record(row))
        for half, following in pairwise(sorted(files)):
            border = datetime(int(following[:4]), 1 if following.endswith("1") else 7, 1, tzinfo=world.LOCAL)
            again = [r for r in self.rows if r.half == half and r.sent >= border - OVERLAP]
            late = [r for r in again if r.opened and r.opened >= border]
            later = {r.number: _record(r) for r in again}
            for row in late:
                files[half][files[half].index(later[row.number])] = _record(replace(row, opened=None))
            files[following] = [*later.values(), *files[following]]
            self.planted["rows that come again in the next file"] += len(again)
            self.planted["opened between two files"] += len(late)
        for half, records in sorted(files.items()):
            folder.write(f"survey_invitations/messages_{half}.csv", [HEADER], records, Dialect())

    def truth(self) -> dict[str, dict[str, int]]:
        """Count what was sent, delivered, opened and answered, by survey."""
        answered = self._numbers_answered()
        counts: dict[str, Counter[str]] = {}
        for row in self.rows:
            if row.is_timeless:
                continue
            count = counts.setdefault(row.campaign, Counter())
            is_answered = row.number in answered
            count["sent"] += 1
            count["delivered"] += bool(row.delivered or row.opened or is_answered)
            count["opened"] += bool(row.opened)
            count["answered"] += is_answered
        return {campaign: dict(sorted(count.items())) for campaign, count in sorted(counts.items())}

    def _numbers_answered(self) -> set[int]:
        sent: dict[tuple[str, int], list[Invitation]] = {}
        for row in self.rows:
            if row.is_named and not row.is_timeless:
                sent.setdefault((row.campaign, row.customer.number), []).append(row)
        found = set()
        for answer in self.answers:
            earlier = sent.get((answer.campaign, answer.customer.number), [])
            place = bisect_right([r.sent for r in earlier], answer.at)
            if answer.is_known and place:
                found.add(earlier[place - 1].number)
        return found

    def _answered(self) -> list[Invitation]:
        """Send one message before each answer, but for second answers to the same message."""
        latest: dict[tuple[str, int], datetime] = {}
        rows = []
        for answer in self.answers:
            key = (answer.campaign, answer.customer.number)
            same = timedelta(days=45 if answer.campaign == RELATIONSHIP else 2)
            if key in latest and answer.at - latest[key] < same:
                continue
            wait = timedelta(minutes=10) + timedelta(hours=min(float(self.rng.exponential(26.0)), 280.0))
            sent = (answer.at - wait).replace(microsecond=0)
            if key in latest:
                sent = max(sent, latest[key] + timedelta(minutes=1))
            latest[key] = answer.at
            row = self._message(answer.campaign, answer.customer, answer.touchpoint, sent)
            opened = None if self.rng.random_sample() < 0.08 else answer.at - timedelta(minutes=5)
            rows.append(replace(row, opened=opened))
        return rows

    def _turns_in_vain(self, customers: list[Customer], led: list[Invitation]) -> list[Invitation]:
        """Ask the customers whose turn it is in the quarter and who do not answer."""
        asked = {
            (row.customer.number, _month(row.sent) + shift)
            for row in led
            if row.campaign == RELATIONSHIP
            for shift in (0, 1)  # an answer of early in the month may be to a message of the month before
        }
        rows = []
        for index, (year, month) in enumerate(MONTHS, start=12):
            for customer in customers:
                is_due = customer.number % 3 == index % 3 and customer.is_active(date(year, month, 28))
                is_left = is_due and (customer.number, 12 * year + month) not in asked
                if is_left and self.rng.random_sample() < INVITED_SHARE:
                    rows.append(self._in_vain(RELATIONSHIP, customer, "", self._moment(year, month)))
        return rows

    def _interactions_in_vain(self, customers: list[Customer], led: list[Invitation]) -> list[Invitation]:
        busy: dict[int, list[datetime]] = {}
        for row in led:
            if row.campaign == TOUCHPOINT:
                busy.setdefault(row.customer.number, []).append(row.sent)
        rows = []
        for year, month in MONTHS:
            active = [c for c in customers if c.is_active(date(year, month, 28))]
            for _ in range(UNANSWERED_PER_MONTH + int(self.rng.randint(-60, 61))):
                customer = active[int(self.rng.randint(len(active)))]
                touchpoint = pick(self.rng, {t.name: t.share for t in world.TOUCHPOINTS})
                sent = self._moment(year, month)
                if all(abs(sent - other) > QUIET for other in busy.get(customer.number, [])):
                    busy.setdefault(customer.number, []).append(sent)
                    rows.append(self._in_vain(TOUCHPOINT, customer, touchpoint, sent))
        return rows

    def _in_vain(self, campaign: str, customer: Customer, touchpoint: str, sent: datetime) -> Invitation:
        row = self._message(campaign, customer, touchpoint, sent)
        if self.rng.random_sample() < BOUNCED_SHARE:
            return replace(row, delivered=None, bounce=str(self.rng.choice(BOUNCES)))
        read = sent + timedelta(minutes=int(self.rng.exponential(1200.0)) + 1)
        return replace(row, opened=read if self.rng.random_sample() < 0.46 else None)

    def _message(self, campaign: str, customer: Customer, touchpoint: str, sent: datetime) -> Invitation:
        delivered = sent + timedelta(seconds=int(self.rng.randint(1, 45)))
        return Invitation(campaign, customer, touchpoint, pick(self.rng, CHANNELS), sent, delivered, None)

    def _moment(self, year: int, month: int) -> datetime:
        first = datetime(year, month, 1, tzinfo=world.LOCAL)
        seconds = int(self.rng.randint(28 * 86400))
        return first.astimezone(world.UTC) + timedelta(seconds=seconds)

    def _plant(self) -> None:
        """Lose the receipt of some messages, the recipient of others, and every time of a few that never left."""
        for k, row in enumerate(self.rows):
            is_named = self.rng.random_sample() >= UNNAMED_SHARE
            is_lost = bool(row.opened) and is_named and k % 1000 == 17
            is_timeless = bool(row.bounce) and k % 3 == 0 and self.planted["messages without any time"] < 7
            self.rows[k] = replace(
                row,
                is_named=is_named,
                delivered=None if is_lost else row.delivered,
                is_timeless=is_timeless,
                bounce="never sent" if is_timeless else row.bounce,
            )
            self.planted["messages without a recipient"] += not is_named
            self.planted["opened without a receipt"] += is_lost
            self.planted["messages without any time"] += is_timeless


def of_submission(row: Submission) -> Answer:
    """See an answer about the relationship as an answer to an invitation."""
    return Answer(RELATIONSHIP, row.customer, row.is_known, row.ended.astimezone(world.UTC))


def of_feedback(row: Feedback) -> Answer:
    """See an answer about an interaction as an answer to an invitation."""
    return Answer(TOUCHPOINT, row.customer, row.identity in ("id", "e-mail only"), row.at, row.touchpoint)


def _month(moment: datetime) -> int:
    local = moment.astimezone(world.LOCAL)
    return 12 * local.year + local.month


def _record(row: Invitation) -> Row:
    times = ("", "", "") if row.is_timeless else (_cell(row.sent), _cell(row.delivered), _cell(row.opened))
    recipient = row.customer.id if row.is_named else ""
    return [f"m{row.number}", row.campaign, recipient, row.channel, row.touchpoint, *times, row.bounce]


def _cell(moment: datetime | None) -> str:
    return f"{moment.astimezone(world.UTC):%Y-%m-%d %H:%M:%S}" if moment else ""
