"""dbt's own unit tests: every formula against the worked example of its page. The daily job leaves them out."""

import json
import subprocess
from pathlib import Path

from dagster_project.transformation import DBT, DBT_DIR
from tests.integration.conftest import Installation


def test_every_formula_gives_its_worked_example(sample: Installation, tmp_path: Path) -> None:
    places = ["--project-dir", str(DBT_DIR), "--profiles-dir", str(DBT_DIR), "--log-path", str(tmp_path / "logs")]
    done = subprocess.run(
        [str(DBT), "--no-use-colors", "test", "--select", "test_type:unit", "--target-path", str(tmp_path), *places],
        env=sample.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    results = json.loads((tmp_path / "run_results.json").read_text(encoding="utf-8"))["results"]
    statuses = [result["status"] for result in results if result["unique_id"].startswith("unit_test.")]
    assert len(statuses) >= 44
    assert set(statuses) == {"pass"}
