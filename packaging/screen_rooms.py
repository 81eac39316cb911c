"""What ``screens.py`` shows of the rooms beside their first sight: sorted, scrolled, in windows of their own."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QScrollArea

from ui.dialogs.remap import Remap
from ui.later import services
from ui.words import t

if TYPE_CHECKING:
    from screens import Screens

PARTS = 4
"""Pictures of the settings from top to end."""


def sorted_and_charted(screens: "Screens") -> None:
    """The claims by who said them, and the chart by claimant."""
    room = screens.window.rooms.room("claims")
    screens.window.rooms.enter("claims")
    screens.settle()
    room.head.ask_order("claimant")
    room.box.by["claimant"].click()
    screens.settle()
    room.table.setFocus()
    room.table.selectRow(3)
    screens.shots("claims-sorted", few=True)
    room.head.ask_order("")
    room.box.by["year"].click()


def rechecked(screens: "Screens", wait: Callable[..., None]) -> None:
    """A source whose page has changed, with what changed."""
    room = screens.window.rooms.room("sources")
    screens.window.rooms.enter("sources")
    screens.settle()
    page = screens.site / f"source-{screens.language}.html"
    page.write_text(page.read_text("utf-8").replace("2024", "2023", 3), "utf-8")
    room.all.click()
    wait(room.news.isVisible)
    screens.settle()
    known = services.source_list.overview(screens.window.library.desk)
    room.details.source_wanted.emit(next(one.source.id for one in known if (one.source.url or "").endswith(page.name)))
    comparing = lambda: [  # noqa: E731 - what the list of captures offers once it was read again
        found for found in room.details.captures.findChildren(QPushButton) if found.text() == t("sources.compare")
    ]
    wait(comparing)
    comparing()[0].click()
    screens.settle()
    screens.shots("sources-changed", few=True)


def scrolled(screens: "Screens") -> None:
    """The settings below their first page."""
    screens.window.rooms.enter("settings")
    bar = screens.window.rooms.room("settings").findChild(QScrollArea).verticalScrollBar()
    for part in range(1, PARTS + 1):
        there = lambda n=part: bar.setValue(bar.maximum() * n // PARTS)  # noqa: E731 - bound to this part
        screens.shots(f"settings-{part}", few=True, before=there)


def apart(screens: "Screens") -> None:
    """The table in which keys are changed, and an article in a window of its own."""
    from ui.theme import look  # noqa: PLC0415 - after the platform is chosen

    window = screens.window
    dialog = Remap(window)
    dialog.show()
    dialog.choose("claim.accept")
    for theme, width, _height, zoom in screens.looks(few=True):
        look.apply(theme, zoom)
        screens.settle()
        screens.save(dialog, "keys-change", theme, width, zoom)
    dialog.close()
    window.rooms.enter("articles")
    window.actions_["article.own-window"].trigger()
    (beside,) = window.windows.all()
    beside.resize(1000, 760)
    screens.settle()
    rest = time.monotonic() + 0.2
    while time.monotonic() < rest:
        screens.settle()
    for theme, width, _height, zoom in screens.looks(few=True):
        look.apply(theme, zoom)
        screens.settle()
        screens.save(beside, "own-window", theme, width, zoom)
    beside.close()
