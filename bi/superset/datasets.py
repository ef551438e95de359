"""The datasets of the bundle: columns and their descriptions from dbt's manifest, measures from `datasets.yaml`.

`make superset-datasets` writes them. A measure never averages: it shows a published figure where exactly one row is
meant and nothing elsewhere, or adds up counts, or divides one sum by another.
"""

import json
import sys
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
DECLARED = FOLDER / "datasets.yaml"
WRITTEN = FOLDER / "datasets" / "cx"
HEAD = "# Written by `make superset-datasets` from the models' YAML and datasets.yaml: change those.\n"
NAMES = uuid.UUID("3c1c3a52-5d0e-5a0b-9c52-2f9f0d1f6a00")
# As SQLAlchemy prints PostgreSQL's types, so that a refresh of the dataset in Superset changes nothing.
TYPES = {
    "bigint": "BIGINT",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "double": "DOUBLE PRECISION",
    "integer": "INTEGER",
    "smallint": "SMALLINT",
    "timestamp": "TIMESTAMP WITHOUT TIME ZONE",
    "varchar": "VARCHAR",
}
WORDS = {"nps": "NPS", "csat": "CSAT", "ces": "CES", "clv": "CLV", "ci": "95 %", "roi": "ROI", "lmg": ""}
WORDS |= {"p90": "90th percentile", "en": "in English", "sv": "in Swedish"}
IS_LATEST = "Whether the row is of the last period there is. Computed by this dataset; no column of the table."


def dataset_uuid(table: str) -> str:
    """The id of a dataset, the same wherever the bundle is made, so that an import finds what an earlier one made."""
    return str(uuid.uuid5(NAMES, f"dataset {table}"))


def label(name: str) -> str:
    """How a column is headed in a chart: `nps_ci_lower` as 'NPS 95 % lower'."""
    words = " ".join(WORDS.get(word, word) for word in name.split("_")).strip()
    return words[:1].upper() + words[1:]


def written_datasets(manifest: Path) -> dict[str, str]:
    """The YAML of every declared dataset, by the name of its file."""
    declared = yaml.safe_load(DECLARED.read_text(encoding="utf-8"))
    models = _general_models(manifest)
    database = yaml.safe_load((FOLDER / "databases" / "cx_metrics.yaml").read_text(encoding="utf-8"))["uuid"]
    texts = {}
    for table, extras in declared.items():
        if table not in models:
            raise ValueError(f"{DECLARED.name}: {table} is no table of the general publication")
        dataset = _dataset(models[table], extras, database)
        texts[f"{table}.yaml"] = HEAD + yaml.safe_dump(dataset, sort_keys=False, allow_unicode=True, width=110)
    return texts


def _general_models(manifest: Path) -> dict[str, Mapping[str, Any]]:
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"].values()
    return {
        node["name"]: node
        for node in nodes
        if node["resource_type"] == "model"
        and node.get("access") == "public"
        and node["config"]["meta"].get("audience") == "general"
    }


def _dataset(model: Mapping[str, Any], extras: Mapping[str, Any], database: str) -> dict[str, Any]:
    table, time = model["name"], extras.get("time")
    columns = [_column(name, column, time) for name, column in model["columns"].items()]
    if latest := extras.get("latest"):
        computed = {"column_name": "is_latest", "verbose_name": label("is_latest"), "type": "BOOLEAN"}
        columns.append({**computed, "description": IS_LATEST, **_use(True)})
    return {
        "table_name": table,
        "schema": "cx",
        "sql": _latest_sql(table, latest) if latest else None,
        "main_dttm_col": time,
        "description": _line(model["description"]),
        "filter_select_enabled": True,
        "uuid": dataset_uuid(table),
        "database_uuid": database,
        "version": "1.0.0",
        "metrics": list(_measures(model["columns"], extras)),
        "columns": columns,
    }


def _latest_sql(table: str, latest: Mapping[str, Any]) -> str:
    period, within = latest["period"], ", ".join(latest.get("within", ()))
    window = f"partition by {within}" if within else ""
    return f"select *, {period} = max({period}) over ({window}) as is_latest from cx.{table}"


def _column(name: str, column: Mapping[str, Any], time: str | None) -> dict[str, Any]:
    declared = column["data_type"]
    kind = f"NUMERIC{declared.removeprefix('decimal')}" if declared.startswith("decimal") else TYPES[declared]
    is_time = declared in ("date", "timestamp")
    if name == time and not is_time:
        raise ValueError(f"{DECLARED.name}: time is {name}, which is no date")
    described = {
        "column_name": name,
        "verbose_name": label(name),
        "type": kind,
        "description": _line(column["description"]),
    }
    return described | _use(not is_time, is_time)


def _use(is_split_by: bool, is_time: bool = False) -> dict[str, bool]:
    return {"is_dttm": is_time, "is_active": True, "groupby": is_split_by or is_time, "filterable": True}


def _measures(columns: Mapping[str, Any], extras: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for name in extras.get("published", ()):
        said = f"{_said(columns, name)} As published: empty where the filters leave more than one row, or none."
        yield _measure(f"published_{name}", f"case when count(*) = 1 then max({name}) end", said)
    for name in extras.get("sums", ()):
        yield _measure(
            f"sum_of_{name}", f"sum({name})", f"{_said(columns, name)} Added up; hidden rows are missing in it."
        )
    for name, ratio in extras.get("ratios", {}).items():
        over, under, times = ratio["numerator"], ratio["denominator"], ratio.get("times", 1)
        said = f"{_said(columns, over)} Per: {_said(columns, under)} A ratio of sums."
        yield _measure(name, f"{times}.0 * sum({over}) / nullif(sum({under}), 0)", said)


def _measure(name: str, expression: str, said: str) -> dict[str, Any]:
    shown = label(name.removeprefix("published_").removeprefix("sum_of_"))
    return {"metric_name": name, "verbose_name": shown, "expression": expression, "description": said}


def _said(columns: Mapping[str, Any], name: str) -> str:
    if name not in columns:
        raise ValueError(f"{DECLARED.name}: there is no column {name}")
    return _line(columns[name]["description"])


def _line(text: str) -> str:
    return " ".join(text.split())


def main() -> int:
    """Write the datasets; what is no longer declared goes."""
    from dagster_project.transformation import prepared_manifest

    try:
        texts = written_datasets(prepared_manifest())
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    for old in set(WRITTEN.glob("*.yaml")) - {WRITTEN / name for name in texts}:
        old.unlink()
    for name, text in texts.items():
        (WRITTEN / name).write_text(text, encoding="utf-8")
    print(f"{len(texts)} datasets in {WRITTEN.relative_to(FOLDER.parent.parent)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
