"""Walk through the whole of the work in the real window with real keys, and take a picture at every step.

    python packaging/walk.py [--out FOLDER] [--language fr] [--gif docs/pictures/walk.gif]

Needs Xvfb, openbox and xdotool; the screen that you sit at is not touched. The program runs as a process of its own,
the page that is cited is served on this machine, and after each step the library is asked whether it was done. Ends
with the undo of everything and a redo; leaves with an error where a step did not happen.
"""

import argparse
import os
import sqlite3
import sys
import tempfile
import time
import tomllib
from pathlib import Path

from hands import Failed, Screen, until
from local_site import served
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "resources" / "samples"
START = (
    "import sys; from pathlib import Path; from ui.app import run; run(library=Path(sys.argv[1]), reviewer='Ada Morel')"
)
SETTINGS = """"interface.language" = "{language}"
"interface.theme" = "light"
"fetch.allowed_hosts" = ["{host}"]
"review.policy" = "second"
"""
FRAME = (960, 600)
FRAME_MILLISECONDS = 1600
WORDING = {
    "en": "In 2024 the ferries carried 412,000 passengers.",
    "fr": "En 2024, 11 000 véhicules passaient par jour.",
}


class Walk:
    """The program on a screen of its own, and a look into its library."""

    def __init__(self, screen: Screen, host: str, folder: Path, out: Path, language: str) -> None:
        self.screen, self.host, self.folder, self.out, self.language = screen, host, folder, out, language
        self.sample = tomllib.loads((SAMPLES / "demo.toml").read_text("utf-8"))[language]
        self.frames: list[Path] = []
        self.press, self.type = screen.press, screen.type

    def start(self) -> None:
        """Start the program and wait until it can be worked with."""
        environment = os.environ | {
            "QT_QPA_PLATFORM": "xcb",
            "FACTCHECK_CONFIG": str(self.folder),
            "XDG_STATE_HOME": str(self.folder / "state"),
            "PYTHONPATH": str(ROOT),
        }
        (self.folder / "settings.toml").write_text(SETTINGS.format(language=self.language, host=self.host), "utf-8")
        self.screen.start([sys.executable, "-c", START, str(self.folder / "library")], environment)
        self.screen.fill("Factcheck Workbench")
        until(lambda: self.rows("SELECT 1 FROM step") is not None, "the library")
        time.sleep(1)

    def picture(self, name: str, *, frame: bool = True) -> None:
        """What the screen shows now."""
        time.sleep(1.5)
        path = self.out / f"{len(list(self.out.glob('*.png'))) + 1:02}-{name}-{self.language}.png"
        self.screen.picture(path)
        if frame:
            self.frames.append(path)
        print(path.name, flush=True)

    def rows(self, query: str) -> list[tuple[object, ...]] | None:
        """What the library holds; None while there is none."""
        path = self.folder / "library" / "library.sqlite"
        if not path.exists():
            return None
        try:
            with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
                return connection.execute(query).fetchall()
        except sqlite3.OperationalError:
            return None

    def claim(self) -> tuple[object, ...]:
        """State and wording of the claim that the walk is about."""
        found = self.rows(f"SELECT state, standalone FROM claim WHERE id = '{self.id}'")
        assert found
        return found[0]

    def state(self, wanted: str) -> None:
        """Wait until the claim stands there."""
        until(lambda: self.claim()[0] == wanted, f"the claim is {wanted}")


def article(walk: Walk) -> None:
    """The article comes in, its claims are found, the one of the sample is chosen."""
    walk.picture("empty")
    walk.press("ctrl+o")
    time.sleep(1.5)
    walk.type(str(SAMPLES / walk.sample["article"]))
    walk.picture("open", frame=False)
    walk.press("Return")
    until(lambda: walk.rows("SELECT 1 FROM claim"), "the claims")
    time.sleep(2)
    walk.picture("claims")
    claims = walk.rows("SELECT id, quote FROM claim WHERE state != 'dismissed' ORDER BY start, \"end\" DESC, id") or []
    at = next(n for n, (_id, quote) in enumerate(claims) if walk.sample["claim"] in str(quote).replace("\u202f", " "))
    walk.id = str(claims[at][0])
    walk.press("j", times=at)
    walk.picture("chosen")


def decided(walk: Walk) -> None:
    """Accepted, worded, a page fetched and quoted, a verdict given, approved by another person."""
    walk.press("a")
    walk.state("accepted")
    walk.press("e")
    walk.type(WORDING[walk.language])
    walk.picture("wording")
    walk.press("ctrl+Return")
    until(lambda: walk.claim()[1] == WORDING[walk.language], "the wording")
    walk.press("p", "ctrl+a")
    walk.type(f"http://{walk.host}/{walk.sample['source']}")
    walk.press("Return")
    until(lambda: walk.rows("SELECT 1 FROM evidence"), "the source")
    time.sleep(1.5)
    walk.picture("fetched")
    walk.press("r")
    until(lambda: walk.rows("SELECT 1 FROM evidence WHERE quote != '' AND stance = 'refutes'"), "the quote")
    walk.picture("quoted")
    walk.press("5")
    walk.type(walk.sample["because"])
    walk.picture("verdict")
    walk.press("ctrl+Return")
    walk.state("verdict-proposed")
    become(walk, "Grace Lind")
    walk.press("y")
    walk.state("approved")
    walk.picture("approved")


def become(walk: Walk, name: str) -> None:
    """Somebody else sits down: by the palette."""
    walk.press("ctrl+k")
    walk.type({"en": "Change reviewer", "fr": "Changer de"}[walk.language])
    walk.picture("palette", frame=False)
    walk.press("Return")
    time.sleep(0.7)
    walk.press("ctrl+a")
    walk.type(name)
    walk.press("Return")
    time.sleep(1)


def back_and_forth(walk: Walk) -> None:
    """Everything taken back, and done again."""
    walk.press("ctrl+z")
    walk.state("verdict-proposed")
    become(walk, "Ada Morel")
    for left in range(5, 0, -1):
        before = len(walk.rows("SELECT id FROM step") or [])
        walk.press("ctrl+z")
        until(lambda b=before: len(walk.rows("SELECT id FROM step") or []) > b, f"undo {left}")
    walk.state("proposed")
    assert not walk.rows("SELECT 1 FROM evidence")
    walk.picture("undone")
    for left in range(5, 0, -1):
        before = len(walk.rows("SELECT id FROM step") or [])
        walk.press("ctrl+shift+z")
        until(lambda b=before: len(walk.rows("SELECT id FROM step") or []) > b, f"redo {left}")
    walk.state("verdict-proposed")
    walk.picture("redone")


def animate(frames: list[Path], path: Path) -> None:
    """The pictures as one GIF with few colours."""
    made = [Image.open(frame).convert("RGB").resize(FRAME, Image.Resampling.LANCZOS) for frame in frames]
    made = [frame.quantize(64, dither=Image.Dither.NONE) for frame in made]
    made[0].save(path, save_all=True, append_images=made[1:], duration=FRAME_MILLISECONDS, loop=0, optimize=True)
    print(f"{path}: {path.stat().st_size // 1000} kB")


def main() -> int:
    """Walk."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--out", type=Path, default=ROOT / "out" / "walk")
    asked.add_argument("--language", choices=("en", "fr"), default="en")
    asked.add_argument("--gif", type=Path)
    given = asked.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    try:
        walk_through(given)
    except Failed as problem:
        sys.exit(str(problem))
    return 0


def walk_through(given: argparse.Namespace) -> None:
    """Every step, in a library of its own."""
    with tempfile.TemporaryDirectory() as folder, served(SAMPLES) as host, Screen() as screen:
        walk = Walk(screen, host, Path(folder), given.out, given.language)
        walk.start()
        article(walk)
        decided(walk)
        back_and_forth(walk)
        if given.gif:
            animate(walk.frames, given.gif)


if __name__ == "__main__":
    raise SystemExit(main())
