"""The bundle that Superset imports: the YAML of this folder in a zip, with the address of the database and the queries.

`CX_SUPERSET_DATABASE` is where Superset finds the published tables, as it is seen from Superset's machine. A password
in it goes into no file: the address is written with a mask in its place, and Superset asks for the password on import.
"""

import json
import os
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import yaml
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bi.superset.queries import query_context

FOLDER = Path(__file__).parent
ROOT = FOLDER.parent.parent
BUNDLE = ROOT / "build" / "superset.zip"
TOP = "cx_metrics"
PARTS = ("databases", "datasets/cx", "charts", "dashboards")
DRIVER = "postgresql+psycopg2"
MASK = "X" * 10  # what Superset takes for "a password belongs here"
VARIABLE = "CX_SUPERSET_DATABASE"
EXAMPLE = "postgresql://superset@db.example.com:5432/cx"
MADE_AT = (2026, 1, 1, 0, 0, 0)  # the same YAML makes the same zip, byte for byte


class BundleError(ValueError):
    """The bundle cannot be made; the message says what to change."""


def database_address(environment: Mapping[str, str]) -> str | None:
    """The address for Superset, the password masked; None where the environment names none."""
    declared = environment.get(VARIABLE, "").strip()
    if not declared:
        return None
    try:
        url = make_url(declared)
    except (ArgumentError, ValueError):
        raise BundleError(f"{VARIABLE} is no address of a database; it looks like {EXAMPLE}") from None
    if url.get_backend_name() != "postgresql" or not url.host or not url.database:
        raise BundleError(f"{VARIABLE} names no host and database of PostgreSQL; it looks like {EXAMPLE}")
    masked = url.set(drivername=DRIVER, password=MASK if url.password else None)
    return masked.render_as_string(hide_password=False)


def bundled(address: str | None) -> dict[str, str]:
    """Every file of the bundle, by its name in the zip."""
    texts = {f"{TOP}/metadata.yaml": (FOLDER / "metadata.yaml").read_text(encoding="utf-8")}
    for part in PARTS:
        for path in sorted((FOLDER / part).glob("*.yaml")):
            texts[f"{TOP}/{part}/{path.name}"] = _completed(path, address)
    return texts


def _completed(path: Path, address: str | None) -> str:
    text = path.read_text(encoding="utf-8")
    if path.parent.name == "charts":
        chart = yaml.safe_load(text)
        context = json.dumps(query_context(chart["params"]), sort_keys=True)
        return yaml.safe_dump({**chart, "query_context": context}, sort_keys=False, allow_unicode=True)
    if path.parent.name == "databases" and address:
        return yaml.safe_dump({**yaml.safe_load(text), "sqlalchemy_uri": address}, sort_keys=False)
    return text


def write_bundle(target: Path, environment: Mapping[str, str]) -> str | None:
    """Write the zip and return the address in it, or None where the placeholder stayed."""
    address = database_address(environment)
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, text in bundled(address).items():
            bundle.writestr(zipfile.ZipInfo(name, MADE_AT), text, zipfile.ZIP_DEFLATED)
    return address


def main() -> int:
    """Write build/superset.zip and say what is in it."""
    try:
        address = write_bundle(BUNDLE, os.environ)
    except BundleError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{BUNDLE.relative_to(ROOT)} for {address or 'the placeholder address'}")
    if address is None:
        print(f"  {VARIABLE}={EXAMPLE} make superset-bundle puts yours in")
    elif MASK in address:
        print("  the password is not in it: Superset asks for it on import")
    return 0


if __name__ == "__main__":
    sys.exit(main())
