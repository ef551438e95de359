"""The three views over one survey's stored rows: its responses, its answers, its comments.

A response is one wide row (the metric path reads nothing else); answers and comments are the long form
of the same rows.
"""

from dagster_project.ingest.driver_slots import SLOT_COLUMNS, DriverSlot, slot_selects
from dagster_project.ingest.spec.survey import Question, SurveySource
from dagster_project.ingest.sql import identifier, quoted
from dagster_project.ingest.stored_parts import RESPONSE_COLUMNS, stored_part

RESPONSE_VIEW_COLUMNS = {
    "source": "VARCHAR",
    "survey_kind": "VARCHAR",
    "file_id": "VARCHAR",
    "file_path": "VARCHAR",
    "row_number": "BIGINT",
    **RESPONSE_COLUMNS,
    "content_hash": "VARCHAR",
    "partials_count": "BOOLEAN",
    "finite_population": "BIGINT",
    "asks_nps": "BOOLEAN",
    "asks_csat": "BOOLEAN",
    "asks_ces": "BOOLEAN",
    "nps_score": "SMALLINT",
    "csat_answer_count": "INTEGER",
    "csat_satisfied_count": "INTEGER",
    "csat_score_sum": "DOUBLE",
    "csat_scale": "VARCHAR",
    "ces_answer_count": "INTEGER",
    "ces_satisfied_count": "INTEGER",
    "ces_score_sum": "DOUBLE",
    "ces_scale": "VARCHAR",
    **dict.fromkeys(SLOT_COLUMNS, "DOUBLE"),
}
ANSWER_COLUMNS = {
    "source": "VARCHAR",
    "submission_id": "VARCHAR",
    "file_id": "VARCHAR",
    "row_number": "BIGINT",
    "question_id": "VARCHAR",
    "item": "VARCHAR",
    "metric": "VARCHAR",
    "driver": "VARCHAR",
    "is_primary": "BOOLEAN",
    "score": "DOUBLE",
    "scale_min": "DOUBLE",
    "scale_max": "DOUBLE",
    "index_0_100": "DOUBLE",
    "is_satisfied": "BOOLEAN",
    "answer_text": "VARCHAR",
    "missing_reason": "VARCHAR",
}
COMMENT_COLUMNS = {
    "source": "VARCHAR",
    "submission_id": "VARCHAR",
    "file_id": "VARCHAR",
    "row_number": "BIGINT",
    "question_id": "VARCHAR",
    "comment": "VARCHAR",
    "language": "VARCHAR",
}


def response_select(spec: SurveySource, slots: dict[str, DriverSlot]) -> str:
    """One row per loaded submission row of the survey."""
    computed = {
        "source": quoted(spec.source),
        "survey_kind": quoted(spec.survey.kind),
        "file_path": "files.file_path",
        "partials_count": str(spec.survey.partials_count).lower(),
        "finite_population": str(spec.survey.finite_population or "null"),
        "nps_score": f"stored.{identifier('s_' + spec.nps_question.id)}" if spec.nps_question else "null",
        **dict.fromkeys(SLOT_COLUMNS, "null"),
        **slot_selects(spec, slots),
    }
    for metric in ("nps", "csat", "ces"):
        questions = [question for question in spec.questions if question.metric == metric]
        computed[f"asks_{metric}"] = str(bool(questions)).lower()
        if metric != "nps":
            computed.update(_sums(metric, questions))
    columns = ", ".join(
        f"{computed.get(name) or stored_part(spec, name)} as {identifier(name)}" for name in RESPONSE_VIEW_COLUMNS
    )
    return f"""
        select {columns}
        from sources.{identifier(spec.source)} as stored
        inner join raw.ingested_files as files
            on files.source = {quoted(spec.source)} and files.file_id = stored.file_id
            and files.status in ('loaded', 'vanished')
        where stored.row_status = 'loaded'"""


def _sums(metric: str, questions: list[Question]) -> dict[str, str]:
    counts, satisfied, totals, scales = ["0"], ["0"], ["0"], []
    for question in questions:
        threshold = f"{question.satisfied_threshold!r}"
        if question.has_items:
            column = f"coalesce(stored.{identifier('i_' + question.id)}, [])"
            scores = f"list_filter(list_transform({column}, lambda one: one.score), lambda score: score is not null)"
            count = f"len({scores})"
            satisfied.append(f"len(list_filter({scores}, lambda score: score >= {threshold}))")
            totals.append(f"coalesce(list_sum({scores}), 0)")
        else:
            score = f"stored.{identifier('s_' + question.id)}"
            count = f"cast({score} is not null as integer)"
            satisfied.append(f"coalesce(cast({score} >= {threshold} as integer), 0)")
            totals.append(f"coalesce({score}, 0)")
        counts.append(count)
        scales.append((count, _scale(question)))
    answered = " + ".join(counts)
    by_scale: dict[str, list[str]] = {}
    for count, name in scales:
        by_scale.setdefault(name, []).append(count)
    only = " ".join(
        f"when {answered} > 0 and {answered} = {' + '.join(counted)} then {quoted(name)}"
        for name, counted in by_scale.items()
    )
    scale = f"case {only} end" if only else "null"
    return {
        f"{metric}_answer_count": answered,
        f"{metric}_satisfied_count": " + ".join(satisfied),
        f"{metric}_score_sum": f"case when {answered} > 0 then {' + '.join(totals)} end",
        f"{metric}_scale": scale,
    }


def _scale(question: Question) -> str:
    scale = question.answer_scale
    return f"{scale.min:g}-{scale.max:g}" if scale else ""


def answer_selects(spec: SurveySource) -> list[str]:
    """One select per question that is not free text."""
    return [_answer_select(spec, question) for question in spec.questions if question.metric != "text"]


def _answer_select(spec: SurveySource, question: Question) -> str:
    scale = question.answer_scale
    ends = (f"{scale.min!r}", f"{scale.max!r}") if scale else ("cast(null as double)", "cast(null as double)")
    index = f"(score - {ends[0]}) / {scale.max - scale.min!r} * 100" if scale else "cast(null as double)"
    threshold = question.satisfied_threshold
    satisfied = f"score >= {threshold!r}" if question.metric in ("csat", "ces") else "cast(null as boolean)"
    is_primary = spec.nps_question is not None and question.id == spec.nps_question.id
    if question.has_items:
        inner = f"""select submission_id, file_id, row_number, one.item as item, one.score as score,
            one.answer as answer_text, one.missing_reason as missing_reason
            from (select submission_id, file_id, row_number, unnest({identifier("i_" + question.id)}) as one
                from sources.{identifier(spec.source)} where row_status = 'loaded')"""
    else:
        text = f"{identifier('a_' + question.id)}" if question.metric == "other" else "cast(null as varchar)"
        inner = f"""select submission_id, file_id, row_number, cast(null as varchar) as item,
            cast({identifier("s_" + question.id)} as double) as score, {text} as answer_text,
            {identifier("m_" + question.id)} as missing_reason
            from sources.{identifier(spec.source)} where row_status = 'loaded'"""
    return f"""
        select {quoted(spec.source)} as source, submission_id, file_id, row_number,
            {quoted(question.id)} as question_id, item, {quoted(question.metric)} as metric,
            {quoted(question.driver) if question.driver else "null"} as driver,
            {str(is_primary).lower()} as is_primary, score, {ends[0]} as scale_min, {ends[1]} as scale_max,
            {index} as index_0_100, {satisfied} as is_satisfied, answer_text, missing_reason
        from ({inner})"""


def comment_selects(spec: SurveySource) -> list[str]:
    """One select per question of free text."""
    return [
        f"""
        select {quoted(spec.source)} as source, submission_id, file_id, row_number,
            {quoted(question.id)} as question_id, {identifier("a_" + question.id)} as comment,
            {stored_part(spec, "language")} as language
        from sources.{identifier(spec.source)} as stored
        where row_status = 'loaded' and {identifier("a_" + question.id)} is not null"""
        for question in spec.questions
        if question.metric == "text"
    ]
