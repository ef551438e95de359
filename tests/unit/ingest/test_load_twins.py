"""Files that share, swap or take over each other's content: no row is read twice and none goes stale."""

import pytest

from tests.unit.ingest.test_load import HEADER, ONE, TWO, ids, state
from tests.unit.workbench import Workbench, csv, survey_yaml


def test_the_same_content_under_two_names_is_read_once(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": ONE, "b.csv": ONE})
    for _ in range(2):
        assert ids(bench) == ["1"]
        assert state(bench) == [("a.csv", "loaded"), ("b.csv", "same content")]
        assert bench.ledger()[1]["reason"] == "the same content as pulse/a.csv"
        bench.load()


@pytest.mark.parametrize("gone", ["a.csv", "b.csv"])
def test_when_one_of_two_twins_goes_the_other_keeps_the_rows(bench: Workbench, gone: str) -> None:
    bench.run(survey_yaml(), {"a.csv": ONE, "b.csv": ONE})
    bench.path(gone).unlink()
    assert bench.load().vanished == []
    assert ids(bench) == ["1"]
    assert state(bench) == [("b.csv" if gone == "a.csv" else "a.csv", "loaded")]


def test_a_twin_of_a_file_of_unknown_kind_is_still_read(bench: Workbench) -> None:
    result = bench.run(survey_yaml(), {"a.bak": ONE, "a.csv": ONE})
    assert result.loaded == ["pulse/a.csv"]
    assert list(result.refused) == ["pulse/a.bak"]


def test_when_one_of_two_twins_changes_both_contents_are_there(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": ONE, "b.csv": ONE})
    bench.drop({"a.csv": TWO})
    bench.load()
    assert ids(bench) == ["1", "2"]
    assert state(bench) == [("a.csv", "loaded"), ("b.csv", "loaded")]


def test_a_file_that_takes_over_another_s_content_loses_its_own_rows(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": ONE, "b.csv": TWO})
    bench.path("b.csv").replace(bench.path("a.csv"))
    bench.load()
    assert ids(bench) == ["2"]
    assert state(bench) == [("a.csv", "loaded")]


def test_a_file_that_becomes_the_twin_of_another_loses_its_own_rows(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": ONE, "b.csv": TWO})
    bench.drop({"b.csv": ONE})
    bench.load()
    assert ids(bench) == ["1"]
    assert state(bench) == [("a.csv", "loaded"), ("b.csv", "same content")]


def test_two_files_that_swap_their_contents_keep_all_rows(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": ONE, "b.csv": TWO})
    bench.drop({"a.csv": TWO, "b.csv": ONE})
    result = bench.load()
    assert (result.loaded, result.vanished) == ([], [])
    assert ids(bench) == ["1", "2"]
    assert state(bench) == [("a.csv", "loaded"), ("b.csv", "loaded")]


def test_a_chain_of_contents_leaves_nothing_stale(bench: Workbench) -> None:
    bench.run(survey_yaml(), {"a.csv": ONE, "b.csv": TWO})
    bench.drop({"a.csv": TWO, "b.csv": csv(HEADER, "3,2025-01-01,9")})
    bench.load()
    assert ids(bench) == ["2", "3"]
