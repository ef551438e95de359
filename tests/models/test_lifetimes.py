"""From single purchases in the ledger to the parameters of lifetimes, through all models: CDNOW, as published."""

import datetime as dt

import pytest

from tests.models.chain import Chain, Row
from tests.references.cdnow import BG_NBD, CALIBRATED_UNTIL, GAMMA_GAMMA, purchases


def booked(until: dt.date) -> dict[str, list[Row]]:
    """The ledger and the customers; some paid nothing, which for the authors is a purchase: here, of a cent."""
    known = [(customer, day, amount) for customer, day, amount in purchases() if day <= until]
    revenue: list[Row] = [
        {
            "source": "cdnow",
            "file_path": "cdnow",
            "row_number": number,
            "revenue_id": str(number),
            "customer_key": customer,
            "booked_on": day,
            "amount": max(amount, 0.01),
            "kind": "order",
        }
        for number, (customer, day, amount) in enumerate(known)
    ]
    customers: list[Row] = [
        {"source": "cdnow", "file_path": "cdnow", "row_number": number, "customer_id": one, "customer_key": one}
        for number, one in enumerate(sorted({customer for customer, _, _ in known}))
    ]
    return {"revenue": revenue, "customers": customers}


def test_the_published_parameters_come_out_of_single_purchases(chain: Chain) -> None:
    with chain.build(booked(CALIBRATED_UNTIL), "lifetime_models") as connection:
        found = connection.execute("select * from marts.lifetime_models")
        names = [column[0] for column in found.description or []]
        (row,) = found.fetchall()
    model = dict(zip(names, row, strict=True))
    assert model["reason"] is None
    assert (model["customers"], model["repeat_customers"], model["segment"]) == (2357, 946, "unknown")
    assert model["observed_until"] == CALIBRATED_UNTIL
    assert {name: round(model[name], 3) for name in BG_NBD} == BG_NBD
    assert {name: model[name] for name in GAMMA_GAMMA} == pytest.approx(GAMMA_GAMMA, rel=0.01)
