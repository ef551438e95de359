"""Tables: which columns they have and need."""

import pytest

from tests.unit.ingest.spec.test_load import mistakes
from tests.unit.workbench import Workbench, table_yaml


def said_of(bench: Workbench, table: str, fields: str) -> list[str]:
    return mistakes(bench, table_yaml(table, fields, source="pulse"))


def test_an_unknown_table_is_told_with_those_that_exist(bench: Workbench) -> None:
    (only,) = said_of(bench, "revenu", "{revenue_id: x}")
    assert only.startswith("defs.yaml:4: table 'revenu' is unknown: customers, revenue, ")


def test_an_unknown_column_is_named_with_its_line_and_the_one_that_was_meant(bench: Workbench) -> None:
    fields = "\n    revenue_id: {column: a}\n    booked_on: b\n    amonut: {column: c}"
    assert said_of(bench, "revenue", fields) == [
        "defs.yaml:9: fields: table 'revenue' has no column 'amonut'; did you mean 'amount'?"
    ]


@pytest.mark.parametrize(
    ("table", "fields", "needed"),
    [
        ("revenue", "{revenue_id: a}", "booked_on"),
        ("customers", "{segment: a}", "customer_id"),
        ("acquisition_costs", "{segment: a}", "month"),
        ("tickets", "{requested_at: a}", "ticket_id"),
        ("fx_rates", "{day: a, currency: b}", "rate"),
    ],
)
def test_a_table_without_a_required_field_is_a_mistake(bench: Workbench, table: str, fields: str, needed: str) -> None:
    assert said_of(bench, table, fields) == [f"defs.yaml:6: fields: table '{table}' needs '{needed}'"]


def test_a_record_has_one_currency(bench: Workbench) -> None:
    fields = "\n    customer_id: a\n    annual_revenue: {column: b, currency: SEK}\n"
    fields += "    acquisition_cost: {column: c, currency: EUR}"
    assert said_of(bench, "customers", fields) == ["defs.yaml:8: fields: a record has one currency, not EUR and SEK"]


@pytest.mark.parametrize(
    ("rating", "said"),
    [
        ("{column: c, scale: {min: 1, max: 10}}", "on the scale 1-10 say which answers count, with satisfied_from"),
        ("{column: c, labels: {Good: fine}}", "a valid number"),
    ],
)
def test_a_rating_of_a_ticket_is_held_to_what_a_question_is(bench: Workbench, rating: str, said: str) -> None:
    fields = f"\n    ticket_id: a\n    requested_at: b\n    csat: {rating}"
    (only,) = said_of(bench, "tickets", fields)
    assert only.startswith("defs.yaml:9: ")
    assert said in only
