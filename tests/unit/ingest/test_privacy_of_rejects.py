"""Nothing that names a person is in what is kept or said of a bad row or a bad file."""

from tests.unit.ingest.personal import PIECES
from tests.unit.workbench import Workbench, csv, survey_yaml


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def test_rejects_show_no_personal_data(bench: Workbench) -> None:
    answers = [f"{number},2025-01-01,{_cell(text)}" for number, (text, _) in enumerate(PIECES)]
    dates = [f"{number},{_cell(text)},9" for number, (text, _) in enumerate(PIECES)]
    bench.run(survey_yaml(), {"a.csv": csv("id,at,score", *answers, *dates)})
    assert [one["raw_value"] for one in bench.rejects()] == [label for _, label in PIECES] * 2


def test_a_reject_is_masked_before_it_is_shortened(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": csv("id,at,score", f'1,2025-01-01,"{"x" * 70} anna.andersson@example.se"')})
    (reject,) = bench.rejects()
    assert reject["raw_value"] == f"{'x' * 70} [e-mail]"
    assert len(reject["raw_value"]) <= 80


def test_a_file_without_a_header_shows_no_personal_data_of_its_first_row(bench: Workbench) -> None:
    result = bench.run(survey_yaml(), {"a.csv": csv("anna@x.se,070-1234567,9")})
    (said,) = result.refused.values()
    assert "[e-mail]" in said and "[telephone]" in said
    assert "anna" not in said
    assert [entry["reason"] for entry in bench.ledger()] == [said]
