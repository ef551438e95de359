"""The environment: defaults, what is accepted, and the one line for what is not."""

import datetime as dt
import stat
from pathlib import Path

import pytest

from dagster_project.settings import PROJECT_ROOT, Settings, SettingsError, hash_key, read_settings


def test_without_variables_everything_lies_in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    found = read_settings()
    assert (found.raw_dir, found.publish_dir) == (PROJECT_ROOT / "data/raw", PROJECT_ROOT / "data/published")
    assert found.warehouse == PROJECT_ROOT / "data/warehouse/cx.duckdb"
    assert found.sources_dir == PROJECT_ROOT / "dagster_project/defs/sources"
    assert (found.timezone, found.currency, found.industry) == ("Europe/Stockholm", "SEK", None)
    assert abs(found.as_of - dt.datetime.now(dt.UTC).date()) <= dt.timedelta(days=1)


def test_every_path_follows_its_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    names = {"CX_RAW_DIR": "raw_dir", "CX_WAREHOUSE": "warehouse", "CX_PUBLISH_DIR": "publish_dir"}
    for variable, name in {**names, "CX_SOURCES_DIR": "sources_dir"}.items():
        monkeypatch.setenv(variable, str(tmp_path / name))
    (tmp_path / "sources_dir").mkdir()
    found = read_settings()
    assert [getattr(found, name) for name in names.values()] == [tmp_path / name for name in names.values()]
    assert found.sources_dir == tmp_path / "sources_dir"
    assert found.state_dir == found.validation_dir.parent == found.lock_file.parent == tmp_path


def test_a_folder_of_sources_that_is_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CX_SOURCES_DIR", str(tmp_path / "mistyped"))
    with pytest.raises(SettingsError, match=r"CX_SOURCES_DIR is '.*mistyped': there is no such folder"):
        read_settings()


def test_a_relative_path_starts_at_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CX_RAW_DIR", "elsewhere/raw")
    assert read_settings().raw_dir == PROJECT_ROOT / "elsewhere/raw"


def test_a_blank_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "CX_RAW_DIR",
        "CX_TIMEZONE",
        "CX_CURRENCY",
        "CX_AS_OF",
        "CX_THREADS",
        "CX_MEMORY_LIMIT",
        "CX_INDUSTRY",
    ):
        monkeypatch.setenv(name, "")
    found = read_settings()
    assert (found.timezone, found.currency, found.threads) == ("Europe/Stockholm", "SEK", None)
    assert (found.memory_limit, found.industry) == (None, None)


def test_values_are_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "CX_AS_OF": "2026-02-28", "CX_TIMEZONE": "UTC", "CX_CURRENCY": "eur", "CX_THREADS": "2",
        "CX_MEMORY_LIMIT": "1.5 GB", "CX_INDUSTRY": "retail",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    found = read_settings()
    assert (found.as_of, found.timezone, found.currency) == (dt.date(2026, 2, 28), "UTC", "EUR")
    assert (found.threads, found.memory_limit, found.industry) == (2, "1.5 GB", "retail")


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("CX_AS_OF", "2026-02-30", "write a date such as"),
        ("CX_AS_OF", "yesterday", "write a date such as"),
        ("CX_TIMEZONE", "Europe/Stokholm", "write a zone such as"),
        ("CX_TIMEZONE", "../etc/passwd", "write a zone such as"),
        ("CX_TIMEZONE", "Europe", "write a zone such as"),
        ("CX_CURRENCY", "kronor", "three letters"),
        ("CX_CURRENCY", "åäö", "three letters"),
        ("CX_THREADS", "0", "a whole number from 1"),
        ("CX_THREADS", "many", "a whole number from 1"),
        ("CX_THREADS", "²", "a whole number from 1"),
        ("CX_MEMORY_LIMIT", "much", "write an amount such as"),
    ],
)
def test_a_value_that_cannot_be_used_is_one_line_with_its_name_and_what_to_write(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, hint: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=hint) as told:
        read_settings()
    assert str(told.value).startswith(f"{name} is '{value}': ")
    assert "\n" not in str(told.value)


def test_the_day_of_the_run_is_that_of_the_business_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    days = set()
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        monkeypatch.setenv("CX_TIMEZONE", zone)
        days.add(read_settings().as_of)
    assert len(days) == 2


def test_the_declared_key_is_the_key(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CX_HASH_KEY", "nyckel på svenska")
    assert hash_key(settings) == "nyckel på svenska".encode()
    assert not settings.state_dir.exists()


def test_without_one_a_random_key_is_made_once_for_its_owner_alone(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CX_HASH_KEY")
    first = hash_key(settings)
    assert hash_key(settings) == first
    assert len(first) == 64
    (file,) = settings.state_dir.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_two_installations_have_two_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CX_HASH_KEY")
    keys = set()
    for name in ("one", "two"):
        monkeypatch.setenv("CX_WAREHOUSE", str(tmp_path / name / "cx.duckdb"))
        keys.add(hash_key(read_settings()))
    assert len(keys) == 2


def test_the_address_of_notices_is_read_and_never_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CX_WAREHOUSE", str(tmp_path / "cx.duckdb"))
    for blank in ("", "  \n"):
        monkeypatch.setenv("CX_NOTIFY_URL", blank)
        assert read_settings().notify_url is None
    monkeypatch.setenv("CX_NOTIFY_URL", " json://user:pa55word@localhost\n")
    found = read_settings()
    assert found.notify_url == "json://user:pa55word@localhost"
    assert "pa55word" not in repr(found)
    assert found.outbox == tmp_path / "cx.notices.sqlite"


def test_dagster_s_own_folder_may_be_named(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    assert settings.state_dir in settings.dagster_home.parents
    monkeypatch.setenv("DAGSTER_HOME", "/elsewhere")
    assert settings.dagster_home == Path("/elsewhere")


def test_without_the_variable_nothing_is_published_to_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CX_PUBLISH_POSTGRES", " ")
    found = read_settings()
    assert (found.postgres_url, found.postgres_place, found.postgres_mode) == (None, None, "swap")


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("postgresql://writer:hemligt@db.example.com:6432/cx", "db.example.com:6432/cx"),
        ("postgres://writer:hem%40ligt%2F@db.example.com/cx?sslmode=require", "db.example.com:5432/cx"),
        ("postgresql://writer:hemligt@[::1]:5433/cx", "[::1]:5433/cx"),
        ("postgresql://db.example.com/cx?user=writer&password=hemligt", "db.example.com:5432/cx"),
        ("postgresql:///cx?host=/run/postgresql&user=hemligt", "/run/postgresql:5432/cx"),
    ],
)
def test_the_address_of_postgresql_is_shown_without_user_and_password(
    monkeypatch: pytest.MonkeyPatch, url: str, place: str
) -> None:
    monkeypatch.setenv("CX_PUBLISH_POSTGRES", url)
    found = read_settings()
    assert (found.postgres_url, found.postgres_place) == (url, place)
    assert "hem" not in repr(found) and "writer" not in repr(found)


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("hemligt", "does not start with postgresql://"),
        ("mysql://writer:hemligt@host/cx", "does not start with postgresql://"),
        ("postgresql://writer:hemligt@host", "lacks the host or the database"),
        ("postgresql://writer:hemligt@host/", "lacks the host or the database"),
        ("postgresql://writer:hemligt@/cx", "lacks the host or the database"),
        ("postgresql://writer:hemligt@host:port/cx", "has a port or a host that cannot be read"),
        ("postgresql://writer:hemligt@host:99999/cx", "has a port or a host that cannot be read"),
        ("postgresql://writer:hem/ligt@host/cx", "has a port or a host that cannot be read"),
        ("postgresql://writer:hem#ligt@host/cx", "has a port or a host that cannot be read"),
        ("postgresql://writer:hemligt@[host/cx", "has a port or a host that cannot be read"),
        ("postgresql://writer:hem%ligt@host/cx", "has a blank, a # or a %"),
        ("postgresql://writer:hem ligt@host/cx", "has a blank, a # or a %"),
        ("postgresql://writer:hemligt@host/cx#frag", "has a blank, a # or a %"),
    ],
)
def test_an_address_of_postgresql_that_cannot_be_used_is_one_line_that_shows_none_of_it(
    monkeypatch: pytest.MonkeyPatch, url: str, what: str
) -> None:
    monkeypatch.setenv("CX_PUBLISH_POSTGRES", url)
    with pytest.raises(SettingsError) as told:
        read_settings()
    said = str(told.value)
    assert said.startswith(f"CX_PUBLISH_POSTGRES {what}")
    assert "postgresql://user:password@host:5432/database" in said and "\n" not in said
    assert not [part for part in ("hemligt", "hem/", "hem#", "hem%", "ligt", "writer") if part in said]
    assert told.value.__suppress_context__ or told.value.__context__ is None


@pytest.mark.parametrize(("mode", "found"), [("", "swap"), ("swap", "swap"), ("in_place", "in_place")])
def test_the_mode_of_postgresql_is_one_of_two(monkeypatch: pytest.MonkeyPatch, mode: str, found: str) -> None:
    monkeypatch.setenv("CX_PUBLISH_POSTGRES_MODE", mode)
    assert read_settings().postgres_mode == found


def test_another_mode_of_postgresql_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CX_PUBLISH_POSTGRES_MODE", "truncate")
    with pytest.raises(SettingsError, match="CX_PUBLISH_POSTGRES_MODE is 'truncate': write swap, or in_place"):
        read_settings()
