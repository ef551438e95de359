"""Records of many kinds as small made exports: which table, which column fills which field, how values are read."""

from pathlib import Path

import pytest

from dagster_project.ingest.schema import TABLES
from dagster_project.proposal.wording import TABLES as WORDING
from tests.unit.proposal.desk import propose
from tests.unit.proposal.exports import CUSTOMERS, ZENDESK
from tests.unit.workbench import csv


def test_a_swedish_crm_file_with_decimal_comma_is_read_as_customers(tmp_path: Path) -> None:
    tried = propose(tmp_path, "kunder_2026-01-31.csv", CUSTOMERS.encode("cp1252"))
    spec = tried.table
    assert (tried.status, spec.table, spec.source) == (0, "customers", "kunder")
    assert (spec.file.decimal, spec.file.thousands, spec.file.delimiter) == (",", " ", [";"])
    assert spec.fields["acquired_on"].formats == ["%d/%m/%Y"]
    assert spec.fields["annual_revenue"].strip == "[^0-9,-]"
    assert {"name", "account_owner"} & set(spec.fields) == set()
    assert "19 rows read = 18 loaded + 0 rejected + 1 dropped by rule; 0 answers rejected" in tried.said
    assert "annual_revenue: the currency, of 'kr'" in tried.said
    assert "11926.5" in tried.said


def test_a_zendesk_export_is_recognised_and_read_as_tickets(tmp_path: Path) -> None:
    tried = propose(tmp_path, "tickets_2026h1.csv", ZENDESK)
    assert (tried.status, tried.table.platform, tried.table.table) == (0, "zendesk", "tickets")
    assert "9 rows read = 9 loaded + 0 rejected + 0 dropped by rule; 0 answers rejected" in tried.said
    assert "csat_score" in tried.said
    assert "requested_at: {timezone: ...} # the export does not say" in tried.text


def test_a_salesforce_report_is_recognised_with_its_footer(tmp_path: Path) -> None:
    lines = ["Account ID,Account Name,Segment,Customer Since,Annual Revenue"]
    lines += [f'C-{number},Firm {number},Mid,2024-01-{number},"$1,{number}0.50"' for number in range(11, 20)]
    lines += ["", "Grand Totals (9 records)", "Confidential Information - Do Not Distribute"]
    tried = propose(tmp_path, "accounts.csv", csv(*lines))
    assert (tried.status, tried.table.platform, tried.table.table) == (0, "salesforce", "customers")
    assert "11 rows read = 9 loaded + 0 rejected + 2 dropped by rule; 0 answers rejected" in tried.said


def test_a_ledger_is_read_as_revenue_with_its_kinds_in_our_words(tmp_path: Path) -> None:
    rows = [
        f"{number};K-{number};2026-01-{number};{['Order', 'Faktura'][number % 2]};1 {number}0,50;SEK"
        for number in range(11, 25)
    ]
    tried = propose(tmp_path, "bok.csv", csv("Fakturanr;Kundnr;Bokföringsdatum;Typ;Belopp;Valuta", *rows))
    assert tried.table.table == "revenue"
    assert tried.table.fields["kind"].labels == {"Faktura": "invoice"}
    assert "14 rows read = 14 loaded" in tried.said


def test_spend_with_its_currency_in_the_heading_is_read_as_acquisition_costs(tmp_path: Path) -> None:
    tried = propose(tmp_path, "spend.csv", csv("segment,month,spend_sek", "Mid,2026-01,100.5", "Mid,2026-02,90.25"))
    assert (tried.table.table, tried.table.fields["spend"].currency) == ("acquisition_costs", "SEK")
    assert tried.table.fields["month"].formats == ["%Y-%m"]


@pytest.mark.parametrize(
    ("table", "header", "row"),
    [
        ("fx_rates", "Datum;Valuta;Kurs", "2026-01-02;EUR;11,25"),
        ("web_searches", "date,search term,searches", "2026-01-02,delivery,12"),
        ("employees", "Anställningsnummer;Avdelning;Land;Anställd", "A1;Support;SE;2020-01-01"),
        ("benchmarks", "industry,metric,percentile,value,year", "Retail,nps,50,32,2025"),
        ("initiatives", "initiative id,initiative,start date,budget", "I1,Faster replies,2026-01-02,1000"),
        ("erasure_requests", "customer id,requested on", "C-1,2026-01-02"),
        ("ticket_events", "ticket id,at,author,is public", "T1,2026-01-02 10:00:00,agent,true"),
        ("mentions", "mention id,published at,channel,sentiment,text", "M1,2026-01-02 10:00:00,news,neutral,Some text"),
        ("follow_ups", "follow-up id,response id,opened at,status", "F1,R1,2026-01-02 10:00:00,open"),
        ("invitations", "invitation id,customer id,survey id,sent at", "I1,C-1,S1,2026-01-02 10:00:00"),
        ("web_traffic", "day,channel,sessions,conversions", "2026-01-02,email,100,3"),
    ],
)
def test_every_kind_of_record_is_told_by_its_headings(table: str, header: str, row: str, tmp_path: Path) -> None:
    tried = propose(tmp_path, "some_records.csv", csv(header, row))
    assert (tried.status, tried.table.table) == (0, table)
    assert "1 rows read = 1 loaded + 0 rejected + 0 dropped by rule; 0 answers rejected" in tried.said


def test_a_table_that_is_asked_for_is_taken(tmp_path: Path) -> None:
    content = csv("Kundnr;Segment;Datum", "K-1;Privat;2026-01-02")
    assert propose(tmp_path, "some.csv", content, table="erasure_requests").table.table == "erasure_requests"


def test_a_table_that_does_not_fit_is_one_line(tmp_path: Path) -> None:
    tried = propose(tmp_path, "some.csv", csv("a,b", "1,2"), table="revenue")
    assert (tried.status, tried.text) == (2, "")
    assert tried.said.count("\n") == 1
    assert "no heading tells the revenue_id, booked_on of revenue" in tried.said


def test_comments_and_a_title_above_the_header_are_left_out(tmp_path: Path) -> None:
    rows = [f"K-{number},Mid,2024-01-{number},10{number}" for number in range(11, 20)]
    header = "Customer ID,Segment,Customer since,Annual revenue"
    titled = propose(tmp_path, "titled.csv", csv("All customers,,,", ",,,", header, *rows))
    assert titled.table.file.skip_rows == 2
    assert "9 loaded" in titled.said
    (tmp_path / "b").mkdir()
    commented = propose(tmp_path / "b", "commented.csv", csv("# All customers", "# of today", header, *rows))
    assert commented.table.file.comment_prefix == "#"
    assert "9 loaded" in commented.said


def test_the_wording_names_only_columns_that_a_table_has() -> None:
    assert {name: set(fields) - set(TABLES[name].columns) for name, fields in WORDING.items()} == {
        name: set() for name in TABLES
    }
    for name, fields in WORDING.items():
        assert set(TABLES[name].required) <= set(fields)
