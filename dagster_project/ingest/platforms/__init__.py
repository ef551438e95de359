"""What each platform's exports look like, one YAML file per platform: defaults that a source's own YAML overrides.

`kind` says whether it is a survey platform or one of records; `tables` holds what differs between record kinds.
A column that not every export carries is marked `optional`. No code knows a platform by name.
"""

from pathlib import Path
from typing import Any

from dagster_project.ingest.yaml_documents import read_documents


def _read_all() -> dict[str, dict[str, dict[str, Any]]]:
    platforms: dict[str, dict[str, dict[str, Any]]] = {}
    for file in sorted(Path(__file__).parent.glob("*.yaml")):
        for document in read_documents(file):
            preset = dict(document.values)
            platforms.setdefault(preset.pop("kind"), {})[file.stem] = preset
    return platforms


PLATFORMS = _read_all()
