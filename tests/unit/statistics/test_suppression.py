"""What is hidden beside what is too few: the worked examples of docs/metrics/suppression.md, by hand."""

import datetime as dt
from collections.abc import Iterator

import duckdb
import pytest

from dagster_project.ingest.sql import Connection
from dagster_project.statistics.suppression import create_statistics, write_hidden_cells
from tests.unit.statistics.worlds import MONTHS, hidden_members, make_figures, month_of, nest


@pytest.fixture
def connection() -> Iterator[Connection]:
    with duckdb.connect() as opened:
        yield opened


def test_one_too_small_member_takes_its_smallest_neighbour_with_it(connection: Connection) -> None:
    make_figures(connection, month_of("nps", "relational", 1, "segment", A=3, B=6, C=40, D=0))
    assert hidden_members(connection) == ["nps 1 segment A", "nps 1 segment B"]


def test_two_that_are_too_small_protect_each_other_once_they_are_five(connection: Connection) -> None:
    make_figures(connection, month_of("nps", "relational", 1, "segment", A=3, B=4, C=29))
    assert hidden_members(connection) == ["nps 1 segment A", "nps 1 segment B"]


def test_neighbours_are_hidden_until_the_hidden_are_five(connection: Connection) -> None:
    make_figures(connection, month_of("nps", "relational", 1, "segment", A=1, B=2, C=9, D=10))
    assert hidden_members(connection) == ["nps 1 segment A", "nps 1 segment B", "nps 1 segment C"]


def test_of_two_neighbours_of_one_size_the_first_by_name_is_hidden(connection: Connection) -> None:
    make_figures(connection, month_of("nps", "relational", 1, "segment", A=3, C=9, B=9))
    assert hidden_members(connection) == ["nps 1 segment A", "nps 1 segment B"]


def test_employees_are_hidden_below_eight(connection: Connection) -> None:
    make_figures(connection, month_of("enps", "employee", 1, "unit", A=7, B=8, C=20))
    assert hidden_members(connection) == ["enps 1 unit A", "enps 1 unit B"]


def test_nobody_at_all_is_no_secret_and_protects_nobody(connection: Connection) -> None:
    make_figures(connection, month_of("nps", "relational", 1, "segment", A=0, B=0, C=40))
    assert hidden_members(connection) == []


def test_the_whole_is_hidden_where_no_neighbour_is_left(connection: Connection) -> None:
    rows = month_of("nps", "relational", 1, "all", all=5) + month_of("nps", "relational", 1, "segment", A=4)
    make_figures(connection, rows)
    assert hidden_members(connection) == ["nps 1 all all", "nps 1 segment A"]


def test_a_month_is_not_the_quarter_less_the_other_months(connection: Connection) -> None:
    quarter = (dt.date(2026, 1, 1), dt.date(2026, 3, 31))
    rows = [
        row for month, people in ((1, 3), (2, 20), (3, 30)) for row in month_of("nps", "none", month, "all", all=people)
    ]
    make_figures(connection, [*rows, ("nps", "none", "quarter", *quarter, "all", "all", 53)])
    assert hidden_members(connection) == ["nps 1 all all", "nps 2 all all"]


def test_the_same_members_are_hidden_in_the_neighbouring_month(connection: Connection) -> None:
    quarter = (dt.date(2026, 1, 1), dt.date(2026, 3, 31))
    months = {1: {"A": 3, "B": 12, "C": 50}, 2: {"A": 20, "B": 21, "C": 10}, 3: {"A": 30, "B": 30, "C": 30}}
    rows: list[tuple[object, ...]] = []
    for month, people in months.items():
        rows += month_of("nps", "none", month, "segment", **people)
        rows += month_of("nps", "none", month, "all", all=sum(people.values()))
    for member in "ABC":
        total = sum(people[member] for people in months.values())
        rows.append(("nps", "none", "quarter", *quarter, "segment", member, total))
    make_figures(connection, [*rows, ("nps", "none", "quarter", *quarter, "all", "all", 206)])
    assert hidden_members(connection) == [f"nps {month} segment {member}" for month in (1, 2) for member in "AB"]


def test_a_touchpoint_is_not_the_sum_of_its_pairs_with_segments(connection: Connection) -> None:
    pairs = {"A / buy": 3, "A / help": 30, "B / buy": 40, "B / help": 50}
    rows = month_of("nps", "none", 1, "segment_touchpoint", **pairs)
    rows += month_of("nps", "none", 1, "segment", A=33, B=90) + month_of(
        "nps", "none", 1, "touchpoint", buy=43, help=80
    )
    make_figures(connection, [*rows, *month_of("nps", "none", 1, "all", all=123)])
    assert hidden_members(connection) == [f"nps 1 segment_touchpoint {pair}" for pair in sorted(pairs)]


def test_a_trailing_window_that_begins_with_a_month_is_the_sum_of_its_months(connection: Connection) -> None:
    window = (dt.date(2026, 1, 1), dt.date(2026, 3, 31))
    rows = [
        row for month, people in ((1, 3), (2, 20), (3, 30)) for row in month_of("nps", "none", month, "all", all=people)
    ]
    make_figures(connection, [*rows, ("nps", "none", "trailing_90_days", *window, "all", "all", 53)])
    assert hidden_members(connection) == ["nps 1 all all", "nps 2 all all"]


def test_a_window_is_not_enclosed_by_a_month_and_a_quarter_with_the_same_end(connection: Connection) -> None:
    """Twenty of A in October, and no more in the quarter: the window between them would have twenty, too."""
    window, quarter = (dt.date(2026, 8, 3), dt.date(2026, 10, 31)), (dt.date(2026, 8, 1), dt.date(2026, 10, 31))
    rows: list[tuple[object, ...]] = []
    for month, people in ((8, {"A": 10, "B": 30}), (9, {"A": 10, "B": 0}), (10, {"A": 20, "B": 0})):
        rows += month_of("nps", "relational", month, "segment", **people)
    rows += [("nps", "relational", "trailing_90_days", *window, "segment", m, n) for m, n in (("A", 20), ("B", 3))]
    rows += [("nps", "relational", "quarter", *quarter, "segment", m, n) for m, n in (("A", 20), ("B", 30))]
    make_figures(connection, rows)
    periods = (8, "quarter", "trailing_90_days")
    assert hidden_members(connection) == [f"nps {period} segment {member}" for period in periods for member in "AB"]


def relational(*months: tuple[int, int], quarter: int) -> list[tuple[object, ...]]:
    """Customers of months and of their quarter, the second of 2026, and of the window that ends with it."""
    rows = [row for month, people in months for row in month_of("nps", "relational", month, "all", all=people)]
    window = (dt.date(2026, 4, 2), dt.date(2026, 6, 30))
    rows.append(("nps", "relational", "quarter", dt.date(2026, 4, 1), dt.date(2026, 6, 30), "all", "all", quarter))
    return [*rows, ("nps", "relational", "trailing_90_days", *window, "all", "all", quarter)]


def test_a_quarter_in_which_nobody_answered_twice_is_protected_as_a_sum(connection: Connection) -> None:
    make_figures(connection, relational((4, 3), (6, 33), quarter=36))
    assert hidden_members(connection) == ["nps 4 all all", "nps 6 all all"]


def test_a_quarter_in_which_the_few_answered_again_is_no_sum_and_hides_nothing_else(connection: Connection) -> None:
    make_figures(connection, relational((4, 3), (6, 33), quarter=33))
    assert hidden_members(connection) == ["nps 4 all all"]


def test_members_that_are_no_parts_of_a_whole_hide_nothing_of_it(connection: Connection) -> None:
    rows = month_of("driver_index", "relational", 1, "driver", ease=20, offering=3, proactivity=19)
    make_figures(connection, rows + month_of("driver_index", "relational", 1, "all", all=20))
    assert hidden_members(connection) == ["driver_index 1 driver offering"]


def test_all_time_of_customers_is_the_running_month_under_another_name(connection: Connection) -> None:
    rows = month_of("clv", "none", 2, "segment", A=3, B=9, C=10)
    start, end = MONTHS[2]
    rows += [
        ("clv", "none", "all_time", dt.date(2020, 1, 1), end, "segment", m, n)
        for m, n in (("A", 3), ("B", 9), ("C", 10))
    ]
    assert start.day == 1
    make_figures(connection, rows)
    assert hidden_members(connection) == [
        f"clv {period} segment {member}" for period in (2, "all_time") for member in "AB"
    ]


def test_a_running_quarter_is_its_running_month_under_another_name(connection: Connection) -> None:
    rows = month_of("clv", "none", 4, "segment", A=3, B=9, C=10) + month_of("clv", "none", 5, "segment", A=6, B=9, C=10)
    quarter = (dt.date(2026, 4, 1), dt.date(2026, 6, 30))
    rows += [("clv", "none", "quarter", *quarter, "segment", m, n) for m, n in (("A", 6), ("B", 9), ("C", 10))]
    make_figures(connection, rows)
    assert hidden_members(connection) == ["clv 4 segment A", "clv 4 segment B"]
    make_figures(connection, [row if row[-1] != 6 else (*row[:-1], 4) for row in rows])
    expected = [f"clv {period} segment {member}" for period in (4, 5, "quarter") for member in "AB"]
    assert hidden_members(connection) == expected


def test_whose_loss_a_month_or_a_quarter_measures_are_the_customers_of_the_day_before(connection: Connection) -> None:
    rows = month_of("customers", "none", 3, "segment", A=4, B=9, C=8)
    rows += month_of("churn_rate", "none", 4, "segment", A=4, B=9, C=8)
    quarter = (dt.date(2026, 4, 1), dt.date(2026, 6, 30))
    rows += [("churn_rate", "none", "quarter", *quarter, "segment", m, n) for m, n in (("A", 4), ("B", 9), ("C", 8))]
    rows += month_of("churn_rate", "none", 5, "segment", A=30, B=30, C=30)
    make_figures(connection, rows)
    places = ("churn_rate 4", "churn_rate quarter", "customers 3")
    assert hidden_members(connection) == [f"{place} segment {member}" for place in places for member in "AC"]


def test_a_gap_in_the_crm_hides_the_value_of_nobody_else(connection: Connection) -> None:
    rows = month_of("customers", "none", 1, "all", all=50) + month_of("clv", "none", 1, "all", all=48)
    make_figures(connection, rows + month_of("clv_unknown_customers", "none", 1, "all", all=2))
    assert hidden_members(connection) == ["clv_unknown_customers 1 all all"]


def test_requests_are_hidden_where_their_answers_are(connection: Connection) -> None:
    rows = month_of("tickets", "none", 1, "all", all=9) + month_of("first_response_minutes", "none", 1, "all", all=4)
    make_figures(connection, rows)
    assert hidden_members(connection) == ["first_response_minutes 1 all all", "tickets 1 all all"]


def test_both_response_times_of_the_same_requests_are_hidden_or_neither(connection: Connection) -> None:
    rows = month_of("first_response_minutes", "none", 1, "topic", login=7, invoice=9, other=30)
    rows += month_of("first_response_business_minutes", "none", 1, "topic", login=4, invoice=9, other=30)
    make_figures(connection, rows)
    calendar, business = "first_response_minutes 1 topic", "first_response_business_minutes 1 topic"
    expected = [f"{metric} {topic}" for metric in (business, calendar) for topic in ("invoice", "login")]
    assert hidden_members(connection) == expected


def test_a_survey_that_is_all_of_a_touchpoint_is_hidden_with_it(connection: Connection) -> None:
    rows = month_of("csat", "transactional", 1, "touchpoint", buy=3, help=9, visit=30)
    rows += month_of("csat", "transactional", 1, "survey", desk=9, shop=3, web=30)
    make_figures(connection, [*rows, *month_of("csat", "transactional", 1, "all", all=42)])
    nest(connection, [("survey", "shop", "touchpoint", "buy"), ("survey", "web", "touchpoint", "visit")])
    expected = ["csat 1 survey desk", "csat 1 survey shop", "csat 1 touchpoint buy", "csat 1 touchpoint help"]
    assert hidden_members(connection, "nested") == expected


def test_kinds_of_surveys_and_metrics_stand_alone(connection: Connection) -> None:
    rows = month_of("nps", "relational", 1, "segment", A=3, B=6, C=40)
    rows += month_of("nps", "transactional", 1, "segment", A=30, B=60, C=40)
    make_figures(connection, rows + month_of("csat", "relational", 1, "segment", A=30, B=60, C=40))
    assert hidden_members(connection) == ["nps 1 segment A", "nps 1 segment B"]


def warehouse_with(connection: Connection, rows: list[tuple[object, ...]]) -> None:
    connection.execute("create schema intermediate; create schema seeds; create schema raw")
    make_figures(connection, rows)
    connection.execute(
        "create table intermediate.int_metrics_collected as select *, 0 as numerator, 0 as negatives from figures"
    )
    nest(connection, [])
    connection.execute("create table intermediate.int_members_nested as select * from nested")
    connection.execute(
        "create table seeds.survey_kinds as select 'none' as survey_kind, 5 as minimum_group_size,"
        " false as counts_once_per_period"
    )
    connection.execute("create table raw.run_parameters as select 'this build' as build_id")


def test_the_table_has_the_hidden_keys_and_says_of_which_build_they_are(connection: Connection) -> None:
    warehouse_with(connection, month_of("nps", "none", 1, "segment", A=3, B=6, C=40))
    found = write_hidden_cells(connection)
    assert (found.figures, len(found.few), len(found.hidden)) == (3, 1, 2)
    rows = connection.execute("select member, is_primary from statistics.hidden_cells order by member").fetchall()
    assert rows == [("A", True), ("B", False)]
    assert connection.execute("from statistics.suppressed_builds").fetchall() == [("this build", 3)]


def test_a_second_time_replaces_the_first(connection: Connection) -> None:
    warehouse_with(connection, month_of("nps", "none", 1, "segment", A=3, B=6, C=40))
    write_hidden_cells(connection)
    connection.execute("update intermediate.int_metrics_collected set respondent_count = 50, denominator = 50")
    connection.execute("update raw.run_parameters set build_id = 'the next'")
    assert len(write_hidden_cells(connection).hidden) == 0
    assert connection.execute("from statistics.hidden_cells").fetchall() == []
    assert connection.execute("from statistics.suppressed_builds").fetchall() == [("the next", 3)]


def test_empty_tables_are_there_before_any_run(connection: Connection) -> None:
    create_statistics(connection)
    create_statistics(connection)
    assert connection.execute("from statistics.hidden_cells").fetchall() == []


def test_no_figures_hide_nothing(connection: Connection) -> None:
    warehouse_with(connection, [])
    assert write_hidden_cells(connection).figures == 0
