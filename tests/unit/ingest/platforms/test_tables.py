"""Systems of records: their exports as tables, with the footers, totals and names that are theirs."""

import datetime as dt
from decimal import Decimal

import pytest

from tests.unit.ingest.platforms.exports import lines, utc
from tests.unit.workbench import Workbench, table_yaml


def load(bench: Workbench, platform: str, table: str, *rows: str, fields: str = "{}", more: str = "") -> None:
    yaml = table_yaml(table, fields, more=f"platform: {platform}" + (f"\n{more}" if more else ""))
    bench.run(yaml, {"a.csv": lines(*rows)})


def rows_of(bench: Workbench, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(row[column] for column in columns) for row in bench.loaded("records")]


SALESFORCE_FOOTER = (
    "",
    '"Grand Totals (2 records)","","",""',
    '"Confidential Information - Do Not Distribute"',
    '"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."',
)


def test_accounts_of_salesforce_are_read_without_their_footer(bench: Workbench) -> None:
    rows = (
        '"Account ID","Account Name","Industry","Annual Revenue"',
        '"001A","Total Energies","Energy","$1,234"',
        '"001B","Copyright (c) Bureau","Media","$99"',
        *SALESFORCE_FOOTER,
    )
    fields = "{annual_revenue: {strip: '[$]', thousands: ',', currency: USD}}"
    load(bench, "salesforce", "customers", *rows, fields=fields)
    assert rows_of(bench, "customer_id", "industry", "annual_revenue", "currency") == [
        ("001A", "Energy", Decimal(1234), "USD"),
        ("001B", "Media", Decimal(99), "USD"),
    ]
    assert bench.rejects() == []


def test_an_account_whose_name_begins_like_a_total_is_an_account(bench: Workbench) -> None:
    rows = (
        '"Account ID","Account Name","Industry"',
        '"001A","Ada AB",""',
        '"001B","Total Energies",""',
        *SALESFORCE_FOOTER,
    )
    load(bench, "salesforce", "customers", *rows)
    assert rows_of(bench, "customer_id") == [("001A",), ("001B",)]


@pytest.mark.parametrize("total", ["Total", "Totals:", "Subtotal (2 records)"])
def test_a_total_below_the_accounts_is_none(bench: Workbench, total: str) -> None:
    load(bench, "salesforce", "customers", "Account ID,Account Name,Industry", "001A,Ada AB,", f"{total},,12")
    assert rows_of(bench, "customer_id") == [("001A",)]
    assert [row["drop_reason"] for row in bench.rows("records")] == [None, "footer"]


def test_money_of_salesforce_that_nothing_was_said_about_is_reported_not_guessed(bench: Workbench) -> None:
    rows = ('"Account ID","Annual Revenue"', '"001A","$1,234"')
    load(bench, "salesforce", "customers", *rows)
    assert rows_of(bench, "annual_revenue") == [(None,)]
    assert [reject["reason"] for reject in bench.rejects()] == ["not a number"]


def test_only_won_opportunities_of_salesforce_are_revenue(bench: Workbench) -> None:
    rows = (
        '"Opportunity ID","Account ID","Close Date","Amount","Stage"',
        '"006A","001A","2026-01-05","100","Closed Won"',
        '"006B","001A","2026-01-06","200","Closed Lost"',
        '"006C","001A","2026-01-07","300","Prospecting"',
        *SALESFORCE_FOOTER,
    )
    load(bench, "salesforce", "revenue", *rows)
    assert rows_of(bench, "revenue_id", "booked_on", "amount", "kind") == [
        ("006A", dt.date(2026, 1, 5), Decimal(100), "order")
    ]
    assert [row["drop_reason"] for row in bench.rows("records")][1:3] == ["not_won", "not_won"]


def test_companies_of_hubspot_are_read_by_their_labels(bench: Workbench) -> None:
    rows = (
        (
            'Record ID,Company name,Lifecycle Stage,Create Date,"Date entered ""Customer (Lifecycle Stage Pipeline)""",'
            "Industry,Annual Revenue,Company owner"
        ),
        "11,Ada AB,Customer,2024-01-02 10:00,2024-03-04 11:30,Retail,1234.5,Bo",
        "12,Bo AB,Lead,2024-01-02 10:00,,,,",
    )
    load(bench, "hubspot", "customers", *rows)
    assert rows_of(bench, "customer_id", "acquired_on", "annual_revenue", "account_owner") == [
        ("11", dt.date(2024, 3, 4), Decimal("1234.5"), "Bo"),
        ("12", None, None, None),
    ]


def test_deals_of_hubspot_that_were_not_won_are_no_revenue(bench: Workbench) -> None:
    rows = (
        "Record ID,Deal Name,Deal Stage,Close Date,Amount,Associated Company IDs",
        "1,x,Closed Won,2026-01-05 10:00,100,11",
        "2,y,Closed Lost,2026-01-05 10:00,100,11",
        "3,z,Appointment Scheduled,2026-01-05 10:00,100,11",
    )
    load(bench, "hubspot", "revenue", *rows)
    assert rows_of(bench, "revenue_id", "booked_on", "amount") == [("1", dt.date(2026, 1, 5), Decimal(100))]


def test_cases_of_salesforce_and_tickets_of_hubspot_are_tickets(bench: Workbench) -> None:
    cases = (
        '"Case Number","Date/Time Opened","Date/Time Closed","Case Origin"',
        '"00001","2026-01-05 10:00","2026-01-06 10:00","Web"',
        *SALESFORCE_FOOTER,
    )
    load(bench, "salesforce", "tickets", *cases)
    wanted = [("00001", utc("2026-01-05 09:00"), utc("2026-01-06 09:00"), "Web")]
    assert rows_of(bench, "ticket_id", "requested_at", "solved_at", "channel") == wanted
    rows = ("Ticket ID,Ticket name,Create date,Close date,Source", "7,x,2026-01-05 10:00,,Chat")
    load(bench, "hubspot", "tickets", *rows)
    assert rows_of(bench, "ticket_id", "requested_at", "solved_at", "channel") == [
        ("7", utc("2026-01-05 09:00"), None, "Chat")
    ]


ZENDESK = (
    "Summation column,Id,Requester id,Requester external id,Status,Created at,Solved at,Via,Satisfaction Score,"
    "First reply time in minutes,First reply time in minutes within business hours"
)


def test_tickets_of_zendesk_have_each_duration_twice(bench: Workbench) -> None:
    rows = (
        ZENDESK,
        "1,101,9,C1,solved,2026-01-05 10:00,2026-01-06 11:00,Mail,Good,90,30",
        "1,102,8,,open,2026-01-05 10:00,,Chat,Offered,,",
        "1,103,7,,deleted,2026-01-05 10:00,,Chat,Bad,1,1",
        "1,104,7,,closed,2026-01-05 10:00,,Chat,Bad,1,1",
    )
    load(bench, "zendesk", "tickets", *rows)
    assert rows_of(bench, "ticket_id", "first_response_minutes", "first_response_business_minutes", "channel") == [
        ("101", 90, 30, "Mail"),
        ("102", None, None, "Chat"),
        ("104", 1, 1, "Chat"),
    ]
    assert rows_of(bench, "csat_score", "csat_is_satisfied", "csat_missing_reason") == [
        (2, True, None),
        (None, None, "not_answered"),
        (1, False, None),
    ]
    assert rows_of(bench, "requested_at")[0] == (utc("2026-01-05 09:00"),)
    assert [row["drop_reason"] for row in bench.rows("records")] == [None, None, "deleted", None]


def test_tickets_of_zendesk_explore_have_other_names(bench: Workbench) -> None:
    rows = (
        (
            "Ticket ID,Ticket created - Date,Ticket solved - Date,Ticket status,Ticket channel,"
            "Ticket satisfaction rating,First reply time (min),First reply time - Business hours (min)"
        ),
        "101,2026-01-05,2026-01-06,Solved,Email,Good,90,30",
    )
    load(bench, "zendesk", "tickets", *rows)
    assert rows_of(bench, "ticket_id", "first_response_minutes", "first_response_business_minutes", "csat_score") == [
        ("101", 90, 30, 2)
    ]


ZENDESK_1_5 = ("Id,Created at,Satisfaction Score", *(f"{score},2026-01-05 10:00,{score}" for score in range(1, 6)))


def test_an_account_of_zendesk_that_rates_with_1_to_5_says_so(bench: Workbench) -> None:
    load(bench, "zendesk", "tickets", *ZENDESK_1_5, fields="{csat: {scale: {min: 1, max: 5}}}")
    assert [row[0] for row in rows_of(bench, "csat_is_satisfied")] == [False, False, False, True, True]


def test_ratings_of_1_to_5_that_were_not_declared_are_reported(bench: Workbench) -> None:
    load(bench, "zendesk", "tickets", *ZENDESK_1_5)
    assert [reject["reason"] for reject in bench.rejects()] == ["out_of_range"] * 3


def test_durations_of_intercom_are_seconds_and_its_times_unix_or_utc(bench: Workbench) -> None:
    rows = (
        "conversation_id,conversation_started_at,first_response_time,conversation_rating",
        "1,1767182400,120,5",
        "2,2025-12-31 12:00:00,,",
        "3,2025-12-31T12:00:00Z,90,1",
    )
    load(bench, "intercom", "tickets", *rows)
    assert rows_of(bench, "ticket_id", "requested_at", "first_response_minutes", "csat_is_satisfied") == [
        ("1", utc("2025-12-31 12:00"), 2, True),
        ("2", utc("2025-12-31 12:00"), None, None),
        ("3", utc("2025-12-31 12:00"), 1.5, False),
    ]


GA4 = (
    "# ----------------------------------------",
    "# Traffic acquisition",
    "# Account: Shop",
    "# Start date: 20260101",
    "# End date: 20260102",
    "# ----------------------------------------",
    "Date,Session default channel group,Sessions,Engaged sessions,Engagement rate,Key events",
)


@pytest.mark.parametrize("total", ["", ",,180,90,0.5,9,Grand total", "Grand total,,180,90,0.5,9"])
def test_traffic_of_ga4_is_read_to_the_first_blank_line(bench: Workbench, total: str) -> None:
    rows = (
        *GA4,
        *([total] if total else []),
        "20260101,Direct,100,50,0.5,5",
        "20260102,Organic Search,80,40,0.5,4",
        "",
        "Country,Sessions",
        "Sweden,180",
    )
    load(bench, "ga4", "web_traffic", *rows)
    assert rows_of(bench, "day", "channel", "sessions", "engaged_sessions", "conversions") == [
        (dt.date(2026, 1, 1), "Direct", 100, 50, 5),
        (dt.date(2026, 1, 2), "Organic Search", 80, 40, 4),
    ]
    assert bench.rejects() == []
    assert bench.ledger()[0]["rows_read"] == len(rows) - rows.index(GA4[-1]) - 2


def test_searches_of_ga4_are_a_table_of_their_own(bench: Workbench) -> None:
    rows = (*GA4[:6], "Date,Search term,Event count", "20260101,return a parcel,7")
    load(bench, "ga4", "web_searches", *rows)
    assert rows_of(bench, "day", "query", "searches") == [(dt.date(2026, 1, 1), "return a parcel", 7)]
