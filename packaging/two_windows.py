"""Two people at two windows and a command on one PostgreSQL: the work on the sample article, with pictures.

    python packaging/two_windows.py [--out FOLDER] [--language fr] [--dark]

Needs PostgreSQL, Xvfb, openbox and xdotool. The windows stand side by side on a screen of their own, each a process
with settings and drafts of its own, as on two machines; keys go to one after the other. After each step the library is
asked whether it was done. The server is stopped and started in the middle. Leaves with an error where a step did not
happen.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path
from typing import Any

import psycopg
from hands import Failed, Screen, until

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from factcheck.domain import place  # noqa: E402 - the checkout that this script is of
from factcheck.services import server  # noqa: E402
from tests.cluster import Cluster  # noqa: E402

SAMPLES = ROOT / "resources" / "samples"
START = """import sys
from factcheck.domain import place
from ui.app import run
run(library=place.read(sys.argv[1]), reviewer=sys.argv[2])
"""
SETTINGS = """"interface.language" = "{language}"
"interface.theme" = "{theme}"
"review.policy" = "second"
"review.reviewer" = "{who}"
"""
WIDE, HIGH = 1180, 900
ADA, BEN, CLEO = "Ada Morel", "Ben Ott", "Cleo Maas"
PEOPLE = {ADA: "reviewer", BEN: "editor", CLEO: "editor"}
PASSWORD = "for these pictures only"
ROW = (120, 150)
"""Where the first article of the list stands in a window."""
JOINED = {
    "en": "In 2024, 412,000 passengers took the ferries of Northgate, the company says.",
    "fr": "En 2024, 11 000 véhicules passaient chaque jour le pont de la Grève.",
}
WORDING = {
    "en": (
        "In 2024 the ferries carried 412,000 passengers.",
        "In 2024 412,000 passengers took the ferries.",
    ),
    "fr": ("En 2024, 11 000 véhicules passaient par jour.", "En 2024, 11 000 véhicules passaient chaque jour le pont."),
}


class Together:
    """The server, the windows on their screen, and the command line beside them."""

    def __init__(self, cluster: Cluster, screen: Screen, folder: Path, given: argparse.Namespace) -> None:
        self.cluster, self.screen, self.folder, self.given = cluster, screen, folder, given
        self.sample = tomllib.loads((SAMPLES / "demo.toml").read_text("utf-8"))[given.language]
        self.owner = cluster.address()
        self.pictures = 0
        self.windows: dict[str, str] = {}
        self.claim_id = ""

    def environment(self, who: str) -> dict[str, str]:
        """What a program of that person is told."""
        own = self.folder / who.split(maxsplit=1)[0]
        own.mkdir(exist_ok=True)
        passwords = own / "pgpass"
        passwords.touch(0o600)
        passwords.write_text(f"*:*:*:*:{PASSWORD}\n")
        theme = "dark" if self.given.dark else "light"
        (own / "settings.toml").write_text(SETTINGS.format(language=self.given.language, theme=theme, who=who), "utf-8")
        mine = {"FACTCHECK_CONFIG": str(own), "PGPASSFILE": str(passwords), "PYTHONPATH": str(ROOT)}
        return os.environ | mine | {"QT_QPA_PLATFORM": "xcb", "FACTCHECK_LANGUAGE": self.given.language}

    def command(self, *words: str, who: str = CLEO) -> str:
        """What the command line answers."""
        asked = [sys.executable, "-m", "factcheck", *words, "--library", self.address(who)]
        done = subprocess.run(asked, env=self.environment(who), cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Failed(f"factcheck {' '.join(words)}: {done.stderr or done.stdout}")
        return done.stdout

    def address(self, who: str) -> str:
        """The library as that person logs in."""
        return self.cluster.address(login=who.split(maxsplit=1)[0].lower())

    def make(self) -> None:
        """An empty library on the server, and its people."""
        os.environ["PGPASSFILE"] = str(self.cluster.pgpass)
        owner = place.server(self.owner)
        server.make(owner)
        for who, role in PEOPLE.items():
            server.add(owner, who.split(maxsplit=1)[0].lower(), who, role, PASSWORD)

    def open(self, who: str) -> None:
        """A window of that person, beside those that are there."""
        self.screen.start([sys.executable, "-c", START, self.address(who), who], self.environment(who))
        found = self.screen.windows("Factcheck Workbench", len(self.windows) + 1)
        self.windows[who] = next(window for window in found if window not in self.windows.values())
        self.screen.put(self.windows[who], ((len(self.windows) - 1) * WIDE, 0), (WIDE, HIGH))
        time.sleep(4)

    def turn(self, who: str) -> None:
        """Keys go to that person's window now."""
        self.screen.focus(self.windows[who])
        time.sleep(0.4)

    def rows(self, query: str, *values: object) -> list[Any]:
        """What the library holds."""
        with psycopg.connect(self.owner) as connection:
            return connection.execute(query, values).fetchall()  # type: ignore[call-overload,no-any-return]

    def claim(self) -> tuple[str, str]:
        """State and wording of the claim that this is about."""
        (found,) = self.rows("SELECT state, standalone FROM claim WHERE id = %s", self.claim_id)
        return found  # type: ignore[no-any-return]

    def picture(self, name: str) -> None:
        """What the screen shows now."""
        time.sleep(1.2)
        self.pictures += 1
        path = self.given.out / f"{self.pictures:02}-{name}-{self.given.language}.png"
        self.screen.picture(path)
        print(path.name, flush=True)


def begin(desk: Together) -> None:
    """A command takes the article in while both windows are open: both see it come, and open it."""
    desk.command("add", str(SAMPLES / desk.sample["article"]))
    desk.picture("an-article-came")
    claims = desk.rows("SELECT id, quote FROM claim WHERE state <> 'dismissed' ORDER BY start, \"end\" DESC, id")
    wanted = " ".join(desk.sample["claim"].split())
    at = next(n for n, (_id, quote) in enumerate(claims) if wanted in " ".join(quote.split()))
    desk.claim_id = claims[at][0]
    for n, who in enumerate((ADA, BEN)):
        desk.turn(who)
        desk.screen.click((n * WIDE + ROW[0], ROW[1]))
        time.sleep(3)
        desk.screen.press("F6")
        desk.screen.press("j", times=at + 1)
    desk.picture("both-at-one-claim")


def live(desk: Together) -> None:
    """What one does the other sees: accepted by Ada, given to Ben by a command."""
    desk.turn(ADA)
    desk.screen.press("a")
    until(lambda: desk.claim()[0] == "accepted", "the claim is accepted")
    desk.command("assign", desk.claim_id, "--to", BEN)
    desk.picture("accepted-and-given")


def conflict(desk: Together) -> None:
    """Both reword the claim; the second is told, sees both versions, and joins them."""
    mine, theirs = WORDING[desk.given.language]
    desk.turn(BEN)
    desk.screen.press("e")
    desk.screen.type(mine)
    desk.turn(ADA)
    desk.screen.press("e")
    desk.screen.type(theirs)
    desk.screen.press("ctrl+Return")
    until(lambda: desk.claim()[1] == theirs, "Ada's wording")
    desk.picture("ada-reworded-while-ben-types")
    desk.turn(BEN)
    desk.screen.press("ctrl+Return")
    desk.picture("two-versions")
    if desk.claim()[1] != theirs:
        raise Failed("Ben's words were written over Ada's without a question")
    desk.screen.press("3")
    desk.picture("joining")
    desk.screen.press("ctrl+a")
    joined = JOINED[desk.given.language]
    desk.screen.type(joined)
    desk.screen.press("ctrl+Return")
    until(lambda: desk.claim()[1] == joined, "the joined wording")
    desk.picture("joined")


def judged(desk: Together) -> None:
    """Ada gives a verdict, Ben finds it in his queue and approves it, the command publishes it."""
    desk.turn(ADA)
    desk.screen.press("Escape", "5")
    desk.screen.type(desk.sample["because"])
    desk.screen.press("ctrl+Return")
    until(lambda: desk.claim()[0] == "verdict-proposed", "the verdict")
    desk.turn(BEN)
    desk.screen.press("Escape", "ctrl+5")
    desk.picture("the-queue")
    desk.screen.press("ctrl+1", "y")
    until(lambda: desk.claim()[0] == "approved", "Ben's approval")
    desk.command("publish", desk.claim_id)
    until(lambda: desk.claim()[0] == "published", "the publication")
    desk.picture("published")


def restart(desk: Together) -> None:
    """The server goes away while Ada writes a note; nothing is lost, and all goes on when it is back."""
    words = {"en": "Ask the harbour for the list.", "fr": "Demander la liste au port."}[desk.given.language]
    desk.turn(ADA)
    desk.screen.press("Escape", "shift+w")
    desk.screen.type(words)
    desk.cluster.stop()
    desk.screen.press("ctrl+Return")
    desk.picture("the-server-is-away")
    desk.cluster.start()
    time.sleep(6)
    desk.turn(ADA)
    desk.screen.press("ctrl+Return")
    until(lambda: desk.rows("SELECT 1 FROM note WHERE text = %s", words), "the note")
    desk.picture("back")
    steps = json.loads(desk.command("history", desk.claim_id, "--format", "json"))["steps"]
    if {step["reviewer"] for step in steps} != {ADA, BEN, CLEO}:
        raise Failed(f"not everybody's steps are there: {steps}")
    print(desk.command("verify").strip(), flush=True)


def main() -> int:
    """Work together."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--out", type=Path, default=ROOT / "out" / "together")
    asked.add_argument("--language", choices=("en", "fr"), default="en")
    asked.add_argument("--dark", action="store_true")
    given = asked.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    cluster = Cluster(quick=True)
    try:
        together(cluster, given)
    except Failed as problem:
        sys.exit(str(problem))
    finally:
        cluster.remove()
    return 0


def together(cluster: Cluster, given: argparse.Namespace) -> None:
    """Every step, in a library of its own."""
    with tempfile.TemporaryDirectory() as folder, Screen(2 * WIDE, HIGH) as screen:
        desk = Together(cluster, screen, Path(folder), given)
        desk.make()
        for who in (ADA, BEN):
            desk.open(who)
        for step in (begin, live, conflict, judged, restart):
            step(desk)


if __name__ == "__main__":
    raise SystemExit(main())
