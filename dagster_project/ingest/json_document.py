"""From one JSON document to lines of JSON: finds the array of the records and writes each on a line of its own.

Reads the document in pieces, whatever its size, and looks at brackets, quotes and commas only; whether a record is
valid JSON is judged where the lines are read (`json_lines`).
"""

import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from dagster_project.ingest.json_lines import read_lines
from dagster_project.ingest.reading import LONGEST_LINE, Records
from dagster_project.ingest.refusal import RefusedFile
from dagster_project.ingest.spec.source import FileFormat

PIECE = 1 << 24
_STEP = re.compile(r"\.([^.\[\]\"]+)|\[(?:'([^']+)'|\"([^\"]+)\")\]")
_NO_SPACE = re.compile(rb"[^ \t\r\n]")
_BOM = b"\xef\xbb\xbf"
_OPENING, _CLOSING, _COLON, _COMMA, _QUOTE = b"[{", b"]}", ord(":"), ord(","), ord('"')
_IS_BRACKET = np.zeros(256, dtype=np.int8)
_IS_BRACKET[list(_OPENING)] = 1
_IS_BRACKET[list(_CLOSING)] = -1
# Line ends become blanks, and the signs that the lines are read by something else that no JSON may hold.
_CALMED = np.arange(256, dtype=np.uint8)
_CALMED[list(b"\r\n")] = ord(" ")
_CALMED[list(b"\x02\x1f")] = 3

Document: TypeAlias = mmap.mmap
Places: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True)
class _Piece:
    """Part of a document: its place, where its brackets outside texts are, and how deep each leads."""

    start: int
    content: bytes
    brackets: Places
    depths: Places
    depth_before: int
    quotes: Places
    starts_in_text: bool

    def outside_texts(self, places: Places) -> Places:
        """Those of the places that lie outside texts."""
        found: Places = places[(np.searchsorted(self.quotes, places) + self.starts_in_text) % 2 == 0]
        return found

    def depths_at(self, places: Places) -> Places:
        """How deep each place lies."""
        after_brackets: Places = np.concatenate(([self.depth_before], self.depths))
        return after_brackets[np.searchsorted(self.brackets, places)]


@dataclass(frozen=True)
class _Region:
    """Where the records lie: from behind its opening bracket on, this deep."""

    opening: int
    depth: int
    is_array: bool


def document_records(path: Path, file: FileFormat, scratch: Path) -> Records:
    """The records of a JSON document: record n is row n + 1, as below a heading. Raises RefusedFile."""
    copy = scratch / "records.ndjson"
    with path.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as document:
        region = _find(document, file.records_path)
        count, longest = _write_lines(document, region, copy)
    if longest > LONGEST_LINE:
        raise RefusedFile(f"one of its records is {longest / 1e6:.0f} MB long", "correct file.records_path")
    if count == 0:
        raise RefusedFile("it holds no record", "export it again, or correct file.records_path")
    return read_lines(copy, file, scratch, count, longest, first_row=2)


def _find(document: Document, records_path: str | None) -> _Region:
    steps, wants_array = _steps_of(records_path)
    root = _value_from(document, len(_BOM) if document[: len(_BOM)] == _BOM else 0)
    if not _is_opening(document, root):
        raise RefusedFile("it is no JSON document", "declare file.format, or export it again")
    region = _region_at(document, root, 1)
    if records_path is None and not region.is_array:
        if _is_lines(document, root):
            raise RefusedFile("it is JSON, but one record per line", "declare file.format: ndjson")
        known = _shown(key for key, _ in _members(document, region))
        raise RefusedFile(f"it is one object, with {known}", "declare file.records_path, such as $.data[*]")
    for step in steps:
        region = _enter(document, region, step)
    if wants_array and not region.is_array:
        raise RefusedFile(f"{records_path} leads to no array", "take [*] away, or correct file.records_path")
    return region


def _steps_of(records_path: str | None) -> tuple[list[str], bool]:
    if records_path is None:
        return [], False
    wants_array = records_path.endswith("[*]")
    inner = records_path.removesuffix("[*]").removeprefix("$")
    found = list(_STEP.finditer(inner))
    if not records_path.startswith("$") or "".join(step.group() for step in found) != inner:
        raise RefusedFile(
            f"'{records_path}' is no path to records", "write file.records_path as $.key.key[*], or $ for the whole"
        )
    return [next(text for text in step.groups() if text is not None) for step in found], wants_array


def _enter(document: Document, region: _Region, step: str) -> _Region:
    if not region.is_array:
        seen = []
        for key, place in _members(document, region):
            if key == step:
                value = _value_from(document, place)
                if _is_opening(document, value):
                    return _region_at(document, value, region.depth + 1)
                raise RefusedFile(f"'{step}' of file.records_path holds no records", "correct file.records_path")
            seen.append(key)
        raise RefusedFile(f"it has no '{step}', it has {_shown(iter(seen))}", "correct file.records_path")
    raise RefusedFile(f"'{step}' of file.records_path stands below an array", "let it end in [*] at the array")


def _value_from(document: Document, place: int) -> int:
    found = _NO_SPACE.search(document, place)
    return found.start() if found else len(document)


def _is_opening(document: Document, place: int) -> bool:
    return place < len(document) and document[place] in _OPENING


def _region_at(document: Document, place: int, depth: int) -> _Region:
    return _Region(place, depth, is_array=document[place] == _OPENING[0])


def _members(document: Document, region: _Region) -> Iterator[tuple[str, int]]:
    """The keys of an object, each with the place behind its colon."""
    for piece in _pieces(document, region.opening, region.depth - 1):
        bytes_ = np.frombuffer(piece.content, dtype=np.uint8)
        colons = piece.outside_texts(np.flatnonzero(bytes_ == _COLON))
        closings = piece.brackets[piece.depths < region.depth]
        colons = colons[piece.depths_at(colons) == region.depth]
        for colon in (colons[colons < closings[0]] if len(closings) else colons).tolist():
            yield _key_before(document, piece.start + colon), piece.start + colon + 1
        if len(closings):
            return


def _key_before(document: Document, colon: int) -> str:
    end = document.rfind(b'"', 0, colon)
    start = end
    while start > 0:
        start = document.rfind(b'"', 0, start)
        before = document[max(0, start - 64) : start]
        if (len(before) - len(before.rstrip(b"\\"))) % 2 == 0:
            break
    return document[start + 1 : end].decode("utf-8", "replace")


def _shown(keys: Iterator[str]) -> str:
    first = [f"'{key[:60]}'" for key, _ in zip(keys, range(8), strict=False)]
    return f"the keys {', '.join(first)}" if first else "no keys"


def _is_lines(document: Document, root: int) -> bool:
    end = document.find(b"\n", root)
    return end > 0 and document[root:end].rstrip().endswith(b"}") and document[end : end + 100].strip()[:1] == b"{"


def _write_lines(document: Document, region: _Region, copy: Path) -> tuple[int, int]:
    """Write the region's records, one per line; how many they are, and the bytes of the longest."""
    count, longest, line_start, is_closed, depth = 0, 0, region.opening + region.is_array, False, region.depth - 1
    end = len(document)
    with copy.open("wb") as out:
        for piece in _pieces(document, region.opening, region.depth - 1):
            depth = int(piece.depths[-1]) if len(piece.depths) else depth
            _require_one_root(document, piece)
            if is_closed:
                continue
            content = _CALMED[np.frombuffer(piece.content, dtype=np.uint8)]
            closings = piece.brackets[piece.depths < region.depth]
            if len(closings):
                is_closed = True
                end = piece.start + int(closings[0]) + (not region.is_array)
                content = content[: end - piece.start]
            if region.is_array:
                commas = np.flatnonzero(content == _COMMA)
                commas = commas[piece.depths_at(commas) == region.depth]
                commas = piece.outside_texts(commas)
                content[commas] = 10
                starts = np.concatenate(([line_start], piece.start + commas + 1))
                if np.diff(starts).min(initial=2) < 2:
                    raise RefusedFile("two of its commas have nothing between them", "export it again")
                count += len(commas)
                longest = max(longest, int(np.diff(starts).max(initial=0)))
                line_start = int(starts[-1])
            first = region.opening + region.is_array - piece.start
            out.write(content[max(first, 0) :].tobytes())
        if is_closed and document[line_start:end].strip():
            count, longest = count + 1, max(longest, end - line_start)
        elif is_closed:
            out.truncate(out.tell() - (end - line_start))
    if not is_closed or depth != 0:
        raise RefusedFile("the document is cut off, or its brackets do not match", "export it again")
    return count, longest


def _require_one_root(document: Document, piece: _Piece) -> None:
    closings = piece.brackets[piece.depths <= 0]
    if len(closings) and _NO_SPACE.search(document, piece.start + int(closings[0]) + 1):
        raise RefusedFile("something stands below its last bracket", "export it again, or declare file.format: ndjson")


def _pieces(document: Document, start: int, depth: int) -> Iterator[_Piece]:
    """The document from a place outside texts on."""
    in_text = False
    while start < len(document):
        content = document[start : start + PIECE]
        trailing = len(content) - len(content.rstrip(b"\\"))
        if trailing % 2 and start + len(content) < len(document):
            content += document[start + len(content) : start + len(content) + 1]
        masked = content.replace(b"\\\\", b"  ").replace(b'\\"', b"  ") if b"\\" in content else content
        signs = np.frombuffer(masked, dtype=np.uint8)
        quotes = np.flatnonzero(signs == _QUOTE)
        steps = _IS_BRACKET[signs]
        brackets = np.flatnonzero(steps)
        brackets = brackets[(np.searchsorted(quotes, brackets) + in_text) % 2 == 0]
        depths = depth + np.cumsum(steps[brackets], dtype=np.int64)
        yield _Piece(start, content, brackets, depths, depth, quotes, in_text)
        depth = int(depths[-1]) if len(depths) else depth
        in_text = bool((len(quotes) + in_text) % 2)
        start += len(content)
