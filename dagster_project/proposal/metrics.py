"""Which metric the words of a question tell, and which columns belong together: batteries and boxes to tick.

Looks at words, and at answers only to tell a choice from a sentence. Scales and YAML are no matter here.
"""

from collections import Counter

from dagster_project.proposal.columns import Content
from dagster_project.proposal.scales import scored
from dagster_project.proposal.wording import QUESTIONS, label, readable_id, said

# So many questions about different areas, and they are drivers, not each a CSAT.
_AREAS_OF_A_SURVEY = 3
_SHORT = 25
_MARKS = frozenset({"1", "x", "true", "yes", "ja"})


def by_wording(content: Content, item: str, *, has_areas: bool) -> tuple[str | None, str, str | None]:
    """The metric, why, and the area of a driver; `item` is what this question of a battery is about."""
    wording = content.wording
    if words := said(wording, _metric("nps")):
        return "nps", f"says '{words}'", None
    is_satisfaction, is_effort = said(wording, _metric("csat")), said(wording, _metric("ces"))
    if item and (is_satisfaction or not is_effort):
        area = area_of(item) or (readable_id(item, "item") if is_satisfaction or has_areas else None)
        return ("driver", f"one of a battery, about '{item}'", area) if area else (None, "", None)
    area = area_of(wording)
    if is_effort and not (has_areas and area not in (None, "ease")):
        return "ces", f"says '{is_effort}'", None
    if is_satisfaction and (not has_areas or area in (None, "overall_satisfaction")):
        return "csat", f"says '{is_satisfaction}'", None
    if area is None:
        return None, "", None
    why = f"is about {area.replace('_', ' ')}"
    return "driver", why if has_areas else f"decide: {why}, by its words", area


def _metric(name: str) -> list[str]:
    return list(QUESTIONS["metrics"][name])


def area_of(text: str) -> str | None:
    """The area of the relationship that a text is about."""
    return next((area for area, patterns in QUESTIONS["areas"].items() if said(text, patterns)), None)


def batteries_of(columns: list[Content]) -> set[str]:
    """What is asked of several items: the same words before each, and an item of its own behind them."""
    stems = Counter(stem for content in columns for stem, item in [content.stem_and_item] if item)
    return {stem for stem, count in stems.items() if count >= 2}


def asks_about_areas(columns: list[Content]) -> bool:
    """Whether the scored questions are about several areas of the relationship."""
    asked = [content for content in columns if not said(content.question, [*_metric("nps"), *_metric("ces")])]
    scores = [content for content in asked if scored(content.counts, content.wording, "other") is not None]
    found = {area_of(content.question) for content in scores} - {None, "overall_satisfaction"}
    return len(found) >= _AREAS_OF_A_SURVEY


def is_asked(content: Content) -> bool:
    """Whether a heading is a question, by its words or because the platform says so."""
    is_by_platform = content.column.texts.get("import_id", "").startswith("QID")
    return is_by_platform or bool(said(content.question, QUESTIONS["asked"]))


def is_other(content: Content) -> bool:
    """Whether it is the line beside the options of a question."""
    return bool(said(content.stem_and_item[1], QUESTIONS["other_option"]))


def open_words(content: Content) -> tuple[str, str] | None:
    """The usual name of an open question, and the words that tell it."""
    patterns = QUESTIONS["texts"].items()
    return next(((name, words) for name, listed in patterns if (words := said(content.wording, listed))), None)


def is_choice(content: Content) -> bool:
    """Few texts that come again and again; in a small file only short ones can be told from sentences."""
    length = sum(map(len, content.counts)) / len(content.counts)
    is_few = len(content.counts) <= max(2, 0.2 * len(content.texts)) and len(content.texts) >= 5
    return is_few and (length < _SHORT or len(content.texts) >= 30)


def blocks_of_ticks(columns: list[Content]) -> list[list[Content]]:
    """Questions with a column per option, which holds the option, or a mark, where it was ticked."""
    blocks: dict[str, list[Content]] = {}
    for content in columns:
        stem, item = content.stem_and_item
        marks = {label(text) for text in content.counts}
        if item and not is_other(content) and marks <= {label(item), *_MARKS} and len(marks) <= 1:
            blocks.setdefault(stem, []).append(content)
    return [block for block in blocks.values() if len(block) >= 2 and any(one.texts for one in block)]
