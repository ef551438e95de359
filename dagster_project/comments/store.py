"""The tables of the schema `comments`: what was read out of each distinct text, under the hash of the text."""

from dagster_project.ingest.sql import Connection

# text_hash is md5(text) of the text as it lies in the schema raw.
TABLES = {
    # One row per distinct text; a search query has no language and no sentiment.
    "readings": {
        "text_hash": "VARCHAR",
        "language": "VARCHAR",
        "sentiment": "VARCHAR",
        "sentiment_score": "DOUBLE",
    },
    "themes_found": {"text_hash": "VARCHAR", "theme": "VARCHAR"},
    "groups": {"text_hash": "VARCHAR", "candidate": "VARCHAR"},
}
# What the rows of the tables were read with, one row; dbt does not read it.
READ_WITH = {"sentiment_method": "VARCHAR", "taxonomy": "VARCHAR", "grouping": "VARCHAR"}


def create_comments(connection: Connection) -> None:
    """Make the empty tables where there are none: dbt reads them, also where nobody wrote anything."""
    connection.execute("create schema if not exists comments")
    for table, columns in {**TABLES, "read_with": READ_WITH}.items():
        listed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        connection.execute(f"create table if not exists comments.{table} ({listed})")
