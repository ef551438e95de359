"""Notices of urgent follow-ups: none is lost however often the sender dies, and none says who it is about.

A server on this machine stands for the channel; Apprise, the outbox and the processes are the real ones.
"""

import datetime as dt
import random
import signal
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
import yaml

from dagster_project.notices.sending import Round, send_notices
from dagster_project.settings import Settings
from dagster_project.transformation import DBT_DIR
from tests.integration.notice_desk import (
    COLUMNS,
    NAMES,
    SECRETS,
    Receiver,
    follow_up,
    publish,
    receiver,
    send_to_the_end,
    sender,
    settings_for,
)
from tests.unit.test_cli import cx

NOW = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
KILLS = 10


@pytest.fixture
def desk() -> Iterator[Receiver]:
    with receiver() as found:
        yield found


def expected(count: int) -> set[str]:
    return {row["notice_key"] for row in map(follow_up, range(count))}


def test_the_publication_made_by_hand_has_the_columns_of_the_real_one() -> None:
    models = yaml.safe_load((DBT_DIR / "models/marts/follow_up/_follow_up__models.yml").read_text(encoding="utf-8"))
    (real,) = [model["columns"] for model in models["models"] if model["name"] == "follow_ups"]
    types = {column["name"]: column["data_type"] for column in real}
    assert {name: types.get(name) for name in COLUMNS} == COLUMNS


def test_every_urgent_response_arrives_over_ten_kills_and_no_more_are_doubled_than_killed(
    desk: Receiver, tmp_path: Path
) -> None:
    rows = [follow_up(number) for number in range(250)]
    publish(settings := settings_for(tmp_path, desk.url), [*rows, follow_up(999, is_urgent=False)])
    chance = random.Random(20261101)
    desk.judge = lambda key: 500 if chance.random() < 0.1 else 200
    killed = 0
    for life in range(KILLS):
        process = sender(settings)
        desk.condemn(process, after=chance.randint(1, 25), before_answer=life % 2 == 0, pause=chance.uniform(0, 0.02))
        process.join(timeout=60)
        killed += process.exitcode == -signal.SIGKILL
    desk.pardon()
    assert killed == KILLS
    assert 0 < len(set(desk.accepted)) < len(rows)
    last = sender(settings)
    last.join(timeout=60)
    assert last.exitcode == 0
    assert set(desk.accepted) == expected(250)
    assert 0 < desk.doubles <= KILLS
    assert send_notices(settings, now=NOW + 999 * HOUR) == Round()


def test_two_senders_at_once_send_nothing_twice(desk: Receiver, tmp_path: Path) -> None:
    publish(settings := settings_for(tmp_path, desk.url), [follow_up(number) for number in range(40)])

    def slowly(key: str) -> int:
        time.sleep(0.002)
        return 200

    desk.judge = slowly
    for process in [sender(settings), sender(settings), sender(settings)]:
        process.join(timeout=60)
        assert process.exitcode == 0
    send_to_the_end(settings)
    assert set(desk.accepted) == expected(40)
    assert desk.doubles == 0


def test_what_fails_is_tried_again_after_growing_pauses_and_never_given_up(desk: Receiver, tmp_path: Path) -> None:
    publish(settings := settings_for(tmp_path, desk.url), [follow_up(1)])
    desk.judge = lambda key: 503
    tried = []
    for minute in (0, 0.9, 1, 2.9, 3, 6.9, 7, 14.9, 15, 30.9, 31, 62.9, 63, 122.9, 123, 182.9, 183):
        before = len(desk.bodies)
        send_notices(settings, now=NOW + dt.timedelta(minutes=minute))
        if len(desk.bodies) > before:
            tried.append(minute)
    assert tried == [0, 1, 3, 7, 15, 31, 63, 123, 183]
    desk.judge = lambda key: 200
    publish(settings, [follow_up(1, is_urgent=False)])  # thirty days are over
    assert send_notices(settings, now=NOW + 9 * HOUR) == Round(sent=1)


def test_a_channel_that_is_down_is_left_alone_and_one_bad_notice_holds_up_no_other(
    desk: Receiver, tmp_path: Path
) -> None:
    publish(settings := settings_for(tmp_path, desk.url), [follow_up(number) for number in range(20)])
    desk.judge = lambda key: 500
    assert send_notices(settings, now=NOW) == Round(entered=20, failed=3, waiting=17)
    poisoned = follow_up(0)["notice_key"]
    desk.judge = lambda key: 400 if key == poisoned else 200
    assert send_notices(settings, now=NOW + HOUR) == Round(sent=19, failed=1)


def test_two_channels_each_get_it_once_though_one_of_them_fails(desk: Receiver, tmp_path: Path) -> None:
    with receiver() as other:
        settings = settings_for(tmp_path, f"{desk.url},\n {other.url} {desk.url}")
        publish(settings, [follow_up(1), follow_up(2)])
        other.judge = lambda key: 500
        assert send_notices(settings, now=NOW) == Round(entered=2, failed=2)
        other.judge = lambda key: 200
        assert send_notices(settings, now=NOW + HOUR) == Round(sent=2)
        assert sorted(desk.accepted) == sorted(other.accepted) == sorted(follow_up(n)["notice_key"] for n in (1, 2))


def test_what_was_contacted_closed_or_erased_meanwhile_is_not_sent(desk: Receiver, tmp_path: Path) -> None:
    rows = [follow_up(number) for number in range(4)]
    publish(settings := settings_for(tmp_path, desk.url), rows)
    desk.judge = lambda key: 500
    send_notices(settings, now=NOW)
    desk.judge = lambda key: 200
    states = ("contacted", "closed", "open")
    publish(settings, [row | {"is_urgent": False, "status": status} for row, status in zip(rows, states, strict=False)])
    assert send_notices(settings, now=NOW + HOUR) == Round(sent=1, closed=3)
    assert desk.accepted == [rows[2]["notice_key"]]
    publish(settings, rows)  # a mistake, taken back
    assert send_notices(settings, now=NOW + 2 * HOUR) == Round(entered=3, sent=3)
    assert desk.doubles == 0


def test_no_address_no_name_and_no_number_is_in_any_notice(desk: Receiver, tmp_path: Path) -> None:
    publish(settings := settings_for(tmp_path, desk.url), [follow_up(number) for number in range(12)])
    send_to_the_end(settings)
    said = "\n".join(desk.bodies)
    for name in (*NAMES, "Zoe", "leak.example", "998 77", "8812", "c0ffee"):
        assert name not in said
    assert "Segment: Large\n" in said
    assert "Segment: Large [telephone]\n" in said
    assert "Segment: not told, too few people\n" in said
    assert "Touchpoint: desk of [e-mail]\n" in said
    assert "Touchpoint: call [personal number]\n" in said
    assert "Contact until: 2026-10-31 13:20 (Europe/Stockholm)\n" in said
    assert "At stake: about 1 200 000 SEK\n" in said
    assert "Reason: ease, delivery\n" in said


def test_the_secrets_of_the_address_are_in_no_file_and_no_output(desk: Receiver, tmp_path: Path) -> None:
    publish(settings := settings_for(tmp_path, desk.url), [follow_up(number) for number in range(3)])
    desk.judge = lambda key: 500 if key == follow_up(1)["notice_key"] else 200
    (tmp_path / "sources").mkdir()
    done = cx(tmp_path, "notify", CX_NOTIFY_URL=desk.url)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == "2 notices sent, 1 failed, 0 closed unsent, 0 waiting; 3 were new\n"
    bad = cx(tmp_path, "notify", CX_NOTIFY_URL=f"{desk.url} nonsense://{SECRETS[0]}/{SECRETS[1]}")
    assert (bad.returncode, bad.stderr) == (2, "")
    assert bad.stdout.startswith("error CX_NOTIFY_URL: address 2 of 2 is none that Apprise can send to")
    assert SECRETS[0] not in repr(settings)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"cx.notices.sqlite", "cx.notices.sqlite.lock"}
    assert stat.S_IMODE(settings.outbox.stat().st_mode) == 0o600
    for text in (*SECRETS, "127.0.0.1"):
        assert [path for path in files if text.encode() in path.read_bytes()] == []
        assert text not in done.stdout + bad.stdout
    for name in (*NAMES, "Large"):
        assert name.encode() not in settings.outbox.read_bytes()


def test_without_the_variable_nothing_is_opened(desk: Receiver, tmp_path: Path) -> None:
    publish(settings := settings_for(tmp_path, None), [follow_up(1)])
    (tmp_path / "sources").mkdir()
    before = sorted(tmp_path.rglob("*"))
    done = cx(tmp_path, "notify")
    assert (done.returncode, done.stdout, done.stderr) == (0, "CX_NOTIFY_URL is not set\n", "")
    assert send_notices(settings) == Round(idle="CX_NOTIFY_URL is not set")
    assert sorted(tmp_path.rglob("*")) == before
    assert desk.bodies == []


def test_without_a_publication_there_is_nothing_to_say(desk: Receiver, tmp_path: Path) -> None:
    assert send_notices(settings_for(tmp_path, desk.url)).idle == "nothing is published yet"
    assert list(tmp_path.iterdir()) == []


def test_the_sensor_sends_through_the_same_room(
    desk: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dagster_project.defs.sensors import urgent_follow_ups_are_told

    settings: Settings = settings_for(tmp_path, desk.url)
    monkeypatch.setenv("CX_WAREHOUSE", str(settings.warehouse))
    monkeypatch.setenv("CX_PUBLISH_DIR", str(settings.publish_dir))
    publish(settings, [follow_up(number) for number in range(5)])

    def tick() -> str | None:
        with dg.DagsterInstance.ephemeral() as instance, dg.build_sensor_context(instance=instance) as context:
            done = urgent_follow_ups_are_told.evaluate_tick(context)
        assert done.run_requests == []
        return done.skip_message

    assert tick() == "CX_NOTIFY_URL is not set"
    monkeypatch.setenv("CX_NOTIFY_URL", desk.url)
    assert tick() == "5 notices sent, 0 failed, 0 closed unsent, 0 waiting; 5 were new"
    assert tick() == "0 notices sent, 0 failed, 0 closed unsent, 0 waiting; 0 were new"
    assert set(desk.accepted) == expected(5)
    assert desk.doubles == 0
