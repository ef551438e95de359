"""Support tickets as Zendesk exports a view: `Summation column` first, durations in minutes, in UTC."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from numpy.random import RandomState

from dagster_project.sample import world
from dagster_project.sample.customers import Customer, names, pick
from dagster_project.sample.files import Dialect, Folder, Row
from dagster_project.sample.opinions import satisfaction

TICKETS = 8000
HEADER: Row = [
    *("Summation column", "Id", "Requester", "Requester id", "Requester external id", "Requester email"),
    *("Assignee", "Group", "Subject", "Tags", "Status", "Priority", "Via", "Ticket type"),
    *("Created at", "Updated at", "Solved at", "Satisfaction Score", "Reopens", "Replies"),
    *("First reply time in minutes", "First reply time in minutes within business hours"),
    *("Full resolution time in minutes", "Full resolution time in minutes within business hours"),
    "Topic [list]",
]
TOPICS = {
    "Login": 0.16,
    "Invoice": 0.18,
    "Delivery": 0.2,
    "Product fault": 0.17,
    "How to": 0.19,
    "Contract": 0.1,
}
GROUPS = {"Invoice": "Finance", "Contract": "Finance", "Delivery": "Logistics"}
CHANNELS = {"Mail": 0.5, "Web form": 0.24, "Chat": 0.14, "Phone": 0.12}
CHANNEL_SPEED = {"Mail": 1.4, "Web form": 1.3, "Chat": 0.12, "Phone": 0.05}
OPENS, CLOSES = 8, 17  # office hours, Monday to Friday, local time


@dataclass(frozen=True)
class Ticket:
    """One ticket with its times (UTC) and its rating: Good, Bad, Offered or nothing."""

    customer: Customer
    identity: str
    created: datetime
    replied: datetime | None
    solved: datetime | None
    status: str
    topic: str
    via: str
    rating: str

    @property
    def segment(self) -> str:
        """The segment that a report can find."""
        return self.customer.crm_segment if self.identity == "id" else world.UNKNOWN


class TicketExport:
    """Invents the tickets and writes them, one file per half-year."""

    def __init__(self) -> None:
        self.rng: RandomState = world.stream("tickets")
        self.planted: Counter[str] = Counter()
        self.tickets: list[Ticket] = []

    def build(self, customers: list[Customer]) -> None:
        """Invent tickets of active customers, evenly over the months."""
        per_month = TICKETS / len(world.MONTHS)
        for index, (year, month) in enumerate(world.MONTHS):
            active = [c for c in customers if c.is_active(date(year, month, 1))]
            for _ in range(round(per_month * (index + 1)) - round(per_month * index)):
                self.tickets.append(self._ticket(active[int(self.rng.randint(len(active)))], year, month))
        self.tickets.sort(key=lambda t: (t.created, t.customer.number))
        self.planted["deleted tickets"] = sum(t.status == "Deleted" for t in self.tickets)
        self.planted["ratings on deleted tickets"] = sum(
            t.status == "Deleted" and t.rating in ("Good", "Bad") for t in self.tickets
        )
        self.planted["tickets without a reply"] = sum(t.replied is None for t in self.tickets)
        self.planted["ratings offered but not given"] = sum(t.rating == "Offered" for t in self.tickets)

    def write(self, folder: Folder) -> None:
        """Write them numbered by creation, as the help desk does."""
        halves: dict[str, list[Row]] = {}
        for number, ticket in enumerate(self.tickets, start=20_001):
            rows = halves.setdefault(f"{ticket.created.year}h{1 if ticket.created.month < 7 else 2}", [])
            rows.append(_record(len(rows) + 1, number, ticket))
        for half, rows in sorted(halves.items()):
            folder.write(f"support_tickets/tickets_{half}.csv", [HEADER], rows, Dialect())

    def rated(self) -> list[Ticket]:
        """List the tickets whose rating counts."""
        return [t for t in self.tickets if t.rating in ("Good", "Bad") and t.status != "Deleted"]

    def _ticket(self, customer: Customer, year: int, month: int) -> Ticket:
        rng = self.rng
        created = datetime(year, month, 1, tzinfo=world.UTC) + timedelta(seconds=int(rng.randint(28 * 86400)))
        topic, via = pick(rng, TOPICS), pick(rng, CHANNELS)
        pace = customer.segment.reply_factor * CHANNEL_SPEED[via]
        wait = timedelta(minutes=round(float(rng.lognormal(3.7, 1.25)) * pace))
        replied = None if rng.random_sample() < 0.035 else min(created + wait, _closing_time())
        solved = None
        if replied and rng.random_sample() < 0.94:
            solved = replied + timedelta(minutes=int(rng.lognormal(6.3, 1.2)))
            solved = solved if solved < _closing_time() else None
        status = "Deleted" if rng.random_sample() < 0.015 else _status(rng, solved)
        return Ticket(
            customer=customer,
            identity=pick(rng, {"id": 0.94, "anonymous": 0.04, "unknown id": 0.02}),
            created=created,
            replied=replied,
            solved=solved,
            status=status,
            topic=topic,
            via=via,
            rating=self._rating(customer, created, wait) if solved else "",
        )

    def _rating(self, customer: Customer, created: datetime, wait: timedelta) -> str:
        draw = self.rng.random_sample()
        if draw < 0.38:
            support = next(t for t in world.TOUCHPOINTS if t.name == "support")
            level, _ = satisfaction(self.rng, customer, support, created.date())
            slow = wait > timedelta(hours=4)
            return "Good" if level - slow + self.rng.random_sample() >= 3.45 else "Bad"
        return "Offered" if draw < 0.85 else ""


def business_minutes(start: datetime, end: datetime) -> int:
    """Count the minutes between two UTC times that lie within office hours."""
    local_start, local_end = (t.astimezone(world.LOCAL) for t in (start, end))
    total, day = 0.0, local_start.date()
    while day <= local_end.date():
        if day.weekday() < 5:
            opens = datetime(day.year, day.month, day.day, OPENS, tzinfo=world.LOCAL)
            closes = opens.replace(hour=CLOSES)
            total += max((min(local_end, closes) - max(local_start, opens)).total_seconds(), 0.0)
        day += timedelta(days=1)
    return int(total // 60)


def _closing_time() -> datetime:
    """Say when the export was taken: in the evening of the last day."""
    return datetime.combine(world.LAST_DAY, time(21), tzinfo=world.UTC)


def _status(rng: RandomState, solved: datetime | None) -> str:
    if solved is None:
        return str(rng.choice(["Open", "Pending", "Hold"]))
    return "Closed" if _closing_time() - solved > timedelta(days=28) else "Solved"


def _record(position: int, number: int, ticket: Ticket) -> Row:
    anonymous = ticket.identity != "id"
    external = {"id": ticket.customer.id, "unknown id": f"C-6{ticket.customer.number}"}.get(ticket.identity, "")
    last = ticket.solved or ticket.replied or ticket.created
    return [
        str(position),
        str(number),
        "" if anonymous else f"{ticket.customer.first_name} {ticket.customer.last_name}",
        str(360_000_000 + ticket.customer.number),
        external,
        "" if anonymous else ticket.customer.email,
        names()["agents"][number % 6] if ticket.replied else "",
        GROUPS.get(ticket.topic, "Support"),
        f"{ticket.topic}: {ticket.customer.account}",
        f"{ticket.topic.lower().replace(' ', '_')} {ticket.customer.language}",
        ticket.status,
        "High" if ticket.customer.segment.name == "Enterprise" else "Normal",
        ticket.via,
        "Incident" if ticket.topic == "Product fault" else "Question",
        _time(ticket.created),
        _time(last),
        _time(ticket.solved),
        ticket.rating,
        str(int(number % 17 == 0)) if ticket.solved else "0",
        str(1 + number % 3) if ticket.replied else "0",
        *_minutes(ticket.created, ticket.replied),
        *_minutes(ticket.created, ticket.solved),
        ticket.topic,
    ]


def _time(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment else ""


def _minutes(start: datetime, end: datetime | None) -> tuple[str, str]:
    if end is None:
        return "", ""
    return str(int((end - start).total_seconds() // 60)), str(business_minutes(start, end))
