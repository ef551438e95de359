"""Which build this is: the id, the time and the commit that published tables carry, in the row that dbt reads."""

import datetime as dt
import subprocess

from dagster_project.ingest.sql import Connection
from dagster_project.settings import PROJECT_ROOT, Settings


def write_run_parameters(connection: Connection, settings: Settings, run_id: str) -> str:
    """Make the one-row table `raw.run_parameters` anew; returns the build's id."""
    started_at = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    build_id = f"{started_at:%Y%m%dT%H%M%SZ}-{run_id[:8]}"
    connection.execute("create schema if not exists raw")
    connection.execute(
        """
        create or replace table raw.run_parameters as
        select cast(? as date) as as_of, cast(? as varchar) as business_timezone,
            cast(? as varchar) as reporting_currency, cast(? as varchar) as industry, cast(? as varchar) as build_id,
            cast(? as timestamp) as started_at, cast(? as varchar) as source_commit
        """,
        [
            settings.as_of,
            settings.timezone,
            settings.currency,
            settings.industry,
            build_id,
            started_at,
            source_commit(),
        ],
    )
    return build_id


def source_commit() -> str | None:
    """The commit of the checkout, None outside of one."""
    try:
        found = subprocess.run(
            ["git", "-C", str(PROJECT_ROOT), "rev-parse", "HEAD"],
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return found.stdout.strip() or None
