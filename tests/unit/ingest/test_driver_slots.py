"""Drivers beside each other in a response: which column is whose, on which scale, and what is in it."""

from typing import Any

import pytest

from dagster_project.ingest.driver_slots import SLOT_COLUMNS
from dagster_project.ingest.spec import SpecError
from dagster_project.ingest.spec.survey import DRIVERS
from tests.unit.workbench import Workbench, csv, survey_yaml

DAY = "2025-01-01"


def asks(source: str, *questions: str, kind: str = "relational") -> str:
    """A survey of these questions, a column each."""
    listed = "".join(f"\n    - {question}" for question in questions)
    return survey_yaml(listed, source=source, survey=f"{{kind: {kind}}}")


def driver(name: str, column: str = "a", **keys: str) -> str:
    """A question about a driver."""
    more = "".join(f", {key}: {value}" for key, value in keys.items())
    return f"{{id: q_{column}, metric: driver, driver: {name}, column: {column}{more}}}"


def registry(bench: Workbench) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Source and driver -> slot, ends of the scale, whether the column holds the index."""
    return {
        (row["source"], row["driver"]): (row["slot"], row["scale_min"], row["scale_max"], row["is_index"])
        for row in bench.view("survey_drivers")
    }


def answered(bench: Workbench) -> list[dict[str, float]]:
    """The slots of each response that hold something."""
    rows = bench.view("survey_responses")
    return [{name: row[name] for name in SLOT_COLUMNS if row[name] is not None} for row in rows]


def test_the_eight_areas_come_first_and_others_by_name(bench: Workbench) -> None:
    names = ["price", "ease", "delivery", "offering", "overall_satisfaction"]
    questions = [driver(name, column) for name, column in zip(names, "abcde", strict=True)]
    bench.run(asks("pulse", *questions), {"a.csv": csv("id,at,a,b,c,d,e", f"1,{DAY},1,2,3,4,5")})
    slots = {name: slot for (_, name), (slot, *_) in registry(bench).items()}
    assert sorted(slots, key=lambda name: slots[name]) == [
        "offering", "ease", "overall_satisfaction", "delivery", "price",
    ]  # fmt: skip
    assert answered(bench) == [
        {"driver_01": 4, "driver_02": 2, "driver_03": 5, "driver_04": 3, "driver_05": 1},
    ]


def test_a_driver_has_one_column_over_all_surveys(bench: Workbench) -> None:
    bench.run(asks("one", driver("price"), driver("ease", "b")), {"a.csv": csv("id,at,a,b", f"1,{DAY},2,3")})
    bench.run(asks("two", driver("price"), kind="transactional"), {"a.csv": csv("id,at,a", f"1,{DAY},5")})
    assert registry(bench) == {
        ("one", "ease"): (1, 1, 5, False),
        ("one", "price"): (2, 1, 5, False),
        ("two", "price"): (2, 1, 5, False),
    }
    assert answered(bench) == [{"driver_01": 3, "driver_02": 2}, {"driver_02": 5}]
    assert {row["survey_kind"] for row in bench.view("survey_drivers")} == {"relational", "transactional"}


def test_a_driver_that_is_asked_twice_has_the_mean_of_what_was_answered(bench: Workbench) -> None:
    bench.run(
        asks("pulse", driver("price"), driver("price", "b")),
        {"a.csv": csv("id,at,a,b", f"1,{DAY},2,5", f"2,{DAY},4,", f"3,{DAY},,")},
    )
    assert answered(bench) == [{"driver_01": 3.5}, {"driver_01": 4}, {}]


def test_items_of_a_question_are_answers_to_its_driver(bench: Workbench) -> None:
    questions = "[{id: price, metric: driver, driver: price, column: {question: Price}, item: option}]"
    yaml = survey_yaml(questions, file="{header_rows: 2, header_fill: forward}")
    bench.run(yaml, {"a.csv": csv("id,at,Price,", ",,goods,service", f"1,{DAY},2,5", f"2,{DAY},,3", f"3,{DAY},,")})
    assert answered(bench) == [{"driver_01": 3.5}, {"driver_01": 3}, {}]


def test_on_several_scales_the_column_holds_the_index(bench: Workbench) -> None:
    bench.run(asks("one", driver("price", scale="{min: 0, max: 10}")), {"a.csv": csv("id,at,a", f"1,{DAY},4")})
    bench.run(
        asks("two", driver("price"), driver("ease", "b")), {"a.csv": csv("id,at,a,b", f"1,{DAY},2,2", f"2,{DAY},,5")}
    )
    assert registry(bench) == {
        ("one", "price"): (2, 0, 100, True),
        ("two", "price"): (2, 0, 100, True),
        ("two", "ease"): (1, 1, 5, False),
    }
    assert answered(bench) == [{"driver_02": 40}, {"driver_01": 2, "driver_02": 25}, {"driver_01": 5}]


def test_two_questions_on_two_scales_meet_on_the_index(bench: Workbench) -> None:
    questions = [driver("price", scale="{min: 0, max: 10}"), driver("price", "b")]
    bench.run(asks("pulse", *questions), {"a.csv": csv("id,at,a,b", f"1,{DAY},4,5")})
    assert answered(bench) == [{"driver_01": (40 + 100) / 2}]


def test_a_reversed_question_counts_the_other_way_round(bench: Workbench) -> None:
    questions = [driver("ease", scale="{min: 1, max: 5, reversed: true}")]
    bench.run(asks("pulse", *questions), {"a.csv": csv("id,at,a", f"1,{DAY},2")})
    assert answered(bench) == [{"driver_01": 4}]
    (answer,) = bench.view("survey_answers")
    assert answer["score"] == 4


@pytest.mark.parametrize("cell", ["9", "x", ""])
def test_what_is_no_answer_is_in_no_column(bench: Workbench, cell: str) -> None:
    bench.run(asks("pulse", driver("ease")), {"a.csv": csv("id,at,a", f"1,{DAY},{cell}")})
    assert answered(bench) == [{}]


def test_what_employees_are_asked_about_is_left_out(bench: Workbench) -> None:
    bench.run(asks("staff", driver("wages"), kind="employee"), {"a.csv": csv("id,at,a", f"1,{DAY},3")})
    assert (registry(bench), answered(bench)) == ({}, [{}])
    bench.run(asks("pulse", driver("ease")), {"a.csv": csv("id,at,a", f"1,{DAY},4")})
    assert registry(bench) == {("pulse", "ease"): (1, 1, 5, False)}
    assert answered(bench) == [{"driver_01": 4}, {}]


def test_sixteen_drivers_have_a_column_each(bench: Workbench) -> None:
    names = [*DRIVERS, *(f"own_{number}" for number in range(8))]
    columns = [f"c{number}" for number in range(16)]
    questions = [driver(name, column) for name, column in zip(names, columns, strict=True)]
    line = ",".join(["1", DAY, *(str(1 + number % 5) for number in range(16))])
    bench.run(asks("pulse", *questions), {"a.csv": csv(",".join(["id", "at", *columns]), line)})
    assert answered(bench) == [{name: 1 + number % 5 for number, name in enumerate(SLOT_COLUMNS)}]


def test_a_seventeenth_driver_is_refused_with_all_of_their_names(bench: Workbench) -> None:
    bench.declare(asks("one", *(driver(f"own_{number:02}", f"c{number}") for number in range(10))))
    bench.declare(asks("two", *(driver(f"own_{number:02}", f"c{number}") for number in range(6, 17))))
    with pytest.raises(SpecError) as told:
        bench.specs()
    assert "the surveys name 17 drivers, and 16 can be told apart: own_00, own_01" in str(told.value)
    assert "give questions about the same thing the same driver, or metric: other" in str(told.value)


def test_drivers_of_employees_take_no_column(bench: Workbench) -> None:
    bench.declare(asks("one", *(driver(f"own_{number:02}", f"c{number}") for number in range(16))))
    bench.declare(asks("staff", driver("wages"), kind="employee"))
    assert len(bench.specs()) == 2
