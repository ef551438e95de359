"""Reading comments: seconds, peak memory, and whether planted groups are found among texts that no theme is named for.

`make bench-comments ARGS="--texts 1000000 --memory 400MB"`. The texts are made from a seed: words of an invented
language by a law of Zipf, a share of them with the two or three words of a planted topic somewhere close together, in
any order, and a share nearly the same as one of a few letters. Stop words of Swedish or English stand between, so that
they have a language and a sentiment. The reading runs in a process of its own.
"""

import argparse
import csv
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import numpy as np

from dagster_project.comments.content_words import STOP_WORDS

WORDS = 30_000
TOPICS, LETTERS = 60, 20
PLANTED = 0.3  # of all texts
ONSETS, NUCLEI, CODAS = [*"bdfghklmnprstv", "br", "dr", "gr", "kl", "st", "tr"], [*"aeiouyåäö"], [*"lmn"]
CHUNK = 50_000


def main() -> None:
    """Make the texts, read them, and print what came of it."""
    asked = _arguments()
    if asked.read:
        _read(Path(asked.read), asked)
        return
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        file = Path(folder) / "cx.duckdb"
        write_texts(file, asked.texts, asked.seed)
        command = [sys.executable, "-m", "benchmarks.comments", "--read", str(file), "--memory", asked.memory]
        done = subprocess.run([*command, "--threads", str(asked.threads)], check=True, capture_output=True, text=True)
        print(f"{asked.texts:,} texts, DuckDB's memory {asked.memory}, {asked.threads} threads")
        print(done.stdout, end="")
        _print_found(file)


def write_texts(file: Path, count: int, seed: int = 0) -> None:
    """Write the raw tables, and beside them which text was planted as what."""
    random = np.random.default_rng(seed)
    words = np.array(_words(random), object)
    stop_words = _stop_words()
    topics = [random.choice(np.arange(200, WORDS), size=random.integers(2, 4), replace=False) for _ in range(TOPICS)]
    letters = [_zipf(random, int(random.integers(12, 25))) for _ in range(LETTERS)]
    shares = np.append(1 / np.arange(3, TOPICS + LETTERS + 3), 0)
    shares *= PLANTED / shares.sum()
    shares[-1] = 1 - PLANTED
    with duckdb.connect(file) as connection:
        connection.execute("create schema raw; create table raw.survey_comments (source varchar, comment varchar)")
        connection.execute("create table raw.survey_responses (source varchar, survey_kind varchar)")
        connection.execute("create table raw.mentions (text varchar); create table raw.web_searches (query varchar)")
        connection.execute("create table planted (text_hash varchar, planted integer)")
        for start in range(0, count, CHUNK):
            kinds = random.choice(TOPICS + LETTERS + 1, size=min(CHUNK, count - start), p=shares)
            texts = [_text(random, words[_chosen(random, topics, letters, int(kind))], stop_words) for kind in kinds]
            connection.register("made", {"text": np.array(texts, object), "kind": kinds})
            connection.execute("insert into planted select md5(text), kind from made")
            connection.execute("insert into raw.survey_comments select 'survey', text from made")


def _words(random: np.random.Generator) -> list[str]:
    """Invented words, none of which is another's stem: every one ends in a consonant that no ending ends in."""
    found: dict[str, None] = {}
    while len(found) < WORDS:
        parts = [random.choice(ONSETS) + random.choice(NUCLEI) for _ in range(random.integers(2, 4))]
        found["".join(parts) + random.choice(CODAS) + "k"] = None
    return list(found)


def _zipf(random: np.random.Generator, size: int) -> np.ndarray:
    return np.floor(WORDS ** random.random(size)).astype(int) % WORDS


def _chosen(random: np.random.Generator, topics: list[np.ndarray], letters: list[np.ndarray], kind: int) -> np.ndarray:
    """The numbers of the words of a text."""
    if TOPICS <= kind < TOPICS + LETTERS:
        chosen = letters[kind - TOPICS].copy()
        chosen[random.integers(0, len(chosen), size=2)] = _zipf(random, 2)
        return chosen
    chosen = _zipf(random, int(random.integers(4, 22)))
    if kind >= TOPICS:
        return chosen
    at = int(random.integers(0, len(chosen)))
    return np.concatenate([chosen[:at], random.permutation(topics[kind]), chosen[at:]])


def _text(random: np.random.Generator, chosen: np.ndarray, stop_words: list[list[str]]) -> str:
    language = stop_words[int(random.integers(0, 2))]
    between = [language[place] for place in random.integers(0, len(language), size=len(chosen))]
    written = " ".join(part for pair in zip(between, chosen, strict=True) for part in pair)
    return f"{written}{random.choice(['.', '!', '', ' ...'])}".capitalize()


def _stop_words() -> list[list[str]]:
    with STOP_WORDS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [[row["word"] for row in rows if row["language"] == language] for language in ("sv", "en")]


def _read(file: Path, asked: argparse.Namespace) -> None:
    from dagster_project.comments.reading import read_texts

    config = {"memory_limit": asked.memory, "threads": asked.threads, "temp_directory": str(file.parent / "spill")}
    with duckdb.connect(file, config=config) as connection:
        for what in ("first", "again, nothing new"):
            begun = time.perf_counter()
            counts = read_texts(connection)
            print(f"{what:<20}{time.perf_counter() - begun:>8.1f} s  {counts}")
    print(f"{'peak':<20}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:>8.0f} MB")


def _print_found(file: Path) -> None:
    """Of each planted group the candidate that most of its texts are in, and how far the two are the same."""
    with duckdb.connect(file, read_only=True) as connection:
        rows = connection.execute(
            f"""
            with found as (select planted, candidate from planted left join comments.groups using (text_hash)),
            sizes as (select candidate, count(*) as size from found where candidate is not null group by candidate),
            meetings as (
                select planted, candidate, count(*) as shared from found
                where planted < {TOPICS + LETTERS} and candidate is not null group by all
            ),
            best as (
                select planted, max(shared) as shared, arg_max(candidate, (shared, candidate)) as candidate
                from meetings group by planted
            ),
            planted_sizes as (select planted, count(*) as size from planted group by planted)
            select planted_sizes.planted < {TOPICS} as is_topic, count(*), count(*) filter (where shared > 0),
                median(coalesce(shared, 0) / planted_sizes.size), median(shared / sizes.size),
                sum(shared) / sum(planted_sizes.size), sum(shared) / sum(sizes.size)
            from planted_sizes left join best using (planted) left join sizes using (candidate)
            where planted_sizes.planted < {TOPICS + LETTERS} group by is_topic order by is_topic
            """
        ).fetchall()
        for is_topic, planted, some, recall, precision, all_recall, all_precision in rows:
            print(
                f"{'topics' if is_topic else 'letters':<20}{planted:>8} planted, {some} found; recall {recall:.3f} "
                f"(of all texts {all_recall:.3f}), precision {precision:.3f} ({all_precision:.3f})"
            )
        noise = connection.execute(
            f"""select count(distinct candidate), count(*) from comments.groups where candidate not in (
                select candidate from comments.groups inner join planted using (text_hash)
                where planted < {TOPICS + LETTERS})"""
        ).fetchone()
        print(f"{'nothing planted':<20}{noise[0] if noise else 0:>8} candidates of {noise[1] if noise else 0} texts")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=100_000)
    parser.add_argument("--memory", default="400MB")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", help="where the scratch files go")
    parser.add_argument("--read", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
