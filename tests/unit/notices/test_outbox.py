"""The outbox: one file, for its owner alone, for one process at a time; what is in it survives everything."""

import datetime as dt
import sqlite3
import stat
from pathlib import Path

import pytest

from dagster_project.notices.outbox import Outbox, OutboxBusyError, Pending, open_outbox

NOW = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "cx.notices.sqlite"


def keys(outbox: Outbox, now: dt.datetime = NOW) -> list[str]:
    return [one.notice_key for one in outbox.pending(now)]


def test_a_notice_enters_once_and_stays_until_every_channel_has_it(path: Path) -> None:
    with open_outbox(path) as outbox:
        assert outbox.enter(["a", "b"], NOW) == 2
        assert outbox.enter(["a", "b"], LATER) == 0
        outbox.deliver("a", "one", NOW, is_last=False)
    with open_outbox(path) as outbox:
        assert outbox.pending(NOW) == [Pending("a", 0, True, frozenset({"one"})), Pending("b", 0, True, frozenset())]
        outbox.deliver("a", "two", NOW, is_last=True)
        assert keys(outbox) == ["b"]
        assert outbox.enter(["a"], LATER) == 0
        outbox.settle("b", NOW)
        assert keys(outbox) == []


def test_what_failed_waits_and_comes_after_what_was_not_tried(path: Path) -> None:
    with open_outbox(path) as outbox:
        outbox.enter(["a", "b"], NOW)
        outbox.postpone("a", 0, NOW)
        first, second = outbox.pending(NOW)
        assert (first.notice_key, second.notice_key, second.attempts, second.is_due) == ("b", "a", 1, False)
        assert all(one.is_due for one in outbox.pending(NOW + dt.timedelta(minutes=1)))
        outbox.postpone("a", 5000, NOW)
        assert all(one.is_due for one in outbox.pending(LATER))


def test_what_was_closed_unsent_may_come_back_with_what_had_been_delivered(path: Path) -> None:
    with open_outbox(path) as outbox:
        outbox.enter(["a"], NOW)
        outbox.deliver("a", "one", NOW, is_last=False)
        outbox.close("a", NOW, "erased")
        assert keys(outbox) == []
        assert outbox.enter(["a"], LATER) == 1
        assert outbox.pending(LATER) == [Pending("a", 0, True, frozenset({"one"}))]


def test_it_is_for_its_owner_alone(path: Path) -> None:
    with open_outbox(path) as outbox:
        outbox.enter(["a"], NOW)
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}


def test_a_second_process_is_told_to_wait(path: Path) -> None:
    with open_outbox(path), pytest.raises(OutboxBusyError, match="another process"), open_outbox(path):
        pass
    with open_outbox(path):
        pass


def test_an_operator_can_read_it(path: Path) -> None:
    with open_outbox(path) as outbox:
        outbox.enter(["a"], NOW)
        outbox.close("a", LATER, "contacted")
    connection = sqlite3.connect(path)
    rows = connection.execute("select notice_key, state, reason, entered_at, settled_at from notices").fetchall()
    connection.close()
    assert rows == [("a", "closed", "contacted", "2026-11-01T12:00:00Z", "2026-11-01T13:00:00Z")]
