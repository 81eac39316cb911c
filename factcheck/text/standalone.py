"""A wording that stands without the article: a suggestion, shown as one.

Templates only: the clause gets the subject that its sentence gives it, a subject pronoun gives way to the name it
stands for, short names become full ones, dates absolute, and the source is named at the end. What is unsure stays as
written. Nothing is added that the article does not say.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from factcheck.domain.dates import Partial, echo
from factcheck.text.languages import Pack

_SPACE = re.compile(r"\s+")
#: A name behind one of these is that of a body or a place that somebody belongs to.
_OF = frozenset(["of", "at", "for", "from", "in", "de", "du", "des", "à", "au", "chez"])
_LOOSE = re.compile(r"(?<=\b[A-Za-z]['’]) (?=\w)|(?<=\w) (?=,)")


@dataclass(frozen=True, slots=True)
class Swap:
    """Put ``words`` in place of the copy's characters ``start`` to ``end``."""

    start: int
    end: int
    words: str


def compose(
    text: str,
    offset: int,
    swaps: Sequence[Swap],
    *,
    lead: str,
    claimant: str | None,
    plain: bool,
    pack: Pack,
    proper: bool = False,
    about: str = "",
) -> str:
    """The wording of ``text`` (which starts at ``offset`` of its copy) with its swaps, lead and source.

    ``about`` is what it is about, where its own words do not say that.

    ``proper`` says that the claimant's article belongs to its name; ``plain`` turns the conditional of hearsay
    into plain words, where the source carries the doubt.
    """
    end = len(text)
    whole = [s for s in swaps if not any(_inside(s, other) for other in swaps)]
    for swap in sorted(whole, key=lambda s: (-s.start, -s.end)):
        if swap.start - offset < 0 or swap.end - offset > end:
            continue
        text = text[: swap.start - offset] + swap.words + text[swap.end - offset :]
        end = swap.start - offset
    if plain:
        for hearsay, fact in pack.table("standalone").get("plain", {}).items():
            text = re.sub(rf"\b{hearsay}\b", str(fact), text)
        text = re.sub(r"\b([Cc])e est\b", r"\1'est", text)
    text = pack.regexes("standalone", "linking").sub(" ", _SPACE.sub(" ", text).strip(" ,;:"))
    text = _unpaired(text)
    if text[:1] == "«" and text.find("»") == len(text) - 1:
        text = text[1:-1].strip()
    if lead:
        text = f"{lead} {text}"
    if about:
        text = f"{text[:-1]}; {about})" if text.endswith(")") else f"{text} ({about})"
    if claimant:
        text = f"{text}, {_according(claimant, pack, proper=proper)}"
    text = text[:1].upper() + text[1:]
    return text if text[-1:] in ".!?" else text + "."


def calling(claimant: str) -> str:
    """The short form of a claimant: the name alone where a description stands beside it."""
    parts = [part.strip() for part in tidy(claimant).split(",")]
    names = [part for part in parts if part and all(word[:1].isupper() for word in part.split())]
    if len(parts) > 1 and names:
        return names[0]
    for part in parts:
        words = part.split()
        name = list(takewhile(lambda word: word[:1].isupper(), reversed(words)))[::-1]
        before = words[-len(name) - 1 : -len(name)] if name else []
        if len(name) > 1 and not {*before} & _OF:
            return " ".join(name)
    return parts[0]


def tidy(text: str) -> str:
    """The text with single spaces, and none after an apostrophe or before a comma."""
    return _LOOSE.sub("", _SPACE.sub(" ", text))


def _unpaired(text: str) -> str:
    """The text without a quotation mark that opens or closes nothing."""
    if text.count('"') % 2:
        text = text.replace('"', "", 1) if text[:1] == '"' else text[::-1].replace('"', "", 1)[::-1]
    if text.count("«") != text.count("»"):
        text = _SPACE.sub(" ", text.replace("«", "").replace("»", "")).strip()
    return text


def _inside(swap: Swap, other: Swap) -> bool:
    return (
        other is not swap
        and other.start <= swap.start
        and swap.end <= other.end
        and other.end - other.start > max(swap.end - swap.start, 0)
    )


def _according(claimant: str, pack: Pack, *, proper: bool) -> str:
    """The words that name the source: "according to the mayor", « selon la préfecture », « selon lui »."""
    table = pack.table("standalone")
    claimant = tidy(claimant)
    for written_as, reads in table.get("sources", {}).items():
        if claimant.lower().startswith(f"{written_as} "):
            claimant = f"{reads}{claimant[len(written_as) :]}"
    low = claimant.lower()
    oblique = table.get("oblique", {}).get(low)
    if oblique:
        claimant = str(oblique)
    first = low.split()[0].split("'")[0] if low.split() else ""
    if first in table.get("determiners", ()) and not proper:
        claimant = claimant[:1].lower() + claimant[1:]
    template = str(table["according"])
    return template.format(claimant=claimant)


def written(partial: Partial, pack: Pack, *, bare: bool = False, weekday: str = "") -> str:
    """The date as it reads in a sentence: "in September 2022", "le 18 octobre 2018"; ``bare`` without preposition.

    ``weekday`` is the name of its day, where that is to be said too.
    """
    said = echo(str(partial), pack.code)
    if weekday:
        said = str(pack.table("standalone").get("with_weekday", "{date}")).format(weekday=weekday, date=said)
    if partial.is_interval or partial.point.about or partial.point.span > 1 or bare:
        return said
    tables = pack.table("standalone")
    key = "on_day" if partial.point.day else "on_month" if partial.point.month else "on_year"
    return str(tables.get(key, "{date}")).format(date=said)
