"""Reading one export beside a bare `read_csv` of all its columns: CPU seconds, peak memory, and their ratio.

`make bench-reader ARGS="--rows 10000000 --memory 2GB"`. Every figure comes from a process of its own; the two are
measured in turn and the medians compared. The export is written by DuckDB from a seed: ids, times, customers who return
ten times, eleven scores and a comment on every fifth row.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

DRIVERS = 8
YAML = """type: dagster_project.components.SurveyExport
attributes:
  source: responses
  survey: {kind: transactional}
  response:
    id: {column: ResponseId}
    customer: {column: Customer}
    submitted_at: {column: EndDate}
    touchpoint: {column: Touchpoint}
    complete: {column: Finished}
  questions:
    - {id: recommend, metric: nps, column: Recommend}
    - {id: satisfied, metric: csat, column: Satisfied}
    - {id: easy, metric: ces, column: Easy}
"""
BARE = "select {columns} from read_csv('{file}', header = true, auto_detect = true)"


def main() -> None:
    """Measure and print one table."""
    asked = _arguments()
    if asked.measure:
        _measured(asked)
        return
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        raw = Path(folder) / "raw" / "responses"
        raw.mkdir(parents=True)
        write_export(raw / "export.csv", asked.rows)
        size = (raw / "export.csv").stat().st_size
        print(f"{asked.rows:,} rows, {size / 1e9:.2f} GB, memory {asked.memory}, {asked.times} times each")
        runs = [(what, _run(what, folder, asked)) for _ in range(asked.times) for what in ("bare", "reader")]
        medians = {
            what: [statistics.median(run[figure] for name, run in runs if name == what) for figure in range(2)]
            for what in ("bare", "reader")
        }
        print(f"{'':<28}{'CPU s':>10}{'peak MB':>10}")
        for what, title in (("bare", "read_csv, all columns"), ("reader", "a source's load")):
            print(f"{title:<28}{medians[what][0]:>10.1f}{medians[what][1]:>10.0f}")
        print(f"{'ratio':<28}{medians['reader'][0] / medians['bare'][0]:>10.2f}")


def write_export(path: Path, rows: int) -> None:
    """Write the export: one row per response, the same for the same number of rows."""
    drivers = ", ".join(f"1 + hash(i + {10 + index}) % 5 as Driver{index}" for index in range(DRIVERS))
    duckdb.sql(
        f"""copy (
            select 'R_' || lpad(cast(i as varchar), 12, '0') as ResponseId,
                strftime(timestamp '2024-01-01' + interval (i % 63072000) second, '%Y-%m-%d %H:%M:%S') as EndDate,
                'C' || hash(i) % greatest({rows} // 10, 1) as Customer,
                ['purchase', 'support', 'delivery', 'web'][1 + cast(hash(i + 1) % 4 as integer)] as Touchpoint,
                'true' as Finished, hash(i + 2) % 11 as Recommend, 1 + hash(i + 3) % 5 as Satisfied,
                1 + hash(i + 4) % 5 as Easy, {drivers},
                case when hash(i + 30) % 5 = 0 then
                    'The delivery was late, and nobody told me "why" when I asked, number ' || hash(i) % 1000
                end as Comment
            from range({rows}) as numbers(i)
        ) to '{path}' (header)"""
    )


def _run(what: str, folder: str, asked: argparse.Namespace) -> tuple[float, float]:
    command = [sys.executable, "-m", "benchmarks.reader", "--measure", what, "--folder", folder]
    command += ["--memory", asked.memory, "--threads", str(asked.threads)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, megabytes = done.stdout.split()[-2:]
    return float(seconds), float(megabytes)


def _measured(asked: argparse.Namespace) -> None:
    before = _cpu_seconds()
    if asked.measure == "bare":
        _read_bare(Path(asked.folder), asked.memory, asked.threads)
    else:
        before = _load(Path(asked.folder), asked.memory, asked.threads)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{_cpu_seconds() - before:.3f} {peak:.0f}")


def _read_bare(folder: Path, memory: str, threads: int) -> None:
    connection = duckdb.connect(config={"memory_limit": memory, "threads": threads})
    file = folder / "raw" / "responses" / "export.csv"
    described = connection.execute(BARE.format(columns="*", file=file)).description
    columns = ", ".join(f'max("{name}")' for name, *_ in described or [])
    connection.execute(BARE.format(columns=columns, file=file)).fetchall()


def _load(folder: Path, memory: str, threads: int) -> float:
    from dagster_project.ingest.load import load_source
    from dagster_project.ingest.spec import load_source_specs
    from dagster_project.ingest.sql import warehouse
    from dagster_project.settings import read_settings

    home = Path(tempfile.mkdtemp(dir=folder))
    sources = home / "sources" / "responses"
    sources.mkdir(parents=True)
    drivers = "".join(
        f"    - {{id: driver_{index}, metric: driver, driver: area_{index}, column: Driver{index}}}\n"
        for index in range(DRIVERS)
    )
    (sources / "defs.yaml").write_text(YAML + drivers + "    - {id: why, metric: text, column: Comment}\n")
    os.environ.update(
        CX_RAW_DIR=str(folder / "raw"),
        CX_SOURCES_DIR=str(home / "sources"),
        CX_WAREHOUSE=str(home / "cx.duckdb"),
        CX_MEMORY_LIMIT=memory,
        CX_THREADS=str(threads),
    )
    settings = read_settings()
    specs = load_source_specs(settings.sources_dir)
    before = _cpu_seconds()
    with warehouse(settings) as connection:
        result = load_source(connection, specs[0], specs, settings, "benchmark")
        counts = connection.execute("select rows_read, rows_loaded from raw.ingested_files").fetchall()
    if result.refused or counts[0][0] != counts[0][1]:
        raise SystemExit(f"the export was not loaded whole: {result.refused} {counts}")
    return before


def _cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-reader ARGS=", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--memory", default="2GB")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--folder", default=tempfile.gettempdir(), help="where the export and the warehouse stand")
    parser.add_argument("--measure", choices=("bare", "reader"), help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
