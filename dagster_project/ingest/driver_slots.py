"""Which driver stands in which column of a response: a driver has one slot over all surveys of customers.

A wide row has columns and not names, and any survey may name drivers of its own: `raw.survey_drivers` says which is
which. What drivers mean to a score is not known here.
"""

from dataclasses import dataclass

from dagster_project.ingest.spec import Source, SurveySource
from dagster_project.ingest.spec.survey import DRIVER_SLOTS, DRIVERS, Question
from dagster_project.ingest.sql import identifier, quoted

SLOT_COLUMNS = tuple(f"driver_{number:02d}" for number in range(1, DRIVER_SLOTS + 1))
DRIVER_COLUMNS = {
    "source": "VARCHAR",
    "survey_kind": "VARCHAR",
    "slot": "INTEGER",
    "driver": "VARCHAR",
    "scale_min": "DOUBLE",
    "scale_max": "DOUBLE",
    "is_index": "BOOLEAN",
}


@dataclass(frozen=True)
class DriverSlot:
    """A driver's column, the scale that its values stand on, and whether they are the 0..100 index."""

    number: int
    scale_min: float
    scale_max: float
    is_index: bool

    @property
    def column(self) -> str:
        """The column of the response."""
        return SLOT_COLUMNS[self.number - 1]


def driver_slots(specs: list[Source]) -> dict[str, DriverSlot]:
    """The slot of every driver that customers are asked about: the eight areas in their order, then others by name.

    Answers on one scale are kept as they are; a driver that is asked on several scales is kept as its index.
    """
    scales: dict[str, set[tuple[float, float]]] = {}
    for spec in _surveys(specs):
        for question in _driver_questions(spec):
            scales.setdefault(_driver(question), set()).add(_scale(question))
    ordered = sorted(scales, key=lambda name: (DRIVERS.index(name) if name in DRIVERS else len(DRIVERS), name))
    found = {}
    for number, name in enumerate(ordered, 1):
        is_index = len(scales[name]) > 1
        low, high = (0.0, 100.0) if is_index else next(iter(scales[name]))
        found[name] = DriverSlot(number, low, high, is_index)
    return found


def slot_selects(spec: SurveySource, slots: dict[str, DriverSlot]) -> dict[str, str]:
    """For each slot that the survey fills the SQL of its value: the mean of the answers that a response gives to it."""
    questions: dict[str, list[Question]] = {}
    if spec.survey.kind != "employee":
        for question in _driver_questions(spec):
            questions.setdefault(_driver(question), []).append(question)
    return {slots[name].column: _mean(asked, slots[name]) for name, asked in questions.items()}


def registry_selects(specs: list[Source], slots: dict[str, DriverSlot]) -> list[str]:
    """One select per survey and driver: the rows of `raw.survey_drivers`."""
    return [
        f"""select {quoted(spec.source)} as source, {quoted(spec.survey.kind)} as survey_kind,
            {slots[name].number} as slot, {quoted(name)} as driver, {slots[name].scale_min!r} as scale_min,
            {slots[name].scale_max!r} as scale_max, {str(slots[name].is_index).lower()} as is_index"""
        for spec in _surveys(specs)
        for name in sorted({_driver(question) for question in _driver_questions(spec)})
    ]


def _surveys(specs: list[Source]) -> list[SurveySource]:
    return [spec for spec in specs if isinstance(spec, SurveySource) and spec.survey.kind != "employee"]


def _driver_questions(spec: SurveySource) -> list[Question]:
    return [question for question in spec.questions if question.metric == "driver"]


def _driver(question: Question) -> str:
    return question.driver or ""


def _scale(question: Question) -> tuple[float, float]:
    scale = question.answer_scale
    return (scale.min, scale.max) if scale else (0.0, 100.0)


def _plain(question: Question, slot: DriverSlot) -> str:
    return _value(question, slot, f"cast(stored.{identifier('s_' + question.id)} as double)")


def _answers(question: Question, slot: DriverSlot) -> str:
    """A list of the scores that a response gives to a question, without those that are missing."""
    if question.has_items:
        items = f"coalesce(stored.{identifier('i_' + question.id)}, [])"
        listed = f"list_transform({items}, lambda one: {_value(question, slot, 'one.score')})"
    else:
        listed = f"[{_plain(question, slot)}]"
    return f"list_filter({listed}, lambda score: score is not null)"


def _value(question: Question, slot: DriverSlot, score: str) -> str:
    low, high = _scale(question)
    return f"({score} - {low!r}) / {high - low!r} * 100" if slot.is_index else score


def _mean(questions: list[Question], slot: DriverSlot) -> str:
    if len(questions) == 1 and not questions[0].has_items:
        return _plain(questions[0], slot)
    lists = [_answers(question, slot) for question in questions]
    joined = lists[0] if len(lists) == 1 else f"list_concat({', '.join(lists)})"
    return f"list_avg({joined})"
