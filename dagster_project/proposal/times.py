"""Which forms the times of a column have, and whether day or month comes first: decided by the values alone.

Only what can be seen: where no value shows which comes first, that is said. Zones are no matter of forms.
"""

import calendar
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

_DAY = r"(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})"
_TIME = r"(?:(T| )(\d{1,2}):(\d\d)(?::(\d\d)([.]\d{1,9})?)?(?: ?([AaPp][Mm]))?)?"
_ZONE = r" ?(Z|[+-]\d\d:?\d\d)?"
_NUMERIC = re.compile(_DAY + _TIME + _ZONE)
_NAMED = re.compile(r"(\d{1,2}) ([A-Za-z]{3,9}) (\d{4})" + _TIME)
_COMPACT = re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])")
_MONTH = re.compile(r"(?:19|20)\d\d(-?)(?:0[1-9]|1[0-2])")
_UNIX = re.compile(r"1\d{9}(?:[.]\d+)?|1\d{12}")
_MONTHS = [name.lower() for name in calendar.month_name if name]
ISO = frozenset(f"%Y-%m-%d{mark}%H:%M{seconds}" for mark in (" ", "T") for seconds in ("", ":%S", ":%S.%f")) | {
    "%Y-%m-%d"
}


@dataclass(frozen=True)
class TimeForms:
    """The forms of a column's times, most frequent first; `unit` for unix time."""

    formats: list[str]
    share: float
    has_clock: bool
    has_zone: bool = False
    unit: str | None = None
    is_order_open: bool = False  # no value shows whether day or month comes first

    @property
    def is_usual(self) -> bool:
        """Whether the reader knows the forms by itself."""
        return self.has_zone or self.unit is not None or set(self.formats) <= ISO


def time_forms(texts: Iterable[str], *, is_day_first: bool) -> TimeForms | None:
    """The forms that at least four in five of the texts have; `is_day_first` decides where no value does."""
    values = [text.strip() for text in texts if text.strip()]
    if not values:
        return None
    if unit := _unix_unit(values):
        return TimeForms([], 1.0, has_clock=True, has_zone=True, unit=unit)
    numeric = [found for value in values if (found := _NUMERIC.fullmatch(value))]
    order, is_open = _order(numeric, is_day_first)
    forms = Counter(form for value in values if (form := _form(value, order)))
    share = forms.total() / len(values)
    if share < 0.8:
        return None
    zoned = sum(found.group(11) is not None for found in numeric)
    return TimeForms(
        [form for form, _ in forms.most_common()],
        share,
        has_clock=any("%H" in form or "%I" in form for form in forms),
        has_zone=zoned > len(values) / 2,
        is_order_open=is_open,
    )


def month_form(texts: Iterable[str]) -> str | None:
    """The form of months such as 2025-03, None where the texts are none."""
    values = [text.strip() for text in texts if text.strip()]
    signs = {found.group(1) for value in values if (found := _MONTH.fullmatch(value))}
    is_all = values and all(_MONTH.fullmatch(value) for value in values)
    return ("%Y-%m" if signs == {"-"} else "%Y%m") if is_all and len(signs) == 1 else None


def _unix_unit(values: list[str]) -> str | None:
    if not all(_UNIX.fullmatch(value) for value in values):
        return None
    return "ms" if all(len(value) == 13 for value in values) else "s"


def _order(found: list[re.Match[str]], is_day_first: bool) -> tuple[str, bool]:
    """Dm or md, and whether that had to be assumed."""
    unordered = [(int(one.group(1)), int(one.group(3))) for one in found if len(one.group(1)) <= 2]
    first, second = sum(a > 12 for a, _ in unordered), sum(b > 12 for _, b in unordered)
    has_half_day = any(one.group(10) for one in found)
    if first != second:
        return ("dm" if first > second else "md"), False
    assumed = "dm" if is_day_first and not has_half_day else "md"
    if any(one.group(2) == "." for one in found):
        return "dm", False  # nobody writes the month first with points
    return assumed, bool(unordered)


def _form(value: str, order: str) -> str | None:
    if found := _NUMERIC.fullmatch(value):
        day = _day_form(found.group(1), found.group(2), found.group(4), order)
        return None if day is None else day + _clock_form(found, 5)
    if (found := _NAMED.fullmatch(value)) and (name := found.group(2).lower()):
        code = "%B" if name in _MONTHS else "%b" if name in [month[:3] for month in _MONTHS] else None
        return f"%d {code} %Y{_clock_form(found, 4)}" if code else None
    return "%Y%m%d" if _COMPACT.fullmatch(value) else None


def _day_form(first: str, sign: str, last: str, order: str) -> str | None:
    if not _is_of_our_time(first if len(first) == 4 else last):
        return None
    if len(first) == 4:
        return f"%Y{sign}%m{sign}%d" if len(last) <= 2 else None
    if len(first) > 2 or len(last) not in (2, 4):
        return None
    year = "%Y" if len(last) == 4 else "%y"
    return f"%d{sign}%m{sign}{year}" if order == "dm" else f"%m{sign}%d{sign}{year}"


def _is_of_our_time(year: str) -> bool:
    """Four digits of a year in which there can be a record; 1899 is what a spreadsheet makes of a clock."""
    return len(year) != 4 or 1990 <= int(year) < 2100


def _clock_form(found: re.Match[str], at: int) -> str:
    mark, hour, _, seconds, fraction, half = found.groups()[at - 1 : at + 5]
    if hour is None:
        return ""
    clock = ("%I" if half else "%H") + ":%M" + (":%S" if seconds else "") + (".%f" if fraction else "")
    return f"{mark}{clock}{' %p' if half else ''}"
