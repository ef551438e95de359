"""What is known of single scores: the distributions that are shown, and what every NPS tells beside them.

Answers are taken apart into lots: a segment, a month, and how soon the same customer answers again.
Every group of the publication is some of the lots, so that sums over members and periods, nested periods and customers
who answer twice are all in one system. Score by score the lots are what nobody knows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

from tests.attack.attack import AT_MOST, Programme, Vector, pinned
from tests.attack.figures import Cell, Figure, World, cell_of, minimum, rows_of
from tests.attack.tables import ANSWERS, PEOPLE
from tests.attack.transitions import counts_told

SCORES = range(11)
DETRACTORS, PASSIVES, PROMOTERS = BANDS = (range(7), range(7, 9), range(9, 11))
NEVER = 99
# Of a trailing window no more than the bands is shown, which its NPS tells.
PERIODS = "where period_grain <> 'trailing_90_days'"


class Lot(NamedTuple):
    """Answers that are in the same groups."""

    kind: str
    segment: str
    month: date
    months_left: int  # until the same customer answers again, as far as any period asks


class Told(NamedTuple):
    """One number that is shown: of which group, and how many times it counts an answer of each score."""

    group: Cell
    weights: tuple[int, ...]
    value: float


@dataclass(frozen=True)
class Distributions:
    """The lots with their answers by score, which are secret, the groups with their lots, and what is shown."""

    counts: dict[Lot, tuple[int, ...]]
    groups: list[Cell]
    scores: list[Told]  # of the distributions
    net_scores: list[Told]  # of the NPS

    @cached_property
    def lots(self) -> list[Lot]:
        """Every lot there could be, with anybody in it: that one is empty is known from sums alone."""
        return sorted(self.counts)

    @cached_property
    def lots_of(self) -> dict[Cell, list[int]]:
        """Which lots are in each group."""
        return {
            group: [place for place, lot in enumerate(self.lots) if is_in(lot, group)] for group in set(self.groups)
        }

    def shown(self) -> list[Told]:
        """All that is."""
        return [*self.scores, *self.net_scores]

    def truth(self, group: Cell, scores: Iterable[int]) -> int:
        """How many answers of a group have one of some scores."""
        chosen = list(scores)
        return sum(self.counts[self.lots[place]][score] for place in self.lots_of[group] for score in chosen)


def is_in(lot: Lot, group: Cell) -> bool:
    """Whether a lot counts in a group: in its segment and days, and no later answer before the end."""
    if lot.kind != group.kind or group.member not in ("all", lot.segment):
        return False
    months = 12 * (group.end.year - lot.month.year) + group.end.month - lot.month.month
    if group.grain == "all_time":
        return lot.months_left == NEVER
    return group.start <= lot.month <= group.end and lot.months_left > months


def read_distributions(general: Path, warehouse: Path) -> Distributions:
    """Everything that is shown of the NPS answers of all and of segments, and the answers themselves."""
    counts: dict[Lot, list[int]] = {}
    lots = """select survey_kind, segment, month, nps_months, nps_score, count(*) as answers
        from intermediate.int_responses_windowed inner join seeds.survey_kinds using (survey_kind)
        where is_counted and is_customer and nps_score is not null group by all"""
    for row in rows_of(warehouse, lots):
        month = row["month"]
        asked_for = (0, 2 - (month.month - 1) % 3, 12 - month.month, NEVER - 1)
        ends = max((months + 1 for months in asked_for if row["nps_months"] > months), default=0)
        lot = Lot(row["survey_kind"], row["segment"], month, ends)
        counts.setdefault(lot, [0] * 11)[row["nps_score"]] += row["answers"]
    of_groups = f"{PERIODS} and metric = 'nps' and dimension in ('all', 'segment')"
    of_groups += " and (is_suppressed or denominator > 0)"
    net_scores = rows_of(general, f"select * from cx.metric_values {of_groups}")
    told = [one for row in net_scores if not row["is_suppressed"] for one in told_by_score(row)]
    shown = rows_of(general, f"select *, 'nps' as metric from cx.score_distribution {PERIODS} and not is_suppressed")
    scores = [
        Told(cell_of(row), ones(range(row["lowest_score"], row["highest_score"] + 1)), row["answer_count"])
        for row in shown
    ]
    secret = {lot: tuple(found) for lot, found in counts.items()}
    return Distributions(secret, [cell_of(row) for row in net_scores], scores, told)


def told_by_score(row: dict[str, object]) -> Iterator[Told]:
    """What a row of metric_values tells: the answers in each band, with its interval, and the sum of all scores."""
    group = cell_of(row)
    counts = counts_told(row)
    for band, scores in zip(("detractor", "passive", "promoter"), BANDS, strict=True):
        yield Told(group, ones(scores), counts[band])
    denominator, mean = row["denominator"], row["mean_score"]
    assert isinstance(denominator, int) and isinstance(mean, float)
    yield Told(group, tuple(SCORES), round(mean * denominator))


def ones(scores: Iterable[int]) -> tuple[int, ...]:
    """The weights of a count of some scores."""
    chosen = set(scores)
    return tuple(int(score in chosen) for score in SCORES)


def computed(known: Distributions, told: list[Told]) -> dict[tuple[Cell, int], int]:
    """Single scores of groups, given by few people, that can be only one whole number, and which."""
    asked = [
        (group, score)
        for group in known.groups
        for score in SCORES
        if 0 < known.truth(group, [score]) < minimum(group.kind)
    ]
    names = [_figure(group, score) for group, score in asked]
    secret = World({}, {cell for _, cell in names}, {(PEOPLE, cell): 1.0 for _, cell in names})
    found = pinned(_programme(known, told, asked, names), secret)
    place = dict(zip(names, asked, strict=True))
    return {place[figure]: number for figure, number in found.items() if figure in place}


def _figure(group: Cell, score: int) -> Figure:
    return ANSWERS, group._replace(metric=f"score {score}")


def _programme(known: Distributions, told: list[Told], asked: list[tuple[Cell, int]], names: list[Figure]) -> Programme:
    """What is asked for comes first, then every lot by score."""
    width = len(asked) + len(SCORES) * len(known.lots)
    entries: list[tuple[int, int, float]] = []
    for line, one in enumerate(told):
        for lot in known.lots_of[one.group]:
            entries += [
                (line, _column(asked, lot, score), weight) for score, weight in enumerate(one.weights) if weight
            ]
    for place, (group, score) in enumerate(asked):
        entries.append((len(told) + place, place, -1.0))
        entries += [(len(told) + place, _column(asked, lot, score), 1.0) for lot in known.lots_of[group]]
    lines, columns, weights = zip(*entries, strict=True)
    equal = csr_array((np.array(weights, dtype=float), (lines, columns)), shape=(len(told) + len(asked), width))
    equal_to: Vector = np.array([one.value for one in told] + [0.0] * len(asked), dtype=float)
    lots = [(ANSWERS, Cell("lot", *known.groups[0][1:5], "lot", str(number))) for number in range(width - len(asked))]
    nothing = csr_array((0, width)), np.zeros(0)
    return Programme([*names, *lots], equal, equal_to, *nothing, np.zeros(width), np.full(width, AT_MOST))


def _column(asked: list[tuple[Cell, int]], lot: int, score: int) -> int:
    return len(asked) + len(SCORES) * lot + score


def of_all(known: Distributions) -> Distributions:
    """The same without segments."""
    counts: dict[Lot, list[int]] = {}
    for lot, of_lot in known.counts.items():
        merged = counts.setdefault(lot._replace(segment="all"), [0] * len(SCORES))
        for score, count in enumerate(of_lot):
            merged[score] += count
    scores, net_scores = (
        [one for one in told if one.group.dimension == "all"] for told in (known.scores, known.net_scores)
    )
    groups = [group for group in known.groups if group.dimension == "all"]
    return Distributions({lot: tuple(found) for lot, found in counts.items()}, groups, scores, net_scores)


def large_enough(known: Distributions) -> Iterator[Told]:
    """A poorer way: every group that has people enough at each score, its low ones pooled as far as that takes."""
    for group in known.groups:
        for pool in (range(size) for size in range(1, len(DETRACTORS) + 1)):
            told = [pool, *([score] for score in SCORES if score not in pool)]
            counts = [known.truth(group, scores) for scores in told]
            if min(counts) >= minimum(group.kind):
                yield from (Told(group, ones(scores), count) for scores, count in zip(told, counts, strict=True))
                break
