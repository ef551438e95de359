"""A small library of texts: the raw tables that are read, in memory or in a file, and taxonomies of a test's own.

Nothing is pretended: texts lie in tables as the ingest leaves them, seeds lie on disk. No test stands here.
"""

from collections.abc import Iterable
from pathlib import Path

import duckdb

from dagster_project.comments.plain_text import plain
from dagster_project.comments.reading import Counts, read_texts
from dagster_project.comments.taxonomy import Taxonomy, read_taxonomy
from dagster_project.ingest.sql import Connection, quoted

THEMES = "theme,theme_order,driver,name_en,name_sv,is_churn_intent\n"
PATTERNS = "theme,language,pattern\n"
RAW = """
    create schema raw;
    create table raw.survey_responses (source varchar, survey_kind varchar);
    create table raw.survey_comments (source varchar, comment varchar);
    create table raw.mentions (text varchar);
    create table raw.web_searches (query varchar)"""


def write_seeds(folder: Path, patterns: Iterable[tuple[str, str]], themes: Iterable[str] = ()) -> Path:
    """Write both seeds; without themes, those that the patterns name."""
    listed = list(patterns)
    names = list(themes) or list(dict.fromkeys(theme for theme, _ in listed))
    folder.mkdir(parents=True, exist_ok=True)
    rows = "".join(f"{name},{order},,{name},{name},false\n" for order, name in enumerate(names, start=1))
    (folder / "themes.csv").write_text(THEMES + rows, encoding="utf-8")
    lines = "".join(f"{theme},en,{pattern}\n" for theme, pattern in listed)
    (folder / "theme_patterns.csv").write_text(PATTERNS + lines, encoding="utf-8")
    return folder


def taxonomy(folder: Path, *patterns: tuple[str, str]) -> Taxonomy:
    """A taxonomy of some pairs of theme and pattern."""
    return read_taxonomy(write_seeds(folder, patterns))


def themes_of(chosen: Taxonomy, text: str) -> list[str]:
    """The themes that one text mentions."""
    words = f"({plain(quoted(text))})"
    row = duckdb.sql(f"select {chosen.themes_of('words')} from (select {words} as words)").fetchone()
    assert row is not None
    return list(row[0])


def words_of(text: str) -> str:
    """The plain words of one text."""
    row = duckdb.execute(f"select {plain('text')} from (select ? as text)", [text]).fetchone()
    assert row is not None
    return str(row[0])


class Library:
    """Raw tables with texts, and what was read out of them."""

    def __init__(self, place: Path | str = ":memory:") -> None:
        self.connection: Connection = duckdb.connect(place)
        self.connection.execute(RAW)

    def add(self, *texts: str, source: str = "survey") -> None:
        """Add comments, a row each."""
        for text in texts:
            self.connection.execute("insert into raw.survey_comments values (?, ?)", [source, text])

    def remove(self, text: str) -> None:
        """Take a comment out."""
        self.connection.execute("delete from raw.survey_comments where comment = ?", [text])

    def read(self, chosen: Taxonomy) -> Counts:
        """Read as a run does."""
        return read_texts(self.connection, chosen)

    def found(self, table: str, column: str) -> dict[str, list[str]]:
        """A column of a table of the schema comments by comment; a text that is not there is left out."""
        rows = self.connection.execute(
            f"""select text, list({column} order by {column}) from (
                select comment as text from raw.survey_comments union select text from raw.mentions
                union select query from raw.web_searches
            ) inner join comments.{table} on text_hash = md5(text) group by text"""
        ).fetchall()
        return dict(rows)

    def everything(self) -> dict[str, list[tuple[object, ...]]]:
        """All rows of all tables of the schema comments."""
        tables = ("readings", "themes_found", "groups", "read_with")
        return {
            table: self.connection.execute(f"select * from comments.{table} order by all").fetchall()
            for table in tables
        }
