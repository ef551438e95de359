"""From the answers seen and the words of a question to its scale, its labels and its codes for a missing answer.

Says only what the values show, and why where it had to be assumed. Which metric a question is of is decided by its
wording, in `questions`.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from dagster_project.ingest.labels import LABEL_PRESETS
from dagster_project.ingest.privacy import masked
from dagster_project.proposal.wording import ANSWERS, label, missing_reason, plain

_LEADING = re.compile(r"(-?[0-9]{1,2})\s*(?:[-\u2013=:.)(]|\s)\s*(?=\D)(.+)", re.DOTALL)
# What is rarer is a slip, not a code: it is left to be reported.
_LEAST_SHARE = 0.005
_PRESETS = {name: {label(text): score for text, score in texts.items()} for name, texts in LABEL_PRESETS.items()}
_USUAL = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 5), "driver": (1, 5), "other": (1, 5)}
# Where METRICS.md gives no answer that counts as satisfied: the upper part of the scale, for a person to decide.
_SATISFIED = {("csat", (0, 10)): 8, ("csat", (1, 10)): 8, ("csat", (1, 7)): 6, ("ces", (0, 10)): 8, ("ces", (1, 10)): 8}


@dataclass(frozen=True)
class Scored:
    """The keys of a scored question beside its column, each with the reason why it had to be assumed, if it had."""

    scale: dict[str, float]
    labels: str | dict[str, float] | None = None
    missing: dict[str, str] = field(default_factory=dict)
    satisfied_from: int | None = None
    why: dict[str, str] = field(default_factory=dict)  # by key


@dataclass(frozen=True)
class _Words:
    """Answers in words: the preset that holds all of them, and what is known of each."""

    preset: str | None
    steps: dict[str, int]  # 5 - very satisfied
    known: dict[str, float]
    ends: set[str]


@dataclass(frozen=True)
class _Sorted:
    """The texts of a column by what they can be."""

    numbers: Counter[int]
    words: Counter[str]
    missing: dict[str, str]
    odd: int


def scored(counts: Counter[str], wording: str, metric: str) -> Scored | None:
    """How the answers are to be read, None where they are no scores. Without any answers the wording decides."""
    answers = _sorted(counts)
    usual = _USUAL[metric]
    if not counts:
        return _finished(metric, _worded(wording) or usual, Counter(), None, {}, {"scale": "no answer was seen"})
    words, unknown = _labels(answers, metric)
    understood = answers.numbers.total() + sum(answers.words[word] for word in answers.words if word not in unknown)
    scores = understood + sum(counts[text] for text in answers.missing)
    if understood == 0 or scores < 0.6 * counts.total():
        return None
    ends, codes, why = _ends(answers, wording, metric)
    if ends is None:
        return None
    if not answers.numbers and not words.steps and words.preset:
        ends = _range(words.preset)
    return _finished(metric, ends, answers.numbers, _labelled(words, ends), {**codes, **answers.missing}, why)


def _finished(
    metric: str,
    ends: tuple[int, int],
    numbers: Counter[int],
    labels: str | dict[str, float] | None,
    missing: dict[str, str],
    why: dict[str, str],
) -> Scored:
    scale: dict[str, float] = {"min": ends[0], "max": ends[1]}
    if metric == "nps" and _is_stored_from_one(numbers, missing) and ends == (0, 10):
        scale["offset"] = -1
        missing = {code: reason for code, reason in missing.items() if code != "11"}
        why = {**why, "scale": "decide: the file holds 1..11 and no 0, read as 0..10; without offset 11 is a code"}
    satisfied = _SATISFIED.get((metric, ends))
    if satisfied is not None:
        why = {**why, "satisfied_from": f"decide: which answers on {ends[0]}-{ends[1]} count"}
    return Scored(scale, labels, missing, satisfied, why)


def _is_stored_from_one(numbers: Counter[int], missing: dict[str, str]) -> bool:
    seen = {number for number in numbers if 0 <= number <= 11}
    return "11" in missing and 0 not in seen and len(seen) >= 5


def _sorted(counts: Counter[str]) -> _Sorted:
    numbers: Counter[int] = Counter()
    words: Counter[str] = Counter()
    missing, odd = {}, 0
    for text, count in counts.items():
        if reason := missing_reason(text):
            missing[text] = reason
        elif re.fullmatch(r"-?[0-9]{1,3}(?:[.,]0+)?", text):
            numbers[int(re.split("[.,]", text)[0])] += count
        elif re.fullmatch(r"-?[0-9]+[.,][0-9]+", text):
            odd += count
        else:
            words[text] += count
    return _Sorted(numbers, words, missing, odd)


def _labels(answers: _Sorted, metric: str) -> tuple[_Words, set[str]]:
    """What is known of the words, and those that are not: of a preset, numbered by themselves, or an end of a scale."""
    words = {word: label(word) for word in answers.words if len(word) <= 100 and masked(word) == word}
    likely = "agreement" if metric in ("ces", "driver") else "satisfaction"
    hits = {name: sum(folded in known for folded in words.values()) for name, known in _PRESETS.items()}
    numbers = [number for number in answers.numbers if 5 < number <= 10]
    highest = max(numbers, default=5)
    best = max(hits, key=lambda name: (hits[name], _range(name)[1] == highest, name.startswith(likely)))
    preset = best if hits[best] == len(answers.words) > 0 else None
    steps = {word: int(leading.group(1)) for word in words if (leading := _LEADING.fullmatch(word))}
    known = {word: _PRESETS[best][folded] for word, folded in words.items() if folded in _PRESETS[best]}
    ends = {word for word, folded in words.items() if folded in ANSWERS["tops"] or folded in ANSWERS["bottoms"]}
    unknown = set(answers.words) - set(steps) - set(known) - ends
    return _Words(preset, steps, known, ends), unknown


def _labelled(words: _Words, ends: tuple[int, int]) -> str | dict[str, float] | None:
    """The labels on a scale: a preset of that scale, else word by word; a word that ends a scale ends this one."""
    if words.preset and _range(words.preset) == ends:
        return words.preset
    found: dict[str, float] = {}
    for word in (*words.steps, *words.known, *words.ends):
        folded = label(word)
        if word in words.steps:
            found[word] = words.steps[word]
        elif folded in ANSWERS["tops"] or folded in ANSWERS["bottoms"]:
            found[word] = ends[1] if folded in ANSWERS["tops"] else ends[0]
        elif ends == (1, 5):
            found[word] = words.known[word]
    return dict(sorted(found.items(), key=lambda item: item[1])) or None


def _range(preset: str) -> tuple[int, int]:
    return int(min(_PRESETS[preset].values())), int(max(_PRESETS[preset].values()))


def _worded(wording: str) -> tuple[int, int] | None:
    """The ends that a question names itself: on a scale of 0-10; 10 - strongly agree, 1 - strongly disagree."""
    text = re.sub(r"^\W*q?[0-9]+\s*[.):]\s*", "", plain(wording).lower())
    text = re.sub(r"[0-9]{2,}[-/.:][0-9]{2,}\S*|\b(19|20)[0-9]{2}\b", " ", text)
    named = {int(number) for number in re.findall(r"(?<![0-9a-z])[0-9]{1,2}(?![0-9a-z])", text)}
    return next((ends for ends in ((0, 10), (1, 10), (1, 7), (1, 5), (1, 4), (1, 3)) if set(ends) <= named), None)


def _ends(answers: _Sorted, wording: str, metric: str) -> tuple[tuple[int, int] | None, dict[str, str], dict[str, str]]:
    """The scale, the codes beside it, and why."""
    numbers = Counter({number: count for number, count in answers.numbers.items() if not _is_far_code(number)})
    for word in answers.words:
        if leading := _LEADING.fullmatch(word):
            numbers[int(leading.group(1))] += answers.words[word]
    if not numbers:
        ends: tuple[int, int] | None = _USUAL[metric]
    elif (ends := _worded(wording)) is None or _share_within(numbers, ends) < 0.8:
        ends = (0, 10) if metric == "nps" and _share_within(numbers, (0, 11)) >= 0.8 else _fitting(numbers)
    if ends is None:
        return None, {}, {}
    codes, why = _codes(answers.numbers, ends), {}
    if codes:
        why["missing"] = f"decide: {_listed(list(codes))} outside {ends[0]}-{ends[1]}, taken for no answer"
    if metric == "nps" and ends == (0, 10) and _worded(wording) is None and 0 not in numbers and numbers.total() >= 50:
        why["scale"] = "decide: no 0 was seen; if it could not be chosen, the scale is 1-10"
    elif metric != "nps" and answers.numbers and _worded(wording) is None and ends not in ((1, 5), (0, 10)):
        why["scale"] = f"decide: judged by the values, {min(numbers)} to {max(numbers)}"
    return ends, codes, why


def _listed(codes: list[str]) -> str:
    return f"{codes[0]} lies" if len(codes) == 1 else f"{', '.join(codes[:-1])} and {codes[-1]} lie"


def _share_within(numbers: Counter[int], ends: tuple[int, int]) -> float:
    return sum(count for number, count in numbers.items() if ends[0] <= number <= ends[1]) / numbers.total()


def _fitting(numbers: Counter[int]) -> tuple[int, int] | None:
    """The scale that the numbers lie on; 6 is taken for a code beside 1-5, not for a scale of six."""
    numbers = Counter({number: count for number, count in numbers.items() if count > 0.02 * numbers.total()})
    highest = max(numbers, default=99)
    if highest > 11 or min(numbers) < 0 or len(numbers) > 11:
        return None
    if highest <= 6:
        return 1, 5
    if highest == 7:
        return 1, 7
    return (0, 10) if 0 in numbers and highest != 11 else (1, 10)


def _is_far_code(number: int) -> bool:
    return number in ANSWERS["codes"]["not_answered"]


def _codes(numbers: Counter[int], ends: tuple[int, int]) -> dict[str, str]:
    reasons = {ends[1] + 1: ANSWERS["just_above"], ends[0] - 1: ANSWERS["just_below"]}
    reasons.update(dict.fromkeys(ANSWERS["codes"]["not_answered"], "not_answered"))
    enough = _LEAST_SHARE * numbers.total()
    return {
        str(number): reasons[number]
        for number in sorted(numbers)
        if number in reasons and not ends[0] <= number <= ends[1] and numbers[number] >= enough
    }


def keys_of(answers: Scored, metric: str) -> list[tuple[str, Any, str]]:
    """The keys to be written, each with its remark."""
    keys: list[tuple[str, Any, str]] = [("scale", answers.scale, answers.why.get("scale", ""))]
    if answers.satisfied_from is not None and metric in ("csat", "ces"):
        keys.append(("satisfied_from", answers.satisfied_from, answers.why.get("satisfied_from", "")))
    if answers.labels:
        keys.append(("labels", answers.labels, ""))
    if answers.missing:
        keys.append(("missing", answers.missing, answers.why.get("missing", "")))
    return keys
