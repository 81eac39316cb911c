"""A screen without hardware, a window manager on it, hands and eyes: Xvfb, openbox, xdotool, pictures.

What is done here is what a person does: keys go to whatever window has the focus, and the screen that you sit at is not
touched.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from PIL import ImageGrab

TOOLS = ("Xvfb", "openbox", "xdotool")
SECONDS = 90
"""How long something may take before it is given up."""
_QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


class Failed(Exception):
    """Something did not do what a person expects; its text says what."""


def until(met: Callable[[], object], what: str) -> None:
    """Wait for something that a person would wait for."""
    end = time.monotonic() + SECONDS
    while not met():
        if time.monotonic() > end:
            raise Failed(f"not seen within {SECONDS} s: {what}")
        time.sleep(0.2)


class Screen:
    """A screen of its own while the context lasts; the programs that were started on it end with it."""

    def __init__(self, width: int = 1280, height: int = 800) -> None:
        self.size = (width, height)
        self.display = f":{90 + os.getpid() % 900}"
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        lacking = [tool for tool in TOOLS if not shutil.which(tool)]
        if lacking:
            raise Failed(f"missing here: {', '.join(lacking)}; apt-get install xvfb openbox xdotool")
        width, height = self.size
        try:
            self.start(["Xvfb", self.display, "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"])
            until(lambda: self._ask("getdisplaygeometry"), "the screen")
            self.start(["openbox"])
            time.sleep(1)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_problem: object) -> None:
        for process in reversed(self._processes):
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()

    def start(
        self, command: list[str], environment: dict[str, str] | None = None, folder: Path | None = None
    ) -> subprocess.Popen[bytes]:
        """A program on this screen, in this environment and folder or in others."""
        known = (os.environ if environment is None else environment) | {"DISPLAY": self.display}
        process = subprocess.Popen(command, env=known, cwd=folder, **_QUIET)
        self._processes.append(process)
        return process

    def fill(self, name: str) -> None:
        """Wait for the window of that name and let it fill the screen."""
        self.put(self.windows(name)[0], (0, 0), self.size)

    def windows(self, name: str, count: int = 1) -> list[str]:
        """Wait for so many windows of that name."""
        asked = ("search", "--onlyvisible", "--name", name)
        until(lambda: len(self._ask(*asked).split()) >= count, f"{count} window(s) {name}")
        return self._ask(*asked).split()

    def put(self, window: str, at: tuple[int, int], size: tuple[int, int]) -> None:
        """Bring a window forward, to that place and size: keys go to it from then on."""
        self.focus(window)
        self._ask("windowsize", window, *(str(side) for side in size))
        self._ask("windowmove", window, *(str(side) for side in at))

    def focus(self, window: str) -> None:
        """Bring a window forward: keys go to it from then on."""
        self._ask("windowactivate", "--sync", window)

    def click(self, at: tuple[int, int]) -> None:
        """Click with the mouse at a place of the screen."""
        self._ask("mousemove", *(str(side) for side in at), "click", "1")
        time.sleep(0.3)

    def press(self, *keys: str, times: int = 1) -> None:
        """Press keys one after the other, as xdotool names them."""
        for _ in range(times):
            for key in keys:
                self._ask("key", "--clearmodifiers", key)
                time.sleep(0.3)

    def type(self, words: str) -> None:
        """Type words; a letter that the keyboard lacks needs its time to be put on it."""
        self._ask("type", "--clearmodifiers", "--delay", "15" if words.isascii() else "60", words)
        time.sleep(0.3)

    def picture(self, path: Path) -> None:
        """What the screen shows now."""
        path.parent.mkdir(parents=True, exist_ok=True)
        ImageGrab.grab(xdisplay=self.display).save(path)

    def _ask(self, *words: str) -> str:
        known = {**os.environ, "DISPLAY": self.display}
        done = subprocess.run(["xdotool", *words], env=known, capture_output=True, text=True, check=False)
        return done.stdout.strip()
