"""Records: required columns, rules between columns, known words, ratings, currencies."""

import datetime as dt
from typing import Any

import pytest

from dagster_project.ingest.schema import TABLES, stored_columns
from tests.unit.ingest.test_cells_identity import keyed
from tests.unit.workbench import Workbench, csv, table_yaml


def load(bench: Workbench, table: str, fields: str, *lines: str, **more: str) -> None:
    bench.run(table_yaml(table, fields, **more), {"a.csv": csv(*lines)})


def reasons(bench: Workbench) -> list[tuple[int, str, str]]:
    return [(one["row_number"], one["reason"], one["scope"]) for one in bench.rejects()]


def column(bench: Workbench, name: str) -> list[Any]:
    return bench.values(name, "records")


def test_a_customer_who_left_before_he_came_is_rejected(bench: Workbench) -> None:
    fields = "{customer_id: id, acquired_on: a, churned_on: c}"
    lines = ("id,a,c", "1,2020-01-01,2019-12-31", "2,2020-01-01,2020-01-01", "3,2020-01-01,", "4,,2019-01-01")
    load(bench, "customers", fields, *lines)
    assert reasons(bench) == [(2, "churned before acquired", "row")]
    assert column(bench, "customer_id") == ["2", "3", "4"]
    (reject,) = bench.rejects()
    assert (reject["column_name"], reject["raw_value"]) == ("churned_on", "2019-12-31")
    assert reject["remedy"] == "correct one date in the CRM"


def test_a_rule_is_not_asked_where_one_of_its_columns_is_not_read(bench: Workbench) -> None:
    load(bench, "customers", "{customer_id: id, churned_on: c}", "id,c", "1,2019-12-31")
    assert reasons(bench) == []


def test_a_reply_before_the_request_is_rejected_whichever_way_it_is_told(bench: Workbench) -> None:
    fields = "{ticket_id: i, requested_at: r, first_response: f, first_response_business: b, first_response_at: a}"
    lines = (
        "1,2025-01-01 10:00,-5,,",
        "2,2025-01-01 10:00,,-0.1,",
        "3,2025-01-01 10:00,,,2025-01-01 09:59",
        "4,2025-01-01 10:00,0,0,2025-01-01 10:00",
    )
    load(bench, "tickets", fields, "i,r,f,b,a", *lines)
    assert reasons(bench) == [(row, "answered before it was asked", "row") for row in (2, 3, 4)]
    assert [reject["column_name"] for reject in bench.rejects()] == [
        "first_response",
        "first_response_business",
        "first_response_at",
    ]
    assert column(bench, "ticket_id") == ["4"]


def test_a_wait_of_more_than_ten_years_is_a_column_that_is_no_duration(bench: Workbench) -> None:
    fields = "{ticket_id: i, requested_at: r, first_response: f, first_response_business: b}"
    lines = ("1,2025-01-01,1735689600,", "2,2025-01-01,,1735689600", "3,2025-01-01,5259600,")
    load(bench, "tickets", fields, "i,r,f,b", *lines)
    assert reasons(bench) == [(row, "a wait of more than ten years", "row") for row in (2, 3)]
    assert column(bench, "ticket_id") == ["3"]


def test_a_record_without_what_it_needs_is_rejected_with_the_reason(bench: Workbench) -> None:
    lines = ("id,d", ",2025-01-01", "2,", "3,x", "4,2025-01-01")
    load(bench, "revenue", "{revenue_id: id, booked_on: d}", *lines)
    assert reasons(bench) == [(2, "no id", "row"), (3, "no value", "row"), (4, "not a date", "row")]
    assert column(bench, "revenue_id") == ["4"]


def test_a_number_that_is_not_needed_becomes_nothing_and_is_reported(bench: Workbench) -> None:
    load(bench, "customers", "{customer_id: id, annual_revenue: r}", "id,r", "1,abc")
    assert reasons(bench) == [(2, "not a number", "answer")]
    assert column(bench, "customer_id") == ["1"]


def test_a_date_that_cannot_be_read_rejects_the_record_and_a_blank_one_does_not(bench: Workbench) -> None:
    fields = "{customer_id: id, acquired_on: a, churned_on: c}"
    load(bench, "customers", fields, "id,a,c", "1,2025-01-01,2025-13-01", "2,soon,", "3,,")
    assert reasons(bench) == [(2, "not a date", "row"), (3, "not a date", "row")]
    assert column(bench, "customer_id") == ["3"]


def test_a_required_column_that_the_file_lacks_refuses_it_even_when_it_is_marked_optional(bench: Workbench) -> None:
    load(bench, "revenue", "{revenue_id: id, booked_on: {column: d, optional: true}}", "id", "1")
    assert [entry["reason"] for entry in bench.ledger()] == [
        "its header has no column for booked_on; correct the selector or the export"
    ]


def test_an_email_is_kept_as_a_hash_alone(bench: Workbench) -> None:
    load(bench, "customers", "{customer_id: id, email: m, name: n}", "id,m,n", "C1, Anna@X.se ,Anna")
    (row,) = bench.rows("records")
    assert row["email_hash"] == keyed("anna@x.se")
    assert row["customer_key"] == keyed("C1")
    assert "Anna" not in str(row)


def test_known_words_are_compared_in_any_case_and_others_are_reported(bench: Workbench) -> None:
    fields = "{revenue_id: id, booked_on: {value: '2025-01-01'}, kind: {column: k, labels: {Faktura: Invoice}}}"
    load(bench, "revenue", fields, "id,k", "1,Faktura", "2,ORDER", "3,gift", "4,")
    assert column(bench, "kind") == ["invoice", "order", "gift", None]
    assert reasons(bench) == [(4, "unmapped", "answer")]
    (entry,) = bench.ledger()
    assert entry["unmapped_values"] == 1


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("amount: {column: m, currency: EUR}", ["EUR", "EUR"]),
        ("amount: m, currency: c", ["SEK", None]),
        ("amount: {column: m, currency: EUR}, currency: c", ["SEK", None]),
        ("amount: m", [None, None]),
    ],
)
def test_a_currency_is_declared_or_read_or_the_reporting_one(
    bench: Workbench, fields: str, expected: list[str]
) -> None:
    load(
        bench,
        "revenue",
        f"{{revenue_id: id, booked_on: {{value: '2025-01-01'}}, {fields}}}",
        "id,m,c",
        "1,5,sek",
        "2,5,",
    )
    assert column(bench, "currency") == expected


RATING = "{column: s, labels: {Good: 2, Bad: 1}, scale: {min: 1, max: 2}, missing: {Offered: not_answered}}"


def test_a_rating_follows_the_order_of_work_of_an_answer(bench: Workbench) -> None:
    cells = ["Good", "bad", "offered", "", "3", "1.5", "Meh"]
    lines = [f"{number},2025-01-01,{cell}" for number, cell in enumerate(cells)]
    load(bench, "tickets", f"{{ticket_id: i, requested_at: r, csat: {RATING}}}", "i,r,s", *lines)
    assert column(bench, "csat_score") == [2, 1, None, None, None, None, None]
    assert column(bench, "csat_is_satisfied") == [True, False, None, None, None, None, None]
    assert column(bench, "csat_scale") == ["1-2", "1-2", None, None, None, None, None]
    assert column(bench, "csat_missing_reason") == [
        *(None, None, "not_answered", "blank", "out_of_range", "not_an_integer", "unmapped")
    ]
    assert [why for _, why, _ in reasons(bench)] == ["out_of_range", "not_an_integer", "unmapped"]


def test_a_rating_without_a_scale_is_one_of_five(bench: Workbench) -> None:
    load(bench, "tickets", "{ticket_id: i, requested_at: r, csat: s}", "i,r,s", "1,2025-01-01,4", "2,2025-01-01,3")
    assert column(bench, "csat_is_satisfied") == [True, False]


def test_deleted_records_are_dropped_with_the_reason(bench: Workbench) -> None:
    rule = "exclude: [{column: s, values: [deleted], reason: deleted}]"
    load(bench, "tickets", "{ticket_id: i, requested_at: r}", "i,r,s", "1,2025-01-01,Deleted", ",x,deleted", more=rule)
    assert [row["drop_reason"] for row in bench.rows("records")] == ["deleted", "deleted"]
    assert reasons(bench) == []
    (entry,) = bench.ledger()
    assert (entry["rows_read"], entry["rows_dropped"]) == (2, 2)


def test_the_ids_of_records_may_be_made(bench: Workbench) -> None:
    load(bench, "revenue", "{revenue_id: {row_number: true}, booked_on: d}", "d", "2025-01-01")
    assert column(bench, "revenue_id")[0].endswith("-2")
    load(bench, "revenue", "{revenue_id: {hash_of: [d]}, booked_on: d}", "d", "2025-01-01", "2025-01-01")
    first, second = column(bench, "revenue_id")
    assert second == f"{first}-2"


def test_every_table_can_be_loaded_from_columns_of_its_own_names(bench: Workbench) -> None:
    values = {"date": "2025-01-31", "month": "2025-01-31", "time": "2025-01-31 12:00", "money": "5", "number": "5"}
    values |= {"count": "5", "boolean": "yes", "minutes": "5", "rating": "5"}
    for table, definition in TABLES.items():
        known = {name: words[0] for name, words in definition.known.items()}
        cells = [known.get(name, values.get(kind, f"a {name}")) for name, kind in definition.columns.items()]
        fields = "{" + ", ".join(f"{name}: {{column: {name}}}" for name in definition.columns) + "}"
        yaml = table_yaml(table, fields, source=f"our_{table}")
        bench.run(yaml, {"a.csv": csv(",".join(definition.columns), ",".join(cells))})
        assert [row["problems"] for row in bench.rows(f"our_{table}")] == [None], table
        (row,) = bench.view(table)
        assert [name for name, value in row.items() if value is None] == ["csat_missing_reason"] * (table == "tickets")
        assert set(stored_columns(table)) < set(row)


def test_zendesk_s_tickets_are_read_by_the_preset_alone(bench: Workbench) -> None:
    header = "Summation column,Id,Requester id,Created at,Status,First reply time in minutes,"
    header += "First reply time in minutes within business hours,Satisfaction Score,Via"
    lines = ("1,7,99,2025-01-01 10:00:00,open,30,5,Good,Mail", "1,8,,2025-01-01 10:00:00,Deleted,,,Offered,Web")
    load(bench, "tickets", "{topic: {value: all}}", header, *lines, more="platform: zendesk")
    (row,) = bench.loaded("records")
    assert (row["ticket_id"], row["first_response_minutes"], row["first_response_business_minutes"]) == ("7", 30, 5)
    assert (row["customer_key"], row["csat_score"], row["channel"]) == (keyed("99"), 2, "Mail")
    assert row["requested_at"] == dt.datetime.fromisoformat("2025-01-01 09:00")
