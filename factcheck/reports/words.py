"""The words, dates and numbers of a report in its language.

Dates of the world are EDTF and may be partial or unsure; times are UTC and say so. Everything that a person wrote
passes ``clean``: control characters and halves of broken characters have no place in HTML, XML or PDF.
"""

import re
from datetime import UTC, datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_time
from babel.numbers import format_decimal

from factcheck.domain import dates
from factcheck.i18n import LANGUAGES, has, text

NARROW = "\u202f"
"""A narrow no-break space: what French sets before ; ! ? and inside numbers."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")


def clean(written: str) -> str:
    """The text with line ends as ``\\n`` and every character that no file format may hold as U+FFFD."""
    return _CONTROL.sub("\ufffd", written.replace("\r\n", "\n").replace("\r", "\n"))


def name(written: str | None) -> str:
    """A title, name or address on one line, without the characters that turn the reading direction around."""
    return " ".join(_DIRECTION.sub("", clean(written)).split()) if written else ""


@lru_cache(maxsize=4096)
def _grouped(value: float, language: str) -> str:
    return str(format_decimal(value, locale=language))


class _Count(int):
    """A number that chooses a plural form as a number and is printed as the locale writes it."""

    _written: str

    def __new__(cls, n: int, written: str) -> "_Count":
        made = super().__new__(cls, n)
        made._written = written
        return made

    def __format__(self, spec: str) -> str:
        return self._written


class Words:
    """The catalogue and the locale of one report language; a language without a catalogue is written in English."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else "en"

    def __call__(self, key: str, /, **values: object) -> str:
        """The message ``report.<key>``."""
        return text(f"report.{key}", self.language, **values)

    def counted(self, key: str, n: int) -> str:
        """The message ``report.<key>`` in the form for ``n`` things, the number grouped as the language does."""
        return self(key, n=_Count(n, self.number(n)))

    def known(self, group: str, key: str) -> str:
        """The message ``report.<group>.<key>``, or the key itself when the catalogue has no word for it."""
        message = f"report.{group}.{key}"
        return text(message, self.language) if has(message) else name(key)

    def moment(self, at: datetime) -> str:
        """A time to the minute, in UTC: ``November 22, 2026, 13:43 UTC``."""
        at = at.astimezone(UTC)
        return self("moment", date=self.day(at), time=format_time(at, "HH:mm", locale=self.language))

    def day(self, at: datetime) -> str:
        """A day: ``November 22, 2026``, ``1er novembre 2026``; in the same words as the dates of the world."""
        return dates.echo(at.astimezone(UTC).date().isoformat(), self.language)

    def edtf(self, written: str | None) -> str:
        """An EDTF date in words, without a change of what is known; what is no date is shown as it is."""
        if not written:
            return ""
        return dates.echo(written, self.language) if dates.valid(written) else name(written)

    def has(self, key: str) -> bool:
        """Whether the catalogue holds ``report.<key>``."""
        return has(f"report.{key}")

    def language_name(self, code: str) -> str:
        """A language by its name in the report's language; an unknown code as it is."""
        try:
            return Locale.parse(code, sep="-").get_display_name(self.language) or name(code)
        except (ValueError, UnknownLocaleError):
            return name(code)

    def number(self, value: float) -> str:
        """A number with the language's separators."""
        return _grouped(value, self.language)

    def share(self, part: float) -> str:
        """A share as whole per cent: ``62%``, ``62 %``."""
        return self("percent", n=self.number(round(part * 100)))
