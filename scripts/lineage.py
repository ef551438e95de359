"""Draws docs/pictures/lineage.svg: `make pictures`; `--check` only says whether the picture is that of today.

Plain SVG on a light ground of its own, so that it reads the same on a dark page. The same definitions give the same
bytes. What is drawn, `lineage_graph` says.
"""

import math
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from dagster_project.settings import PROJECT_ROOT
from scripts.lineage_graph import Box, Lineage, lineage

PICTURE = PROJECT_ROOT / "docs" / "pictures" / "lineage.svg"
WIDTH, TOP, LINE, GAP = 1000, 92, 14, 10
# A column each: where it starts, how wide it is, its colour, its heading.
COLUMNS = {
    "sources": (20, 126, "#5B7C99", "Exports"),
    "raw": (186, 82, "#4F8A8B", "Raw"),
    "staging": (306, 82, "#6A8D5D", "Staging"),
    "intermediate": (426, 92, "#8A8F3C", "Intermediate"),
    "marts": (556, 160, "#B07D2B", "Marts"),
    "published": (754, 88, "#B5533C", "Published"),
    "readers": (878, 106, "#7A5C8E", "Read by"),
}
# Rooms beside the way: in whose column they stand, and what they are.
BESIDE = {
    "comments": ("raw", "comments read"),
    "seeds": ("raw", "seeds"),
    "snapshots": ("staging", "history kept"),
    "statistics": ("intermediate", "statistics in Python"),
    "semantic": ("published", "calendar"),
}
INK, SOFT, GROUND = "#2B2B2B", "#6B6B6B", "#FBFAF7"


@dataclass(frozen=True)
class Place:
    """Where a box stands, and its colour."""

    x: float
    y: float
    width: float
    height: float
    colour: str

    @property
    def middle(self) -> float:
        """Half its height down."""
        return self.y + self.height / 2


def places(seen: Lineage) -> dict[Box, Place]:
    """Every box: groups are lanes through staging, intermediate and marts; what is beside the way stands below."""
    placed: dict[Box, Place] = {}
    y = float(TOP)
    for group in seen.groups:
        height = max(48.0, 34.0 + LINE * len(seen.marts[group]))
        placed["marts", group] = _in("marts", y, height)
        for room in ("staging", "intermediate"):
            if (room, group) in seen.counts:
                placed[room, group] = _in(room, y + height / 2 - 22, 44)
        y += height + GAP
    foot = y + 6
    placed["sources", ""] = _in("sources", TOP, 48 + LINE * len(seen.sources))
    placed["raw", ""] = _in("raw", placed["sources", ""].middle - 22, 44)
    waiting = [room for room in BESIDE if (room, "") in seen.counts]
    for room in waiting:
        column = BESIDE[room][0]
        placed[room, ""] = _in(column, placed["sources", ""].y + 250 if room == "comments" else foot, 44)
    half = (foot - GAP - TOP) / 2
    for number, audience in enumerate(seen.audiences):
        placed["published", audience] = _in("published", TOP + half * (number + 0.5) - 30, 60)
    step = (foot - GAP - TOP) / max(1, len(seen.readers))
    for number, (label, _) in enumerate(seen.readers):
        placed["readers", label] = _in("readers", TOP + step * (number + 0.5) - 26, 52)
    return placed


def _in(column: str, y: float, height: float) -> Place:
    x, width, colour, _ = COLUMNS[column]
    return Place(x, y, width, height, colour)


def drawing(seen: Lineage) -> str:
    """The picture."""
    placed = places(seen)
    height = max(place.y + place.height for place in placed.values()) + 44
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" '
            f'height="{height:.0f}" role="img" aria-labelledby="title" '
            "font-family=\"Inter, 'Segoe UI', Helvetica, Arial, sans-serif\">"
        ),
        f'<title id="title">From exports to readers: {seen.assets} assets, {seen.checks} checks</title>',
        f'<rect width="{WIDTH}" height="{height:.0f}" rx="12" fill="{GROUND}"/>',
        text(20, 34, "From exports to readers", 17, INK, bold=True),
        text(20, 53, f"{seen.assets} assets, {seen.checks} checks; a failed check stops what follows it", 11.5, SOFT),
    ]
    for x, width, colour, head in COLUMNS.values():
        parts.append(text(x + width / 2, TOP - 12, head, 11.5, colour, bold=True, middle=True))
    parts += list(flows(seen, placed))
    parts += [part for box in sorted(placed) for part in drawn(box, placed[box], seen)]
    parts += list(legend(height - 18))
    return "\n".join([*parts, "</svg>", ""])


def flows(seen: Lineage, placed: dict[Box, Place]) -> Iterator[str]:
    """The lines between boxes, wider where more assets stand on one another."""
    edges = dict(seen.edges)
    edges |= {(("published", audience), ("readers", label)): 1 for label, audience in seen.readers}
    for (start, end), count in sorted(edges.items()):
        a, b = placed[start], placed[end]
        if a.x == b.x:  # out on the right and back in
            out, into, bend, reach = a.x + a.width, a.x + a.width, 30, -30
        elif a.x < b.x:
            out, into, bend, reach = a.x + a.width, b.x, 26, 26
        else:
            out, into, bend, reach = a.x, b.x + b.width, -26, -26
        width = 1 + 0.9 * math.log2(count + 1)
        dash = ' stroke-dasharray="4 3"' if a.x > b.x else ""
        yield (
            f'<path d="M{out:.0f} {a.middle:.0f} C{out + bend:.0f} {a.middle:.0f} {into - reach:.0f} {b.middle:.0f} '
            f'{into:.0f} {b.middle:.0f}" fill="none" stroke="{a.colour}" stroke-opacity="0.4" '
            f'stroke-width="{width:.1f}"{dash}/>'
        )


def drawn(box: Box, place: Place, seen: Lineage) -> Iterator[str]:
    """A box and what is written in it."""
    room, part = box
    yield (
        f'<rect x="{place.x:.0f}" y="{place.y:.0f}" width="{place.width:.0f}" height="{place.height:.0f}" rx="7" '
        f'fill="#FFFFFF" stroke="{place.colour}" stroke-width="1.2"/>'
    )
    left, centre = place.x + 10, place.x + place.width / 2
    if room == "sources":
        yield text(left, place.y + 18, f"{len(seen.sources)} sources", 11.5, INK, bold=True)
        yield text(left, place.y + 33, f"{seen.checks_of_sources} checks on the way in", 9.5, SOFT)
        for number, name in enumerate(seen.sources):
            yield text(left, place.y + 51 + LINE * number, name, 10.5, INK)
    elif room == "marts":
        yield text(left, place.y + 18, part, 11.5, INK, bold=True)
        for number, (name, is_general) in enumerate(seen.marts[part]):
            y = place.y + 36 + LINE * number
            yield dot(left + 3, y - 3.5, is_general)
            yield text(left + 12, y, name, 10.5, INK)
    elif room == "readers":
        yield from lines(centre, place.middle, textwrap.wrap(part, 18), 10)
    elif room == "published":
        yield dot(centre - 4 - 3.1 * len(part), place.middle - 8, part == "general")
        yield text(centre + 4, place.middle - 4, part, 11.5, INK, bold=True, middle=True)
        yield text(centre, place.middle + 13, f"{seen.audiences[part]} tables", 10, SOFT, middle=True)
    else:
        called = part or BESIDE.get(room, ("", "tables"))[1]
        yield text(centre, place.middle - 2, str(seen.counts[box]), 14, INK, bold=True, middle=True)
        yield from lines(centre, place.middle + 11, [called], 9.5)


def legend(y: float) -> Iterator[str]:
    """What the signs mean."""
    yield dot(24, y - 3.5, True)
    yield text(33, y, "for everybody: aggregates, small groups hidden", 10, SOFT)
    yield dot(292, y - 3.5, False)
    yield text(301, y, "for those who work with single customers", 10, SOFT)
    yield text(556, y, "A line: what stands on what, wider where more does; dashed, back to an earlier room.", 10, SOFT)


def lines(x: float, middle: float, words: list[str], size: float) -> Iterator[str]:
    """Lines of text, centred on a point."""
    first = middle - (len(words) - 1) * (size + 2) / 2 + size / 3
    for number, line in enumerate(words):
        yield text(x, first + number * (size + 2), line, size, INK, middle=True)


def dot(x: float, y: float, is_full: bool) -> str:
    """The sign of an audience: full for everybody."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{"#B5533C" if is_full else GROUND}" stroke="#B5533C"/>'


def text(x: float, y: float, said: str, size: float, colour: str, *, bold: bool = False, middle: bool = False) -> str:
    """One line of text."""
    extra = (' font-weight="600"' if bold else "") + (' text-anchor="middle"' if middle else "")
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}"{extra}>{escape(said)}</text>'


def main(arguments: list[str]) -> int:
    """Write the picture, or compare it with the one that is there."""
    from dagster_project.transformation import prepared_manifest

    fresh = drawing(lineage(prepared_manifest()))
    name = PICTURE.relative_to(PROJECT_ROOT)
    if "--check" in arguments:
        is_today_s = PICTURE.exists() and PICTURE.read_text(encoding="utf-8") == fresh
        print(f"{name} is {'that of today' if is_today_s else 'of other definitions: make pictures'}")
        return 0 if is_today_s else 1
    Path(PICTURE).parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_text(fresh, encoding="utf-8")
    print(name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
