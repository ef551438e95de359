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
    is_lf: bool = True  # every line ends in a bare LF

    @property
    def record_count(self) -> int:
        """Rows that hold something, header rows included."""
        return self.line_count - len(self.blank_lines)


def scan_records(path: Path, quote: str) -> Scan:
    """Count the records of a UTF-8 file."""
    end = _LF if _contains(path, b"\n") else _CR
    quote_byte = quote.encode() if quote else b""
    lines, blanks, in_quotes, is_lf = 0, [], 0, end == _LF
    offset, last_end, last_byte = 0, -1, -1
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            data = np.frombuffer(piece, dtype=np.uint8)
            ends = np.flatnonzero(data == end)
            if quote_byte and (in_quotes or quote_byte in piece):
                parity = (np.cumsum(data == quote_byte[0], dtype=np.int64) + in_quotes) & 1
                ends = ends[parity[ends] == 0]
                in_quotes = int(parity[-1])
            if len(ends):
                widths = np.diff(np.concatenate(([last_end - offset], ends))) - 1
                before = np.where(ends > 0, data[ends - 1], last_byte if last_byte >= 0 else 0)
                is_blank = (widths == 0) | ((widths == 1) & (before == _CR) & (end == _LF))
                is_lf = is_lf and not bool((before == _CR).any())
                blanks.extend((np.flatnonzero(is_blank) + lines + 1).tolist())
                lines += len(ends)
                last_end = offset + int(ends[-1])
            offset += len(piece)
            last_byte = int(data[-1])
    if offset > last_end + 1:
        lines += 1
    return Scan(lines, blanks, is_open=bool(in_quotes), is_lf=is_lf)


def _contains(path: Path, wanted: bytes) -> bool:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            if wanted in piece:
                return True
    return False
