"""The two kinds of source that a YAML file can declare: `SurveyExport` and `TableExport`."""

from dagster_project.components.sources import SurveyExport, TableExport

__all__ = ["SurveyExport", "TableExport"]
