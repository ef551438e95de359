"""The command: what it writes and where, what it refuses with one line, and what it never shows."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from dagster_project.proposal.command import source
from dagster_project.settings import PROJECT_ROOT
from tests.unit.proposal.desk import propose, run
from tests.unit.proposal.exports import CUSTOMERS, SURVEYMONKEY, SWEDISH, ZENDESK
from tests.unit.workbench import csv, settings_in, survey_yaml

SIMPLE = csv("Date,Would you recommend us?", *(f"2026-01-{day:02d},{day % 11}" for day in range(1, 20)))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("blank.csv", b"\n\n \n"),
        ("binary.csv", bytes(range(256)) * 20),
        ("picture.png", b"\x89PNG\r\n"),
        ("unknown.csv", b"a,b\n1,2\n3,4\n"),
        ("words.csv", b"just some words\nand more of them\n"),
        ("header.csv", b"one,two,three\n"),
        ("open.csv", b'a,"b\n1,2\n'),
        ("not a workbook.xlsx", b"PK\x03\x04 nothing"),
        ("not.json", b"{"),
        ("not.parquet", b"PAR1"),
        ("not.csv.gz", b"\x1f\x8b\x08 nothing"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_line_and_status_2(name: str, content: bytes, tmp_path: Path) -> None:
    tried = propose(tmp_path, name, content)
    assert tried.status == 2
    assert tried.said.startswith("refused ") and tried.said.count("\n") == 1
    assert list(tried.settings.sources_dir.iterdir()) == []


@pytest.mark.parametrize("place", ["nowhere.csv", "folder"])
def test_a_file_that_is_not_there_and_a_folder_are_one_line(place: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "sources").mkdir()
    tried = run(settings_in(tmp_path), tmp_path / place)
    assert (tried.status, tried.said.count("\n")) == (2, 1)


def test_a_source_that_exists_is_never_overwritten(tmp_path: Path) -> None:
    first = propose(tmp_path, "pulse.csv", SIMPLE)
    second = propose(tmp_path, "pulse.csv", SIMPLE)
    assert (first.status, second.status) == (0, 2)
    assert "exists already and is left as it is" in second.said and second.said.count("\n") == 1
    assert second.text == first.text


def test_an_empty_folder_of_a_source_counts_as_taken(tmp_path: Path) -> None:
    (tmp_path / "sources" / "pulse").mkdir(parents=True)
    assert propose(tmp_path, "pulse.csv", SIMPLE).status == 2
    assert list((tmp_path / "sources" / "pulse").iterdir()) == []


def test_a_name_or_folder_of_another_source_is_taken(tmp_path: Path) -> None:
    place = tmp_path / "sources" / "other" / "defs.yaml"
    place.parent.mkdir(parents=True)
    place.write_text(survey_yaml(source="named", more="folder: pulse"), encoding="utf-8")
    for name in ("named", "pulse"):
        tried = propose(tmp_path, "some.csv", SIMPLE, source_name=name)
        assert (tried.status, tried.said.count("\n")) == (2, 1)
        assert f"'{name}' is taken" in tried.said


@pytest.mark.parametrize("name", ["Pulse", "../out", "a b", "1st", "", "x" * 80])
def test_a_name_that_can_be_none_is_one_line(name: str, tmp_path: Path) -> None:
    tried = propose(tmp_path, "some.csv", SIMPLE, source_name=name)
    assert (tried.status, tried.said.count("\n")) == (2, 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["raw", "some.csv", "sources"]


def test_a_mistake_in_another_source_does_not_stop_this_one(tmp_path: Path) -> None:
    place = tmp_path / "sources" / "other" / "defs.yaml"
    place.parent.mkdir(parents=True)
    place.write_text("type: nonsense\n", encoding="utf-8")
    assert propose(tmp_path, "pulse.csv", SIMPLE).status == 0


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("Touchpoints 2026H1.csv", "touchpoints"),
        ("accounts_2026-10-31.csv", "accounts"),
        ("Kundenkät våren.csv", "kundenkat_varen"),
    ],
)
def test_the_name_is_the_file_s_without_its_period(file: str, name: str, tmp_path: Path) -> None:
    assert propose(tmp_path, file, SIMPLE).spec.source == name


def test_a_file_in_the_folder_of_a_source_gives_it_its_name_and_stays(tmp_path: Path) -> None:
    own = settings_in(tmp_path)
    file = own.raw_dir / "pulse" / "export 17.csv"
    file.parent.mkdir(parents=True)
    own.sources_dir.mkdir()
    file.write_text(SIMPLE)
    tried = run(own, file)
    assert (tried.status, tried.spec.source) == (0, "pulse")
    assert "put the file" not in tried.said


def test_a_file_elsewhere_is_told_where_to_go_in_the_last_line(tmp_path: Path) -> None:
    tried = propose(tmp_path, "pulse.csv", SIMPLE)
    assert re.fullmatch(r"put the file into \S*raw/pulse/, then make run", tried.said.splitlines()[-1])


def test_nothing_but_the_yaml_is_written(tmp_path: Path) -> None:
    tried = propose(tmp_path, "pulse.csv", SIMPLE)
    written = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file())
    assert written == ["pulse.csv", "sources/pulse/defs.yaml"]
    assert not tried.settings.warehouse.exists()


@pytest.mark.parametrize("content", [SURVEYMONKEY, SWEDISH, CUSTOMERS, ZENDESK])
def test_no_address_no_name_and_no_number_is_shown_or_written(content: str, tmp_path: Path) -> None:
    tried = propose(tmp_path, "export.csv", content)
    assert tried.status == 0
    everything = tried.said + tried.text
    assert not re.search(r"\S@\S", everything)
    assert not re.search(r"070|123 45", everything)
    assert not re.search(r"\b(Ann|Bo|Åsa|Ek|Firman)\b", everything)
    assert not re.search(r"\b[CK]-1[0-9]\b", everything)
    assert "hashed" in tried.said


def test_a_name_in_the_file_s_name_is_masked(tmp_path: Path) -> None:
    tried = propose(tmp_path, "ann.ek@example.org.csv", SIMPLE, source_name="pulse")
    assert tried.status == 0
    assert "ann.ek@" not in tried.said + tried.text


def test_an_address_in_a_heading_is_not_written(tmp_path: Path) -> None:
    header = 'Date,"Would you recommend us? Write to ann.ek@example.org, if not"'
    tried = propose(tmp_path, "pulse.csv", csv(header, *SIMPLE.splitlines()[1:]))
    assert tried.status == 0
    assert "ann.ek@" not in tried.said + tried.text
    assert "19 loaded" in tried.said


def test_of_a_big_file_only_the_head_is_looked_at(tmp_path: Path) -> None:
    rows = [f"2026-01-{1 + number % 28:02d},{number % 11},{'a long comment ' * 20}" for number in range(40000)]
    tried = propose(tmp_path, "big.csv", csv("Date,Would you recommend us?,Why?", *rows))
    assert tried.status == 0
    assert "a big file: its first 5,000 rows were looked at, its first 8 MB were loaded" in tried.said
    counts = re.search(r"([0-9,]+) rows read = ([0-9,]+) loaded \+ 0 rejected", tried.said)
    assert counts is not None and 5000 < int(counts.group(1).replace(",", "")) < 40000


def test_the_command_runs_in_a_process_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "pulse.csv").write_text(SIMPLE)
    done = subprocess.run(
        [sys.executable, "-m", "dagster_project.cli", "source", "--name", "shop", str(tmp_path / "pulse.csv")],
        env={
            **os.environ,
            "NO_COLOR": "1",
            "CX_SOURCES_DIR": str(tmp_path / "sources"),
            "CX_RAW_DIR": str(tmp_path / "no"),
        },
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "sources" / "shop" / "defs.yaml").is_file()


CELLS = st.one_of(
    st.text(max_size=12), st.sampled_from(["", "1", "5", "11", "a@b.org", "2026-01-01", "N/A", '"', "x\ny"])
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(header=st.lists(CELLS, min_size=1, max_size=5), rows=st.lists(st.lists(CELLS, max_size=6), max_size=6))
def test_no_file_ends_in_a_traceback(
    header: list[str], rows: list[list[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    lines = [[*header, "Would you recommend us?", "Submitted at"], *rows]
    cells = [",".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines]
    own = settings_in(folder)
    own.sources_dir.mkdir()
    file = folder / "any.csv"
    file.write_bytes("\n".join(cells).encode())
    out = io.StringIO()
    status = source(own, Console(file=out, width=160, color_system=None), file, "any", None)
    assert status in (0, 2)
    assert status == 0 or out.getvalue().count("\n") == 1
