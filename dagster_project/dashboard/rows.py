"""A view's rows as the page opens, for the pictures: the last quarter that is over, no filter, in one language.

The page's script (`page/select.js`, `page/decorate.js`) does the same with the filters that its reader chooses; a test
in a browser holds the two against each other, view by view.
"""

import datetime as dt
from typing import Any

from dagster_project.dashboard.charts.parts import BREAK
from dagster_project.dashboard.payload import Cell, Payload
from dagster_project.dashboard.texts import Words
from dagster_project.dashboard.views import CODED, View

Row = dict[str, Any]
COMPARED = "segment"
OVER_TIME = ("nps_trend", "satisfaction_trend", "response_time")
DASH = "\N{EN DASH}"
_ORDER = {"segments": "value", "themes": "nps_impact"}


def opening_rows(view: View, payload: Payload, words: Words) -> list[Row]:
    """The rows of a view before any filter is set, with the names that its chart shows."""
    if view.table not in payload.tables:
        return []
    found = [row for row in payload.tables[view.table].rows() if _is_shown(row, view, payload)]
    if view.name == "economics":
        last = max((str(row["period_start"]) for row in found), default="")
        found = [row for row in found if row["period_start"] == last]
    if view.name in OVER_TIME:
        found = _with_gaps(found)
    rows = [_decorated(row, view, payload, words) for row in found]
    if key := _ORDER.get(view.name):
        rows.sort(key=lambda row: _standing(row, key))
    if view.name == "economics":
        rows.sort(key=lambda row: row["segment"] == "unknown")
    for place, row in enumerate(rows):
        row["place"] = place
    return rows


def _with_gaps(rows: list[dict[str, Cell]]) -> list[dict[str, Cell]]:
    """A quarter without a row is a gap, not a line drawn across it."""
    filled: list[dict[str, Cell]] = []
    for row in rows:
        if filled and filled[-1]["metric"] == row["metric"]:
            start, end = str(filled[-1]["period_start"]), str(row["period_start"])
            while (start := _quarter_after(start)) < end:
                gap = dict.fromkeys(row) | {"metric": row["metric"], "period_grain": row["period_grain"]}
                filled.append(gap | {"period_start": start, "period_end": start, "is_gap": True})
        filled.append(row)
    return filled


def _quarter_after(start: str) -> str:
    day = dt.date.fromisoformat(start)
    months = day.year * 12 + day.month - 1 + 3
    return dt.date(months // 12, months % 12 + 1, 1).isoformat()


def _is_shown(row: dict[str, Cell], view: View, payload: Payload) -> bool:
    if any(row[column] not in values for column, values in view.where.items()):
        return False
    return all(_follows(row, column, name, view, payload) for column, name in view.follows.items())


def _follows(row: dict[str, Cell], column: str, name: str, view: View, payload: Payload) -> bool:
    opening = payload.meta["default"]
    if name == "kind":
        metric = str(row.get("metric", "nps"))
        return bool(row[column] == payload.meta["kinds"].get(metric, "relational"))
    if name == "segment" and view.name == "economics":
        return True
    if name == "period" and view.name == "economics":
        return _within(str(row[column]), opening)
    wanted = {"grain": opening["grain"], "period": opening["period"], "compared": COMPARED}
    return bool(row[column] == wanted.get(name, "all"))


def _within(day: str, opening: dict[str, Any]) -> bool:
    if not opening["period"]:
        return True
    return str(opening["period"]) <= day < _quarter_after(str(opening["period"]))


def _decorated(row: dict[str, Cell], view: View, payload: Payload, words: Words) -> Row:
    shown: Row = dict(row)
    for column, kind in CODED.items():
        if column in row:
            shown[f"{column}_name"] = named(row[column], kind, payload, words)
    shown["from_name"], shown["to_name"] = shown.get("from_band_name"), shown.get("to_band_name")
    shown["band_name"] = shown.get("band_name", shown.get("nps_band_name"))
    if "period_start" in row:
        grain = str(row.get("period_grain", "month" if view.table == "economics" else "quarter"))
        shown["period"] = period_name(grain, str(row["period_start"]), str(row.get("period_end", "")), words)
        shown["at"] = row["period_end"] if grain == "trailing_90_days" else row["period_start"]
        shown["is_running"] = str(row["period_end"]) > str(payload.meta["as_of"])
        shown["is_selected"] = row["period_start"] == payload.meta["default"]["period"]
    return shown | _labels(shown, view, words, payload.meta["terms"])


def _labels(row: Row, view: View, words: Words, terms: dict[str, Any]) -> Row:
    match view.name:
        case "segments":
            return {"label": _with_base(row["member_name"], row["respondent_count"], words)}
        case "themes":
            return {
                "label": _with_base(row["theme_name"], row["distinct_customers"], words),
                "is_low_base": _is_few(row["nps_answers"], terms),
            }
        case "score_distribution":
            low, high = row["lowest_score"], row["highest_score"]
            return {"label": words.say("view.hidden") if row["is_suppressed"] else scores_name(low, high)}
        case "economics":
            return {"label": row["segment_name"], "is_low_base": _is_few(row["customers"], terms)} | {
                "churn_text": _churn(row, words),
                "text_at": max(row["clv_mean"] or 0, 0),
            }
        case "initiatives":
            return {"label": f"{row['name']}{BREAK}{row['verdict_name']}"}
        case "score_changes":
            order = ["detractor", "passive", "promoter"]
            step = order.index(row["to_band"]) - order.index(row["from_band"])
            count = row["customers"]
            hidden = words.say("view.hidden")
            return {
                "move": "improved" if step > 0 else "worsened" if step < 0 else "same",
                "customers_text": hidden if count is None else count_name(count, words),
            }
    return {}


def scores_name(lowest: int, highest: int) -> str:
    """What scores that are told together are called: `7`, or `0` to `3` with a dash."""
    return str(lowest) if lowest == highest else f"{lowest}{DASH}{highest}"


def _standing(row: Row, key: str) -> tuple[bool, bool, float]:
    """Where a row stands: few answers claim no place among the others, and what is hidden comes last."""
    value = row[key]
    down = -1 if key == "value" else 1
    return value is None, bool(row["is_low_base"]), down * (value or 0)


def _is_few(count: int | None, terms: dict[str, Any]) -> bool:
    return count is not None and count < terms["low_base_size"]


def _churn(row: Row, words: Words) -> str:
    if row["customers"] is None:
        return ""
    rate = row["churn_rate_12_months"]
    hidden = row["is_suppressed"] or row["is_churn_suppressed"]
    unknown = words.say("view.hidden" if hidden else "view.unknown")
    churn = unknown if rate is None else percent_name(rate, words)
    return f"{churn} (n {count_name(row['customers'], words)})"


def percent_name(value: float, words: Words) -> str:
    """A percentage with one decimal, as the language writes it."""
    text = f"{value:.1f}"
    return f"{text}%" if words.language == "en" else f"{text.replace('.', ',')}\N{NO-BREAK SPACE}%"


def count_name(count: int, words: Words) -> str:
    """A whole number as the language writes it."""
    return f"{count:,}" if words.language == "en" else f"{count:,}".replace(",", "\N{NO-BREAK SPACE}")


def _with_base(name: str, count: int | None, words: Words) -> str:
    return name if count is None else f"{name} (n {count_name(count, words)})"


def named(code: Cell, kind: str, payload: Payload, words: Words) -> str:
    """What a code is called in a language; one without a name is shown as it is, underscores as blanks."""
    if code is None:
        return ""
    given = payload.meta["names"].get(kind, {}).get(code)
    if given:
        return str(given[words.language])
    known = words.tree["code"].get(kind, {}) | words.tree["code"]["member"]
    return str(known.get(code, str(code).replace("_", " ")))


def period_name(grain: str, start: str, end: str, words: Words) -> str:
    """What a period is called: `Q3 2026`, `Sep 2026`, `2026`."""
    if grain == "all_time":
        return words.say("period.all_time")
    if grain == "trailing_90_days":
        return words.say("period.trailing", date=end)
    day = dt.date.fromisoformat(start)
    if grain == "year":
        return str(day.year)
    if grain == "quarter":
        return words.say("period.quarter", quarter=(day.month + 2) // 3, year=day.year)
    return f"{words.tree['period']['months'][day.month - 1]} {day.year}"
