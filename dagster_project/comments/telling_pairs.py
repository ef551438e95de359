"""Which texts are about the same thing: those that share a pair of words that stand together more often than by chance.

A pair is telling when enough texts have it, and clearly more than would if its words knew nothing of each other, or
most texts that have either word. Pairs that mostly come together ("app crash", "crash login") are one topic.
Pure numpy: arrays of stems in, the number of each text's topic out.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dagster_project.comments.content_words import Integers, Positions, Texts, distinct, joined
from dagster_project.comments.near_identical import mixed

WINDOW = 3  # content words apart
LIFT = 2.0  # times as many texts as by chance
DEVIATIONS = 4.0  # more of them than by chance, which Poisson's deviation is the root of
TOGETHER = 0.5  # of the texts that have either word
BELONGS = 0.5  # of a pair's texts that have a better pair too, and so belong to its topic
PER_TEXT = 4  # pairs of a text that are looked at, its best ones
BUCKETS = 2**21


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
    keys, counts = _counted(texts, weights, minimum)
    low = spread[keys // max(texts.stem_count, 1)].astype(np.float64)
    high = spread[keys % max(texts.stem_count, 1)].astype(np.float64)
    chance, together = low * high / max(weights.sum(), 1), counts / (low + high - counts)
    lift = counts / chance
    is_telling = (lift >= LIFT) & (counts - chance >= DEVIATIONS * np.sqrt(chance)) | (together >= TOGETHER)
    keys, scores = keys[is_telling], (counts * np.log1p(lift))[is_telling]
    order = np.lexsort((keys, -scores))
    return Pairs(keys[order], scores[order])


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
    """The pairs of some texts that stand close together, once per text, and whose they are."""
    stems, owners = texts.stems.astype(np.int64), texts.owners
    pairs = texts.stem_count**2
    found = [np.empty(0, np.int64)]
    for distance in range(1, WINDOW + 1):
        one, other = stems[:-distance], stems[distance:]
        is_pair = (owners[:-distance] == owners[distance:]) & (one != other)
        keys = np.minimum(one, other) * texts.stem_count + np.maximum(one, other)
        found.append((owners[distance:] * pairs + keys)[is_pair])
    whose, once = np.divmod(distinct(np.concatenate(found)), max(pairs, 1))
    return once, whose


def _counted(texts: Texts, weights: Positions, minimum: int) -> tuple[Positions, Positions]:
    """Each pair that enough texts have, and how many.

    Most pairs are rare, and all of them together would be too many to hold. So first it is counted how many texts have
    any pair of a bucket, and then only the pairs of full buckets are counted (Park, Chen and Yu 1995).
    """
    in_buckets = np.zeros(BUCKETS, np.int64)
    for first, part in texts.parts():
        keys, whose = _in_windows(part)
        in_buckets += np.bincount(_buckets(keys), weights[first + whose], BUCKETS).astype(np.int64)
    found, counts = np.empty(0, np.int64), np.empty(0, np.int64)
    for first, part in texts.parts():
        keys, whose = _in_windows(part)
        is_full = in_buckets[_buckets(keys)] >= minimum
        more = np.concatenate([found, keys[is_full]]), np.concatenate([counts, weights[first + whose[is_full]]])
        found, counts = _summed(*more)
    return found[counts >= minimum], counts[counts >= minimum]


def _buckets(keys: Positions) -> Positions:
    return (mixed(keys.astype(np.uint64), 0) % np.uint64(BUCKETS)).astype(np.int64)


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
    own = np.zeros(count, np.int64)
    both, texts = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for worse in range(PER_TEXT):
        has = best[:, worse] >= 0
        own += np.bincount(best[has, worse], weights[has], count).astype(np.int64)
        for better in range(worse):
            found, counts = _summed(best[has, worse] * np.int64(count) + best[has, better], weights[has])
            both.append(found)
            texts.append(counts)
    keys, together = _summed(np.concatenate(both), np.concatenate(texts))
    belongs = together >= BELONGS * own[keys // max(count, 1)]
    child, parent = np.divmod(keys[belongs], max(count, 1))
    order = np.lexsort((-parent, together[belongs], child))  # last of each child, the most texts, then the best score
    parents[child[order]] = parent[order]
    while (parents[parents] != parents).any():
        parents = parents[parents]
    return parents


def _summed(keys: Positions, weights: Positions) -> tuple[Positions, Positions]:
    """The different keys, sorted, and the sum of the weights of each."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    begins = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)])
    sums = np.add.reduceat(weights[order], begins) if len(begins) else np.empty(0, np.int64)
    return ordered[begins], sums
