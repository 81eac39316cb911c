"""What is wrong with a scale that somebody wrote: each finding with its place, an error or advice."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from factcheck.domain.colour import closest, contrast

KEY = re.compile(r"[a-z][a-z0-9-]*")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
APART = 10.0
"""The least distance between two colours of a scale, for every sight: told apart at a glance."""
READABLE = 3.0
"""The least contrast of a colour with white (WCAG 2.2, 1.4.11)."""
WIDE = 2
"""The most characters of a glyph."""
TOP = {"key", "version", "names", "ratings"}
RATING = {"key", "labels", "meanings", "colour", "glyph", "value"}
LANGUAGES = {"en": True, "fr": False}
"""The languages of a scale, and whether it cannot be used without."""


@dataclass(frozen=True, slots=True)
class ScaleFinding:
    """One thing about a scale file: ``where`` is the path to it, ``key`` a message under ``scale-check.``.

    Without its errors mended the scale cannot be used; advice can wait.
    """

    where: str
    key: str
    values: dict[str, str]
    error: bool = True


def findings(table: Mapping[str, Any]) -> list[ScaleFinding]:
    """Everything that is wrong with a parsed scale file, errors and advice, in the order of the file."""
    found = list(_top(table))
    ratings = table.get("ratings")
    if not isinstance(ratings, list) or len(ratings) < 2 or not all(isinstance(one, dict) for one in ratings):
        return [*found, ScaleFinding("ratings", "two-ratings", {})]
    for number, rating in enumerate(ratings, 1):
        found += _rating(f"ratings[{number}]", rating)
    found += _together(ratings)
    return found


def _top(table: Mapping[str, Any]) -> Iterator[ScaleFinding]:
    for name in sorted(table.keys() - TOP):
        yield ScaleFinding(name, "unknown", {"name": name})
    yield from _key("key", table.get("key"))
    version = table.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        yield ScaleFinding("version", "version", {})
    yield from _words("names", table.get("names"))


def _rating(where: str, rating: Mapping[str, Any]) -> Iterator[ScaleFinding]:
    for name in sorted(rating.keys() - RATING):
        yield ScaleFinding(f"{where}.{name}", "unknown", {"name": name})
    yield from _key(f"{where}.key", rating.get("key"))
    yield from _words(f"{where}.labels", rating.get("labels"))
    yield from _words(f"{where}.meanings", rating.get("meanings"))
    colour, glyph, value = rating.get("colour"), rating.get("glyph"), rating.get("value")
    if not isinstance(colour, str) or not COLOUR.fullmatch(colour):
        yield ScaleFinding(f"{where}.colour", "colour", {})
    elif contrast(colour, "#ffffff") < READABLE:
        yield ScaleFinding(f"{where}.colour", "pale", {"contrast": f"{contrast(colour, '#ffffff'):.1f}"}, error=False)
    if not isinstance(glyph, str) or not 1 <= len(glyph.strip()) <= WIDE:
        yield ScaleFinding(f"{where}.glyph", "glyph", {})
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
        yield ScaleFinding(f"{where}.value", "value", {})


def _key(where: str, key: object) -> Iterator[ScaleFinding]:
    if not isinstance(key, str) or not KEY.fullmatch(key):
        yield ScaleFinding(where, "key", {})


def _words(where: str, words: object) -> Iterator[ScaleFinding]:
    if not isinstance(words, dict):
        yield ScaleFinding(where, "words", {})
        return
    for language, needed in LANGUAGES.items():
        if not isinstance(words.get(language), str) or not words[language].strip():
            yield ScaleFinding(f"{where}.{language}", "language", {"language": language}, error=needed)
    for language, said in words.items():
        if isinstance(said, str) and "\n" in said.strip():
            yield ScaleFinding(f"{where}.{language}", "one-line", {}, error=False)


def _together(ratings: list[dict[str, Any]]) -> Iterator[ScaleFinding]:
    """What is wrong between ratings: doubled keys, numbers, glyphs and labels; colours that look alike."""
    labels = [{"label": (rating.get("labels") or {}).get("en")} if isinstance(rating.get("labels"), dict) else {}
              for rating in ratings]  # fmt: skip
    named = (("key", ratings, True), ("value", ratings, True), ("glyph", ratings, False), ("label", labels, True))
    for name, rows, error in named:
        first: dict[object, int] = {}
        for number, row in enumerate(rows, 1):
            value = row.get(name)
            if isinstance(value, str | int) and value in first:
                values = {"name": name, "value": str(value), "first": f"ratings[{first[value]}]"}
                yield ScaleFinding(f"ratings[{number}]", "twice", values, error)
            elif isinstance(value, str | int):
                first[value] = number
    if sum(isinstance(rating.get("value"), int) for rating in ratings) < 2:
        yield ScaleFinding("ratings", "two-values", {})
    colours = [rating.get("colour") for rating in ratings]
    if all(isinstance(colour, str) and COLOUR.fullmatch(colour) for colour in colours):
        far, sight, one, other = closest([str(colour) for colour in colours])
        if far < APART:
            values = {"other": f"ratings[{one + 1}]", "distance": f"{far:.1f}", "sight": sight}
            yield ScaleFinding(f"ratings[{other + 1}].colour", "alike", values, error=False)
