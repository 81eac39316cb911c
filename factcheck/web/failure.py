"""Why a page did not come: one error class whose ``key`` is the kind, stable for scripts.

Kinds: ``refused-address``, ``dns``, ``connect``, ``timeout``, ``deadline``, ``tls``, ``too-many-redirects``,
``redirect-loop``, ``too-large``, ``broken-response``, ``retry-later``. A page that answers 404 or 500 is no failure: it
is a capture with that status.
"""

from typing import TYPE_CHECKING

from factcheck.errors import NetworkError
from factcheck.i18n import text

if TYPE_CHECKING:
    from factcheck.web.fetched import Fetched


class FetchFailed(NetworkError):
    """A fetch that ended without a page.

    ``reason`` is a message key without its ``refusal.`` (why an address is refused) or empty. ``fetched`` holds the
    exchanges up to the failure, so that they can still be captured; it is None when nothing was asked of the network.
    """

    def __init__(self, key: str, /, *, reason: str = "", **values: object) -> None:
        super().__init__(key, **values)
        self.reason = reason
        self.fetched: Fetched | None = None

    def sentence(self, language: str | None = None) -> str:
        """The sentence in ``language``, with the reason told in it too."""
        values = dict(self.values)
        if self.reason:
            values["reason"] = text(f"refusal.{self.reason}", language, **self.values)
        return text(f"error.{self.key}", language, **values)

    def details(self) -> dict[str, str]:
        """The values of the message as text, with ``reason`` where there is one: what a record keeps."""
        values = {name: str(value) for name, value in self.values.items()}
        return values | ({"reason": self.reason} if self.reason else {})


def refused(reason: str, url: str, **values: object) -> FetchFailed:
    """An address that must not be asked; ``reason`` is a key under ``refusal``."""
    return FetchFailed("refused-address", reason=reason, url=shown(url), **values)


def shown(url: str, longest: int = 200) -> str:
    """The address as a sentence shows it: printable, without bidi controls, cut in the middle when very long."""
    plain = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in url)
    half = longest // 2
    return plain if len(plain) <= longest else f"{plain[:half]}…{plain[-half:]}"
