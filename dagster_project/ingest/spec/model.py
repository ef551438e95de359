"""The keys that surveys and tables share: selectors of columns, scales, fields.

Only shapes and their own consistency; what a key does to a file stands in the rooms that read files.
"""

import re
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import duckdb
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, FiniteFloat, model_validator

from dagster_project.ingest.labels import LABEL_PRESETS

ROLES = ("name", "id", "question", "option", "import_id")
Role = Literal["name", "id", "question", "option", "import_id"]
SELECTOR_KEYS = (*ROLES, *(f"{role}_regex" for role in ROLES), "occurrence", "many")
NAME_PATTERN = r"^[a-z][a-z0-9_]*$"
# The codes that DuckDB reads a time by; some may have a minus, which leaves leading zeros out.
_TIME_CODE = re.compile("%(-[djmyHIMS]|[abcdfghjmnpuwxyzABGHIMSTUVWXYZ%])")


class Misplaced(ValueError):
    """A mistake in a part of what is looked at; `place` leads to it, so that its own line can be named."""

    def __init__(self, message: str, *place: int | str) -> None:
        super().__init__(message)
        self.place = place


def _as_text(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list) or value is None else [value]


def _regex(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"'{text}' is no regular expression: {error}") from None
    return text


def _sql_regex(text: str) -> str:
    try:
        duckdb.execute("select regexp_matches('', $1)", [_regex(text)])
    except duckdb.Error:
        raise ValueError(f"'{text}' looks ahead or behind, or refers back: write it without") from None
    return text


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"'{name}' is no time zone: write one such as Europe/Stockholm") from None
    return name


def _time_form(form: str) -> str:
    if not _TIME_CODE.search(form) or "%" in _TIME_CODE.sub("", form):
        raise ValueError(f"'{form}' is no form of a time: write one such as %Y-%m-%d %H:%M:%S")
    return form


Text = Annotated[str, BeforeValidator(_as_text)]
Regex = Annotated[Text, AfterValidator(_regex)]
# Of cells, which the engine reads: without looking ahead or behind.
SqlRegex = Annotated[Text, AfterValidator(_sql_regex)]
Texts = Annotated[list[Text], BeforeValidator(_as_list)]
TimeForms = Annotated[list[Annotated[Text, AfterValidator(_time_form)]], BeforeValidator(_as_list)]
Name = Annotated[str, Field(pattern=NAME_PATTERN, max_length=63)]


class SpecModel(BaseModel):
    """A part of a source's YAML: unknown keys are errors, and nothing changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Selector(SpecModel):
    """Which column of the file: every key that is given must hold. `name` is the first header row."""

    name: Text | None = None
    id: Text | None = None
    question: Text | None = None
    option: Text | None = None
    import_id: Text | None = None
    name_regex: Regex | None = None
    id_regex: Regex | None = None
    question_regex: Regex | None = None
    option_regex: Regex | None = None
    import_id_regex: Regex | None = None
    occurrence: int | None = Field(default=None, ge=1)
    many: bool = False

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, value: Any) -> Any:
        return {"name": value} if isinstance(value, str | int | float) else value

    @model_validator(mode="after")
    def _selects(self) -> "Selector":
        if not self.conditions():
            raise ValueError("says no column: give name, id, question, option or import_id, or one of them with _regex")
        return self

    def conditions(self) -> dict[str, str]:
        """The conditions that a column must meet, by key."""
        keys = [key for role in ROLES for key in (role, f"{role}_regex")]
        return {key: getattr(self, key) for key in keys if getattr(self, key) is not None}

    def __str__(self) -> str:
        conditions = self.conditions()
        if set(conditions) == {"name"}:
            return f"column '{conditions['name']}'"
        return "column with " + " and ".join(f"{key} '{text}'" for key, text in conditions.items())


class Scale(SpecModel):
    """The declared scale of an answer; `offset` is added to what the file stores."""

    min: FiniteFloat
    max: FiniteFloat
    offset: FiniteFloat = 0.0
    reversed: bool = False

    @model_validator(mode="after")
    def _ordered(self) -> "Scale":
        if self.min >= self.max:
            raise ValueError(f"the scale's min {self.min:g} is not below its max {self.max:g}")
        return self

    @property
    def is_integer(self) -> bool:
        """Whole end points mean whole answers."""
        return self.min.is_integer() and self.max.is_integer()


class ValueField(SpecModel):
    """Where a value of a response or a record comes from, and how its text is read."""

    column: Selector | None = None
    coalesce: Annotated[list["ValueField"], Field(min_length=1)] | None = None
    value: Text | None = None
    filename_regex: Regex | None = None
    row_number: bool = False
    hash_of: Annotated[list[Text], Field(min_length=1)] | None = None
    not_blank: Selector | None = None
    true_values: Annotated[list[Text], Field(min_length=1)] | None = None
    hash: bool = False
    formats: TimeForms | None = None
    timezone: Annotated[Text, AfterValidator(_zone)] | None = None
    unit: Literal["ms", "s", "min", "h", "d"] | None = None
    labels: dict[Text, Text] | Text | None = None
    missing: dict[Text, Text] | None = None
    scale: Scale | None = None
    satisfied_from: FiniteFloat | None = None
    decimal: Text | None = None
    thousands: Text | None = None
    strip: SqlRegex | None = None
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] | None = None
    known: list[Text] | None = None
    optional: bool = False

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, value: Any) -> Any:
        if isinstance(value, str | int | float):
            return {"column": value}
        if not isinstance(value, dict):
            return value
        direct = {key: value[key] for key in value if key in SELECTOR_KEYS}
        rest = {key: item for key, item in value.items() if key not in SELECTOR_KEYS}
        if not direct:
            return value
        column = rest.get("column")
        if isinstance(column, str | int | float):
            direct.setdefault("name", column)
        return {**rest, "column": {**direct, **(column if isinstance(column, dict) else {})}}

    @model_validator(mode="after")
    def _one_origin(self) -> "ValueField":
        origins = [
            self.column is not None,
            self.coalesce is not None,
            self.value is not None,
            self.filename_regex is not None,
            self.row_number,
            self.hash_of is not None,
            self.not_blank is not None,
        ]
        if sum(origins) != 1:
            raise ValueError(
                "needs exactly one of column, coalesce, value, filename_regex, row_number, hash_of, not_blank"
            )
        if isinstance(self.labels, str) and self.labels not in LABEL_PRESETS:
            raise Misplaced(f"labels '{self.labels}' is no preset: {', '.join(sorted(LABEL_PRESETS))}", "labels")
        return self


class ExcludeRule(SpecModel):
    """Records that a platform's flag takes out: `values` of `column`, with the reason that is published."""

    column: Selector
    values: list[Text] = Field(min_length=1)
    reason: Name
    optional: bool = False
