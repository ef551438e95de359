"""Every figure that a page carries is the published one, and the general page carries nothing of single customers."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from dagster_project.dashboard.selections import METRICS, selections_for
from dagster_project.publish.tables import Audience
from tests.dashboard.built import EDITIONS, Dashboards
from tests.dashboard.conftest import Open

KEYS = ("metric", "survey_kind", "period_grain", "period_start", "dimension", "member")
FIGURES = ("value", "ci_lower", "ci_upper", "mean_score", "median_score", "p90_score", "previous_value", "change")
WHOLE = ("respondent_count", "numerator", "denominator")
FLAGS = ("is_suppressed", "is_low_base", "is_significant_change")
ROUNDING = 0.00501  # two places; shares and chances have more
FINE = 0.0000501


def carried(dashboards: Dashboards, edition: Audience) -> dict[str, Any]:
    """What stands in the data block of a page, read as the page reads it."""
    html = dashboards.page(edition).read_text(encoding="utf-8")
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def rows_of(columns: dict[str, Any]) -> list[dict[str, Any]]:
    """A table of the data block by row: text may be kept as places in a list of words."""
    lists = {}
    for name, column in columns.items():
        if isinstance(column, dict):
            lists[name] = [None if place is None else column["words"][place] for place in column["places"]]
        else:
            lists[name] = column
    return [dict(zip(lists, values, strict=True)) for values in zip(*lists.values(), strict=True)]


def within_rounding(ours: float | None, theirs: Any, column: str) -> bool:
    """Whether a figure is the published one but for the rounding."""
    if theirs is None or ours is None:
        return ours is None and theirs is None
    return abs(ours - float(theirs)) <= (FINE if column.endswith(("share", "p_value")) else ROUNDING)


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_score_on_the_page_is_the_published_one(dashboards: Dashboards, edition: Audience) -> None:
    ours = rows_of(carried(dashboards, edition)["tables"]["scores"])
    published = {
        tuple(str(row[key]) for key in KEYS): row for row in dashboards.rows("select * from cx.metric_values", edition)
    }
    assert len({tuple(row[key] for key in KEYS) for row in ours}) == len(ours)
    for row in ours:
        theirs = published[tuple(row[key] for key in KEYS)]
        for column in FIGURES + WHOLE + ("within_target_share", "change_p_value"):
            assert within_rounding(row[column], theirs[column], column), (column, row, theirs)
        assert [row[flag] for flag in FLAGS] == [theirs[flag] for flag in FLAGS]
        assert row["period_end"] == str(theirs["period_end"])
    recent = dashboards.rows(
        f"""select count(*) as n from cx.metric_values where metric in {METRICS}
            and dimension in ('all', 'segment', 'country', 'touchpoint', 'segment_touchpoint')
            and (period_start > (select as_of from cx.publication) - interval 3 year or period_grain = 'all_time')
            and not (dimension = 'segment_touchpoint' and period_grain = 'trailing_90_days')""",
        edition,
    )
    assert len(ours) == recent[0]["n"] > 5000


def test_scores_on_the_page_are_what_their_counts_come_to(dashboards: Dashboards) -> None:
    computed = 0
    for row in rows_of(carried(dashboards, "general")["tables"]["scores"]):
        if row["metric"] in ("nps", "csat", "ces") and row["denominator"] and row["value"] is not None:
            assert abs(row["value"] - 100 * row["numerator"] / row["denominator"]) <= ROUNDING
            assert row["ci_lower"] - ROUNDING <= row["value"] <= row["ci_upper"] + ROUNDING
            computed += 1
    assert computed > 2000


def test_what_is_hidden_carries_no_figure(dashboards: Dashboards) -> None:
    hidden = [row for row in rows_of(carried(dashboards, "general")["tables"]["scores"]) if row["is_suppressed"]]
    assert len(hidden) > 100
    assert {row[name] for row in hidden for name in FIGURES + WHOLE} == {None}


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_table_of_a_page_has_the_rows_that_its_query_gives(dashboards: Dashboards, edition: Audience) -> None:
    tables = carried(dashboards, edition)["tables"]
    assert set(tables) == {one.name for one in selections_for(edition)}
    for one in selections_for(edition):
        rows = rows_of(tables[one.name])
        published = dashboards.rows(one.sql, edition)
        assert len(rows) == len(published)
        for ours, theirs in zip(rows, published, strict=True):
            for column, value in theirs.items():
                said = ours[column]
                if isinstance(said, float):
                    assert within_rounding(said, value, "value")
                elif said is not None and not isinstance(said, int | str):
                    raise AssertionError((one.name, column, said))
                else:
                    assert (said is None) == (value is None)


def test_the_general_page_holds_nothing_of_single_customers(dashboards: Dashboards) -> None:
    data = carried(dashboards, "general")
    frontline = {one.name for one in selections_for("frontline")} - {one.name for one in selections_for("general")}
    assert {"cube", "comments", "follow_ups"} <= frontline
    assert frontline & set(data["tables"]) == set()
    assert {view["name"] for view in data["views"]} & {"comments", "follow_ups"} == set()
    general, held = Passages(own_text(dashboards, "general")), Passages(own_text(dashboards, "frontline"))
    for sql in (
        "select distinct response_id as word from cx.survey_responses",
        "select distinct customer_key as word from cx.customers",
        "select distinct comment as word from cx.survey_comments where length(comment) > 20",
    ):
        secrets = {str(row["word"]) for row in dashboards.rows(sql, "frontline")} - {"None"}
        assert len(secrets) > 1000
        assert general.among(secrets) == set()
        assert len(held.among(secrets)) > 100


def own_text(dashboards: Dashboards, edition: Audience) -> str:
    """What a page says of its own, each text once: its data, and its HTML but for scripts."""
    html = dashboards.page(edition).read_text(encoding="utf-8")
    rest = re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
    return "\n".join([rest, *sorted(set(texts_in(carried(dashboards, edition))))])


def texts_in(data: Any) -> Iterator[str]:
    """Every text in something that came as JSON, names of fields too."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield name
            yield from texts_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from texts_in(value)


class Passages:
    """A text that many words are looked for in."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.beginnings = {text[place : place + 12] for place in range(len(text))}

    def among(self, words: set[str]) -> set[str]:
        """Which of some words occur in it."""
        return {word for word in words if word[:12] in self.beginnings and word in self.text}


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_page_says_which_build_it_is_of(dashboards: Dashboards, still: Open, edition: Audience) -> None:
    publication = dashboards.rows("select build_id from cx.publication", edition)[0]
    assert publication["build_id"] in still(edition).page.locator("#built").inner_text()
