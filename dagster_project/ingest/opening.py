"""From the bytes on disk to a file that DuckDB can read: identity, encoding, and a UTF-8 copy where one is needed.

Reads a file once, in pieces, whatever its size. Knows nothing of columns.
"""

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

from dagster_project.ingest.refusal import RefusedFile

PIECE = 1 << 22
BOMS = {"utf-16": (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE), "utf-32": (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)}
UTF_8 = ("utf-8", "utf-8-sig", "utf8", "ascii")


@dataclass(frozen=True)
class Identity:
    """What makes a file the same file, wherever it lies and whatever it is called."""

    sha256: str
    size_bytes: int

    @property
    def file_id(self) -> str:
        """Short enough for a column, long enough to be unique."""
        return self.sha256[:16]


def identify(path: Path) -> Identity:
    """The hash of a file's content; raises RefusedFile when it cannot be read."""
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                digest.update(piece)
                size += len(piece)
    except OSError as error:
        raise RefusedFile(
            f"cannot be read ({(error.strerror or 'unknown fault').lower()})", "check the file and its permissions"
        ) from None
    return Identity(digest.hexdigest(), size)


def decode(path: Path, encodings: list[str], copy: Path) -> tuple[Path, str]:
    """The path of a UTF-8 reading of `path` and the encoding found: the first of `encodings` that decodes all of it.

    UTF-8 is read where it lies; for another encoding a UTF-8 copy is written to `copy`. Raises RefusedFile.
    """
    with path.open("rb") as file:
        start = file.read(4)
    if not start:
        raise RefusedFile("the file is empty", "export it again, or remove it")
    tried = []
    for encoding in encodings:
        boms = BOMS.get(encoding.lower().replace("_", "-"), ())
        if boms and not start.startswith(boms):
            continue
        fault = _decode_all(path, encoding, None if encoding.lower() in UTF_8 else copy)
        if fault is None:
            return (path if encoding.lower() in UTF_8 else copy), encoding
        tried.append(f"{encoding} (byte {fault})")
    raise RefusedFile(
        f"its bytes are in none of the declared encodings: {', '.join(tried) or ', '.join(encodings)}",
        "declare the right one under file.encoding",
    )


def _decode_all(path: Path, encoding: str, copy: Path | None) -> int | None:
    decoder = codecs.getincrementaldecoder(encoding)()
    position = 0
    with path.open("rb") as file, (copy or Path("/dev/null")).open("w", encoding="utf-8", newline="") as out:
        while True:
            piece = file.read(PIECE)
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                return position + error.start
            if copy is not None:
                out.write(text)
            if not piece:
                return None
            position += len(piece)
