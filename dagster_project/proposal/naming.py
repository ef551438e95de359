"""The name of a source by that of its file or folder: without the period and without what names a person."""

import re

from dagster_project.ingest.privacy import masked
from dagster_project.proposal.wording import COLUMNS, readable_id

_MONTH = f"(?:{'|'.join(sorted(COLUMNS['months'], key=len, reverse=True))})(?![^\\W\\d_])"
_YEAR = "(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])"
_BETWEEN, _DAY = "[\\s_.,+-]*", "(?:[0-3]?[0-9](?![0-9]))"
# September 30, 2026; 30 september 2026; 2026_September
_DATED = re.compile(
    rf"(?<![^\W\d_])(?:(?<![0-9]){_DAY}{_BETWEEN})?{_MONTH}{_BETWEEN}(?:{_DAY}{_BETWEEN})?{_YEAR}"
    rf"|{_YEAR}{_BETWEEN}{_MONTH}(?:{_BETWEEN}{_DAY})?",
    re.IGNORECASE,
)
_PERIODS = re.compile(
    r"(?<![0-9])(19|20)[0-9]{2}(?![0-9])[-_ ]?([hq][1-4]|[0-9]{2}([-_]?[0-9]{2})?)?|[0-9]{6,}", re.IGNORECASE
)
_MOST_WORDS = 6


def named_after(stem: str, *, is_file: bool = False) -> str:
    """A name in snake_case; a folder's keeps its period, which somebody gave it."""
    if is_file:
        stem = _PERIODS.sub(" ", _DATED.sub(" ", stem))
    return readable_id(masked(stem.replace("_", " ")), "export", most=_MOST_WORDS, small=frozenset())
