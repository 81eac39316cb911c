"""Words for matching: folded, stemmed by the language of the text, with tags and handles taken apart.

A term is the 64-bit BLAKE2b of its stem, so that an index holds numbers only and keeps no dictionary of words.
"""

import re
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from typing import Protocol

import snowballstemmer

from factcheck.domain.fold import fold
from factcheck.web.words import STEMMERS

_ADDRESS = re.compile(r"(?:https?://|pic\.twitter\.com/|www\.)\S+")
_GLUED = re.compile(r"(?<=\S)(?=https?://|pic\.twitter\.com/)")
_TAG = re.compile(r"[#@](\w+)")
_JOINT = re.compile(r"_|(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])|(?<=[A-ZÀ-Þ])(?=[A-ZÀ-Þ][a-zà-ÿ])|(?<=[^\W\d])(?=\d)")
_WORD = re.compile(r"\w+")
_KNOWN = 200_000
"""Stems that are remembered; words of a language are few, misspellings and numbers without end."""


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - the library's name


def clean(text: str) -> str:
    """The text without web addresses."""
    return _ADDRESS.sub(" ", _GLUED.sub(" ", text))


def spoken(text: str) -> str:
    """The text as a person would read it out: no addresses, no # and @."""
    return " ".join(_TAG.sub(r"\1", clean(text)).split())


def words(text: str) -> list[str]:
    """The folded words in order; those that a tag is made of follow ("#AustralianFires": australian, fires)."""
    text = clean(text)
    parts: list[str] = []
    for tag in _TAG.findall(text):
        pieces = [piece for piece in _JOINT.split(tag) if piece]
        if len(pieces) > 1:
            parts += pieces
    return _WORD.findall(fold(" ".join([text, *parts])))


class Stems:
    """The stems of one language, remembered. A language without a stemmer keeps its words."""

    def __init__(self, language: str) -> None:
        name = STEMMERS.get(language)
        self._stemmer: _Stemmer | None = snowballstemmer.stemmer(name) if name else None
        self._known: dict[str, int] = {}

    def stem(self, word: str) -> str:
        """The stem of a folded word."""
        return self._stemmer.stemWord(word) if self._stemmer else word

    def term(self, word: str) -> int:
        """The number of a folded word's stem."""
        number = self._known.get(word)
        if number is None:
            if len(self._known) > _KNOWN:
                self._known.clear()
            number = self._known[word] = number_of(self.stem(word))
        return number

    def terms(self, text: str) -> list[int]:
        """The terms of a text in order."""
        return [self.term(word) for word in words(text)]


def number_of(stem: str) -> int:
    """The 64-bit number of a stem."""
    return int.from_bytes(blake2b(stem.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


@cache
def _stems(language: str) -> Stems:
    return Stems(language)


def stems(language: str | None) -> Stems:
    """The stems of a language by its two-letter code; all languages without a stemmer share one."""
    code = (language or "")[:2].lower()
    return _stems(code if code in STEMMERS else "")


def variants(text: str, languages: Iterable[str]) -> dict[str, frozenset[int]]:
    """Each different word of a query with its terms in all of these languages: a name meets its stem in any of them."""
    used = [stems(language) for language in languages] or [stems(None)]
    return {word: frozenset(stem.term(word) for stem in used) for word in dict.fromkeys(words(text))}
