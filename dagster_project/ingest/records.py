"""How many records a delimited file holds and which of its lines are blank, counted apart from the parser.

The count is what `rows read` is proved against: DuckDB's parser must find as many. One pass over the bytes; a line end
inside quotes is no line end (RFC 4180). Lines that end in a lone CR are counted where a file has no LF at all.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

PIECE = 1 << 24
_LF, _CR = 10, 13


@dataclass(frozen=True)
class Scan:
    """`line_count` rows as a spreadsheet shows them, of which `blank_lines` (numbered from 1) hold nothing at all."""

    line_count: int
    blank_lines: list[int]
    is_open: bool = False  # a quote is never closed: the last record holds whatever stood below it
    line_end: str = "\n"  # how every line ends; "" where they differ
    longest: int = 0  # bytes of the longest row

    @property
    def record_count(self) -> int:
        """Rows that hold something, header rows included."""
        return self.line_count - len(self.blank_lines)


def scan_records(path: Path, quote: str) -> Scan:
    """Count the records of a UTF-8 file."""
    end = _LF if _contains(path, b"\n") else _CR
    quote_byte = quote.encode() if quote else b""
    lines, blanks, is_open, with_cr, longest = 0, [], False, 0, 0
    offset, last_end, last_byte = 0, -1, -1
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            data = np.frombuffer(piece, dtype=np.uint8)
            ends = np.flatnonzero(data == end)
            if quote_byte and (is_open or quote_byte in piece):
                quotes = np.flatnonzero(data == quote_byte[0])
                ends = ends[(np.searchsorted(quotes, ends) + is_open) % 2 == 0]
                is_open = bool((len(quotes) + is_open) % 2)
            if len(ends):
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
            offset += len(piece)
            last_byte = int(data[-1])
    ended = lines
    if offset > last_end + 1:
        longest = max(longest, offset - last_end - 1)
        lines += 1
    return Scan(lines, blanks, is_open, _line_end(end, ended, with_cr), longest)


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
