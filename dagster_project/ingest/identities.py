"""Keyed hashes of the identities in a file: each distinct one is hashed once where the same ones return often.

A keyed hash costs more than all else that is done for a row. Knows nothing of what an identity is.
"""

from dagster_project.ingest.sql import Connection

SAMPLE = 50_000
TABLE = "cx_identities"


def repeat_often(connection: Connection, rows: str, texts: list[str], row_count: int) -> bool:
    """Whether hashing the distinct identities first is cheaper: by how often two rows of a sample share one.

    Among n of a file's rows, drawn from D equally frequent identities, n*n / 2D pairs share one.
    """
    if row_count < SAMPLE:
        return False
    identities = " union all ".join(f"select {text} as identity from sampled" for text in texts)
    found = connection.execute(
        f"""with sampled as materialized (select {", ".join(texts)} from ({rows}) limit {SAMPLE}),
        identities as ({identities})
        select count(identity), count(distinct identity) from identities"""
    ).fetchone()
    if found is None or not found[0]:
        return False
    count, distinct = found
    pairs = count - distinct
    return bool(pairs and count * count / (2 * pairs) < row_count / 2)


def hash_distinct(connection: Connection, rows: str, texts: list[str]) -> None:
    """Fill `TABLE` with each distinct identity of the rows and its keyed hash."""
    identities = " union ".join(f"select distinct {text} as identity from ({rows})" for text in texts)
    connection.execute(
        f"""create or replace temp table {TABLE} as
        select identity, cx_keyed_hash(identity) as keyed_hash from ({identities})
        where identity is not null"""
    )


def forget_identities(connection: Connection) -> None:
    """Drop the table: it holds identities as the file has them."""
    connection.execute(f"drop table if exists temp.{TABLE}")


def with_hashes(rows: str, texts: list[str], *, looked_up: bool) -> str:
    """The select with a column `k0`, `k1`, ... for each identity: computed, or looked up in `TABLE`."""
    if not looked_up:
        columns = "".join(f", cx_keyed_hash({text}) as k{index}" for index, text in enumerate(texts))
        return f"select *{columns} from ({rows})"
    columns = "".join(f", hashes_{index}.keyed_hash as k{index}" for index in range(len(texts)))
    joins = " ".join(
        f"left join {TABLE} as hashes_{index} on hashes_{index}.identity = cells.{text}"
        for index, text in enumerate(texts)
    )
    return f"select cells.*{columns} from ({rows}) as cells {joins}"
