"""JSON documents: the array of the records is found, whatever stands around it, and nothing is read past in silence."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.ingest import json_document
from dagster_project.ingest.json_document import document_records
from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.spec.source import FileFormat
from tests.unit.ingest.exports import counts
from tests.unit.workbench import Workbench, survey_yaml

GOOD: dict[str, Any] = {"id": "r1", "at": "2025-01-01", "score": 9}
TWO = [GOOD, {**GOOD, "id": "r2"}]


def survey_at(path: str | None) -> str:
    return survey_yaml(file="{}" if path is None else f"{{records_path: {json.dumps(path)}}}")


def refusal(bench: Workbench, content: str, path: str | None = None) -> str:
    (said,) = bench.run(survey_at(path), {"a.json": content}).refused.values()
    return said


@pytest.mark.parametrize(
    ("document", "path"),
    [
        (TWO, None),
        (TWO, "$"),
        (TWO, "$[*]"),
        ({"data": TWO}, "$.data[*]"),
        ({"data": TWO}, "$.data"),
        ({"before": [{"data": [5]}], "data": TWO, "after": {"x": [1]}}, "$.data[*]"),
        ({"a": {"data": 1, "b": {"c": 1, "items": TWO}}, "items": [5]}, "$.a.b.items[*]"),
        ({"a b": {"c.d": TWO}}, "$['a b'][\"c.d\"][*]"),
        ({'in"ner\\': 1, "data": TWO}, "$.data[*]"),
        ({"text": '{"data": [{"id": "wrong"}]}, "data": [', "data": TWO}, "$.data[*]"),
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_the_records_are_found_where_the_path_leads(
    bench: Workbench, document: Any, path: str | None, indent: int | None
) -> None:
    result = bench.run(survey_at(path), {"a.json": json.dumps(document, indent=indent)})
    assert result.refused == {}
    assert [(row["row_number"], row["submission_id"]) for row in bench.rows()] == [(2, "r1"), (3, "r2")]
    assert counts(bench) == (2, 2, 0, 0)


def test_one_object_is_one_record_where_the_path_says_so(bench: Workbench) -> None:
    bench.run(survey_at("$"), {"a.json": json.dumps(GOOD, indent=4)})
    assert bench.values("submission_id") == ["r1"]


def test_records_that_are_no_objects_are_rejected_and_the_rest_loads(bench: Workbench) -> None:
    content = f'[{json.dumps(GOOD)}, 5, null, "x", [1], {{"id": }}, , {json.dumps({**GOOD, "id": "r2"})}]'
    bench.run(survey_at(None), {"a.json": content})
    assert bench.values("submission_id") == ["r1", "r2"]
    assert [reject["row_number"] for reject in bench.rejects()] == [3, 4, 5, 6, 7, 8]
    assert counts(bench) == (8, 2, 6, 0)


def test_a_comma_behind_the_last_record_is_nothing(bench: Workbench) -> None:
    bench.run(survey_at(None), {"a.json": f"[{json.dumps(GOOD)},\n]\n"})
    assert counts(bench) == (1, 1, 0, 0)


@pytest.mark.parametrize(
    ("content", "path", "said"),
    [
        ('{"data": [], "meta": 1}', None, "it is one object, with the keys 'data', 'meta'; declare file.records_path"),
        ("{}", None, "it is one object, with no keys; declare file.records_path"),
        ('{"data": [], "meta": 1}', "$.items[*]", "it has no 'items', it has the keys 'data', 'meta'; correct"),
        ('{"a": {"b": 1}}', "$.a.c[*]", "it has no 'c', it has the keys 'b'; correct file.records_path"),
        ('{"data": 5}', "$.data[*]", "'data' of file.records_path holds no records; correct"),
        ('{"data": {"a": 1}}', "$.data[*]", "$.data[*] leads to no array; take [*] away"),
        ('[{"a": [{"b": 1}]}]', "$.a[*]", "'a' of file.records_path stands below an array; let it end in [*]"),
        ("[]", "data[*]", "'data[*]' is no path to records; write file.records_path as $.key.key[*]"),
        ("[]", "$.a[0]", "'$.a[0]' is no path to records; write file.records_path as"),
        ('{"id": 1}\n{"id": 2}\n', None, "it is JSON, but one record per line; declare file.format: ndjson"),
        ('{"id": 1}\n{"id": 2}\n', "$", "something stands below its last bracket; export it again, or declare"),
        ("[] x", None, "something stands below its last bracket"),
        ('[{"id": 1}]]', None, "something stands below its last bracket"),
        ("[]", None, "it holds no record; export it again, or correct file.records_path"),
        ("[{},,{}]", None, "two of its commas have nothing between them"),
        ('[{"id": 1}', None, "the document is cut off, or its brackets do not match; export it again"),
        ('[{"id": "1}]', None, "the document is cut off, or its brackets do not match"),
        ('{"data": [{"id": 1}], "meta": {', "$.data[*]", "the document is cut off, or its brackets do not match"),
        ("<html></html>", None, "it is a web page, such as that of a login; export it again, logged in"),
        ("words", None, "it is no JSON document; declare file.format, or export it again"),
        ("   \n ", None, "it is no JSON document"),
        ("5", None, "it is no JSON document"),
        ("[5, 6]", None, "no line of it is a JSON object with keys"),
    ],
)
def test_a_document_without_records_is_refused_with_what_is_in_it(
    bench: Workbench, content: str, path: str | None, said: str
) -> None:
    assert refusal(bench, content, path).startswith(said)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_document_may_have_any_declared_encoding(bench: Workbench, encoding: str) -> None:
    content = json.dumps([{**GOOD, "id": "åäö"}], ensure_ascii=False).encode(encoding)
    bench.run(survey_at(None), {"a.json": content})
    assert (bench.values("submission_id"), bench.ledger()[0]["encoding"]) == (["åäö"], encoding)


@pytest.mark.parametrize("depth", [100, 100_000])
@pytest.mark.parametrize("is_closed", [True, False])
def test_brackets_without_end_break_nothing(bench: Workbench, depth: int, is_closed: bool) -> None:
    content = "[" * depth + ("]" * depth if is_closed else "")
    assert refusal(bench, content)


def test_a_record_without_end_is_refused(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_document, "LONGEST_LINE", 2_000_000)
    said = refusal(bench, json.dumps([{"id": "x" * 3_000_000}, GOOD]))
    assert said == "one of its records is 3 MB long; correct file.records_path"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
RECORDS = st.lists(st.dictionaries(st.text(max_size=4), JSON, max_size=4), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(
    records=RECORDS, around=JSON, piece=st.integers(1, 40), indent=st.sampled_from([None, 1]), is_ascii=st.booleans()
)
def test_every_record_comes_out_as_it_went_in_wherever_the_pieces_end(
    tmp_path_factory: pytest.TempPathFactory,
    records: list[dict[str, Any]],
    around: Any,
    piece: int,
    indent: int | None,
    is_ascii: bool,
) -> None:
    folder: Path = tmp_path_factory.mktemp("document")
    path = folder / "a.json"
    document = {"before": around, "a": {"data": records, "data ": around}, "after": around}
    path.write_text(json.dumps(document, indent=indent, ensure_ascii=is_ascii), encoding="utf-8", errors="replace")
    expected = json.loads(path.read_text(encoding="utf-8"))["a"]["data"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_document, "PIECE", piece)
        with suppress(RefusedFile):  # records without a key, or with a NUL in it: the lines are there all the same
            found = document_records(path, FileFormat(records_path="$.a.data[*]"), folder)
            assert found.row_count == len(expected)
    lines = (folder / "records.ndjson").read_text(encoding="utf-8").split("\n")
    assert [json.loads(line) for line in lines] == expected
