"""`cx rejects`: what was not loaded, grouped, with what to do; it acts on nothing, and says what it cannot read."""

import csv as csv_file
import io
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from dagster_project.ingest.files import Unclaimed
from dagster_project.ingest.inventory import write_unclaimed
from dagster_project.rejects import RejectsError, plain, print_rejects, read_rejects, write_csv
from tests.unit.test_cli import cx
from tests.unit.workbench import Workbench, csv, survey_yaml

NASTY = "[bold]red[/bold]\x1b[31m\x07\u202eabc"
LINES = [
    "id,at,score",
    "1,2025-01-01,9",
    ",2025-01-02,9",
    "3,soon,8",
    '4,2025-01-04,"ring 070-123 45 67"',
    "5,2025-01-05,11",
]
EASE = [
    "6,2025-01-06,12",
    "7,2025-01-06,12",
    "8,2025-01-06,13",
    "9,2025-01-06,14",
    "10,2025-01-06,14",
    "11,2025-01-06,14",
]


def fill(bench: Workbench) -> None:
    """Two sources: one with rejects of each scope and a refused file, one whose folder holds a file nobody reads."""
    bench.run(survey_yaml(), {"a.csv": csv(*LINES, *EASE, f'12,2025-01-07,"{NASTY}"'), "b.csv": "id,at\n1,2\n"})
    bench.run(survey_yaml(source="other"), {"c.csv": csv("id,at,score", "1,2025-01-01,=1+1")})
    write_unclaimed(bench.connection, [Unclaimed("stray/", "no source reads this folder", "remove it")])
    bench.stack.close()


def printed(bench: Workbench, source: str | None = None, limit: int = 0, width: int = 80) -> str:
    out = io.StringIO()
    print_rejects(read_rejects(bench.settings, source, limit), Console(file=out, width=width, color_system=None))
    return out.getvalue()


def test_rejects_are_grouped_by_file_column_and_reason_with_rows_values_and_remedies(bench: Workbench) -> None:
    fill(bench)
    found = read_rejects(bench.settings, "pulse")
    assert [(kind.column_name, kind.reason, kind.scope, kind.cases, kind.rows) for kind in found.kinds] == [
        ("at", "not a date", "row", 1, [4]),
        ("id", "no id", "row", 1, [3]),
        ("score", "out_of_range", "answer", 7, [6, 7, 8, 9, 10]),
        ("score", "unmapped", "answer", 2, [5, 13]),
    ]
    assert [kind.values for kind in found.kinds][:3] == [["soon"], [], ["14", "12", "13"]]
    assert set(found.kinds[3].values) == {"ring [telephone]", NASTY}
    assert found.kinds[0].remedy == "declare its form under formats, or correct the date"
    assert (found.rows, found.answers, found.notes, found.left_out) == (2, 9, 0, 0)
    assert [(source, path) for source, path, _ in found.refused] == [("pulse", "pulse/b.csv")]
    assert found.unclaimed == []


def test_the_tables_say_it_in_words_and_fit_eighty_columns(bench: Workbench) -> None:
    fill(bench)
    lines = printed(bench).splitlines()
    assert max(len(line.rstrip()) for line in lines) <= 80
    text = " ".join(" ".join(lines).split())
    assert lines[0].strip() == "other: other/c.csv"
    for said in (
        "row not loaded",
        "answer left out",
        "pulse/b.csv",
        "stray/",
        "no source reads this folder; remove it",
    ):
        assert said in text
    assert text.endswith("2 rows not loaded; 10 answers left out; 1 file refused; 1 file that no source reads")


def test_the_kinds_with_most_cases_are_shown_and_the_others_counted(bench: Workbench) -> None:
    fill(bench)
    found = read_rejects(bench.settings, limit=2)
    assert [(kind.reason, kind.cases) for kind in found.kinds] == [("out_of_range", 7), ("unmapped", 2)]
    assert found.left_out == 3
    assert "3 smaller kinds are not shown" in printed(bench, limit=2)


def test_a_value_neither_colours_nor_moves_nor_rings_the_terminal(bench: Workbench) -> None:
    fill(bench)
    said = printed(bench, width=200)
    assert "'[bold]red[/bold]␛[31m␇\ufffdabc'" in said
    assert not set(said) & {"\x1b", "\x07", "\u202e"}


def test_csv_has_a_line_per_kind_and_per_file_and_no_formula(
    bench: Workbench, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(bench)
    write_csv(read_rejects(bench.settings))
    rows = list(csv_file.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["scope"] for row in rows].count("row not loaded") == 2
    assert [row["file"] for row in rows][-2:] == ["pulse/b.csv", "stray/"]
    assert rows[0]["values"] == "'=1+1"
    assert not any((value or "").startswith(("=", "+", "@")) for row in rows for value in row.values())


def test_rejects_are_shown_before_the_views_of_a_run_are_made(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": csv("id,at,score", "1,2025-01-01,12")})
    assert bench.query("select 1 from duckdb_views() where view_name = 'rejected_rows'") == []
    bench.stack.close()
    assert [kind.reason for kind in read_rejects(bench.settings).kinds] == ["out_of_range"]


def test_where_all_is_well_one_line_says_so(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": csv("id,at,score", "1,2025-01-01,9")})
    bench.stack.close()
    assert printed(bench) == "Nothing was rejected.\n"


def test_reading_the_rejects_writes_nothing(bench: Workbench) -> None:
    fill(bench)
    before = {path: path.read_bytes() for path in bench.settings.state_dir.iterdir()}
    assert read_rejects(bench.settings).kinds != []
    assert {path: path.read_bytes() for path in bench.settings.state_dir.iterdir()} == before


def test_a_warehouse_that_is_missing_busy_or_none_is_told_in_one_line(bench: Workbench, tmp_path: Path) -> None:
    bench.declare(survey_yaml())
    missing = cx(tmp_path, "rejects")
    assert missing.returncode == 2
    assert missing.stdout.startswith("error there is no warehouse") and len(missing.stdout.splitlines()) == 1
    assert not bench.settings.state_dir.exists()
    bench.run(survey_yaml(), {"a.csv": csv("id,at,score", "1,2025-01-01,12")})
    busy = cx(tmp_path, "rejects")
    assert (busy.returncode, len(busy.stdout.splitlines())) == (2, 1)
    assert "a run or another program has it open" in busy.stdout
    bench.stack.close()
    good = cx(tmp_path, "rejects", "--csv", "--source", "pulse")
    assert (good.returncode, good.stderr) == (0, "")
    assert good.stdout.splitlines()[1].startswith("pulse,pulse/a.csv,score,out_of_range,answer left out,1,2,12,")
    bench.settings.warehouse.write_text("no warehouse at all")
    broken = cx(tmp_path, "rejects")
    assert (broken.returncode, len(broken.stdout.splitlines())) == (2, 1)


def test_a_warehouse_without_files_and_a_source_without_any_are_told(bench: Workbench) -> None:
    bench.settings.state_dir.mkdir()
    duckdb.connect(bench.settings.warehouse).close()
    with pytest.raises(RejectsError, match="holds no files yet"):
        read_rejects(bench.settings)
    fill(bench)
    with pytest.raises(RejectsError, match="no source 'nobody' has files; there are: other, pulse"):
        read_rejects(bench.settings, "nobody")


def test_signs_that_act_are_shown_and_all_others_stay() -> None:
    assert plain("Åsa\u00a0\u2013 中\n\t\x00\x7f\x9b\u2028\u200f") == "Åsa\u00a0\u2013 中␊␉␀\ufffd\ufffd\ufffd\ufffd"
