"""CX_NOTIFY_URL as channels that a notice can be sent to. The one module that knows Apprise, and only while it sends.

The addresses hold passwords: they are in no message, no log and no file. A channel is known by a keyed hash of its own.
"""

import hashlib
import hmac
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

_APART = re.compile(r"[\s,]+(?=[A-Za-z][A-Za-z0-9+.-]*://)")
_TALKATIVE = ("apprise", "urllib3", "requests", "requests_oauthlib", "oauthlib")


class NotifyUrlError(ValueError):
    """CX_NOTIFY_URL cannot be used; the message says which of its addresses, and never what stands there."""


@dataclass(frozen=True)
class Channel:
    """One address that notices go to."""

    channel: str
    _service: Any

    def send(self, title: str, body: str) -> bool:
        """Send once, in this thread; whether the channel took it."""
        with _in_silence():
            return bool(self._service.notify(title=title, body=body, notify_type="warning", body_format="text"))


def open_channels(urls: str, key: bytes) -> list[Channel]:
    """The channels of some addresses, parted by blanks or commas; raises NotifyUrlError for one that is none."""
    addresses = list(dict.fromkeys(filter(None, (address.strip(" ,\t\r\n") for address in _APART.split(urls)))))
    return [
        Channel(_hashed(address, key), _service(address, number, addresses))
        for number, address in enumerate(addresses, start=1)
    ]


def _hashed(address: str, key: bytes) -> str:
    return hmac.new(key, address.encode("utf-8", "surrogateescape"), hashlib.sha256).hexdigest()[:32]


def _service(address: str, number: int, addresses: list[str]) -> Any:
    """Apprise for one address, without what it would do by itself: try again, run threads, keep files."""
    with _in_silence():
        from apprise import Apprise, AppriseAsset

        asset = AppriseAsset(
            app_id="cx-metrics",
            app_desc="Customer experience: urgent follow-ups",
            async_mode=False,
            default_service_retry=0,
            http_redirects=False,  # a page that somebody is led to answers 200, and the notice would be lost
            pem_autogen=False,
            pgp_autogen=False,
            allow_templates=False,
            secure_logging=True,
            service_timeout=0,  # else it sends in a thread, gives up on it, and the notice arrives all the same
            storage_mode="memory",
        )
        found = Apprise.instantiate(address, asset=asset)
        if found is None:
            raise NotifyUrlError(
                f"CX_NOTIFY_URL: address {number} of {len(addresses)} is none that Apprise can send to; write it as "
                "Apprise's page of its service says, such as mailto://... or slack://..."
            )
        found.retry = 0  # whatever the address asks for: what was tried is counted in the outbox
        service = Apprise(asset=asset)
        service.add(found)
        return service


@contextmanager
def _in_silence() -> Iterator[None]:
    """Keep the libraries from logging: their lines name hosts and paths, and paths hold tokens."""
    loggers = [logging.getLogger(name) for name in _TALKATIVE]
    levels = [logger.level for logger in loggers]
    try:
        for logger in loggers:
            logger.setLevel(logging.CRITICAL + 1)
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
