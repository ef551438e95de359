"""From a folder of YAML to specs: every mistake by file and line, presets below what is written."""

import pytest
import yaml

from dagster_project.components.schema import SurveyExportKeys
from dagster_project.ingest.spec import SpecError, SurveySource, TableSource
from tests.unit.workbench import Workbench, survey_yaml, table_yaml


def mistakes(bench: Workbench, text: str) -> list[str]:
    """What is said of a YAML, without the folder."""
    bench.declare(text, "pulse")
    with pytest.raises(SpecError) as told:
        bench.specs()
    return str(told.value).replace(f"{bench.settings.sources_dir}/pulse/", "").splitlines()


def survey(bench: Workbench, text: str) -> SurveySource:
    bench.declare(text, "pulse")
    spec = bench.spec("pulse")
    assert isinstance(spec, SurveySource)
    return spec


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (survey_yaml(more="foldr: x"), "defs.yaml:8: unknown key 'foldr' in attributes; did you mean 'folder'?"),
        (
            survey_yaml(file="\n    quote: \"'\"\n    delimeter: ';'"),
            "defs.yaml:8: unknown key 'delimeter' in file; did you mean 'delimiter'?",
        ),
        (
            survey_yaml(questions="\n    - id: a\n      metric: nps\n      column: x\n      prymary: true"),
            "defs.yaml:11: unknown key 'prymary' in questions.0; did you mean 'primary'?",
        ),
        (survey_yaml(more="match: {pathh: x}"), "defs.yaml:8: unknown key 'pathh' in match; did you mean 'path'?"),
        (survey_yaml(more="zzz: x"), "defs.yaml:8: unknown key 'zzz' in attributes"),
    ],
)
def test_an_unknown_key_is_named_with_its_line_and_the_key_that_was_meant(
    bench: Workbench, text: str, said: str
) -> None:
    assert mistakes(bench, text) == [said]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (survey_yaml(survey="{kind: relationall}"), 4, "'relational', 'transactional' or 'employee'"),
        (survey_yaml(more="thresholds: {max_rejected_share: 2}"), 8, "less than or equal to 1 (written: '2')"),
        (survey_yaml(more="thresholds: {max_rejected_share: 2 %}"), 8, "a valid number"),
        (survey_yaml(survey="{kind: employee, partials_count: maybe}"), 4, "a valid boolean"),
        (survey_yaml(source="Pulse"), 3, "should match pattern"),
        (survey_yaml(more="folder: ../x"), 8, "under the raw folder"),
        (survey_yaml(more="folder: /etc"), 8, "under the raw folder"),
        (survey_yaml(more="folder: ."), 8, "under the raw folder"),
        (survey_yaml(more="folder: ''"), 8, "under the raw folder"),
        (survey_yaml(more="platform: qualtrix"), 8, "platform 'qualtrix' is unknown here: alchemer,"),
        (survey_yaml(more="platform: zendesk"), 8, "platform 'zendesk' is unknown here"),
        (survey_yaml(more="platform: [qualtrics]"), 8, "is unknown here"),
        ("type: dagster_project.components.SurvyExport\nattributes: {}\n", 1, "type is dagster_project"),
        ("attributes: {}\n", 1, "type is dagster_project"),
        ("type: dagster_project.components.SurveyExport\n", 1, "needs 'type' and 'attributes'"),
        ("- a\n- b\n", 1, "needs 'type' and 'attributes'"),
        ("just words", 1, "needs 'type' and 'attributes'"),
    ],
)
def test_a_bad_value_is_named_with_its_line(bench: Workbench, text: str, line: int, said: str) -> None:
    (only,) = mistakes(bench, text)
    assert only.startswith(f"defs.yaml:{line}: ")
    assert said in only


def test_the_mistakes_of_all_files_are_told_together(bench: Workbench) -> None:
    bench.declare(survey_yaml(source="one", more="foldr: x\nbar: y"))
    bench.declare(survey_yaml(source="two", survey="{kind: x}"))
    bench.declare("a: [", "three")
    with pytest.raises(SpecError) as told:
        bench.specs()
    assert len(str(told.value).splitlines()) == 4


def test_a_name_that_two_sources_have_is_taken(bench: Workbench) -> None:
    assert mistakes(bench, survey_yaml() + "---\n" + survey_yaml()) == ["defs.yaml:11: source 'pulse' is taken"]


def test_an_empty_file_is_a_mistake(bench: Workbench) -> None:
    bench.declare("# later\n", "pulse")
    with pytest.raises(SpecError, match=r"defs\.yaml:1: the file is empty"):
        bench.specs()


def test_the_folder_of_sources_is_no_source(bench: Workbench) -> None:
    bench.declare("type: dagster_project.components.SourcesFolder\n", ".")
    assert bench.specs() == []


def test_no_folder_of_sources_is_no_source(bench: Workbench) -> None:
    assert bench.specs() == []


def test_sources_are_sorted_by_name_and_may_share_a_file(bench: Workbench) -> None:
    bench.declare(survey_yaml(source="zulu") + "---\n" + survey_yaml(source="alfa"), "both")
    assert [spec.source for spec in bench.specs()] == ["alfa", "zulu"]


def test_a_preset_fills_what_is_not_written(bench: Workbench) -> None:
    text = "type: SurveyExport\nattributes:\n  source: pulse\n  platform: qualtrics\n  survey: {kind: relational}\n"
    spec = survey(bench, text + "  questions: [{id: a, metric: nps, column: Q1}]\n")
    assert spec.file.header_rows == 3
    assert spec.response.id.coalesce is not None
    first = spec.response.id.coalesce[0].column
    assert first is not None
    assert first.conditions() == {"name": "ResponseId"}
    assert {rule.reason for rule in spec.response.exclude} == {"preview", "test", "spam"}


def test_what_is_written_wins_over_the_preset_key_by_key(bench: Workbench) -> None:
    file = "{header_rows: 2, header_roles: [question, option]}"
    response = "{id: {column: ResponseID}, submitted_at: {timezone: UTC}, exclude: []}"
    spec = survey(bench, survey_yaml(file=file, response=response, more="platform: qualtrics"))
    assert spec.file.roles == ["question", "option"]
    assert spec.response.exclude == []
    assert spec.response.submitted_at.timezone == "UTC"
    assert spec.response.submitted_at.coalesce is not None
    assert spec.response.started_at is not None


@pytest.mark.parametrize("written", ["{column: Ended}", "{name: Ended}", "Ended", "{coalesce: [Ended]}"])
def test_another_origin_takes_the_place_of_the_preset_s(bench: Workbench, written: str) -> None:
    response = f"{{submitted_at: {written}}}"
    spec = survey(bench, survey_yaml(response=response, more="platform: surveymonkey"))
    field = spec.response.submitted_at
    column = field.column or (field.coalesce or [field])[0].column
    assert column is not None
    assert column.conditions() == {"name": "Ended"}
    assert field.column is None or field.coalesce is None


def test_a_preset_column_is_optional_until_it_is_written(bench: Workbench) -> None:
    response = "{started_at: {column: StartDate}}"
    spec = survey(bench, survey_yaml(response="{id: {column: id}}", more="platform: qualtrics"))
    assert spec.response.started_at is not None
    assert spec.response.started_at.optional
    spec = survey(bench, survey_yaml(response=response, more="platform: qualtrics"))
    assert spec.response.started_at is not None
    assert not spec.response.started_at.optional


def test_a_table_s_preset_is_that_of_its_kind_of_record(bench: Workbench) -> None:
    bench.declare(table_yaml("tickets", "{topic: {column: Topic}}", more="platform: zendesk", source="pulse"))
    spec = bench.spec()
    assert isinstance(spec, TableSource)
    assert set(spec.fields) >= {"ticket_id", "requested_at", "first_response", "csat", "topic"}


def test_written_labels_replace_the_preset_s_labels(bench: Workbench) -> None:
    fields = "{csat: {labels: {Bra: '2', Dåligt: '1'}}}"
    bench.declare(table_yaml("tickets", fields, more="platform: zendesk", source="pulse"))
    spec = bench.spec()
    assert isinstance(spec, TableSource)
    assert spec.fields["csat"].labels == {"Bra": "2", "Dåligt": "1"}


def test_what_dagster_reads_as_numbers_booleans_and_nothing_is_no_mistake_of_the_file(bench: Workbench) -> None:
    text = survey_yaml(
        questions="[{id: a, metric: nps, column: 11, labels: {Best: 10, 0: 0}, missing: {11: blank}}]",
        survey="{kind: relational, wave: 2025}",
        file="{null_values: [11, '', null, off], sheet: 0, encoding: utf-8}",
    )
    read = survey(bench, text)
    assert SurveyExportKeys.model_validate(yaml.safe_load(text)["attributes"]).source == read.source
    assert read.file.null_values == ["11", "", "null", "off"]
