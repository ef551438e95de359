"""Selectors, scales and fields: shorthand, and what cannot be meant."""

import pytest

from dagster_project.ingest.spec.model import Scale, Selector, ValueField
from dagster_project.ingest.spec.source import FileFormat
from tests.unit.ingest.spec.test_load import mistakes
from tests.unit.workbench import Workbench, survey_yaml


def test_a_bare_text_is_the_name_of_a_column() -> None:
    assert Selector.model_validate("Q1").conditions() == {"name": "Q1"}
    assert ValueField.model_validate("Q1") == ValueField.model_validate({"column": {"name": "Q1"}})


def test_the_keys_of_a_selector_may_stand_beside_those_of_the_field() -> None:
    field = ValueField.model_validate({"question": "When?", "option": "Date", "occurrence": "2", "timezone": "UTC"})
    assert field.column is not None
    assert field.column.conditions() == {"question": "When?", "option": "Date"}
    assert field.column.occurrence == 2


def test_a_selector_names_itself_in_words() -> None:
    assert str(Selector.model_validate("Q1")) == "column 'Q1'"
    assert str(Selector.model_validate({"question": "a", "option_regex": "^b"})) == (
        "column with question 'a' and option_regex '^b'"
    )


def test_whole_end_points_make_a_whole_scale() -> None:
    assert Scale(min=0, max=10).is_integer
    assert not Scale(min=0.5, max=5).is_integer


@pytest.mark.parametrize(
    ("rows", "roles"), [(1, ["name"]), (2, ["question", "option"]), (3, ["id", "question", "import_id"])]
)
def test_header_rows_have_their_usual_roles(rows: int, roles: list[str]) -> None:
    assert FileFormat(header_rows=rows).roles == roles


@pytest.mark.parametrize("written", ["\\t", "tab", "\t"])
def test_a_tab_may_be_written_in_words(written: str) -> None:
    assert FileFormat.model_validate({"delimiter": written}).delimiter == ["\t"]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("{delimiter: '||'}", "a delimiter is one character"),
        ("{quote: '\"\"'}", "the quote is one character"),
        ("{decimal: ',,'}", "the sign is one character"),
        ("{thousands: ''}", "the sign is one character"),
        ("{thousands: '.'}", "thousands and decimal are both '.'"),
        ("{encoding: utf-88}", "'utf-88' is not an encoding"),
        ("{encoding: [utf-8, base64]}", "'base64' is not an encoding"),
        ("{header_rows: 4}", "less than or equal to 3"),
        ("{header_rows: 2, header_roles: [id]}", "header_roles names 1 rows, header_rows says 2"),
        ("{header_rows: 2, header_roles: [id, id]}", "names one role twice"),
        ("{skip_rows: -1}", "greater than or equal to 0"),
        ("{header_fill: backward}", "'forward'"),
        ("{drop_rows: [{any_cell_regex: '('}]}", "'(' is no regular expression"),
        ("{drop_rows: [{any_cell_regex: x, within: header}]}", "'footer'"),
    ],
)
def test_a_form_of_file_that_cannot_be_is_a_mistake_of_its_line(bench: Workbench, file: str, said: str) -> None:
    (only,) = mistakes(bench, survey_yaml(file=file))
    assert only.startswith("defs.yaml:6: ")
    assert said in only


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("{column: a, value: b}", "needs exactly one of column, coalesce, value"),
        ("{hash: true}", "needs exactly one of column, coalesce, value"),
        ("{occurrence: 2}", "says no column"),
        ("{name_regex: '('}", "'(' is no regular expression"),
        ("{filename_regex: '[a'}", "'[a' is no regular expression"),
        ("{column: a, strip: '*'}", "'*' is no regular expression"),
        ("{column: a, timezone: Mars/Phobos}", "'Mars/Phobos' is no time zone"),
        ("{column: a, formats: ['%Y-%Q']}", "'%Y-%Q' is no form of a time"),
        ("{column: a, formats: [yyyy-mm-dd]}", "'yyyy-mm-dd' is no form of a time"),
        ("{column: a, unit: sec}", "'ms', 's', 'min', 'h' or 'd'"),
        ("{column: a, labels: bogus}", "labels 'bogus' is no preset"),
        ("{column: a, currency: sek}", "should match pattern"),
    ],
)
def test_a_field_that_cannot_be_is_a_mistake_of_its_line(bench: Workbench, field: str, said: str) -> None:
    response = f"\n    id: {{column: id}}\n    submitted_at: {{column: at}}\n    channel: {field}"
    (only,) = mistakes(bench, survey_yaml(response=response))
    assert only.startswith("defs.yaml:8: ")
    assert said in only


@pytest.mark.parametrize(
    ("scale", "said"),
    [
        ("{min: 10, max: 0}", "min 10 is not below its max 0"),
        ("{min: 5, max: 5}", "min 5 is not below its max 5"),
        ("{min: zero, max: 10}", "a valid number"),
        ("{min: 0, max: nan}", "a finite number"),
        ("{min: 0}", "'questions.0.scale.max' is missing"),
    ],
)
def test_a_scale_that_is_none_is_a_mistake(bench: Workbench, scale: str, said: str) -> None:
    (only,) = mistakes(bench, survey_yaml(f"[{{id: a, metric: nps, column: x, scale: {scale}}}]"))
    assert said in only
