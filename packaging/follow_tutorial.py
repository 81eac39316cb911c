"""A stranger follows the tutorial with the frozen programs: its keys, in its order.

``check_package.py tutorial`` runs it in both languages. The pictures of the steps are kept in out/tutorial.
"""

import json
import re
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hands import Failed, Screen, until

ROOT = Path(__file__).resolve().parent.parent
FRENCH = {"Maj": "Shift", "Entrée": "Return"}
XDOTOOL = {".": "period", ",": "comma"}


@dataclass(frozen=True)
class Told:
    """What the page of a language names."""

    page: str
    locale: str
    reviewer: str
    sample: str
    claim: str
    source: str
    quote: str
    report: str
    sound: str


TOLD = {
    "en": Told(
        page="tutorial.md",
        locale="en_GB.UTF-8",
        reviewer="reviewer",
        sample="sample",
        claim="The company carried 412,000 passengers in 2024",
        source="source-en.html",
        quote="371,600 passengers",
        report="ferries.pdf",
        sound="Everything is as it was written",
    ),
    "fr": Told(
        page="tutoriel.md",
        locale="fr_FR.UTF-8",
        reviewer="vérificateur",
        sample="exemple",
        claim="11 000 véhicules empruntaient l’ouvrage",
        source="source-fr.html",
        quote="7 850 véhicules par jour",
        report="pont.pdf",
        sound="Tout est tel qu’il a été écrit",
    ),
}


class Stranger:
    """Somebody with the page beside the window, who presses a key only when the page names it there or further on."""

    def __init__(self, screen: Screen, folder: Path, home: Path, language: str) -> None:
        self.screen, self.folder, self.home, self.told = screen, folder, home, TOLD[language]
        self.environment = {"PATH": "/usr/bin:/bin", "HOME": str(home), "USER": "stranger", "LANG": self.told.locale}
        self._pictures = ROOT / "out" / "tutorial" / language
        self.page = plain((ROOT / "docs" / self.told.page).read_text("utf-8"))
        self._keys = re.findall(r"<kbd>([^<]+)</kbd>", self.page)
        self._typed = [line[2:] for line in self.page.splitlines() if line.startswith("> ")]

    def press(self, key: str, times: int = 1) -> None:
        """Press a key that the page names from here on."""
        if key not in self._keys:
            raise Failed(f"{self.told.page} does not say {key} here")
        self._keys = self._keys[self._keys.index(key) :][1:]
        names = [FRENCH.get(part, part) for part in key.split("+")]
        pressed = "+".join(name if len(name) > 1 else XDOTOOL.get(name, name.lower()) for name in names)
        self.screen.press(pressed.replace("Ctrl", "ctrl").replace("Shift", "shift"), times=times)
        time.sleep(0.7)

    def answer(self, key: str, words: str) -> None:
        """Press a key that opens a field or a dialog, fill it in as the page says, and press Return."""
        self.press(key)
        time.sleep(1)
        self.screen.press("ctrl+a")
        self.screen.type(words)
        self.screen.press("Return")
        time.sleep(1)

    def type_what_it_says(self) -> None:
        """Type the next quoted line of the page."""
        self.screen.type(self._typed.pop(0))

    def picture(self, name: str) -> None:
        """Keep what the screen shows."""
        time.sleep(1)
        self.screen.picture(self._pictures / f"{len(list(self._pictures.glob('*.png'))) + 1:02}-{name}.png")

    def asks(self, *words: str) -> str:
        """What the frozen command line says in the same home."""
        command = [str(self.folder / "factcheck"), *words]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        return plain(done.stdout)

    def claims(self) -> list[dict[str, str]]:
        """The claims of the library that J walks through."""
        found = self.asks("claims", "--format", "json")
        return [claim for claim in json.loads(found)["claims"] if claim["state"] != "dismissed"] if found else []

    def claim(self) -> dict[str, str]:
        """The claim that the page is about."""
        return next(claim for claim in self.claims() if self.told.claim in claim["text"])


def plain(text: str) -> str:
    """The text with ordinary spaces."""
    return re.sub(r"[\u00a0\u202f]", " ", text)


def follow(folder: Path, home: Path, language: str, leave: Callable[[Screen, subprocess.Popen[bytes]], None]) -> None:
    """From the first sentence to the last; ``leave`` closes the window."""
    told = TOLD[language]
    source = folder / "parts" / "factcheck" / "_docs" / "samples" / told.source
    (home / told.source).write_bytes(source.read_bytes())  # "Save link as" in the browser
    with Screen(1366, 768) as screen:
        stranger = Stranger(screen, folder, home, language)
        window = screen.start([str(folder / "factcheck-workbench")], stranger.environment, home)
        screen.fill("Factcheck Workbench")
        time.sleep(3)
        article_and_claim(stranger)
        source_and_verdict(stranger)
        back_and_out(stranger)
        leave(screen, window)
        if told.sound not in stranger.page or told.sound not in stranger.asks("verify"):
            raise Failed("factcheck verify does not answer what the page says")


def article_and_claim(stranger: Stranger) -> None:
    """Chapters 1 to 4: the name, the article, the claim, its wording."""
    press, told = stranger.press, stranger.told
    return_key = "Entrée" if told.page == "tutoriel.md" else "Return"
    stranger.picture("empty")
    stranger.answer("Ctrl+K", told.reviewer)
    stranger.screen.type("Ada Martin")
    press(return_key)
    stranger.answer("Ctrl+K", told.sample)
    until(stranger.claims, "the claims of the sample")
    time.sleep(3)
    stranger.picture("claims")
    press("V")
    stranger.picture("everything")
    press("V")
    places = [place for place, claim in enumerate(stranger.claims()) if told.claim in claim["text"]]
    press("J", times=places[0])
    press("A")
    until(lambda: stranger.claim()["state"] == "accepted", "the claim accepted")
    press("E")
    press("Ctrl+A")
    stranger.type_what_it_says()
    stranger.picture("wording")
    press("Ctrl+" + return_key)


def source_and_verdict(stranger: Stranger) -> None:
    """Chapters 5 and 6: the file cited and quoted, the verdict given."""
    press, told = stranger.press, stranger.told
    shift = "Maj+" if told.page == "tutoriel.md" else "Shift+"
    shown = lambda: stranger.asks("show", stranger.claim()["id"], "--format", "json")  # noqa: E731 - read twice
    stranger.answer(shift + "P", str(stranger.home / told.source))
    until(lambda: told.source in shown(), "the file cited")
    time.sleep(4)  # its passages are ranked and the best is chosen
    stranger.picture("source")
    press("R")
    until(lambda: told.quote in shown(), "the passage quoted")
    press("5")
    stranger.type_what_it_says()
    stranger.picture("verdict")
    press("Ctrl+Entrée" if shift == "Maj+" else "Ctrl+Return")
    until(lambda: stranger.claim()["state"] == "approved", "the verdict")
    press(shift + "O")
    stranger.picture("decided")


def back_and_out(stranger: Stranger) -> None:
    """Chapters 7 and 8: taken back, put in force again, handed out."""
    press, told = stranger.press, stranger.told
    press("Ctrl+Z")
    until(lambda: stranger.claim()["state"] == "accepted", "the verdict taken back")
    stranger.picture("undone")
    press("Ctrl+Y")
    until(lambda: stranger.claim()["state"] == "approved", "the verdict in force again")
    press("Ctrl+4")
    time.sleep(6)  # the pages are set
    stranger.picture("report")
    press("Ctrl+1")
    stranger.answer("Ctrl+E", told.report)
    until((stranger.home / told.report).is_file, "the report")
    stranger.picture("saved")
