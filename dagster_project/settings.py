"""Paths, limits and names that come from the environment, typed and read in one place.

Nothing else in the package reads `os.environ` for its own configuration; nothing here touches the disk but
`hash_key`, which makes the installation's key the first time it is asked for.
"""

import datetime as dt
import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, parse_qs, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

PROJECT_ROOT = Path(__file__).resolve().parent.parent

PostgresMode = Literal["swap", "in_place"]


class SettingsError(ValueError):
    """An environment variable has a value that cannot be used; the message names it and says what to do."""


@dataclass(frozen=True)
class Settings:
    """Where this installation reads and writes, and the few choices that are the same for all sources."""

    raw_dir: Path
    warehouse: Path
    publish_dir: Path
    sources_dir: Path
    as_of: dt.date
    timezone: str
    currency: str
    industry: str | None
    memory_limit: str | None
    threads: int | None
    notify_url: str | None = field(default=None, repr=False)  # holds secrets: no message and no log shows it
    postgres_url: str | None = field(default=None, repr=False)  # holds a password
    postgres_mode: PostgresMode = "swap"

    @property
    def state_dir(self) -> Path:
        """The folder of what belongs to the warehouse: key, lock, validation results."""
        return self.warehouse.parent

    @property
    def validation_dir(self) -> Path:
        """Where the results of the checks on the way in are kept, with the page that shows them."""
        return self.state_dir / "validation"

    @property
    def lock_file(self) -> Path:
        """Held by the one job that writes this warehouse."""
        return self.warehouse.with_name(self.warehouse.name + ".lock")

    @property
    def outbox(self) -> Path:
        """What has been told to whom of urgent follow-ups, and what is still to be told."""
        return self.warehouse.with_suffix(".notices.sqlite")

    @property
    def postgres_place(self) -> str | None:
        """Where PostgreSQL is published to, as it may be shown: host, port and database."""
        return _place(urlsplit(self.postgres_url)) if self.postgres_url else None

    @property
    def dagster_home(self) -> Path:
        """Dagster's own storage: beside the warehouse unless DAGSTER_HOME says otherwise."""
        declared = os.environ.get("DAGSTER_HOME")
        return Path(declared) if declared else self.state_dir / "dagster"


def read_settings() -> Settings:
    """The settings as the environment has them now; raises SettingsError for a value that cannot be used."""
    return Settings(
        raw_dir=_path("CX_RAW_DIR", "data/raw"),
        warehouse=_path("CX_WAREHOUSE", "data/warehouse/cx.duckdb"),
        publish_dir=_path("CX_PUBLISH_DIR", "data/published"),
        as_of=_date("CX_AS_OF"),
        timezone=_timezone("CX_TIMEZONE", "Europe/Stockholm"),
        currency=_currency("CX_CURRENCY", "SEK"),
        industry=os.environ.get("CX_INDUSTRY") or None,
        memory_limit=_memory("CX_MEMORY_LIMIT"),
        threads=_threads("CX_THREADS"),
        sources_dir=_sources("CX_SOURCES_DIR", "dagster_project/defs/sources"),
        notify_url=(os.environ.get("CX_NOTIFY_URL") or "").strip() or None,
        postgres_url=_postgres_url("CX_PUBLISH_POSTGRES"),
        postgres_mode=_postgres_mode("CX_PUBLISH_POSTGRES_MODE"),
    )


def wants_colours() -> bool:
    """Whether the terminal may be coloured (no-color.org: any value of NO_COLOR says no)."""
    return not os.environ.get("NO_COLOR")


def hash_key(settings: Settings) -> bytes:
    """The key of the keyed hashes of identities: `CX_HASH_KEY`, else a random one kept beside the warehouse."""
    declared = os.environ.get("CX_HASH_KEY")
    if declared:
        return declared.encode()
    path = settings.state_dir / "hash.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    return path.read_text().strip().encode()


def _path(name: str, default: str) -> Path:
    return (PROJECT_ROOT / (os.environ.get(name) or default)).absolute()


def _sources(name: str, default: str) -> Path:
    path = _path(name, default)
    if os.environ.get(name) and not path.is_dir():
        raise SettingsError(f"{name} is '{path}': there is no such folder; make it, or correct the variable")
    return path


def _date(name: str) -> dt.date:
    text = os.environ.get(name)
    if not text:
        return dt.datetime.now(ZoneInfo(_timezone("CX_TIMEZONE", "Europe/Stockholm"))).date()
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise SettingsError(f"{name} is '{text}': write a date such as 2026-10-31") from None


def _timezone(name: str, default: str) -> str:
    zone = os.environ.get(name) or default
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, IsADirectoryError):
        raise SettingsError(f"{name} is '{zone}': write a zone such as Europe/Stockholm") from None
    return zone


def _currency(name: str, default: str) -> str:
    code = os.environ.get(name) or default
    if len(code) != 3 or not (code.isascii() and code.isalpha()):
        raise SettingsError(f"{name} is '{code}': write a currency's three letters, such as SEK")
    return code.upper()


def _memory(name: str) -> str | None:
    text = os.environ.get(name)
    if text and not re.fullmatch(r"[0-9]+([.][0-9]+)? ?[KMGT]i?B", text, re.IGNORECASE):
        raise SettingsError(f"{name} is '{text}': write an amount such as 2GB")
    return text or None


def _threads(name: str) -> int | None:
    text = os.environ.get(name)
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        raise SettingsError(f"{name} is '{text}': write a whole number from 1")
    return int(text)


def _postgres_url(name: str) -> str | None:
    """A connection URL as libpq takes it; what is wrong is said without a part of it, since any may be the password."""
    url = (os.environ.get(name) or "").strip()
    if not url:
        return None
    wanted = f"write {name} as postgresql://user:password@host:5432/database, and %40 for an @ in the password"
    try:
        parts = urlsplit(url)
        _place(parts)
    except ValueError:
        raise SettingsError(f"{name} has a port or a host that cannot be read: {wanted}") from None
    if parts.scheme not in ("postgresql", "postgres"):
        raise SettingsError(f"{name} does not start with postgresql://: {wanted}")
    if parts.fragment or any(character.isspace() for character in url) or re.search("%(?![0-9A-Fa-f]{2})", url):
        raise SettingsError(f"{name} has a blank, a # or a % that is not written as %20, %23 or %25: {wanted}")
    if not (parts.hostname or "host" in parse_qs(parts.query)) or not parts.path.strip("/"):
        raise SettingsError(f"{name} lacks the host or the database: {wanted}")
    return url


def _place(parts: SplitResult) -> str:
    host = parts.hostname or parse_qs(parts.query).get("host", ["?"])[0]
    return f"{f'[{host}]' if ':' in host else host}:{parts.port or 5432}/{parts.path.strip('/')}"


def _postgres_mode(name: str) -> PostgresMode:
    mode = os.environ.get(name) or "swap"
    if mode == "swap":
        return "swap"
    if mode == "in_place":
        return "in_place"
    raise SettingsError(f"{name} is '{mode}': write swap, or in_place where views stand on the tables")
