"""Exports of other kinds than csv: the same survey gives the same questions, and of a big one only the head is read."""

import csv
import datetime as dt
import gzip
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
import xlsxwriter
import zstandard

from tests.unit.proposal.desk import propose, run
from tests.unit.proposal.exports import SWEDISH
from tests.unit.workbench import settings_in

ROWS = list(csv.reader(io.StringIO(SWEDISH), delimiter=";"))
RECORDS = [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]


def workbook(rows: list[list[Any]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def parquet(records: list[dict[str, Any]], folder: Path) -> bytes:
    (folder / "records.ndjson").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    with duckdb.connect() as connection:
        connection.execute(f"copy (from read_json('{folder}/records.ndjson')) to '{folder}/records.parquet'")
    return (folder / "records.parquet").read_bytes()


def lines() -> str:
    return "\n".join(map(json.dumps, RECORDS))


MADE: dict[str, Callable[[Path], bytes]] = {
    "kunder.csv.gz": lambda _: gzip.compress(SWEDISH.encode("cp1252")),
    "kunder.csv.zst": lambda _: zstandard.compress(SWEDISH.encode()),
    "kunder.tsv": lambda _: SWEDISH.replace(";", "\t").encode("utf-16"),
    "kunder.xlsx": lambda _: workbook(ROWS),
    "kunder.ndjson": lambda _: lines().encode(),
    "kunder.ndjson.gz": lambda _: gzip.compress(lines().encode()),
    "kunder.json": lambda _: json.dumps(RECORDS).encode(),
    "kunder.parquet": lambda folder: parquet(RECORDS, folder),
}


@pytest.mark.parametrize("name", MADE)
def test_an_export_of_any_kind_gives_the_same_questions(name: str, tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    tried = propose(tmp_path, name, MADE[name](tmp_path / "made"))
    assert (tried.status, tried.said.splitlines()[0]) == (0, tried.said.splitlines()[0])
    assert tried.metrics() == {"recommend": "nps", "satisfaction": "csat", "effort": "ces", "reason": "text"}
    assert "20 rows read = 20 loaded + 0 rejected + 0 dropped by rule; 0 answers rejected" in tried.said
    assert tried.survey.match.path == "*" + "".join(Path(name).suffixes)


def test_the_records_of_a_document_are_found_within_it(tmp_path: Path) -> None:
    tried = propose(tmp_path, "pulse.json", json.dumps({"meta": {"count": 20}, "data": {"items": RECORDS}}))
    assert tried.survey.file.records_path == "$.data.items[*]"
    assert "20 rows read = 20 loaded" in tried.said


def test_a_workbook_with_a_title_and_real_dates_needs_no_form_of_time(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Our survey"],
        [],
        ["Answer id", "Submitted at", "Would you recommend us?", "Why?", "Shop"],
    ]
    rows += [
        [f"A{day}", dt.datetime.fromisoformat(f"2026-01-{day:02} 10:30"), day % 11, f"it was good {day}", "Lund"]
        for day in range(1, 20)
    ]
    tried = propose(tmp_path, "pulse.xlsx", workbook(rows))
    assert (tried.status, tried.survey.file.skip_rows) == (0, 1)
    assert tried.survey.response.submitted_at.formats is None
    assert "19 rows read = 19 loaded" in tried.said
    assert "2026-01-01 09:30:00" in tried.said


def big_rows() -> list[dict[str, Any]]:
    return [
        {"Date": f"2026-01-{1 + number % 28:02d}", "Would you recommend us?": number % 11, "Why?": f"{number} " * 60}
        for number in range(30_000)
    ]


def big(name: str, folder: Path) -> bytes:
    if name.endswith("parquet"):
        rows = [{**row, "Why?": f"{hash(number)} {row['Why?']}" * 2} for number, row in enumerate(big_rows())]
        return parquet(rows, folder)
    if "ndjson" in name:
        return "\n".join(map(json.dumps, big_rows())).encode()
    head = '"Date","Would you recommend us?","Why?"\n'
    text = head + "".join('{Date},{Would you recommend us?},"{Why?}\n"\n'.format_map(row) for row in big_rows())
    return gzip.compress(text.encode(), 1) if name.endswith("gz") else text.encode()


@pytest.mark.parametrize("name", ["big.csv", "big.csv.gz", "big.ndjson"])
def test_of_a_big_file_only_the_head_is_loaded(name: str, tmp_path: Path) -> None:
    tried = propose(tmp_path, name, big(name, tmp_path))
    assert tried.status == 0
    assert "a big file: its first 5,000 rows were looked at, its first 8 MB were loaded" in tried.said
    counts = re.search(r"([0-9,]+) rows read = ([0-9,]+) loaded \+ 0 rejected", tried.said)
    assert counts is not None and 5000 < int(counts.group(1).replace(",", "")) < 30_000


def test_of_a_big_parquet_file_the_first_records_are_loaded(tmp_path: Path) -> None:
    own = settings_in(tmp_path)
    own.sources_dir.mkdir()
    file = tmp_path / "big.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"""copy (select date '2026-01-01' as "Date", i % 11 as "Would you recommend us?", sha256(i::varchar) as x
            from range(300000) t(i)) to '{file}' (format parquet)"""
        )
    tried = run(own, file)
    assert file.stat().st_size > 8 << 20
    assert "5,000 rows read = 5,000 loaded" in tried.said
