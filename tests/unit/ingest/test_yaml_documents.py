"""YAML read as text, and the way back to its lines."""

from pathlib import Path

import pytest

from dagster_project.ingest.yaml_documents import Document, YamlError, read_documents


def read(tmp_path: Path, text: str) -> Document:
    file = tmp_path / "defs.yaml"
    file.write_text(text, encoding="utf-8")
    return read_documents(file)[0]


@pytest.mark.parametrize(
    "written", ["Yes", "no", "off", "11", "1.50", "0x1F", "2020-11-30", "1_000", ".inf", "1e3", "01"]
)
def test_a_scalar_stays_what_was_written(tmp_path: Path, written: str) -> None:
    assert read(tmp_path, f"value: {written}\nkeys: {{{written}: x}}\nlist: [{written}]\n").values == {
        "value": written,
        "keys": {written: "x"},
        "list": [written],
    }


def test_null_is_nothing_as_a_value_and_a_text_as_a_key_or_in_a_list(tmp_path: Path) -> None:
    document = read(tmp_path, "value: null\nempty:\nlist: [null, ~]\nkeys: {null: x}\n")
    assert document.values == {"value": None, "empty": None, "list": ["null", "~"], "keys": {"null": "x"}}


def test_every_place_knows_its_line(tmp_path: Path) -> None:
    document = read(tmp_path, "a:\n  b:\n    - x\n    - c: 1\n      d: 2\n")
    assert document.line(("a", "b", 1, "d")) == 5
    assert document.line(("a", "b", 0)) == 3


def test_a_place_that_was_not_written_has_the_line_of_what_holds_it(tmp_path: Path) -> None:
    assert read(tmp_path, "a:\n  b: 1\n").line(("a", "missing", "deeper")) == 1
    assert read(tmp_path, "x: 1\na:\n  b: 1\n").line(("a", "b", "name")) == 3


def test_an_alias_stands_for_what_it_names(tmp_path: Path) -> None:
    assert read(tmp_path, "a: &m {'1': x}\nb: *m\n").values == {"a": {"1": "x"}, "b": {"1": "x"}}


def test_a_tag_of_python_makes_nothing_but_text(tmp_path: Path) -> None:
    assert read(tmp_path, "a: !!python/object/apply:os.getcwd []\nb: !!python/name:os.system x\n").values == {
        "a": [],
        "b": "x",
    }


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: [1,\nb: {", 3), ("a: 1\n\tb: 2", 2), ("a: 1\nb: 2\na: 3", 3), ("a:\n  - {b: 1, b: 2}", 2)],
    ids=["never closed", "a tab", "a key twice", "a key twice within"],
)
def test_a_mistake_names_file_and_line(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(YamlError, match=rf"defs\.yaml:{line}: not YAML: "):
        read(tmp_path, text)


def test_bytes_that_are_no_utf_8_are_one_line(tmp_path: Path) -> None:
    file = tmp_path / "defs.yaml"
    file.write_bytes("source: kött".encode("cp1252"))
    with pytest.raises(YamlError, match=r"defs\.yaml:1: not YAML: ") as told:
        read_documents(file)
    assert "\n" not in str(told.value)


def test_several_documents_stand_in_one_file(tmp_path: Path) -> None:
    file = tmp_path / "defs.yaml"
    file.write_text("a: 1\n---\na: 2\n", encoding="utf-8")
    first, second = read_documents(file)
    assert (first.values, second.values) == ({"a": "1"}, {"a": "2"})
    assert second.line(("a",)) == 3
