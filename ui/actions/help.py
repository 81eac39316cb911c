"""The first day and later: the sample, the tour, the guide that opens without a network, and what this program is."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.addresses import sample
from ui.later import dialogs, views

if TYPE_CHECKING:
    from ui.window import Window


class HelpVerbs(QObject):
    """The verbs of the help menu, and the sample that shows them on something."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window
        acts = window.actions_
        acts.bind("article.sample", self.sample)
        acts.bind("help.tour", self.tour)
        acts.bind("help.guide", lambda: dialogs.guide.Guide(window).open())
        acts.bind("help.about", lambda: dialogs.about.About(window).open())

    def sample(self) -> None:
        """Take in the bundled sample article in the interface's language."""
        self._window.rooms.enter("articles")
        self._window.take(str(sample()))

    def tour(self) -> None:
        """Begin the tour at its first step; one that is under way ends."""
        for other in self._window.findChildren(views.tour.Tour):
            other.end()
        self._window.rooms.enter("articles")
        views.tour.Tour(self._window).begin()
