"""Records that lack what they need, or that fit no other: traps 13 and 15."""

import pytest

from dagster_project.ingest.spec import SpecError
from tests.unit.ingest.exports import counts
from tests.unit.ingest.platforms.exports import utc
from tests.unit.workbench import Workbench, csv, table_yaml

# Trap 13, in the shape of Kaggle's support tickets: the day of the purchase, and two times that are called durations.
TICKETS = csv(
    "Ticket ID,Customer Email,Date of Purchase,Ticket Status,First Response Time,Time to Resolution,Ticket Created",
    "1,a@example.org,2021-03-22,Closed,2023-06-01 11:14:38,2023-06-01 18:05:38,2023-06-01 10:00:00",
    "2,b@example.org,2021-05-22,Closed,2023-06-01 11:14:38,2023-05-31 22:05:38,2023-05-31 20:00:00",
    "3,c@example.org,2020-07-14,Open,,,",
    "4,d@example.org,2020-11-13,Closed,2023-06-01 07:29:40,,2023-06-01 09:00:00",
)
FIRST = "first_response_at: {column: First Response Time, timezone: UTC}"
SOLVED = "solved_at: {column: Time to Resolution, timezone: UTC}"
CREATED = "requested_at: {column: Ticket Created, timezone: UTC}"


def tickets(bench: Workbench, *fields: str, content: str = TICKETS) -> None:
    listed = ", ".join(["ticket_id: {column: Ticket ID}", *fields])
    bench.run(table_yaml("tickets", f"{{{listed}}}"), {"tickets.csv": content})


def test_a_first_response_without_the_time_of_the_request_is_a_mistake_of_the_yaml(bench: Workbench) -> None:
    bench.declare(table_yaml("tickets", f"{{ticket_id: {{column: Ticket ID}}, {FIRST}}}"))
    with pytest.raises(SpecError, match="requested_at"):
        bench.specs()


def test_an_export_without_the_time_of_the_request_is_refused(bench: Workbench) -> None:
    content = "".join(f"{line.rpartition(',')[0]}\n" for line in TICKETS.splitlines())
    tickets(bench, CREATED, FIRST, content=content)
    assert "column 'Ticket Created' is not in the header" in bench.ledger()[0]["reason"]
    assert bench.rows("records") == []


def test_a_ticket_without_the_time_of_its_request_and_one_that_was_answered_before_are_rejected(
    bench: Workbench,
) -> None:
    tickets(bench, CREATED, FIRST)
    assert counts(bench) == (4, 2, 2, 0)
    assert [(reject["row_number"], reject["column_name"], reject["reason"]) for reject in bench.rejects()] == [
        (4, "Ticket Created", "no value"),
        (5, "first_response_at", "answered before it was asked"),
    ]


def test_a_time_that_is_declared_as_a_duration_is_no_number_and_no_minutes(bench: Workbench) -> None:
    tickets(bench, CREATED, "first_response: {column: First Response Time, unit: min}")
    assert bench.values("first_response_minutes", "records") == [None, None, None]
    assert [(reject["raw_value"], reject["reason"]) for reject in bench.rejects() if reject["row_number"] == 2] == [
        ("2023-06-01 11:14:38", "not a number")
    ]
    outcome = bench.check("records", only="^almost_all_values_can_be_read$")["almost_all_values_can_be_read"]
    assert (outcome.passed, outcome.rule.severity) == (False, "critical")


def test_a_ticket_that_was_solved_before_it_was_answered_is_noted(bench: Workbench) -> None:
    tickets(bench, CREATED, FIRST, SOLVED)
    assert "2" in bench.values("ticket_id", "records")
    assert bench.values("solved_at", "records")[1] == utc("2023-05-31 22:05:38")
    assert [(reject["row_number"], reject["reason"]) for reject in bench.rejects() if reject["scope"] == "note"] == [
        (3, "solved before it was answered")
    ]


# Trap 15: a reference that is spelt in two ways, and opportunities that name no account.
ACCOUNTS = csv("Account,Segment", "Acme,GTX Pro", "Betasoloin,MG Special")
DEALS = csv(
    "Opportunity,Account,Close Date,Amount",
    "o1,Acme,2017-03-01,100",
    "o2,,2017-03-01,200",
    "o3, acme ,2017-03-02,300",
    "o4,Betasoloin,2017-03-02,400",
    "o5,Zoomit,2017-03-02,500",
)


def accounts_and_deals(bench: Workbench) -> None:
    bench.run(
        table_yaml("customers", "{customer_id: {column: Account}, segment: {column: Segment}}", source="accounts"),
        {"accounts.csv": ACCOUNTS},
    )
    fields = """{revenue_id: {column: Opportunity}, customer_id: {column: Account}, booked_on: {column: Close Date},
        amount: {column: Amount}}"""
    bench.run(table_yaml("revenue", fields, source="deals"), {"deals.csv": DEALS})


def test_deals_of_nobody_and_of_unknown_accounts_load_and_are_told_apart(bench: Workbench) -> None:
    accounts_and_deals(bench)
    assert len(bench.loaded("deals")) == 5
    bench.view("customers")
    found = bench.query(
        """select deals.customer_key is null as is_nobodys, customers.customer_key is null as is_unknown,
            count(*) as deals, sum(deals.amount) as amount
        from raw.revenue as deals left join raw.customers as customers using (customer_key) group by all order by all"""
    )
    assert [(row["is_nobodys"], row["is_unknown"], row["deals"], row["amount"]) for row in found] == [
        (False, False, 2, 500),
        (False, True, 2, 800),
        (True, True, 1, 200),
    ]


def test_a_segment_that_is_spelt_in_two_ways_is_reported_where_the_segments_are_known(bench: Workbench) -> None:
    content = csv("Segment,Month,Spend", "GTXPro,2017-03,10", "GTX Pro,2017-03,20", "MG Special,2017-03,30")
    fields = """{segment: {column: Segment, known: [GTX Pro, MG Special]}, month: {column: Month},
        spend: {column: Spend}}"""
    bench.run(table_yaml("acquisition_costs", fields), {"costs.csv": content})
    outcomes = bench.check("records", only="segment_is_known$")
    assert {name: (one.passed, one.unexpected) for name, one in outcomes.items()} == {
        "almost_all_segment_is_known": (False, 1),
        "segment_is_known": (False, 1),
    }


def test_two_spellings_of_a_segment_are_one_where_the_yaml_says_so(bench: Workbench) -> None:
    content = csv("Segment,Month,Spend", "GTXPro,2017-03,10", "gtxpro ,2017-04,20", "GTX Pro,2017-05,30")
    fields = """{segment: {column: Segment, labels: {GTXPro: GTX Pro}, known: [GTX Pro]}, month: {column: Month},
        spend: {column: Spend}}"""
    bench.run(table_yaml("acquisition_costs", fields), {"costs.csv": content})
    assert bench.values("segment", "records") == ["GTX Pro"] * 3
    assert bench.check("records", only="^segment_is_known$")["segment_is_known"].passed
