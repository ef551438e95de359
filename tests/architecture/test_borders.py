"""Borders between the rooms: who may import whom, how long a module may be, where the environment is read."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dagster_project.settings import PROJECT_ROOT

PACKAGE = PROJECT_ROOT / "dagster_project"
LONGEST_MODULE = 250
PURE = ("comments", "dashboard", "ingest", "notices", "publish", "statistics")
VALIDATOR = ("great_expectations", "duckdb_sqlalchemy")


def modules(*folders: str) -> list[Path]:
    """The modules of some folders of the package, or of all of it."""
    places = [PACKAGE / folder for folder in folders] or [PACKAGE]
    return sorted(path for place in places for path in place.rglob("*.py"))


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Every module that a file imports, and whether it does so only within a function."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    within = {
        id(part)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for part in ast.walk(function)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((name.name, id(node) in within) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "", id(node) in within


def shown(path: Path) -> str:
    return str(path.relative_to(PROJECT_ROOT))


def test_ingest_publish_and_statistics_know_nothing_of_dagster() -> None:
    guilty = [
        f"{shown(path)}: {name}"
        for path in modules(*PURE)
        for name, _ in imports(path)
        if name.split(".")[0] in ("dagster", "dagster_dbt", "dagster_shared")
    ]
    assert guilty == []


def test_ingest_and_publish_can_be_imported_without_dagster_and_without_the_validator() -> None:
    code = "import sys, dagster_project.ingest.load, dagster_project.ingest.views, dagster_project.publish.swap\n"
    code += "print([name for name in ('dagster', 'dbt', 'great_expectations', 'pandas') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    ("room", "allowed"),
    [
        ("comments", {"comments", "ingest", "settings"}),
        ("dashboard", {"dashboard", "publish", "settings"}),
        ("ingest", {"ingest", "settings"}),
        ("notices", {"notices", "ingest", "publish", "settings"}),
        ("publish", {"publish", "ingest"}),
        ("statistics", {"statistics", "ingest"}),
        ("expectations", {"expectations", "ingest", "pools", "settings"}),
        ("proposal", {"proposal", "ingest", "settings"}),
        ("sample", {"sample"}),
    ],
)
def test_a_room_imports_only_the_rooms_below_it(room: str, allowed: set[str]) -> None:
    ours = {
        (shown(path), name.split(".")[1])
        for path in modules(room)
        for name, _ in imports(path)
        if name.startswith("dagster_project.")
    }
    assert {(path, name) for path, name in ours if name not in allowed} == set()


def test_only_the_session_imports_the_validator_and_only_while_it_validates() -> None:
    found = {
        (shown(path), name.split(".")[0], within)
        for path in modules()
        for name, within in imports(path)
        if name.split(".")[0] in VALIDATOR
    }
    session = "dagster_project/expectations/session.py"
    assert found == {(session, "great_expectations", True), (session, "duckdb_sqlalchemy", True)}


def test_only_the_channels_import_what_sends_notices_and_only_while_they_send() -> None:
    found = {(shown(path), within) for path in modules() for name, within in imports(path) if "apprise" in name}
    assert found == {("dagster_project/notices/channels.py", True)}


def test_only_the_publication_imports_the_driver_of_postgresql_and_only_where_it_is_wanted() -> None:
    found = {shown(path) for path in modules() for name, _ in imports(path) if name.startswith("adbc_")}
    assert {path for path in found if not path.startswith("dagster_project/publish/postgres/")} == set()
    by_need = {
        (shown(path), within)
        for path in modules()
        if "publish/postgres" not in shown(path)
        for name, within in imports(path)
        if name.startswith("dagster_project.publish.postgres")
    }
    assert by_need == {("dagster_project/defs/publication/assets.py", True)}


def test_notices_know_the_publication_and_not_the_warehouse() -> None:
    texts = [path.read_text(encoding="utf-8") for path in modules("notices")]
    assert [text for text in texts if "settings.warehouse" in text or "import warehouse" in text] == []


def test_no_module_is_longer_than_a_room() -> None:
    tests = [path for room in ("unit", "architecture") for path in (PROJECT_ROOT / "tests" / room).rglob("*.py")]
    lengths = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in [*modules(), *tests]}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_every_module_says_what_belongs_in_it() -> None:
    everything = [*modules(), *(PROJECT_ROOT / "tests").rglob("*.py")]
    silent = [shown(path) for path in everything if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert silent == []


def test_only_the_settings_read_the_environment() -> None:
    guilty = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_read = isinstance(node, ast.Attribute) and node.attr in ("get", "getenv")
            if is_read and ast.unparse(node) in ("os.environ.get", "os.getenv"):
                guilty.append(shown(path))
    assert set(guilty) == {"dagster_project/settings.py"}


def test_no_python_lies_in_the_dbt_project() -> None:
    assert [shown(path) for path in (PROJECT_ROOT / "dbt").rglob("*.py")] == []


def test_no_code_knows_a_platform_by_its_name() -> None:
    names = {path.stem for path in (PACKAGE / "ingest/platforms").glob("*.yaml") if path.stem != "generic"}
    assert names
    guilty = {}
    for path in modules("ingest", "expectations", "components", "proposal", "publish"):
        constants = [
            node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Constant)
        ]
        if found := names & {node.value for node in constants if isinstance(node.value, str)}:
            guilty[shown(path)] = found
    assert guilty == {}
