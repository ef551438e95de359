"""Sets of words that share most of what they have: what is compared is right, and what is alike is found."""

import numpy as np
import pytest

from dagster_project.comments import content_words, near_identical
from dagster_project.comments.content_words import Texts, joined
from dagster_project.comments.near_identical import alike, fingerprints, sets_of, shared


def texts_of(*rows: list[int]) -> Texts:
    stems = 1 + max((stem for row in rows for stem in row), default=0)
    return joined([(np.array(row, np.int32), np.array([len(row)], np.int64)) for row in rows], stems)


def rows_of(texts: Texts) -> list[list[int]]:
    return [texts.stems[start:end].tolist() for start, end in zip(texts.starts, texts.starts[1:], strict=False)]


def random_sets(seed: int, count: int) -> Texts:
    rng = np.random.default_rng(seed)
    base = rng.integers(0, 300, size=(count // 5, 12))
    rows = [
        np.unique(np.where(rng.random(12) < 0.1, rng.integers(0, 300, 12), base[i % len(base)])) for i in range(count)
    ]
    return texts_of(*(row.tolist() for row in rows))


def jaccard(one: list[int], other: list[int]) -> float:
    return len({*one} & {*other}) / len({*one} | {*other})


@pytest.fixture(params=[2, 50_000])
def chunk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Some texts at a time, or all at once: it makes no difference."""
    monkeypatch.setattr(content_words, "CHUNK", request.param)
    monkeypatch.setattr(near_identical, "PAIRS", request.param)
    return int(request.param)


@pytest.mark.usefixtures("chunk")
def test_a_set_has_every_stem_once() -> None:
    assert rows_of(sets_of(texts_of([3, 1, 3], [], [2, 2], [0]))) == [[1, 3], [], [2], [0]]


@pytest.mark.usefixtures("chunk")
def test_some_of_the_texts_are_those_texts() -> None:
    texts = texts_of([3, 1, 3], [], [2, 2], [0])
    assert rows_of(texts.taken(np.array([3, 0, 1]))) == [[0], [3, 1, 3], []]
    assert rows_of(texts.kept(texts.stems > 1)) == [[3, 3], [], [2, 2], []]


@pytest.mark.usefixtures("chunk")
def test_the_same_set_has_the_same_fingerprint_and_no_other_has() -> None:
    sets = sets_of(texts_of([1, 2, 3], [3, 2, 1, 1], [1, 2], [1, 2, 4], []))
    prints = fingerprints(sets).tolist()
    assert prints[0] == prints[1]
    assert len(set(prints)) == 4
    assert prints[4] == 0


@pytest.mark.usefixtures("chunk")
def test_what_two_sets_share_is_what_is_in_both() -> None:
    sets = random_sets(1, 60)
    rows = rows_of(sets)
    left, right = (np.random.default_rng(seed).integers(0, 60, 200).astype(np.int32) for seed in (2, 3))
    expected = [jaccard(rows[one], rows[other]) for one, other in zip(left, right, strict=True)]
    assert shared(sets, left, right).tolist() == pytest.approx(expected)


def test_what_is_alike_is_found_and_nothing_stands_for_what_it_does_not_resemble() -> None:
    sets = random_sets(4, 1000)
    rows = rows_of(sets)
    stands_for = alike(sets)
    assert all(jaccard(rows[i], rows[first]) >= 0.5 for i, first in enumerate(stands_for))
    assert (stands_for <= np.arange(1000)).all()
    # Every fifth set was made from the same one: nearly all that still resemble it are found.
    pairs = [(i, i % 200) for i in range(200, 1000) if jaccard(rows[i], rows[i % 200]) >= 0.8]
    assert len(pairs) > 100
    assert np.mean([stands_for[one] == stands_for[other] for one, other in pairs]) > 0.95


def test_a_chain_of_likenesses_ends_where_nothing_is_in_common() -> None:
    # Each has nine of ten stems in common with the next one, the first and the last none.
    sets = texts_of(*([*range(start, start + 10)] for start in range(20)))
    stands_for = alike(sets)
    assert stands_for[19] != 0
