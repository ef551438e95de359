"""The CSV of a view opens in a spreadsheet: every row, decimal commas, and words for what is hidden."""

import csv
import io
import re

import pytest
from playwright.sync_api import Browser

from dagster_project.dashboard.texts import words
from dagster_project.dashboard.views import VIEWS, View
from tests.dashboard.built import Dashboards
from tests.dashboard.conftest import Open
from tests.dashboard.reading import number, opened


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_the_csv_of_a_view_has_the_rows_of_its_table(dashboards: Dashboards, still: Open, view: View) -> None:
    shown = still("frontline")
    raw = shown.csv(view.name)
    assert raw.startswith(b"\xef\xbb\xbf")
    text = raw.decode("utf-8-sig")
    assert text.endswith("\r\n")
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    columns = [
        name for column in view.columns for name in (("period_start", column) if column == "period" else (column,))
    ]
    say = words("en")
    assert lines[0] == [say.say(f"column.{column}") for column in columns]
    assert {len(line) for line in lines} == {len(columns)}
    table = shown.table(view.name)
    assert len(lines) - 1 == len(table)
    assert [line for line in lines[1:] if any(re.fullmatch(r"-?[0-9]+[.][0-9]+", cell) for cell in line)] == []
    for line, row in zip(lines[1:], table, strict=True):
        cells = [(name, cell) for name, cell in zip(columns, line, strict=True) if name != "period_start"]
        for (name, cell), said in zip(cells, row.values(), strict=True):
            if re.fullmatch(r"-?[0-9]+(,[0-9]+)?", cell) and (figure := number(said)) is not None:
                exact = float(cell.replace(",", "."))
                assert abs(figure - (exact * 100 if "%" in said and abs(exact) <= 1 else exact)) <= 0.51
            elif re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2})?", cell):
                assert cell[:4] in said and cell[11:] in said
            elif name == "customer_key":
                assert cell.startswith(said)
            else:
                assert cell.removeprefix("'") == said or said.startswith("<")


def test_what_is_hidden_is_a_word_in_the_csv_and_never_a_figure(dashboards: Dashboards, browser: Browser) -> None:
    cells = dashboards.rows(
        """select period_start, is_suppressed from cx.metric_values
        where metric = 'nps' and dimension = 'country' and period_grain = 'month' and survey_kind = 'relational'
            and period_start > (select as_of from cx.publication) - interval 3 year and member = (
                select member from cx.metric_values where metric = 'nps' and dimension = 'country'
                    and period_grain = 'month' group by member order by count_if(is_suppressed) desc, member limit 1)
        order by period_start"""
    )
    assert any(cell["is_suppressed"] for cell in cells)
    member = dashboards.rows(
        """select member from cx.metric_values where metric = 'nps' and dimension = 'country'
            and period_grain = 'month' group by member order by count_if(is_suppressed) desc, member limit 1"""
    )[0]["member"]
    say = words("sv").say
    with opened(browser, dashboards.page("general"), f"grain=month&country={member}", language="sv") as shown:
        rows = shown.csv_rows("nps_trend")
    assert [row[say("column.period_start")] for row in rows] == [str(cell["period_start"]) for cell in cells]
    for row, cell in zip(rows, cells, strict=True):
        figures = [row[say(f"column.{name}")] for name in ("value", "ci_lower", "ci_upper", "respondent_count")]
        if cell["is_suppressed"]:
            assert set(figures) == {say("view.hidden")}
        else:
            assert say("view.hidden") not in figures


def test_the_button_downloads_it_under_the_name_of_its_view_and_day(dashboards: Dashboards, still: Open) -> None:
    shown = still("frontline")
    assert shown.download("nps_trend") == ("nps_trend_2026-10-31.csv", shown.csv("nps_trend"))
