"""What everybody knows of cells without seeing them: members add up to the whole, months to quarters, and so on.

Pure: cells in, linear relations out. Which of them hold always and which only while nobody answers twice is said here
and tested against the truth; what follows from them is for `attack`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from tests.attack.figures import NO_BAND, Cell, Figure, Nesting
from tests.attack.tables import ANSWERS, PEOPLE, UNANSWERED

# A customer counts once in every period.
ONCE_PER_PERIOD = ("relational", "employee")
# As of a day, not within a period: months are no parts of one another, but a longer period is its last month.
STOCKS = (
    "clv", "projected_clv", "clv_to_acquisition_cost", "projected_clv_to_acquisition_cost", "clv_unknown_customers",
    "customers", "annual_revenue", "churn_rate", "band_customers",
)  # fmt: skip
# Metrics whose cells are within those of others: what is counted, whether both are the same, whether that is certain.
WITHIN: tuple[tuple[str, tuple[str, ...], str, bool, bool], ...] = (
    ("tickets", ("first_response_minutes", UNANSWERED), ANSWERS, True, True),
    ("first_response_minutes", ("tickets",), PEOPLE, False, True),
    ("first_response_minutes", ("tickets",), ANSWERS, False, True),
    ("first_response_business_minutes", ("first_response_minutes",), PEOPLE, True, False),
    ("first_response_business_minutes", ("first_response_minutes",), ANSWERS, True, False),
    ("response_rate", ("invitations",), PEOPLE, False, True),
    ("response_rate", ("invitations",), ANSWERS, False, True),
    ("conversion_rate", ("sessions",), ANSWERS, False, True),
    ("bounce_rate", ("sessions",), ANSWERS, False, True),
    ("bounce_rate", ("conversion_rate",), ANSWERS, True, False),
)
PAIRS = {"segment_touchpoint": ("segment", "touchpoint"), "segment_transition": ("segment", "transition")}
# From the coarse to the fine: the first that a metric has is what a period is made of.
PARTS = {
    "quarter": ("month",),
    "year": ("quarter", "month"),
    "all_time": ("year", "quarter", "month"),
    "trailing_90_days": ("month",),
}


@dataclass(frozen=True)
class Relation:
    """The sum of the terms is zero, or at most zero; surely, or as long as nobody answers twice."""

    terms: tuple[tuple[Figure, int], ...]
    is_equal: bool
    is_suspected: bool = False

    @property
    def is_subtraction(self) -> bool:
        """Whether answers are added and subtracted, and nothing is compared with anything else."""
        return not self.is_suspected and all(
            quantity == ANSWERS or cell.metric in STOCKS for (quantity, cell), _ in self.terms
        )

    def halves(self) -> list["Relation"]:
        """An equation that is only suspected, as two inequalities, each of which may be wrong for itself."""
        if not (self.is_equal and self.is_suspected):
            return [self]
        opposite = tuple((figure, -sign) for figure, sign in self.terms)
        return [Relation(terms, is_equal=False, is_suspected=True) for terms in (self.terms, opposite)]


def total(whole: Figure, parts: Iterable[Figure]) -> tuple[tuple[Figure, int], ...]:
    """The whole less its parts."""
    return ((whole, 1), *((part, -1) for part in parts))


def quantities_of(metric: str) -> tuple[str, ...]:
    """What can be counted in a metric's cells; a stock has people only."""
    if metric in STOCKS:
        return (PEOPLE,)
    return (ANSWERS,) if metric == UNANSWERED else (ANSWERS, PEOPLE)


def relations_among(cells: Iterable[Cell], nestings: Iterable[Nesting] = ()) -> list[Relation]:
    """Everything that is known of the cells of one or more metrics."""
    by_metric: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for cell in cells:
        by_metric[cell.metric, cell.kind].append(cell)
    nested = defaultdict(list)
    for nesting in nestings:
        nested[nesting.metric, nesting.kind].append(nesting)
    found: list[Relation] = []
    for metric, members in by_metric.items():
        found += across_members(members)
        found += across_nestings(members, nested[metric])
        found += [*across_stocks(members)] if metric[0] in STOCKS else [*across_periods(members)]
    everything = {cell for members in by_metric.values() for cell in members}
    return [*found, *across_metrics(everything), *across_starts(everything)]


def across_members(cells: list[Cell]) -> Iterator[Relation]:
    """Members add up to the whole, 'A / B' to A and to B."""
    periods: dict[tuple[object, ...], dict[str, dict[str, Cell]]] = defaultdict(lambda: defaultdict(dict))
    for cell in cells:
        periods[cell.grain, cell.start, cell.end][cell.dimension][cell.member] = cell
    for dimensions in periods.values():
        whole = dimensions.get("all", {}).get("all")
        for dimension, members in dimensions.items():
            if whole and dimension not in ("all", "search_theme"):
                yield from composed(whole, [*members.values()], is_survey=dimension == "survey")
        for pair, (first, second) in PAIRS.items():
            if pair in dimensions and first in dimensions and second in dimensions:
                sides = {
                    cell: split_pair(cell.member, dimensions[first], dimensions[second])
                    for cell in dimensions[pair].values()
                }
                for place, dimension in enumerate((first, second)):
                    for outer in dimensions[dimension].values():
                        inner = [cell for cell, names in sides.items() if names[place] == outer.member]
                        yield from composed(outer, inner)


def composed(whole: Cell, parts: list[Cell], is_survey: bool = False) -> Iterator[Relation]:
    """One cell of which others are the parts: an answer is in one of them, a person may be in several."""
    is_once = whole.kind in ONCE_PER_PERIOD
    for quantity in quantities_of(whole.metric):
        is_exact = (is_once and not is_survey) or (quantity == ANSWERS and not is_once) or whole.metric in STOCKS
        terms = total((quantity, whole), [(quantity, part) for part in parts])
        yield Relation(terms, is_equal=is_exact)
        if not is_exact:
            yield Relation(terms, is_equal=True, is_suspected=True)
            for part in parts:
                yield Relation((((quantity, part), 1), ((quantity, whole), -1)), is_equal=False)


def split_pair(member: str, first: Iterable[str], second: Iterable[str]) -> tuple[str, str]:
    """The two members that a pair names; each may have the separator in its own name."""
    seconds = set(second)
    fits = [(name, member[len(name) + 3 :]) for name in first if member.startswith(f"{name} / ")]
    return next(((one, two) for one, two in fits if two in seconds), ("", ""))


def across_periods(cells: list[Cell]) -> Iterator[Relation]:
    """Months add up to quarters and so on; a trailing window may cut a month."""
    groups: dict[tuple[str, str], dict[str, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    for cell in cells:
        groups[cell.dimension, cell.member][cell.grain].append(cell)
    published = {cell.grain for cell in cells}
    running = max((cell.start for cell in cells if cell.grain == "month"), default=date.max)
    for grains in groups.values():
        for grain, wholes in grains.items():
            finer = next((name for name in PARTS.get(grain, ()) if name in published), None)
            for whole in wholes if finer else []:
                parts = grains.get(finer or "", [])
                touched = [part for part in parts if part.start <= whole.end and part.end >= whole.start]
                inside = [part for part in touched if part.start >= whole.start or grain == "all_time"]
                yield from made_of(whole, inside, touched)
        if cells[0].kind in ONCE_PER_PERIOD:
            yield from ending_together([cell for same in grains.values() for cell in same], running)


def made_of(whole: Cell, inside: list[Cell], touched: list[Cell]) -> Iterator[Relation]:
    """A period, those wholly within it, and those of which at least a part is within it."""
    for quantity in (ANSWERS, PEOPLE):
        is_additive = quantity == ANSWERS and whole.kind not in ONCE_PER_PERIOD
        within = [(quantity, part) for part in inside]
        outer = total((quantity, whole), [(quantity, part) for part in touched])
        inner = tuple((figure, -sign) for figure, sign in total((quantity, whole), within))
        yield Relation(outer, is_equal=False)
        if len(inside) == len(touched):
            yield Relation(outer, is_equal=True, is_suspected=not is_additive)
        else:
            yield Relation(inner, is_equal=False, is_suspected=not is_additive)
        # The last answer decides in which group a customer stands, so that only the whole is sure to hold its parts.
        if not is_additive and (whole.kind not in ONCE_PER_PERIOD or whole.dimension == "all"):
            yield from (Relation(((part, 1), ((quantity, whole), -1)), is_equal=False) for part in within)


def ending_together(cells: list[Cell], running: date) -> Iterator[Relation]:
    """An answer that is the last of a period is the last of every longer one with the same end; none follows today."""
    ends: dict[date, list[Cell]] = defaultdict(list)
    for cell in cells:
        ends[date.max if cell.end >= running else cell.end].append(cell)
    for same in ends.values():
        for long, short in pairwise(sorted(same, key=lambda cell: (cell.start, cell.grain))):
            for quantity in (ANSWERS, PEOPLE):
                terms = (((quantity, short), 1), ((quantity, long), -1))
                yield Relation(terms, is_equal=short.start == long.start)


def across_stocks(cells: list[Cell]) -> Iterator[Relation]:
    """A longer period is its last month. That stocks grow tells how many are in one, and nothing of their value."""
    groups: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for cell in cells:
        groups[cell.dimension, cell.member].append(cell)
    for same in groups.values():
        months = sorted((cell for cell in same if cell.grain == "month"), key=lambda cell: cell.start)
        for whole in same if months else []:
            shown = [month for month in months if month.start <= whole.end]
            if whole.metric == "churn_rate":
                shown = [month for month in months if month.start == whole.start]
            if whole.grain != "month" and shown:
                yield Relation((((PEOPLE, whole), 1), ((PEOPLE, shown[-1]), -1)), is_equal=True)


def across_starts(cells: set[Cell]) -> Iterator[Relation]:
    """Whose loss a month measures, they are the customers of the day before."""
    customers = {(c.end + timedelta(1), c.dimension, c.member): c for c in cells if c.metric == "customers"}
    for cell in cells:
        before = customers.get((cell.start, cell.dimension, cell.member))
        if cell.metric == "churn_rate" and before is not None:
            yield Relation((((PEOPLE, cell), 1), ((PEOPLE, before), -1)), is_equal=True)


def across_metrics(cells: set[Cell]) -> Iterator[Relation]:
    """Customers have a known value or an unknown one, tickets are answered or not, what is delivered was sent."""
    of_metric: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        of_metric[cell.metric].append(cell)
    for metric, others, quantity, is_equal, is_certain in WITHIN:
        for cell in of_metric[metric]:
            beside = [cell._replace(metric=other) for other in others]
            # A group without a cell is empty, but for counts that are published here and there only.
            if any(other in cells for other in beside) and (metric != "tickets" or beside[1] in cells):
                terms = total((quantity, cell), [(quantity, other) for other in beside if other in cells])
                yield Relation(terms, is_equal, is_suspected=not is_certain)
    yield from across_bands(of_metric["customers"], of_metric["band_customers"])


def across_bands(customers: list[Cell], bands: list[Cell]) -> Iterator[Relation]:
    """Customers of a segment are in a band or in none; where it is not asked how many are in none, they are some."""
    parts: dict[tuple[object, ...], list[Cell]] = defaultdict(list)
    for cell in bands:
        parts[cell.grain, cell.start, cell.member.rsplit(" / ", 1)[0]].append(cell)
    for whole in customers:
        if whole.dimension == "segment" and (found := parts[whole.grain, whole.start, whole.member]):
            inverse = ((PEOPLE, whole), -1), *(((PEOPLE, part), 1) for part in found)
            yield Relation(inverse, is_equal=any(part.member.endswith(NO_BAND) for part in found))


def across_nestings(cells: list[Cell], nestings: list[Nesting]) -> Iterator[Relation]:
    """A member that occurs only with one of another dimension is a part of it, and all such parts may be the whole."""
    if not nestings:
        return
    places = {(cell.grain, cell.start, cell.end, cell.dimension, cell.member): cell for cell in cells}
    by_outer: dict[tuple[str, str], list[Nesting]] = defaultdict(list)
    for nesting in nestings:
        by_outer[nesting.outer_dimension, nesting.outer_member].append(nesting)
    for cell in cells:
        for nesting in by_outer[cell.dimension, cell.member]:
            at = (cell.grain, cell.start, cell.end, nesting.dimension)
            parts = [places[(*at, member)] for member in nesting.members if (*at, member) in places]
            if nesting.is_complete:
                yield from composed(cell, parts, is_survey="survey" in (nesting.dimension, cell.dimension))
            elif "survey" not in (nesting.dimension, cell.dimension) or cell.kind not in ONCE_PER_PERIOD:
                yield from (Relation((((ANSWERS, part), 1), ((ANSWERS, cell), -1)), is_equal=False) for part in parts)
