"""A part of a run, for tests that look at models alone: load the files, gather the raw tables, build some models.

`python -m tests.integration.partly MODEL ...`. What a whole run does besides (checks of files, tests of models, hiding,
publication) is left out, and with it most of its time.
"""

import subprocess
import sys

from dagster_project.ingest.load import load_source
from dagster_project.ingest.spec import load_source_specs
from dagster_project.ingest.sql import warehouse
from dagster_project.ingest.views import write_views
from dagster_project.provenance import write_run_parameters
from dagster_project.settings import read_settings
from dagster_project.transformation import DBT, DBT_DIR, export_warehouse, fresh_target_path, prepared_manifest


def main(models: list[str]) -> int:
    """Do it; returns dbt's exit status."""
    settings = read_settings()
    settings.state_dir.mkdir(parents=True, exist_ok=True)
    specs = load_source_specs(settings.sources_dir)
    with warehouse(settings) as connection:
        for spec in specs:
            load_source(connection, spec, specs, settings, "a part of a run")
        write_run_parameters(connection, settings, "a part of a run")
        write_views(connection, specs)
    prepared_manifest()
    export_warehouse(settings)
    places = ["--project-dir", str(DBT_DIR), "--profiles-dir", str(DBT_DIR), "--target-path"]
    selected = ["--select", *(f"+{model}" for model in models), "--exclude", "resource_type:test", "test_type:unit"]
    command = [str(DBT), "--no-use-colors", "build", *selected, *places, str(fresh_target_path(settings))]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
