"""The ERP's list of bookings, one file per year: Swedish headers, cp1252, semicolons, decimal comma, a total.

Who had a bad purchase experience orders less in the half-year after: the loyalty gap to be found again. Who has no
contract orders at random, some often and some seldom, as the model of lifetimes takes it; the others at fixed times.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from dagster_project.sample import world
from dagster_project.sample.crm import comma
from dagster_project.sample.customers import Customer
from dagster_project.sample.files import Dialect, Folder, Row
from dagster_project.sample.initiatives import order_factor

HEADER: Row = ["Fakturanr", "Kundnr", "Kundnamn", "Bokföringsdatum", "Typ", "Belopp", "Valuta"]
KINDS = {  # by segment
    "Enterprise": "Abonnemang",
    "Mid-market": "Abonnemang",
    "Small business": "Order",
    "Public sector": "Faktura",
}
ORDER_PACE_SHAPE = 2.0  # of the gamma distribution of paces: the lower, the more customers differ
CREDIT_SHARE = 0.018
UNKNOWN_CUSTOMERS = 12
IMPOSSIBLE_DATES = 3


@dataclass(frozen=True)
class Booking:
    """One line of the ledger."""

    customer_id: str
    name: str
    day: date
    kind: str
    amount: float
    gained: float = 0.0  # the part of the amount that an initiative brought about


class RevenueExport:
    """Invents the bookings and writes them."""

    def __init__(self) -> None:
        self.rng = world.stream("revenue")
        self.paces = world.stream("paces of ordering")
        self.planted: Counter[str] = Counter()
        self.bookings: list[Booking] = []

    def build(self, customers: list[Customer], bad_purchases: dict[int, list[date]]) -> None:
        """Invent the bookings of every customer from the start of the ERP to the day they left."""
        for customer in customers:
            bad_days = bad_purchases.get(customer.number, [])
            for day in self._days(customer):
                if self._is_skipped(day, bad_days):
                    self.planted["orders lost after a bad purchase"] += 1
                else:
                    self._book(customer, day)
        strangers = [int(i) for i in self.rng.choice(len(self.bookings), UNKNOWN_CUSTOMERS, replace=False)]
        for i in strangers:
            known = self.bookings[i]
            stranger = f"C-7{known.customer_id[2:]}"
            self.bookings.append(Booking(stranger, "Okänd kund", known.day, known.kind, 1500.0))
            self.planted["bookings of customers that the CRM does not know"] += 1

    def write(self, folder: Folder) -> None:
        """Write one file per year, numbered by booking day, closed by a total."""
        ordered = sorted(self.bookings, key=lambda b: (b.day, b.customer_id, b.kind, b.amount))
        records: dict[int, list[Row]] = {}
        totals: Counter[int] = Counter()
        for number, booking in enumerate(ordered, start=500_001):
            records.setdefault(booking.day.year, []).append(_record(number, booking))
            totals[booking.day.year] += round(booking.amount * 100)
        for number in range(900_001, 900_001 + IMPOSSIBLE_DATES):
            row = [
                str(number),
                "C-10001",
                "Testfaktura",
                f"{world.LAST_DAY.year}-02-30",
                "Faktura",
                "100,00",
                "SEK",
            ]
            records[world.LAST_DAY.year].append(row)
            self.planted["bookings with an impossible date"] += 1
        dialect = Dialect(encoding="cp1252", delimiter=";", line_end="\r\n")
        for year, rows in sorted(records.items()):
            footer = (f"Summa;;;;;{comma(totals[year] / 100, thousands=' ')};SEK",)
            folder.write(f"erp_revenue/bokforing_{year}.csv", [HEADER], rows, dialect, footer)

    def _days(self, customer: Customer) -> list[date]:
        gap, pace = float(customer.segment.order_gap_days), self._pace()
        is_without_contract = KINDS[customer.segment.name] == "Order"
        if is_without_contract:
            gap /= pace
        last = customer.churned_on or world.LAST_DAY
        if customer.acquired_on >= world.ERP_START:
            day = customer.acquired_on + timedelta(days=int(self.rng.randint(0, 40)))
        else:
            day = world.ERP_START + timedelta(days=int(self.rng.random_sample() * gap))
        days: list[date] = []
        while day <= last:
            days.append(day)
            gaps = self.rng.exponential(1.0) if is_without_contract else self.rng.normal(1.0, 0.05)
            day += timedelta(days=max(int(gap * gaps), 3))
        return days

    def _pace(self) -> float:
        """How many times as often as the segment's customers at large one of them orders."""
        drawn = float(self.paces.gamma(ORDER_PACE_SHAPE, 1 / ORDER_PACE_SHAPE))
        return min(max(drawn, 0.1), 6.0)

    def _is_skipped(self, day: date, bad_days: list[date]) -> bool:
        near = any(bad < day <= bad + timedelta(days=180) for bad in bad_days)
        return near and self.rng.random_sample() < world.SKIPPED_ORDER_SHARE

    def _book(self, customer: Customer, day: date) -> None:
        share = customer.segment.order_gap_days / 365.25
        usual = round(customer.annual_revenue * share * float(self.rng.lognormal(-0.02, 0.2)), 2)
        amount = round(usual * order_factor(customer, day), 2)
        kind = KINDS[customer.segment.name]
        self.bookings.append(Booking(customer.id, customer.account, day, kind, amount, amount - usual))
        credited_on = day + timedelta(days=int(self.rng.randint(5, 30)))
        if self.rng.random_sample() < CREDIT_SHARE and credited_on <= (customer.churned_on or world.LAST_DAY):
            part = float(self.rng.choice([0.1, 0.25, 1.0]))
            credit, lost = -round(amount * part, 2), -part * (amount - usual)
            self.bookings.append(Booking(customer.id, customer.account, credited_on, "Kreditfaktura", credit, lost))
            self.planted["credit notes"] += 1


def _record(number: int, booking: Booking) -> Row:
    day, amount = booking.day.isoformat(), comma(booking.amount, thousands=" ")
    return [str(number), booking.customer_id, booking.name, day, booking.kind, amount, "SEK"]
