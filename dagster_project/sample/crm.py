"""The customers as a Salesforce report, and what each segment cost to win, as marketing keeps it.

The report is written for a Swedish Excel: semicolons, decimal comma, cp1252, money as text, and a footer.
"""

from collections import Counter
from datetime import date, timedelta

from dagster_project.sample import world
from dagster_project.sample.customers import Customer
from dagster_project.sample.files import Dialect, Folder, Row

HEADER: Row = [
    *("Account ID", "Account Name", "Email", "Segment", "Persona", "Billing Country", "Industry"),
    *("Customer Since", "Churn Date", "Churn Reason", "Annual Revenue", "Acquisition Cost"),
    *("Account Owner", "Last Modified"),
]
MISSING_SPEND_SHARE = 0.06


class CrmExport:
    """Writes the report and the acquisition spend, and counts what is missing in them."""

    def __init__(self) -> None:
        self.rng = world.stream("crm")
        self.planted: Counter[str] = Counter()

    def write_customers(self, folder: Folder, customers: list[Customer]) -> None:
        """Write the whole account list as one report."""
        footer = (
            "",
            f'"Grand Totals ({len(customers)} records)"',
            '"Confidential Information - Do Not Distribute"',
            '"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."',
        )
        dialect = Dialect(encoding="cp1252", delimiter=";", line_end="\r\n", quote_all=True)
        records = [self._record(c) for c in customers]
        folder.write("crm_customers/accounts_2026-10-31.csv", [HEADER], records, dialect, footer)
        self.planted["customers without segment"] = sum(not c.has_segment_in_crm for c in customers)
        self.planted["customers without annual revenue"] = sum(not c.has_revenue_in_crm for c in customers)
        self.planted["customers without acquisition cost"] = sum(not c.has_cost_in_crm for c in customers)

    def write_acquisition_costs(self, folder: Folder, customers: list[Customer]) -> None:
        """Write the spend per segment and month with new customers; some months were never booked."""
        new: Counter[tuple[str, str]] = Counter()
        mean_cost = {s.name: s.acquisition_cost for s in world.SEGMENTS}
        for customer in customers:
            if customer.has_segment_in_crm:
                new[_won(customer)] += 1
        records: list[Row] = []
        for (segment, month), won in sorted(new.items(), key=lambda item: (item[0][1], item[0][0])):
            spend = won * mean_cost[segment] * float(self.rng.lognormal(0.0, 0.2))
            if self.rng.random_sample() < MISSING_SPEND_SHARE:
                self.planted["segment months without acquisition spend"] += 1
                new[segment, month] = 0
            else:
                records.append([segment, month, f"{spend:.2f}"])
        header = [["segment", "month", "spend_sek"]]
        folder.write("acquisition_costs/acquisition_costs.csv", header, records, Dialect())
        known = [c for c in customers if c.has_cost_in_crm or (c.has_segment_in_crm and new[_won(c)])]
        self.planted["customers whose acquisition cost is unknown"] = len(customers) - len(known)

    def _record(self, customer: Customer) -> Row:
        money = self._money(customer.annual_revenue) if customer.has_revenue_in_crm else ""
        return [
            customer.id,
            customer.account,
            customer.email,
            customer.segment.name if customer.has_segment_in_crm else "",
            customer.persona,
            customer.country,
            customer.industry,
            customer.acquired_on.isoformat(),
            customer.churned_on.isoformat() if customer.churned_on else "",
            customer.churn_reason,
            money,
            comma(customer.acquisition_cost) if customer.has_cost_in_crm else "",
            customer.owner,
            self._last_modified(customer),
        ]

    def _money(self, amount: float) -> str:
        """Write an amount as spreadsheets do: most with thousands and currency, some with no-break spaces."""
        style = self.rng.random_sample()
        if style < 0.3:
            return comma(amount)
        text = f"{comma(amount, thousands=' ')} kr"
        if style < 0.4:
            self.planted["revenue figures with no-break spaces"] += 1
            return text.replace(" ", "\u00a0")
        return text

    def _last_modified(self, customer: Customer) -> str:
        since = max(customer.churned_on or date(2026, 1, 1), customer.acquired_on, date(2026, 1, 1))
        day = since + timedelta(days=int(self.rng.randint(0, max((world.LAST_DAY - since).days, 1))))
        return f"{day:%Y-%m-%d} {self.rng.randint(7, 18):02d}:{self.rng.randint(60):02d}"


def _won(customer: Customer) -> tuple[str, str]:
    """Name the segment and month in which a customer was won."""
    return customer.segment.name, f"{customer.acquired_on:%Y-%m}"


def comma(amount: float, thousands: str = "") -> str:
    """Write an amount with a decimal comma: 1 234,50."""
    return f"{amount:,.2f}".replace(",", thousands).replace(".", ",")
