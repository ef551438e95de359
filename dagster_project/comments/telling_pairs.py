"""Which texts are about the same thing: those that share a pair of words that stand together more often than by chance.

A pair is telling when enough texts have it, and clearly more than would if its words knew nothing of each other, or
most texts that have either word. Pairs that mostly come together ("app crash", "crash login") are one topic.
Pure numpy: arrays of stems in, the number of each text's topic out.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dagster_project.comments.content_words import Integers, Positions, Texts, distinct, joined

WINDOW = 3  # content words apart
LIFT = 2.0  # times as many texts as by chance
DEVIATIONS = 4.0  # more of them than by chance, which Poisson's deviation is the root of
TOGETHER = 0.5  # of the texts that have either word
BELONGS = 0.5  # of a pair's texts that have a better pair too, and so belong to its topic
PER_TEXT = 4  # pairs of a text that are looked at, its best ones
TURNS = 8  # to count the pairs in, so that not all are held at once


@dataclass(frozen=True)
class Pairs:
    """The telling pairs, the best first; a key is `low * stem_count + high`."""

    keys: Positions
    scores: NDArray[np.float64]

    @property
    def count(self) -> int:
        return len(self.keys)


def topics(texts: Texts, weights: Positions, minimum: int) -> Integers:
    """The topic of each text, -1 where it has none; a weight says how many texts one stands for."""
    texts, spread = _frequent(texts, weights, minimum)
    pairs = telling(texts, weights, spread, minimum)
    best = _best_of_texts(texts, pairs)
    roots = _roots(best, weights, pairs.count)
    has = best[:, 0] >= 0
    found = np.full(texts.count, -1, np.int32)
    # Of the topics that anybody has there are no more than texts: they get the smallest numbers.
    _, found[has] = np.unique(roots[best[has, 0]], return_inverse=True)
    return found


def telling(texts: Texts, weights: Positions, spread: Positions, minimum: int) -> Pairs:
    """All telling pairs of some texts."""
    total = float(weights.sum())
    keys: list[Positions] = [np.empty(0, np.int64)]
    scores: list[NDArray[np.float64]] = [np.empty(0)]
    for turn in range(TURNS):
        found, counts = _counted(texts, weights, turn)
        found, counts = found[counts >= minimum], counts[counts >= minimum]
        low = spread[found // texts.stem_count].astype(np.float64)
        high = spread[found % texts.stem_count].astype(np.float64)
        chance, together = low * high / total, counts / (low + high - counts)
        lift = counts / chance
        is_telling = (lift >= LIFT) & (counts - chance >= DEVIATIONS * np.sqrt(chance)) | (together >= TOGETHER)
        keys.append(found[is_telling])
        scores.append((counts.astype(np.float64) * np.log1p(lift))[is_telling])
    all_keys, all_scores = np.concatenate(keys), np.concatenate(scores)
    order = np.lexsort((all_keys, -all_scores))
    return Pairs(all_keys[order], all_scores[order])


def _frequent(texts: Texts, weights: Positions, minimum: int) -> tuple[Texts, Positions]:
    """The same texts without the words that are too rare for any pair; and how many texts have the others."""
    spread = np.zeros(texts.stem_count, np.int64)
    for first, part in texts.parts():
        once = distinct(part.stems * np.int64(part.count) + part.owners)
        heavy = weights[first + once % part.count]
        spread += np.bincount(once // part.count, heavy, texts.stem_count).astype(np.int64)
    kept = [part.kept(spread[part.stems] >= minimum) for _, part in texts.parts()]
    return joined([(part.stems, part.lengths) for part in kept], texts.stem_count), spread


def _in_windows(texts: Texts) -> tuple[Positions, Positions]:
    """The pairs of some texts that stand close together, and whose they are."""
    stems, owners = texts.stems.astype(np.int64), texts.owners
    keys, whose = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for distance in range(1, WINDOW + 1):
        one, other = stems[:-distance], stems[distance:]
        is_pair = (owners[:-distance] == owners[distance:]) & (one != other)
        keys.append((np.minimum(one, other) * texts.stem_count + np.maximum(one, other))[is_pair])
        whose.append(owners[distance:][is_pair])
    return np.concatenate(keys), np.concatenate(whose)


def _counted(texts: Texts, weights: Positions, turn: int) -> tuple[Positions, Positions]:
    """Each pair of a part of all pairs, and how many texts have it."""
    keys, owners = [np.empty(0, np.int64)], [np.empty(0, np.int32)]
    for first, part in texts.parts():
        found, whose = _in_windows(part)
        is_here = found // texts.stem_count % TURNS == turn
        keys.append(found[is_here])
        owners.append((first + whose[is_here]).astype(np.int32))
    key, owner = np.concatenate(keys), np.concatenate(owners)
    order = np.lexsort((owner, key))
    key, owner = key[order], owner[order]
    is_first = np.append(True, (np.diff(key) != 0) | (np.diff(owner) != 0))[: len(key)]
    key, owner = key[is_first], owner[is_first]
    begins = np.flatnonzero(np.append(True, np.diff(key) != 0)[: len(key)])
    counts = np.add.reduceat(weights[owner], begins) if len(begins) else np.empty(0, np.int64)
    return key[begins], counts


def _best_of_texts(texts: Texts, pairs: Pairs) -> Integers:
    """The best pairs of each text by their numbers, the best first and -1 where there are no more."""
    best = np.full((texts.count, PER_TEXT), -1, np.int32)
    order = np.argsort(pairs.keys)
    ordered = pairs.keys[order]
    for first, part in texts.parts() if pairs.count else ():
        keys, whose = _in_windows(part)
        places = np.minimum(np.searchsorted(ordered, keys), pairs.count - 1)
        is_known = ordered[places] == keys
        # Better pairs have smaller numbers, so that sorted by owner and number the best come first.
        found = distinct((first + whose[is_known]) * pairs.count + order[places[is_known]])
        owners, numbers = found // pairs.count, found % pairs.count
        begins = np.flatnonzero(np.append(True, np.diff(owners) != 0)[: len(owners)])
        ranks = np.arange(len(owners)) - np.repeat(begins, np.diff(np.append(begins, len(owners))))
        is_kept = ranks < PER_TEXT
        best[owners[is_kept], ranks[is_kept]] = numbers[is_kept]
    return best


def _roots(best: Integers, weights: Positions, count: int) -> Integers:
    """Of each pair the pair whose topic it belongs to, itself where it belongs to none."""
    parents = np.arange(count, dtype=np.int32)
    together = [np.empty(0, np.int64)]
    heavy = [np.empty(0, np.int64)]
    for better in range(PER_TEXT):
        for worse in range(better + 1, PER_TEXT):
            is_pair = best[:, worse] >= 0
            together.append(best[is_pair, worse] * np.int64(count) + best[is_pair, better])
            heavy.append(weights[is_pair])
    if not count:
        return parents
    own = np.zeros(count, np.int64)
    for place in range(PER_TEXT):
        has = best[:, place] >= 0
        own += np.bincount(best[has, place], weights[has], count).astype(np.int64)
    keys, inverse = np.unique(np.concatenate(together), return_inverse=True)
    counts = np.bincount(inverse, np.concatenate(heavy), len(keys))
    child, parent = (keys // count).astype(np.int32), (keys % count).astype(np.int32)
    belongs = counts >= BELONGS * own[child]
    child, parent, counts = child[belongs], parent[belongs], counts[belongs]
    order = np.lexsort((-parent, counts, child))  # the last of each child has most texts together, then the best score
    parents[child[order]] = parent[order]
    while (parents[parents] != parents).any():
        parents = parents[parents]
    return parents
