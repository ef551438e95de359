"""The published ROI of an initiative: statsmodels' own figures, and what happens at the edges of its windows."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from tests.models import initiative_worlds as worlds
from tests.models.chain import Chain
from tests.models.initiative_worlds import START, World, drawn

DAY = dt.timedelta(days=1)
YEAR = 365.25 / 180
Row = dict[str, Any]


def table(chain: Chain, world: World, sql: str = "select * from marts.initiative_roi") -> list[Row]:
    """Rows of the published table by the names of their columns."""
    with chain.build(world.raw(), "initiative_roi") as connection:
        found = connection.execute(sql)
        names = [column[0] for column in found.description or []]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def published(chain: Chain, world: World) -> Row:
    """The only initiative."""
    rows = table(chain, world)
    assert len(rows) == 1
    return rows[0]


def steady(start: dt.date = START, people: int = 40, gain: float = 0.0, answers: bool = True) -> World:
    """Two segments of so many customers who book 100 or 101 before and as much, and the gain, after the start."""
    world = World(start=start, as_of=start + dt.timedelta(days=200))
    world.initiative()
    for number in range(2 * people):
        segment = "Large" if number < people else "Small"
        world.customer(number, segment)
        world.booking(number, start - dt.timedelta(days=100), 100)
        world.booking(number, start + dt.timedelta(days=100), 100 + number % 2 + gain * (segment == "Large"))
        for day in (-50, 50) if answers else ():
            world.answer(number, start + dt.timedelta(days=day), (3, 8, 10)[(number + day) % 3])
    return world


def figures(row: Row) -> set[object]:
    """Everything that is not said of an initiative whose groups are too small."""
    shown = ("nps_effect", "nps_ci_lower", "nps_p_value", "nps_pre_trend", "revenue_effect", "revenue_ci_upper")
    return {row[name] for name in (*shown, "revenue_p_value", "benefit", "roi", "roi_ci_lower", "target_customers")}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_effects_intervals_and_p_values_are_those_of_statsmodels(chain: Chain, seed: int) -> None:
    world = drawn(seed)
    (row,) = table(chain, world, "select * from intermediate.int_initiatives_valued")
    for figure, observed in (("nps", worlds.answered(world)), ("revenue", worlds.booked(world))):
        assert observed["person"].value_counts().max() > 1
        expected = worlds.regression(observed)
        assert {name: row[f"{figure}_{name}"] for name in expected} == pytest.approx(expected, rel=1e-9)
    target = worlds.booked(world).query("target")["person"].nunique()
    assert row["target_customers"] == target
    assert row["roi_effect"] == pytest.approx((row["revenue_effect"] * target - 5_000) / 5_000, rel=1e-9)


def test_the_order_of_rows_changes_no_figure(chain: Chain) -> None:
    world = drawn(4)
    rows = table(chain, world)
    for kept in (world.customers, world.bookings, world.answers):
        kept.reverse()
    assert table(chain, world) == rows


def test_a_window_begins_and_ends_on_its_days_in_a_leap_year(chain: Chain) -> None:
    world = steady(dt.date(2024, 2, 29))
    for customer, (day, amount) in enumerate(
        [
            (dt.date(2023, 9, 1), 1000.0),  # a day too early
            (dt.date(2023, 9, 2), -400.0),
            (dt.date(2024, 2, 28), -400.0),
            (dt.date(2024, 2, 29), 400.0),
            (dt.date(2024, 8, 26), 400.0),
            (dt.date(2024, 8, 27), 1000.0),  # a day too late
        ]
    ):
        world.booking(customer, day, amount)
    assert float(published(chain, world)["revenue_effect"]) == pytest.approx(1600 / 40 * YEAR, abs=0.005)


def test_who_leaves_on_the_first_day_is_followed_and_who_left_before_is_not(chain: Chain) -> None:
    world = steady()
    for number, churned_on in ((900, START), (901, START - DAY)):
        world.customer(number, "Large", churned_on=churned_on)
        world.booking(number, START - 10 * DAY, 4100)
    row = published(chain, world)
    assert row["target_customers"] == 41
    assert float(row["revenue_effect"]) == pytest.approx(((40 * 0.5 - 4100) / 41 - 0.5) * YEAR, abs=0.005)


def test_credits_can_make_revenue_negative_and_the_initiative_harmful(chain: Chain) -> None:
    world = steady(gain=-300)
    row = published(chain, world)
    assert float(row["revenue_effect"]) == pytest.approx(-300 * YEAR, abs=0.005)
    assert row["revenue_ci_upper"] < 0 and row["verdict"] == "harmful, revenue fell" and row["roi"] < -1


def test_a_small_gain_that_is_sure_does_not_pay_for_a_large_cost(chain: Chain) -> None:
    world = steady(gain=10)
    assert published(chain, world)["verdict"] == "revenue rose, not yet paid back"
    world.initiatives.clear()
    world.initiative(cost=10 * YEAR * 40 * 0.5)
    row = published(chain, world)
    assert row["verdict"] == "paid for itself" and row["roi"] == pytest.approx(1, abs=1e-6)


def test_the_cost_is_converted_at_the_rate_of_the_first_day(chain: Chain) -> None:
    world = steady(gain=10)
    world.initiatives.clear()
    world.initiative(cost=20.0, currency="EUR")
    world.rates = [{"source": "bank", "day": START + n * DAY, "currency": "EUR", "rate": 11.0 + n} for n in (-1, 0, 1)]
    row = published(chain, world)
    assert row["cost"] == Decimal("220.00")
    assert row["roi"] == pytest.approx((10 * YEAR * 40 - 220) / 220, rel=1e-6)


@pytest.mark.parametrize(("dimension", "member"), [("segment", "Nobody"), ("planet", "Large"), ("touchpoint", "moon")])
def test_of_a_target_that_nobody_belongs_to_nothing_is_said(chain: Chain, dimension: str, member: str) -> None:
    world = steady()
    world.initiatives.clear()
    world.initiative(dimension=dimension, member=member)
    row = published(chain, world)
    assert row["verdict"] == "too few to tell" and figures(row) == {None}


def test_on_the_last_day_of_the_window_it_is_no_longer_too_early(chain: Chain) -> None:
    world = steady(gain=50)
    world.as_of = START + 178 * DAY
    row = published(chain, world)
    assert row["verdict"] == "too early to tell" and row["revenue_effect"] is None and row["roi"] is None
    world.as_of = START + 179 * DAY
    assert published(chain, world)["verdict"] == "paid for itself"


@pytest.mark.parametrize(("people", "is_shown"), [(4, False), (5, True)])
def test_four_people_are_hidden_and_of_five_no_effect_is_claimed(chain: Chain, people: int, is_shown: bool) -> None:
    row = published(chain, steady(people=people, gain=50, answers=False))
    assert row["verdict"] == "too few to tell"
    assert (row["revenue_effect"] is not None, row["roi"] is not None) == (is_shown, is_shown)
    assert row["is_low_base"] is (True if is_shown else None)
    assert is_shown or figures(row) == {None}


def test_a_single_group_that_is_too_small_hides_the_figure(chain: Chain) -> None:
    world = steady()
    after = [a for a in world.answers if a.day >= START and (a.customer or 0) < 40]
    world.answers = [a for a in world.answers if a not in after[4:]]
    row = published(chain, world)
    assert row["nps_effect"] is None and row["nps_p_value"] is None and row["revenue_effect"] is not None
    assert row["verdict"] == "no measurable effect on revenue, effect on NPS unknown"


def test_where_the_customers_of_a_segment_are_hidden_its_return_does_not_tell_how_many_they_are(chain: Chain) -> None:
    world = steady(gain=100)
    for number in range(200, 203):
        world.customer(number, "Tiny")
    row = published(chain, world)
    assert {row[name] for name in ("target_customers", "benefit", "roi", "roi_ci_lower", "roi_ci_upper")} == {None}
    assert row["revenue_effect"] > 0 and row["verdict"] == "paid for itself"


def test_the_customers_of_a_touchpoint_are_those_who_answered_there(chain: Chain) -> None:
    world = steady(gain=0)
    world.initiatives.clear()
    world.initiative(dimension="touchpoint", member="At Checkout")
    for number in range(20, 60):
        world.answer(number, START + number % 2 * DAY - DAY, 7, "checkout")
        world.booking(number, START + 60 * DAY, 70)
    row = published(chain, world)
    assert row["target_customers"] == 40
    assert float(row["revenue_effect"]) == pytest.approx(70 * YEAR, abs=0.005)


def test_without_revenue_there_is_the_effect_on_nps_and_without_answers_that_on_revenue(chain: Chain) -> None:
    world = steady()
    bookings, world.bookings = world.bookings, []
    row = published(chain, world)
    assert (row["revenue_effect"], row["roi"], row["target_customers"]) == (None, None, None)
    assert row["nps_effect"] is not None
    assert row["verdict"] == "no measurable effect on NPS, effect on revenue unknown"
    world.bookings, world.answers = bookings, []
    row = published(chain, world)
    assert row["nps_effect"] is None and row["revenue_effect"] is not None
    assert row["verdict"] == "no measurable effect on revenue, effect on NPS unknown"


def test_a_target_that_was_rising_already_has_a_pre_trend(chain: Chain) -> None:
    world = steady()
    for number in range(80):
        world.booking(number, START - 20 * DAY, 100 + number // 2 % 2)
    assert published(chain, world)["has_pre_trend"] is False
    for number in range(40):
        world.booking(number, START - 20 * DAY, 60)
    row = published(chain, world)
    assert row["has_pre_trend"] is True and row["revenue_pre_trend_p_value"] < 0.05


def test_what_ended_in_nothing_says_so_even_where_its_return_looks_large(chain: Chain) -> None:
    world = steady()
    world.initiatives.clear()
    world.initiative(cost=1.0)
    world.booking(0, START + 3 * DAY, 3000)
    row = published(chain, world)
    assert row["roi"] > 1000 and row["revenue_ci_lower"] < 0 and row["verdict"] == "no measurable effect"


def test_of_an_initiative_that_is_listed_twice_the_last_row_stands(chain: Chain) -> None:
    world = steady(gain=50)
    world.initiatives[0] |= {"file_path": "a.csv", "row_number": 1}
    world.initiatives.append({**world.initiatives[0], "file_path": "b.csv", "cost": 77.0})
    assert published(chain, world)["cost"] == Decimal("77.00")


def test_of_an_initiative_alone_in_the_world_nothing_can_be_told(chain: Chain) -> None:
    world = World()
    world.initiative(currency="SEK")
    row = published(chain, world)
    assert row["verdict"] == "too few to tell" and figures(row) == {None} and row["cost"] == Decimal("1000.00")


def test_of_initiatives_that_begin_on_one_day_none_is_hidden_alone(chain: Chain) -> None:
    """The effects of the others, each against a rest with the hidden one in it, would give the hidden one."""
    world = steady(people=40)
    for number in range(200, 203):
        world.customer(number, "Tiny")
        world.booking(number, world.start - dt.timedelta(days=100), 100)
        world.booking(number, world.start + dt.timedelta(days=100), 900)
    world.initiative("Small", name="J")
    world.initiative("Tiny", name="K")
    rows = {row["initiative_id"]: row for row in table(chain, world)}
    assert {name: row["revenue_effect"] is None for name, row in rows.items()} == {"I": True, "J": False, "K": True}
    world.initiatives.pop()
    assert {row["revenue_effect"] is None for row in table(chain, world)} == {False}


def test_without_initiatives_the_table_is_empty(chain: Chain) -> None:
    world = steady()
    world.initiatives.clear()
    assert table(chain, world) == []
