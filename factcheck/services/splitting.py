"""Splitting a text into proposed claims: no library is touched, so it can run in a process of its own."""

from collections.abc import Callable

from factcheck.domain.claim import Split
from factcheck.settings import Settings
from factcheck.text import split as splitter
from factcheck.text.languages import Support, support


def split(
    text: str,
    *,
    language: str | None = None,
    date: str | None = None,
    settings: Settings | None = None,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Split:
    """The proposed claims of ``text`` and its labelled rest.

    ``language`` and ``date`` (EDTF) win over what the text says of itself; ``progress`` gets the share done (0 to 1).
    Raises ``Cancelled``.
    """
    quality = (settings or Settings()).text("split.quality")
    return splitter.split(text, language=language, date=date, quality=quality, progress=progress, cancelled=cancelled)


def languages() -> tuple[Support, ...]:
    """What is supported for each language that has a pack, and whether its parsers are installed."""
    return support()
