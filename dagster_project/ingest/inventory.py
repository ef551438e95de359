"""The table of what no source reads, for those who look in the warehouse."""

from dagster_project.ingest import ledger
from dagster_project.ingest.files import Unclaimed
from dagster_project.ingest.sql import Connection


def write_unclaimed(connection: Connection, found: list[Unclaimed]) -> None:
    """Replace the rows of `raw.unclaimed_files`."""
    ledger.create_ledger(connection)
    connection.execute("begin")
    connection.execute("delete from raw.unclaimed_files")
    for one in found:
        connection.execute("insert into raw.unclaimed_files values (?, ?, ?)", [one.path, one.reason, one.remedy])
    connection.execute("commit")
