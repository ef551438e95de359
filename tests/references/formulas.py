"""The macros of scores and statistics as SQL expressions, compiled by dbt, evaluated by DuckDB on figures of a test.

What a macro is given stands here, and how a test asks for its value; what the value must be stands in the tests.
"""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from dagster_project.transformation import DBT, DBT_DIR

Figure = int | float | None

# Each macro with the figures that it takes.
FORMULAS: Mapping[str, tuple[str, ...]] = {
    "nps": ("promoters", "detractors", "answers"),
    "csat": ("satisfied", "answers"),
    "ces": ("easy", "answers"),
    "adjusted_wald_centre": ("promoters", "detractors", "answers"),
    "adjusted_wald_standard_error": ("promoters", "detractors", "answers", "population"),
    "adjusted_wald_half_width": ("promoters", "detractors", "answers", "population"),
    "wilson_centre": ("successes", "answers"),
    "wilson_half_width": ("successes", "answers"),
    "interval_lower": ("centre", "half_width", "lowest"),
    "interval_upper": ("centre", "half_width", "highest"),
    "effective_count": ("weight_sum", "squared_weight_sum"),
    "net_score_difference_z": ("centre", "standard_error", "other_centre", "other_standard_error"),
    "two_proportions_z": ("successes", "answers", "other_successes", "other_answers"),
    "holm_step": ("p_value", "rank", "family_size"),
    "difference_in_differences": ("target_after", "target_before", "rest_after", "rest_before"),
    "pull_on_mean": ("total", "observations", "mean", "group_observations"),
    "clustered_standard_error": ("squared_pulls", "people", "observations"),
    "return_on_investment": ("benefit", "cost"),
    "normal_cdf": ("z",),
    "two_sided_p_value": ("z",),
    "paired_t": ("change_sum", "square_sum", "pairs"),
    "gap_share": ("not_returned", "customers"),
    "revenue_at_risk": ("annual_revenue", "churn_rate"),
    "net_sentiment": ("positive", "negative", "mentions"),
    "conversion_rate": ("conversions", "sessions"),
    "bounce_rate": ("engaged_sessions", "sessions"),
    "touchpoint_impact": ("score", "answers", "whole_score", "whole_answers"),
    "detractor_share": ("detractors", "answers"),
    "low_effort_share": ("easy", "answers"),
    "friction": ("answers", "bad_share", "impact"),
}
# Those that are deep take columns that others of them give; here they are asked in one go, as a model does.
STEPS: Mapping[str, str] = {
    **{f"student_t_{name}": f"student_t_{name}('t', 'df')" for name in "xab"},
    "student_t_tail": "student_t_tail(['x', 'a', 'b'])",
    "student_t_p_value": "student_t_p_value('t', 'df', ['x', 'a', 'b'], 'tail')",
}
_MARK = "-- formula "


class Formulas:
    """Every formula by the name of its macro, and a second time with a difference in place of each figure."""

    def __init__(self, folder: Path) -> None:
        self._expressions = _compiled(folder)
        self._connection = duckdb.connect()

    def close(self) -> None:
        self._connection.close()

    def __call__(self, formula: str, **figures: Figure) -> float | None:
        """The value for one set of figures; whole numbers are bigint, as the counts of the models are."""
        columns = ", ".join(f"cast(? as {_type_of(figure)}) as {name}" for name, figure in figures.items())
        row = self._connection.execute(
            f"select {self._expressions[formula]} from (select {columns}) as figures", list(figures.values())
        ).fetchone()
        assert row is not None
        value: float | None = row[0]
        assert value is None or isinstance(value, float), f"{formula} gives a {type(value).__name__}"
        return value

    def number(self, formula: str, **figures: Figure) -> float:
        """The same, where there must be a value."""
        value = self(formula, **figures)
        assert value is not None
        return value

    def column(self, formula: str, figure: str, values: Sequence[float]) -> list[float]:
        """The values for many values of a formula's only figure."""
        rows = self._connection.execute(
            f"select {self._expressions[formula]} from (select unnest(cast(? as double[])) as {figure}) as figures",
            [list(values)],
        ).fetchall()
        return [float(value) for (value,) in rows]

    def rows(self, formula: str, **figures: Sequence[float]) -> list[float]:
        """The values for many sets of figures, given as columns: what is long to plan is planned once."""
        columns = ", ".join(f"unnest(cast(? as double[])) as {name}" for name in figures)
        found = self._connection.execute(
            f"select {self._expressions[formula]} from (select {columns}) as figures", [*map(list, figures.values())]
        ).fetchall()
        return [float(value) for (value,) in found]

    def student_t_p_values(self, t: Sequence[float], df: Sequence[float]) -> list[float]:
        """p of many t, step by step."""
        formulas = self._expressions
        rows = self._connection.execute(
            f"""
            with given as (select unnest(cast(? as double[])) as t, unnest(cast(? as double[])) as df),

            sided as (
                select
                    *,
                    {formulas["student_t_x"]} as x,
                    {formulas["student_t_a"]} as a,
                    {formulas["student_t_b"]} as b
                from given
            ),

            begun as (select *, {formulas["student_t_tail"]} as tail from sided)

            select {formulas["student_t_p_value"]} from begun
            """,
            [list(t), list(df)],
        ).fetchall()
        return [float(value) for (value,) in rows]

    def holm(self, p_values: Sequence[float | None]) -> list[float | None]:
        """Adjusted p-values, in the order given: the steps, and their running maximum as a model takes it."""
        rows = self._connection.execute(
            f"""
            with given as (
                select unnest(cast(? as double[])) as p_value, unnest(cast(? as bigint[])) as place
            ),

            ranked as (
                select
                    place,
                    p_value,
                    row_number() over (order by p_value asc nulls last, place asc nulls last) as rank,
                    count(p_value) over () as family_size
                from given
            )

            select
                case when p_value is not null then max({self._expressions["holm_step"]}) over (
                    order by rank asc nulls last rows unbounded preceding
                ) end
            from ranked
            order by place asc nulls last
            """,
            [list(p_values), list(range(len(p_values)))],
        ).fetchall()
        return [value for (value,) in rows]


def differences(figures: Mapping[str, Figure]) -> dict[str, Figure]:
    """The same figures for `<formula>_of_differences`, which takes each as a whole minus a rest."""
    wholes = {f"{name}_whole": None if figure is None else figure + 3 for name, figure in figures.items()}
    return wholes | {f"{name}_rest": 3 for name in figures}


def _type_of(figure: Figure) -> str:
    return "bigint" if isinstance(figure, int) else "double"


def _compiled(folder: Path) -> dict[str, str]:
    calls = {name: _call(name, list(figures)) for name, figures in FORMULAS.items()}
    calls |= {
        f"{name}_of_differences": _call(name, [f"{figure}_whole - {figure}_rest" for figure in figures])
        for name, figures in FORMULAS.items()
    }
    calls |= {name: "{{ " + call + " }}" for name, call in STEPS.items()}
    inline = "\n".join(f"{_MARK}{name}\n{call}" for name, call in calls.items())
    places = ["--project-dir", DBT_DIR, "--profiles-dir", DBT_DIR, "--target-path", folder, "--log-path", folder]
    done = subprocess.run(
        [str(DBT), "--quiet", "compile", "--no-introspect", *map(str, places), "--inline", inline],
        env={**os.environ, "CX_WAREHOUSE": str(folder / "empty.duckdb")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    parts = [part.split("\n", maxsplit=1) for part in done.stdout.split(_MARK)[1:]]
    expressions = {name: f"({expression.strip()})" for name, expression in parts}
    assert expressions.keys() == calls.keys()
    return expressions


def _call(macro: str, arguments: Sequence[str]) -> str:
    return "{{ " + f"{macro}({', '.join(map(repr, arguments))})" + " }}"
