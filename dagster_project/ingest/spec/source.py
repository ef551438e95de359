"""The keys that every source has: its folder, which files of it, how their bytes are read, and its thresholds.

What a column is and what a value is stands in `model`.
"""

from pathlib import PurePosixPath
from typing import Literal

from pydantic import Field, field_validator, model_validator

from dagster_project.ingest.spec.model import Misplaced, Name, Regex, Role, SpecModel, SqlRegex, Text, Texts


class DropRule(SpecModel):
    """Rows that are no records: totals, averages, footers."""

    any_cell_regex: SqlRegex
    within: Literal["footer"] | None = None


class RefuseRule(SpecModel):
    """A text near the top that shows a file to be something else than a table of records."""

    any_cell_regex: Regex
    reason: Text = "it is a report, not a table of records"


class HeaderShape(SpecModel):
    """How many header rows there are and what each one says."""

    header_rows: int = Field(default=1, ge=1, le=3)
    header_roles: list[Role] | None = None
    header_fill: Literal["forward"] | None = None

    @model_validator(mode="after")
    def _one_role_per_row(self) -> "HeaderShape":
        roles = self.header_roles
        if roles is not None and len(roles) != self.header_rows:
            said = f"header_roles names {len(roles)} rows, header_rows says {self.header_rows}"
            raise Misplaced(said, "header_roles")
        if roles is not None and len(set(roles)) != len(roles):
            raise ValueError("header_roles names one role twice")
        return self

    @property
    def roles(self) -> list[str]:
        """The role of each header row, top down."""
        defaults: dict[int, list[str]] = {1: ["name"], 2: ["question", "option"], 3: ["id", "question", "import_id"]}
        return list(self.header_roles) if self.header_roles else defaults[self.header_rows]


class HeaderVariant(HeaderShape):
    """Another shape of header, for files whose first header row has a cell that matches."""

    any_cell_regex: Regex


class FileFormat(HeaderShape):
    """How the bytes of the files are to be read."""

    format: Literal["csv", "tsv", "xlsx", "parquet", "json", "ndjson"] | None = None
    encoding: Texts = Field(default_factory=lambda: ["utf-8-sig", "utf-16", "cp1252"])
    delimiter: Texts | None = None
    quote: Text = '"'
    decimal: Text = "."
    thousands: Text | None = None
    sheet: Text = "0"
    records_path: Text | None = None
    comment_prefix: Text | None = None
    skip_rows: int = Field(default=0, ge=0)
    header_variants: list[HeaderVariant] = Field(default_factory=list)
    refuse_if: list[RefuseRule] = Field(default_factory=list)
    ends_at_blank_line: bool = False
    drop_rows: list[DropRule] = Field(default_factory=list)
    null_values: list[Text] = Field(default_factory=lambda: [""])
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
                raise ValueError(
                    f"'{encoding}' is not an encoding; try utf-8-sig, utf-16, cp1252 or mac_roman"
                ) from None
        if len(encodings) > 1 and any("mac" in encoding.lower() for encoding in encodings):
            raise ValueError("every file decodes as mac_roman: it must be asked for alone")
        return encodings

    @field_validator("decimal", "thousands")
    @classmethod
    def _one_sign(cls, sign: str | None) -> str | None:
        if sign is not None and len(sign) != 1:
            raise ValueError("the sign is one character")
        return sign

    @model_validator(mode="after")
    def _signs_differ(self) -> "FileFormat":
        if self.thousands == self.decimal:
            raise Misplaced(f"thousands and decimal are both '{self.decimal}'", "thousands")
        if self.quote and self.quote in (self.delimiter or []):
            raise Misplaced(f"quote and delimiter are both '{self.quote}'", "quote")
        return self


class Match(SpecModel):
    """Which files of the folder are this source's; `header_contains` is a fingerprint."""

    path: Text = "*"
    header_contains: list[Text] = Field(default_factory=list)


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
        if folder is None:
            return None
        parts = PurePosixPath(folder.replace("\\", "/")).parts
        if not parts or ".." in parts or parts[0].startswith(("/", "~")):
            raise ValueError("the folder lies under the raw folder: write its name, without '..' or a leading '/'")
        return folder

    @property
    def folder_name(self) -> str:
        """The folder under the raw folder that holds this source's files."""
        return self.folder or self.source
