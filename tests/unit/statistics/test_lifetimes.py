"""Expected lifetimes as tables: what is expected, how wrong it was, and where there are no figures, why."""

import datetime as dt
from collections.abc import Iterator
from functools import cache

import duckdb
import numpy as np
import pytest

from dagster_project.ingest.sql import Connection
from dagster_project.statistics.lifetimes import amount_correlation, write_lifetimes
from dagster_project.statistics.purchasing import Histories
from tests.unit.statistics.purchases import customers

LAST_DAY, HOLDOUT, HORIZON = dt.date(2026, 6, 30), 182, 365
Row = tuple[object, ...]


@pytest.fixture
def connection() -> Iterator[Connection]:
    with duckdb.connect() as opened:
        opened.execute("create schema raw; create schema intermediate")
        opened.execute("create table raw.run_parameters as select 'a build' as build_id")
        opened.execute(
            """create table intermediate.int_purchases_summarised (
                customer_key varchar, customer_number bigint, segment varchar, repeat_purchases bigint,
                recency_days bigint, tenure_days bigint, mean_repeat_amount double, days_ahead integer,
                later_purchases bigint, later_amount decimal(38, 8), is_current boolean, is_active boolean,
                observed_until date
            )"""
        )
        yield opened


@cache
def rows(count: int, segment: str = "A", seed: int = 1) -> list[Row]:
    """Invented customers on both days; on the later one a few more purchases, which only the current rows know."""
    earlier = customers(count, 156, HOLDOUT / 7, seed)
    known, made = earlier.histories, list[Row]()
    for i in range(count):
        key, number = f"{segment}{i}", 10_000 * seed + i
        repeats, recency, tenure = int(known.repeats[i]), int(known.recency[i] * 7), int(known.tenure[i] * 7)
        amount = float(known.amount[i]) if repeats else None
        later, money = int(earlier.later_purchases[i]), float(earlier.later_amount[i])
        day = LAST_DAY - dt.timedelta(days=HOLDOUT)
        made.append((key, number, segment, repeats, recency, tenure, amount, HOLDOUT, later, money, False, True, day))
        all_repeats = repeats + later
        mean = (repeats * float(known.amount[i]) + money) / all_repeats if all_repeats else None
        last = tenure + HOLDOUT - 30 if later else recency
        made.append(
            (
                *(key, number, segment, all_repeats, last, tenure + HOLDOUT, mean),
                *(HORIZON, None, None, True, i % 10 > 0, LAST_DAY),
            )
        )
    return made


def load(connection: Connection, loaded: list[Row]) -> None:
    connection.execute("delete from intermediate.int_purchases_summarised")
    marks = ", ".join("?" for _ in range(13))
    if loaded:
        connection.executemany(f"insert into intermediate.int_purchases_summarised values ({marks})", loaded)


def written(connection: Connection) -> tuple[list[Row], list[Row]]:
    figures = connection.execute("from statistics.expected_lifetimes order by customer_key").fetchall()
    return figures, connection.execute("from statistics.lifetime_models order by segment").fetchall()


def model_of(connection: Connection, segment: str = "A") -> dict[str, object]:
    found = connection.execute("from statistics.lifetime_models where segment = $1", [segment])
    names = [column[0] for column in found.description or []]
    return dict(zip(names, found.fetchall()[0], strict=True))


def test_who_is_active_and_has_bought_again_gets_a_figure_and_nobody_else(connection: Connection) -> None:
    loaded = rows(600)
    load(connection, loaded)
    write_lifetimes(connection)
    entitled = {row[0] for row in loaded if row[10] and row[11] and int(str(row[3])) > 0}
    assert {figure[0] for figure in written(connection)[0]} == entitled


def test_the_error_on_the_holdout_is_small_where_customers_buy_as_the_model_takes_it(connection: Connection) -> None:
    load(connection, rows(3000))
    write_lifetimes(connection)
    found = {name: value for name, value in model_of(connection).items() if isinstance(value, int | float)}
    assert found["holdout_days"] == HOLDOUT
    assert found["holdout_expected_purchases"] == pytest.approx(found["holdout_purchases"], rel=0.08)
    assert found["holdout_expected_revenue"] == pytest.approx(found["holdout_revenue"], rel=0.12)
    assert found["holdout_mean_error"] < found["holdout_naive_mean_error"]
    assert found["holdout_naive_purchases"] > 1.1 * found["holdout_purchases"]


def test_the_errors_are_those_that_one_counts_by_hand(connection: Connection) -> None:
    loaded = rows(600)
    load(connection, loaded)
    write_lifetimes(connection)
    tried = [row for row in loaded if not row[10] and int(str(row[3])) > 0]
    found = model_of(connection)
    assert found["holdout_customers"] == len(tried)
    assert found["holdout_purchases"] == sum(int(str(row[8])) for row in tried)
    naive = [int(str(row[3])) / int(str(row[5])) * HOLDOUT for row in tried]
    assert found["holdout_naive_purchases"] == pytest.approx(sum(naive), abs=1e-5)
    distances = [abs(one - int(str(row[8]))) for one, row in zip(naive, tried, strict=True)]
    assert found["holdout_naive_mean_error"] == pytest.approx(np.mean(distances), abs=1e-5)


def test_the_order_of_rows_changes_nothing(connection: Connection) -> None:
    loaded = rows(400)
    load(connection, loaded)
    write_lifetimes(connection)
    before = written(connection)
    load(connection, loaded[::-1])
    write_lifetimes(connection)
    assert written(connection) == before
    assert before[0]


def test_too_few_customers_give_no_figures_and_a_reason(connection: Connection) -> None:
    load(connection, rows(40, "few", seed=2) + rows(600))
    write_lifetimes(connection)
    assert model_of(connection, "few")["reason"] == ("fewer than 100 customers with repeat purchases and no contract")
    assert model_of(connection, "A")["reason"] is None
    assert {str(figure[0])[0] for figure in written(connection)[0]} == {"A"}


def test_where_everybody_bought_once_there_are_no_figures(connection: Connection) -> None:
    once = [(*row[:3], 0, 0, row[5], None, *row[7:]) for row in rows(300)]
    load(connection, once)
    write_lifetimes(connection)
    assert written(connection)[0] == []
    assert "repeat purchases" in str(model_of(connection)["reason"])


def test_where_all_who_bought_again_have_left_there_are_no_figures(connection: Connection) -> None:
    gone = [(*row[:11], row[11] and not row[10], row[12]) for row in rows(600)]
    load(connection, gone)
    found = write_lifetimes(connection)["A"]
    assert found.expected is None and "has left" in str(found.about["reason"])


def test_what_cannot_be_tested_is_not_shown(connection: Connection) -> None:
    load(connection, [row for row in rows(600) if row[10]])
    write_lifetimes(connection)
    assert written(connection)[0] == []
    assert "before the holdout" in str(model_of(connection)["reason"])


def test_without_purchases_both_tables_are_there_and_empty(connection: Connection) -> None:
    load(connection, rows(400))
    write_lifetimes(connection)
    load(connection, [])
    write_lifetimes(connection)
    assert written(connection) == ([], [])


def test_number_and_amount_go_together_where_those_who_buy_often_pay_more() -> None:
    repeats = np.array([0.0, 1.0, 2.0, 3.0, 4.0])
    histories = Histories(repeats, repeats, repeats + 1, repeats * 10)
    assert amount_correlation(histories) == pytest.approx(1)
    assert amount_correlation(Histories(repeats, repeats, repeats + 1, np.full(5, 7.0))) is None
