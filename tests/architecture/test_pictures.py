"""The pictures of the manual are of what there is today."""

import os
import subprocess
import sys
from xml.etree import ElementTree as ET

from dagster_project.publish.tables import published_tables
from dagster_project.settings import PROJECT_ROOT
from dagster_project.transformation import prepared_manifest

LINEAGE = PROJECT_ROOT / "docs" / "pictures" / "lineage.svg"


def test_the_picture_of_the_lineage_is_that_of_the_definitions() -> None:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("CX_", "DAGSTER_", "DBT_"))}
    command = [sys.executable, "-W", "ignore", "-m", "scripts.lineage", "--check"]
    done = subprocess.run(command, env=inherited, cwd=PROJECT_ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_picture_names_every_published_table_and_stays_within_its_frame() -> None:
    root = ET.fromstring(LINEAGE.read_text(encoding="utf-8"))
    written = {part.text for part in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {table.name for table in published_tables(prepared_manifest())} <= written
    _, _, width, height = (float(one) for one in root.attrib["viewBox"].split())
    for box in root.iter("{http://www.w3.org/2000/svg}rect"):
        x, y = float(box.get("x", 0)), float(box.get("y", 0))
        assert x + float(box.attrib["width"]) <= width and y + float(box.attrib["height"]) <= height
