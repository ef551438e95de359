"""Whether the bytes of a file read better in another encoding than the one that decoded them.

An encoding of one byte per sign decodes almost anything, so that it decodes proves nothing. Here every sign outside
ASCII is judged by its neighbours: a letter of a north-western European language where a letter may stand, a quotation
mark at the edge of a word, or something that no such text has there. Silent where that does not decide.
"""

import codecs
import re
from dataclasses import dataclass

SINGLE_BYTE = ("cp1252", "iso8859-1", "iso8859-15", "mac-roman", "cp850", "cp437")
CANDIDATES = ("cp1252", "mac_roman", "cp850", "cp437")
TWICE = "utf-8, encoded twice"

_COMMON = frozenset("åäöæøéüßÅÄÖÆØÉÜ")
_LETTERS = _COMMON | frozenset("èêëàâçîïôûùñœáíóúÈÊËÀÂÇÎÏÔÛÙÑŒÁÍÓÚ")
_OPENING, _CLOSING, _SINGLE = (
    frozenset("“„\u2018\u201a«»\u2039\u203a¿¡"),
    frozenset("”“\u2019»«\u203a\u2039"),
    frozenset("\u2019\u2018"),
)
_ALONE = frozenset("\u2013—…•·€£§°®©™½¼¾²³ºª±\u00d7÷\u00b4¨¦¬µ¥")
_BLANK = "\u00a0"
_OUTSIDE_ASCII = re.compile(r"[^\x00-\x7f]")
_MOST = 5_000  # signs that are judged
_ENOUGH = 3
# Of the signs outside ASCII: so many must be out of place as declared, so few and so many in and out of it otherwise.
_WRONG_SHARE, _FAULT_SHARE, _RIGHT_SHARE = 0.4, 0.1, 0.6


@dataclass(frozen=True)
class _Reading:
    count: int
    right: int
    wrong: int
    merit: int


def doubtful_encoding(sample: bytes, encoding: str) -> str | None:
    """The encoding that the start of a file clearly reads better as; None where `encoding` may well be right."""
    name = codecs.lookup(encoding).name
    if name in ("utf-8", "utf-8-sig"):
        return _twice(sample)
    if name not in SINGLE_BYTE:
        return None
    utf_8 = _decoded(sample, "utf-8")
    if utf_8 is not None and len(_OUTSIDE_ASCII.findall(utf_8)) >= _ENOUGH:
        return "utf-8"
    declared = _decoded(sample, name)
    if declared is None or not _is_wrong(_judge(declared)):
        return None
    readings = [(one, text) for one in CANDIDATES if (text := _decoded(sample, one)) not in (None, declared)]
    judged = [(_judge(text), one) for one, text in readings if text is not None]
    right = [(reading.merit, one) for reading, one in judged if _is_right(reading)]
    return max(right, key=lambda pair: pair[0])[1] if right else None


def _twice(sample: bytes) -> str | None:
    """Text that was UTF-8, was read as cp1252 by somebody and written as UTF-8 again."""
    text = _decoded(sample, "utf-8")
    if text is None or not _is_wrong(_judge(text)):
        return None
    pairs = re.findall(r"[\u00c2-\u00c5][\u0080-\u00bf\u0152-\u2122]|\u00e2\u20ac.", text)
    return TWICE if len(pairs) >= _ENOUGH and len("".join(pairs)) > _RIGHT_SHARE * _judge(text).count else None


def _decoded(sample: bytes, encoding: str) -> str | None:
    try:
        return codecs.getincrementaldecoder(encoding)().decode(sample)  # the sample may end within a sign
    except UnicodeDecodeError:
        return None


def _is_wrong(reading: _Reading) -> bool:
    return reading.wrong >= _ENOUGH and reading.wrong >= _WRONG_SHARE * reading.count


def _is_right(reading: _Reading) -> bool:
    return (
        reading.right >= _ENOUGH
        and reading.wrong <= _FAULT_SHARE * reading.count
        and reading.right >= _RIGHT_SHARE * reading.count
    )


def _judge(text: str) -> _Reading:
    count = right = wrong = merit = 0
    for found in _OUTSIDE_ASCII.finditer(text):
        if count == _MOST:
            break
        place = found.start()
        verdict = _verdict(text[place - 1 : place], found.group(), text[place + 1 : place + 2])
        count, merit = count + 1, merit + verdict
        right, wrong = right + (verdict > 0), wrong + (verdict < 0)
    return _Reading(count, right, wrong, merit)


def _verdict(before: str, sign: str, after: str) -> int:
    """1, or 2: stands where such a sign stands; -1: no text has it there; 0: it may."""
    if sign.isalpha() and sign not in "ªºµ":
        return _verdict_on_letter(before, sign, after)
    if sign == _BLANK:
        return int(before.isalnum() and after.isalnum())
    in_word = before.isalpha() and after.isalpha()
    if sign in _SINGLE and in_word:
        return 1
    if sign in _OPENING and not before.isalnum() and (after.isalnum() or not after.isascii()):
        return 1
    if sign in _CLOSING and not after.isalnum() and before.strip():
        return 1
    if sign in _ALONE:
        return -1 if in_word and sign not in "\u2013—…" else 1 if sign in "\u2013—…€" else 0
    return -1


def _verdict_on_letter(before: str, sign: str, after: str) -> int:
    if sign.isupper() and (before.islower() or (after.islower() and before.isupper())):
        return -1
    touches = (before.isalpha() and before.isascii()) or (after.isalpha() and after.isascii())
    return (2 if sign in _COMMON else 1) if sign in _LETTERS and touches else 0
