"""How the numbers of a column are written: decimal and thousands signs, and what stands beside the digits.

Only signs; what a number measures is decided by its heading.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# A currency or its sign may stand before the digits, that or a short unit behind them.
_NUMBER = re.compile(
    r"(?:[A-Z]{3} ?|[$€£] ?|kr[. ]? ?)?([-+\u2212]?[$€£]?[0-9][0-9.,' \u00a0\u202f]*)(?:[^\W\d]{1,3}\.?|[$€£%]|:-)?"
)
_BESIDE = re.compile(r"[^0-9.,' \u00a0\u202f+-]+")
CURRENCY_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP"}
CURRENCIES = ("SEK", "EUR", "USD", "NOK", "DKK", "GBP", "CHF", "PLN", "ISK")


@dataclass(frozen=True)
class NumberForm:
    """The signs of a column's numbers; `beside` is what stands with the digits, such as kr."""

    decimal: str
    thousands: str | None
    beside: tuple[str, ...]
    is_open: bool  # 1,234: no value shows what the sign is


def number_form(texts: Iterable[str]) -> NumberForm | None:
    """The form that at least four in five of the texts have, None where they are no numbers."""
    values = [text.strip() for text in texts if text.strip()]
    found = [(one.group(1).strip(), value) for value in values if (one := _NUMBER.fullmatch(value))]
    numbers = [number for number, _ in found]
    if not values or len(numbers) < 0.8 * len(values):
        return None
    beside = tuple(sorted({sign.strip() for _, value in found for sign in _BESIDE.findall(value) if sign.strip()}))
    decimal, thousands, is_open = _signs(numbers)
    return NumberForm(decimal, thousands, beside, is_open)


def _signs(numbers: list[str]) -> tuple[str, str | None, bool]:
    has_blanks = any(re.search(r"[0-9][ \u00a0\u202f][0-9]", number) for number in numbers)
    blank = " " if has_blanks else None
    for decimal, thousands in ((",", "."), (".", ",")):
        both = [number for number in numbers if decimal in number and thousands in number]
        if any(number.rfind(decimal) > number.rfind(thousands) for number in both):
            return decimal, thousands, False
    for decimal, other in ((",", "."), (".", ",")):
        with_sign = [number for number in numbers if decimal in number]
        if not with_sign:
            continue
        if all(re.fullmatch(rf"[-+]?[0-9]{{1,3}}(?:[{decimal}][0-9]{{3}})+", number) for number in with_sign):
            if any(number.count(decimal) > 1 for number in with_sign) or decimal == ",":
                return other, decimal, not any(number.count(decimal) > 1 for number in with_sign)
            return ".", blank, True
        return decimal, blank, False
    return ".", blank, False


def currency_of(heading: str, beside: Iterable[str]) -> str | None:
    """The currency that a heading or the signs beside the digits name; kr is one of three and not taken."""
    for text in (heading, *beside):
        for code in CURRENCIES:
            if re.search(rf"(?:^|[^A-Z]){code}(?:[^A-Z]|$)", text.upper().replace("_", " ")):
                return code
        for sign, code in CURRENCY_SIGNS.items():
            if sign in text:
                return code
    return None
