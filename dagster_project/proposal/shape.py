"""How the bytes of a file are to be read: comments and titles above the header, its rows, what stands below the data.

The keys of `file` that its platform does not give already. Judged by where cells are filled, not by what they mean.
"""

import re
import statistics
from typing import Any

from dagster_project.ingest.header import Header
from dagster_project.proposal.looking import Seen
from dagster_project.proposal.wording import ANSWERS, QUESTIONS, heading, label

_MOST_TITLES = 10
_LAST_ROWS = 12
_MEAN = re.compile(r"-?[0-9]+[.,][0-9]{2,}")


def header_keys(seen: Seen) -> dict[str, Any]:
    """What stands above the data of a file whose platform is not known."""
    keys: dict[str, Any] = {}
    rows = seen.rows
    if seen.is_text and rows[0][1][0].startswith("#") and not _is_heading(rows[0][1]):
        keys["comment_prefix"] = "#"
        rows = [(number, cells) for number, cells in rows if not cells[0].startswith("#")]
    typical = statistics.median(_filled(cells) for _, cells in rows[: _MOST_TITLES * 5]) if rows else 0
    while len(rows) > 1 and typical >= 4 and _filled(rows[0][1]) <= 2 and rows[0][0] <= _MOST_TITLES:
        keys["skip_rows"] = rows[0][0]
        rows = rows[1:]
    if len(rows) > 2 and sum("ImportId" in cell for cell in rows[2][1]) > len(rows[2][1]) / 2:
        return {**keys, "header_rows": 3, "header_roles": ["id", "question", "import_id"]}
    if len(rows) > 1 and _is_option_row(rows[0][1], rows[1][1]):
        return {**keys, "header_rows": 2, "header_roles": ["question", "option"], "header_fill": "forward"}
    return keys


def _is_heading(cells: list[str]) -> bool:
    return cells[0].strip() == "#" or _filled(cells) > 3


def _filled(cells: list[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _is_option_row(above: list[str], below: list[str]) -> bool:
    """Whether the second row continues the first: it is filled where that is blank, or says only Response."""
    hollow = {heading(text) for text in QUESTIONS["hollow_options"]}
    pairs = list(zip(above, below, strict=False))
    continued = sum(not first.strip() and bool(second.strip()) for first, second in pairs)
    is_blank_somewhere = any(first.strip() and not second.strip() for first, second in pairs)
    says_nothing = any(heading(second) in hollow for _, second in pairs if second.strip())
    has_values = any(re.fullmatch(r"[0-9][0-9.,:/ -]*", second.strip()) for _, second in pairs if second.strip())
    return (
        not has_values and is_blank_somewhere and (says_nothing or continued >= 2) and (continued > 0 or says_nothing)
    )


def footer_rules(seen: Seen, header: Header, known: list[str]) -> list[dict[str, str]]:
    """Rules for rows below the last record: totals, averages, notes; `known`: patterns of rules that are there already.

    Only a file seen to its end can show them.
    """
    rows = [(number, cells) for number, cells in seen.rows if number > header.last_row]
    if not seen.is_whole or len(rows) < 3:
        return []
    typical = statistics.median(_filled(cells) for _, cells in rows)
    words: list[str] = []
    has_mean = False
    for _, cells in reversed(rows[-_LAST_ROWS:]):
        first = next((cell.strip() for cell in cells if cell.strip()), "")
        if any(re.search(pattern, first) for pattern in known) and _filled(cells) < max(2, typical):
            continue
        word = next((word for word in ANSWERS["footers"] if re.match(rf"{re.escape(word)}\b", label(first))), None)
        if word and _filled(cells) < max(2, typical):
            words.append(first[: len(word)])
        elif _filled(cells) <= 1 and typical >= 4 and _MEAN.fullmatch(first):
            has_mean = True
        elif _filled(cells) > max(1, typical / 4):
            break
    rules = [{"any_cell_regex": f"^({'|'.join(dict.fromkeys(reversed(words)))})", "within": "footer"}] if words else []
    if has_mean:
        rules.append({"any_cell_regex": "^-?[0-9]+[.,][0-9]{2,}$", "within": "footer"})
    return rules
