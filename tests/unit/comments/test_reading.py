"""Reading the texts of the raw tables: what is new is read, what is gone is forgotten, and it is all or nothing."""

import os
import random
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from dagster_project.comments import reading
from dagster_project.comments.reading import read_texts
from dagster_project.comments.taxonomy import Taxonomy
from tests.unit.comments.library import Library, taxonomy

LABELS = {"very_negative", "negative", "neutral", "positive", "very_positive"}


@pytest.fixture
def chosen(tmp_path: Path) -> Taxonomy:
    return taxonomy(tmp_path / "seeds", ("price", "expensive"), ("delivery", "late"))


def app_crashes(count: int) -> list[str]:
    return [f"The app crashes at login, {word} {word}ly" for word in "abcdefghijklmnopqrstuvwxyz"[:count]]


def test_every_distinct_text_is_read_once(chosen: Taxonomy) -> None:
    library = Library()
    library.add("Too expensive and late", "Too expensive and late", "Lovely")
    library.connection.execute("insert into raw.mentions values ('Always late'), (null)")
    library.connection.execute("insert into raw.web_searches values ('expensive'), ('expensive')")
    counts = library.read(chosen)
    assert (counts.texts, counts.read_anew, counts.themed) == (4, 4, 3)
    assert library.found("themes_found", "theme") == {
        "Too expensive and late": ["delivery", "price"],
        "Always late": ["delivery"],
        "expensive": ["price"],
    }
    assert len(library.everything()["readings"]) == 4


def test_comments_and_mentions_have_a_sentiment_and_queries_have_none(chosen: Taxonomy) -> None:
    library = Library()
    library.add("Too expensive")
    library.connection.execute("insert into raw.mentions values ('Always late')")
    library.connection.execute("insert into raw.web_searches values ('returns')")
    library.read(chosen)
    found = library.found("readings", "sentiment")
    assert found["Too expensive"][0] in LABELS
    assert found["Always late"][0] in LABELS
    assert found["returns"] == [None]


def test_a_query_that_somebody_comments_gets_its_sentiment(chosen: Taxonomy) -> None:
    library = Library()
    library.connection.execute("insert into raw.web_searches values ('returns')")
    library.read(chosen)
    library.add("returns")
    library.read(chosen)
    assert library.found("readings", "sentiment")["returns"][0] in LABELS
    assert len(library.everything()["readings"]) == 1


def test_only_what_is_new_is_read(chosen: Taxonomy) -> None:
    library = Library()
    library.add("Too expensive", "Always late")
    library.read(chosen)
    before = library.everything()
    assert library.read(chosen).read_anew == 0
    assert library.everything() == before
    library.add("Still expensive")
    assert library.read(chosen).read_anew == 1


def test_a_text_that_is_gone_is_forgotten(chosen: Taxonomy) -> None:
    library = Library()
    library.add("Too expensive", *app_crashes(6))
    library.read(chosen)
    assert len(library.everything()["groups"]) == 6
    library.remove("Too expensive")
    for text in app_crashes(6)[:2]:
        library.remove(text)
    library.read(chosen)
    rows = library.everything()
    assert (len(rows["readings"]), rows["themes_found"], rows["groups"]) == (4, [], [])


def test_a_changed_taxonomy_finds_other_themes_and_leaves_the_sentiments(tmp_path: Path, chosen: Taxonomy) -> None:
    library = Library()
    library.add("Too expensive", *app_crashes(6))
    library.read(chosen)
    # What was felt is not felt again: a mark on it stays.
    library.connection.execute("update comments.readings set sentiment_score = 0.125")
    counts = library.read(taxonomy(tmp_path / "other", ("app", "app"), ("price", "cheap")))
    assert counts.read_anew == 7
    assert library.found("themes_found", "theme") == {text: ["app"] for text in app_crashes(6)}
    assert library.everything()["groups"] == []
    assert {row[3] for row in library.everything()["readings"]} == {0.125}


def test_another_method_of_sentiment_reads_everything_again(chosen: Taxonomy) -> None:
    library = Library()
    library.add("Too expensive", "Always late")
    library.read(chosen)
    right = library.everything()
    library.connection.execute("update comments.read_with set sentiment_method = 'of last year'")
    library.connection.execute("update comments.readings set sentiment = 'neutral', sentiment_score = 0.125")
    assert library.read(chosen).read_anew == 2
    assert library.everything() == right


def test_texts_in_batches_are_texts_all_the_same(chosen: Taxonomy, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"{word} is expensive" for word in "abcdefg"]
    whole, batched = Library(), Library()
    whole.add(*texts)
    batched.add(*texts)
    whole.read(chosen)
    monkeypatch.setattr(reading, "BATCH", 2)
    batched.read(chosen)
    assert batched.everything() == whole.everything()


def test_the_order_of_rows_changes_nothing(chosen: Taxonomy) -> None:
    texts = [*app_crashes(9), "Too expensive", *(f"Parking is full {word}" for word in "abcdefgh"), "Lovely"]
    found = []
    for seed in range(4):
        random.Random(seed).shuffle(texts)
        library = Library()
        library.add(*texts)
        library.read(chosen)
        found.append(library.everything())
    assert found == found[:1] * 4


def test_no_text_is_in_the_schema_comments(chosen: Taxonomy) -> None:
    library = Library()
    people = ("Agneta", "Birger", "Clotilde", "Dagmar", "Engelbrekt", "Folke", "Gunhild", "Hjalmar")
    library.add(*(f"{text} says {person}" for text, person in zip(app_crashes(8), people, strict=True)))
    library.read(chosen)
    kept = repr(library.everything())
    assert "app crashes login" in kept
    assert [person for person in people if person.lower() in kept.lower()] == []
    assert "The app" not in kept


def test_what_employees_write_names_no_group(chosen: Taxonomy) -> None:
    library = Library()
    library.connection.execute(
        "insert into raw.survey_responses values ('pulse', 'employee'), ('survey', 'relational')"
    )
    library.add(*app_crashes(8), source="pulse")
    library.add("Too expensive")
    library.read(chosen)
    assert library.everything()["groups"] == []
    assert len(library.everything()["readings"]) == 9


def test_where_nothing_is_new_nothing_heavy_is_imported(tmp_path: Path) -> None:
    place = tmp_path / "cx.duckdb"
    library = Library(place)
    library.add("Too expensive", *app_crashes(6))
    read_texts(library.connection)
    library.connection.close()
    code = (
        "import sys, duckdb\n"
        "from dagster_project.comments.reading import read_texts\n"
        f"assert read_texts(duckdb.connect({str(place)!r})).texts == 7\n"
        "print([name for name in ('sklearn', 'scipy', 'dagster') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_nothing_written_is_nothing_read(chosen: Taxonomy) -> None:
    library = Library()
    counts = library.read(chosen)
    assert (counts.texts, counts.read_anew, counts.themed, counts.groups) == (0, 0, 0, 0)


def test_a_fault_leaves_what_was_there(chosen: Taxonomy, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library()
    library.add("Too expensive", *app_crashes(6))
    library.read(chosen)
    before = library.everything()
    library.add("Always late")
    with monkeypatch.context() as patched:
        patched.setattr(reading, "write_groups", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            library.read(chosen)
    assert library.everything() == before
    assert library.read(chosen).read_anew == 1


def test_a_kill_in_the_middle_leaves_what_was_there(tmp_path: Path, chosen: Taxonomy) -> None:
    place = tmp_path / "cx.duckdb"
    library = Library(place)
    library.add("Too expensive", *app_crashes(6))
    library.read(chosen)
    before = library.everything()
    library.add("Always late", *app_crashes(12)[6:])
    library.connection.close()
    code = (
        "import os, signal, duckdb\n"
        "from dagster_project.comments import reading\n"
        "reading.write_groups = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"reading.read_texts(duckdb.connect({str(place)!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, env={**os.environ})
    assert done.returncode == -9
    with duckdb.connect(place) as connection:
        library.connection = connection
        assert library.everything() == before
        assert library.read(chosen).texts == 14
