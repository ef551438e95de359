"""From the texts of the schema raw to the schema comments: what is new is read, what is gone is forgotten.

What has been read by the same sentiment method and the same taxonomy is kept. Everything happens in one transaction: a
kill leaves what was there before. A text is never stored here, never logged, and in Python only in batches.
"""

from dataclasses import dataclass

from dagster_project.comments.grouping import GROUPING, write_groups
from dagster_project.comments.plain_text import plain
from dagster_project.comments.store import TABLES, create_comments
from dagster_project.comments.taxonomy import Taxonomy, read_taxonomy
from dagster_project.ingest.sql import Connection

BATCH = 20_000

# Queries have themes and no sentiment. What employees write is read, but names no group: a group's name is published.
_TEXTS = """
    select comment as text, true as is_opinion,
        source in (select source from raw.survey_responses where survey_kind = 'employee') as is_employee
    from raw.survey_comments where comment is not null
    union all select text, true, false from raw.mentions where text is not null
    union all select query, false, false from raw.web_searches where query is not null"""


@dataclass(frozen=True)
class Counts:
    """How many distinct texts there are, how many of them were read anew, have a theme, and are in how many groups."""

    texts: int
    read_anew: int
    themed: int
    grouped: int
    groups: int


def read_texts(connection: Connection, taxonomy: Taxonomy | None = None) -> Counts:
    """Bring the schema comments up to date with the texts of the schema raw."""
    chosen = taxonomy or read_taxonomy()
    create_comments(connection)
    connection.execute("begin")
    try:
        counts = _read(connection, chosen)
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise
    return counts


def _read(connection: Connection, taxonomy: Taxonomy) -> Counts:
    connection.execute(
        f"""create or replace temp table comments_now as
        select md5(text) as text_hash, bool_or(is_opinion) as is_opinion, bool_and(is_employee) as is_employee
        from ({_TEXTS}) group by all"""
    )
    texts = _number(connection, "select count(*) from comments_now")
    method, read_taxonomy_was, grouping = _read_with(connection)
    gone = sum(_forget(connection, table) for table in TABLES)
    is_same_taxonomy = read_taxonomy_was == taxonomy.fingerprint
    is_unread = "text_hash not in (select text_hash from comments.readings)"
    unread = _number(connection, f"select count(*) from comments_now where {is_unread}")
    if not is_same_taxonomy:
        connection.execute("delete from comments.themes_found")
    if unread or not is_same_taxonomy:
        _find_themes(connection, taxonomy, is_unread if is_same_taxonomy else "true")
    method, felt = _read_sentiments(connection, method) if texts else (method, 0)
    # A text that is written again changes how large its group is.
    grouped_now = f"{GROUPING} of {_number(connection, f'select count(*) from ({_TEXTS})')}"
    if unread or gone or not is_same_taxonomy or grouping != grouped_now:
        _group(connection)
    connection.execute("delete from comments.read_with")
    connection.execute("insert into comments.read_with values (?, ?, ?)", [method, taxonomy.fingerprint, grouped_now])
    return Counts(
        texts=texts,
        read_anew=max(felt, unread if is_same_taxonomy else texts),
        themed=_number(connection, "select count(distinct text_hash) from comments.themes_found"),
        grouped=_number(connection, "select count(*) from comments.groups"),
        groups=_number(connection, "select count(distinct candidate) from comments.groups"),
    )


def _forget(connection: Connection, table: str) -> int:
    return _number(
        connection, f"delete from comments.{table} where text_hash not in (select text_hash from comments_now)"
    )


def _find_themes(connection: Connection, taxonomy: Taxonomy, which: str) -> None:
    connection.execute(
        f"""insert into comments.themes_found
        select text_hash, unnest({taxonomy.themes_of("words")})
        from (select text_hash, {plain("text")} as words from ({_distinct(which)}))"""
    )


def _read_sentiments(connection: Connection, method_was: str | None) -> tuple[str, int]:
    """Read what has no sentiment by this method, and enter all texts; returns the method and how many were read."""
    # Its libraries are imported by the first text that needs them, not by the module.
    from dagster_project.comments.sentiment import METHOD, read_sentiments

    if method_was != METHOD:
        connection.execute("delete from comments.readings")
    wanting = "is_opinion and text_hash not in (select text_hash from comments.readings where sentiment is not null)"
    count = _number(connection, f"select count(*) from comments_now where {wanting}")
    connection.execute(
        f"""create or replace temp table comments_unread as
        select row_number() over () as position, text_hash, text from ({_distinct(wanting if count else "false")})"""
    )
    connection.execute("delete from comments.readings where text_hash in (select text_hash from comments_unread)")
    for start in range(1, count + 1, BATCH):
        batch = connection.execute(
            "select text_hash, text from comments_unread where position between ? and ? order by position",
            [start, start + BATCH - 1],
        ).fetchall()
        found = read_sentiments([text for _, text in batch])
        connection.execute(
            """insert into comments.readings select unnest(cast(? as varchar[])), unnest(cast(? as varchar[])),
            unnest(cast(? as varchar[])), unnest(cast(? as double[]))""",
            [
                [text_hash for text_hash, _ in batch],
                [one.language for one in found],
                [one.label for one in found],
                [one.score for one in found],
            ],
        )
    connection.execute("drop table comments_unread")
    connection.execute(
        """insert into comments.readings (text_hash)
        select text_hash from comments_now where text_hash not in (select text_hash from comments.readings)"""
    )
    return METHOD, count


def _group(connection: Connection) -> None:
    has_theme = "text_hash in (select text_hash from comments.themes_found)"
    connection.execute("delete from comments.groups")
    write_groups(connection, _distinct(f"not is_employee and not {has_theme}"))


def _distinct(which: str) -> str:
    """The SQL of the distinct texts whose hash is of a kind. Both columns are keys: so many groups may spill."""
    return f"""select text_hash, text, count(*) as occurrences
        from (select md5(text) as text_hash, text from ({_TEXTS}))
        where text_hash in (select text_hash from comments_now where {which})
        group by text_hash, text"""


def _read_with(connection: Connection) -> tuple[str | None, str | None, str | None]:
    row = connection.execute("select sentiment_method, taxonomy, grouping from comments.read_with").fetchone()
    return row or (None, None, None)


def _number(connection: Connection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0
