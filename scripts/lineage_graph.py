"""What the picture of the lineage shows: the rooms of the asset graph, counted, and what flows between them.

All of it is read from the definitions and from dbt's manifest; nothing is known here by name but the rooms, which are
the first part of every asset key. How it looks is for `lineage`.
"""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from dagster_project.publish.tables import published_tables, tables_for

LANED = ("staging", "intermediate", "marts")  # rooms that are split by the group of their assets
Box = tuple[str, str]  # a room, and a group where the room is split by them


@dataclass(frozen=True)
class Lineage:
    """Counts and names per box, and how many assets of one box stand on assets of another."""

    assets: int
    checks: int
    groups: list[str]
    counts: dict[Box, int]
    sources: list[str]
    checks_of_sources: int
    marts: dict[str, list[tuple[str, bool]]]
    audiences: dict[str, int]
    readers: list[tuple[str, str]]
    edges: dict[tuple[Box, Box], int]


def lineage(manifest: Path) -> Lineage:
    """The lineage as the definitions have it now."""
    from dagster_project.definitions import defs

    graph = defs().get_repository_def().asset_graph
    keys = sorted(graph.get_all_asset_keys())
    box = {key: _box(key.path[0], graph.get(key).group_name, key.path[-1]) for key in keys}
    flows = Counter(
        (box[parent], box[key])
        for key in keys
        for parent in graph.get(key).parent_keys
        if box[parent][0] != box[key][0]
    )
    tables = published_tables(manifest)
    general = {table.name for table in tables_for("general", tables)}
    public = {table.name for table in tables}
    marts: dict[str, list[tuple[str, bool]]] = {}
    for key in keys:
        if key.path[0] == "marts" and key.path[-1] in public:
            marts.setdefault(graph.get(key).group_name, []).append((key.path[-1], key.path[-1] in general))
    return Lineage(
        assets=len(keys),
        checks=len(graph.asset_check_keys),
        groups=sorted(marts, key=lambda group: (-len(marts[group]), group)),
        counts=dict(Counter(box.values())),
        sources=[key.path[-1] for key in keys if key.path[0] == "sources"],
        checks_of_sources=sum(key.asset_key.path[0] == "sources" for key in graph.asset_check_keys),
        marts=marts,
        audiences={"general": len(general), "frontline": len(public)},
        readers=_readers(manifest, general),
        edges=dict(flows),
    )


def _box(room: str, group: str, name: str) -> Box:
    if room == "published":
        return room, name
    return room, group if room in LANED else ""


def _readers(manifest: Path, general: set[str]) -> list[tuple[str, str]]:
    """Every exposure by its label, and the narrowest publication that has all of its tables."""
    exposures = json.loads(manifest.read_text(encoding="utf-8"))["exposures"].values()
    found = []
    for exposure in exposures:
        tables = {node.split(".")[-1] for node in exposure["depends_on"]["nodes"]}
        found.append((exposure["label"], "general" if tables <= general else "frontline"))
    return sorted(found, key=lambda one: (one[1] != "general", one[0]))
