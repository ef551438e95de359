"""Every word of the pages is there in both languages, for whatever the project can produce."""

import csv
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml

from dagster_project.dashboard.charts import FIGURES
from dagster_project.dashboard.selections import METRICS, SELECTIONS
from dagster_project.dashboard.texts import LANGUAGES, Language, words
from dagster_project.dashboard.views import CODED, VIEWS
from dagster_project.settings import PROJECT_ROOT

DBT = PROJECT_ROOT / "dbt"


def texts_in(tree: dict[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Every text of a catalogue by its key."""
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from texts_in(value, f"{path}{name}.")
        else:
            yield f"{path}{name}", value


def seed(name: str, column: str) -> set[str]:
    """The values of a column of a seed."""
    with (DBT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {row[column] for row in csv.DictReader(file)}


def accepted(test: str) -> set[str]:
    """The values that a test of the dbt project accepts."""
    for file in sorted((DBT / "models").rglob("*.yml")):
        for found in _tests_in(yaml.safe_load(file.read_text(encoding="utf-8"))):
            if found.get("name") == test:
                return set(found["arguments"]["values"])
    raise AssertionError(f"no test {test}")


def _tests_in(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        if "accepted_values" in part:
            yield part["accepted_values"]
        for value in part.values():
            yield from _tests_in(value)
    elif isinstance(part, list):
        for value in part:
            yield from _tests_in(value)


def verdicts() -> set[str]:
    """What the macro of verdicts can say."""
    macro = (DBT / "macros" / "metrics" / "initiative_roi.sql").read_text(encoding="utf-8")
    return set(re.findall(r"then '([^']+)'", macro))


def drivers() -> set[str]:
    """What a source may call a driver: those of the sample's surveys, and those that a theme is about."""
    asked = {
        name
        for file in sorted((PROJECT_ROOT / "dagster_project" / "defs" / "sources").rglob("defs.yaml"))
        for name in re.findall(r"\bdriver: ([a-z_]+)", file.read_text(encoding="utf-8"))
    }
    assert len(asked) > 3
    return asked | (seed("themes", "driver") - {""})


CODES: dict[str, Callable[[], set[str]]] = {
    "metric": lambda: set(METRICS) & accepted("metrics_are_known"),
    "survey_kind": lambda: seed("survey_kinds", "survey_kind") | {"none"},
    "grain": lambda: accepted("driver_periods_are_known") | accepted("grains_of_comment_themes_are_known"),
    "band": lambda: seed("nps_bands", "nps_band") | accepted("bands_of_nps_economics_are_known"),
    "driver": drivers,
    "quadrant": lambda: accepted("driver_quadrants_are_known"),
    "verdict": lambda: verdicts() | accepted("verdicts_are_known"),
    "direction": lambda: accepted("directions_are_known") - {"unchanged"},
    "sentiment": lambda: seed("sentiments", "sentiment") | accepted("sentiments_of_comments_are_known"),
    "status": lambda: seed("follow_up_statuses", "status") & {"open", "contacted"},
    "exclusion_reason": lambda: seed("exclusion_reasons", "reason"),
}


def test_both_languages_have_the_same_keys() -> None:
    english, swedish = (dict(texts_in(words(language).tree)) for language in LANGUAGES)
    assert list(english) == list(swedish)
    assert len(english) > 250


def test_both_languages_fill_in_the_same_things() -> None:
    english, swedish = (dict(texts_in(words(language).tree)) for language in LANGUAGES)
    for key, text in english.items():
        braces = [set(re.findall(r"\{(\w*)\}", str(one))) for one in (text, swedish[key])]
        assert braces[0] == braces[1], key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty(language: Language) -> None:
    assert [key for key, text in texts_in(words(language).tree) if not str(text).strip()] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", CODES)
def test_every_code_of_the_project_has_a_word(kind: str, language: Language) -> None:
    codes = CODES[kind]()
    assert codes
    assert codes - set(words(language).codes(kind)) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_theme_and_touchpoint_has_a_name(language: Language) -> None:
    for name in ("themes", "touchpoints"):
        assert "" not in seed(name, f"name_{language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_of_a_view_has_a_heading(language: Language) -> None:
    headings = set(words(language).tree["column"])
    assert {column for view in VIEWS for column in view.columns} | {"period_start"} <= headings


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_view_has_a_title_and_a_lead(language: Language) -> None:
    for view in VIEWS:
        assert {"title", "lead"} <= set(words(language).tree[view.name])


def test_every_view_shows_a_table_that_its_edition_carries() -> None:
    audiences = {one.name: one.audience for one in SELECTIONS} | {"distribution": "general"}
    for view in VIEWS:
        assert audiences[view.table] in ("general", view.audience), view.name


def test_every_view_that_has_a_figure_is_drawn_and_no_other() -> None:
    assert {view.name for view in VIEWS if view.figure} == set(FIGURES)


def test_every_kind_of_code_has_words_or_names() -> None:
    assert set(CODED.values()) - set(words("en").tree["code"]) == {"country", "theme", "touchpoint"}


def test_every_text_that_the_script_says_is_in_the_catalogue() -> None:
    known = dict(texts_in(words("en").tree))
    scripts = sorted((PROJECT_ROOT / "dagster_project" / "dashboard" / "page").glob("*.js"))
    said = {key for file in scripts for key in re.findall(r"\bsay\('([\w.]+)'", file.read_text(encoding="utf-8"))}
    assert len(said) > 50
    assert said - set(known) == set()
