"""The YAML of a table export: which kind of record, and where each of its columns comes from."""

import difflib

from pydantic import Field, ValidationError, model_validator

from dagster_project.ingest.schema import TABLES, Table
from dagster_project.ingest.spec.model import ExcludeRule, Misplaced, Text, ValueField
from dagster_project.ingest.spec.source import SourceModel
from dagster_project.ingest.spec.survey import Question


class TableSource(SourceModel):
    """CRM, support, finance and the rest, one row = one record: `TableExport` in YAML."""

    platform: Text = "generic"
    table: Text
    exclude: list[ExcludeRule] = Field(default_factory=list)
    fields: dict[Text, ValueField] = Field(min_length=1)

    @model_validator(mode="after")
    def _fields_belong_to_the_table(self) -> "TableSource":
        if self.table not in TABLES:
            raise Misplaced(f"table '{self.table}' is unknown: {', '.join(TABLES)}", "table")
        columns = TABLES[self.table].columns
        for name in self.fields:
            if name not in columns:
                near = difflib.get_close_matches(name, columns, n=1)
                hint = f"did you mean '{near[0]}'?" if near else f"it has {', '.join(columns)}"
                raise Misplaced(f"fields: table '{self.table}' has no column '{name}'; {hint}", "fields", name)
        for name in self.definition.required:
            if name not in self.fields:
                raise Misplaced(f"fields: table '{self.table}' needs '{name}'", "fields")
        currencies = {field.currency: name for name, field in self.fields.items() if field.currency}
        if len(currencies) > 1:
            said = f"fields: a record has one currency, not {' and '.join(sorted(currencies))}"
            raise Misplaced(said, "fields", currencies[max(currencies)], "currency")
        return self

    @model_validator(mode="after")
    def _rating_has_a_scale(self) -> "TableSource":
        try:
            self.rating()
        except ValidationError as error:
            said = error.errors()[0]
            told = said.get("ctx", {}).get("error") or said["msg"]
            raise Misplaced(f"fields: {told}", "fields", "csat", *said["loc"]) from None
        return self

    def rating(self) -> Question | None:
        """The rating of a ticket as the CSAT question it is."""
        field = self.fields.get("csat")
        if field is None:
            return None
        return Question.model_validate(
            {
                "id": "csat",
                "metric": "csat",
                "column": "csat",
                "scale": field.scale,
                "labels": field.labels,
                "missing": field.missing or {},
                "satisfied_from": field.satisfied_from,
            }
        )

    @property
    def definition(self) -> Table:
        """The columns, keys and rules of the table."""
        return TABLES[self.table]
