"""What customers without a contract are expected to buy, by segment, and how wrong that was when it could be checked.

Reads the purchases that dbt has summed up per customer and last day of observation, and writes two tables of the
schema `statistics`: `expected_lifetimes`, a row per active customer who has bought again, and `lifetime_models`, a row
per segment. There are figures only where there is an error to tell beside them; else the row says why not. The model
itself is in `purchasing`.
"""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dagster_project.ingest.sql import Connection
from dagster_project.statistics.purchasing import Expectation, Histories, NoModelError, PurchaseModel, fit

PURCHASES = "intermediate.int_purchases_summarised"
FEWEST_REPEAT_CUSTOMERS = 100
# What more customers would add to the parameters is less than the model's own error; a fit on these takes seconds.
MOST_FITTED_CUSTOMERS = 5_000
DAYS_PER_WEEK = 7

_CREATE = """
    create schema if not exists statistics;
    create table if not exists statistics.expected_lifetimes (
        customer_key varchar, expected_purchases double, expected_amount double, expected_revenue double,
        alive_probability double
    );
    create table if not exists statistics.lifetime_models (
        build_id varchar, segment varchar, reason varchar, customers bigint, repeat_customers bigint,
        fitted_customers bigint, r double, alpha double, a double, b double, p double, q double, v double,
        amount_correlation double, holdout_days bigint, holdout_customers bigint, holdout_purchases double,
        holdout_expected_purchases double, holdout_naive_purchases double, holdout_mean_error double,
        holdout_naive_mean_error double, holdout_revenue double, holdout_expected_revenue double, observed_until date
    )
"""
# Customers are numbered by a hash of their id, so the lowest numbers are a random part of them, and always the same.
_READ = f"""
    select customer_number, repeat_purchases, recency_days, tenure_days, coalesce(mean_repeat_amount, 0) as amount,
        days_ahead, coalesce(later_purchases, 0) as later_purchases,
        cast(coalesce(later_amount, 0) as double) as later_amount, is_active
    from {PURCHASES} where segment = $segment and is_current = $is_current order by customer_number
"""


@dataclass(frozen=True)
class Observation:
    """The customers as they stood on one day, what is known of them, and what they bought in the days after it."""

    numbers: NDArray[np.int64]
    histories: Histories
    days_ahead: int
    is_scored: NDArray[np.bool_]
    later_purchases: NDArray[np.float64]
    later_amount: NDArray[np.float64]

    @property
    def repeat_customers(self) -> int:
        """How many bought on two days or more."""
        return int((self.histories.repeats > 0).sum())

    def model(self) -> PurchaseModel:
        """The model of these customers; raises NoModelError where there are too few of them, or it has no answer."""
        fitted = self.histories.chosen(np.arange(len(self.histories)) < MOST_FITTED_CUSTOMERS)
        if (fitted.repeats > 0).sum() < FEWEST_REPEAT_CUSTOMERS:
            raise NoModelError(f"fewer than {FEWEST_REPEAT_CUSTOMERS} customers with repeat purchases and no contract")
        return fit(fitted)

    def expect(self, model: PurchaseModel) -> Expectation:
        """What the model expects of those who get a figure, in the days ahead."""
        return model.expect(self.histories.chosen(self.is_scored), self.days_ahead / DAYS_PER_WEEK)


@dataclass(frozen=True)
class Holdout:
    """What a model expected of the last days of the ledger, which it had not seen, and what came."""

    holdout_days: int
    holdout_customers: int
    holdout_purchases: float
    holdout_expected_purchases: float
    holdout_naive_purchases: float
    holdout_mean_error: float
    holdout_naive_mean_error: float
    holdout_revenue: float
    holdout_expected_revenue: float


@dataclass(frozen=True)
class SegmentLifetimes:
    """What was found for one segment: the row about its model, and what is expected of whom, if anything."""

    about: dict[str, Any]
    numbers: NDArray[np.int64]
    expected: Expectation | None


def create_lifetimes(connection: Connection) -> None:
    """Make the empty tables where there are none: dbt reads them, also in a warehouse that no run has finished."""
    connection.execute(_CREATE)


def read_observation(connection: Connection, segment: str, *, is_current: bool) -> Observation:
    """The customers of a segment on the last day of the ledger, or on the day before the holdout."""
    found = connection.execute(_READ, {"segment": segment, "is_current": is_current}).fetchnumpy()

    def floats(name: str) -> NDArray[np.float64]:
        return np.asarray(found[name], dtype=np.float64)

    histories = Histories(
        repeats=floats("repeat_purchases"),
        recency=floats("recency_days") / DAYS_PER_WEEK,
        tenure=floats("tenure_days") / DAYS_PER_WEEK,
        amount=floats("amount"),
    )
    return Observation(
        numbers=np.asarray(found["customer_number"], dtype=np.int64),
        histories=histories,
        days_ahead=int(np.asarray(found["days_ahead"])[0]) if len(histories) else 0,
        is_scored=np.asarray(found["is_active"], dtype=np.bool_) & (histories.repeats > 0),
        later_purchases=floats("later_purchases"),
        later_amount=floats("later_amount"),
    )


def tried_on_holdout(earlier: Observation) -> Holdout:
    """Fit on what was known before the holdout, and compare with what came; raises NoModelError as the fit does."""
    try:
        model = earlier.model()
    except NoModelError as error:
        raise NoModelError(f"it cannot be tested: before the holdout, {error}") from None
    if not earlier.is_scored.any():
        raise NoModelError("it cannot be tested: before the holdout, everybody had left")
    expected = earlier.expect(model)
    known, actual = earlier.histories.chosen(earlier.is_scored), earlier.later_purchases[earlier.is_scored]
    naive = known.repeats / known.tenure * (earlier.days_ahead / DAYS_PER_WEEK)
    return Holdout(
        holdout_days=earlier.days_ahead,
        holdout_customers=len(known),
        holdout_purchases=_total(actual),
        holdout_expected_purchases=_total(expected.purchases),
        holdout_naive_purchases=_total(naive),
        holdout_mean_error=_total(np.abs(expected.purchases - actual)) / len(known),
        holdout_naive_mean_error=_total(np.abs(naive - actual)) / len(known),
        holdout_revenue=_total(earlier.later_amount[earlier.is_scored]),
        holdout_expected_revenue=_total(expected.revenue),
    )


def _total(values: NDArray[np.float64]) -> float:
    """A sum that does not depend on the order of its parts."""
    return float(np.sort(values).sum())


def amount_correlation(histories: Histories) -> float | None:
    """How number and mean amount of repeat purchases go together; None where one of them does not vary."""
    repeat = histories.chosen(histories.repeats > 0).in_order()
    if len(repeat) < 2 or np.ptp(repeat.repeats) == 0 or np.ptp(repeat.amount) == 0:
        return None
    return float(np.corrcoef(repeat.repeats, repeat.amount)[0, 1])


def expect_lifetimes(earlier: Observation, current: Observation) -> SegmentLifetimes:
    """Test on the holdout, fit on everything, and expect; where one of them cannot be done, say why."""
    about = {
        "customers": len(current.histories),
        "repeat_customers": current.repeat_customers,
        "fitted_customers": min(len(current.histories), MOST_FITTED_CUSTOMERS),
        "amount_correlation": amount_correlation(current.histories),
    }
    numbers = current.numbers[current.is_scored]
    try:
        model = current.model()
        holdout = tried_on_holdout(earlier)
        if not current.is_scored.any():
            raise NoModelError("everybody with repeat purchases and no contract has left")
        expected = current.expect(model)
    except NoModelError as error:
        return SegmentLifetimes({**about, "reason": str(error)}, numbers, None)
    return SegmentLifetimes({**about, **model.parameters, **asdict(holdout), "reason": None}, numbers, expected)


def write_lifetimes(connection: Connection) -> dict[str, SegmentLifetimes]:
    """Expect anew, segment by segment, and replace both tables in one transaction."""
    create_lifetimes(connection)
    rows = connection.execute(f"select distinct segment from {PURCHASES} where is_current order by segment").fetchall()
    found = {
        segment: expect_lifetimes(
            read_observation(connection, segment, is_current=False),
            read_observation(connection, segment, is_current=True),
        )
        for (segment,) in rows
    }
    connection.execute("begin")
    try:
        connection.execute("delete from statistics.expected_lifetimes")
        connection.execute("delete from statistics.lifetime_models")
        for segment, lifetimes in found.items():
            _store(connection, lifetimes)
            _store_model(connection, {"segment": segment, **lifetimes.about})
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise
    return found


def _store(connection: Connection, lifetimes: SegmentLifetimes) -> None:
    import pandas as pd

    expected = lifetimes.expected
    if expected is None:
        return
    figures = pd.DataFrame(
        {
            "customer_number": lifetimes.numbers,
            "expected_purchases": expected.purchases.round(6),
            "expected_amount": expected.amount.round(6),
            "expected_revenue": expected.revenue.round(6),
            "alive_probability": expected.alive.round(6),
        }
    )
    connection.register("scored_customers", figures)
    connection.execute(
        f"""insert into statistics.expected_lifetimes by name
        select purchases.customer_key, scored_customers.* exclude (customer_number)
        from {PURCHASES} as purchases
        inner join scored_customers on purchases.customer_number = scored_customers.customer_number
        where purchases.is_current
        order by purchases.customer_number"""
    )
    connection.unregister("scored_customers")


def _store_model(connection: Connection, row: dict[str, Any]) -> None:
    rounded = {name: round(value, 6) if isinstance(value, float) else value for name, value in row.items()}
    selected = ", ".join(f"${name} as {name}" for name in rounded)
    connection.execute(
        f"""insert into statistics.lifetime_models by name
        select build_id, {selected}, (select max(observed_until) from {PURCHASES}) as observed_until
        from raw.run_parameters""",
        rounded,
    )
