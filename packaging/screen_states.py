"""The desk's passing states for ``screens.py``: what is under way, typed, refused, published, compared."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QPushButton

from ui.later import services
from ui.theme import look

if TYPE_CHECKING:
    from screens import Screens

ZOOMS = (80, 200)


def splitting(screens: "Screens", wait: Callable[..., None]) -> None:
    """An article whose claims are being found."""
    window = screens.window
    wait(lambda: any(job.title and job.title[0] == "job.split" for job in window.jobs.shown()))
    QApplication.processEvents()
    screens.save(window, "splitting", "light", 1280, 100)


def typed(screens: "Screens") -> None:
    """A wording with its difference, and what the desk notes on the claim."""
    window, head = screens.window, screens.window.room.claim.head
    window.actions_["claim.edit"].trigger()
    head.wording.setPlainText(f"{screens.sample.get('wording', head.wording.words())} (2024)")
    screens.shots("wording", few=True)
    head.drop()
    library, claim = window.library, screens.main
    library.change(lambda d: services.marks.assign(d, [claim], "Grace Lind"))
    library.change(lambda d: services.marks.prioritise(d, [claim], 2))
    library.change(lambda d: services.marks.tag(d, [claim], "2024"))
    asked = []
    remark = str(screens.sample.get("because", "?"))
    library.change(lambda d: services.marks.note(d, claim, remark), lambda done: asked.append(done.value.id))
    screens.settle()
    library.change(lambda d: services.marks.note(d, claim, "OK — Grace", asked[0]))
    screens.settle()
    part, scroll = window.room.claim.team, window.room.claim.scroll
    screens.shots("team", few=True, before=lambda: scroll.verticalScrollBar().setValue(part.y() - 40))


def failed(screens: "Screens", host: str) -> None:
    """A page that is not there, and an address that may not be asked."""
    window, scroll = screens.window, screens.window.room.claim.scroll
    window.room.claim.sources.asked.emit(f"http://{host}/gone.html")
    screens.settle()
    window.room.claim.sources.asked.emit("http://192.168.0.1/")
    screens.settle()
    window.toast.hide()
    part = window.room.claim.sources
    screens.shots("failed", few=True, before=lambda: scroll.verticalScrollBar().setValue(part.y() - 40))
    for line in window.foot.failures():
        line.findChild(QPushButton).click()
    for _ in window.reading.dossier.evidence[:-1] if window.reading.dossier else ():
        window.actions_["undo"].trigger()
        screens.settle()
    window.toast.hide()
    scroll.verticalScrollBar().setValue(0)


def published(screens: "Screens") -> None:
    """A published claim, the dialog of its correction, and the claim corrected."""
    window = screens.window
    window.actions_["verdict.publish"].trigger()
    screens.settle()
    window.toast.hide()
    screens.shots("published", few=True)
    screens.dialogue("verdict.correct")


def zoomed(screens: "Screens") -> None:
    """The desk at the ends of the text zoom."""
    for zoom in ZOOMS:
        for width, height in ((1280, 800), (1920, 1080)):
            look.apply("light", zoom)
            screens.window.resize(width, height)
            screens.settle()
            screens.save(screens.window, "zoom", "light", width, zoom)
    look.apply("light", 100)
    screens.window.resize(1280, 800)
    screens.settle()
