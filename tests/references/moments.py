"""Answers of one group as the sums that importances are computed from. No test stands here."""

import numpy as np
from numpy.typing import NDArray

from dagster_project.statistics.importance import Moments

Floats = NDArray[np.float64]


def moments_of(drivers: Floats, score: Floats) -> Moments:
    """Count, sums and cross-products of one group: a row per answer, a column per driver."""
    values = np.column_stack([drivers, score])
    return Moments(np.array([float(len(values))]), values.sum(axis=0)[None], (values.T @ values)[None])
