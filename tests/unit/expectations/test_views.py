"""What the rules look at: everything that was read, with the value that was read."""

from dagster_project.expectations.views import write_check_views
from tests.unit.workbench import Row, Workbench, csv, survey_yaml, table_yaml

QUESTIONS = """
    - {id: hard, metric: ces, column: a, scale: {min: 1, max: 5, reversed: true}, missing: {'9': blank}}
    - {id: parts, metric: csat, column: {name_regex: '^p'}, item: name}"""


def view(bench: Workbench, source: str = "pulse", kind: str = "rows") -> list[Row]:
    write_check_views(bench.connection, bench.spec(source))
    return bench.query(f"select * from checks.{source}__{kind} order by 1, 2")


def test_an_answer_is_looked_at_as_it_was_read_and_not_as_it_is_kept(bench: Workbench) -> None:
    lines = ("1,2025-01-01,1,5,5", "2,2025-01-01,7,6,?", "3,2025-01-01,9,,", "4,2025-01-01,,,", "5,2025-01-01,much,,")
    bench.run(survey_yaml(QUESTIONS), {"a.csv": csv("id,at,a,p1,p2", *lines)})
    assert bench.values("s_hard") == [5, None, None, None, None]
    found = [(row["score_of_hard"], row["reason_of_hard"], row["bad_items_of_parts"]) for row in view(bench)]
    assert found == [
        (1, "answered", 0),
        (7, "out_of_range", 2),
        (None, None, 0),
        (None, None, 0),
        (None, "unmapped", 0),
    ]


def test_rejected_rows_are_looked_at_and_dropped_ones_are_not(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": csv("id,at,score", "1,2025-01-01,1", ",2025-01-01,1", ",,")})
    assert [(row["row_number"], row["row_status"]) for row in view(bench)] == [(2, "loaded"), (3, "rejected")]


def test_dates_before_2000_and_after_tomorrow_are_odd(bench: Workbench) -> None:
    days = ("1999-12-31", "2000-01-02", "2025-01-01", "2199-01-01")
    bench.run(survey_yaml(), {"a.csv": csv("id,at,score", *[f"{day},{day},1" for day in days])})
    assert [row["odd_dates"] for row in view(bench)] == [1, 0, 0, 1]


def test_files_are_looked_at_whatever_became_of_them(bench: Workbench) -> None:
    good = csv("id,at,score", "1,2025-01-01,1")
    bench.run(survey_yaml(), {"a.csv": good, "b.csv": "x\n", "c.csv": good})
    assert [(row["file_path"], row["status"], row["rows_read"]) for row in view(bench, kind="files")] == [
        ("pulse/a.csv", "loaded", 1),
        ("pulse/b.csv", "refused", 0),
        ("pulse/c.csv", "same content", 0),
    ]


def test_values_of_a_record_that_cannot_be_read_are_counted_per_row(bench: Workbench) -> None:
    fields = "{customer_id: id, annual_revenue: r, acquisition_cost: c}"
    bench.run(table_yaml("customers", fields), {"a.csv": csv("id,r,c", "1,much,more", "2,5,5", "3,,x")})
    assert [row["unreadable_values"] for row in view(bench, "records")] == [2, 0, 1]
