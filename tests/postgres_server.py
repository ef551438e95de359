"""A real PostgreSQL of the tests' own: made in a temporary folder, on a free port of the loopback, stopped at the end.

Whoever asks for it gets `server`, one for the whole session, or `database`, a fresh database in it with a publisher who
is no superuser. Passwords are checked (SCRAM). Nothing here knows what is published. No test stands here.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dagster_project.ingest.sql import quoted

START_SECONDS = 30
MISSING = "PostgreSQL is not installed: neither /usr/lib/postgresql/*/bin nor PATH has initdb and postgres"
MADE_WITH = ("-A", "scram-sha-256", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions")
UNSAFE = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "64MB",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "log_min_messages": "fatal",
}


@dataclass(frozen=True)
class Server:
    """A running server and its superuser."""

    port: int
    password: str
    user: str = "postgres"

    def url(self, database: str = "postgres", user: str | None = None, password: str | None = None) -> str:
        """The connection URL of a database, for the superuser or somebody else."""
        return f"postgresql://{user or self.user}:{password or self.password}@127.0.0.1:{self.port}/{database}"

    def execute(self, *statements: str, database: str = "postgres") -> None:
        """Run statements as the superuser, each in a transaction of its own."""
        from adbc_driver_postgresql import dbapi

        with dbapi.connect(self.url(database), autocommit=True) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def query(self, sql: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Rows, as the superuser sees them."""
        return rows_of(self.url(database), sql)


@dataclass(frozen=True)
class Database:
    """A fresh database, and its publisher: the owner, who may create roles and is no superuser."""

    server: Server
    name: str
    user: str
    password: str

    @property
    def url(self) -> str:
        """The publisher's connection URL."""
        return self.server.url(self.name, self.user, self.password)

    @property
    def place(self) -> str:
        """Where it is, without user and password."""
        return f"127.0.0.1:{self.server.port}/{self.name}"

    def execute(self, *statements: str) -> None:
        """Run statements as the superuser."""
        self.server.execute(*statements, database=self.name)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows, as the superuser sees them."""
        return self.server.query(sql, self.name)

    def login(self, member_of: str | None = None) -> str:
        """The URL of a new user who is a member of a role, which is made if it is missing, or of none."""
        user, password = f"u_{secrets.token_hex(4)}", secrets.token_hex(8)
        self.execute(f"create role {user} login password {quoted(password)}")
        if member_of:
            made = f"create role {member_of} nologin; exception when duplicate_object then null;"
            self.execute(f"do $$ begin {made} end $$", f"grant {member_of} to {user}")
        return self.server.url(self.name, user, password)


def rows_of(url: str, sql: str) -> list[tuple[Any, ...]]:
    """Rows, as the user of a URL sees them."""
    from adbc_driver_postgresql import dbapi

    with dbapi.connect(url, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def programs() -> Path | None:
    """The folder of initdb and postgres: the newest of Debian's, else the one on PATH."""
    versions = sorted(Path("/usr/lib/postgresql").glob("[0-9]*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found and shutil.which("postgres") else None


def user_to_run_as() -> dict[str, Any]:
    """What starts a process as somebody who is not root: the server refuses to be root's."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@contextmanager
def running_server(**parameters: str) -> Iterator[Server]:
    """A server of its own, with further parameters if wanted; raises FileNotFoundError where none is installed."""
    folder = programs()
    if folder is None:
        raise FileNotFoundError(MISSING)
    place = Path(tempfile.mkdtemp(prefix="cx-postgres-"))
    runs_as = user_to_run_as()
    password = secrets.token_hex(12)
    try:
        (place / "password").write_text(password, encoding="utf-8")
        for path in (place, place / "password"):
            os.chown(path, runs_as.get("user", -1), runs_as.get("group", -1))
        made = subprocess.run(
            [folder / "initdb", "-D", place / "data", "-U", "postgres", f"--pwfile={place / 'password'}", *MADE_WITH],
            cwd=place,
            capture_output=True,
            text=True,
            check=False,
            **runs_as,
        )
        assert made.returncode == 0, made.stdout + made.stderr
        with _started(folder, place, runs_as, UNSAFE | parameters) as port:
            server = Server(port, password)
            _wait_for(server, place / "log")
            yield server
    finally:
        shutil.rmtree(place, ignore_errors=True)


@contextmanager
def _started(folder: Path, place: Path, runs_as: dict[str, Any], parameters: dict[str, str]) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    given = [part for name, value in parameters.items() for part in ("-c", f"{name}={value}")]
    with (place / "log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [folder / "postgres", "-D", place / "data", "-p", str(port), *given],
            cwd=place,
            stdout=log,
            stderr=log,
            **runs_as,
        )
        try:
            yield port
        finally:
            process.send_signal(signal.SIGINT)  # a fast shutdown: open sessions are ended
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for(server: Server, log: Path) -> None:
    from adbc_driver_manager import Error

    until = time.monotonic() + START_SECONDS
    while True:
        try:
            server.query("select 1")
        except Error as error:
            if time.monotonic() > until:
                raise AssertionError(f"PostgreSQL does not start: {error}\n{log.read_text()}") from error
            time.sleep(0.05)
        else:
            return


def fresh_database(server: Server) -> Database:
    """A new database of a new publisher, who may create roles."""
    name, password = f"cx_{secrets.token_hex(4)}", secrets.token_hex(12)
    server.execute(
        f"create role {name} login createrole password {quoted(password)}", f"create database {name} owner {name}"
    )
    return Database(server, name, name, password)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One server for the session."""
    if programs() is None:
        pytest.skip(MISSING)
    with running_server() as running:
        yield running


@pytest.fixture
def database(server: Server) -> Database:
    """A fresh database."""
    return fresh_database(server)
