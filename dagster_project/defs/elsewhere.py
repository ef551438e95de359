"""The sources of another folder than the project's own, where CX_SOURCES_DIR names one."""

import dagster as dg

from dagster_project.components.sources import source_definitions
from dagster_project.ingest.spec import load_source_specs
from dagster_project.settings import PROJECT_ROOT, read_settings


@dg.definitions
def sources_elsewhere() -> dg.Definitions:
    """One asset and its checks for each source there; nothing where the project's own folder is in use."""
    folder = read_settings().sources_dir
    if folder.is_relative_to(PROJECT_ROOT / "dagster_project" / "defs"):
        return dg.Definitions()
    return dg.Definitions.merge(*(source_definitions(spec) for spec in load_source_specs(folder)))
