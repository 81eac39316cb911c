"""Render every part of the window to PNG, with the sample library: what ``make screens`` runs.

    python packaging/screens.py [--out FOLDER] [--quick]

The library is made by the real services from the bundled samples; the page that is cited is served on this machine.
Light, dark and high contrast, English and French, 1280x800 and 1920x1080, text at 100 and 150 %.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import screen_rooms  # noqa: E402
import screen_states  # noqa: E402
from local_site import served  # noqa: E402
from PIL import Image  # noqa: E402
from PySide6.QtCore import QEventLoop, QTimer  # noqa: E402 - the platform is chosen first
from PySide6.QtWidgets import QApplication, QDialog, QWidget  # noqa: E402

from factcheck import resources  # noqa: E402
from factcheck.domain.claim import Kind  # noqa: E402
from factcheck.domain.source import Stance  # noqa: E402
from factcheck.settings import Settings  # noqa: E402
from ui.app import application, dress  # noqa: E402
from ui.library import services  # noqa: E402
from ui.state import State  # noqa: E402
from ui.theme import look  # noqa: E402
from ui.views.tour import Tour  # noqa: E402
from ui.window import Window  # noqa: E402
from ui.words import switch  # noqa: E402

SIZES = ((1280, 800), (1920, 1080))
ZOOMS = (100, 150)
THEMES = ("light", "dark", "contrast")
LANGUAGES = ("en", "fr")
DOCS = {
    "welcome-light": "welcome-{}-light",
    "palette-light": "help-palette-{}-light",
    "article-light": "proposed-{}-light",
    "reader-light": "reader-{}-light",
    "verdict-light": "verdict-{}-light",
    "desk-light": "decided-{}-light",
    "desk-dark": "decided-{}-dark",
    "reports-light": "reports-{}-light",
}
"""The pictures of the documentation, in the order of the work, and the screens that they are, by language."""


def wait(met: Callable[[], object], seconds: float = 120) -> None:
    """Run the event loop until it is so."""
    end = time.monotonic() + seconds
    while not met():
        if time.monotonic() > end:
            raise TimeoutError(met)
        loop = QEventLoop()
        QTimer.singleShot(15, loop.quit)
        loop.exec()


class Screens:
    """One window in one interface language; ``shoot`` takes a picture in every look."""

    def __init__(self, language: str, folder: Path, out: Path, *, quick: bool) -> None:
        self.language, self.folder, self.out, self.quick = language, folder, out, quick
        self.sample = tomllib.loads(resources.read("samples", "demo.toml"))[language]
        site = folder / "site"
        shutil.copytree(resources.folder("samples"), site)
        self.site = site
        with served(site) as host:
            settings = Settings(
                folder / "settings.toml", {"fetch.allowed_hosts": (host,), "fetch.pause_milliseconds": 0}
            )
            dress(settings)
            switch(language)
            self.window = Window(settings, State(folder / "state"))
            self.window.resize(1280, 800)
            self.window.show()
            self.window.library.open(folder / "library", "Ada Morel")
            wait(lambda: self.window.library.desk is not None)
            self.shots("welcome")
            self._work(host)
            self._shoot_all(host)
            self.window.close()

    def settle(self) -> None:
        """Wait until nothing is under way and everything is drawn."""
        wait(lambda: not self.window.jobs.busy())
        QApplication.processEvents()
        wait(lambda: not self.window.jobs.busy())
        QApplication.processEvents()

    def _work(self, host: str) -> None:
        """Take the sample in, cite the page, give a few verdicts: through the same services as a person's hands."""
        window, reading = self.window, self.window.reading
        look.apply("light", 100)
        window.take(str(resources.folder("samples") / f"article-{self.language}.txt"))
        screen_states.splitting(self, wait)
        wait(lambda: reading.claim is not None)
        self.settle()
        self.save(self.window, "proposed", "light", 1280, 100)
        library, ids = window.library, [c.id for c in reading.claims]
        phrase = str(self.sample.get("claim", self.sample.get("words", "")))
        self.main = next((c.id for c in reading.claims if phrase and phrase in c.text), ids[3])
        others = [c.id for c in reading.claims if c.kind in {Kind.FACTUAL, Kind.QUANTITY} and c.id != self.main]
        source = f"http://{host}/source-{self.language}.html"
        library.change(lambda d: services.claims.accept(d, others[:6]))
        library.change(lambda d: services.claims.dismiss(d, others[-2:], ""))
        library.change(lambda d: services.sources.cite(d, self.main, source, stance=Stance.CONTEXT))
        for claim, rating in zip(others[1:5], ("true", "misleading", "false", "half-true"), strict=False):
            library.change(
                lambda d, c=claim, r=rating: services.verdicts.give(d, c, r, str(self.sample.get("because", "…")))
            )
        library.change(lambda d: services.marks.assign(d, others[5:9], "Ada Morel"))
        library.change(lambda d: services.archive.import_file(d, self._archive()))
        self.settle()
        reading.select(self.main)
        self.settle()
        window.toast.hide()

    def _archive(self) -> Path:
        """Earlier checks made of the article's own sentences, for the rooms that show many years."""
        path = self.folder / "checks.jsonl"
        ratings = [rating.label(self.language) for rating in self.window.reading.scale.ratings]
        claims = self.window.reading.claims
        checks = [
            {
                "id": f"check-{n}",
                "text": claims[n % len(claims)].standalone,
                "rating": ratings[n * n % len(ratings)],
                "claimant": claims[n % len(claims)].claimant or "",
                "date": f"{2026 - n % 11}-0{1 + n % 9}-15",
                "publisher": "Example Desk",
                "language": self.language,
                "url": f"https://example.org/checks/{n}",
            }
            for n in range(180)
        ]
        path.write_text("\n".join(json.dumps(check) for check in checks), "utf-8")
        return path

    def _shoot_all(self, host: str) -> None:
        window, reading = self.window, self.window.reading
        self.shots("article")
        screen_states.zoomed(self)
        screen_states.typed(self)
        screen_states.failed(self, host)
        window.actions_["view.everything"].trigger()
        self.shots("everything", few=True)
        window.actions_["view.everything"].trigger()
        window.actions_["source.open"].trigger()
        self.settle()
        self.shots("reader")
        window.room.reader.show_details.click()
        self.shots("capture", few=True)
        window.room.reader.show_details.click()
        window.actions_["quote.refutes"].trigger()
        self.settle()
        keys = [rating.key for rating in reading.scale.ratings]
        window.actions_[f"verdict.{keys.index(str(self.sample['rating'])) + 1}"].trigger()
        window.room.claim.verdict.reason.setPlainText(str(self.sample.get("because", "…")))
        self.shots("verdict")
        window.actions_["verdict.give"].trigger()
        self.settle()
        self._changed()
        window.actions_["reader.close"].trigger()
        window.toast.hide()
        self.shots("decided", few=True)
        bar = window.room.claim.scroll.verticalScrollBar()
        self.shots("history", before=lambda: bar.setValue(bar.maximum()), few=True)
        screen_states.published(self)
        self.shots("find", before=self._find, few=True)
        window.room.find.close_it()
        reading.step(-1)
        self.settle()
        self._rooms()
        for name in (
            "help.guide",
            "help.about",
            "help.palette",
            "help.keys",
            "article.details",
            "claim.dismiss-because",
            "article.from-link",
            "claim.accept-above",
            "article.paste",
        ):
            self.dialogue(name)

    def _changed(self) -> None:
        """The page has changed under the quote: fetched again, and compared."""
        page, window = self.site / f"source-{self.language}.html", self.window
        text = page.read_text("utf-8")
        for before, after in (("850", "120"), ("371,600", "398,200")):
            text = text.replace(before, after)
        page.write_text(text, "utf-8")
        window.actions_["reader.recheck"].trigger()
        wait(lambda: window.room.reader.held is not None and len(window.room.reader.held.captures) > 1)
        self.settle()
        window.toast.hide()
        self.shots("rechecked", few=True)
        window.room.reader.show_changes.click()
        self.settle()
        self.shots("changes", few=True)
        window.room.reader.show_changes.click()

    def _rooms(self) -> None:
        """Every room beside the desk, and the first step of the tour."""
        for key in self.window.rooms.names()[1:]:
            self.window.rooms.enter(key)
            self.settle()
            rest = time.monotonic() + 0.2  # what is chosen is read when it has been chosen for a moment
            wait(lambda until=rest: time.monotonic() > until)
            self.settle()
            self.shots(key)
        screen_rooms.sorted_and_charted(self)
        screen_rooms.rechecked(self, wait)
        screen_rooms.scrolled(self)
        screen_rooms.apart(self)
        self.window.rooms.enter("articles")
        self.window.actions_["help.tour"].trigger()
        self.shots("tour", few=True)
        self.window.findChild(Tour).end()
        self.window.rooms.enter("articles")

    def _find(self) -> None:
        self.window.room.find.open()
        self.window.room.find.field.setText(self.window.reading.article.text.split()[8])

    def looks(self, *, few: bool) -> Iterator[tuple[str, int, int, int]]:
        """The looks to render: all for the main pictures, light and dark at one size for the others."""
        if self.quick or few:
            yield from ((theme, 1280, 800, 100) for theme in ("light", "dark"))
            return
        for theme in THEMES:
            for width, height in SIZES:
                for zoom in ZOOMS:
                    if theme != "contrast" or (width, zoom) == (1280, 100):
                        yield theme, width, height, zoom

    def shots(self, name: str, *, few: bool = False, before: Callable[[], object] | None = None) -> None:
        """The window in every look."""
        for theme, width, height, zoom in self.looks(few=few):
            look.apply(theme, zoom)
            self.window.resize(width, height)
            self.settle()
            if before is not None:
                before()
                self.settle()
            self.save(self.window, name, theme, width, zoom)

    def dialogue(self, action: str) -> None:
        """A dialog over the window, light and dark."""
        for theme, width, height, zoom in self.looks(few=True):
            look.apply(theme, zoom)
            self.window.resize(width, height)
            self.settle()
            QTimer.singleShot(400, self.window, lambda t=theme, w=width, z=zoom: self._take(action, t, w, z))
            self.window.actions_[action].trigger()
            wait(lambda: not any(isinstance(w, QDialog) and w.isVisible() for w in QApplication.topLevelWidgets()))

    def _take(self, action: str, theme: str, width: int, zoom: int) -> None:
        dialog = next((w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()), None)
        if dialog is not None:
            self.save(dialog, action.replace(".", "-"), theme, width, zoom)
            dialog.close()

    def save(self, widget: QWidget, name: str, theme: str, width: int, zoom: int) -> None:
        """One picture."""
        QApplication.processEvents()
        path = self.out / f"{name}-{self.language}-{theme}-{width}-{zoom}.png"
        widget.grab().save(str(path))


def main() -> int:
    """Render and say where."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--out", type=Path, default=ROOT / "out" / "screens")
    asked.add_argument("--quick", action="store_true", help="one size, light and dark only")
    asked.add_argument("--docs", action="store_true", help="put the pictures of the documentation in docs/pictures too")
    asked.add_argument("--language", choices=LANGUAGES, action="append")
    given = asked.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    application()
    for language in given.language or LANGUAGES:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["FACTCHECK_CONFIG"] = folder
            Screens(language, Path(folder), given.out, quick=given.quick)
    if given.docs:
        for language in given.language or LANGUAGES:
            for name, source in DOCS.items():
                shown = Image.open(given.out / f"{source.format(language)}-1280-100.png").convert("RGB")
                # A third of the bytes, unseen; median cut would lose the few dots that show a rating's colour.
                few = shown.quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE)
                few.save(ROOT / "docs" / "pictures" / f"{name}-{language}.png", optimize=True)
    print(f"{len(list(given.out.glob('*.png')))} pictures in {given.out}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
