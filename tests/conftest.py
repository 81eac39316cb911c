"""What holds for every test: its own folders, English, no network, no unexpected log record.

Warnings fail tests by ``filterwarnings = error`` in pyproject.toml.
"""

import hashlib
import ipaddress
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
for name in [name for name in os.environ if name.startswith("FACTCHECK_")]:
    del os.environ[name]  # what the person who runs the tests has set must not reach them

pytest_plugins = ["tests.postgres"]

from factcheck import i18n  # noqa: E402 - after the environment is clean

# A shared or slow machine must not fail a property: no deadline, no complaint about slow examples.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "logs(name, …): loggers that may warn in this test, with those below them")


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, state and library of each test are in its own folder; messages come in English."""
    monkeypatch.setenv("FACTCHECK_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("FACTCHECK_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("FACTCHECK_LANGUAGE", "en")
    i18n.use("en")


@pytest.fixture(autouse=True)
def every_web_archive_is_sound(tmp_path: Path) -> Iterator[None]:
    """``warcio check`` must pass on each WARC that a test leaves anywhere in its folder, however it was written.

    Files that a test altered on purpose no longer have the digest that they are named by, and are left out.
    """
    yield
    for path in tmp_path.rglob("*.warc.gz"):
        if path.is_file() and _digest(path) == path.parent.name + path.name.removesuffix(".warc.gz"):
            from warcio.cli import main as warcio

            with pytest.raises(SystemExit) as ended:
                warcio(["check", str(path)])
            assert ended.value.code == 0, f"warcio check refuses {path}"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def no_unexpected_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """A record at WARNING or above fails the test, unless ``@pytest.mark.logs("its.logger")`` expects it."""
    collector = _Collector()
    logging.getLogger().addHandler(collector)
    yield
    logging.getLogger().removeHandler(collector)
    expected = [name for mark in request.node.iter_markers("logs") for name in mark.args]
    unexpected = [
        f"{record.name}: {record.levelname}: {record.getMessage()}"
        for record in collector.records
        if not any(record.name == name or record.name.startswith(f"{name}.") for name in expected)
    ]
    assert not unexpected, "unexpected log records:\n" + "\n".join(unexpected)


class NetworkReached(AssertionError):
    """A test reached for the network; no caller's ``except OSError`` hides it."""


def _stay_on_this_machine(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = str(arguments[1][0])
        if not _is_here(host):
            raise NetworkReached(f"a test connects to {host}")
    elif event == "socket.getaddrinfo":
        host = os.fsdecode(arguments[0]) if isinstance(arguments[0], bytes) else str(arguments[0] or "localhost")
        if not _is_here(host) and not _is_number(host):
            raise NetworkReached(f"a test asks a name server for {host}")


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_here(host: str) -> bool:
    return host in {"localhost", ""} or (_is_number(host) and ipaddress.ip_address(host).is_loopback)


# An audit hook sees every connection of this process, whichever library makes it, and cannot be worked around.
sys.addaudithook(_stay_on_this_machine)
