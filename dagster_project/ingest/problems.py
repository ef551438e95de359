"""What can be wrong with a row or an answer, how it is kept, and what a person can do about it.

A problem is a struct in the list `problems` of the row it belongs to: no row is read twice to explain it. Its raw value
is masked and shortened; the file itself still holds the original.
"""

from dataclasses import dataclass

from dagster_project.ingest.privacy import masked
from dagster_project.ingest.schema import TABLES
from dagster_project.ingest.sql import quoted

PROBLEM_TYPE = (
    'STRUCT(column_name VARCHAR, raw_value VARCHAR, reason VARCHAR, "scope" VARCHAR, question_id VARCHAR,'
    " as_read DOUBLE, row_number BIGINT)[]"
)

NO_QUESTION = "no question"
ROW_STATUSES = ("loaded", "rejected", "dropped")

REMEDIES: dict[str, str] = {
    "fewer cells than the header": "export the file again, or mend the row: a cell is missing",
    "more cells than the header": "quote the cell that holds the delimiter",
    "a quote stands in the middle of a cell": "double the quote inside the cell",
    "a quote is opened and never closed": "close the quote, or export the file again",
    NO_QUESTION: "fill the question column",
    "no id": "fill the column, or take another id in defs.yaml",
    "no value": "fill the column: the record cannot be placed without it",
    "not a date": "declare its form under formats, or correct the date",
    "not a number": "declare decimal, thousands or strip, or correct the number",
    "not a positive number": "correct the weight: it says how many people a response stands for",
    "out_of_range": "correct the scale in defs.yaml, or declare the code under missing",
    "not_an_integer": "correct the answer in the export",
    "unmapped": "declare the text under labels or missing",
    "answered twice": "the last answer stands: remove the other one from the export",
    "marked twice": "the first mark stands: remove the other one from the export",
    "group_mismatch": "compare the score with its group in the survey platform",
    **{rule.reason: rule.remedy for table in TABLES.values() for rule in table.rules},
}


@dataclass(frozen=True)
class Problem:
    """An SQL condition over the parsed row, and what to say where it holds.

    `scope`: row (it is not loaded), answer (it became NULL) or note (nothing was changed). `as_read`: the number that
    an answer to `question_id` would have been. `row_number`: where it stands, if not in the row's own.
    """

    condition: str
    column_name: str
    raw_value: str
    reason: str
    scope: str
    question_id: str | None = None
    as_read: str = "null"
    row_number: str = "null"

    def struct(self) -> str:
        """The problem of a row where it holds, else NULL; `reason` is an SQL expression."""
        return f"""case when {self.condition} then struct_pack(column_name := {quoted(masked(self.column_name))},
            raw_value := cast({self.raw_value} as varchar), reason := {self.reason},
            scope := {quoted(self.scope)}, question_id := {quoted(self.question_id) if self.question_id else "null"},
            as_read := {self.as_read}, row_number := {self.row_number}) end"""


def problem_list(problems: list[Problem]) -> str:
    """The list of a row's problems; NULL, and nearly free, for a good row."""
    if not problems:
        return f"cast(null as {PROBLEM_TYPE})"
    anything = " or ".join(f"({problem.condition})" for problem in problems)
    found = ", ".join(problem.struct() for problem in problems)
    # One mask for all of them: it is long, and a row with problems is rare.
    shown = "struct_update(problem, raw_value := left(cx_masked(problem.raw_value), 80))"
    listed = f"list_transform(list_filter([{found}], lambda one: one is not null), lambda problem: {shown})"
    return f"cast(case when {anything} then {listed} end as {PROBLEM_TYPE})"


def shape_problem() -> Problem:
    """A row that has not the header's cells."""
    return Problem("shape_fault is not null", "(row)", "null", "shape_fault", "row")


def row_status(row_problems: list[Problem]) -> str:
    """Dropped (by a rule), rejected (a row problem) or loaded."""
    rejected = " or ".join(f"coalesce({problem.condition}, false)" for problem in row_problems)
    return f"case when drop_reason is not null then 'dropped' when {rejected} then 'rejected' else 'loaded' end"


def remedy_sql(reason: str) -> str:
    """The remedy of a reason, as an SQL expression."""
    cases = " ".join(f"when {quoted(known)} then {quoted(remedy)}" for known, remedy in REMEDIES.items())
    return f"case {reason} {cases} end"
