"""The records that a table export can fill: their columns, keys and rules, written as data.

A column's kind decides how its text is read (`table_sql`) and how it is stored. What is not here, no export can load.
"""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Rule:
    """A condition that a good record meets; one that breaks it is rejected, or loaded with a note, as `scope` says."""

    condition: str
    column: str
    reason: str
    remedy: str
    scope: Literal["row", "note"] = "row"


@dataclass(frozen=True)
class Table:
    """One kind of record. `columns`: name -> kind; `required`: without a usable value the record is rejected."""

    columns: dict[str, str]
    key: tuple[str, ...]
    required: tuple[str, ...]
    rules: tuple[Rule, ...] = ()
    known: dict[str, tuple[str, ...]] = field(default_factory=dict)


_COMPARE = "see whether the two columns mean what defs.yaml says"
_EARLY = "answered before it was asked"
_UNIT = "see whether the column is a duration, and in which unit"
_WAITS = ("first_response", "first_response_business")
_TEN_YEARS = 5_259_600  # in minutes; what is read as longer is a moment, or in another unit

# kind -> the columns it is stored in, with their types; {} stands for the field's name
KIND_COLUMNS: dict[str, dict[str, str]] = {
    "id": {"{}": "VARCHAR"},
    "text": {"{}": "VARCHAR"},
    "kept": {"{}": "VARCHAR"},
    "customer": {"customer_key": "VARCHAR"},
    "own_customer": {"customer_id": "VARCHAR", "customer_key": "VARCHAR"},
    "address": {"{}_hash": "VARCHAR"},
    "unstored": {},
    "redacted": {"{}": "VARCHAR"},
    "date": {"{}": "DATE"},
    "month": {"{}": "DATE"},
    "time": {"{}": "TIMESTAMP"},
    "money": {"{}": "DECIMAL(18,4)"},
    "number": {"{}": "DOUBLE"},
    "count": {"{}": "BIGINT"},
    "boolean": {"{}": "BOOLEAN"},
    "minutes": {"{}_minutes": "DOUBLE"},
    "rating": {
        "{}_score": "DOUBLE",
        "{}_scale": "VARCHAR",
        "{}_is_satisfied": "BOOLEAN",
        "{}_missing_reason": "VARCHAR",
    },
}

TABLES: dict[str, Table] = {
    "customers": Table(
        columns={
            "customer_id": "own_customer",
            "name": "unstored",
            "email": "address",
            "segment": "text",
            "persona": "text",
            "country": "text",
            "industry": "text",
            "acquired_on": "date",
            "churned_on": "date",
            "churn_reason": "text",
            "annual_revenue": "money",
            "acquisition_cost": "money",
            "currency": "text",
            "account_owner": "kept",
            "updated_at": "time",
        },
        key=("customer_key",),
        required=("customer_id",),
        rules=(
            Rule("churned_on >= acquired_on", "churned_on", "churned before acquired", "correct one date in the CRM"),
        ),
    ),
    "revenue": Table(
        columns={
            "revenue_id": "id",
            "customer_id": "customer",
            "booked_on": "date",
            "amount": "money",
            "currency": "text",
            "kind": "text",
        },
        key=("revenue_id",),
        required=("revenue_id", "booked_on"),
        known={"kind": ("order", "invoice", "subscription")},
    ),
    "acquisition_costs": Table(
        columns={"segment": "text", "month": "month", "spend": "money", "currency": "text"},
        key=("segment", "month"),
        required=("segment", "month"),
    ),
    "invitations": Table(
        columns={
            "invitation_id": "id",
            "customer_id": "customer",
            "survey_id": "text",
            "sent_at": "time",
            "delivered_at": "time",
            "opened_at": "time",
            "responded_at": "time",
            "channel": "text",
            "touchpoint": "text",
        },
        key=("invitation_id",),
        required=("invitation_id",),
    ),
    "tickets": Table(
        columns={
            "ticket_id": "id",
            "customer_id": "customer",
            "requested_at": "time",
            "first_response_at": "time",
            "first_response": "minutes",
            "first_response_business": "minutes",
            "solved_at": "time",
            "opened_by_agent": "boolean",
            "channel": "text",
            "topic": "text",
            "csat": "rating",
        },
        key=("ticket_id",),
        required=("ticket_id", "requested_at"),
        rules=(
            *(Rule(f"{wait}_minutes >= 0", wait, _EARLY, "correct it in the help desk") for wait in _WAITS),
            *(Rule(f"{wait}_minutes <= {_TEN_YEARS}", wait, "a wait of more than ten years", _UNIT) for wait in _WAITS),
            Rule(
                "first_response_at >= requested_at",
                "first_response_at",
                _EARLY,
                "correct one of the two times in the help desk",
            ),
            Rule("solved_at >= first_response_at", "solved_at", "solved before it was answered", _COMPARE, "note"),
            Rule("solved_at >= requested_at", "solved_at", "solved before it was asked", _COMPARE, "note"),
        ),
    ),
    "ticket_events": Table(
        columns={"ticket_id": "id", "at": "time", "author": "text", "is_public": "boolean"},
        key=(),
        required=("ticket_id", "at"),
        known={"author": ("customer", "agent", "bot")},
    ),
    "follow_ups": Table(
        columns={
            "follow_up_id": "id",
            "response_id": "id",
            "customer_id": "customer",
            "opened_at": "time",
            "contacted_at": "time",
            "closed_at": "time",
            "owner": "kept",
            "status": "text",
            "note": "redacted",
        },
        key=("follow_up_id",),
        required=("follow_up_id",),
    ),
    "web_traffic": Table(
        columns={
            "day": "date",
            "channel": "text",
            "sessions": "count",
            "engaged_sessions": "count",
            "conversions": "count",
        },
        key=("day", "channel"),
        required=("day",),
    ),
    "web_searches": Table(
        columns={"day": "date", "query": "redacted", "searches": "count"},
        key=("day", "query"),
        required=("day", "query"),
    ),
    "mentions": Table(
        columns={
            "mention_id": "id",
            "mentioned_at": "time",
            "channel": "text",
            "sentiment": "text",
            "sentiment_score": "number",
            "text": "redacted",
        },
        key=("mention_id",),
        required=("mention_id", "mentioned_at"),
    ),
    "benchmarks": Table(
        columns={
            "industry": "text",
            "metric": "text",
            "percentile": "number",
            "value": "number",
            "year": "count",
            "reference": "text",
        },
        key=("industry", "metric", "percentile"),
        required=("industry", "metric"),
    ),
    "initiatives": Table(
        columns={
            "initiative_id": "id",
            "name": "text",
            "started_on": "date",
            "cost": "money",
            "currency": "text",
            "target_dimension": "text",
            "target_member": "text",
        },
        key=("initiative_id",),
        required=("initiative_id", "started_on"),
    ),
    "fx_rates": Table(
        columns={"day": "date", "currency": "text", "rate": "number"},
        key=("day", "currency"),
        required=("day", "currency", "rate"),
    ),
    "employees": Table(
        columns={"employee_id": "customer", "unit": "text", "country": "text", "hired_on": "date", "left_on": "date"},
        key=("customer_key",),
        required=("employee_id",),
    ),
    "erasure_requests": Table(
        columns={"customer_id": "customer", "requested_on": "date"},
        key=("customer_key",),
        required=("customer_id",),
    ),
}


def stored_columns(table: str) -> dict[str, str]:
    """Column name -> type of what is stored for a table, the columns of every record not included."""
    return {
        pattern.format(name): sql_type
        for name, kind in TABLES[table].columns.items()
        for pattern, sql_type in KIND_COLUMNS[kind].items()
    }
