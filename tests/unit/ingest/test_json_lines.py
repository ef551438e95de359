"""Lines of JSON: one record each; a line that is none is a row with a fault, whatever is in it."""

import json
from typing import Any

import pytest

from dagster_project.ingest import json_lines
from dagster_project.ingest.json_keys import MOST_COLUMNS
from tests.unit.ingest.exports import counts, ndjson
from tests.unit.workbench import Workbench, survey_yaml

GOOD = {"id": "r1", "at": "2025-01-01", "score": 9}
BY_ROW = survey_yaml(
    "[{id: why, metric: text, column: why, pii: keep}]",
    response="{id: {row_number: true}, submitted_at: {value: '2025-01-01'}}",
)


def whys(bench: Workbench, *values: Any, column: str = "why", file: str = "{}") -> list[Any]:
    """What becomes of the values of one key; a text in brackets of JSON stands as it is."""
    yaml = BY_ROW.replace("column: why", f"column: {json.dumps(column)}").replace("file: {}", f"file: {file}")
    assert bench.run(yaml, {"a.ndjson": ndjson(*values)}).refused == {}
    return bench.values("a_why")


def test_values_are_the_texts_that_an_export_has(bench: Workbench) -> None:
    values = ["text", 10, 10.0, 1.5, -3, True, False, None, "10.0", "", "åäö", 12345678901234567890123]
    assert whys(bench, *({"why": value, "more": 1} for value in values)) == [
        *("text", "10", "10", "1.5", "-3", "true", "false", None, "10.0", None, "åäö", "12345678901234567890123")
    ]


def test_numbers_have_the_decimal_sign_of_the_file_and_texts_stay(bench: Workbench) -> None:
    assert whys(bench, {"why": 1.5}, {"why": "1.5"}, file="{decimal: ','}") == ["1,5", "1.5"]


def test_lists_of_single_values_are_one_text_and_nested_ones_stay_json(bench: Workbench) -> None:
    values = [["a", "b"], [], ["a", None, 2], [["a"]], [{"a": 1}], "[no list]"]
    assert whys(bench, *({"why": value, "more": 1} for value in values)) == [
        *("a, b", None, "a, 2", '[["a"]]', '[{"a":1}]', "[no list]")
    ]


def test_objects_within_objects_have_dotted_names(bench: Workbench) -> None:
    records = [{"p": {"q": {"why": "deep"}, "x": 1}}, {"p": None, "y": 1}, {"p": {"q": {}}, "y": 1}, {"y": 1}]
    assert whys(bench, *records, column="p.q.why") == ["deep", None, None, None]


def test_a_key_may_hold_an_object_here_and_a_text_there(bench: Workbench) -> None:
    assert whys(bench, {"why": "plain", "x": 1}, {"why": {"a": "in"}, "x": 1}) == ["plain", None]
    assert [column.texts["name"] for column in opened(bench)] == ["why", "why.a", "x"]


def opened(bench: Workbench) -> list[Any]:
    spec = bench.spec()
    path = bench.path("a.ndjson")
    return json_lines.line_records(path, spec.file, bench.folder).header.columns


def test_keys_stand_as_they_first_stood(bench: Workbench) -> None:
    bench.drop({"a.ndjson": ndjson({"z": 1, "a": {"y": 1}}, {"b": 1, "z": 1}, {"a": {"x": 1, "y": 2}, "z": 1})})
    bench.declare(survey_yaml())
    assert [column.texts["name"] for column in opened(bench)] == ["z", "a.y", "a.x", "b"]


@pytest.mark.parametrize(
    "key", ["a.b", 'a"b', "a\\b", "a/b", "~1", "", "*", "[0]", "$.x", "åäö", " spaced  ", "'; drop table x; --", "line"]
)
def test_hostile_keys_are_names_and_nothing_else(bench: Workbench, key: str) -> None:
    bench.drop({"a.ndjson": ndjson({key: "here", "other": 1})})
    bench.declare(survey_yaml())
    records = json_lines.line_records(bench.path("a.ndjson"), bench.spec().file, bench.folder)
    assert bench.connection.execute(f"select c0, c1 from ({records.relation})").fetchall() == [("here", "1")]
    assert records.header.columns[0].texts["name"] == " ".join(key.split())


FAULTY = ["no json", "[1, 2]", '"text"', "5", "null", '{"id": }', '{"id": "\\ud800"}', "{} {}", '{"id": "\x1f"}', " "]
FAULTY += ["[" * 100_000, '{"id": "r\x00"}', '{"id": "unclosed', "}", '{"id":"\x1f\x1e\x1d\x1c"}', "\x01", "\x02"]


def test_a_line_that_is_no_object_is_rejected_alone(bench: Workbench) -> None:
    result = bench.run(survey_yaml(), {"a.ndjson": ndjson(GOOD, *FAULTY, {**GOOD, "id": "r2"})})
    assert result.refused == {}
    assert [row["row_number"] for row in bench.loaded()] == [1, len(FAULTY) + 2]
    assert counts(bench) == (len(FAULTY) + 2, 2, len(FAULTY), 0)
    rejects = bench.rejects()
    assert [reject["row_number"] for reject in rejects] == list(range(2, len(FAULTY) + 2))
    assert {reject["reason"] for reject in rejects} == {"it is no JSON object"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_rows_are_numbered_as_lines_however_they_end(bench: Workbench, end: str, mark: str) -> None:
    lines = [json.dumps({**GOOD, "id": "r1"}), "", "", "no json", "", json.dumps({**GOOD, "id": "r2"}), "", ""]
    result = bench.run(survey_yaml(), {"a.ndjson": mark + end.join(lines)})
    assert result.refused == {}
    assert [(row["row_number"], row["submission_id"]) for row in bench.rows()] == [(1, "r1"), (4, None), (6, "r2")]
    assert counts(bench) == (3, 2, 1, 0)


def test_line_ends_may_be_mixed_and_the_last_one_may_lack(bench: Workbench) -> None:
    one = json.dumps(GOOD)
    bench.run(survey_yaml(), {"a.ndjson": f"{one}\r\n{one}\n{one}\r\n\n{one}"})
    assert [row["row_number"] for row in bench.rows()] == [1, 2, 3, 5]


def test_lines_keep_their_numbers_across_the_pieces_of_a_file(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_lines, "PIECE", 7)
    lines = [json.dumps({**GOOD, "id": f"r{number}"}) if number % 3 else "" for number in range(50)]
    bench.run(survey_yaml(), {"a.ndjson": "\r\n".join(lines)})
    assert [(row["row_number"], row["submission_id"]) for row in bench.rows()] == [
        (number + 1, f"r{number}") for number in range(50) if number % 3
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_lines_may_have_any_declared_encoding(bench: Workbench, encoding: str) -> None:
    bench.run(survey_yaml(), {"a.ndjson": json.dumps({**GOOD, "id": "åäö"}, ensure_ascii=False).encode(encoding)})
    assert (bench.values("submission_id"), bench.ledger()[0]["encoding"]) == (["åäö"], encoding)


def test_a_key_that_stands_twice_is_not_guessed_at(bench: Workbench) -> None:
    twice = '{"id": "r1", "at": "2025-01-01", "score": 9, "score": 1}'
    within = '{"id": "r1", "at": "2025-01-01", "score": 9, "p": {"a": 1, "a": 2}}'
    bench.run(survey_yaml(), {"a.ndjson": ndjson(GOOD, twice, {**GOOD, "p": {"a": 1}}, within)})
    assert [(reject["row_number"], reject["reason"]) for reject in bench.rejects()] == [
        (2, "one of its keys stands twice"),
        (4, "one of its keys stands twice"),
    ]


def test_an_object_without_keys_is_a_blank_row(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.ndjson": ndjson(GOOD, {}, {"id": None, "at": ""})})
    assert counts(bench) == (3, 1, 0, 2)


@pytest.mark.parametrize("shape", ["array", "object", "objects in a list"])
def test_nesting_of_any_depth_is_text(bench: Workbench, shape: str) -> None:
    opening, closing = {"array": ("[", "]"), "object": ('{"a":', "}"), "objects in a list": ('[{"a":', "}]")}[shape]
    nested = opening * 100_000 + "1" + closing * 100_000
    line = f'{{"id": "r2", "at": "2025-01-01", "score": 9, "deep": {nested}}}'
    bench.run(survey_yaml(), {"a.ndjson": ndjson(GOOD, line)})
    assert bench.values("submission_id") == ["r1", "r2"]


def test_a_text_of_ten_megabytes_is_a_text(bench: Workbench) -> None:
    bench.run(BY_ROW, {"a.ndjson": ndjson({"why": "x" * 10_000_000}, {"why": "short"})})
    assert [len(text) for text in bench.values("a_why")] == [10_000_000, 5]


def test_a_line_without_end_is_refused(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines, "LONGEST_LINE", 2_000_000)
    (said,) = bench.run(BY_ROW, {"a.ndjson": ndjson({"why": "x" * 3_000_000})}).refused.values()
    assert said.startswith("one of its lines is 3 MB long; write one record per line")


def test_values_that_are_written_as_keys_are_refused(bench: Workbench) -> None:
    keys = {f"r{number}": 1 for number in range(MOST_COLUMNS + 1)}
    (said,) = bench.run(survey_yaml(), {"a.ndjson": ndjson(keys)}).refused.values()
    assert said.startswith("its records have more than 2,000 different keys; export values, not keys")


def test_as_many_keys_as_are_allowed_are_read(bench: Workbench) -> None:
    keys = {**GOOD, **{f"k{number}": number for number in range(MOST_COLUMNS - 3)}}
    bench.run(survey_yaml(), {"a.ndjson": ndjson(keys)})
    assert bench.values("s_recommend") == [9]


def test_a_file_of_faults_alone_is_refused(bench: Workbench) -> None:
    (said,) = bench.run(survey_yaml(), {"a.ndjson": "one\ntwo\n"}).refused.values()
    assert said == "no line of it is a JSON object with keys; check file.format, or export it again"


def test_the_header_rows_of_a_preset_say_nothing_of_json(bench: Workbench) -> None:
    file = "{header_rows: 3, header_roles: [id, question, import_id], skip_rows: 2}"
    bench.run(survey_yaml(file=file), {"a.ndjson": ndjson(GOOD)})
    assert bench.values("s_recommend") == [9]
