"""Mutated files through the reader: no traceback, no hang, and the rows of every file reconcile.

`FUZZ_FILES` says how many files (`make fuzz FILES=20000`); the usual test run takes a few of each kind.
"""

import os
import re
import time
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.fuzz.exports import good_exports
from tests.fuzz.mutations import Mutation, monsters, mutated, mutations, repacked
from tests.unit.workbench import Workbench

EXPORTS = good_exports()
FILES_OF_EACH = -(-int(os.environ.get("FUZZ_FILES", "420")) // len(EXPORTS))
LONGEST_SECONDS = 10
NAME_OF_AN_EXCEPTION = re.compile(r"[A-Za-z](Error|Exception)\b|Traceback")


def read(bench: Workbench, kind: str, content: bytes) -> str:
    """Read one file in place of a good export and return what became of it."""
    export = EXPORTS[kind]
    if not (bench.settings.sources_dir / "pulse").exists():
        bench.declare(export.yaml)
    bench.drop({export.file_name: content})
    started = time.monotonic()
    bench.load()
    assert time.monotonic() - started < LONGEST_SECONDS
    entries = bench.ledger()
    refused = [entry for entry in entries if entry["status"] == "refused"]
    if refused:
        assert refused[0]["reason"]
        assert not NAME_OF_AN_EXCEPTION.search(refused[0]["reason"])
        return "refused"
    (entry,) = entries
    assert entry["status"] == "loaded"
    stored = bench.query(
        "select cast(row_status as varchar) as row_status, count(*) as rows from sources.pulse group by 1"
    )
    assert entry["rows_read"] == entry["rows_loaded"] + entry["rows_rejected"] + entry["rows_dropped"]
    if kind != "long":
        assert {one["row_status"]: one["rows"] for one in stored} == {
            status: entry[f"rows_{status}"] for status in ("loaded", "rejected", "dropped") if entry[f"rows_{status}"]
        }
    return "loaded"


@pytest.mark.parametrize("kind", EXPORTS)
def test_a_good_export_is_loaded_whole(bench: Workbench, kind: str) -> None:
    assert read(bench, kind, EXPORTS[kind].content) == "loaded"
    (entry,) = bench.ledger()
    assert entry["rows_rejected"] == 0
    assert entry["rows_loaded"] >= 30


@pytest.mark.parametrize("kind", EXPORTS)
def test_a_mutated_file_is_loaded_or_refused_and_every_row_is_counted(bench: Workbench, kind: str) -> None:
    outcomes: dict[str, int] = {}

    @settings(
        max_examples=FILES_OF_EACH,
        deadline=timedelta(seconds=2 * LONGEST_SECONDS),
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(changes=mutations, where=st.sampled_from(["anywhere", "beneath the packing", "below the header"]))
    def one_file(changes: list[Mutation], where: str) -> None:
        export = EXPORTS[kind]
        if where == "beneath the packing":
            content = repacked(export.file_name, export.content, changes)
        else:
            top = export.content.find(b"\n") + 1 if where == "below the header" else 0
            content = export.content[:top] + mutated(export.content[top:], changes)
        outcome = read(bench, kind, content)
        outcomes[outcome] = outcomes.get(outcome, 0) + 1

    one_file()
    print(f"{kind}: {outcomes}")
    assert sum(outcomes.values()) >= FILES_OF_EACH / 2


@pytest.mark.parametrize("name", monsters())
def test_a_file_that_is_made_to_hurt_does_not(bench: Workbench, name: str) -> None:
    kind, content = monsters()[name]
    read(bench, kind, content)
    assert not list(Path(bench.settings.state_dir).glob("reading-*"))
