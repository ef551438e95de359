"""CX_NOTIFY_URL: how it is read, what is switched off, and that no word of it gets out."""

import logging

import pytest

from dagster_project.notices.channels import NotifyUrlError, open_channels

KEY = b"a key"
SECRET = "t0ken"


@pytest.mark.parametrize(
    ("urls", "count"),
    [
        ("json://localhost/one", 1),
        ("json://localhost/one json://localhost/two", 2),
        ("json://localhost/one,json://localhost/two", 2),
        (" json://localhost/one ,\n\tjsons://localhost/two, ", 2),
        ("json://localhost/one json://localhost/one", 1),
        ("mailto://user:pass@example.com?to=one@example.com,two@example.com json://localhost", 2),
    ],
)
def test_addresses_are_parted_by_blanks_or_commas(urls: str, count: int) -> None:
    assert len({channel.channel for channel in open_channels(urls, KEY)}) == count


def test_a_channel_is_known_by_a_keyed_hash() -> None:
    (one,), (same,), (other,) = (open_channels(f"json://localhost/{SECRET}", key) for key in (KEY, KEY, b"another"))
    assert one.channel == same.channel != other.channel
    assert len(one.channel) == 32


@pytest.mark.parametrize("bad", [f"nonsense://{SECRET}", SECRET, f"slack://{SECRET}", "://", f"json//{SECRET}"])
def test_a_bad_address_is_told_by_its_place_and_never_shown(
    bad: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(NotifyUrlError, match=r"^CX_NOTIFY_URL: address [12] of [12] is none") as told:
        open_channels(f"{bad}, json://localhost/{SECRET}" if "://" not in bad else f"json://localhost {bad}", KEY)
    captured = capfd.readouterr()
    for text in (str(told.value), caplog.text, captured.out, captured.err):
        assert SECRET not in text
        assert "\n" not in text


def test_a_channel_that_cannot_be_reached_fails_in_silence(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    (channel,) = open_channels(f"json://user:{SECRET}@127.0.0.1:9/{SECRET}?retry=3&cto=1&rto=1", KEY)
    assert channel.send("a title", "a body") is False
    captured = capfd.readouterr()
    assert caplog.text + captured.out + captured.err == ""
    assert logging.getLogger("apprise").level != logging.CRITICAL + 1


def test_apprise_neither_tries_again_nor_keeps_files_nor_runs_threads() -> None:
    (channel,) = open_channels("json://localhost?retry=5&wait=9", KEY)
    (service,) = channel._service
    assert service.retry == 0
    assert service.redirects is False
    assert (service.asset.async_mode, service.asset._service_timeout) == (False, 0)
    assert (service.asset.storage_mode.value, service.asset.storage_path) == ("memory", None)
