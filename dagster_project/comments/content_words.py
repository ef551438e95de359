"""Texts as numbers of their content words: what grouping compares, and small enough to hold of a million texts.

A content word is a plain word without its digits, no stop word of either language, cut to its stem; masks are none.
Texts are numbered by their hashes and stems by the alphabet, so that the order of rows changes nothing. DuckDB does the
cutting and never gives out a text.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dagster_project.comments.plain_text import plain
from dagster_project.ingest.sql import Connection, quoted, text_list

Integers = NDArray[np.int32]
Positions = NDArray[np.int64]
CHUNK = 20_000
LONGEST = 400  # words of a text that are looked at

STOP_WORDS = Path(__file__).with_name("stop_words.csv")
# Endings of Swedish and English, to be cut off a word of which three letters stay: so are the same words near enough.
ENDINGS = (
    *("ningarna", "ningens", "ningen", "ningar", "ning", "ingarna", "ingen", "ingar", "ing", "ings"),
    *("arnas", "ernas", "ornas", "arna", "erna", "orna", "andet", "ande", "ende", "aste", "ade", "are", "ade", "at"),
    *("ar", "er", "or", "en", "et", "an", "as", "es", "ed", "ly", "na", "te", "de", "ta", "a", "e", "s", "t"),
)


@dataclass(frozen=True)
class Texts:
    """The stems of each text in their order, one text after the other; text i's begin at starts[i]."""

    stems: Integers
    starts: Positions
    stem_count: int

    @property
    def count(self) -> int:
        return len(self.starts) - 1

    @property
    def lengths(self) -> Positions:
        """How many stems each text has."""
        return np.diff(self.starts)

    @property
    def owners(self) -> Positions:
        """The text of each stem."""
        return np.repeat(np.arange(self.count), self.lengths)

    def parts(self) -> Iterator[tuple[int, "Texts"]]:
        """All texts, some at a time, each time with the number of the first: what is computed of them stays small."""
        for first in range(0, self.count, CHUNK):
            starts = self.starts[first : first + CHUNK + 1]
            yield first, Texts(self.stems[starts[0] : starts[-1]], starts - starts[0], self.stem_count)

    def taken(self, numbers: Positions) -> "Texts":
        """Some of the texts, in another order if you like."""
        found = []
        for first in range(0, len(numbers), CHUNK):
            lengths = self.lengths[numbers[first : first + CHUNK]]
            begins = np.cumsum(lengths) - lengths
            places = np.arange(lengths.sum()) + np.repeat(self.starts[numbers[first : first + CHUNK]] - begins, lengths)
            found.append((self.stems[places], lengths))
        return joined(found, self.stem_count)

    def kept(self, is_kept: NDArray[np.bool_]) -> "Texts":
        """The same texts without some of their stems."""
        return Texts(
            self.stems[is_kept], begun(np.bincount(self.owners[is_kept], minlength=self.count)), self.stem_count
        )


def joined(parts: Sequence[tuple[Integers, Positions]], stem_count: int) -> Texts:
    """Texts from the stems and the lengths of some at a time."""
    stems, lengths = [np.empty(0, np.int32)], [np.empty(0, np.int64)]
    stems += [one for one, _ in parts]
    lengths += [one for _, one in parts]
    return Texts(np.concatenate(stems), begun(np.concatenate(lengths)), stem_count)


def begun(lengths: Positions) -> Positions:
    """Where each of so many begins, and where the last one ends."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])


def distinct(numbers: Positions) -> Positions:
    """The different ones, sorted; `np.unique` of so many takes ten times as long."""
    ordered: Positions = np.sort(numbers)
    different: Positions = ordered[np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]]
    return different


def read_content_words(connection: Connection, texts: str) -> Texts:
    """The content words of the texts that an SQL gives (text_hash, text, occurrences).

    Leaves two tables of the session: `grouping_texts` says which number is which text and how often it was written,
    `grouping_stems` how stems read.
    """
    connection.execute(
        f"""create or replace temp table grouping_words as
        select row_number() over (order by text_hash) - 1 as number, text_hash, occurrences,
            string_split({plain("text")}, ' ')[1:{LONGEST}] as words
        from ({texts}) order by text_hash"""
    )
    connection.execute(
        "create or replace temp table grouping_texts as select number, text_hash, occurrences from grouping_words"
    )
    _make_vocabulary(connection)
    stem_count, text_count = (_count(connection, f"grouping_{table}") for table in ("stems", "texts"))
    found: list[tuple[Integers, Positions]] = []
    for start in range(0, text_count, CHUNK):
        size = min(CHUNK, text_count - start)
        part = connection.execute(
            f"""select number - {start} as number, stem from (
                select number, unnest(words) as word, generate_subscripts(words, 1) as position
                from grouping_words where number between {start} and {start + size - 1}
            ) inner join grouping_vocabulary using (word)
            order by number, position"""
        ).fetchnumpy()
        stems: Integers = np.asarray(part["stem"], np.int32)
        found.append((stems, np.bincount(part["number"], minlength=size).astype(np.int64)))
    for table in ("words", "vocabulary"):
        connection.execute(f"drop table grouping_{table}")
    return joined(found, stem_count)


def _make_vocabulary(connection: Connection) -> None:
    """Number the stems; of each the word that has it most often is how it reads."""
    ending = "|".join(sorted(ENDINGS, key=lambda one: (-len(one), one)))
    connection.execute(
        f"""create or replace temp table grouping_vocabulary as
        with counted as (
            select word, count(*) as uses, regexp_replace(word, '[0-9]+', '', 'g') as letters
            from (select unnest(words) as word from grouping_words)
            where regexp_matches(word, '[^0-9|].*[^0-9|]') group by word
        ), stemmed as (
            select word, uses, letters, regexp_replace(letters, {quoted(f"^(.{{3,}}?)(?:{ending})$")}, '\\1') as stem
            from counted where letters not in ({text_list(_stop_words())})
        )
        select word, uses, letters, dense_rank() over (order by stem) - 1 as stem from stemmed"""
    )
    connection.execute(
        """create or replace temp table grouping_stems as
        select stem, arg_max(letters, (uses, letters)) as reads
        from (select stem, letters, sum(uses) as uses from grouping_vocabulary group by stem, letters)
        group by stem"""
    )


def _count(connection: Connection, table: str) -> int:
    row = connection.execute(f"select count(*) from {table}").fetchone()
    return int(row[0]) if row else 0


def _stop_words() -> Sequence[str]:
    with STOP_WORDS.open(encoding="utf-8", newline="") as file:
        return sorted({row["word"] for row in csv.DictReader(file)})
