"""Good exports of every kind, each with the YAML that reads it: what the mutations start from. No test stands here."""

import json
from dataclasses import dataclass

from tests.unit.ingest.exports import packed, parquet, workbook
from tests.unit.workbench import survey_yaml, table_yaml

COMMENTS = ["Bra", 'said "no", twice', "two\nlines", "Ring 070-123 45 67", "", "å ä ö — 😀"]


@dataclass(frozen=True)
class Export:
    """The name of a good file, its content, and the source that reads it."""

    file_name: str
    content: bytes
    yaml: str


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def _rows() -> list[list[str]]:
    return [
        [f"R{number}", f"2025-01-{number % 28 + 1:02d} 10:00:00", str(number % 12), COMMENTS[number % 6], f"K{number}"]
        for number in range(40)
    ]


HEADER = ["id", "at", "score", "comment", "customer"]
QUESTIONS = "[{id: recommend, metric: nps, column: score}, {id: why, metric: text, column: comment}]"
RESPONSE = "{id: {column: id}, submitted_at: {column: at}, customer: {column: customer}}"


def _delimited(delimiter: str, end: str, encoding: str) -> bytes:
    lines = [delimiter.join(map(_quoted, cells)) for cells in [HEADER, *_rows()]]
    return "".join(line + end for line in lines).encode(encoding, "replace")


def _survey(file_name: str, content: bytes, file: str = "{}") -> Export:
    return Export(file_name, content, survey_yaml(QUESTIONS, response=RESPONSE, file=file, more="on_missing: remove"))


def _records() -> list[dict[str, object]]:
    return [dict(zip(HEADER, [*cells[:2], int(cells[2]), *cells[3:]], strict=True)) for cells in _rows()]


def _workbook() -> bytes:
    return workbook([HEADER, *([*cells[:2], int(cells[2]), *cells[3:]] for cells in _rows())])


def _qualtrics() -> Export:
    lines = [
        "ResponseId,EndDate,StartDate,Status,Finished,Q1,Q1_NPS_GROUP,Q2_TEXT",
        'Response ID,End Date,Start Date,Response Type,Finished,"How likely, is it?",Group,Why',
        ",".join(_quoted(f'{{"ImportId":"QID{number}"}}') for number in range(8)),
        *(f"R_{n},2025-01-02 10:00:00,2025-01-02 09:00:00,{n % 3},{n % 2},{n % 11},Promoter,fine" for n in range(30)),
    ]
    questions = "[{id: recommend, metric: nps, column: Q1, group_column: Q1_NPS_GROUP}]"
    yaml = survey_yaml(questions, response="{}", more="platform: qualtrics\non_missing: remove")
    return Export("qualtrics.csv", "\n".join(lines).encode(), yaml)


def _long() -> Export:
    lines = ["response,question,answer,at", *(f"{n // 3},Q{n % 3},{n % 12},2025-01-02" for n in range(60))]
    questions = "[{id: recommend, metric: nps, question_value: Q0}, {id: why, metric: text, question_value: Q1}]"
    more = "long: {response: response, question: question, answer: answer}\non_missing: remove"
    yaml = survey_yaml(questions, response="{submitted_at: {column: at}}", more=more)
    return Export("long.csv", "\n".join(lines).encode(), yaml)


def _customers() -> Export:
    lines = [
        "Account ID;Segment;Since;Revenue",
        *(f"A{n};Small;2020-01-{n % 28 + 1:02d};1 {n:03d},50 kr" for n in range(40)),
    ]
    lines += ["", "Grand Totals (40 records)", "Copyright (c) 2000-2026 somebody"]
    fields = """{customer_id: {column: Account ID}, segment: {column: Segment}, acquired_on: {column: Since},
      annual_revenue: {column: Revenue, decimal: ",", thousands: " ", strip: "kr"}}"""
    yaml = table_yaml(
        "customers", fields, file='{delimiter: ";"}', source="pulse", more="platform: salesforce\non_missing: remove"
    )
    return Export("customers.csv", "\r\n".join(lines).encode("cp1252"), yaml)


def good_exports() -> dict[str, Export]:
    """One export of each kind, by name."""
    plain = _delimited(",", "\n", "utf-8")
    lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in _records()).encode()
    return {
        "csv": _survey("a.csv", plain),
        "csv_crlf_bom": _survey("a.csv", _delimited(",", "\r\n", "utf-8-sig")),
        "csv_semicolon_cp1252": _survey("a.csv", _delimited(";", "\r\n", "cp1252"), '{delimiter: [";", ","]}'),
        "tsv_utf_16": _survey("a.tsv", _delimited("\t", "\r\n", "utf-16")),
        "qualtrics": _qualtrics(),
        "long": _long(),
        "customers": _customers(),
        "ndjson": _survey("a.ndjson", lines),
        "json": _survey("a.json", json.dumps(_records()).encode()),
        "json_path": _survey(
            "a.json", json.dumps({"page": 1, "data": _records()}).encode(), '{records_path: "$.data[*]"}'
        ),
        "xlsx": _survey("a.xlsx", _workbook()),
        "parquet": _survey("a.parquet", parquet({name: [record[name] for record in _records()] for name in HEADER})),
        "csv_gz": _survey("a.csv.gz", packed(plain, "gz")),
        "csv_zst": _survey("a.csv.zst", packed(plain, "zst")),
    }
