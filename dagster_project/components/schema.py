"""What Dagster's own tools may hold against a source's YAML before it is loaded: known keys and known words.

Presets fill what is required and a scalar may stand for a list or a selector, which a JSON schema of the models would
refuse; so it is loosened here. The full check, with its messages, is the loader's.
"""

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from dagster_project.ingest.spec.survey import SurveySource
from dagster_project.ingest.spec.table import TableSource

_SCALAR = {"type": ["string", "number", "boolean", "null"]}
_SCALAR_TYPES = ("string", "number", "integer", "boolean")


class _Keys(BaseModel):
    """The attributes as Dagster has read them: only the name is taken, the loader reads the rest anew."""

    model_config = ConfigDict(extra="allow")

    spec: ClassVar[type[BaseModel]]
    source: Any = None

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The schema for editors and for `dg check yaml`."""
        schema: dict[str, Any] = loosened(cls.spec.model_json_schema(*args, **kwargs))
        return schema


class SurveyExportKeys(_Keys):
    """The keys of `SurveyExport`."""

    spec = SurveySource


class TableExportKeys(_Keys):
    """The keys of `TableExport`."""

    spec = TableSource


def loosened(schema: Any) -> Any:
    """A schema without required keys, in which a scalar may stand for any value that is not a fixed word."""
    if isinstance(schema, list):
        return [loosened(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "enum" in schema or "const" in schema:
        return schema
    if schema.get("type") in _SCALAR_TYPES:
        return {**{key: schema[key] for key in ("title", "description", "default") if key in schema}, **_SCALAR}
    loose = {key: loosened(value) for key, value in schema.items() if key != "required"}
    if "$ref" in schema or schema.get("type") == "array":
        return {"anyOf": [loose, _SCALAR]}
    return loose
