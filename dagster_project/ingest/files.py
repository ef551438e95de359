"""Which file under the raw folder belongs to which source, and which belongs to none, with the reason.

Looks at names and headers only. A source's files are those of its folder that its `match` claims; a file that no source
claims is somebody's mistake and is said so, once.
"""

import fnmatch
import tempfile
from dataclasses import dataclass
from pathlib import Path

from dagster_project.ingest.header import Header, read_header
from dagster_project.ingest.opening import decode
from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.spec import Source

DELIMITERS = {"csv": [","], "tsv": ["\t"]}
FORMATS = {".csv": "csv", ".txt": "csv", ".tsv": "tsv", ".tab": "tsv"}
_NOTES = ("readme", "license")


@dataclass(frozen=True)
class Unclaimed:
    """A file or folder that no source reads."""

    path: str
    reason: str
    remedy: str


def files_of(spec: Source, specs: list[Source], raw_dir: Path) -> list[Path]:
    """The files a source claims, sorted by name; a fingerprint decides only between sources of one folder."""
    folder = raw_dir / spec.folder_name
    siblings = [other for other in specs if other.folder_name == spec.folder_name and other.source != spec.source]
    found = []
    for path in _entries(folder):
        if not _claims_name(spec, path, folder):
            continue
        rivals = [other for other in siblings if _claims_name(other, path, folder)]
        if rivals and not has_fingerprint(spec, path) and any(has_fingerprint(other, path) for other in rivals):
            continue
        found.append(path)
    return found


def unclaimed_files(specs: list[Source], raw_dir: Path) -> list[Unclaimed]:
    """Everything under the raw folder that no source reads; notes and hidden files are nobody's business."""
    if not raw_dir.exists():
        return []
    by_folder: dict[str, list[Source]] = {}
    for spec in specs:
        by_folder.setdefault(Path(spec.folder_name).parts[0], []).append(spec)
    found = []
    for path in sorted(raw_dir.iterdir()):
        name = path.name
        if _is_note(path):
            continue
        if not path.is_dir():
            found.append(Unclaimed(name, "lies outside every source's folder", "move it into the folder of its source"))
        elif name not in by_folder:
            if _entries(path):
                found.append(Unclaimed(f"{name}/", "no source reads this folder", f"add defs/sources/{name}/defs.yaml, or remove it"))
        else:
            found += [
                Unclaimed(str(file.relative_to(raw_dir)), "no source of its folder reads it", "correct match.path, or remove it")
                for file in _entries(path)
                if not any(_claims_name(spec, file, raw_dir / spec.folder_name) for spec in by_folder[name])
            ]
    return found


def format_of(spec: Source, path: Path) -> str:
    """The declared format, else the one the suffix says; raises RefusedFile."""
    if path.is_dir():
        raise RefusedFile("a folder lies where a file should be", "move its files up, or remove it")
    declared = spec.file.format or FORMATS.get(path.suffix.lower())
    if declared is None:
        raise RefusedFile(f"'{path.suffix or path.name}' is no known kind of file", "declare file.format, or remove the file")
    if declared not in DELIMITERS:
        raise RefusedFile(f"{declared} cannot be read yet", "export it as csv")
    return declared


def delimiters_of(spec: Source, path: Path) -> list[str]:
    """The declared delimiters, else the usual one of the format."""
    return spec.file.delimiter or DELIMITERS[format_of(spec, path)]


def has_fingerprint(spec: Source, path: Path) -> bool:
    """Whether the file's header holds every text of `match.header_contains`."""
    try:
        format_of(spec, path)
        with tempfile.TemporaryDirectory() as scratch:
            readable, _ = decode(path, spec.file.encoding, Path(scratch) / "utf8")
            return _header(spec, path, readable).contains(spec.match.header_contains)
    except (RefusedFile, OSError):
        return False


def _header(spec: Source, path: Path, readable: Path) -> Header:
    return read_header(readable, spec.file, delimiters_of(spec, path))


def _entries(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if not _is_note(path))


def _is_note(path: Path) -> bool:
    return path.name.startswith((".", "~$")) or path.stem.lower() in _NOTES


def _claims_name(spec: Source, path: Path, folder: Path) -> bool:
    return path.parent == folder and fnmatch.fnmatch(path.name.lower(), spec.match.path.lower())
