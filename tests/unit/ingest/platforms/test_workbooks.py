"""Platforms that export workbooks: their times are times, their numbers numbers, their sheet has a name."""

import datetime as dt

import pytest

from tests.unit.ingest.exports import workbook
from tests.unit.ingest.platforms.exports import utc
from tests.unit.workbench import Workbench, survey_yaml

DONE, STARTED = (dt.datetime.fromisoformat(f"2025-12-31 10:{minute}:00") for minute in ("05", "00"))


def test_microsoft_forms_is_read_from_its_workbook(bench: Workbench) -> None:
    header = ["ID", "Start time", "Completion time", "Email", "Name", "Recommend us?", "Which channels?"]
    rows = [
        [1, STARTED, DONE, "anonymous", None, 9, "Phone;Chat;"],
        [2, STARTED, DONE, "a@example.org", "A", 3, None],
    ]
    questions = """[{id: nps, metric: nps, column: Recommend us?},
      {id: channels, metric: other, column: Which channels?, split: ';'}]"""
    zones = "{submitted_at: {timezone: UTC}, started_at: {timezone: UTC}}"
    yaml = survey_yaml(questions, response=zones, more="platform: microsoft_forms")
    bench.run(yaml, {"a.xlsx": workbook([header, *rows])})
    assert (bench.values("submission_id"), bench.values("s_nps")) == (["1", "2"], [9, 3])
    assert bench.values("submitted_at") == [utc("2025-12-31 10:05")] * 2
    assert bench.values("started_at") == [utc("2025-12-31 10:00")] * 2
    assert [value is None for value in bench.values("customer_email_hash")] == [True, False]
    assert [item["item"] for item in bench.values("i_channels")[0]] == ["Chat", "Phone"]


@pytest.mark.parametrize("above", [[], [["Customer survey", None, None, None, "Section 1", None]]])
@pytest.mark.parametrize("at", [DONE, "12/31/2025 10:05:00"])
def test_questionpro_is_read_from_its_sheet_of_raw_data(
    bench: Workbench, above: list[list[str | None]], at: dt.datetime | str
) -> None:
    header = ["Response ID", "Response Status", "Timestamp (mm/dd/yyyy)", "Respondent Email", "Recommend us?", "Why"]
    rows = [[11, "Completed", at, "a@example.org", 9, "Fine"], [12, "Started", at, None, None, None]]
    content = workbook([["a summary"]], [*above, header, *rows], names=["Summary", "Raw Data"])
    questions = "[{id: nps, metric: nps, column: Recommend us?}]"
    yaml = survey_yaml(questions, response="{submitted_at: {timezone: UTC}}", more="platform: questionpro")
    bench.run(yaml, {"QuestionPro-SR-RawData-1-12-31-2025.xlsx": content})
    assert (bench.values("submission_id"), bench.values("s_nps")) == (["11", "12"], [9, None])
    assert bench.values("is_complete") == [True, False]
    assert bench.values("submitted_at") == [utc("2025-12-31 10:05")] * 2
