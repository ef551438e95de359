"""The YAML of a table export: which kind of record, and where each of its columns comes from."""

import difflib

from pydantic import Field, model_validator

from dagster_project.ingest.schema import TABLES, Table
from dagster_project.ingest.spec.model import ExcludeRule, SourceModel, Text, ValueField


class TableSource(SourceModel):
    """CRM, support, finance and the rest, one row = one record: `TableExport` in YAML."""

    platform: Text = "generic"
    table: Text
    exclude: list[ExcludeRule] = []
    fields: dict[Text, ValueField] = Field(min_length=1)

    @model_validator(mode="after")
    def _fields_belong_to_the_table(self) -> "TableSource":
        if self.table not in TABLES:
            raise ValueError(f"table '{self.table}' is unknown: {', '.join(TABLES)}")
        columns = TABLES[self.table].columns
        for name in self.fields:
            if name not in columns:
                near = difflib.get_close_matches(name, columns, n=1)
                hint = f"did you mean '{near[0]}'?" if near else f"it has {', '.join(columns)}"
                raise ValueError(f"fields: table '{self.table}' has no column '{name}'; {hint}")
        for name in self.definition.required:
            if name not in self.fields:
                raise ValueError(f"fields: table '{self.table}' needs '{name}'")
        return self

    @property
    def definition(self) -> Table:
        """The columns, keys and rules of the table."""
        return TABLES[self.table]
