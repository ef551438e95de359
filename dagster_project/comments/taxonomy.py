"""The themes and their patterns: two seeds of the dbt project, read, checked, and made into one expression per theme.

What a pattern means stands in docs/taxonomy.md; it is written for plain words (`plain_text`), so its expression has
nothing but letters, blanks and what a `*` stands for. Nothing that a seed holds becomes SQL without being quoted.
"""

import csv
import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dagster_project.comments.plain_text import plain
from dagster_project.ingest.sql import quoted
from dagster_project.settings import PROJECT_ROOT

SEEDS = PROJECT_ROOT / "dbt" / "seeds"
THEMES, PATTERNS = "themes.csv", "theme_patterns.csv"
LONGEST_PATTERN = 100

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_LANGUAGE = re.compile(r"[a-z]{2}")
_REST_OF_WORD = "[^ |]*"
_ANY_WORD = "(?: [^ |]+)?"


class TaxonomyError(ValueError):
    """A seed of the taxonomy cannot be used; the message names the file and the line and says what to do."""


@dataclass(frozen=True)
class Taxonomy:
    """Each theme's expression, in the order of the seed."""

    expressions: dict[str, str]

    @property
    def fingerprint(self) -> str:
        """Changes with whatever changes what is found: a theme, a pattern, their syntax, what a plain word is."""
        content = repr((sorted(self.expressions.items()), plain("text")))
        return hashlib.sha256(content.encode()).hexdigest()

    def themes_of(self, words: str) -> str:
        """The SQL of the list of themes that plain words mention, which are what the SQL `words` gives.

        Each expression is a constant: DuckDB would compile one that comes from a table for every row.
        """
        found = [
            f"case when regexp_matches({words}, {quoted(expression)}) then {quoted(theme)} end"
            for theme, expression in self.expressions.items()
        ]
        return f"list_filter([{', '.join(found)}], lambda theme: theme is not null)"


def read_taxonomy(folder: Path = SEEDS) -> Taxonomy:
    """Read and check both seeds of a folder; raises TaxonomyError for the first thing that is wrong."""
    themes: dict[str, int] = {}
    for line, row in _rows(folder / THEMES, "theme"):
        name = row["theme"]
        if not _NAME.fullmatch(name):
            raise _wrong(THEMES, line, f"the theme is '{name}'; write lower-case letters, digits and underscores")
        if name in themes:
            raise _wrong(THEMES, line, f"the theme '{name}' is already on line {themes[name]}; remove one of them")
        themes[name] = line
    found: dict[str, dict[str, int]] = {name: {} for name in themes}
    for line, row in _rows(folder / PATTERNS, "theme", "language", "pattern"):
        _keep(found, line, row)
    for name, patterns in found.items():
        if not patterns:
            raise _wrong(THEMES, themes[name], f"the theme '{name}' has no pattern; add one to {PATTERNS}")
    return Taxonomy({name: _either(list(patterns)) for name, patterns in found.items()})


def expression_of(pattern: str) -> str:
    """The RE2 expression of one pattern, without the blanks around it; raises ValueError, which says what is wrong."""
    words = unicodedata.normalize("NFC", pattern).lower().replace("\u2019", "'").split()
    if not words:
        raise ValueError("the pattern is empty; write a word or remove the line")
    if len(pattern) > LONGEST_PATTERN:
        raise ValueError(f"the pattern has more than {LONGEST_PATTERN} characters; write several shorter ones")
    if odd := sorted({sign for sign in "".join(words) if not (sign.isalnum() or sign in "*-'" or _is_mark(sign))}):
        raise ValueError(f"the pattern has {' '.join(odd)} in it; write letters, digits, blanks, * - and '")
    if "*" in (words[0], words[-1]):
        raise ValueError("a * that stands alone is a word between two others; write it at a word, or remove it")
    if sum(sign.isalnum() for word in words for sign in word) < 2:
        raise ValueError("the pattern finds nearly every text; write at least two letters")
    if bad := [word for word in words if word != "*" and not _is_whole(word)]:
        raise ValueError(f"'{bad[0]}' is no word; write - and ' between letters only, and no ** ")
    return "".join(_ANY_WORD if word == "*" else f" {_word(word)}" for word in words)[1:]


def _rows(path: Path, *columns: str) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if missing := [column for column in columns if column not in (reader.fieldnames or [])]:
                raise _wrong(path.name, 1, f"there is no column '{missing[0]}'; part the columns with commas")
            for row in reader:
                if None in row or None in row.values():
                    raise _wrong(path.name, reader.line_num, f"the line has not {len(reader.fieldnames or [])} values")
                yield reader.line_num, row
    except OSError as error:
        raise TaxonomyError(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise TaxonomyError(f"{path.name}: is not UTF-8; save it as CSV UTF-8") from None
    except csv.Error as error:
        raise _wrong(path.name, reader.line_num, f"is no CSV ({error})") from None


def _keep(found: dict[str, dict[str, int]], line: int, row: dict[str, str]) -> None:
    theme, language, pattern = row["theme"], row["language"], row["pattern"]
    if theme not in found:
        raise _wrong(PATTERNS, line, f"there is no theme '{theme}'; add it to {THEMES}, or correct it")
    if not _LANGUAGE.fullmatch(language):
        raise _wrong(PATTERNS, line, f"the language is '{language}'; write its two letters, such as sv")
    try:
        expression = expression_of(pattern)
    except ValueError as error:
        raise _wrong(PATTERNS, line, str(error)) from None
    found[theme].setdefault(expression, line)


def _wrong(name: str, line: int, what: str) -> TaxonomyError:
    return TaxonomyError(f"{name}, line {line}: {what}")


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign).startswith("M")


def _is_whole(word: str) -> bool:
    return "**" not in word and not re.search(r"^[-']|[-']$|[-'][-']", word)


def _word(word: str) -> str:
    written = re.sub(r"n't$", "n ?t", word)  # nobody in a hurry writes that apostrophe
    return written.replace("'", " ").replace("-", " ?").replace("*", _REST_OF_WORD)


def _either(expressions: list[str]) -> str:
    return f" (?:{'|'.join(sorted(expressions))}) "
