"""One round of notices: what is urgent enters the outbox, what is in it is sent, what has become needless is closed."""

import datetime as dt
import time
from collections import Counter
from dataclasses import dataclass

from dagster_project.notices.channels import Channel, open_channels
from dagster_project.notices.outbox import Outbox, OutboxBusyError, Pending, open_outbox
from dagster_project.notices.publication import FollowUp, Publication, open_publication
from dagster_project.notices.wording import Words, body, title
from dagster_project.publish.swap import FILES
from dagster_project.settings import Settings, hash_key

FAILURES_IN_A_ROW = 3  # then a channel is left alone until the next round
ENDED = {"contacted": "contacted", "closed": "closed", "unreachable": "anonymous"}


@dataclass(frozen=True)
class Round:
    """What a round did; `idle` says why it did nothing at all."""

    entered: int = 0
    sent: int = 0
    failed: int = 0
    closed: int = 0
    waiting: int = 0
    idle: str | None = None

    @property
    def said(self) -> str:
        """The round in a line."""
        if self.idle:
            return self.idle
        return (
            f"{self.sent} notices sent, {self.failed} failed, {self.closed} closed unsent, {self.waiting} waiting; "
            f"{self.entered} were new"
        )


def send_notices(settings: Settings, *, now: dt.datetime | None = None, seconds: float | None = None) -> Round:
    """Tell of every urgent follow-up once. `seconds`: begin no further notice after that time.

    Raises NotifyUrlError for an address that cannot be used, UnreadableError for a publication that cannot be read.
    """
    published = settings.publish_dir / FILES["frontline"]
    if settings.notify_url is None:
        return Round(idle="CX_NOTIFY_URL is not set")
    if not published.exists():
        return Round(idle="nothing is published yet")
    stop_at = None if seconds is None else time.monotonic() + seconds
    channels = open_channels(settings.notify_url, hash_key(settings))
    try:
        with open_publication(published) as publication:
            if not publication.has("follow_ups"):
                return Round(idle="the publication has no follow-ups; run once more")
            with open_outbox(settings.outbox) as outbox:
                return _round(settings, publication, outbox, channels, now or dt.datetime.now(dt.UTC), stop_at)
    except OutboxBusyError as error:
        return Round(idle=str(error))


def _round(
    settings: Settings,
    publication: Publication,
    outbox: Outbox,
    channels: list[Channel],
    now: dt.datetime,
    stop_at: float | None,
) -> Round:
    entered = outbox.enter(publication.urgent(), now)
    pending = outbox.pending(now)
    found = publication.follow_ups([one.notice_key for one in pending])
    words = Words(
        settings.timezone,
        settings.currency,
        publication.shown_names("segment"),
        publication.shown_names("touchpoint"),
    )
    done: Counter[str] = Counter()
    failures: Counter[str] = Counter()
    for one in sorted(pending, key=lambda one: (one.attempts, _priority(found.get(one.notice_key)))):
        follow_up = found.get(one.notice_key)
        if follow_up is None or follow_up.status in ENDED:
            outbox.close(one.notice_key, now, ENDED[follow_up.status] if follow_up else "erased")
            done["closed"] += 1
        elif one.is_due and (stop_at is None or time.monotonic() < stop_at):
            done[_send(follow_up, one, outbox, channels, words, now, failures)] += 1
        else:
            done["waiting"] += 1
    return Round(entered, done["sent"], done["failed"], done["closed"], done["waiting"])


def _send(
    follow_up: FollowUp,
    pending: Pending,
    outbox: Outbox,
    channels: list[Channel],
    words: Words,
    now: dt.datetime,
    failures: Counter[str],
) -> str:
    """Send to every channel that has not got it yet: 'sent', 'failed' or, where all are left alone, 'waiting'."""
    missing = [one for one in channels if one.channel not in pending.delivered]
    tried = [one for one in missing if failures[one.channel] < FAILURES_IN_A_ROW]
    taken = 0
    for channel in tried:
        if channel.send(title(follow_up), body(follow_up, words)):
            taken += 1
            outbox.deliver(follow_up.notice_key, channel.channel, now, is_last=taken == len(missing))
            failures[channel.channel] = 0
        else:
            failures[channel.channel] += 1
    if not missing:
        outbox.settle(follow_up.notice_key, now)
    if taken == len(missing):
        return "sent"
    if taken == len(tried):
        return "waiting"
    outbox.postpone(follow_up.notice_key, pending.attempts, now)
    return "failed"


def _priority(follow_up: FollowUp | None) -> int:
    return follow_up.priority if follow_up else 0
