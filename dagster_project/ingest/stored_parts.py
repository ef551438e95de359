"""Which parts of a response are stored with its row, and what stands for the others: a constant costs no column."""

from dagster_project.ingest.spec.model import ValueField
from dagster_project.ingest.spec.survey import SurveySource
from dagster_project.ingest.sql import identifier, quoted

RESPONSE_COLUMNS = {
    "submission_id": "VARCHAR",
    "content_hash": "UBIGINT",
    "customer_key": "VARCHAR",
    "customer_email_hash": "VARCHAR",
    "survey_id": "VARCHAR",
    "wave": "VARCHAR",
    "interaction_id": "VARCHAR",
    "touchpoint": "VARCHAR",
    "channel": "VARCHAR",
    "language": "VARCHAR",
    "country": "VARCHAR",
    "segment": "VARCHAR",
    "attributes": "VARCHAR",
    "sent_at": "TIMESTAMP",
    "started_at": "TIMESTAMP",
    "submitted_at": "TIMESTAMP",
    "is_complete": "BOOLEAN",
    "platform_exclusion": "VARCHAR",
    "weight": "DOUBLE",
    "nps_group_given": "VARCHAR",
}
_DECLARED_AS = {"customer_key": "customer", "interaction_id": "interaction", "platform_exclusion": "exclude"}
PLAIN_TEXTS = ("touchpoint", "channel", "language", "country", "segment")


def stored_parts(spec: SurveySource) -> dict[str, str]:
    """The parts of a response that are stored, with their types."""
    return {name: kind for name, kind in RESPONSE_COLUMNS.items() if _origin(spec, name) is None}


def stored_part(spec: SurveySource, name: str) -> str:
    """A part of a response over its stored row: the column, or what is the same for every row and not stored."""
    return _origin(spec, name) or f"stored.{identifier(name)}"


def _origin(spec: SurveySource, name: str) -> str | None:
    """What stands for a part that is not stored: a constant, NULL where nothing fills it; None for a stored one."""
    response, survey = spec.response, spec.survey
    nothing = f"cast(null as {RESPONSE_COLUMNS.get(name)})"
    if name not in RESPONSE_COLUMNS or name in ("submission_id", "content_hash", "submitted_at", "is_complete"):
        return None
    if name in ("survey_id", "wave"):
        value = survey.id if name == "survey_id" else survey.wave
        unsaid = quoted(spec.source) if name == "survey_id" else nothing
        return unsaid if value is None else _constant(value)
    if name == "customer_email_hash":
        children = [] if response.customer is None else response.customer.coalesce or [response.customer]
        return None if any(child.hash for child in children) else nothing
    if name == "nps_group_given":
        return None if spec.nps_question is not None and spec.nps_question.group_column is not None else nothing
    declared = getattr(response, _DECLARED_AS.get(name, name))
    if isinstance(declared, ValueField):
        return _constant(declared) if name in PLAIN_TEXTS else None
    return None if declared else nothing


def _constant(value: ValueField) -> str | None:
    return quoted(value.value) if value.value is not None else None
