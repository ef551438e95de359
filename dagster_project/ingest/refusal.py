"""The one way to say that a whole file cannot be used: what is wrong with it and what to do, in one line."""

import re

from dagster_project.ingest.privacy import masked

_KIND = re.compile(r"^(?:(?:\w+ )*\w*(?:Error|Exception): )+")
_QUOTED_ROW = re.compile(r"Original Line:|\s+Input: ")
_PATH = re.compile(r"(?:/[^\s/'\"]+)+/([^\s/'\"]+)")


class RefusedFile(ValueError):
    """The file is refused; `reason` and `remedy` are shown to a person, the other files load."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason}; {remedy}")
        self.reason = reason
        self.remedy = remedy


def told_by(error: Exception, longest: int = 200) -> str:
    """What an engine says of a file, in one line that can be shown: no kind of exception, no path, no personal data."""
    said = _PATH.sub(r"\1", " ".join(_QUOTED_ROW.split(str(error))[0].split()))
    return masked(_KIND.sub("", said))[:longest]
