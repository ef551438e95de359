"""Someone who has the whole publication and a solver, written from the definitions alone. No test stands here.

What is unknown: how many answers there are in each stretch of days between two borders of periods, for each
combination of members. What is known: every visible figure is a sum of these, a member that has no row in a period has
no answer, and some members occur only together.
"""

import datetime as dt
import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linprog

from dagster_project.ingest.sql import Connection
from tests.unit.statistics.worlds import Key, Nesting

MOST = 10_000
WORLDS = 8
NEARLY_ONE = 1 - 1e-6


class Attacker:
    """The unknown counts, and the equations of one publication."""

    def __init__(
        self, connection: Connection, dimensions: Sequence[str], hidden: set[Key], nestings: Sequence[Nesting] = ()
    ) -> None:
        rows = connection.execute(
            """select metric, survey_kind, period_grain, period_start, period_end, dimension, member, denominator
            from figures order by all"""
        ).fetchall()
        self.figures: dict[Key, int] = {row[:7]: row[7] for row in rows}
        self.hidden = hidden
        days = {key[3] for key in self.figures} | {key[4] + dt.timedelta(1) for key in self.figures}
        borders = sorted(days)
        members = [sorted({key[6] for key in self.figures if key[5] == name}) for name in dimensions]
        self.counts = list(itertools.product(borders[:-1], *members))
        self.dimensions = dimensions
        self.nestings = nestings
        self.matrix = sparse.csr_array(np.array([self._row(key) for key in self.figures]))
        self.numbers = {key: row for row, key in enumerate(self.figures)}
        seen = [row for key, row in self.numbers.items() if key not in hidden]
        self.known = self.matrix[seen]
        self.sums = np.array([count for key, count in self.figures.items() if key not in hidden], dtype=float)
        self.bounds = [(0, 0 if is_empty else MOST) for is_empty in self._are_empty()]

    def _row(self, key: Key) -> list[float]:
        return [float(self._counts_in(key, count)) for count in self.counts]

    def _counts_in(self, key: Key, count: tuple[dt.date, ...]) -> bool:
        *_, start, end, dimension, member = key
        if not start <= count[0] <= end:
            return False
        own = dict(zip(self.dimensions, map(str, count[1:]), strict=True))
        own |= {"all": "all", "segment_touchpoint": f"{own.get('segment')} / {own.get('touchpoint')}"}
        return own[dimension] == member

    def _are_empty(self) -> list[bool]:
        periods = {(key[3], key[4]) for key in self.figures}
        rows = {(key[3], key[4], key[5], key[6]) for key in self.figures}
        return [
            self._is_impossible(dict(zip(self.dimensions, map(str, count[1:]), strict=True)))
            or any(
                start <= count[0] <= end
                and any(
                    (start, end, name, str(member)) not in rows
                    for name, member in zip(self.dimensions, count[1:], strict=True)
                )
                for start, end in periods
            )
            for count in self.counts
        ]

    def _is_impossible(self, own: dict[str, str]) -> bool:
        return any(own[name] == member and own[outer] != within for name, member, outer, within in self.nestings)

    def computed(self) -> list[Key]:
        """The hidden figures that can be computed: all that they could be lies less than one answer apart."""
        keys = sorted(self.hidden)
        rows = self.matrix[[self.numbers[key] for key in keys]]
        true = np.array([self.figures[key] for key in keys], dtype=float)
        distances = np.zeros(len(keys))
        source = np.random.default_rng(1)
        for _ in range(WORLDS):
            wanted = source.choice([-1.0, 1.0], len(keys)) * (distances < NEARLY_ONE)
            distances = np.maximum(distances, np.abs(rows @ self._world(wanted @ rows) - true))
        for place in np.flatnonzero(distances < NEARLY_ONE):
            for sign in (1.0, -1.0):
                wanted = np.zeros(len(keys))
                wanted[place] = sign
                distances = np.maximum(distances, np.abs(rows @ self._world(wanted @ rows) - true))
        return [key for key, distance in zip(keys, distances, strict=True) if distance < NEARLY_ONE]

    def _world(self, wanted: NDArray[np.float64]) -> NDArray[np.float64]:
        """The counts that look the same as the true ones, and are the most of what is wanted."""
        found = linprog(-wanted, A_eq=self.known, b_eq=self.sums, bounds=self.bounds, method="highs")
        assert found.status == 0, found.message
        return np.asarray(found.x, dtype=np.float64)
