"""Every word of the pages, by language: `en.yaml` and `sv.yaml` beside this file have the same keys.

Codes of the published tables (metrics, bands, verdicts) have their words under `code`; one that has none is shown as it
is, with its underscores as blanks. What is filled in stands in {braces}.
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal, get_args

import yaml

Language = Literal["en", "sv"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True)
class Words:
    """The words of one language."""

    language: Language
    tree: dict[str, Any]

    def say(self, key: str, **values: Any) -> str:
        """The text under a key such as `axis.nps`; raises KeyError where there is none."""
        found: Any = self.tree
        for part in key.split("."):
            found = found[part]
        return str(found).format(**values)

    def codes(self, kind: str) -> dict[str, str]:
        """The words for the codes of one kind, such as `driver`."""
        return dict(self.tree["code"][kind])


@cache
def words(language: Language) -> Words:
    """The words of a language, read once."""
    text = resources.files(__package__).joinpath(f"{language}.yaml").read_text(encoding="utf-8")
    return Words(language, yaml.safe_load(text))
