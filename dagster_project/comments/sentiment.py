"""How a text feels: one of five labels and a score from -1 to 1, for texts in Swedish and English.

A logistic regression over the letters and the opinion words of a text, fitted at first use on the texts that ship
beside this module (decision 0017). Only this module knows the library. How right it is: docs/sentiment.md.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from dagster_project.comments.language import TEXTS, is_known, language_of, shares_known
from dagster_project.comments.wording import opinion_features, opinions, tokens, with_negation

# Readings are kept under this name and read anew when it changes: raise it with the texts, the words or the model.
METHOD = "letters_and_opinion_words_1"
LABELS = ("very_negative", "negative", "neutral", "positive", "very_positive")
POINTS = {label: points for points, label in enumerate(LABELS, start=-2)}
BATCH = 5_000


@dataclass(frozen=True)
class Sentiment:
    language: str | None
    label: str
    score: float


NOTHING_READ = Sentiment(language=None, label="neutral", score=0.0)


def read_sentiments(texts: Sequence[str]) -> list[Sentiment]:
    """Read texts, each by itself; the neighbours of a text do not change what is read in it."""
    found: list[Sentiment] = []
    for start in range(0, len(texts), BATCH):
        found.extend(_read_batch([tokens(text) for text in texts[start : start + BATCH]]))
    return found


def _read_batch(texts: list[list[str]]) -> Iterator[Sentiment]:
    # A lone emoji is an opinion; other signs and numbers are none, nor are words of another language.
    shares = [shares_known(words) for words in texts]
    is_read = [is_known(known) if known else bool(opinions(words)) for words, known in zip(texts, shares, strict=True)]
    ours = [words for words, is_ours in zip(texts, is_read, strict=True) if is_ours]
    probabilities = iter(_model().predict_proba(ours).tolist() if ours else [])
    for known, is_ours in zip(shares, is_read, strict=True):
        yield _felt(next(probabilities), language_of(known)) if is_ours else NOTHING_READ


def _felt(probabilities: list[float], language: str | None) -> Sentiment:
    """The likeliest label, and the mean of the points as a score that does not contradict it."""
    label = LABELS[max(range(len(LABELS)), key=lambda place: probabilities[place])]
    mean = sum(points * share for points, share in zip(POINTS.values(), probabilities, strict=True))
    score = 0.0 if POINTS[label] * mean < 0 else round(mean / 2, 3)
    return Sentiment(language=language, label=label, score=score)


@cache
def _model() -> Any:
    """The pipeline, fitted; on one thread, so that no machine adds up in another order."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.preprocessing import FunctionTransformer
    from threadpoolctl import threadpool_limits

    def features(texts: list[list[str]]) -> Any:
        return np.array([opinion_features(words) for words in texts])

    letters = TfidfVectorizer(
        preprocessor=with_negation, analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True
    )
    model = make_pipeline(
        make_union(letters, FunctionTransformer(features)),
        LogisticRegression(C=10, class_weight="balanced", max_iter=2_000),
    )
    with TEXTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with threadpool_limits(1):
        return model.fit([tokens(row["text"]) for row in rows], [POINTS[row["sentiment"]] for row in rows])
