"""A wording that stands without the article: a suggestion, shown as one.

Templates only: the subject pronoun gives way to the name it stands for where that is sure, dates become absolute, the
source is named at the end. What is unsure stays as written.
"""

import re
from dataclasses import dataclass

from factcheck.domain.dates import Partial, echo
from factcheck.text.languages import Pack

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Parts:
    """What a wording is made of. ``dates`` are (start, end, date) within ``text``."""

    text: str
    subject: str | None
    dates: tuple[tuple[int, int, Partial], ...]
    claimant: str | None
    plain: bool


def standalone(parts: Parts, pack: Pack) -> str:
    """The suggested wording."""
    text = _absolute(parts, pack)
    if parts.plain:
        for hearsay, fact in pack.table("standalone").get("plain", {}).items():
            text = re.sub(rf"\b{hearsay}\b", str(fact), text)
    text = _SPACE.sub(" ", text).strip(' ,;:«»"')
    if parts.subject:
        text = f"{parts.subject} {text}"
    if parts.claimant and (template := pack.table("standalone").get("according")):
        text = f"{text}, " + str(template).format(claimant=parts.claimant)
    text = text[:1].upper() + text[1:]
    return text if text[-1:] in ".!?" else text + "."


def _absolute(parts: Parts, pack: Pack) -> str:
    """The text with its relative dates written out."""
    text = parts.text
    for start, end, partial in reversed(parts.dates):
        text = text[:start] + written(partial, pack) + text[end:]
    return text


def written(partial: Partial, pack: Pack) -> str:
    """The date as it reads in a sentence: "in September 2022", "le 18 octobre 2018"."""
    said = echo(str(partial), pack.code)
    if partial.is_interval or partial.point.about or partial.point.span > 1:
        return said
    tables = pack.table("standalone")
    key = "on_day" if partial.point.day else "on_month" if partial.point.month else "on_year"
    return str(tables.get(key, "{date}")).format(date=said)
