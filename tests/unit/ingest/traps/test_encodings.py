"""Bytes that may be in several encodings: the first that decodes all of them is taken, and the ledger names it."""

import pytest

from tests.unit.workbench import Workbench, csv, survey_yaml

QUESTIONS = "[{id: recommend, metric: nps, column: score}, {id: why, metric: text, column: Varför?}]"
TEXT = csv("id;at;score;Varför?", '1;2025-01-01;9;"Åke sa: \nmycket bra, 7 kr"', "2;2025-01-01;3;dyrt")
FILE = "{delimiter: [';', ',', tab]}"
WRITTEN = {
    "utf-8-sig": TEXT.encode(),
    "utf-8-sig with its mark": TEXT.encode("utf-8-sig"),
    "utf-16": TEXT.replace(";", "\t").encode("utf-16"),
    "utf-16 of the other order": b"\xfe\xff" + TEXT.replace(";", "\t").encode("utf-16-be"),
    "cp1252": TEXT.replace("\n", "\r\n").encode("cp1252"),
}


@pytest.mark.parametrize("written", WRITTEN)
def test_one_yaml_reads_an_export_however_it_was_saved(bench: Workbench, written: str) -> None:
    bench.run(survey_yaml(QUESTIONS, file=FILE), {"a.csv": WRITTEN[written]})
    (entry,) = bench.ledger()
    assert (entry["status"], entry["encoding"]) == ("loaded", written.split(maxsplit=1)[0])
    assert bench.values("s_recommend") == [9, 3]
    assert bench.values("a_why")[0].replace("\r", "") == "Åke sa: \nmycket bra, 7 kr"


def test_encodings_are_tried_in_the_order_in_which_they_are_declared(bench: Workbench) -> None:
    content = {"a.csv": WRITTEN["utf-8-sig"]}
    bench.run(survey_yaml(QUESTIONS, file="{delimiter: ';', encoding: [cp1252, utf-8-sig]}"), content)
    reason = bench.ledger()[0]["reason"]
    assert "column 'Varför?' is not in the header" in reason  # decoded by cp1252, and not in silence
    assert "VarfÃ¶r?" in reason


def test_a_file_whose_bytes_are_in_no_declared_encoding_is_refused_with_the_place(bench: Workbench) -> None:
    bench.declare(survey_yaml(QUESTIONS, file="{delimiter: ';', encoding: [ascii, utf-8-sig, cp1252]}"))
    bench.drop({"a.csv": b"id;at;score;Varf\xf6r?\n1;2025-01-01;9;\x81\n", "b.csv": WRITTEN["utf-8-sig"]})
    result = bench.load()
    assert result.refused == {
        "pulse/a.csv": "its bytes are in none of the declared encodings: ascii (byte 16), utf-8-sig (byte 16), "
        "cp1252 (byte 35); declare the right one under file.encoding"
    }
    assert result.loaded == ["pulse/b.csv"]


def test_a_truncated_letter_at_the_end_is_not_read_as_another_encoding(bench: Workbench) -> None:
    bench.run(
        survey_yaml(QUESTIONS, file="{delimiter: ';', encoding: utf-8-sig}"),
        {"a.csv": "id;at;score;Varför?\n1;2025-01-01;9;å".encode()[:-1]},
    )
    assert "its bytes are in none of the declared encodings: utf-8-sig" in bench.ledger()[0]["reason"]
