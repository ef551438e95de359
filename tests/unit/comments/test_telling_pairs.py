"""Pairs of words that stand together more often than by chance, and the topics that they make."""

import numpy as np
import pytest

from dagster_project.comments import content_words
from dagster_project.comments.telling_pairs import telling, topics
from tests.unit.comments.test_near_identical import texts_of

ONES = np.ones(1000, np.int64)


def noise(seed: int, count: int) -> list[list[int]]:
    rng = np.random.default_rng(seed)
    return [[int(stem) for stem in rng.integers(10, 60, 6)] for _ in range(count)]


def test_a_pair_is_counted_once_per_text_and_by_what_the_text_stands_for() -> None:
    texts = texts_of([0, 1, 0, 1], [1, 0], [2, 3], [3, 2])
    weights = np.array([3, 1, 1, 1], np.int64)
    spread = np.array([4, 4, 2, 2], np.int64)
    assert telling(texts, weights, spread, 4).keys.tolist() == [0 * 4 + 1]
    assert telling(texts, weights, spread, 2).keys.tolist() == [0 * 4 + 1, 2 * 4 + 3]
    assert telling(texts, weights, spread, 5).keys.tolist() == []


def test_words_far_apart_are_no_pair() -> None:
    near, far = [0, 2, 3, 1], [0, 2, 3, 4, 1]
    spread = np.array([8, 8, 8, 8, 8], np.int64)
    assert 1 in telling(texts_of(*[near] * 8, [4]), ONES[:9], spread, 5).keys
    assert 1 not in telling(texts_of(*[far] * 8), ONES[:8], spread, 5).keys


def test_frequent_words_that_know_nothing_of_each_other_are_no_pair() -> None:
    assert topics(texts_of(*noise(1, 1000)), ONES, 5).max() == -1


@pytest.mark.parametrize("chunk", [7, 50_000])
def test_pairs_that_mostly_come_together_are_one_topic(monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    monkeypatch.setattr(content_words, "CHUNK", chunk)
    rows = noise(2, 200)
    about = [[0, 1, 2, *row[:3]] for row in rows[:20]] + [[2, 0, 1, *row[:3]] for row in rows[20:40]]
    found = topics(texts_of(*about, *[[3, 4, *row] for row in rows[40:60]], *rows[60:]), ONES[:200], 5)
    assert len(set(found[:40])) == 1
    assert len(set(found[40:60])) == 1
    assert found[0] != found[40]
    assert (found[60:] == -1).mean() > 0.9


def test_no_text_has_no_topic() -> None:
    assert topics(texts_of(), ONES[:0], 5).tolist() == []
    assert topics(texts_of([], [0], [0, 1]), ONES[:3], 5).tolist() == [-1, -1, -1]
