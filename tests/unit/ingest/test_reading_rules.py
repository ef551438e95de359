"""Rules that skip, drop or blank: `comment_prefix`, `skip_rows`, `drop_rows`, `null_values`, `unescape_formula`."""

import pytest

from tests.unit.ingest.test_reading import counts, shape
from tests.unit.workbench import Workbench, csv, survey_yaml, table_yaml

CUSTOMERS = "{customer_id: {column: Account}, segment: {column: Name}, annual_revenue: {column: Sum}}"
FOOTER = "{drop_rows: [{any_cell_regex: '^(Total|Copyright)', within: footer}]}"


def statuses(bench: Workbench) -> list[tuple[int, str | None]]:
    return [(row["row_number"], row["drop_reason"] or row["row_status"]) for row in bench.rows("records")]


def test_comments_above_among_and_below_the_records_are_dropped(bench: Workbench) -> None:
    lines = ("# made by", "", "id,at,score", "r1,2025-01-01,1", "# among,a,b", "r2,2025-01-01,2", "", "# end")
    bench.run(survey_yaml(file='{comment_prefix: "#"}'), {"a.csv": csv(*lines)})
    assert shape(bench) == [
        (4, "loaded", None),
        (5, "dropped", "comment"),
        (6, "loaded", None),
        (8, "dropped", "comment"),
    ]
    assert counts(bench) == (4, 2, 0, 2)


def test_a_quote_in_a_comment_disturbs_nothing(bench: Workbench) -> None:
    lines = ('# made "by', "id,at,score", "r1,2025-01-01,1", '# among "', "r2,2025-01-01,2")
    bench.run(survey_yaml(file='{comment_prefix: "#"}'), {"a.csv": csv(*lines)})
    assert bench.values("submission_id") == ["r1", "r2"]
    assert counts(bench) == (3, 2, 0, 1)


def test_skipped_rows_are_neither_header_nor_records(bench: Workbench) -> None:
    bench.run(
        survey_yaml(file="{skip_rows: 2}"), {"a.csv": csv("Report", '"x, y",,,,', "id,at,score", "r1,2025-01-01,1")}
    )
    assert shape(bench) == [(4, "loaded", None)]


def test_a_footer_lies_below_the_last_full_row(bench: Workbench) -> None:
    lines = ("Account,Name,Sum", "1,Copyright AB,5", "2,Total Nordic,5", "", "Total,,10", "Copyright (c) us")
    bench.run(table_yaml("customers", CUSTOMERS, file=FOOTER), {"a.csv": csv(*lines)})
    assert statuses(bench) == [(2, "loaded"), (3, "loaded"), (5, "footer"), (6, "footer")]


def test_a_record_in_the_middle_that_is_named_like_a_footer_stays(bench: Workbench) -> None:
    lines = ("Account,Name,Sum", "1,Total,", "2,Copyright,", "3,Usual,5", "Total,,10")
    bench.run(table_yaml("customers", CUSTOMERS, file=FOOTER), {"a.csv": csv(*lines)})
    assert statuses(bench) == [(2, "loaded"), (3, "loaded"), (4, "loaded"), (5, "footer")]


def test_without_within_a_rule_drops_rows_anywhere(bench: Workbench) -> None:
    lines = ("Account,Name,Sum", "Total,All,5", "1,Usual,5", "2,Total,5")
    bench.run(table_yaml("customers", CUSTOMERS, file=FOOTER.replace(", within: footer", "")), {"a.csv": csv(*lines)})
    assert statuses(bench) == [(2, "drop rule"), (3, "loaded"), (4, "drop rule")]


def test_an_average_row_of_a_spreadsheet_is_dropped_by_its_number(bench: Workbench) -> None:
    rule = r"{drop_rows: [{any_cell_regex: '^[0-9]+\.[0-9]{6,}$'}]}"
    bench.run(survey_yaml(file=rule), {"a.csv": csv("id,at,score", "r1,2025-01-01,4", ",,4.105263158")})
    assert shape(bench) == [(2, "loaded", None), (3, "dropped", "drop rule")]


def test_the_footer_of_a_salesforce_report_is_dropped(bench: Workbench) -> None:
    lines = (
        '"Account","Name","Sum"',
        '"1","Copyright Ltd","5"',
        '"2","Grand Totals AB","5"',
        "",
        '"Grand Totals (2 records)"',
        "",
        '"Confidential Information - Do Not Distribute"',
        '"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."',
    )
    bench.run(table_yaml("customers", CUSTOMERS, more="platform: salesforce"), {"a.csv": csv(*lines)})
    assert [status for _, status in statuses(bench)] == ["loaded", "loaded", "drop rule", "footer", "footer"]


def test_null_values_are_blank_and_only_as_they_are_written(bench: Workbench) -> None:
    file = "{null_values: ['', 'null', '#NAME?', 11]}"
    lines = ("id,at,score", "r1,2025-01-01,null", "r2,2025-01-01,#NAME?", "r3,2025-01-01,11", "r4,2025-01-01, null ")
    bench.run(survey_yaml(file=file), {"a.csv": csv(*lines, "r5,2025-01-01,NULL")})
    assert bench.values("m_recommend") == ["blank", "blank", "blank", "blank", "unmapped"]


def test_an_id_that_is_a_null_value_is_no_id(bench: Workbench) -> None:
    bench.run(
        survey_yaml(file="{null_values: ['n/a']}"), {"a.csv": csv("id,at,score", "n/a,2025-01-01,1", " ,2025-01-01,1")}
    )
    assert [why for _, _, why in shape(bench)] == ["no id", "no id"]


@pytest.mark.parametrize(
    ("cell", "read"),
    [("'=1+1", "=1+1"), ("'-5", "-5"), ("'+46", "+46"), ("'@x", "@x"), ("'quoted'", "'quoted'"), ("''=", "''=")],
)
def test_a_sign_that_the_platform_put_before_a_formula_is_taken_away(bench: Workbench, cell: str, read: str) -> None:
    bench.run(survey_yaml(file="{unescape_formula: true}"), {"a.csv": csv("id,at,score", f"{cell},2025-01-01,1")})
    assert bench.values("submission_id") == [read]


def test_without_asking_the_sign_stays(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": csv("id,at,score", "'=1,2025-01-01,1")})
    assert bench.values("submission_id") == ["'=1"]
