"""Texts without a theme, put into groups that a new theme could be made of, and the name of each group.

First what says the same in nearly the same words (`near_identical`), then what shares a telling pair of words
(`telling_pairs`). A text that is written again is one more text. A group is named by the words that most of its texts
have; a word of fewer texts than a group needs is in no name, so that a name tells nobody's text.
"""

from itertools import pairwise

import numpy as np

from dagster_project.comments.content_words import Integers, Positions, Texts, read_content_words
from dagster_project.comments.near_identical import alike, fingerprints, sets_of
from dagster_project.comments.telling_pairs import topics
from dagster_project.ingest.sql import Connection

GROUPING = "2"  # to be counted up whenever the same texts would be grouped in another way
SMALLEST = 5  # texts that a group needs
TEXTS_PER_GROUP_SIZE = 20_000  # in a larger collection, one more for as many texts: of 1 000 000, a group needs 50
NAME_WORDS = 4
NAMING = 0.5  # of a group's texts have a word of its name


def write_groups(connection: Connection, texts: str) -> None:
    """Group the texts that an SQL gives (text_hash, text, occurrences), and add them to `comments.groups`."""
    words = read_content_words(connection, texts)
    times = connection.execute("select occurrences from grouping_texts order by number").fetchnumpy()["occurrences"]
    occurrences: Positions = np.asarray(times, np.int64)
    group_of = grouped(words, occurrences)
    names = _names(connection, named_by(words, occurrences, group_of))
    grouped_texts = {"number": np.flatnonzero(group_of >= 0), "group_number": group_of[group_of >= 0]}
    connection.register("grouping_found", grouped_texts)
    connection.register("grouping_named", {"group_number": np.arange(len(names)), "name": np.array(names, object)})
    connection.execute(
        """insert into comments.groups
        select text_hash, name from grouping_texts
        inner join grouping_found using (number) inner join grouping_named using (group_number)
        where name <> '' order by text_hash"""
    )
    for view in ("found", "named"):
        connection.unregister(f"grouping_{view}")
    for table in ("texts", "stems"):
        connection.execute(f"drop table grouping_{table}")


def grouped(texts: Texts, occurrences: Positions) -> Integers:
    """The group of each text by its number, the largest first; -1 where a text is in none."""
    sets = sets_of(texts)
    prints = fingerprints(sets)
    _, firsts, wording = np.unique(prints, return_index=True, return_inverse=True)
    weights: Positions = np.bincount(wording, occurrences, len(firsts)).astype(np.int64)
    order = np.lexsort((prints[firsts], -weights))
    order = order[prints[firsts[order]] != 0]
    firsts, weights = firsts[order], weights[order]
    minimum = max(SMALLEST, texts.count // TEXTS_PER_GROUP_SIZE)
    sets = sets.taken(firsts)
    stands_for = alike(sets)
    del sets
    topic = topics(texts.taken(firsts), weights, minimum)
    group = _together(stands_for, topic, weights)
    sizes = np.bincount(group, weights, len(group) * 2)
    ranks = np.full(len(sizes), -1, np.int32)
    large = np.flatnonzero(sizes >= minimum)
    ranks[large[np.lexsort((large, -sizes[large]))]] = np.arange(len(large))
    of_wording = np.full(int(wording.max(initial=0)) + 1, -1, np.int32)
    of_wording[order] = ranks[group]
    return of_wording[wording]


def named_by(texts: Texts, occurrences: Positions, group_of: Integers) -> list[list[int]]:
    """The stems that each group is named by: what most of its texts have, in the order in which they have it."""
    members = np.flatnonzero(group_of >= 0)
    members = members[np.argsort(group_of[members], kind="stable")]
    borders = np.searchsorted(group_of[members], np.arange(int(group_of.max(initial=-1)) + 2))
    groups = [members[start:end] for start, end in pairwise(borders.tolist())]
    return [_name(texts.taken(group), occurrences[group]) for group in groups]


def _name(texts: Texts, occurrences: Positions) -> list[int]:
    sets = sets_of(texts)
    stems, places = np.unique(sets.stems, return_inverse=True)
    counts = np.bincount(places, occurrences[sets.owners], len(stems))
    best = np.lexsort((stems, -counts))[:NAME_WORDS]
    is_named = (counts[best] >= SMALLEST) & ((np.arange(len(best)) < 2) | (counts[best] >= NAMING * occurrences.sum()))
    positions = np.arange(len(texts.stems)) - texts.starts[texts.owners]
    return sorted(stems[best[is_named]].tolist(), key=lambda stem: (positions[texts.stems == stem].mean(), stem))


def _together(stands_for: Integers, topic: Integers, weights: Positions) -> Integers:
    """The group of each wording: the topic that most of the nearly identical ones have, else the one they stand for."""
    count = len(stands_for)
    has = topic >= 0
    keys, inverse = np.unique(stands_for[has] * np.int64(count) + topic[has], return_inverse=True)
    heavy = np.bincount(inverse, weights[has], len(keys))
    order = np.lexsort((-keys, heavy))  # the last of each has most texts, then the better topic
    group = np.arange(count, dtype=np.int32) + count
    group[keys[order] // count] = keys[order] % count
    return group[stands_for]


def _names(connection: Connection, stems: list[list[int]]) -> list[str]:
    wanted = sorted({stem for one in stems for stem in one})
    rows = connection.execute(
        "select stem, reads from grouping_stems where stem in (select unnest(cast(? as bigint[])))", [wanted]
    ).fetchall()
    reads = dict(rows)
    return [" ".join(reads[stem] for stem in one) for one in stems]
