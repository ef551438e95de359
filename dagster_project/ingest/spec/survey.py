"""The YAML of a survey export: its survey, the parts of a response, its questions and their scales."""

from typing import Annotated, Any, Literal

from pydantic import Field, FiniteFloat, model_validator

from dagster_project.ingest.labels import LABEL_PRESETS
from dagster_project.ingest.spec.model import (
    ExcludeRule,
    Misplaced,
    Name,
    Regex,
    Role,
    Scale,
    Selector,
    SpecModel,
    Text,
    ValueField,
)
from dagster_project.ingest.spec.source import SourceModel

DRIVERS = (
    "offering",
    "information",
    "proactivity",
    "ease",
    "collaboration",
    "value_for_money",
    "availability",
    "overall_satisfaction",
)
DRIVER_SLOTS = 16  # columns of a response that drivers can stand in; as many drivers can be told apart
SCORED_METRICS = ("nps", "csat", "ces", "driver")
DEFAULT_SCALES = {
    "nps": Scale(min=0, max=10),
    "csat": Scale(min=1, max=5),
    "ces": Scale(min=1, max=5),
    "driver": Scale(min=1, max=5),
}

# METRICS.md, CSAT and CES: the answers that count as satisfied, by scale, as the lowest of them.
SATISFIED_FROM = {
    "csat": {(1.0, 3.0): 3.0, (1.0, 5.0): 4.0, (1.0, 2.0): 2.0},
    "ces": {(1.0, 5.0): 4.0, (1.0, 7.0): 5.0},
}


class Question(SpecModel):
    """One question of a survey: where its answers stand and what they mean."""

    id: Annotated[Text, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=63)]
    metric: Literal["nps", "csat", "ces", "driver", "text", "other"]
    driver: Annotated[Text, Field(min_length=1, max_length=63)] | None = None
    column: Selector | None = None
    pick: Literal["first_nonblank"] | None = None
    value_from: Role | None = None
    split: Annotated[Text, Field(min_length=1)] | None = None
    item: Role | None = None
    primary: bool = False
    question_value: Text | None = None
    scale: Scale | None = None
    labels: dict[Text, FiniteFloat] | Text | None = None
    missing: dict[Text, Text] = Field(default_factory=dict)
    satisfied_from: FiniteFloat | None = None
    group_column: Selector | None = None
    pii: Literal["redact", "keep"] = "redact"

    @model_validator(mode="after")
    def _complete(self) -> "Question":
        if self.metric == "driver" and not self.driver:
            raise ValueError(
                f"question '{self.id}' measures a driver: name it with driver, such as {', '.join(DRIVERS[:3])}"
            )
        if self.metric == "text" and self.has_items:
            raise ValueError(f"question '{self.id}' is text and has one answer: give each column a question of its own")
        if self.metric != "driver" and self.driver:
            raise ValueError(f"question '{self.id}' names a driver but its metric is {self.metric}")
        if isinstance(self.labels, str) and self.labels not in LABEL_PRESETS:
            raise Misplaced(f"labels '{self.labels}' is no preset: {', '.join(sorted(LABEL_PRESETS))}", "labels")
        if self.column is None and self.question_value is None:
            raise ValueError(f"question '{self.id}' has no column")
        if self.split is not None and self.item is not None:
            raise Misplaced(f"question '{self.id}' has split and item: a cell or a column is an item", "split")
        if self.column is not None and self.question_value is not None:
            raise ValueError(f"question '{self.id}' has column and question_value: one of them says where it stands")
        if self.column is None and (self.item or self.pick or self.value_from or self.group_column):
            raise ValueError(f"question '{self.id}' stands in rows: item, pick and the like need columns")
        return self

    @model_validator(mode="after")
    def _preset_labels_fit_the_scale(self) -> "Question":
        scale = self.answer_scale
        if isinstance(self.labels, str) and scale is not None:
            scores = [score + scale.offset for score in self.label_values.values()]
            if (min(scores), max(scores)) != (scale.min, scale.max):
                said = f"labels {self.labels} run from {min(scores):g} to {max(scores):g}, the scale from"
                raise Misplaced(f"question '{self.id}': {said} {scale.min:g} to {scale.max:g}", "labels")
        return self

    @model_validator(mode="after")
    def _satisfied_is_declared(self) -> "Question":
        if self.metric in SATISFIED_FROM and self.satisfied_threshold is None:
            scale = self.answer_scale
            ends = f"{scale.min:g}-{scale.max:g}" if scale else "no scale"
            raise Misplaced(
                f"question '{self.id}': on the scale {ends} say which answers count, with satisfied_from", "scale"
            )
        scale, lowest = self.answer_scale, self.satisfied_from
        if scale is not None and lowest is not None and not scale.min <= lowest <= scale.max:
            raise Misplaced(
                f"satisfied_from {lowest:g} is not on the scale {scale.min:g}-{scale.max:g}", "satisfied_from"
            )
        return self

    @property
    def is_scored(self) -> bool:
        """Whether an answer is a number on a scale."""
        return self.metric in SCORED_METRICS

    @property
    def has_items(self) -> bool:
        """Whether one response can hold several answers to it."""
        return self.item is not None or self.split is not None

    @property
    def answer_scale(self) -> Scale | None:
        """The declared scale, else the usual one of the metric; None where a number means nothing."""
        return self.scale or DEFAULT_SCALES.get(self.metric)

    @property
    def satisfied_threshold(self) -> float | None:
        """The lowest answer that counts as satisfied (CSAT) or as easy (CES)."""
        if self.satisfied_from is not None:
            return self.satisfied_from
        scale = self.answer_scale
        return SATISFIED_FROM.get(self.metric, {}).get((scale.min, scale.max)) if scale else None

    @property
    def label_values(self) -> dict[str, float]:
        """The number behind each label."""
        return LABEL_PRESETS[self.labels] if isinstance(self.labels, str) else self.labels or {}


class Attribute(SpecModel):
    """A further column to keep with the response: one by name, or all that match."""

    column: Selector | None = None
    column_regex: Regex | None = None
    as_: Name | None = Field(default=None, alias="as")
    optional: bool = False

    @model_validator(mode="after")
    def _one_origin(self) -> "Attribute":
        if (self.column is None) == (self.column_regex is None):
            raise ValueError("an attribute needs column or column_regex")
        return self


class Survey(SpecModel):
    """What is asked, of whom."""

    kind: Literal["relational", "transactional", "employee"]
    id: ValueField | None = None
    wave: ValueField | None = None
    partials_count: bool = False
    finite_population: int | None = Field(default=None, ge=1)

    @model_validator(mode="before")
    @classmethod
    def _constants(cls, value: object) -> object:
        if not isinstance(value, dict):
            return value
        scalars = {key: value[key] for key in ("id", "wave") if isinstance(value.get(key), str | int | float)}
        constants = {key: {"value": scalar} for key, scalar in scalars.items()}
        return {**value, **constants}


class Response(SpecModel):
    """The parts of a response beside its answers."""

    id: ValueField = ValueField(row_number=True)
    customer: ValueField | None = None
    submitted_at: ValueField
    started_at: ValueField | None = None
    sent_at: ValueField | None = None
    complete: ValueField | None = None
    exclude: list[ExcludeRule] = Field(default_factory=list)
    interaction: ValueField | None = None
    touchpoint: ValueField | None = None
    channel: ValueField | None = None
    language: ValueField | None = None
    country: ValueField | None = None
    segment: ValueField | None = None
    weight: ValueField | None = None
    attributes: list[Attribute] = Field(default_factory=list)


class LongForm(SpecModel):
    """The columns of a file that has one row per answer."""

    response: Selector
    question: Selector
    answer: Selector


class SurveySource(SourceModel):
    """A survey export: `SurveyExport` in YAML."""

    platform: Text = "generic"
    survey: Survey
    response: Response
    long: LongForm | None = None
    questions: list[Question] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _a_long_file_names_its_responses(cls, values: Any) -> Any:
        long = values.get("long") if isinstance(values, dict) else None
        response = values.get("response") if isinstance(values, dict) else None
        if not isinstance(long, dict) or not isinstance(response, dict) or "id" in response or "response" not in long:
            return values
        return {**values, "response": {"id": {"column": long["response"]}, **response}}

    @model_validator(mode="after")
    def _questions_are_found(self) -> "SurveySource":
        for index, question in enumerate(self.questions):
            if self.long is None and question.column is None:
                said = f"question '{question.id}' has question_value: that needs long, which says where questions stand"
                raise Misplaced(said, "questions", index, "question_value")
        return self

    @model_validator(mode="after")
    def _questions_fit_together(self) -> "SurveySource":
        ids = [question.id.lower() for question in self.questions]
        repeated = sorted({name for name in ids if ids.count(name) > 1})
        if repeated:
            last = len(ids) - 1 - ids[::-1].index(repeated[0])
            raise Misplaced(f"question id '{repeated[0]}' occurs twice", "questions", last, "id")
        nps = [question for question in self.questions if question.metric == "nps" and not question.has_items]
        if len(nps) > 1 and sum(question.primary for question in nps) != 1:
            second = self.questions.index(nps[1])
            raise Misplaced("two NPS questions: mark the one that is the score with primary: true", "questions", second)
        return self

    @property
    def nps_question(self) -> Question | None:
        """The question whose answer is the response's score."""
        nps = [question for question in self.questions if question.metric == "nps" and not question.has_items]
        return next((question for question in nps if question.primary), nps[0] if nps else None)
