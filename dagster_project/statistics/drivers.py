"""Which drivers move the NPS, from the answers to a table: `statistics.driver_models`, a row per model and driver.

Two models per kind of survey, period and segment: all drivers that were asked, and the same without overall
satisfaction, which is nearly an outcome. Hidden here, in the same step, is what stands on too few people and what would
give that away; the figures stay in the warehouse.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from dagster_project.ingest.sql import Connection
from dagster_project.statistics.additivity import ALL, DRIVER_MODELS
from dagster_project.statistics.driver_sums import (
    ANSWERS,
    KINDS,
    QUARTER,
    Driver,
    Group,
    Slots,
    Sums,
    read_asked,
    read_drivers,
    read_sums,
)
from dagster_project.statistics.importance import Moments, importance
from dagster_project.statistics.suppression import suppress

OUTCOME = "overall_satisfaction"
WITHOUT_OUTCOME = "without_overall_satisfaction"
# METRICS, key drivers: no ranking under so many complete answers, nor under so many per driver; and, suppression, none
# on a low base of people.
FEWEST_RANKED, FEWEST_RANKED_PER_DRIVER, LOW_BASE = 100, 10, 30
NOBODY = "nobody answered about all of them"
# The last digits are those of the order in which a processor adds; equal importances are to be equal.
DIGITS = 12

COLUMNS = {
    "survey_kind": "varchar",
    "period_grain": "varchar",
    "segment": "varchar",
    "model": "varchar",
    "driver": "varchar",
    "slot": "integer",
    "importance_lmg": "double",
    "importance_johnson": "double",
    "correlation": "double",
    "mean_score": "double",
    "index_0_100": "double",
    "weight": "double",
    "r_squared": "double",
    "respondent_count": "bigint",
    "answer_count": "bigint",
    "is_ranked": "boolean",
    "reason": "varchar",
    "period_start": "date",
    "period_end": "date",
}
_CREATE = f"""
    create schema if not exists statistics;
    create table if not exists statistics.driver_models (
        build_id varchar, {", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())}, is_hidden boolean
    )
"""
_KEYS = "survey_kind, period_grain, period_start, period_end, segment, model"


@dataclass(frozen=True)
class DriverModels:
    """How many models there are, how many of them rank their drivers, and how many are hidden."""

    models: int
    ranked: int
    hidden: int
    unprotected: int


def create_driver_models(connection: Connection) -> None:
    """Make the empty table where there is none: dbt reads it, also in a warehouse that no run has finished."""
    connection.execute(_CREATE)


def write_driver_models(connection: Connection) -> DriverModels:
    """Weigh the drivers anew, decide what of it is hidden, and replace the table in one transaction."""
    create_driver_models(connection)
    rows = driver_rows(connection)
    listed = ", ".join(f"unnest(cast(${name} as {kind}[])) as {name}" for name, kind in COLUMNS.items())
    connection.execute(
        f"create or replace temp table weighed_drivers as select {listed}",
        {name: [row[name] for row in rows] for name in COLUMNS},
    )
    names = " ".join(f"when '{model}' then '{metric}'" for model, metric in DRIVER_MODELS.items())
    connection.execute(
        f"""create or replace temp table weighed_models as
        select distinct {_KEYS}, case model {names} end as metric,
            case segment when '{ALL}' then '{ALL}' else 'segment' end as dimension, segment as member,
            respondent_count, answer_count as denominator, cast(null as integer) as own_minimum_group_size
        from weighed_drivers"""
    )
    found = suppress(connection, "weighed_models", KINDS)
    connection.execute("begin")
    try:
        connection.execute("delete from statistics.driver_models")
        connection.execute(
            f"""
            insert into statistics.driver_models by name
            select runs.build_id, weighed_drivers.*, cells.cell in (
                select unnest(cast($hidden as bigint[]))
            ) as is_hidden
            from weighed_drivers
            inner join weighed_models using ({_KEYS})
            inner join suppression_cells as cells
                using (metric, survey_kind, period_grain, period_start, period_end, dimension, member)
            cross join raw.run_parameters as runs
            order by {_KEYS}, slot
            """,
            {"hidden": found.hidden.tolist()},
        )
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise
    ranked = {tuple(row[name] for name in _KEYS.split(", ")) for row in rows if row["is_ranked"]}
    return DriverModels(found.figures, len(ranked), len(found.hidden), len(found.unprotected))


def driver_rows(connection: Connection) -> list[dict[str, Any]]:
    """One row per group, model and driver, whatever the number of people behind it."""
    drivers = read_drivers(connection)
    if not drivers:
        return []
    outcomes = {slot for slot, driver in drivers.items() if driver.name == OUTCOME}
    models: dict[str, dict[Group, Slots]] = {ALL: read_asked(connection, drivers)}
    models[WITHOUT_OUTCOME] = {
        group: tuple(slot for slot in slots if slot not in outcomes) for group, slots in models[ALL].items()
    }
    wanted: dict[Slots, dict[Group, None]] = {}
    for chosen in models.values():
        for group, slots in chosen.items():
            if slots:
                wanted.setdefault(slots, {})[group] = None
    sums = read_sums(connection, {slots: list(groups) for slots, groups in wanted.items()})
    periods = _Periods(connection)
    rows = []
    for slots, of_set in sums.items():
        weighed = _weighed(of_set, [drivers[slot] for slot in slots])
        for model, chosen in models.items():
            for group, found in zip(of_set.groups, weighed, strict=True):
                if chosen[group] == slots:
                    about = {**vars(group), **periods.of(group), "model": model}
                    rows += [about | row for row in found]
    return rows


def _weighed(sums: Sums, drivers: list[Driver]) -> list[list[dict[str, Any]]]:
    """For each group a row per driver."""
    found = importance(Moments(sums.count, sums.sums, sums.products))
    fewest = max(FEWEST_RANKED, FEWEST_RANKED_PER_DRIVER * len(drivers))
    groups = []
    for group, (answers, people) in enumerate(zip(sums.count, sums.people, strict=True)):
        reason = found.reason[group] if answers else NOBODY
        about = {
            "respondent_count": int(people),
            "answer_count": int(answers),
            "r_squared": _rounded(found.r_squared[group]),
            "reason": reason,
            "is_ranked": bool(reason is None and answers >= fewest and people >= LOW_BASE),
        }
        rows = []
        for place, driver in enumerate(drivers):
            mean = _rounded(found.mean[group, place])
            rows.append(
                about
                | {
                    "driver": driver.name,
                    "slot": driver.slot,
                    "importance_lmg": _rounded(found.lmg[group, place]),
                    "importance_johnson": _rounded(found.johnson[group, place]),
                    "correlation": _rounded(found.correlation[group, place]),
                    "weight": _rounded(found.slope[group, place]),
                    "mean_score": None if driver.is_index else mean,
                    "index_0_100": None if mean is None else driver.index(mean),
                }
            )
        groups.append(rows)
    return groups


def _rounded(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), DIGITS)


class _Periods:
    """The days of periods: all time is from the first NPS answer of a kind of survey to the as-of day, or the last."""

    def __init__(self, connection: Connection) -> None:
        self.all_time = {
            kind: {"period_start": first, "period_end": last}
            for kind, first, last in connection.execute(
                f"""select survey_kind, min(responded_on), greatest(any_value(as_of), max(responded_on))
                from {ANSWERS} cross join raw.run_parameters where nps_score is not null group by survey_kind"""
            ).fetchall()
        }

    def of(self, group: Group) -> dict[str, date]:
        """First and last day."""
        start = group.period_start
        if group.period_grain != QUARTER or start is None:
            return self.all_time[group.survey_kind]
        following = (np.datetime64(start, "M") + 3).astype("datetime64[D]")
        return {"period_start": start, "period_end": (following - 1).astype(date)}
