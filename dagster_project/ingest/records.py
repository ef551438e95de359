"""How many records a delimited file holds and which of its lines are blank, counted apart from the parser.

The count is what `rows read` is proved against: DuckDB's parser must find as many. One pass over the bytes; a line end
inside quotes is no line end (RFC 4180). Lines that end in a lone CR are counted where a file has no LF at all.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np

PIECE = 1 << 24
_LF, _CR = 10, 13
# Blanks that may stand at the ends of a cell, beside the usual one; few files hold any.
RARE_BLANKS = frozenset("\t\n\r\u00a0")


@dataclass(frozen=True)
class Scan:
    """`line_count` rows as a spreadsheet shows them, of which `blank_lines` (numbered from 1) hold nothing at all."""

    line_count: int
    blank_lines: list[int]
    is_open: bool = False  # a quote is never closed: the last record holds whatever stood below it
    line_end: str = "\n"  # how every line ends; "" where they differ
    longest: int = 0  # bytes of the longest row
    first_end: int = 0  # bytes before the line end of the first row
    blanks: frozenset[str] = RARE_BLANKS  # those of them that the file holds elsewhere than between its rows

    @property
    def record_count(self) -> int:
        """Rows that hold something, header rows included."""
        return self.line_count - len(self.blank_lines)


def scan_records(path: Path, quote: str) -> Scan:
    """Count the records of a UTF-8 file."""
    end = _LF if _contains(path, b"\n") else _CR
    quote_byte = quote.encode() if quote else b""
    lines, blanks, is_open, with_cr, longest = 0, [], False, 0, 0
    offset, last_end, last_byte, first_end = 0, -1, -1, -1
    held: set[str] = set()
    cr_count = 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            data = np.frombuffer(piece, dtype=np.uint8)
            ends = np.flatnonzero(data == end)
            if quote_byte and (is_open or quote_byte in piece):
                quotes = np.flatnonzero(data == quote_byte[0])
                inner = (np.searchsorted(quotes, ends) + is_open) % 2 == 1
                held |= {chr(end)} if inner.any() else set()
                ends = ends[~inner]
                is_open = bool((len(quotes) + is_open) % 2)
            if len(ends):
                first_end = offset + int(ends[0]) if first_end < 0 else first_end
                widths = np.diff(ends, prepend=last_end - offset) - 1
                before = data[ends - 1] == _CR
                if ends[0] == 0:
                    before[0] = last_byte == _CR
                with_cr += int(before.sum())
                is_blank = (widths == 0) | ((widths == 1) & before & (end == _LF))
                blanks.extend((np.flatnonzero(is_blank) + lines + 1).tolist())
                longest = max(longest, int(widths.max()))
                lines += len(ends)
                last_end = offset + int(ends[-1])
            held |= {"\t"} if b"\t" in piece else set()
            held |= {"\u00a0"} if b"\xa0" in piece else set()
            cr_count += piece.count(b"\r") if b"\r" in piece else 0
            offset += len(piece)
            last_byte = int(data[-1])
    ended = lines
    if offset > last_end + 1:
        longest = max(longest, offset - last_end - 1)
        lines += 1
    if end == _LF and cr_count != with_cr:
        held.add("\r")
    line_end = _line_end(end, ended, with_cr)
    first_end = first_end - (line_end == "\r\n") if first_end >= 0 else offset
    return Scan(lines, blanks, is_open, line_end, longest, first_end, frozenset(held))


def with_plain_start(path: Path, scan: Scan, copy: Path) -> Path:
    """The file, or a copy whose first row is one letter, where a line end within that row would mislead a parser.

    DuckDB takes the first line end of a file for that of all rows; where rows end in CRLF, a quoted LF above the first
    of them is not. Only for files whose first row is read apart, as a header is.
    """
    if scan.line_end != "\r\n":
        return path
    with path.open("rb") as file:
        first = file.read(scan.first_end)
        if b"\n" not in first and b"\r" not in first:
            return path
        with copy.open("wb") as out:
            out.write(b"x")
            shutil.copyfileobj(file, out, PIECE)
    return copy


def _line_end(end: int, ended: int, with_cr: int) -> str:
    if end == _CR:
        return ""
    return {0: "\n", ended: "\r\n"}.get(with_cr, "")


def _contains(path: Path, wanted: bytes) -> bool:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            if wanted in piece:
                return True
    return False
