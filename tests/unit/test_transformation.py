"""How dbt is called where Dagster cuts its project in two."""

from typing import Any

import dagster as dg

from dagster_project.transformation import later_tests


def node(kind: str, name: str, *parents: str) -> dict[str, Any]:
    return {
        "resource_type": kind,
        "name": name,
        "source_name": "statistics",
        "fqn": ["cx", "marts", name],
        "depends_on": {"nodes": list(parents)},
    }


MANIFEST: dict[str, Any] = {
    "nodes": {
        "collected": node("model", "collected"),
        "beside": node("model", "beside"),
        "shown": node("model", "shown", "source"),
        "of_collected": node("test", "of_collected", "collected"),
        "of_both": node("test", "of_both", "collected", "shown"),
        "of_beside_and_shown": node("test", "of_beside_and_shown", "beside", "shown"),
        "of_shown": node("test", "of_shown", "shown"),
    },
    "sources": {"source": node("source", "hidden")},
}
COLLECTED, BESIDE, SHOWN = (dg.AssetKey(["marts", name]) for name in ("collected", "beside", "shown"))
HIDDEN = dg.AssetKey(["statistics", "hidden"])
CHILDREN = {COLLECTED: [HIDDEN], HIDDEN: [SHOWN]}


def children(key: dg.AssetKey) -> list[dg.AssetKey]:
    return CHILDREN.get(key, [])


def test_a_test_waits_for_all_that_it_reads_also_across_what_dbt_does_not_make() -> None:
    found = later_tests(MANIFEST, children, [COLLECTED, BESIDE])
    assert found == ["of_beside_and_shown", "of_both", "of_shown"]


def test_what_waited_is_tested_with_the_last_that_it_reads() -> None:
    assert later_tests(MANIFEST, children, [SHOWN]) == []


def test_nothing_waits_where_everything_is_built_at_once() -> None:
    assert later_tests(MANIFEST, children, [COLLECTED, BESIDE, SHOWN]) == []
