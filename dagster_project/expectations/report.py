"""The results of the rules kept as JSON, one file per source, and one page over them that opens without a network.

Everything here is replaced whole (written aside, then renamed), so a reader never meets half a page.
"""

import datetime as dt
import json
import os
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader

from dagster_project.expectations.rules import Rule
from dagster_project.expectations.session import Outcome

PAGE = "index.html"


def write_report(folder: Path, source: str, run_id: str, outcomes: list[Outcome]) -> Path:
    """Keep a source's results as `<source>.json` and make the page anew; returns the page."""
    folder.mkdir(parents=True, exist_ok=True)
    checked_at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    content = {
        "source": source,
        "run_id": run_id,
        "checked_at": checked_at,
        "results": [_result(one) for one in outcomes],
    }
    _replace(folder / f"{source}.json", json.dumps(content, indent=1, default=str, ensure_ascii=False))
    return write_page(folder)


def write_page(folder: Path) -> Path:
    """The page over all kept results."""
    reports = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.json"))]
    templates = Environment(loader=PackageLoader("dagster_project.expectations"), autoescape=True)
    page = folder / PAGE
    _replace(page, templates.get_template("validation.html.j2").render(reports=[_summed(report) for report in reports]))
    return page


def forget_reports(folder: Path, sources: set[str]) -> None:
    """Remove the results of sources that are no more."""
    for file in folder.glob("*.json"):
        if file.stem not in sources:
            file.unlink()


def place_on_page(page: Path, source: str, rule: Rule) -> str:
    """The address of a source's rule on the page."""
    return f"{page.absolute().as_uri()}#{source}.{rule.name}"


def _result(outcome: Outcome) -> dict[str, Any]:
    return {
        "rule": outcome.rule.name,
        "sentence": outcome.rule.description,
        "severity": outcome.rule.severity,
        "passed": outcome.passed,
        "checked": outcome.checked,
        "unexpected": outcome.unexpected,
        "share": outcome.share,
        "sample_rows": outcome.samples,
        "error": outcome.error,
    }


def _summed(report: dict[str, Any]) -> dict[str, Any]:
    failed = [result for result in report["results"] if not result["passed"]]
    critical = sum(result["severity"] == "critical" for result in failed)
    return {**report, "critical": critical, "warnings": len(failed) - critical}


def _replace(path: Path, text: str) -> None:
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    aside.write_text(text, encoding="utf-8")
    aside.replace(path)
