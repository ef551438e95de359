"""A published DuckDB file as the data of a page: its tables by column, what it was built from, and the names of things.

Numbers are those of the publication, rounded to more places than any view shows: NULL stays null, so a figure that is
hidden is no figure here either. What is told of the installation (currency, time zone, what counts as few) stands in
`meta`.
"""

import csv
import datetime as dt
import math
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import yaml

from dagster_project.dashboard.selections import CAPS, selections_for
from dagster_project.publish.swap import FILES
from dagster_project.publish.tables import Audience
from dagster_project.settings import PROJECT_ROOT, Settings

DECIMALS = 2
FINE_DECIMALS = 5
DEFAULT_GRAIN = "quarter"

# Terms of the dbt project that the page speaks of, by the name of the variable there.
TERMS = (
    "low_base_size",
    "first_response_target_minutes",
    "comments_minimum_group_size",
    "theme_customers_worth_acting_on",
    "churn_months",
    "initiative_days",
    "significance_level",
    "confidence_z",
)

Cell = str | int | float | bool | None


@dataclass(frozen=True)
class Table:
    """One table of the page: columns of equal length, by name."""

    columns: dict[str, list[Cell]]

    def rows(self) -> list[dict[str, Cell]]:
        """The same by row."""
        names = list(self.columns)
        return [dict(zip(names, values, strict=True)) for values in zip(*self.columns.values(), strict=True)]


@dataclass(frozen=True)
class Payload:
    """All that a page carries."""

    meta: dict[str, Any]
    tables: dict[str, Table]

    def as_json(self) -> dict[str, Any]:
        """As the page reads it: columns of text with few values are kept as places in a list of those values."""
        packed = {
            name: {column: _packed(values) for column, values in table.columns.items()}
            for name, table in self.tables.items()
        }
        return {"meta": self.meta, "tables": packed}


def read_payload(settings: Settings, edition: Audience) -> Payload:
    """The data of an edition from its published file, opened for reading only; raises FileNotFoundError without it."""
    file = settings.publish_dir / FILES[edition]
    if not file.exists():
        raise FileNotFoundError(f"{file} is not there: publish first, with make run")
    with duckdb.connect(file, read_only=True) as connection:
        tables = {one.name: _table(connection, one.sql) for one in selections_for(edition)}
        publication = _table(connection, "select * from cx.publication").rows()[0]
        kinds = _table(
            connection,
            """select max(nps_survey_kind) as nps, max(csat_survey_kind) as csat, max(ces_survey_kind) as ces
            from cx.overall_scorecard""",
        ).rows()[0]
        touchpoints = connection.execute(
            "select touchpoint, name_en, name_sv from cx.touchpoint_coverage where name_en is not null"
        ).fetchall()
    names = {"touchpoint": {code: {"en": en, "sv": sv} for code, en, sv in touchpoints}, "theme": _themes()}
    meta = {
        "edition": edition,
        "build_id": publication["build_id"],
        "published_at": publication["published_at"],
        "as_of": publication["as_of"],
        "source_commit": publication["source_commit"],
        "currency": settings.currency,
        "timezone": settings.timezone,
        "terms": _terms(),
        "caps": CAPS,
        "names": names,
        "kinds": _default_kinds(tables["scores"], kinds),
        "default": _default_period(tables["scores"], str(publication["as_of"])),
    }
    return Payload(meta, tables)


def _table(connection: duckdb.DuckDBPyConnection, sql: str) -> Table:
    result = connection.execute(sql)
    names = [column[0] for column in result.description or []]
    found = list(zip(*result.fetchall(), strict=True)) or [()] * len(names)
    return Table(
        {
            name: [_cell(value, FINE_DECIMALS if _is_fine(name) else DECIMALS) for value in values]
            for name, values in zip(names, found, strict=True)
        }
    )


def _is_fine(column: str) -> bool:
    """Whether a column holds shares, chances or coefficients, which lie around 0..1."""
    return column.endswith(("share", "p_value", "_squared")) or column.startswith(("importance", "correlation", "roi"))


def _cell(value: Any, decimals: int) -> Cell:
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float | Decimal):
        number = round(float(value), decimals)
        return number if math.isfinite(number) else None
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"a published table holds a {type(value).__name__}, which no page can show")


def _packed(values: list[Cell]) -> list[Cell] | dict[str, list[Any]]:
    words = sorted({value for value in values if isinstance(value, str)})
    if not words or len(words) * 2 > len(values):
        return values
    places = {word: place for place, word in enumerate(words)}
    return {"words": words, "places": [places[value] if isinstance(value, str) else None for value in values]}


def _default_kinds(scores: Table, chosen: dict[str, Cell]) -> dict[str, str]:
    """The kind of survey whose score stands for a metric where the reader chooses none: that of the scorecards."""
    found: dict[str, set[str]] = {}
    for metric, kind in zip(scores.columns["metric"], scores.columns["survey_kind"], strict=True):
        found.setdefault(str(metric), set()).add(str(kind))
    return {
        metric: str(chosen[metric]) if chosen.get(metric) in kinds else max(kinds)
        for metric, kinds in sorted(found.items())
    }


def _default_period(scores: Table, as_of: str) -> dict[str, str | None]:
    """The last quarter that is over; without one the last of all."""
    periods = sorted(
        {
            (str(start), str(end))
            for grain, start, end, metric in zip(
                *(scores.columns[name] for name in ("period_grain", "period_start", "period_end", "metric")),
                strict=True,
            )
            if grain == DEFAULT_GRAIN and metric in ("nps", "enps", "csat", "ces")
        }
    )
    complete = [start for start, end in periods if end <= as_of]
    last = complete[-1:] or [start for start, _ in periods[-1:]]
    return {"grain": DEFAULT_GRAIN, "period": last[0] if last else None}


def _terms() -> dict[str, float | int]:
    project = yaml.safe_load((PROJECT_ROOT / "dbt" / "dbt_project.yml").read_text(encoding="utf-8"))
    return {name: project["vars"][name] for name in TERMS}


def _themes() -> dict[str, dict[str, str]]:
    path: Path = PROJECT_ROOT / "dbt" / "seeds" / "themes.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["theme"]: {"en": row["name_en"], "sv": row["name_sv"]} for row in csv.DictReader(file)}
