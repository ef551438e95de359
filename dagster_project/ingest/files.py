"""Which file under the raw folder belongs to which source, and which belongs to none, with the reason.

Looks at names and headers only. A source's files are those of its folder that its `match` claims; a file that no source
claims is somebody's mistake and is said so, once.
"""

import fnmatch
import hashlib
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dagster_project.ingest.formats import kind_of
from dagster_project.ingest.header import Header
from dagster_project.ingest.kinds import open_header
from dagster_project.ingest.privacy import masked
from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.spec import Source
from dagster_project.ingest.spec.source import FileFormat

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
        if not _claims_name(spec, path, folder) or _holds_sources(path, specs, raw_dir):
            continue
        rivals = [other for other in siblings if _claims_name(other, path, folder)]
        if rivals and not has_fingerprint(spec, path) and any(has_fingerprint(other, path) for other in rivals):
            continue
        found.append(path)
    return found


def unclaimed_files(specs: list[Source], raw_dir: Path) -> list[Unclaimed]:
    """Everything under the raw folder that no source reads; notes and hidden files are nobody's business."""
    return _unclaimed_in(raw_dir, specs, raw_dir)


def _unclaimed_in(folder: Path, specs: list[Source], raw_dir: Path) -> list[Unclaimed]:
    readers = [spec for spec in specs if raw_dir / spec.folder_name == folder]
    found = []
    for path in _entries(folder):
        shown = shown_path(path, raw_dir)
        if _holds_sources(path, specs, raw_dir):
            found += _unclaimed_in(path, specs, raw_dir)
        elif readers:
            if not any(_claims_name(spec, path, folder) for spec in readers):
                found.append(Unclaimed(shown, "no source of its folder reads it", "correct match.path, or remove it"))
        elif not path.is_dir():
            remedy = "move it into the folder of its source"
            found.append(Unclaimed(shown, "lies outside every source's folder", remedy))
        elif _entries(path):
            remedy = f"add defs/sources/{Path(shown).name}/defs.yaml, or remove it"
            found.append(Unclaimed(f"{shown}/", "no source reads this folder", remedy))
    return found


def _holds_sources(path: Path, specs: list[Source], raw_dir: Path) -> bool:
    folders = [raw_dir / spec.folder_name for spec in specs]
    return path.is_dir() and any(path in (folder, *folder.parents) for folder in folders)


def shown_path(path: Path, raw_dir: Path) -> str:
    """A path under the raw folder as it is kept and shown.

    Bytes that are no UTF-8 become question marks; what names a person is masked, and the mark behind it tells two such
    files apart.
    """
    text = str(path.relative_to(raw_dir)).encode("utf-8", "replace").decode()
    hidden = "/".join(masked(part) for part in text.split("/"))
    return text if hidden == text else f"{hidden} ({hashlib.sha256(text.encode()).hexdigest()[:6]})"


def format_of(spec: Source, path: Path) -> str:
    """The declared format, else the one the suffix says; raises RefusedFile."""
    if path.is_dir():
        raise RefusedFile("a folder lies where a file should be", "move its files up, or remove it")
    if path.exists() and not path.is_file():
        raise RefusedFile("it is no regular file", "remove it")
    if path.name.encode("utf-8", "replace").decode() != path.name:
        raise RefusedFile("its name is not written in UTF-8", "rename it")
    return kind_of(spec.file, path)


def has_fingerprint(spec: Source, path: Path) -> bool:
    """Whether the file's header holds every text of `match.header_contains`."""
    try:
        format_of(spec, path)
        seen = path.stat()
    except (RefusedFile, OSError):
        return False
    header = _header_of(path, seen.st_mtime_ns, seen.st_size, spec.file.model_dump_json())
    return header is not None and header.contains(spec.match.header_contains)


@lru_cache(maxsize=1024)
def _header_of(path: Path, _changed_ns: int, _size: int, declared: str) -> Header | None:
    # every source of a folder asks this of every file, and to open a workbook takes seconds
    with tempfile.TemporaryDirectory() as scratch:
        try:
            return open_header(FileFormat.model_validate_json(declared), path, Path(scratch))
        except (RefusedFile, OSError):
            return None


def _entries(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if not _is_note(path))


def _is_note(path: Path) -> bool:
    return path.name.startswith((".", "~$")) or path.stem.lower() in _NOTES


def _claims_name(spec: Source, path: Path, folder: Path) -> bool:
    return path.parent == folder and fnmatch.fnmatch(path.name.lower(), spec.match.path.lower())
