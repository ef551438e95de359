"""YAML as it is written: every text comes back as it went in, remarks stay on one line, lines end before the screen."""

from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.ingest.yaml_documents import read_documents
from dagster_project.proposal.yaml_text import WIDTH, Block, Blocks, Entry, document, flow

TEXTS = st.one_of(
    st.text(max_size=300),
    st.sampled_from(
        [
            *(
                '"',
                "'",
                "a: b",
                "# no remark",
                "a #b",
                "- a",
                "{a}",
                "[a]",
                "a\nb",
                "a\r\nb",
                "\t",
                "\\",
                "\\n",
                "",
                " ",
            ),
            *(
                "yes",
                "null",
                "~",
                "1",
                "0x1f",
                "1_000",
                "2026-01-31",
                "1:30",
                "<b>Hur</b>",
                "å ä ö",
                "a\u00a0b",
                "\u2028",
            ),
            *(
                "\x85",
                "\ufeff",
                "\x00",
                "\x7f",
                "😀",
                "%d",
                "&a",
                "*a",
                "!a",
                "@a",
                "`a",
                "|",
                ">",
                "?",
                ": ",
                " a",
                "a ",
            ),
            *("a b \\ c " * 30, "lång fråga " * 40, "x" * 400, "  two  blanks  " * 20),
        ]
    ),
)
LABELS = st.dictionaries(st.text(max_size=60), TEXTS, max_size=5)


def read(text: str, folder: Path) -> Any:
    file = folder / "some.yaml"
    file.unlink(missing_ok=True)
    file.write_text(text, encoding="utf-8", newline="")
    return read_documents(file)[0].values


@settings(deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=4), labels=LABELS, remark=TEXTS)
def test_whatever_a_heading_holds_reads_back_the_same(
    texts: list[str], labels: dict[str, str], remark: str, tmp_path_factory: Any
) -> None:
    items: list[Block] = [[Entry("column", text, remark), Entry("labels", labels, remark)] for text in texts]
    entries = [Entry("source", texts[0], remark), Entry("list", texts, remark), Entry("map", {"column": texts[-1]})]
    text = document([remark], [*entries, Entry("questions", Blocks(items), remark, is_apart=True)])
    assert read(text, tmp_path_factory.getbasetemp()) == {
        "source": texts[0],
        "list": texts,
        "map": {"column": texts[-1]},
        "questions": [{"column": one, "labels": labels} for one in texts],
    }


@given(TEXTS)
def test_a_remark_never_ends_its_line(remark: str) -> None:
    lines = document([], [Entry("a", "b", remark)]).splitlines()
    assert [line for line in lines if not line.startswith("#")] in (["a: b"], [lines[-1]])
    assert lines[-1].startswith("a: b")


def test_a_long_question_is_folded_over_lines_that_a_screen_shows(tmp_path: Path) -> None:
    question = "How satisfied are you with what we do for you, all in all? " * 6
    text = document(
        [], [Entry("questions", Blocks([[Entry("column", question), Entry("map", {"question": question})]]))]
    )
    assert max(map(len, text.splitlines())) <= WIDTH + 10
    assert read(text, tmp_path) == {"questions": [{"column": question, "map": {"question": question}}]}


def test_a_key_that_a_person_fills_in_is_a_remark(tmp_path: Path) -> None:
    text = document([], [Entry("at", [Entry("column", "End"), Entry("timezone", "...", "not seen", is_open=True)])])
    assert text == "at:\n  column: End\n  # timezone: ... # not seen\n"
    assert read(text, tmp_path) == {"at": {"column": "End"}}


def test_what_can_be_read_as_nothing_else_stands_without_quotes() -> None:
    assert flow({"min": 0, "max": 10, "a": ["text", "yes", "3"]}) == '{min: 0, max: 10, a: [text, "yes", "3"]}'
