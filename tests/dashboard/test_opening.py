"""What the pictures are drawn from is what the page shows as it opens, view by view and word by word."""

from typing import Any

import pytest

from dagster_project.dashboard.payload import Payload, read_payload
from dagster_project.dashboard.rows import opening_rows
from dagster_project.dashboard.texts import Language, words
from dagster_project.dashboard.views import CODED, VIEWS, View
from tests.dashboard.built import Dashboards
from tests.dashboard.conftest import Open


def from_python(view: View, payload: Payload, language: Language) -> list[dict[str, Any]]:
    """The rows that a picture is drawn from, in the words of a CSV."""
    say = words(language)
    hidden = say.say("view.hidden")
    lines = []
    for row in opening_rows(view, payload, say):
        line = {}
        for column in view.columns:
            if column in CODED:
                line[column] = row[f"{column}_name"]
            elif row[column] is None and row.get("is_suppressed"):
                line[column] = hidden
            else:
                line[column] = row[column]
        lines.append(line)
    return lines


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize("view", [view for view in VIEWS if view.figure], ids=lambda view: view.name)
def test_a_picture_shows_the_rows_that_the_page_opens_with(
    dashboards: Dashboards, still: Open, view: View, language: Language
) -> None:
    payload = read_payload(dashboards.settings, "general")
    say = words(language)
    expected = from_python(view, payload, language)
    shown = still("general", language).csv_rows(view.name)
    headings = [say.say(f"column.{column}") for column in view.columns]
    assert len(shown) == len(expected)
    assert len(shown) > 0 or view.table not in payload.tables
    for ours, theirs in zip(expected, shown, strict=True):
        for column, heading in zip(view.columns, headings, strict=True):
            said, value = theirs[heading], ours[column]
            if isinstance(value, int | float) and not isinstance(value, bool):
                assert float(said.replace(",", ".")) == value, (column, ours, theirs)
            elif isinstance(value, bool):
                assert said == say.say(f"code.boolean.{str(value).lower()}")
            elif said != say.say("view.hidden"):
                assert said.removeprefix("'") == ("" if value is None else value), (column, ours, theirs)
            else:
                assert value in (None, "", said)
