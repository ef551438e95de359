"""Which marts are published, to whom, and with which descriptions: all of it as dbt's manifest says.

A mart is public when its access is public; `meta.audience` is `general` or `frontline` (TABLES of the docs: marked F).
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Audience = Literal["general", "frontline"]


@dataclass(frozen=True)
class PublishedTable:
    """One mart as it is published."""

    name: str
    schema: str
    audience: Audience
    description: str
    columns: dict[str, str]


def published_tables(manifest: Path) -> list[PublishedTable]:
    """Every public mart of the manifest, sorted by name; raises ValueError for one without an audience."""
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"].values()
    tables = []
    for node in nodes:
        if node["resource_type"] != "model" or node.get("access") != "public":
            continue
        audience = node.get("config", {}).get("meta", {}).get("audience")
        if audience not in ("general", "frontline"):
            raise ValueError(f"model {node['name']} is public: its meta.audience says general or frontline")
        columns = {name: column["description"] for name, column in node["columns"].items()}
        tables.append(PublishedTable(node["name"], node["schema"], audience, node["description"], columns))
    return sorted(tables, key=lambda table: table.name)


def tables_for(audience: Audience, tables: list[PublishedTable]) -> list[PublishedTable]:
    """The tables of a publication: the frontline one has them all."""
    return [table for table in tables if audience == "frontline" or table.audience == "general"]
