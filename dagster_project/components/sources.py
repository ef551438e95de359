"""Sources as Dagster components: a YAML file becomes an asset that loads its files, with its checks.

The keys and their meaning are `dagster_project.ingest.spec`'s; here is only what Dagster needs of them.
"""

from pathlib import Path
from typing import Any, Self

import dagster as dg
from pydantic import BaseModel

from dagster_project.components.schema import SurveyExportKeys, TableExportKeys
from dagster_project.expectations.bridge import source_checks
from dagster_project.ingest.load import SourceResult, load_source
from dagster_project.ingest.spec import Source, SurveySource, load_source_specs
from dagster_project.ingest.sql import warehouse
from dagster_project.pools import WAREHOUSE_WRITER
from dagster_project.settings import read_settings


def source_key(spec: Source) -> dg.AssetKey:
    """The asset of a source: `sources/<source>`."""
    return dg.AssetKey(["sources", spec.source])


def source_definitions(spec: Source) -> dg.Definitions:
    """The asset that loads a source and the checks that guard it."""
    return dg.Definitions(assets=[_source_asset(spec)], asset_checks=[source_checks(spec, source_key(spec))])


def _source_asset(spec: Source) -> dg.AssetsDefinition:
    what = f"a {spec.survey.kind} survey" if isinstance(spec, SurveySource) else f"the table {spec.table}"

    @dg.asset(
        key=source_key(spec),
        group_name="sources",
        kinds={"duckdb", spec.platform} if spec.platform != "generic" else {"duckdb"},
        description=f"The files of {spec.folder_name}/ as {what}, every row with its status and its problems.",
        pool=WAREHOUSE_WRITER,
    )
    def load(context: dg.AssetExecutionContext) -> dg.MaterializeResult[Any]:
        settings = read_settings()
        with warehouse(settings) as connection:
            specs = load_source_specs(settings.sources_dir)
            result = load_source(connection, spec, specs, settings, context.run.run_id)
            rows = connection.execute(
                """select coalesce(sum(rows_read), 0), coalesce(sum(rows_loaded), 0), coalesce(sum(rows_rejected), 0),
                    coalesce(sum(rows_dropped), 0) from raw.ingested_files where source = ?""",
                [spec.source],
            ).fetchone() or (0, 0, 0, 0)
        counts = dict(zip(("rows_read", "rows_loaded", "rows_rejected", "rows_dropped"), map(int, rows), strict=True))
        return dg.MaterializeResult(metadata={**counts, **_file_metadata(result)})

    return load


def _file_metadata(result: SourceResult) -> dict[str, Any]:
    return {
        "files_loaded": len(result.loaded),
        "files_unchanged": len(result.unchanged),
        "files_vanished": len(result.vanished),
        "files_refused": dg.MetadataValue.json(result.refused),
    }


class _SourceExport(dg.Component):
    """What the two components share: a spec, read again from its own file so that its texts stay as written."""

    spec: Source

    @classmethod
    def load(cls, attributes: BaseModel | None, context: dg.ComponentLoadContext) -> Self:
        """The component of one YAML document, its attributes already validated."""
        component = cls()
        own = getattr(attributes, "source", "")
        component.spec = next(spec for spec in load_source_specs(Path(context.path)) if spec.source == own)
        return component

    def build_defs(self, context: dg.ComponentLoadContext) -> dg.Definitions:
        """The asset and its checks."""
        del context
        return source_definitions(self.spec)


class SourcesFolder(dg.Component):
    """Every source that is declared below this folder, or in the folder that CX_SOURCES_DIR names.

    Their YAML is read by our own reader only, so that a text stays the text that was written: Dagster's, which would
    read each file as a component of its own, takes `off` for a boolean and stumbles over `{question: How satisfied?}`.
    """

    def build_defs(self, context: dg.ComponentLoadContext) -> dg.Definitions:
        """One asset and its checks for each source."""
        del context
        return dg.Definitions.merge(*map(source_definitions, load_source_specs(read_settings().sources_dir)))


class SurveyExport(_SourceExport):
    """A survey platform's export: responses, their questions and scales."""

    @classmethod
    def get_model_cls(cls) -> type[BaseModel]:
        """The keys that its YAML may have."""
        return SurveyExportKeys


class TableExport(_SourceExport):
    """An export of records: CRM, support, finance and the rest."""

    @classmethod
    def get_model_cls(cls) -> type[BaseModel]:
        """The keys that its YAML may have."""
        return TableExportKeys
