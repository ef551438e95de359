"""What was done for customers, as the project office lists it, and what it does to minds and orders; benchmarks too.

Both lists are short and kept by hand. What came of the initiatives stands in `truth`.
"""

from datetime import date

from dagster_project.sample import world
from dagster_project.sample.customers import Customer
from dagster_project.sample.files import Dialect, Folder, Row

HEADER: Row = ["initiative", "name", "start", "cost_sek", "target", "member"]
BENCHMARK_HEADER: Row = ["industry", "metric", "percentile", "value", "year", "reference"]
PERCENTILES = (50, 80)


def lift(customer: Customer, day: date) -> float:
    """Tell what the initiatives for the customer's segment add to the satisfaction on a day."""
    return sum(i.mood for i in world.INITIATIVES if _is_at_work(i, customer, day))


def order_factor(customer: Customer, day: date) -> float:
    """Tell what the initiatives for the customer's segment make of an order's amount."""
    factor = 1.0
    for initiative in world.INITIATIVES:
        if _is_at_work(initiative, customer, day):
            factor *= initiative.order_factor
    return factor


def write_initiatives(folder: Folder) -> None:
    """Write the list of the project office."""
    records = [
        [i.id, i.name, i.started_on.isoformat(), f"{i.cost:.2f}", "segment", i.segment] for i in world.INITIATIVES
    ]
    folder.write("initiatives/initiatives.csv", [HEADER], records, Dialect())


def write_benchmarks(folder: Folder) -> None:
    """Write what others of the industry reach; every figure is made up and says so."""
    records = [
        [world.OWN_INDUSTRY, metric, str(percentile), str(value), "2025", "Invented for the sample"]
        for metric, values in world.BENCHMARKS.items()
        for percentile, value in zip(PERCENTILES, values, strict=True)
    ]
    folder.write("benchmarks/benchmarks.csv", [BENCHMARK_HEADER], records, Dialect())


def _is_at_work(initiative: world.Initiative, customer: Customer, day: date) -> bool:
    return customer.segment.name == initiative.segment and day >= initiative.started_on
