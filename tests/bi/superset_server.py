"""A real Superset of the tests' own: its environment in .cache, its server on a free port of the loopback.

Its metadata and the published tables lie in a PostgreSQL that `postgres_server` started. What the dashboard should show
is no matter of this module. No test stands here.
"""

import hashlib
import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import HTTPCookieProcessor, build_opener

from dagster_project.settings import PROJECT_ROOT

REQUIREMENTS = PROJECT_ROOT / "bi" / "superset" / "requirements.txt"
START_SECONDS = 120
USER = "admin"
CONFIG = """
import logging
SECRET_KEY = {secret!r}
SQLALCHEMY_DATABASE_URI = {metadata!r}
RATELIMIT_ENABLED = False
AUTH_RATE_LIMITED = False
FAB_ADD_SECURITY_API = False
LOG_LEVEL = logging.WARNING
from superset.config import TALISMAN_CONFIG
TALISMAN_CONFIG["content_security_policy"]["img-src"] = ["'self'", "blob:", "data:"]
"""


@dataclass(frozen=True)
class Superset:
    """A Superset that is set up: its programs run in `environment`, its server answers at `url`."""

    programs: Path
    environment: dict[str, str]
    url: str
    password: str
    browser: urllib.request.OpenerDirector  # keeps cookies, to which the token against forged requests belongs

    def run(self, *arguments: str) -> str:
        """One call of the command line; what it said, or an AssertionError with it."""
        return called(self.programs, self.environment, *arguments)

    def ask(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """What the API answers the administrator; a refusal is an AssertionError with its words."""
        return self._sent(path, json.dumps(body).encode() if body is not None else None, "application/json")

    def upload(self, path: str, bundle: Path, passwords: dict[str, str]) -> dict[str, Any]:
        """What the API answers to a form with a bundle and the passwords of its databases."""
        border = secrets.token_hex(16)
        head = f"--{border}\r\nContent-Disposition: form-data; name="
        form = f'{head}"passwords"\r\n\r\n{json.dumps(passwords)}\r\n{head}"bundle"; filename="{bundle.name}"\r\n\r\n'
        body = form.encode() + bundle.read_bytes() + f"\r\n--{border}--\r\n".encode()
        return self._sent(path, body, f"multipart/form-data; boundary={border}")

    def sign_in(self) -> None:
        """From here on the administrator asks: with a token, and with another one against forged requests."""
        login = {"username": USER, "password": self.password, "provider": "db"}
        self.browser.addheaders = [
            ("Authorization", f"Bearer {self.ask('/api/v1/security/login', login)['access_token']}")
        ]
        self.browser.addheaders += [("X-CSRFToken", self.ask("/api/v1/security/csrf_token/")["result"])]

    def _sent(self, path: str, body: bytes | None, kind: str) -> dict[str, Any]:
        request = urllib.request.Request(f"{self.url}{path}", body, {"Content-Type": kind})
        try:
            with self.browser.open(request, timeout=120) as answer:
                said: dict[str, Any] = json.load(answer)
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{path}: {error.code} {error.read().decode(errors='replace')}") from None
        return said


def installed() -> Path:
    """The folder of Superset's programs, set up from the pinned requirements when it is not there yet."""
    pins = hashlib.sha256(REQUIREMENTS.read_bytes() + sys.version.encode()).hexdigest()[:12]
    place = PROJECT_ROOT / ".cache" / "superset" / pins
    if not (place / ".ready").exists():
        uv = subprocess.run(
            ["sh", "scripts/setup.sh", "uv"], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True
        )
        for arguments in (
            ["venv", "--quiet", "--clear", "--no-project", "--python", sys.executable, str(place)],
            [
                "pip",
                "install",
                "--quiet",
                "--python",
                str(place / "bin/python"),
                "--require-hashes",
                "-r",
                REQUIREMENTS,
            ],
        ):
            done = subprocess.run([uv.stdout.strip(), *arguments], capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout + done.stderr
        (place / ".ready").touch()
    return place / "bin"


def called(programs: Path, environment: dict[str, str], *arguments: str) -> str:
    """One call of `superset`; an AssertionError with all that it said when it fails."""
    command = [str(programs / "superset"), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, f"superset {arguments[0]}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


@contextmanager
def running_superset(metadata: str, home: Path) -> Iterator[Superset]:
    """A Superset with an administrator, its metadata in a database of PostgreSQL; stopped at the end."""
    programs, password = installed(), secrets.token_hex(12)
    config = home / "superset_config.py"
    config.write_text(CONFIG.format(secret=secrets.token_hex(24), metadata=metadata), encoding="utf-8")
    environment = {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "HOME": str(home),
        "SUPERSET_HOME": str(home),
        "SUPERSET_CONFIG_PATH": str(config),
        "FLASK_APP": "superset.app:create_app()",
        "SCARF_ANALYTICS": "false",
        "HTTP_PROXY": "http://127.0.0.1:9",
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "NO_PROXY": "127.0.0.1",
        "PYTHONWARNINGS": "ignore",
    }
    called(programs, environment, "db", "upgrade")
    called(programs, environment, "init")
    person = ["--firstname", "Ada", "--lastname", "Admin", "--email", "admin@example.com"]
    called(programs, environment, "fab", "create-admin", "--username", USER, "--password", password, *person)
    with _serving(programs, environment, home) as url:
        superset = Superset(programs, environment, url, password, build_opener(HTTPCookieProcessor()))
        superset.sign_in()
        yield superset


@contextmanager
def _serving(programs: Path, environment: dict[str, str], home: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [str(programs / "superset"), "run", "--host", "127.0.0.1", "--port", str(port), "--with-threads"]
    with (home / "server.log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(command, env=environment, cwd=home, stdout=log, stderr=log)
        try:
            _wait_for(f"http://127.0.0.1:{port}/health", process, home / "server.log")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            over = time.monotonic() > until or process.poll() is not None
            if over:
                raise AssertionError(f"Superset does not start\n{log.read_text(encoding='utf-8')}") from None
            time.sleep(0.2)
