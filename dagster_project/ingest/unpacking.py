"""From a packed file to what is in it: gzip and zstd, in pieces, several members or frames one after the other.

A file that is cut off, damaged, or grows beyond all measure is refused. Knows nothing of what it unpacks.
"""

import gzip
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path

import zstandard

from dagster_project.ingest.refusal import RefusedFile

PIECE = 1 << 22
# An export becomes ten to fifty times smaller; what becomes smaller than this is no export.
MOST_GROWTH = 200
ALWAYS_ALLOWED = 64 << 20
# What must stay free on the disk: this much, or this share of a smaller one.
LEAST_FREE, LEAST_FREE_SHARE = 1 << 30, 0.05
_LARGEST_WINDOW = 1 << 27
# One kilobyte of zstd can hold 32 MB of the same letter.
_ZSTD_PIECE = 1 << 10


def unpack(path: Path, copy: Path) -> Path:
    """Unpack `path` into `copy`, by its suffix; raises RefusedFile."""
    pieces = _gzip_pieces(path) if path.suffix.lower() == ".gz" else _zstd_pieces(path)
    most = max(ALWAYS_ALLOWED, MOST_GROWTH * path.stat().st_size)
    size = 0
    with copy.open("wb") as out:
        for piece in pieces:
            size += len(piece)
            if size > most:
                said = f"it grows to more than {MOST_GROWTH} times its size when it is unpacked"
                raise RefusedFile(said, "unpack it and look at it: it is no export")
            _require_room(copy.parent, len(piece))
            out.write(piece)
    return copy


def _gzip_pieces(path: Path) -> Iterator[bytes]:
    try:
        with gzip.open(path, "rb") as file:
            while piece := file.read(PIECE):
                yield piece
    except EOFError:
        raise RefusedFile("the packed file is cut off", "transfer or export it again") from None
    except (gzip.BadGzipFile, zlib.error):
        raise _damaged() from None


def _zstd_pieces(path: Path) -> Iterator[bytes]:
    decompressor = zstandard.ZstdDecompressor(max_window_size=_LARGEST_WINDOW)
    frame = decompressor.decompressobj()
    is_inside = False
    with path.open("rb") as file:
        while packed := file.read(_ZSTD_PIECE):
            while packed:
                try:
                    piece = frame.decompress(packed)
                except zstandard.ZstdError:
                    raise _damaged() from None
                if piece:
                    yield piece
                packed, is_inside = frame.unused_data, not frame.eof
                if frame.eof:
                    frame = decompressor.decompressobj()
    if is_inside:
        raise RefusedFile("the packed file is cut off", "transfer or export it again")


def _damaged() -> RefusedFile:
    return RefusedFile("the packed file is damaged", "transfer or export it again")


def _require_room(folder: Path, size: int) -> None:
    disk = shutil.disk_usage(folder)
    if disk.free - size < min(LEAST_FREE, int(disk.total * LEAST_FREE_SHARE)):
        raise RefusedFile("the disk has no room for what is in it", "make room, or set CX_WAREHOUSE to a larger disk")
