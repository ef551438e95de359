"""What goes wrong on the way: the run says so in a line, the rest loads, and the publication stays as it was."""

import hashlib
import os
import random
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from tests.integration.conftest import Installation
from tests.integration.small import content, copy_of, small_installation


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """A small installation that has published once; copied by every test that breaks it."""
    installation = small_installation(tmp_path_factory.mktemp("small") / "here")
    done = installation.run()
    assert done.returncode == 0, done.stdout + done.stderr
    return installation


def hashes(folder: Path) -> dict[str, str]:
    """A hash per file."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


BAD_FILES = {
    "relationship/points.csv": (b"id,customer,at,points\nR1,C1,2026-01-01,9\n", "column 'score' is not in the header"),
    "relationship/semicolons.csv": (
        content("relationship", 9).replace(",", ";").encode(),
        "declare it under file.delimiter",
    ),
    "relationship/empty.csv": (b"", "the file is empty"),
    "relationship/bytes.csv": (b"\x81\x8d" * 200, "none of the declared encodings"),
    "relationship/notes.docx": (b"x", "is no known kind of file"),
    "relationship/folder.csv": (None, "a folder lies where a file should be"),
    "elsewhere/": (None, "no source reads this folder"),
    "data.csv": (b"a,b\n1,2\n", "outside every source's folder"),
}


def test_bad_input_is_named_in_one_line_the_rest_loads_and_nothing_is_published(
    ran: Installation, tmp_path: Path
) -> None:
    installation = copy_of(ran, tmp_path / "copy")
    for path, (written, _) in BAD_FILES.items():
        place = installation.raw_dir / path
        if written is None:
            place.mkdir()
        else:
            place.write_bytes(written)
    (installation.raw_dir / "elsewhere" / "data.csv").write_bytes(b"a,b\n1,2\n")
    (installation.raw_dir / "purchases" / "more.csv").write_text("id,customer,at,csat,ces\nX1,C1,2026-05-05,5,5\n")
    before = hashes(installation.published)
    done = installation.run()
    assert done.returncode == 1
    for path, (_, said) in BAD_FILES.items():
        lines = [line for line in done.stdout.splitlines() if f"refused {path}: " in line]
        assert len(lines) == 1, done.stdout
        assert said in lines[0]
        assert "; " in lines[0], "what to do stands behind what is wrong"
    assert "Traceback" not in done.stdout + done.stderr
    assert "build and test the models" not in done.stdout
    assert hashes(installation.published) == before
    with duckdb.connect(installation.warehouse, read_only=True) as connection:
        rows = connection.execute("select source, count(*) from raw.survey_responses group by source").fetchall()
    assert dict(rows) == {"relationship": 60, "purchases": 61}


def test_a_changed_file_that_is_refused_leaves_its_rows_as_they_were(ran: Installation, tmp_path: Path) -> None:
    installation = copy_of(ran, tmp_path / "copy")
    (installation.raw_dir / "relationship" / "relationship.csv").write_bytes(
        b"id,customer,at,points\nR1,C1,2026-01-01,9\n"
    )
    assert installation.run().returncode == 1
    with duckdb.connect(installation.warehouse, read_only=True) as connection:
        assert connection.execute("select count(*) from raw.survey_responses").fetchall() == [(120,)]


def test_a_share_of_bad_answers_above_the_threshold_blocks(ran: Installation, tmp_path: Path) -> None:
    installation = copy_of(ran, tmp_path / "copy")
    bad = content("relationship", 60).replace(",3\n", ",42\n")
    (installation.raw_dir / "relationship" / "relationship.csv").write_text(bad)
    before = hashes(installation.published)
    done = installation.run()
    assert done.returncode == 1
    assert "blocks relationship: almost_all_recommend_lies_on_its_scale" in done.stdout
    assert "build and test the models" not in done.stdout
    assert hashes(installation.published) == before


def test_a_mistake_in_yaml_is_named_with_its_line(ran: Installation, tmp_path: Path) -> None:
    installation = copy_of(ran, tmp_path / "copy")
    file = installation.sources_dir / "relationship" / "defs.yaml"
    file.write_text(file.read_text().replace("  survey:", "  surwey:"))
    done = installation.run()
    assert done.returncode == 2
    assert "defs.yaml:4: unknown key 'surwey'" in done.stdout and "did you mean 'survey'" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


# How many runs are killed: `CX_TEST_KILLS=10 make test` for more than a look.
KILLS = int(os.environ.get("CX_TEST_KILLS", "1"))
MOMENTS = sorted(random.Random(2029).uniform(1.5, 16) for _ in range(KILLS))


@dataclass(frozen=True)
class Undisturbed:
    """The same installation after one more file, and how the two runs ended that wanted to load it at once.

    They had in their environment what would silence dbt, so that Dagster heard nothing of it: it is cleared.
    """

    installation: Installation
    first: int
    second: int
    said: str


@pytest.fixture(scope="module")
def undisturbed(ran: Installation, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    """One of the two loads it in peace."""
    installation = with_one_more_file(copy_of(ran, tmp_path_factory.mktemp("undisturbed") / "copy"))
    first = installation.start(DBT_QUIET="true", DBT_LOG_LEVEL="error")
    time.sleep(4)
    second = installation.run()
    first.wait(timeout=600)
    return Undisturbed(installation, first.returncode, second.returncode, second.stdout)


def test_of_two_runs_at_once_one_does_it_all_and_the_other_says_that_it_has_to_wait(undisturbed: Undisturbed) -> None:
    assert undisturbed.first == 0
    assert undisturbed.second == 2 and "another run" in undisturbed.said


@pytest.mark.parametrize("seconds", MOMENTS, ids=lambda seconds: f"{seconds:.1f}s")
def test_a_killed_run_leaves_the_old_publication_and_the_next_one_heals(
    ran: Installation, undisturbed: Undisturbed, tmp_path: Path, seconds: float
) -> None:
    installation = with_one_more_file(copy_of(ran, tmp_path / "copy"))
    running = installation.start()
    time.sleep(seconds)
    signal_group(running.pid)
    running.wait()
    before, after = ran.fingerprint(), undisturbed.installation.fingerprint()
    assert installation.fingerprint() in (before, after)
    assert before != after
    done = installation.run()
    assert done.returncode == 0, done.stdout
    assert installation.fingerprint() == after
    with duckdb.connect(installation.warehouse, read_only=True) as connection:
        rows = connection.execute("select count(*), count(distinct submission_id) from raw.survey_responses").fetchall()
    assert rows == [(121, 121)]


def with_one_more_file(installation: Installation) -> Installation:
    """One more answer, in a file of its own."""
    line = "id,customer,at,score\nX1,C1,2026-06-20 10:00:00,10\n"
    (installation.raw_dir / "relationship" / "more.csv").write_text(line)
    return installation


def signal_group(process: int) -> None:
    """Kill a process and all that it started."""
    os.killpg(process, signal.SIGKILL)
