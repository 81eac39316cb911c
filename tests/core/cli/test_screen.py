"""Whether there is a screen, without loading Qt."""

import socket
import sys
from pathlib import Path

import pytest

from factcheck.cli import screen


@pytest.fixture(autouse=True)
def linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")


@pytest.mark.parametrize("display", ["", "nonsense", ":", ":x", ":98761", "localhost:", ":0; rm", "127.0.0.1:59999.0"])
def test_displays_that_are_not_there(display: str) -> None:
    assert not screen.there({"DISPLAY": display})


def test_nothing_named() -> None:
    assert not screen.there({})
    assert not screen.there({"WAYLAND_DISPLAY": "wayland-77", "XDG_RUNTIME_DIR": "/nowhere"})


def test_what_qt_is_asked_for_wins() -> None:
    assert not screen.there({"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":0"})
    assert screen.there({"QT_QPA_PLATFORM": "vnc:size=1280x800"})


def test_a_wayland_display_that_answers(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "wayland-0"))
        server.listen()
        assert screen.there({"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)})


def test_an_x_display_that_answers() -> None:
    with socket.socket() as server:
        for port in range(6050, 6099):
            try:
                server.bind(("127.0.0.1", port))
            except OSError:
                continue
            break
        server.listen()
        number = server.getsockname()[1] - 6000
        assert screen.there({"DISPLAY": f"127.0.0.1:{number}.0"})


def test_other_systems_have_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert screen.there({})
