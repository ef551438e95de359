"""What the published NPS tells of those who answered again: how many they are at most, and in which band they ended.

Pure: cells in, relations out, as in `relations`; and the counts that an interval tells, from a row of `metric_values`.
"""

import math
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.attack.figures import KEYS, Cell, World, cell_of, rows_of
from tests.attack.relations import Relation
from tests.attack.tables import AMONG, ANSWERS

METRIC, WHOLE = next(iter(AMONG.items()))
BANDS = ("promoter", "passive", "detractor")  # also what is counted of a cell: its answers in a band
Z = 1.959964


def counts_told(row: dict[str, Any]) -> dict[str, float]:
    """Promoters, passives and detractors behind a score, by its interval: the adjusted Wald, solved for them."""
    answers, net = row["denominator"], row["numerator"] or 0.0
    centre = net / (answers + 3)
    variance = (row["margin_of_error"] / (100 * Z)) ** 2 * (answers + 3)
    outer = (variance + centre**2) * (answers + 3) - 1.5
    counts = {"promoter": (outer + net) / 2, "passive": answers - outer, "detractor": (outer - net) / 2}
    assert all(math.isclose(count, round(count), abs_tol=1e-6) for count in counts.values()), (row, counts)
    return {band: float(round(count)) for band, count in counts.items()}


def with_bands(world: World, general: Path, warehouse: Path) -> World:
    """The world with what the NPS of each segment and quarter tells of its bands, and with the truth of it."""
    shown, truth = dict(world.shown), dict(world.truth)
    told = f"select {KEYS}, numerator, denominator"
    of_segments = f"where metric = '{WHOLE}' and period_grain = 'quarter' and dimension = 'segment' and denominator > 0"
    for row in rows_of(general, f"{told}, margin_of_error from cx.metric_values {of_segments}"):
        shown |= {(band, cell_of(row)): count for band, count in counts_told(row).items()}
    for row in rows_of(warehouse, f"{told}, negatives from intermediate.int_metrics_collected {of_segments}"):
        promoters = row["numerator"] + row["negatives"]
        passives = row["denominator"] - promoters - row["negatives"]
        counts = (promoters, passives, row["negatives"])
        truth |= {(band, cell_of(row)): float(count) for band, count in zip(BANDS, counts, strict=True)}
    return World(shown, world.hidden, truth)


def across_transitions(cells: Iterable[Cell]) -> Iterator[Relation]:
    """Who answered again answered, is in the band that they came to, and was in another, perhaps a quarter ago."""
    by_key = {(cell.metric, *cell[1:]): cell for cell in cells if cell.grain == "quarter"}
    wholes = [cell for cell in by_key.values() if cell.metric == WHOLE and cell.dimension in ("all", "segment")]
    for whole in wholes:
        if again := by_key.get((METRIC, *whole[1:])):
            yield Relation((((ANSWERS, again), 1), ((ANSWERS, whole), -1)), is_equal=False)
        after = whole.end + timedelta(1)
        later = [cell for cell in by_key.values() if cell.metric == METRIC and cell.kind == whole.kind]
        for band in BANDS if whole.dimension == "segment" else ():
            came = [
                whole._replace(metric=METRIC, dimension="segment_transition", member=f"{whole.member} / {of} / {band}")
                for of in BANDS
            ]
            yield from _some_of(whole, band, [cell for cell in came if cell in later])
            went = {f"{whole.member} / {band} / {to}" for to in BANDS}
            yield from _some_of(whole, band, [c for c in later if c.start == after and c.member in went], True)


def _some_of(whole: Cell, band: str, parts: list[Cell], is_suspected: bool = False) -> Iterator[Relation]:
    if parts:
        terms = (*(((ANSWERS, part), 1) for part in parts), ((band, whole), -1))
        yield Relation(terms, is_equal=False, is_suspected=is_suspected)
