"""The suites as data: one rule is one sentence that must be true, and one Dagster check.

A rule names an expectation of Great Expectations and its arguments; nothing here imports it. Most properties are
guarded twice: `almost_all ...` is critical and blocks above the source's `max_rejected_share`, the sentence without
'almost' is a warning at the first case.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

from dagster_project.ingest.schema import KIND_COLUMNS
from dagster_project.ingest.spec import Source, SurveySource, TableSource
from dagster_project.ingest.spec.survey import Question
from dagster_project.ingest.sql import identifier

FIRST_SANE_DATE = "2000-01-01"
FIRST_SANE_DAY_OF_A_TABLE = "1950-01-01"
LAST_SANE_DAY_OF_A_TABLE = "2100-01-01"


@dataclass(frozen=True)
class Rule:
    """One sentence about a source. `reads`: the view of rows or the view of files that it is checked on."""

    name: str
    expectation: str
    severity: Literal["critical", "warning"]
    arguments: dict[str, Any] = field(default_factory=dict)
    reads: Literal["rows", "files"] = "rows"
    description: str = ""


def rules_for(spec: Source) -> list[Rule]:
    """The suite of a source."""
    own = _survey_rules(spec) if isinstance(spec, SurveySource) else _table_rules(spec)
    return [*_file_rules(spec), *own]


def _file_rules(spec: Source) -> list[Rule]:
    share, refused = spec.thresholds.max_rejected_share, spec.thresholds.max_refused_files
    return [
        _unexpected(
            "files_can_be_read",
            "critical",
            "files",
            f"""select * from (select *, count(*) over () as refused_count from {{batch}} where status = 'refused')
                where refused_count > {refused}""",
            f"At most {refused} files of the source are refused.",
        ),
        _unexpected(
            "rows_read_are_loaded_rejected_or_dropped",
            "critical",
            "files",
            "select * from {batch} where rows_read <> rows_loaded + rows_rejected + rows_dropped",
            "No row of any file is lost without a trace.",
        ),
        _unexpected(
            "rejected_rows_stay_under_the_threshold",
            "critical",
            "files",
            f"""select * from (select *, sum(rows_rejected) over () as all_rejected, sum(rows_read) over () as all_read
                from {{batch}}) where rows_rejected > 0 and all_rejected > {share!r} * all_read""",
            f"At most {share:.1%} of the rows read are rejected.",
        ),
        _unexpected(
            "every_row_is_usable",
            "warning",
            "rows",
            "select file_path, row_number from {batch} where row_status = 'rejected'",
            "No row is rejected.",
        ),
        _unexpected(
            "no_file_has_vanished",
            "warning",
            "files",
            "select * from {batch} where status = 'vanished'",
            "Every file that was loaded is still there.",
        ),
        _unexpected(
            "every_encoding_is_beyond_doubt",
            "warning",
            "files",
            "select * from {batch} where status = 'loaded' and reason is not null",
            "No file looks as if it were in another encoding than the one it was read in.",
        ),
        _unexpected(
            "every_file_has_rows",
            "warning",
            "files",
            "select * from {batch} where status = 'loaded' and rows_read = 0",
            "No file is a header alone.",
        ),
        Rule(
            "the_source_has_rows",
            "ExpectTableRowCountToBeBetween",
            "warning",
            {"min_value": 1},
            description="The source has at least one row.",
        ),
    ]


def _survey_rules(spec: SurveySource) -> list[Rule]:
    rules = [
        *_twice("responses_have_an_id", "ExpectColumnValuesToNotBeNull", {"column": "submission_id"}, spec),
        *_unique("response_ids_are_unique_in_a_file", ["submission_id"], spec),
        *_twice(
            "complete_responses_have_a_date", "ExpectColumnValuesToNotBeNull", {"column": "date_if_complete"}, spec
        ),
        *_twice(
            "responses_are_dated_from_2000_to_tomorrow",
            "ExpectColumnValuesToBeBetween",
            {"column": "odd_dates", "min_value": 0, "max_value": 0},
            spec,
        ),
    ]
    for question in spec.questions:
        if question.answer_scale is not None and question.metric != "text":
            rules += _question_rules(question, spec)
    if spec.nps_question is not None and spec.nps_question.group_column is not None:
        rules.append(
            _unexpected(
                "score_and_group_agree",
                "warning",
                "rows",
                "select * from {batch} where has_group_mismatch",
                "The platform's NPS group is the one that follows from the score.",
            )
        )
    for name in ("touchpoint", "channel", "language", "country", "segment"):
        value = getattr(spec.response, name)
        if value is not None and value.known:
            rules += _twice(
                f"{name}_is_known", "ExpectColumnValuesToBeInSet", {"column": name, "value_set": value.known}, spec
            )
    return rules


def _question_rules(question: Question, spec: SurveySource) -> list[Rule]:
    scale = question.answer_scale
    if scale is None:
        return []
    if question.has_items:
        return [
            *_twice(
                f"{question.id}_items_are_answers",
                "ExpectColumnValuesToBeBetween",
                {"column": f"bad_items_of_{question.id}", "min_value": 0, "max_value": 0},
                spec,
            )
        ]
    return [
        *_twice(
            f"{question.id}_lies_on_its_scale",
            "ExpectColumnValuesToBeBetween",
            {"column": f"score_of_{question.id}", "min_value": scale.min, "max_value": scale.max},
            spec,
        ),
        *_twice(
            f"{question.id}_is_a_known_answer",
            "ExpectColumnValuesToNotBeInSet",
            {"column": f"reason_of_{question.id}", "value_set": ["unmapped", "not_an_integer"]},
            spec,
        ),
    ]


def _table_rules(spec: TableSource) -> list[Rule]:
    table = spec.definition
    rules: list[Rule] = []
    for name in table.required:
        column = next(iter(KIND_COLUMNS[table.columns[name]])).format(name)
        column = "customer_key" if table.columns[name] in ("customer", "own_customer") else column
        rules += _twice(f"{name}_is_there", "ExpectColumnValuesToNotBeNull", {"column": column}, spec)
    if table.key:
        rules += _unique(f"{'_and_'.join(table.key)}_is_unique_in_a_file", list(table.key), spec)
    for name, field_ in spec.fields.items():
        kind = table.columns[name]
        if kind in ("date", "month", "time"):
            between = {"column": name, "min_value": FIRST_SANE_DAY_OF_A_TABLE, "max_value": LAST_SANE_DAY_OF_A_TABLE}
            rules += _twice(f"{name}_is_a_sane_date", "ExpectColumnValuesToBeBetween", between, spec)
        known = list(table.known.get(name, ())) or field_.known
        if known:
            rules += _twice(
                f"{name}_is_known", "ExpectColumnValuesToBeInSet", {"column": name, "value_set": known}, spec
            )
    rules += _twice(
        "values_can_be_read",
        "ExpectColumnValuesToBeBetween",
        {"column": "unreadable_values", "min_value": 0, "max_value": 0},
        spec,
    )
    return rules


def _twice(name: str, expectation: str, arguments: dict[str, Any], spec: Source) -> list[Rule]:
    share = spec.thresholds.max_rejected_share
    mostly = {**arguments, "mostly": round(1 - share, 6)}
    words = name.replace("_", " ")
    return [
        Rule(
            f"almost_all_{name}", expectation, "critical", mostly, description=f"{words}: all but {share:.1%} at most."
        ),
        Rule(name, expectation, "warning", arguments, description=f"{words}, without exception."),
    ]


def _unique(name: str, columns: list[str], spec: Source) -> list[Rule]:
    share = spec.thresholds.max_rejected_share
    listed = ", ".join(identifier(column) for column in ["file_path", *columns])
    given = " and ".join(f"{identifier(column)} is not null" for column in columns)
    twins = f"""select file_path, max(row_number) as row_number, count(*) - 1 as twin_count
        from {{batch}} where {given} group by {listed} having count(*) > 1"""
    total = "select count(*) from {batch}"
    return [
        _unexpected(
            f"almost_all_{name}",
            "critical",
            "rows",
            f"""select * from (select *, sum(twin_count) over () as all_twins from ({twins}))
                where all_twins > {share!r} * ({total})""",
            f"{name.replace('_', ' ')}: all but {share:.1%} at most.",
        ),
        _unexpected(name, "warning", "rows", twins, f"{name.replace('_', ' ')}, without exception."),
    ]


def _unexpected(
    name: str, severity: Literal["critical", "warning"], reads: Literal["rows", "files"], sql: str, text: str
) -> Rule:
    return Rule(name, "UnexpectedRowsExpectation", severity, {"unexpected_rows_query": sql}, reads, text)


__all__ = ["Rule", "rules_for"]
