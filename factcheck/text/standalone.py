"""A wording that stands without the article: a suggestion, shown as one.

Templates only: the clause gets the subject that its sentence gives it, a subject pronoun gives way to the name it
stands for, short names become full ones, dates absolute, and the source is named at the end. What is unsure stays as
written. Nothing is added that the article does not say.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from factcheck.domain.dates import Partial, echo
from factcheck.text.languages import Pack

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Swap:
    """Put ``words`` in place of the copy's characters ``start`` to ``end``."""

    start: int
    end: int
    words: str


def compose(
    text: str, offset: int, swaps: Sequence[Swap], *, lead: str, claimant: str | None, plain: bool, pack: Pack
) -> str:
    """The wording of ``text`` (which starts at ``offset`` of its copy) with its swaps, lead and source.

    ``plain`` turns the conditional of hearsay into plain words, where the source carries the doubt.
    """
    end = len(text)
    for swap in sorted(swaps, key=lambda s: (-s.start, -s.end)):
        if swap.start - offset < 0 or swap.end - offset > end:
            continue
        text = text[: swap.start - offset] + swap.words + text[swap.end - offset :]
        end = swap.start - offset
    if plain:
        for hearsay, fact in pack.table("standalone").get("plain", {}).items():
            text = re.sub(rf"\b{hearsay}\b", str(fact), text)
    text = _SPACE.sub(" ", text).strip(" ,;:")
    text = _unpaired(text)
    if lead:
        text = f"{lead} {text}"
    if claimant:
        text = f"{text}, {_according(claimant, pack)}"
    text = text[:1].upper() + text[1:]
    return text if text[-1:] in ".!?" else text + "."


def _unpaired(text: str) -> str:
    """The text without a quotation mark that opens or closes nothing."""
    if text.count('"') % 2:
        text = text.replace('"', "", 1) if text[:1] == '"' else text[::-1].replace('"', "", 1)[::-1]
    if text.count("«") != text.count("»"):
        text = _SPACE.sub(" ", text.replace("«", "").replace("»", "")).strip()
    return text


def _according(claimant: str, pack: Pack) -> str:
    """The words that name the source: "according to the mayor", « selon la préfecture », « selon lui »."""
    table = pack.table("standalone")
    low = claimant.lower()
    oblique = table.get("oblique", {}).get(low)
    if oblique:
        claimant = str(oblique)
    first = low.split()[0].split("'")[0] if low.split() else ""
    if first in table.get("determiners", ()):
        claimant = claimant[:1].lower() + claimant[1:]
    template = str(table["according"])
    return template.format(claimant=claimant)


def written(partial: Partial, pack: Pack, *, bare: bool = False) -> str:
    """The date as it reads in a sentence: "in September 2022", "le 18 octobre 2018"; ``bare`` without preposition."""
    said = echo(str(partial), pack.code)
    if partial.is_interval or partial.point.about or partial.point.span > 1 or bare:
        return said
    tables = pack.table("standalone")
    key = "on_day" if partial.point.day else "on_month" if partial.point.month else "on_year"
    return str(tables.get(key, "{date}")).format(date=said)
