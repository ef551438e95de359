"""The keys that surveys and tables share: selectors of columns, fields, files, thresholds.

Only shapes and their own consistency; what a key does to a file stands in the rooms that read files.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

ROLES = ("name", "id", "question", "option", "import_id")
Role = Literal["name", "id", "question", "option", "import_id"]
NAME_PATTERN = r"^[a-z][a-z0-9_]*$"


def _as_text(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list) or value is None else [value]


Text = Annotated[str, BeforeValidator(_as_text)]
Texts = Annotated[list[Text], BeforeValidator(_as_list)]
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
    name_regex: Text | None = None
    id_regex: Text | None = None
    question_regex: Text | None = None
    option_regex: Text | None = None
    import_id_regex: Text | None = None
    occurrence: int | None = Field(default=None, ge=1)
    many: bool = False

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, value: Any) -> Any:
        return {"name": value} if isinstance(value, str) else value

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

    min: float
    max: float
    offset: float = 0
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
    coalesce: list["ValueField"] | None = None
    value: Text | None = None
    filename_regex: Text | None = None
    row_number: bool = False
    hash_of: list[Text] | None = None
    not_blank: Text | None = None
    true_values: list[Text] | None = None
    hash: bool = False
    formats: Texts | None = None
    timezone: Text | None = None
    unit: Literal["ms", "s", "min", "h", "d"] | None = None
    labels: dict[Text, Text] | Text | None = None
    missing: dict[Text, Text] | None = None
    scale: Scale | None = None
    satisfied_from: float | None = None
    decimal: Text | None = None
    thousands: Text | None = None
    strip: Text | None = None
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] | None = None
    known: list[Text] | None = None
    optional: bool = False

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"column": value}
        if not isinstance(value, dict):
            return value
        selector_keys = {*(f"{role}_regex" for role in ROLES), *ROLES, "occurrence", "many"}
        direct = {key: value[key] for key in value if key in selector_keys}
        rest = {key: item for key, item in value.items() if key not in selector_keys}
        if not direct:
            return value
        column = rest.get("column")
        if isinstance(column, str):
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
        return self


class DropRule(SpecModel):
    """Rows that are no records: totals, averages, footers."""

    any_cell_regex: Text
    within: Literal["footer"] | None = None


class ExcludeRule(SpecModel):
    """Records that a platform's flag takes out: `values` of `column`, with the reason that is published."""

    column: Selector
    values: list[Text]
    reason: Name
    optional: bool = False


class FileFormat(SpecModel):
    """How the bytes of the files are to be read."""

    format: Literal["csv", "tsv", "xlsx", "parquet", "json", "ndjson"] | None = None
    encoding: Texts = ["utf-8-sig", "utf-16", "cp1252"]
    delimiter: Texts | None = None
    quote: Text = '"'
    decimal: Text = "."
    thousands: Text | None = None
    sheet: Text = "0"
    records_path: Text | None = None
    comment_prefix: Text | None = None
    skip_rows: int = Field(default=0, ge=0)
    header_rows: int = Field(default=1, ge=1, le=3)
    header_roles: list[Role] | None = None
    header_fill: Literal["forward"] | None = None
    drop_rows: list[DropRule] = []
    null_values: list[Text] = [""]
    unescape_formula: bool = False

    @field_validator("delimiter")
    @classmethod
    def _one_character(cls, delimiters: list[str] | None) -> list[str] | None:
        named = [{"\\t": "\t", "tab": "\t"}.get(delimiter, delimiter) for delimiter in delimiters or []]
        if any(len(delimiter) != 1 for delimiter in named):
            raise ValueError("a delimiter is one character")
        return named or None

    @field_validator("quote")
    @classmethod
    def _at_most_one_character(cls, quote: str) -> str:
        if len(quote) > 1:
            raise ValueError("the quote is one character, or '' for none")
        return quote

    @field_validator("encoding")
    @classmethod
    def _known_encodings(cls, encodings: list[str]) -> list[str]:
        for encoding in encodings:
            try:
                "".encode(encoding)
            except LookupError:
                raise ValueError(f"'{encoding}' is not an encoding; try utf-8-sig, utf-16, cp1252 or mac_roman") from None
        return encodings

    @model_validator(mode="after")
    def _one_role_per_row(self) -> "FileFormat":
        if self.header_roles is not None and len(self.header_roles) != self.header_rows:
            raise ValueError(f"header_roles names {len(self.header_roles)} rows, header_rows says {self.header_rows}")
        return self

    @property
    def roles(self) -> list[str]:
        """The role of each header row, top down."""
        defaults: dict[int, list[str]] = {1: ["name"], 2: ["question", "option"], 3: ["id", "question", "import_id"]}
        return list(self.header_roles) if self.header_roles else defaults[self.header_rows]


class Match(SpecModel):
    """Which files of the folder are this source's; `header_contains` is a fingerprint."""

    path: Text = "*"
    header_contains: list[Text] = []


class Thresholds(SpecModel):
    """What share of bad rows, and how many refused files, still let the rest go on."""

    max_rejected_share: float = Field(default=0.02, ge=0, le=1)
    max_refused_files: int = Field(default=0, ge=0)


class SourceModel(SpecModel):
    """What every source says of itself."""

    source: Name
    folder: Text | None = None
    match: Match = Match()
    file: FileFormat = FileFormat()
    on_missing: Literal["keep", "remove"] = "keep"
    thresholds: Thresholds = Thresholds()

    @field_validator("folder")
    @classmethod
    def _inside_the_raw_folder(cls, folder: str | None) -> str | None:
        if folder is not None and (folder.startswith(("/", "~", "\\")) or ".." in folder.replace("\\", "/").split("/")):
            raise ValueError("the folder lies under the raw folder: write its name, without '..' or a leading '/'")
        return folder

    @property
    def folder_name(self) -> str:
        """The folder under the raw folder that holds this source's files."""
        return self.folder or self.source
