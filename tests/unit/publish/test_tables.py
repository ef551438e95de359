"""Which marts are published, and to whom."""

import json
from pathlib import Path
from typing import Any

import pytest

from dagster_project.publish.tables import PublishedTable, published_tables, tables_for


def node(name: str, access: str = "public", kind: str = "model", **config: Any) -> dict[str, Any]:
    return {
        "resource_type": kind,
        "name": name,
        "schema": "marts",
        "access": access,
        "description": f"All {name}.",
        "config": config,
        "columns": {"x": {"description": "An x."}},
    }


def manifest(tmp_path: Path, *nodes: dict[str, Any]) -> Path:
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps({"nodes": {str(index): one for index, one in enumerate(nodes)}}), encoding="utf-8")
    return path


def test_public_models_are_published_sorted_with_their_descriptions(tmp_path: Path) -> None:
    found = published_tables(
        manifest(
            tmp_path,
            node("zebra", meta={"audience": "frontline"}),
            node("apple", meta={"audience": "general"}),
            node("inner", access="protected"),
            {"resource_type": "test", "name": "a_test"},
        )
    )
    assert found == [
        PublishedTable("apple", "marts", "general", "All apple.", {"x": "An x."}),
        PublishedTable("zebra", "marts", "frontline", "All zebra.", {"x": "An x."}),
    ]


@pytest.mark.parametrize("config", [{}, {"meta": {}}, {"meta": {"audience": "everybody"}}])
def test_a_public_model_without_an_audience_is_published_to_nobody(tmp_path: Path, config: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"model secret is public: its meta\.audience says general or frontline"):
        published_tables(manifest(tmp_path, node("secret", **config)))


def test_the_general_publication_has_no_frontline_table(tmp_path: Path) -> None:
    tables = published_tables(
        manifest(tmp_path, node("a", meta={"audience": "frontline"}), node("b", meta={"audience": "general"}))
    )
    assert [table.name for table in tables_for("general", tables)] == ["b"]
    assert [table.name for table in tables_for("frontline", tables)] == ["a", "b"]
