"""What was read of a source, as its rules see it: rejected rows and refused answers with the value that was read.

Two views in the schema `checks`: `<source>__rows` (dropped ones left out) and `<source>__files` (the ledger). What
belongs to a question is named after it with a prefix, so that a question may have any id.
"""

from dagster_project.expectations.rules import FIRST_SANE_DATE
from dagster_project.ingest.spec import Source, SurveySource
from dagster_project.ingest.spec.survey import Question
from dagster_project.ingest.sql import Connection, identifier, quoted
from dagster_project.ingest.stored_parts import stored_part
from dagster_project.ingest.storing import columns_for

_REFUSED = "('out_of_range', 'not_an_integer', 'unmapped')"


def write_check_views(connection: Connection, spec: Source) -> None:
    """Make the two views of a source anew."""
    columns = _survey_columns(spec) if isinstance(spec, SurveySource) else _table_columns(spec)
    connection.execute("create schema if not exists checks")
    connection.execute(
        f"""
        create or replace view checks.{identifier(spec.source + "__files")} as
        select file_path, status, reason, rows_read, rows_loaded, rows_rejected, rows_dropped
        from raw.ingested_files where source = {quoted(spec.source)}
        """
    )
    connection.execute(
        f"""
        create or replace view checks.{identifier(spec.source + "__rows")} as
        select files.file_path, stored.row_number, cast(stored.row_status as varchar) as row_status,
            {", ".join(columns)}
        from sources.{identifier(spec.source)} as stored
        inner join raw.ingested_files as files
            on files.source = {quoted(spec.source)} and files.file_id = stored.file_id
            and files.status in ('loaded', 'vanished')
        where stored.row_status <> 'dropped'
        """
    )


def _survey_columns(spec: SurveySource) -> list[str]:
    columns = [
        "stored.submission_id",
        *(
            f"{stored_part(spec, name)} as {name}"
            for name in ("touchpoint", "channel", "language", "country", "segment")
        ),
        f"""case when not stored.is_complete then timestamp {quoted(FIRST_SANE_DATE)} else stored.submitted_at end
            as date_if_complete""",
        f"""cast(stored.submitted_at < timestamp {quoted(FIRST_SANE_DATE)}
            or stored.submitted_at > current_date + interval 2 days as integer) as odd_dates""",
        """coalesce(len(list_filter(stored.problems, lambda problem: problem.reason = 'group_mismatch')), 0) > 0
            as has_group_mismatch""",
    ]
    for question in spec.questions:
        if question.answer_scale is not None and question.metric != "text":
            columns += _question_columns(question)
    return columns


def _question_columns(question: Question) -> list[str]:
    scale = question.answer_scale
    if question.has_items:
        items = f"coalesce(stored.{identifier('i_' + question.id)}, [])"
        bad = f"len(list_filter({items}, lambda one: one.missing_reason in {_REFUSED}))"
        return [f"{bad} as {identifier('bad_items_of_' + question.id)}"]
    score = f"cast(stored.{identifier('s_' + question.id)} as double)"
    if scale is not None and scale.reversed:
        score = f"{scale.min + scale.max!r} - {score}"
    refused = f"""lambda one: one.question_id = {quoted(question.id)} and one.as_read is not null"""
    as_read = f"case when stored.problems is not null then list_filter(stored.problems, {refused})[1].as_read end"
    return [
        f"coalesce({as_read}, {score}) as {identifier('score_of_' + question.id)}",
        f"""nullif(coalesce(cast(stored.{identifier("m_" + question.id)} as varchar), 'answered'), 'blank')
            as {identifier("reason_of_" + question.id)}""",
    ]


def _table_columns(spec: Source) -> list[str]:
    unreadable = "coalesce(len(list_filter(stored.problems, lambda problem: problem.scope = 'answer')), 0)"
    stored = [f"stored.{identifier(name)}" for name in columns_for(spec) if name != "content_hash"]
    return [*stored, f"{unreadable} as unreadable_values"]
