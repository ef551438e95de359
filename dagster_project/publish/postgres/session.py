"""One connection to PostgreSQL, and every failure of it in one line that shows neither user nor password.

What libpq and the server say may hold a password (a URL that cannot be read) or a user: only what is known to hold
neither is passed on, and secrets are struck out of the rest.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from adbc_driver_manager import Error
from adbc_driver_manager.dbapi import Connection as Session
from adbc_driver_postgresql import dbapi

from dagster_project.publish.files import PublicationError

__all__ = ["Session", "execute", "in_one_line", "prepare_transaction", "rows", "session"]

VARIABLE = "CX_PUBLISH_POSTGRES"
KEEPALIVES = {"idle": "60", "interval": "10", "count": "6"}  # a machine that vanished is noticed on both sides
DEFAULTS = {
    "connect_timeout": "10",
    "application_name": "cx-metrics",
    "client_encoding": "UTF8",
    **{f"keepalives_{name}": value for name, value in KEEPALIVES.items()},
}
LOCK_SECONDS = 5
SETTINGS = {
    "lock_timeout": f"{LOCK_SECONDS}s",
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "standard_conforming_strings": "on",
    "datestyle": "ISO, YMD",
    **{f"tcp_keepalives_{name}": value for name, value in KEEPALIVES.items()},
}
LOCKED, DEPENDED_ON, FORBIDDEN = "55P03", "2BP01", "42501"
CONNECTING = [
    (r"password|authentication|role .* does not exist", f"refuses the user or the password of {VARIABLE}"),
    (r"pg_hba", "lets nobody in from this machine: add it to pg_hba.conf there"),
    (r"permission denied", f"does not let the user of {VARIABLE} connect: grant connect on the database"),
    (r"database .* does not exist", "has no such database: create it (docs/postgres.md)"),
    (r"SSL|certificate", f"and this machine do not agree on TLS: set sslmode in {VARIABLE}"),
    (r"too many|remaining connection slots", "has no connection left: end some, or raise max_connections"),
    (
        r"percent-encoded|URI query|invalid (port|integer|connection|sslmode)",
        f"is not addressed as libpq wants it: correct {VARIABLE}",
    ),
    (r"", f"cannot be reached: see that it listens there and that {VARIABLE} names it"),
]
STATES = [
    (FORBIDDEN, f"does not let the user of {VARIABLE} do what is needed (docs/postgres.md has the grants): {{said}}"),
    ("53100", "has no space left on its disk: make room and run again"),
    (LOCKED, f"kept a lock that was needed for over {LOCK_SECONDS} s: end the transaction that holds it and run again"),
    ("25006", f"is read-only, such as a standby: let {VARIABLE} name the primary"),
    ("22P05", "has an encoding that lacks a character of the tables: create the database with encoding UTF8"),
    ("22008", "cannot hold a date of the tables: {said}"),
]


@contextmanager
def session(url: str, place: str) -> Iterator[Session]:
    """An open connection in a transaction; what is not committed at the end is undone."""
    with in_one_line(url, place):
        connection = dbapi.connect(_complete(url))
        try:
            prepare_transaction(connection)
            yield connection
        finally:
            connection.close()


def prepare_transaction(connection: Session) -> None:
    """What holds for the present transaction: nothing waits for ever, and text means the same everywhere."""
    for name, value in SETTINGS.items():
        execute(connection, f"set local {name} = '{value}'")


def execute(connection: Session, sql: str) -> None:
    """One statement, without an answer."""
    with connection.cursor() as cursor:
        cursor.execute(sql)


def rows(connection: Session, sql: str) -> list[tuple[Any, ...]]:
    """One statement and its few rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _complete(url: str) -> str:
    given = {name for name, _ in parse_qsl(urlsplit(url).query)}
    added = "&".join(f"{name}={value}" for name, value in DEFAULTS.items() if name not in given)
    return url + ("&" if "?" in url else "?") + added if added else url


@contextmanager
def in_one_line(url: str, place: str) -> Iterator[None]:
    """Whatever the driver raises becomes a PublicationError that a person can act on."""
    try:
        yield
    except Error as error:
        raise PublicationError(f"PostgreSQL at {place} {_told(error, url)}") from None


def _told(error: Error, url: str) -> str:
    said = _without_secrets(str(error), url)
    if "Failed to connect" in said:
        return next(told for pattern, told in CONNECTING if re.search(pattern, said.partition("FATAL:")[2] or said))
    if re.search("terminating connection|closed the connection|connection to the server|could not receive data", said):
        return "ended the connection: its log says why; run again"
    line = next((line for line in said.splitlines() if "ERROR:" in line or "FATAL:" in line), said.splitlines()[0])
    line = re.sub(r"^.*?(ERROR|FATAL): +", "", line)
    state = error.sqlstate or "none"
    for known, told in STATES:
        if state == known:
            return told.format(said=line)
    return f"says: {line} (SQLSTATE {state})"


def _without_secrets(text: str, url: str) -> str:
    parts = urlsplit(url)
    secrets = {parts.netloc.rpartition("@")[0].partition(":")[2]}
    secrets |= {value for name, value in parse_qsl(parts.query) if "password" in name}
    for secret in sorted(secrets | {unquote(secret) for secret in secrets}, key=len, reverse=True):
        text = text.replace(secret, "***") if secret else text
    return text
