"""The passages of a page that speak of a claim: its sentences ranked by the words that they share with it.

The ranking finds where to look; it cannot tell support from refutation. Across languages only names and figures meet as
words: there sentences are found by meaning, when somebody can tell meanings apart (``Likeness``), or hardly at all, and
then the answer says so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from factcheck.web import ranking, sentences, words

Likeness = Callable[[str, Sequence[str]], Sequence[float]]
"""How near in meaning a text is to each of others, in one language or two: −1 to 1."""

SPEAKS_OF_IT = 0.25
"""The best three passages must hold this share of the claim's words, and one word more, before a page is said to speak
of it: so 95 of 100 pages that support a claim do, and 4 of 100 that were written about something else."""
MEANS_IT = 0.35
"""The likeness from which a sentence in another language speaks of the claim: 95 of 100 pages that support a claim have
one, and 4 of 100 that were written about something else."""
COMPARED, COMPARED_ACROSS = 60, 400
"""Sentences whose meanings are compared with the claim's, the best by their words, at 5 ms each: where the languages
are one, and where words say little."""


class Compared(StrEnum):
    """How a page was compared with a claim: by words, by meaning too, or by words although the languages differ."""

    WORDS = "words"
    MEANING = "meaning"
    OTHER_LANGUAGE = "other-language"


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of the page: ``text == page[start:end]``. ``words`` are the claim's words that met there."""

    start: int
    end: int
    text: str
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A page's passages for a claim, best first; ``speaks`` is False when nothing there speaks of it, as far as
    ``compared`` can tell."""

    passages: tuple[Passage, ...]
    speaks: bool
    compared: Compared


def find(
    claim: str,
    text: str,
    *,
    language: str | None = None,
    claim_language: str | None = None,
    likeness: Likeness | None = None,
    limit: int | None = None,
) -> Found:
    """The sentences of ``text`` that share words with ``claim``, or its meaning, best first; none when none does.

    Languages are two letters, and guessed when they are not given; where one is not known they may differ.
    """
    language = language or words.guess_language(text)
    claim_language = claim_language or words.guess_language(claim)
    known = bool(language and claim_language)
    across = not known or (language or "")[:2] != (claim_language or "")[:2]
    lexis = words.lexis(language)
    query = ranking.Query(claim, lexis)
    spans = sentences.split(text)
    pieces = [text[start:end] for start, end in spans]
    said = [lexis.stems(piece) for piece in pieces]
    alike: list[float] | None = None
    order = ranking.order(query, said)
    if likeness is not None and pieces:
        nearest = [i for i, _ in order[: COMPARED_ACROSS if across else COMPARED]]
        alike = [0.0] * len(pieces)
        for i, value in zip(nearest, likeness(claim, [pieces[i] for i in nearest]), strict=True):
            alike[i] = value
        order = ranking.order(query, said, alike)
    met = [query.met(stems) for stems in said]
    found = tuple(
        Passage(*spans[i], pieces[i], round(score, 4), met[i])
        for i, score in order
        if met[i] or (alike is not None and alike[i] >= MEANS_IT)
    )
    compared = (
        Compared.MEANING if alike is not None else Compared.OTHER_LANGUAGE if known and across else Compared.WORDS
    )
    speaks = _speaks(query, found) or (across and max(alike or [0.0]) >= MEANS_IT)
    return Found(found[:limit], speaks, compared)


def _speaks(query: ranking.Query, found: Sequence[Passage]) -> bool:
    """Whether the best passages hold enough of the claim's words."""
    wanted = len(query.stems)
    met = {word for passage in found[:3] for word in passage.words}
    return bool(wanted) and len(met) >= min(wanted, SPEAKS_OF_IT * wanted + 1)
