"""The file itself: what its policy lets run is what is in it, and nothing in its data can end the data."""

import base64
import hashlib
import html
import json
import re

import pytest

from dagster_project.dashboard.page import _embedded, _policy, locale, render
from dagster_project.dashboard.payload import Payload, _terms
from dagster_project.dashboard.selections import CAPS
from dagster_project.dashboard.texts import LANGUAGES, Language
from dagster_project.dashboard.views import views_for
from dagster_project.publish.tables import Audience


def page_of(edition: Audience) -> str:
    """A page without any row."""
    meta = {
        "edition": edition,
        "build_id": "a build",
        "published_at": "2026-01-01 00:00",
        "as_of": "2026-01-01",
        "currency": "SEK",
        "timezone": "Europe/Stockholm",
        "terms": _terms(),
        "caps": CAPS,
        "names": {},
        "kinds": {},
        "default": {"grain": "quarter", "period": None},
    }
    return render(Payload(meta, {}), views_for(edition), {})


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@pytest.fixture(scope="module", params=["general", "frontline"])
def page(request: pytest.FixtureRequest) -> str:
    return page_of(request.param)


def policy_of(page: str) -> dict[str, list[str]]:
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert found
    rules = (rule.split() for rule in html.unescape(found[1]).split(";"))
    return {name: values for name, *values in rules}


def test_the_policy_names_the_scripts_and_the_style_of_the_page_and_nothing_else(page: str) -> None:
    policy = policy_of(page)
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert policy["script-src"] == [digest(script) for script in scripts]
    assert policy["style-src"] == [digest(style) for style in styles]
    assert (len(scripts), len(styles)) == (2, 1)


def test_the_policy_lets_nothing_be_fetched(page: str) -> None:
    policy = policy_of(page)
    assert policy["default-src"] == ["'none'"]
    assert policy["img-src"] == ["data:", "blob:"]
    assert "connect-src" not in policy
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*"} & {value for values in policy.values() for value in values}


def test_the_page_stands_alone(page: str) -> None:
    own = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert re.findall(r"""(?:src|href)\s*=\s*["']?(?!#)[^"'\s>]+|@import|url\(""", own) == []


@pytest.mark.parametrize(
    "text", ["</script>", "<!--<script>", "\u2028\u2029", "&lt;", "]]>", '"\\', "\u0000\ud7ff", "<SCRIPT", "</ScRiPt "]
)
def test_data_cannot_end_its_element(text: str) -> None:
    embedded = _embedded({"text": text, text: 1})
    assert not set("<>&\u2028\u2029") & set(embedded)
    assert json.loads(embedded) == {"text": text, text: 1}


def test_a_script_that_changes_gets_another_hash() -> None:
    assert _policy(["a"], ["b"]) != _policy(["a "], ["b"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_are_written_as_the_language_has_them(language: Language) -> None:
    assert locale(language)["number"]["decimal"] == {"en": ".", "sv": ","}[language]
