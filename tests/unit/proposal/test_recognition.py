"""Platforms told by their headings, and metrics told by the words of a question, in Swedish and in English."""

import re

import pytest

from dagster_project.ingest.header import Column
from dagster_project.ingest.platforms import PLATFORMS
from dagster_project.proposal.columns import Content
from dagster_project.proposal.metrics import by_wording
from dagster_project.proposal.recognition import platforms_of
from dagster_project.proposal.wording import QUESTIONS, heading, headings, is_one_of, readable_id, said

LISTS = [
    (kind, platform, tuple(texts))
    for kind, presets in PLATFORMS.items()
    for platform, preset in presets.items()
    for texts in [
        *preset.get("recognised_by", []),
        *(one for table in preset.get("tables", {}).values() for one in table.get("recognised_by", [])),
    ]
]


@pytest.mark.parametrize(("kind", "platform", "texts"), LISTS)
@pytest.mark.parametrize("row", [0, 2])
def test_every_platform_is_told_by_its_own_headings_in_any_header_row(
    kind: str, platform: str, texts: tuple[str, ...], row: int
) -> None:
    rows = [(number, ["some", "title"]) for number in range(row)]
    found = platforms_of([*rows, (row + 1, ["another", *(text.upper() for text in texts)])])
    assert (platform, kind) in [(one.platform, one.kind) for one in found]


def test_more_headings_are_the_better_sign() -> None:
    kind, platform, texts = max(LISTS, key=lambda one: len(one[2]))
    weak = next(one for one in LISTS if len(one[2]) == 1)
    found = platforms_of([(1, [*weak[2], *texts])])
    assert (found[0].kind, found[0].platform) == (kind, platform)


def test_headings_of_nobody_are_of_no_platform() -> None:
    assert platforms_of([(1, ["Svars-id", "Kundnummer", "Tidpunkt"])]) == []


@pytest.mark.parametrize(
    ("wording", "metric", "area"),
    [
        ("How likely are you to recommend us to a friend?", "nps", None),
        ("Hur troligt är det att du skulle rekommendera oss?", "nps", None),
        ("NPS", "nps", None),
        ("NETPRO", "nps", None),
        ("It was easy for me to get help", "ces", None),
        ("How easy was it to place your order?", "ces", None),
        ("How much effort did you have to put in?", "ces", None),
        ("Det var lätt att få hjälp", "ces", None),
        ("Hur enkelt var det att handla?", "ces", None),
        ("How satisfied are you with your visit?", "csat", None),
        ("Hur nöjd är du med ditt köp?", "csat", None),
        ("Vilket betyg får vi?", "csat", None),
        ("Overall, how satisfied are you?", "csat", None),
        ("Q7ALL", "csat", None),
        ("You give good value for money", "driver", "value_for_money"),
        ("Ni är prisvärda", "driver", "value_for_money"),
        ("The information from you is clear", "driver", "information"),
        ("Vi har ett gott samarbete", "driver", "collaboration"),
        ("Ni är lätta att nå", "driver", "availability"),
        ("Ni är proaktiva", "driver", "proactivity"),
        ("Your range of products is good", "driver", "offering"),
        ("Which city do you live in?", None, None),
        ("I vilken stad bor du?", None, None),
    ],
)
def test_the_metric_is_told_by_the_words(wording: str, metric: str | None, area: str | None) -> None:
    found, _, driver = by_wording(Content(Column(0, {"name": wording}), (), 0), "", has_areas=False)
    assert (found, driver) == (metric, area)


@pytest.mark.parametrize(
    ("item", "driver"),
    [
        ("What we offer", "offering"),
        ("How easy we are to do business with", "ease"),
        ("Hur lätta vi är att nå", "availability"),
        ("Helheten", "overall_satisfaction"),
        ("Bemötandet i butiken", "bemotandet_butiken"),
    ],
)
def test_an_item_of_a_battery_is_a_driver_by_its_area_or_by_its_own_name(item: str, driver: str) -> None:
    content = Content(Column(0, {"question": f"How satisfied are you with the following? - {item}"}), (), 0)
    assert by_wording(content, item, has_areas=False)[::2] == ("driver", driver)


def patterns(part: object) -> list[str]:
    if isinstance(part, dict):
        return [one for value in part.values() for one in patterns(value)]
    return [one for value in part for one in patterns(value)] if isinstance(part, list) else [str(part)]


def test_every_phrase_is_a_pattern_in_lower_case() -> None:
    for part in ("metrics", "reversed", "areas", "texts", "asked", "survey_kinds", "other_option"):
        for pattern in patterns(QUESTIONS[part]):
            assert isinstance(re.compile(pattern), re.Pattern)
            assert re.sub(r"\\.", "", pattern) == re.sub(r"\\.", "", pattern).lower()


def test_headings_are_compared_without_their_separators_and_humps() -> None:
    assert headings("ResponseId") == ("responseid", "response id")
    assert heading("First_reply.time (SEK)") == "first reply time"
    assert is_one_of("E-POST:", ["e post"]) and not is_one_of("E-postlista", ["e post"])


def test_phrases_are_found_in_any_case_and_without_mark_up() -> None:
    assert said("<b>Would</b> you\u00a0RECOMMEND us?", ["you recommend"]) == "you recommend"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("How satisfied are you with the Ånge café?", "satisfied_ange_cafe"),
        ("4. Efficiency: did the team respond?", "efficiency"),
        ("12 345", "question_12_345"),
        ("?", "question"),
        ("你好", "question"),
        ("On a scale of 0-10, how would you rate the opening keynote?", "opening_keynote"),
    ],
)
def test_a_name_is_made_of_telling_words(text: str, name: str) -> None:
    assert readable_id(text, "question") == name
    assert re.fullmatch("[a-z][a-z0-9_]*", readable_id(text, "question"))
