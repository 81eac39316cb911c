"""The window's thread is never held for long: a heartbeat through the whole of the work."""

from PySide6.QtGui import QGuiApplication

from tests.core.web.site import Site
from tests.gui.heartbeat import Heartbeat, unit

LINE = "Le port de Lanvel a accueilli {n} navires en 2022, contre 3 580 en 2019, selon les registres du port."
PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Bilan du port</title></head><body><article>
<h1>Bilan du port</h1><p>La capitainerie publie chaque printemps le bilan de l’année écoulée, établi avec soin.</p>
<p>{line}</p><p>Les ferries représentent la moitié des escales, les caboteurs un tiers, la plaisance le reste.</p>
</article></body></html>"""
OWN = 5
"""Units of ten milliseconds (``heartbeat.unit``) of the window's own work in one gap: 50 ms, on whatever machine."""
OURS = 10
"""The same with the work of all lanes in that gap, part of which went on beside the window's."""


def page(ships: str) -> bytes:
    return PAGE.format(line=LINE.format(n=ships)).encode()


def test_no_hold_is_long_in_split_fetch_recheck_and_export(open_desk, article, tmp_path) -> None:
    with Site() as site:
        site.page("/bilan", page("3 150"))
        desk = open_desk(allowed=(site.host,))
        desk.settle()
        pulse, units = Heartbeat(desk.window), [unit()]
        pulse.during = "intake and split"
        desk.take(article)
        desk.room.article.setFocus()
        for keys in ("A", "J", "K", "Ctrl+Z", "Ctrl+Shift+Z"):
            pulse.during = keys
            desk.key(keys)
            desk.settle()
        units.append(unit())
        pulse.during = "fetch"
        QGuiApplication.clipboard().setText(site.url("/bilan"))
        desk.key("P")
        desk.key("Return")
        reader = desk.room.reader
        desk.until(lambda: reader.isVisible() and reader.held is not None and reader.held.passages, what="the page")
        desk.settle()
        pulse.during = "quote"
        desk.key("R")
        desk.settle()
        pulse.during = "recheck"
        site.page("/bilan", page("3 900"))
        desk.key("Shift+R")
        desk.until(lambda: len(reader.held.captures) == 2, what="the second capture")
        desk.settle()
        pulse.during = "changes"
        reader.show_changes.click()
        desk.settle()
        units.append(unit())
        pulse.during = "verdict"
        desk.key("3")
        desk.type("Selon les registres.")
        desk.key("Ctrl+Return")
        desk.settle()
        pulse.during = "export"
        desk.window.intake.export(tmp_path / "report.html")
        desk.settle()
        pulse.during = "undo"
        for _ in range(3):
            desk.key("Ctrl+Z")
            desk.settle()
        pulse.stop()
    units.append(unit())
    assert {hold.during for hold in pulse.holds} >= {"intake and split", "fetch", "recheck", "export", "undo"}
    own, ours = max(pulse.holds, key=lambda hold: hold.own), pulse.worst()
    assert own.own < OWN * max(units), (own, units)
    assert ours.ours < OURS * max(units), (ours, units)
    assert desk.failures() == []
