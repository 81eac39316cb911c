"""What can go wrong that is not a bug in this program, kept apart from the bugs.

::

    FactcheckError                 one clear sentence: what happened, what is safe, what to do
    ├── InputError                 what a person typed or gave cannot be used          (exit code 2)
    │   ├── NotFound               an id or name that the library does not hold
    │   ├── Refused                a rule of the work forbids it (workflow, undo of a changed row)
    │   └── Conflict               somebody else changed it since the person who acts read it; carries both versions
    └── WorldError                 the machine, the network or a file let us down      (exit code 1)
        ├── Unreadable             a file or page that no rule can read
        ├── LibraryError           the library cannot be opened, is damaged, newer, or read-only
        ├── NetworkError           a page did not come; ``key`` is the kind, for scripts
        └── Cancelled              a person asked to stop

A sentence is a message of the catalogue (``factcheck.i18n``), given by key with its values, so that the window, the
command line and the trail can tell it in the reader's language. Anything else that is raised is a bug.
"""

import traceback
from collections.abc import Sequence
from dataclasses import dataclass

from factcheck.domain.history import minute
from factcheck.domain.ids import short
from factcheck.i18n import text


class FactcheckError(Exception):
    """An error that a person can understand and act on.

    ``key`` names the message under ``error.``; ``values`` fill its places.
    """

    exit_code = 1

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values

    def sentence(self, language: str | None = None) -> str:
        """The sentence in ``language`` (default: the interface's)."""
        return text(f"error.{self.key}", language, **self.values)

    def __str__(self) -> str:
        return self.sentence()


class InputError(FactcheckError):
    """What a person typed or gave cannot be used."""

    exit_code = 2


class NotFound(InputError):
    """An id or name that the library does not hold."""


class Refused(InputError):
    """A rule of the work forbids it; the sentence gives the reason."""


def places_of(bug: BaseException) -> str:
    """Where the program failed, for a crash report: the places in the code and the kinds of the exceptions, the first
    one first.

    No message and no values of variables: they may hold an article's text (a database error quotes the row).
    """
    behind: list[BaseException] = []
    one: BaseException | None = bug
    while one is not None and one not in behind:
        behind.insert(0, one)
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    told = (f"{''.join(traceback.format_tb(each.__traceback__))}{type(each).__qualname__}\n" for each in behind)
    return "\n".join(told)


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that two people changed: what both started from (``base``), what stands there now, what was to stand.

    ``entity`` is claim, article or evidence, ``field`` the name by which a person knows it. Values are plain data: a
    claimant is its name; a ``verdict`` is None or a mapping of ``rating``, ``reason``, ``reviewer`` and ``scale``.
    """

    entity: str
    id: str
    field: str
    base: object
    theirs: object
    mine: object


class Conflict(InputError):
    """Somebody else changed what an action writes since the person who acts read it. Nothing was written.

    ``clashes`` hold both versions, ``reviewer`` and ``at`` (UTC, as the trail writes it) tell of the last such change.
    ``seen`` is the row's version now: an action that is based on it insists on its own values.
    """

    def __init__(self, clashes: Sequence[Clash], seen: int, reviewer: str, at: str) -> None:
        what = text(f"entity.{clashes[0].entity}")
        super().__init__("conflict", what=what, id=short(clashes[0].id), reviewer=reviewer, at=minute(at))
        self.clashes, self.seen, self.reviewer, self.at = tuple(clashes), seen, reviewer, at


class WorldError(FactcheckError):
    """The machine, the network or a file let us down."""


class Unreadable(WorldError):
    """A file or page that no rule can read."""


class LibraryError(WorldError):
    """The library cannot be opened, is damaged, newer than this program, or read-only."""


class NetworkError(WorldError):
    """A page did not come. ``key`` is the kind of failure, stable for scripts."""


class Cancelled(WorldError):
    """A person asked to stop; nothing was stored."""

    def __init__(self) -> None:
        super().__init__("cancelled")
