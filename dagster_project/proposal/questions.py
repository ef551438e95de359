"""The questions of a survey, by their wording and their answers: NPS, CSAT, CES, drivers, open text, the rest.

A question is scored only when its answers are scores. What a scale is, is decided in `scales`.
"""

import re
from collections import Counter
from typing import Any

from dagster_project.ingest.privacy import masked
from dagster_project.proposal.columns import Content, is_group
from dagster_project.proposal.metrics import (
    asks_about_areas,
    batteries_of,
    blocks_of_ticks,
    by_wording,
    is_asked,
    is_choice,
    is_other,
    open_words,
)
from dagster_project.proposal.scales import Scored, keys_of, scored
from dagster_project.proposal.sight import Drawn, Sight
from dagster_project.proposal.together import Asked, bare_scores, effort_apart, zero_to_ten
from dagster_project.proposal.wording import QUESTIONS, heading, readable_id, said
from dagster_project.proposal.yaml_text import Block, Entry

_MOST_UNTOLD = 20
_LONGEST_STEM, _LONGEST_HEADING = 300, 60
OPEN_OPTIONS = frozenset(map(heading, QUESTIONS["open_options"]))
_IDS = {"nps": "recommend", "csat": "satisfaction", "ces": "effort"}


def questions_of(sight: Sight, parts: Drawn, *, is_sure: bool) -> Drawn:
    """The items of `questions`, each a block. `is_sure`: it is a survey, even where no words tell a question."""
    free = [one for one in sight.columns if one.column.position not in parts.taken and not one.is_personal]
    groups = [content for content in free if is_group(content)]
    free = [content for content in free if content not in groups]
    several = blocks_of_ticks(free)
    ticked = {id(content) for block in several for content in block}
    single = [content for content in free if id(content) not in ticked]
    batteries, has_areas = batteries_of(single), asks_about_areas(single)
    scores = [found for content in single if (found := _score(content, batteries, has_areas))]
    scores = zero_to_ten(effort_apart(scores or bare_scores(single, sight.columns), batteries))
    in_scores = {id(one.content) for one in scores}
    texts = [found for one in single if id(one) not in in_scores and (found := _text(one, scores))]
    drawn = Drawn()
    asked = sorted([*scores, *texts], key=lambda one: one.content.column.position)
    if not asked and not several:
        why = "decide: its words tell no metric"
        asked = [Asked(one, "other", why) for one in single if is_asked(one) or is_sure][:_MOST_UNTOLD]
    _write(sight, asked, groups, several, drawn)
    return drawn


def _score(content: Content, batteries: set[str], has_areas: bool) -> Asked | None:
    """A scored question, None where the wording or the answers are none of one."""
    stem, item = content.stem_and_item
    metric, why, driver = by_wording(content, item if stem in batteries else "", has_areas=has_areas)
    if metric is None and not (is_asked(content) or content.texts):
        return None
    answers = scored(content.counts, content.wording, metric or "other")
    if answers is None or (not content.texts and not metric):
        return None
    if metric is None:
        if not is_asked(content):
            return None
        return Asked(content, "other", "a scale, but its wording tells no metric", answers)
    if said(content.wording, QUESTIONS["reversed"]) and metric == "ces":
        answers = _turned(answers)
    return Asked(content, metric, why, answers, driver)


def _turned(answers: Scored) -> Scored:
    scale: dict[str, Any] = {**answers.scale, "reversed": True}
    why = {**answers.why, "scale": "decide: its wording asks how hard it was, so a high answer is taken for a bad one"}
    return Scored(scale, answers.labels, answers.missing, answers.satisfied_from, why)


def _text(content: Content, scores: list[Asked]) -> Asked | None:
    """An open question: it is worded as one, or holds sentences."""
    words = open_words(content)
    sentences = sum(text.count(" ") >= 2 for text in content.counts)
    holds_sentences = sentences >= max(2, 0.4 * len(content.counts))
    if content.texts and is_choice(content) and not (words and holds_sentences):
        return None
    is_open = heading(content.column.texts.get("option", "")) in OPEN_OPTIONS
    is_short = len(content.question) < _LONGEST_HEADING
    if words and not _starts_with_a_number(content) and (is_open or is_short or is_asked(content)):
        return Asked(content, "text", f"says '{words[1]}'")
    is_scored_block = any(one.content.question == content.question for one in scores)
    if holds_sentences and (is_open or is_scored_block or is_asked(content)):
        return Asked(content, "text", "holds sentences")
    return Asked(content, "text", "an open answer") if is_open else None


def _starts_with_a_number(content: Content) -> bool:
    return bool(content.texts) and content.texts[0].isdigit()


def _write(sight: Sight, asked: list[Asked], groups: list[Content], several: list[list[Content]], drawn: Drawn) -> None:
    used: Counter[str] = Counter()
    nps = [one for one in asked if one.metric == "nps"]
    for one in asked:
        selector = sight.selector(one.content)
        if selector is None:
            continue
        block: Block = [Entry("id", _id(one, asked, used)), Entry("metric", one.metric, one.why)]
        if one.driver:
            block.append(Entry("driver", one.driver))
        block.append(Entry("column", selector, _shown_question(one.content, selector)))
        if len(nps) > 1 and one is nps[0]:
            block.append(Entry("primary", True, "decide: two NPS questions; the first one is taken for the score"))
        block += [
            Entry(key, value, why) for key, value, why in (keys_of(one.answers, one.metric) if one.answers else [])
        ]
        group = _group_of(one, nps, groups)
        if group is not None:
            block.append(Entry("group_column", sight.selector(group), "compared, never used"))
            drawn.taken.add(group.column.position)
        drawn.add(Entry("-", block), one.content)
    for contents in several:
        stem = contents[0].stem_and_item[0]
        role = next(role for role in ("option", "question", "name") if role in contents[0].column.texts)
        selector = {"question": stem} if role == "option" else {f"{role}_regex": f"^{re.escape(stem)}(\\W|$)"}
        if masked(stem) != stem or len(stem) > _LONGEST_STEM:
            continue
        keys: Block = [Entry("id", _numbered(stem, used)), Entry("metric", "other", "a column per option")]
        keys += [Entry("column", {**selector, "many": True}), Entry("item", role)]
        drawn.add(Entry("-", keys), *contents)


def _numbered(text: str, used: Counter[str]) -> str:
    name = readable_id(masked(text), "question")
    used[name] += 1
    return name if used[name] == 1 else f"{name}_{used[name]}"


def _id(one: Asked, asked: list[Asked], used: Counter[str]) -> str:
    twins = sum(other.metric == one.metric for other in asked)
    words = open_words(one.content) if one.metric == "text" else None
    if one.driver:
        name = one.driver
    elif one.metric == "nps" or (one.metric in _IDS and twins == 1):
        name = _IDS[one.metric]
    elif words:
        name = words[0]
    elif is_other(one.content):
        name = readable_id(masked(one.content.stem_and_item[0]), "question") + "_other"
    else:
        stem, item = one.content.stem_and_item
        name = readable_id(masked(f"{stem} {item}" if len(item) < 20 else item), "question")
    used[name] += 1
    return name if used[name] == 1 else f"{name}_{used[name]}"


def _shown_question(content: Content, selector: Any) -> str:
    """The question's own words where the column is named by an id only."""
    return content.question[:90] if selector == content.column.texts.get("id") and selector != content.question else ""


def _group_of(one: Asked, nps: list[Asked], groups: list[Content]) -> Content | None:
    if one.metric != "nps" or one is not nps[0] or not groups:
        return None
    return min(groups, key=lambda group: abs(group.column.position - one.content.column.position))
