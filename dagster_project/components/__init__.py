"""What a source's YAML can declare, `SurveyExport` and `TableExport`, and the folder that holds the sources."""

from dagster_project.components.sources import SourcesFolder, SurveyExport, TableExport

__all__ = ["SourcesFolder", "SurveyExport", "TableExport"]
