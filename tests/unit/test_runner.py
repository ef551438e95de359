"""One run at a time, on a folder of Dagster's own."""

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from dagster_project.ingest.load import SCRATCH
from dagster_project.runner import BusyError, alone_on, prepare_dagster_home
from dagster_project.settings import PROJECT_ROOT, Settings
from tests.unit.workbench import settings_in

HOLD = """import sys, time; from pathlib import Path; import fcntl
file = Path(sys.argv[1]).open("a+"); fcntl.flock(file, fcntl.LOCK_EX); file.write("4711"); file.flush()
print("held", flush=True); sys.stdin.read()"""


def test_a_second_run_on_the_same_warehouse_is_told_who_writes_it(settings: Settings) -> None:
    settings.state_dir.mkdir(parents=True)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(settings.lock_file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(BusyError, match="process 4711") as told, alone_on(settings):
            pass
        holder.communicate()
    assert str(settings.warehouse) in str(told.value)
    with alone_on(settings):
        assert settings.lock_file.read_text() == str(os.getpid())


def test_a_run_that_only_waits_to_begin_is_told_as_well(settings: Settings) -> None:
    with alone_on(settings), pytest.raises(BusyError, match="another run"), alone_on(settings):
        pass


def test_two_warehouses_may_be_written_at_once(tmp_path: Path) -> None:
    with alone_on(settings_in(tmp_path / "one")), alone_on(settings_in(tmp_path / "two")):
        pass


def test_the_lock_is_free_again_after_an_error(settings: Settings) -> None:
    with pytest.raises(RuntimeError, match="on purpose"), alone_on(settings):
        raise RuntimeError("on purpose")
    with alone_on(settings):
        pass


def test_what_a_killed_run_left_of_its_reading_is_removed(settings: Settings) -> None:
    left = settings.state_dir / f"{SCRATCH}abc"
    left.mkdir(parents=True)
    (left / "utf8.csv").write_text("personal data")
    with alone_on(settings):
        assert not left.exists()


def test_a_warehouse_that_is_none_is_told_before_the_run(settings: Settings) -> None:
    settings.state_dir.mkdir(parents=True)
    settings.warehouse.write_bytes(b"this is no database at all, but long enough to look like one" * 100)
    with pytest.raises(BusyError, match="cannot be opened") as told, alone_on(settings):
        pass
    assert "\n" not in str(told.value)


def test_a_warehouse_that_is_there_is_not_changed_by_looking(settings: Settings) -> None:
    settings.state_dir.mkdir(parents=True)
    with duckdb.connect(settings.warehouse) as connection:
        connection.execute("create table t as select 1")
    with alone_on(settings), duckdb.connect(settings.warehouse, read_only=True) as connection:
        assert connection.execute("select * from t").fetchone() == (1,)


def test_dagster_s_folder_has_the_project_s_instance_file(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    home = prepare_dagster_home(settings)
    assert os.environ["DAGSTER_HOME"] == str(home)
    assert (home / "dagster.yaml").read_bytes() == (PROJECT_ROOT / "dagster.yaml").read_bytes()
    (home / "dagster.yaml").write_text("telemetry: {enabled: true}\n")
    prepare_dagster_home(settings)
    assert (home / "dagster.yaml").read_bytes() == (PROJECT_ROOT / "dagster.yaml").read_bytes()
