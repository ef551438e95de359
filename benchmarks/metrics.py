"""From screened responses to metric_values, beside the same counts written by hand for DuckDB: CPU seconds and ratio.

`make bench-metrics ARGS="--rows 10000000"`. Half of the responses are relational, half transactional, of a tenth as many
customers, each with one to three scores. Models and script run in turn, each in a process of its own that makes the
responses anew from their seed; the numbers of both are compared before a time is printed.
"""

import argparse
import datetime as dt
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
from jinja2 import Environment

from tests.models.chain import Chain, compiled_chain

HAND = Path(__file__).with_name("metrics_by_hand.sql")
KEYS = {
    "all": "'all'",
    "segment": "segment",
    "touchpoint": "touchpoint",
    "channel": "channel",
    "country": "country",
    "persona": "persona",
    "account_owner": "account_owner",
    "survey": "survey_id",
    "segment_touchpoint": "segment || ' / ' || touchpoint",
}
WINDOW_END = "least(last_day(month + to_months(n)), date '2026-06-30')"
GRAINS = {
    "month": "month",
    "quarter": "date_trunc('quarter', month)::date",
    "year": "date_trunc('year', month)::date",
    "trailing_90_days": f"{WINDOW_END} - 89",
    "all_time": "cast(null as date)",
}
DAYS = 1095
START = "int_responses_windowed"
END = "metric_values"
DIFFERENCES = """
    with models as (
        select metric, survey_kind, period_grain as grain,
            case when period_grain <> 'all_time' then period_start end as first_day, dimension, member,
            respondent_count as respondents, denominator as n, numerator, value
        from intermediate.int_metrics_collected where denominator > 0 and metric in ('nps', 'csat', 'ces')
    )
    select count(*) from (
        (from models select * replace (round(value, 9) as value)
            except from by_hand select * replace (round(value, 9) as value))
        union all
        (from by_hand select * replace (round(value, 9) as value)
            except from models select * replace (round(value, 9) as value))
    )"""


def main() -> None:
    """Measure and print one table."""
    asked = _arguments()
    if asked.measure:
        _measured(asked)
        return
    with tempfile.TemporaryDirectory() as folder:
        nodes = compiled_chain(Path(folder)).nodes
        compiled = Path(folder) / "nodes.json"
        compiled.write_text(json.dumps(nodes, default=str), encoding="utf-8")
        print(
            f"{asked.rows:,} responses, {asked.times} times each; differences between the two: {_run('both', compiled, asked):.0f}"
        )
        runs = [(what, _run(what, compiled, asked)) for _ in range(asked.times) for what in ("hand", "models")]
        seconds = {
            what: statistics.median(value for name, value in runs if name == what) for what in ("hand", "models")
        }
        print(f"by hand {seconds['hand']:.1f} CPU s, models {seconds['models']:.1f} CPU s")
        print(f"ratio {seconds['models'] / seconds['hand']:.2f}")


def write_responses(connection: duckdb.DuckDBPyConnection, rows: int) -> None:
    """Replace the screened responses by generated ones, the same for the same number of rows."""
    columns = connection.execute("describe intermediate.int_responses_screened").fetchall()
    given = {
        "response_id": "'r' || lpad(cast(i as varchar), 12, '0')",
        "survey_id": "case when i % 2 = 0 then 'relationship' else 'touchpoints ' || hash(i) % 3 end",
        "survey_kind": "case when i % 2 = 0 then 'relational' else 'transactional' end",
        "customer_key": f"'c' || hash(i + 1) % {max(rows // 10, 1)}",
        "customer_number": f"cast(hash(i + 1) % {max(rows // 10, 1)} as bigint)",
        "segment": f"'segment ' || hash(hash(i + 1) % {max(rows // 10, 1)}) % 5",
        "persona": f"'persona ' || hash(hash(i + 1) % {max(rows // 10, 1)} + 7) % 4",
        "country": f"'country ' || hash(hash(i + 1) % {max(rows // 10, 1)} + 8) % 6",
        "account_owner": f"'owner ' || hash(hash(i + 1) % {max(rows // 10, 1)} + 9) % 40",
        "unit": "'none'",
        "touchpoint": "'touchpoint ' || hash(i + 2) % 8",
        "channel": "'channel ' || hash(i + 3) % 4",
        "nps_score": "case when hash(i + 4) % 20 > 0 then cast(hash(i + 5) % 11 as integer) end",
        "csat_answer_count": "case when hash(i + 6) % 20 > 0 then 1 else 0 end",
        "csat_satisfied_count": "case when hash(i + 6) % 20 > 8 then 1 else 0 end",
        "ces_answer_count": "case when hash(i + 7) % 20 > 0 then 1 else 0 end",
        "ces_satisfied_count": "case when hash(i + 7) % 20 > 8 then 1 else 0 end",
        "csat_scale": "'1-5'",
        "ces_scale": "'1-5'",
        "csat_score_sum": "case when hash(i + 6) % 20 > 8 then 5 else 2 end",
        "ces_score_sum": "case when hash(i + 7) % 20 > 8 then 5 else 2 end",
        "asks_nps": "true",
        "asks_csat": "true",
        "asks_ces": "true",
        "is_counted": "true",
        "responded_at": f"timestamp '2023-07-01' + interval (hash(i + 10) % ({DAYS} * 86400)) second",
        "responded_on": f"cast(timestamp '2023-07-01' + interval (hash(i + 10) % ({DAYS} * 86400)) second as date)",
    }
    listed = ", ".join(f"cast({given.get(name, 'null')} as {kind}) as {name}" for name, kind, *_ in columns)
    bands = "case when nps_score >= 9 then 1 when nps_score >= 7 then 0 when nps_score >= 0 then -1 end"
    connection.execute("drop view intermediate.int_responses_screened")
    connection.execute(
        f"""create table intermediate.int_responses_screened as
        select * replace (cast({bands} as integer) as nps_points) from (select {listed} from range({rows}) as t(i))"""
    )


def _one_a_day() -> list[dict[str, object]]:
    """A response on each day that is generated later: days are looked up in a table of those that there are."""
    first = dt.datetime(2023, 7, 1, 12)
    return [
        {
            "source": "days",
            "survey_kind": "relational",
            "submission_id": str(n),
            "submitted_at": first + dt.timedelta(n),
        }
        for n in range(DAYS)
    ]


def _measured(asked: argparse.Namespace) -> None:
    chain = Chain(json.loads(Path(asked.compiled).read_text(encoding="utf-8")))
    with chain.build({"survey_responses": _one_a_day()}, END) as connection:
        write_responses(connection, asked.rows)
        connection.execute(f"set threads = {os.cpu_count()}")
        before = _cpu_seconds()
        if asked.measure in ("models", "both"):
            chain.rebuild(connection, START, END)
        if asked.measure in ("hand", "both"):
            sql = Environment(autoescape=False).from_string(HAND.read_text(encoding="utf-8"))
            connection.execute(sql.render(dimensions=KEYS, grains=GRAINS))
        spent = _cpu_seconds() - before
        found = connection.execute(DIFFERENCES).fetchone() if asked.measure == "both" else None
        print(found[0] if found else spent)


def _run(what: str, compiled: Path, asked: argparse.Namespace) -> float:
    command = [sys.executable, "-m", "benchmarks.metrics", "--measure", what, "--compiled", str(compiled)]
    done = subprocess.run([*command, "--rows", str(asked.rows)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    return float(done.stdout.split()[-1])


def _cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-metrics", description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--measure", choices=("models", "hand", "both"), help=argparse.SUPPRESS)
    parser.add_argument("--compiled", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
