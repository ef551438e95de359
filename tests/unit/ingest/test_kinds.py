"""Files of every kind: the same rows come out, whatever they are written in."""

import datetime as dt
import json
from typing import Any

import pytest

from tests.unit.ingest.exports import counts, ndjson, packed, parquet, workbook
from tests.unit.workbench import Workbench, csv, survey_yaml, table_yaml

RECORDS: list[dict[str, Any]] = [
    {"id": "r1", "at": "2025-01-01 10:00:00", "score": 9, "why": "Bra, tack"},
    {"id": "r2", "at": "2025-01-02 11:30:00", "score": 3, "why": None},
    {"id": None, "at": "2025-01-03 12:00:00", "score": 7, "why": "no id"},
]
HEADER = list(RECORDS[0])
GRID = [HEADER, *([record[name] for name in HEADER] for record in RECORDS)]
COLUMNS = {name: [record[name] for record in RECORDS] for name in HEADER}
CSV = "".join(",".join('"' + str(cell or "") + '"' for cell in row) + "\n" for row in GRID)
TIMED = [HEADER, *([row[0], dt.datetime.fromisoformat(str(row[1])), *row[2:]] for row in GRID[1:])]

# A file's name -> its content, and the row that a person would call that of the third record.
KINDS: dict[str, tuple[str | bytes, int]] = {
    "a.csv": (CSV, 4),
    "a.tsv": (CSV.replace('","', '"\t"'), 4),
    "a.xlsx": (workbook(GRID), 4),
    "a.xlsm": (workbook(GRID), 4),
    "timed.xlsx": (workbook(TIMED), 4),
    "a.parquet": (parquet(COLUMNS), 4),
    "timed.parquet": (parquet({**COLUMNS, "at": [row[1] for row in TIMED[1:]]}), 4),
    "a.json": (json.dumps(RECORDS, indent=2), 4),
    "a.ndjson": (ndjson(*RECORDS), 3),
    "a.jsonl": (ndjson(*RECORDS), 3),
}
KINDS |= {f"{name}.gz": (packed(content, "gz"), row) for name, (content, row) in KINDS.items() if name[0] == "a"}
KINDS |= {f"{name}.zst": (packed(content, "zst"), row) for name, (content, row) in KINDS.items() if name[-2:] != "gz"}
SURVEY = survey_yaml("[{id: recommend, metric: nps, column: score}, {id: why, metric: text, column: why}]")


@pytest.mark.parametrize("name", KINDS)
def test_a_survey_is_the_same_in_every_kind_of_file(bench: Workbench, name: str) -> None:
    content, third = KINDS[name]
    result = bench.run(SURVEY, {name: content})
    assert result.refused == {}
    assert [row["submission_id"] for row in bench.loaded()] == ["r1", "r2"]
    assert bench.values("s_recommend") == [9, 3]
    assert [str(value) for value in bench.values("submitted_at")] == ["2025-01-01 09:00:00", "2025-01-02 10:30:00"]
    assert bench.values("a_why") == ["Bra, tack", None]
    (reject,) = bench.rejects()
    assert (reject["row_number"], reject["column_name"]) == (third, "id")
    assert counts(bench) == (3, 2, 1, 0)


@pytest.mark.parametrize("name", KINDS)
def test_only_text_has_an_encoding(bench: Workbench, name: str) -> None:
    bench.run(SURVEY, {name: KINDS[name][0]})
    (entry,) = bench.ledger()
    is_text = not any(kind in name for kind in ("xls", "parquet"))
    assert entry["encoding"] == ("utf-8-sig" if is_text else None)
    assert entry["size_bytes"] == bench.path(name).stat().st_size


CUSTOMERS: dict[str, list[Any]] = {
    "customer": ["K1", "K2"],
    "since": [dt.date(2021, 3, 1), dt.date(2022, 4, 5)],
    "revenue": [1234.5, 200.0],
}
TABLE = table_yaml(
    "customers",
    """{customer_id: {column: customer}, acquired_on: {column: since},
        annual_revenue: {column: revenue, currency: SEK}}""",
    file="{decimal: ','}",
)
CUSTOMER_GRID = [list(CUSTOMERS), *zip(*CUSTOMERS.values(), strict=True)]
CUSTOMER_RECORDS = [
    {"customer": "K1", "since": "2021-03-01", "revenue": 1234.5},
    {"customer": "K2", "since": "2022-04-05", "revenue": 200.0},
]
CUSTOMER_FILES: dict[str, str | bytes] = {
    "a.csv": csv("customer;since;revenue", "K1;2021-03-01;1234,5", "K2;2022-04-05;200"),
    "a.xlsx": workbook(CUSTOMER_GRID),
    "a.parquet": parquet(CUSTOMERS),
    "a.json": json.dumps(CUSTOMER_RECORDS),
    "a.ndjson": ndjson(*CUSTOMER_RECORDS),
}


@pytest.mark.parametrize("name", CUSTOMER_FILES)
def test_a_table_is_the_same_in_every_kind_of_file_whatever_its_decimal_sign(bench: Workbench, name: str) -> None:
    yaml = TABLE.replace("{decimal: ','}", "{decimal: ',', delimiter: ';'}")
    result = bench.run(yaml, {name: CUSTOMER_FILES[name]})
    assert result.refused == {}
    assert bench.values("customer_id", "records") == ["K1", "K2"]
    assert bench.values("acquired_on", "records") == [dt.date(2021, 3, 1), dt.date(2022, 4, 5)]
    assert [float(value) for value in bench.values("annual_revenue", "records")] == [1234.5, 200.0]


def test_sources_of_one_folder_are_told_apart_by_their_fingerprints_in_every_kind(bench: Workbench) -> None:
    for source, mark in (("one", "alpha"), ("two", "beta")):
        bench.declare(survey_yaml(source=source, more=f"folder: both\nmatch: {{header_contains: [{mark}]}}"))
    for place, mark in enumerate(("alpha", "beta")):
        record: dict[str, Any] = {"id": f"r{place}", "at": "2025-01-01", "score": 9, mark: "x"}
        grid: list[list[Any]] = [list(record), list(record.values())]
        columns = {name: [value] for name, value in record.items()}
        lines = csv(*(",".join(str(cell) for cell in row) for row in grid))
        bench.drop(
            {
                f"{mark}.csv": lines,
                f"{mark}.csv.gz": packed(lines, "gz"),
                f"{mark}.xlsx": workbook(grid),
                f"{mark}.parquet": parquet(columns),
                f"{mark}.json": json.dumps([record]),
                f"{mark}.ndjson": ndjson(record),
            },
            "both",
        )
    one, two = bench.load("one"), bench.load("two")
    assert {path.partition(".")[0] for path in one.loaded} == {"both/alpha"}
    assert {path.partition(".")[0] for path in two.loaded} == {"both/beta"}
    assert (len(one.loaded), len(two.loaded), one.refused, two.refused) == (6, 6, {}, {})


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet", "json", "ndjson"])
def test_the_kind_may_be_declared_where_the_suffix_says_nothing(bench: Workbench, kind: str) -> None:
    result = bench.run(SURVEY.replace("file: {}", f"file: {{format: {kind}}}"), {"a.data": KINDS[f"a.{kind}"][0]})
    assert result.loaded == ["pulse/a.data"]
    assert bench.values("s_recommend") == [9, 3]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (workbook(GRID), "a workbook or a zip archive"),
        (parquet(COLUMNS), "a parquet file"),
        (packed(CSV, "gz"), "packed by gzip"),
        (packed(CSV, "zst"), "packed by zstd"),
    ],
)
@pytest.mark.parametrize("name", ["a.csv", "a.json", "a.ndjson"])
def test_what_is_no_text_is_not_read_as_text(bench: Workbench, name: str, content: bytes, said: str) -> None:
    result = bench.run(SURVEY, {name: content, "z.csv": CSV})
    assert result.refused == {
        f"pulse/{name}": f"its content is no text, it is {said}; correct its suffix, or file.format"
    }
    assert result.loaded == ["pulse/z.csv"]


@pytest.mark.parametrize("name", ["a.xlsx", "a.parquet", "a.json", "a.ndjson", "a.csv.gz", "a.json.zst"])
@pytest.mark.parametrize("content", [b"", b"\0" * 100, b"<html>500</html>", b"PK\x03\x04", b"PAR1", b"PAR1PAR1PAR1"])
def test_a_file_that_is_not_of_its_kind_is_refused_with_a_reason(bench: Workbench, name: str, content: bytes) -> None:
    result = bench.run(SURVEY, {name: content, "z.csv": CSV})
    assert list(result.refused) == [f"pulse/{name}"]
    assert result.loaded == ["pulse/z.csv"]


@pytest.mark.parametrize("name", ["a.xlsx", "a.parquet", "a.csv.gz", "a.csv.zst", "a.json"])
def test_a_file_that_is_cut_off_anywhere_is_refused_and_the_others_load(bench: Workbench, name: str) -> None:
    content, _ = KINDS[name]
    whole = content.encode() if isinstance(content, str) else content
    cut = {f"{share}_{name}": whole[: len(whole) * share // 10] for share in range(1, 10)}
    result = bench.run(SURVEY, {**cut, "z.csv": CSV})
    assert sorted(result.refused) == sorted(f"pulse/{part}" for part in cut)
    assert result.loaded == ["pulse/z.csv"]
