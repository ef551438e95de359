"""YAML as a person would have written it: keys in order, comments beside them, every text quoted that needs it.

A block is a list of entries; what stands below a key is a block, a list, a mapping or a scalar. Whatever text goes in
comes back the same when the file is read. No knowledge of any key.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dagster_project.ingest.privacy import masked

WIDTH = 110
_PLAIN = re.compile(r"[A-Za-zÅÄÖåäö][A-Za-z0-9ÅÄÖåäö_./%() -]*(?<! )")
_NOT_TEXT = frozenset(["true", "false", "yes", "no", "on", "off", "null", "y", "n", "inf", "nan"])
_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


@dataclass(frozen=True)
class Entry:
    """A key with its value. `is_open`: it is written as a comment, for a person to fill in."""

    key: str
    value: Any = None
    comment: str = ""
    is_open: bool = False
    is_apart: bool = False  # a blank line stands above


Block = list[Entry]


@dataclass(frozen=True)
class Blocks:
    """A list whose items are blocks."""

    items: list[Block]


def document(comment: list[str], block: Block) -> str:
    """The text of a whole file: some lines of comment, then its keys."""
    return "".join(f"{line}\n" for line in [*(one for line in comment for one in _above(line, "")), *_lines(block, "")])


def remark(text: str) -> str:
    """A text as it may stand in a comment: one line, nothing that cannot be printed, nobody's address."""
    return masked(" ".join("".join(sign if _is_printable(sign) else " " for sign in text).split()))


def _lines(block: Block, indent: str) -> Iterator[str]:
    for entry in block:
        if entry.is_apart:
            yield ""
        yield from _entry(entry, indent)


def _entry(entry: Entry, indent: str) -> Iterator[str]:
    if entry.is_open:
        yield from _open(entry, indent)
        return
    key = f"{indent}{scalar(entry.key)}:"
    below = indent + "  "
    if isinstance(entry.value, Blocks):
        yield from _above(entry.comment, indent)
        yield key
        for item in entry.value.items:
            yield from _item(item, below)
        return
    if isinstance(entry.value, list) and entry.value and isinstance(entry.value[0], Entry):
        yield f"{key}{_beside(entry.comment)}"
        yield from _lines(entry.value, below)
        return
    line = f"{key} {flow(entry.value)}"
    if len(line) + len(_beside(entry.comment)) <= WIDTH:
        yield line + _beside(entry.comment)
        return
    yield from _above(entry.comment, indent)
    if len(line) <= WIDTH:
        yield line
        return
    yield from _long(key, entry.value, indent)


def _open(entry: Entry, indent: str) -> Iterator[str]:
    if not isinstance(entry.value, list):
        yield f"{indent}# {entry.key}: {entry.value}{_beside(entry.comment)}"
        return
    yield f"{indent}# {entry.key}:"
    yield from (f"{indent}#   {line.removeprefix('# ')}" for line in _lines(entry.value, ""))


def _long(key: str, value: Any, indent: str) -> Iterator[str]:
    below = indent + "  "
    if isinstance(value, dict) and value:
        yield key
        for name, part in value.items():
            yield from _entry(Entry(str(name), part), below)
    elif isinstance(value, list) and value:
        yield key
        for part in value:
            if isinstance(part, dict):
                yield from _item([Entry(str(name), one) for name, one in part.items()], below)
            else:
                yield from _folded(f"{below}-", part, below + "  ")
    else:
        yield from _folded(key, value, below)


def _folded(start: str, value: Any, indent: str) -> Iterator[str]:
    """A long text over several lines, each of which ends in a blank and a backslash: they are joined as they were."""
    text = flow(value)
    if len(start) + 1 + len(text) <= WIDTH or not isinstance(value, str):
        yield f"{start} {text}"
        return
    pieces = [""]
    for word in re.findall(r" *[^ ]+ *| +", _escaped(value)):
        if pieces[-1] and len(pieces[-1]) + len(word) > WIDTH - len(indent) - 10:
            pieces.append("")
        pieces[-1] += word
    yield f'{start} "{pieces[0]}' + ("\\" if len(pieces) > 1 else '"')
    yield from (f"{indent}{piece}\\" for piece in pieces[1:-1])
    if len(pieces) > 1:
        yield f'{indent}{pieces[-1]}"'


def _item(block: Block, indent: str) -> Iterator[str]:
    lines = list(_lines(block, indent + "  "))
    first = next(index for index, line in enumerate(lines) if not line.lstrip().startswith("#"))
    yield from (line[2:] for line in lines[:first])
    yield f"{indent}- {lines[first][len(indent) + 2 :]}"
    yield from lines[first + 1 :]


def _beside(comment: str) -> str:
    return f" # {remark(comment)}" if comment else ""


def _above(comment: str, indent: str) -> Iterator[str]:
    words, line = remark(comment).split(" "), ""
    for word in words if comment else []:
        if line and len(indent) + len(line) + len(word) > WIDTH - 4:
            yield f"{indent}# {line}"
            line = word
        else:
            line = f"{line} {word}".strip()
    if line:
        yield f"{indent}# {line}"


def flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(str(key), True)}: {flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(part) for part in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:g}"
    return scalar(str(value), True)


def scalar(text: str, in_flow: bool = False) -> str:
    """A text, quoted unless it can be read as nothing else."""
    is_plain = _PLAIN.fullmatch(text) and text.lower() not in _NOT_TEXT and len(text) <= 80
    return text if is_plain and not (in_flow and text.startswith("%")) else f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    return "".join(_SHORT_ESCAPES.get(sign) or (sign if _is_printable(sign) else _code(sign)) for sign in text)


def _is_printable(sign: str) -> bool:
    """What YAML lets stand as it is; blanks other than the plain one are written as codes, to be seen."""
    return sign == " " or (sign.isprintable() and sign != "\ufeff" and not ord(sign) & 0xFFFF >= 0xFFFE)


def _code(sign: str) -> str:
    number = ord(sign)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
