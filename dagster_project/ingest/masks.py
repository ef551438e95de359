r"""What in a free text names a person, as patterns: data, in the order in which it is masked.

Each pattern means the same to DuckDB (RE2) and to Python's `re` with `re.ASCII`: no look-around, no `\s`, `\w` or
`(?i)`, no letters but those spelled here. `privacy` runs them; docs/privacy.md says what they cannot see.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mask:
    r"""A pattern and what stands in its place; `\1` is its first group."""

    pattern: str
    label: str


def _any(*patterns: str) -> str:
    return f"(?:{'|'.join(patterns)})"


# Blanks and dashes as word processors and address books write them, soft hyphens and marks of no width included.
_BLANKS = " \t\u00a0\u2000-\u200f\u202a-\u202f\u2060-\u2064\u3000\ufeff"
_DASHES = "\\-\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
_B, _D, _BD = f"[{_BLANKS}]", f"[{_DASHES}]", f"[{_BLANKS}{_DASHES}]"
_NO_BLANK = f'[^\\x00-\\x20<>"{_BLANKS[1:]}]'

# Addresses of pages and of people.

_LETTERS = "A-Za-z\u00c0-\u1fff\u3040-\ud7ff"
_NAME = f"[0-9{_LETTERS}_-]+"
_SCHEME = "[A-Za-z][0-9A-Za-z+.-]{1,15}://"
_HOST = f"{_NAME}(?:[.]{_NAME})*[.][0-9A-Za-z-]{{2,}}(?::[0-9]+)?"
# Under these a page is somebody's, whatever the site.
_SOMEBODY = (
    *("u/", "users?/", "uid/", "profiles?/", "profil/", "people/", "persons?/", "members?/", "medlem(?:mar)?/"),
    *("authors?/", "anv(?:a|\u00e4)ndare/", "accounts?/", "konto/", "customers?/", "kund(?:er)?/", "contacts?/"),
)
_OF_SOMEBODY = _any("~", "@", *(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in _SOMEBODY))
# On these every page but the first is somebody's.
_SOCIAL = "".join(
    f"[{sign.upper()}{sign}]" if sign.isalpha() else sign
    for sign in "(?:(?:facebook|fb|instagram|twitter|x|linkedin|tiktok|snapchat|pinterest|threads|github|gitlab|vk)"
    "[.](?:com|net)|(?:t|m|wa|fb|paypal|about)[.]me)"
)
_PAGE = _any(
    f"{_SCHEME}{_NO_BLANK}*(?:[@?\uff20]|%40){_NO_BLANK}*",
    f"(?:{_SCHEME})?\\b(?:[0-9A-Za-z-]+[.])*{_SOCIAL}/+{_NO_BLANK}+",
    f"(?:{_SCHEME})?{_HOST}/(?:{_NO_BLANK}*/)?{_OF_SOMEBODY}{_NO_BLANK}+",
    f"{_HOST}(?:/{_NO_BLANK}*)?[?]{_NO_BLANK}*={_NO_BLANK}*",
)
_PAGE_SIGN = _any("://", "[.][0-9A-Za-z-]{2,}(?::[0-9]+)?[/?]")

_AT = "(?:@|\uff20|%40|&#64;)"
_LOCAL = f'[^\\x00-\\x20@\uff20,;:<>()\\[\\]"{_BLANKS[1:]}]+'
_DOMAIN = f"(?:{_NAME}[.])+[{_LETTERS}][0-9{_LETTERS}_-]+"
# 'We met at home.Then' is no address: where the sign is spelled or stands apart, the end must be one of these.
_ENDS = "com net org info edu gov eu se nu no dk fi is ax de at ch nl be fr es it pt pl uk ie us ca au io me co test"
_KNOWN_END = _any(*_ENDS.split(), *_ENDS.upper().split())
_DOT = f"(?:[.]|{_B}?[\\[({{]?{_B}?(?:dot|DOT|Dot|punkt|prick){_B}?[\\])}}]?{_B}?)"
_AT_APART = _any(
    f"{_B}*[\\[({{]{_B}*(?:at|AT|At|a|\u00e4t|@|[Ss]nabel-?a){_B}*[\\])}}]{_B}*",
    f"{_B}+(?:at|AT|At|@|[Ss]nabel-?a){_B}+",
    f"{_B}+@",
    f"@{_B}+",
)
_SPELLED = f"{_AT_APART}(?:{_NAME}{_DOT}){{1,4}}{_KNOWN_END}\\b"
_MAIL = _any(f'"[^"\\x00-\\x1f]+"{_AT}{_DOMAIN}', f"{_LOCAL}(?:{_AT}{_DOMAIN}|{_SPELLED})")

ADDRESSES = (Mask(_PAGE, "[web address]"), Mask(_MAIL, "[e-mail]"))
# One of these is in every text that ADDRESSES changes.
ADDRESS_SIGN = _any(_PAGE_SIGN, _AT, _SPELLED)

# Numbers.

_A = "[0-9A-Za-z]"
_DIGIT_IN_FOUR = _any(f"[0-9]{_A}{{3}}", f"{_A}[0-9]{_A}{{2}}", f"{_A}{{2}}[0-9]{_A}", f"{_A}{{3}}[0-9]")
_FOUR_OR_EIGHT = f"(?:(?:{_BD}{{0,2}}[A-Za-z]{{4}})?{_BD}{{0,2}}{_DIGIT_IN_FOUR})"
_ACCOUNT = (
    f"[A-Za-z]{{2}}[0-9]{{2}}{_FOUR_OR_EIGHT}{{2,7}}"
    f"{_BD}{{0,2}}(?:{_A}{{0,3}}[0-9]|{_A}{{0,2}}[0-9][A-Za-z])[A-Za-z]{{0,4}}\\b"
)
# No card begins with 19, 20 or 21: years do, and times written without signs. Groups of three make an amount.
_CARD_GAP = f"[{_BLANKS}{_DASHES}./]{{0,3}}"
_CARD = _any(
    f"(?:1[0-8]|2[2-7]|[03-9][0-9])[0-9]{{2}}(?:{_CARD_GAP}[0-9]{{4}}){{3}}(?:{_CARD_GAP}[0-9]{{1,3}})?",
    f"3[0-9]{{3}}{_CARD_GAP}[0-9]{{6}}{_CARD_GAP}[0-9]{{4,5}}",
    f"4[0-9]{{3}}(?:{_BD}[0-9]{{3}}){{3}}",
    "(?:2[2-7]|[3-6][0-9])[0-9]{11,17}",
)

_MONTH, _DAY = (
    "(?:0[1-9]|1[0-2])",
    "(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])",
)  # a coordination number: day + 60
_YEAR = "(?:(?:18|19|20)?[0-9]{2})"
_LAST_FOUR = "(?:[0-9]{4}|[A-Za-z][0-9]{3})"  # hospitals give numbers with a letter to whom they do not know
_DASH_APART = f"{_B}{{0,2}}[{_DASHES}+]{_B}{{0,2}}"
_PERSONAL = _any(
    f"{_YEAR}{_MONTH}{_DAY}(?:{_B}{{0,2}}[0-9]{{4}}|{_DASH_APART}{_LAST_FOUR})",
    f"{_YEAR}(?:{_D}{_MONTH}{_D}{_DAY}|/{_MONTH}/{_DAY}|[.]{_MONTH}[.]{_DAY})[{_DASHES}+]{_LAST_FOUR}",
    f"{_YEAR}{_B}{_MONTH}{_B}{_DAY}{_DASH_APART}{_LAST_FOUR}",
    f"(?:18|19|20)[0-9]{{2}}{_B}{_MONTH}{_B}{_DAY}{_B}[0-9]{{4}}",
    # Denmark, Norway, Finland; the United States.
    f"[0-7][0-9]{_MONTH}[0-9]{{2}}(?:{_D}[0-9]{{4}}|{_B}?[0-9]{{5}}|[-+A-FU-Y][0-9]{{3}}[0-9A-Y])",
    f"[0-9]{{3}}{_D}[0-9]{{2}}{_D}[0-9]{{4}}",
)

_P = f"[{_BLANKS}{_DASHES}()/]"  # between the groups of a telephone number
_AREA_GAP = f"(?:{_P}{{1,3}}|[.])"
_ABROAD = _any(
    f"(?:[+\uff0b]|\\b00)[1-9](?:(?:{_P}{{0,3}}|[.])[0-9]){{6,14}}",
    # All of one sign: the next step would take a date out of its middle.
    f"\\b0[1-9][0-9]{{0,3}}(?:(?:{_D}[0-9]{{2,3}}){{2}}{_D}[0-9]{{2,4}}|(?:[.][0-9]{{2,3}}){{3,4}})",
)
_NO_YEAR = "(?:[0-9]{3}|(?:1[0-8]|2[1-9]|[03-9][0-9])[0-9]{2})"
_AT_HOME = _any(
    f"\\b0[1-9][0-9]{{1,3}}{_AREA_GAP}[0-9]{{2,4}}(?:{_P}{{1,3}}[0-9]{{2,4}}){{1,3}}",
    f"\\b0[1-9]{_AREA_GAP}{_NO_YEAR}{_P}{{1,3}}[0-9]{{2,4}}(?:{_P}{{1,3}}[0-9]{{2,4}})?",
    f"\\b0[1-9]{_AREA_GAP}[0-9]{{2}}(?:(?:{_B}{{1,2}}[0-9]{{2,4}}){{2,3}}|(?:{_D}[0-9]{{2,4}}){{2,3}})",
    f"\\b0[1-9][0-9]{{0,3}}(?:{_P}{{0,3}}|[.])[0-9]{{5,8}}",
    # Swedish mobile numbers that lost their + or, in a spreadsheet, their 0.
    f"\\b(?:46{_B}?(?:[(]0[)])?{_B}?)?7[02369]{_BD}[0-9]{{3}}{_BD}[0-9]{{2}}{_BD}[0-9]{{2}}",
    "\\b(?:46)?7[02369][0-9]{7}",
    f"(?:\\b1{_BD})?(?:[(][2-9][0-9]{{2}}[)]{_BD}{{0,2}}|\\b[2-9][0-9]{{2}}(?:{_BD}|[.]))[0-9]{{3}}(?:{_BD}|[.])[0-9]{{4}}",
)

# What is no such number but looks like a part of one is kept out of sight: `_` on both sides lets no number begin or
# end there, and the two private signs find it again.
_OPEN, _SHUT = "_\ue0f1", "\ue0f2_"
_DATE = "(?:19|20)[0-9]{2}[-/.][01]?[0-9][-/.][0-3]?[0-9]"
_HIDDEN = rf"\1{_OPEN}\2{_SHUT}\3"
_HIDDEN_DATE = rf"{_HIDDEN}{_OPEN}\4{_SHUT}\5"

NUMBERS = (
    Mask(_ACCOUNT, "[account]"),
    Mask(r"\b(0|[1-9][0-9]?)([.])([0-9]{14,17})\b", _HIDDEN),  # a fraction as a computer writes it
    Mask(f"\\b({_DATE})({_B}{{0,2}}{_D}{_B}{{0,2}})({_DATE})\\b", _HIDDEN),  # from a day to a day
    Mask(f"\\b{_CARD}\\b", "[card]"),
    Mask(f"\\b{_PERSONAL}\\b", "[personal number]"),
    Mask(r"\b((?:19|20)[0-9]{2})([-/.])([01]?[0-9])([-/.])([0-3]?[0-9])\b", _HIDDEN_DATE),
    Mask(r"\b([0-2]?[0-9])(:)([0-5][0-9])\b", _HIDDEN),
    Mask(f"{_ABROAD}\\b", "[telephone]"),
    Mask(r"\b([0-3]?[0-9])([-/.])([0-3]?[0-9])([-/.])((?:19|20)[0-9]{2})\b", _HIDDEN_DATE),
    Mask(f"{_AT_HOME}\\b", "[telephone]"),
    Mask(f"{_OPEN}([^_]{{1,5}}){_SHUT}", r"\1"),
)
_NEAR = "[^0-9A-Za-z]{0,5}"
# One of these is in every text that NUMBERS changes.
NUMBER_SIGN = _any(
    f"[0-9](?:{_NEAR}[0-9]){{6}}",
    f"[0-9]{_NEAR}[A-Za-z][0-9]{{3}}",
    f"[A-Za-z]{{2}}[0-9]{{2}}{_FOUR_OR_EIGHT}",
)
SHORTEST = 6  # a@b.se: no shorter text is masked
