"""The parts of the Settings room that are no single values, in their order."""

from ui.library import Change, Library
from ui.rooms.settingsmore import Backups, Keys, Part, Place, Reviewers, ScalePreview
from ui.rooms.settingsmove import MoveLibrary
from ui.rooms.settingsoutside import Hosts, Languages, Secrets
from ui.rooms.settingsshared import SharedLibrary


def parts(library: Library) -> list[Part]:
    """The parts, each following the library while it is shown."""
    kinds = (Reviewers, ScalePreview, Languages, Hosts, Secrets, Place, SharedLibrary, MoveLibrary, Backups, Keys)
    made: list[Part] = [kind(library) for kind in kinds]

    def changed(change: Change) -> None:
        for part in made:
            if part.isVisible() and (change.done is None or change.touches("reviewer")):
                part.refresh()

    library.changed.connect(changed)
    return made
