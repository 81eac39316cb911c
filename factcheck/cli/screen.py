"""Whether there is a screen to show a window on: asked before Qt is loaded, because Qt ends the process without one."""

import os
import re
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

PATIENCE = 2.0
"""Seconds that a display may take to answer; one over SSH may be slow."""


def there(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a window can be shown: always on macOS and Windows, elsewhere when a named display answers.

    ``QT_QPA_PLATFORM`` may ask for drawing without a screen, or for one that Qt drives by itself (eglfs, vnc).
    """
    asked = environment.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if asked in {"offscreen", "minimal"}:
        return False
    if sys.platform in {"darwin", "win32"} or asked not in {"", "xcb", "wayland"}:
        return True
    return _wayland(environment) or _x11(environment.get("DISPLAY", ""))


def _wayland(environment: Mapping[str, str]) -> bool:
    name = environment.get("WAYLAND_DISPLAY")
    return bool(name) and _answers(str(Path(environment.get("XDG_RUNTIME_DIR", "/run")) / str(name)))


def _x11(display: str) -> bool:
    """An X display, ``[host]:number[.screen]`` (X(7), "DISPLAY NAMES"): a local socket, or port 6000 + number."""
    named = re.fullmatch(r"(?:unix)?(?P<host>[^:]*):(?P<number>\d+)(?:\.\d+)?", display)
    if named is None:
        return False
    number = int(named["number"])
    if named["host"]:
        return _answers((named["host"], 6000 + number))
    path = f"/tmp/.X11-unix/X{number}"  # noqa: S108 - the place that X fixes
    return _answers(path) or _answers("\0" + path)


def _answers(address: str | tuple[str, int]) -> bool:
    """Whether something takes a connection there."""
    try:
        if isinstance(address, tuple):
            socket.create_connection(address, PATIENCE).close()
        else:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(PATIENCE)
                connection.connect(address)
    except (OSError, AttributeError, ValueError):
        return False
    return True
