"""What all presets promise: known platforms, recognisable exports, their evidence, and labels on their scales."""

import pytest

from dagster_project.ingest.labels import LABEL_PRESETS
from dagster_project.ingest.platforms import PLATFORMS
from dagster_project.ingest.schema import TABLES
from tests.unit.workbench import Workbench, survey_yaml, table_yaml

SURVEYS = {
    *("generic", "qualtrics", "surveymonkey", "alchemer", "questionpro", "questback", "typeform", "google_forms"),
    *("microsoft_forms", "delighted", "asknicely", "formbricks", "limesurvey", "touchpoints"),
}
RECORDS = {"generic", "salesforce", "hubspot", "zendesk", "intercom", "ga4"}
NAMED = [(kind, name) for kind, presets in PLATFORMS.items() for name in presets if name != "generic"]
TABLE_PRESETS = [
    (name, table) for name, preset in PLATFORMS["TableExport"].items() for table in preset.get("tables", {})
]
# What files hold where nobody answered: a reason of `missing`, never a point of a scale.
NO_ANSWERS = ("vet ej", "ej aktuellt", "n/a", "not applicable", "don't know")


def test_the_platforms_are_those_that_are_promised() -> None:
    assert {kind: set(presets) for kind, presets in PLATFORMS.items()} == {
        "SurveyExport": SURVEYS,
        "TableExport": RECORDS,
    }


@pytest.mark.parametrize(("kind", "name"), NAMED)
def test_a_preset_says_how_it_is_recognised_and_what_it_rests_on(kind: str, name: str) -> None:
    preset = PLATFORMS[kind][name]
    assert preset["evidence"]
    assert preset["recognised_by"]
    for one in (preset, *preset.get("tables", {}).values()):
        assert all(texts and all(texts) for texts in one["recognised_by"])


@pytest.mark.parametrize("name", sorted(SURVEYS - {"generic"}))
def test_a_survey_needs_its_questions_and_no_more(bench: Workbench, name: str) -> None:
    bench.declare(survey_yaml(response="{}", more=f"platform: {name}"))
    assert [spec.source for spec in bench.specs()] == ["pulse"]


@pytest.mark.parametrize(("name", "table"), TABLE_PRESETS)
def test_a_table_needs_its_platform_and_no_more(bench: Workbench, name: str, table: str) -> None:
    assert table in TABLES
    bench.declare(table_yaml(table, "{}", more=f"platform: {name}"))
    assert [spec.source for spec in bench.specs()] == ["records"]


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        *((name, [1, 2, 3, 4, 5]) for name in ("agreement_en", "agreement_sv", "satisfaction_en", "satisfaction_sv")),
        ("agreement_two_sided_sv", [1, 2, 3, 4, 5]),
        ("agreement_4_sv", [1, 2, 3, 4]),
        ("agreement_ends_7_sv", [1, 7]),
        ("agreement_ends_10_en", [1, 10]),
    ],
)
def test_labels_stand_for_the_steps_of_their_scale(name: str, steps: list[float]) -> None:
    assert sorted(set(LABEL_PRESETS[name].values())) == steps


def test_there_are_no_other_labels() -> None:
    assert len(LABEL_PRESETS) == 8


def test_what_is_no_answer_is_no_label() -> None:
    assert not {label.lower() for labels in LABEL_PRESETS.values() for label in labels} & set(NO_ANSWERS)


@pytest.mark.parametrize(
    ("labels", "scale", "answers", "scores"),
    [
        ("agreement_sv", "1, max: 5", ["Instämmer knappast", "Instämmer delvis", "instämmer helt"], [2, 3, 5]),
        ("agreement_two_sided_sv", "1, max: 5", ["Tar helt avstånd", "Instämmer delvis", "Instämmer helt"], [1, 4, 5]),
        ("agreement_4_sv", "1, max: 4", ["Instämmer i låg grad", "Instämmer i hög grad", "Instämmer helt"], [2, 3, 4]),
        ("agreement_ends_7_sv", "1, max: 7", ["Instämmer inte alls", "4", "Instämmer helt och hållet"], [1, 4, 7]),
    ],
)
def test_the_same_word_may_stand_for_another_step_on_another_scale(
    bench: Workbench, labels: str, scale: str, answers: list[str], scores: list[int]
) -> None:
    questions = (
        f"[{{id: ease, metric: driver, driver: ease, column: score, labels: {labels}, scale: {{min: {scale}}}}}]"
    )
    rows = "".join(f"{index},2026-01-05,{answer}\n" for index, answer in enumerate(answers))
    bench.run(survey_yaml(questions), {"a.csv": f"id,at,score\n{rows}"})
    assert bench.values("s_ease") == scores


def test_a_word_of_another_set_is_reported_and_not_guessed(bench: Workbench) -> None:
    questions = "[{id: ease, metric: ces, column: score, labels: agreement_sv}]"
    bench.run(survey_yaml(questions), {"a.csv": "id,at,score\n1,2026-01-05,Tar delvis avstånd\n"})
    assert [reject["reason"] for reject in bench.rejects()] == ["unmapped"]
