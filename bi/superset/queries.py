"""What a chart asks of its dataset: the query context that Superset's own page would save with it.

Superset keeps a chart as the settings of its page (`params`), and needs the query beside them for all that has no page:
its API, alerts, reports. Only the kinds of chart that the bundle has are known here.
"""

import json
from collections.abc import Mapping
from typing import Any

ROWS = 10_000
TIME_SERIES = ("echarts_timeseries_line", "echarts_timeseries_bar")
KINDS = ("big_number", "bubble_v2", "table", *TIME_SERIES)


def query_context(params: Mapping[str, Any]) -> dict[str, Any]:
    """The query of a chart; the import fills in which dataset it goes to."""
    kind = params["viz_type"]
    if kind not in KINDS:
        raise ValueError(f"viz_type {kind}: no query is known for it; known are {', '.join(KINDS)}")
    simple = [one for one in params.get("adhoc_filters", []) if one["expressionType"] == "SIMPLE"]
    query = {
        "filters": [{"col": one["subject"], "op": one["operator"], "val": one["comparator"]} for one in simple],
        "extras": {"having": "", "where": ""},
        "row_limit": params.get("row_limit", ROWS),
        "annotation_layers": [],
        "url_params": {},
        **_selected(kind, params),
    }
    return {
        "datasource": {"id": 0, "type": "table"},
        "force": False,
        "queries": [query],
        "form_data": dict(params),
        "result_format": "json",
        "result_type": "full",
    }


def _selected(kind: str, params: Mapping[str, Any]) -> dict[str, Any]:
    if kind == "table":
        return {"columns": params["all_columns"], "metrics": None, "orderby": _ordered(params)}
    if kind == "bubble_v2":
        columns = [params["entity"], *([params["series"]] if params.get("series") else [])]
        metrics = list(dict.fromkeys((params["x"], params["y"], params["size"])))  # the same one twice is refused
        return {"columns": columns, "metrics": metrics, "orderby": []}
    axis = {"columnType": "BASE_AXIS", "sqlExpression": params["x_axis"], "label": params["x_axis"]}
    groups = params.get("groupby", [])
    metrics = [params["metric"]] if kind == "big_number" else params["metrics"]
    return {"columns": [{**axis, "expressionType": "SQL"}, *groups], "metrics": metrics, "series_columns": groups}


def _ordered(params: Mapping[str, Any]) -> list[Any]:
    return [json.loads(text) for text in params.get("order_by_cols", [])]
