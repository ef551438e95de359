"""What the tests of notices stand on: a published file made by hand, a server on this machine, a sender to be killed.

The sender is a process of its own, forked from one that has loaded Apprise already: a start costs no second. No test
stands here.
"""

import contextlib
import datetime as dt
import hashlib
import json
import multiprocessing
import os
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.settings import Settings
from tests.unit.workbench import settings_in

SECRETS = ("pa55word-of-the-hook", "t0ken-in-the-path", "t0ken-in-a-heading")
NAMES = ("Zoe Leakington", "zoe@leak.example.com", "070-998 77 66", "19770713-8812", "R-of-zoe")
KEY = re.compile(r"^Key: ([0-9a-f]{32})$", re.MULTILINE)
COLUMNS = {
    "response_id": "varchar", "notice_key": "varchar", "status": "varchar", "severity": "varchar",
    "nps_score": "smallint", "segment": "varchar", "touchpoint": "varchar", "owner": "varchar",
    "customer_key": "varchar", "comment": "varchar", "reason_driver": "varchar", "reason_theme": "varchar",
    "value_at_stake": "decimal(18,2)", "due_at": "timestamp", "priority": "bigint", "is_urgent": "boolean",
}  # fmt: skip
Row = dict[str, Any]


def follow_up(number: int, **changes: Any) -> Row:
    """An urgent follow-up with a name, an address and a number wherever an export could have them."""
    key = hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest()
    return {
        "response_id": f"pulse:{NAMES[4]}-{number}", "notice_key": key, "status": "open", "severity": "high",
        "nps_score": number % 3, "segment": ("Large", f"Large {NAMES[2]}", NAMES[0], None)[number % 4],
        "touchpoint": ("support", f"desk of {NAMES[1]}", f"call {NAMES[3]}")[number % 3], "owner": NAMES[0],
        "customer_key": "c0ffee", "comment": f"Call me, {NAMES[0]}, {NAMES[1]}, {NAMES[2]}, {NAMES[3]}",
        "reason_driver": "ease", "reason_theme": "delivery", "value_at_stake": 1234567.89 / (number + 1),
        "due_at": "2026-10-31 12:20:00", "priority": number + 1, "is_urgent": True, **changes,
    }  # fmt: skip


def publish(settings: Settings, rows: list[Row]) -> None:
    """Put a frontline publication in place as the job does: a whole new file under the old name."""
    settings.publish_dir.mkdir(parents=True, exist_ok=True)
    fresh = settings.publish_dir / "fresh.duckdb"
    with duckdb.connect(fresh) as connection:
        connection.execute("create schema cx")
        listed = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
        connection.execute(f"create table cx.follow_ups ({listed})")
        marks = ", ".join("?" for _ in COLUMNS)
        if rows:
            values = [[row[name] for name in COLUMNS] for row in rows]
            connection.executemany(f"insert into cx.follow_ups values ({marks})", values)
        connection.execute(
            """create table cx.metric_values as
            select dimension, member, false as is_suppressed, 5 as respondent_count from (values
                ('segment', 'Large'), ('segment', ?), ('touchpoint', 'support'), ('touchpoint', ?), ('touchpoint', ?)
            ) as shown (dimension, member)
            union all select 'segment', ?, true, null""",
            [f"Large {NAMES[2]}", f"desk of {NAMES[1]}", f"call {NAMES[3]}", NAMES[0]],
        )
    fresh.replace(settings.publish_dir / "cx_frontline.duckdb")


class Receiver:
    """A server that keeps what it accepted; `judge` says the status of each notice."""

    def __init__(self) -> None:
        self.accepted: list[str] = []
        self.bodies: list[str] = []
        self.judge: Callable[[str], int] = lambda key: 200
        self._fate: Callable[[bool], None] = lambda is_answered: None
        self._lock = threading.Lock()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                content = self.rfile.read(int(self.headers["Content-Length"])).decode()
                receiver.take(self, content)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: Any) -> None:
                """Who was killed does not hear the answer."""

        self.server = Server(("127.0.0.1", 0), Handler)

    def take(self, request: BaseHTTPRequestHandler, content: str) -> None:
        """Judge a request and answer it."""
        with self._lock:
            told = json.loads(content)
            found = KEY.search(told["message"])
            key = found[1] if found else ""
            is_known = "pa55word" in request.path or "Basic" in request.headers.get("Authorization", "")
            status = self.judge(key) if is_known and key in told["title"] else 400
            self.bodies.append(told["title"] + "\n" + told["message"])
            if status == 200:
                self.accepted.append(key)
            self._fate(False)
            request.send_response(status)
            request.end_headers()
        self._fate(True)

    def condemn(self, process: Any, *, after: int, before_answer: bool, pause: float) -> None:
        """Kill a sender at its n-th request: before it has the answer, or a moment after that."""
        left = after

        def fate(is_answered: bool) -> None:
            nonlocal left
            left -= not is_answered
            if left <= 0 and is_answered is not before_answer:
                time.sleep(pause)
                kill(process)

        self._fate = fate

    def pardon(self) -> None:
        """Kill nobody any more."""
        self._fate = lambda is_answered: None

    @property
    def url(self) -> str:
        """The address for CX_NOTIFY_URL, with a secret in each of its parts."""
        port = self.server.server_address[1]
        return f"json://desk:{SECRETS[0]}@127.0.0.1:{port}/{SECRETS[1]}?+X-Token={SECRETS[2]}"

    @property
    def doubles(self) -> int:
        """How often a notice was accepted that had been accepted before."""
        return len(self.accepted) - len(set(self.accepted))


@contextmanager
def receiver() -> Iterator[Receiver]:
    """A server while it is needed."""
    found = Receiver()
    thread = threading.Thread(target=found.server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield found
    finally:
        found.server.shutdown()
        thread.join()
        found.server.server_close()


def settings_for(folder: Path, url: str | None) -> Settings:
    """Settings of an installation in a folder that notifies an address."""
    return settings_in(folder, notify_url=url)


def send_to_the_end(settings: Settings) -> None:
    """Round after round, three hours apart, until nothing waits."""
    from dagster_project.notices.sending import send_notices

    now = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    for number in range(60):
        done = send_notices(settings, now=now + number * dt.timedelta(hours=3))
        if done.idle or done.waiting + done.failed == 0:
            return


def sender(settings: Settings) -> Any:
    """A process that sends all there is, started."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.integration.loaded"])
    process = context.Process(target=send_to_the_end, args=(settings,))
    process.start()
    return process


def kill(process: Any) -> None:
    """SIGKILL, as often as it takes: no clean-up, no goodbye."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGKILL)
