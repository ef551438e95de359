"""What an analytics engineer may write in a source's YAML, and what is wrong when it is wrong.

`text`: YAML as text with line numbers. `model`: the keys they share. `survey`, `table`: the two kinds of source.
`load`: from a folder of YAML files to specs, with every mistake named by file and line.
"""

from dagster_project.ingest.spec.load import SpecError, load_source_specs, load_spec
from dagster_project.ingest.spec.survey import SurveySource
from dagster_project.ingest.spec.table import TableSource

Source = SurveySource | TableSource

__all__ = ["Source", "SpecError", "SurveySource", "TableSource", "load_source_specs", "load_spec"]
