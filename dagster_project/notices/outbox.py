"""The outbox: which notice is still to be sent, and what has been delivered to which channel. SQLite, one file.

A notice is in here before it is sent, and a delivery right after it: whatever dies in between, nothing is lost, and at
most the one delivery that was under way is made twice. There are no texts in here, only keys.
"""

import datetime as dt
import fcntl
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

FIRST_PAUSE, LONGEST_PAUSE = dt.timedelta(minutes=1), dt.timedelta(hours=1)
_CREATE = """
create table if not exists notices (
    notice_key text primary key,
    state text not null check (state in ('pending', 'sent', 'closed')),
    reason text,
    attempts integer not null default 0,
    entered_at text not null,
    next_attempt_at text not null,
    settled_at text
);
create table if not exists deliveries (
    notice_key text not null references notices,
    channel text not null,
    delivered_at text not null,
    primary key (notice_key, channel)
);
"""


class OutboxBusyError(RuntimeError):
    """Another process is sending now."""


@dataclass(frozen=True)
class Pending:
    """A notice that is not settled yet."""

    notice_key: str
    attempts: int
    is_due: bool
    delivered: frozenset[str]


class Outbox:
    """An open outbox; whoever has it is the only one."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        # A commit is on the disk when it returns, the removal of its journal included.
        connection.execute("pragma synchronous = extra")
        connection.executescript(_CREATE)

    def enter(self, notice_keys: Iterable[str], now: dt.datetime) -> int:
        """Take in what is new, and what was closed unsent and is urgent again; returns how many."""
        before = self._connection.total_changes
        with self._connection:
            self._connection.executemany(
                """
                insert into notices (notice_key, state, entered_at, next_attempt_at)
                values (:key, 'pending', :now, :now)
                on conflict (notice_key) do update
                set state = 'pending', reason = null, attempts = 0, next_attempt_at = :now, settled_at = null
                where state = 'closed'
                """,
                [{"key": key, "now": _text(now)} for key in notice_keys],
            )
        return self._connection.total_changes - before

    def pending(self, now: dt.datetime) -> list[Pending]:
        """Everything that is not settled, what was tried least often first."""
        delivered: dict[str, set[str]] = {}
        for key, channel in self._connection.execute(
            "select notice_key, channel from deliveries join notices using (notice_key) where state = 'pending'"
        ):
            delivered.setdefault(key, set()).add(channel)
        rows = self._connection.execute(
            """select notice_key, attempts, next_attempt_at <= ? from notices
            where state = 'pending' order by attempts, notice_key""",
            [_text(now)],
        )
        return [
            Pending(key, attempts, bool(is_due), frozenset(delivered.get(key, ()))) for key, attempts, is_due in rows
        ]

    def deliver(self, notice_key: str, channel: str, now: dt.datetime, *, is_last: bool) -> None:
        """Record that a channel has taken a notice; with the last one it is settled."""
        with self._connection:
            self._connection.execute(
                "insert into deliveries (notice_key, channel, delivered_at) values (?, ?, ?)",
                [notice_key, channel, _text(now)],
            )
            if is_last:
                self._settle(notice_key, "sent", None, now)

    def close(self, notice_key: str, now: dt.datetime, reason: str) -> None:
        """Record that a notice need not be sent any more, and why."""
        with self._connection:
            self._settle(notice_key, "closed", reason, now)

    def settle(self, notice_key: str, now: dt.datetime) -> None:
        """Record that a notice is with every channel that there is now."""
        with self._connection:
            self._settle(notice_key, "sent", None, now)

    def _settle(self, notice_key: str, state: str, reason: str | None, now: dt.datetime) -> None:
        self._connection.execute(
            "update notices set state = ?, reason = ?, settled_at = ? where notice_key = ?",
            [state, reason, _text(now), notice_key],
        )

    def postpone(self, notice_key: str, attempts: int, now: dt.datetime) -> None:
        """Record that a notice was tried in vain, and wait longer each time."""
        pause = min(FIRST_PAUSE * 2 ** min(attempts, 10), LONGEST_PAUSE)
        with self._connection:
            self._connection.execute(
                "update notices set attempts = ?, next_attempt_at = ? where notice_key = ?",
                [attempts + 1, _text(now + pause), notice_key],
            )


@contextmanager
def open_outbox(path: Path) -> Iterator[Outbox]:
    """The outbox, made if there is none, for this process alone; raises OutboxBusyError while another has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(_private(path.with_name(f"{path.name}.lock")), "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OutboxBusyError("another process is sending notices now") from None
        os.close(_private(path))
        connection = sqlite3.connect(path)
        try:
            yield Outbox(connection)
        finally:
            connection.close()


def _private(path: Path) -> int:
    """An open file that its owner alone may read; SQLite gives its journal the same rights."""
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def _text(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
