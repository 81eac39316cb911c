"""The window in tests: offscreen, its own folders, waiting without sleeping, and no thread or timer left behind."""

import gc
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow

from factcheck import i18n
from factcheck.domain.place import Place
from factcheck.settings import Settings
from ui.app import application, dress
from ui.state import State
from ui.theme import look
from ui.window import Window
from ui.worker import Worker

HERE = Path(__file__).parent


def until(met: Callable[[], object], *, seconds: float = 30.0, what: str = "") -> None:
    """Run the event loop until ``met()`` is true; a test fails when it never is."""
    end = time.monotonic() + seconds
    while not met():
        if time.monotonic() > end:
            pytest.fail(f"never came: {what or met}")
        loop = QEventLoop()
        QTimer.singleShot(10, loop.quit)
        loop.exec()


@pytest.fixture(scope="session")
def app() -> QApplication:
    return application()


@pytest.fixture(autouse=True)
def nothing_left(app: QApplication) -> Iterator[None]:
    """Threads that a test started end with it, and so do windows."""
    before = set(threading.enumerate())
    yield
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QMainWindow | QDialog):  # a completer owns its popup, Qt its hints
            widget.close()
            widget.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    app.processEvents()
    gc.collect()
    end = time.monotonic() + 5
    while (left := [t for t in threading.enumerate() if t not in before]) and time.monotonic() < end:
        time.sleep(0.01)
    assert not left, f"threads left running: {left}"


@pytest.fixture
def plain(app: QApplication) -> Iterator[None]:
    """Light, English, 100 %: and so again afterwards."""
    dress(Settings())
    look.apply("light", 100)
    yield
    i18n.use("en")
    look.apply("light", 100)


class Desk:
    """The real window over a real library, with hands."""

    def __init__(
        self,
        place: Place,
        *,
        allowed: tuple[str, ...] = (),
        reviewer: str = "Ada",
        waits: bool = True,
        **settings: object,
    ) -> None:
        overrides = {"fetch.allowed_hosts": allowed, "fetch.pause_milliseconds": 0}
        overrides |= {name.replace("__", "."): value for name, value in settings.items()}
        self.window = Window(Settings(overrides=overrides), State())
        self.window.resize(1440, 900)
        self.window.show()
        QTest.qWaitForWindowExposed(self.window)
        self.window.library.open(place, reviewer)
        if waits:
            until(lambda: self.window.library.desk is not None, what="the library")
        self.window.activateWindow()

    @property
    def reading(self):
        return self.window.reading

    @property
    def room(self):
        return self.window.room

    def take(self, path: Path) -> None:
        """Take in a file and wait until its claims are there and the first is chosen."""
        self.window.take(str(path))
        until(lambda: self.reading.claim is not None and self.reading.dossier is not None, seconds=90, what="claims")
        self.settle()

    @staticmethod
    def until(met: Callable[[], object], what: str = "") -> None:
        """Wait for something."""
        until(met, what=what)

    def settle(self) -> None:
        """Wait until no job runs and everything that it asked for was drawn."""
        until(lambda: not self.window.jobs.busy(), what="the end of all jobs")
        QApplication.processEvents()
        until(lambda: not self.window.jobs.busy(), what="the end of all jobs")

    def key(self, keys: str) -> None:
        """Press keys where the focus is, as a person does."""
        target = QApplication.focusWidget() or self.window
        QTest.keySequence(target, keys)
        QApplication.processEvents()

    def type(self, words: str) -> None:
        """Type words where the focus is."""
        target = QApplication.focusWidget()
        assert target is not None
        for letter in words:
            if letter.isascii():
                QTest.keyClicks(target, letter)
            else:  # QTest aborts on letters beyond ASCII
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                    QApplication.sendEvent(target, event)

    def failures(self) -> list[str]:
        """The sentences at the foot of the window."""
        from PySide6.QtWidgets import QLabel

        return [label.text() for line in self.window.foot.failures() for label in line.findChildren(QLabel)]

    def close(self) -> None:
        """Close the window as a person does."""
        self.window.close()


@pytest.fixture
def open_desk(tmp_path: Path, plain: None) -> Iterator[Callable[..., Desk]]:
    """Opens windows over the test's library, or another: ``open_desk(allowed=…, where=…, review__policy=…)``."""
    opened: list[Desk] = []

    def open_one(where: Place | None = None, **given: object) -> Desk:
        opened.append(Desk(where or tmp_path / "library", **given))
        return opened[-1]

    yield open_one
    for desk in opened:
        desk.close()


@pytest.fixture
def desk(open_desk: Callable[..., Desk]) -> Desk:
    return open_desk(allowed=("127.0.0.1",))


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that holds the article of these tests, split once; tests work on copies."""
    from factcheck.services import articles, intake
    from factcheck.services.desk import Desk as Opened

    folder = tmp_path_factory.mktemp("template") / "library"
    worker = Worker()
    draft = intake.from_text(ARTICLE)
    split = worker.run("factcheck.services.splitting:split", draft.text, language="fr")
    worker.stop()
    opened = Opened.open(folder, settings=Settings(folder.parent / "settings.toml"), reviewer="Ada")
    articles.add(opened, draft, split)
    opened.close()
    return folder


@pytest.fixture
def reading_desk(open_desk: Callable[..., Desk], template: Path, tmp_path: Path) -> Callable[..., Desk]:
    """Opens windows on a copy of the template, with its article open and the first claim chosen."""

    def open_copy(**given: object) -> Desk:
        if not (tmp_path / "library").exists():
            shutil.copytree(template, tmp_path / "library")
        desk = open_desk(**given)
        desk.until(lambda: desk.window.articles.rows, what="the articles")
        desk.window.open_article(desk.window.articles.rows[0].id)
        desk.until(lambda: desk.reading.claims, what="the claims")
        desk.settle()
        if desk.reading.claim is None:
            desk.reading.step(1)
        desk.until(lambda: desk.reading.dossier is not None, what="the claim")
        desk.settle()
        desk.room.article.setFocus()
        return desk

    return open_copy


@pytest.fixture
def ready(reading_desk: Callable[..., Desk]) -> Desk:
    return reading_desk(allowed=("127.0.0.1",))


ARTICLE = """Le Port de Lanvel ferme une cale

Le port de Lanvel a accueilli 4 200 navires en 2022. Selon la capitainerie, le trafic a baissé de 12 % depuis 2019.

La compagnie Morgane aurait vendu deux ferries en septembre. C’est ce qu’affirment nos confrères de Radio Lanvel.

Le maire viendra-t-il à la réunion ?
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "lanvel.txt"
    path.write_text(ARTICLE, "utf-8")
    return path
