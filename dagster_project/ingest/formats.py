"""What kind of file a file is: by what its source declares, else by its suffix.

Looks at names and at the first bytes only. What to do with a kind is known in `kinds`.
"""

from pathlib import Path

from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.spec.source import FileFormat

FORMATS = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".json": "json",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
}
DELIMITERS = {"csv": [","], "tsv": ["\t"]}
PACKED = (".gz", ".zst")
_OTHER_PACKINGS = (".zip", ".bz2", ".xz", ".7z", ".rar")
_OTHER_WORKBOOKS = (".xls", ".xlsb", ".ods", ".numbers")
# How a file of bytes begins that somebody took for text, and what it is.
_SIGNATURES = {
    b"PK\x03\x04": "a workbook or a zip archive",
    b"\xd0\xcf\x11\xe0": "a workbook of an old Excel",
    b"PAR1": "a parquet file",
    b"\x1f\x8b": "packed by gzip",
    b"\x28\xb5\x2f\xfd": "packed by zstd",
    b"%PDF": "a PDF document",
}


def kind_of(file: FileFormat, path: Path) -> str:
    """The declared format, else the one that the suffix says, of a packed file the one beneath; raises RefusedFile."""
    suffix = _suffix(path)
    if suffix in _OTHER_PACKINGS:
        raise RefusedFile(f"{suffix[1:]} archives are not read", "unpack it, or pack it with gzip or zstd")
    if is_packed(path):
        beneath = _suffix(path.with_suffix(""))
        if beneath in (*PACKED, *_OTHER_PACKINGS):
            raise RefusedFile("it is packed twice", "unpack it once")
        path, suffix = path.with_suffix(""), beneath
    declared = file.format or FORMATS.get(suffix)
    if declared is None and suffix in _OTHER_WORKBOOKS:
        raise RefusedFile(f"{suffix[1:]} workbooks are not read", "save it as xlsx or csv")
    if declared is None:
        raise RefusedFile(
            f"'{path.suffix or path.name}' is no known kind of file", "declare file.format, or remove the file"
        )
    return declared


def is_packed(path: Path) -> bool:
    """Whether the suffix says that the file has to be unpacked first."""
    return _suffix(path) in PACKED


def delimiters_of(file: FileFormat, kind: str) -> list[str]:
    """The declared delimiters, else the usual one of the kind."""
    return file.delimiter or DELIMITERS[kind]


def require_text(path: Path) -> None:
    """Raise RefusedFile where the first bytes are those of a file that holds no text."""
    with path.open("rb") as file:
        start = file.read(512)
    found = next((said for signature, said in _SIGNATURES.items() if start.startswith(signature)), None)
    if found:
        raise RefusedFile(f"its content is no text, it is {found}", "correct its suffix, or file.format")
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html")):
        raise RefusedFile("it is a web page, such as that of a login", "export it again, logged in")


def _suffix(path: Path) -> str:
    return path.suffix.lower()
