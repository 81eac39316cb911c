"""Rating scales: data in ``resources/scales`` and in the user's own ``scales`` folder, which wins on the same key."""

import tomllib
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from factcheck.domain import scalecheck
from factcheck.domain.verdict import Rating, Scale
from factcheck.errors import InputError, NotFound, Unreadable
from factcheck.i18n import text
from factcheck.paths import config_folder
from factcheck.resources import folder
from factcheck.services.desk import Desk
from factcheck.store import tables
from factcheck.store.unit import Work


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong where in a scale file, as a sentence; with an ``error`` the scale cannot be used."""

    where: str
    said: str
    error: bool


def own_folder() -> Path:
    """Where the user's own scales are."""
    return config_folder() / "scales"


def list_all() -> list[Scale]:
    """Every scale that can be used, by key. A file of the user's that cannot be used is left out: see ``broken``."""
    found: dict[str, Scale] = {}
    for path in _files():
        try:
            scale = load(path)
        except Unreadable:
            continue
        found[scale.key] = scale
    return [found[key] for key in sorted(found)]


def broken() -> dict[Path, list[Finding]]:
    """The scale files that cannot be used, with what is wrong in them."""
    wrong = {path: [one for one in check(path) if one.error] for path in _files()}
    return {path: found for path, found in wrong.items() if found}


def check(path: Path, language: str | None = None) -> list[Finding]:
    """What is wrong in a scale file and where; an empty list when nothing is."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as problem:  # TOML's own message names line and column
        return [Finding(str(path), text("scale-check.unreadable", language, problem=problem), True)]
    return [
        Finding(one.where, text(f"scale-check.{one.key}", language, where=one.where, **one.values), one.error)
        for one in scalecheck.findings(table)
    ]


def get(desk: Desk, key: str | None = None) -> Scale:
    """The scale called ``key``, or the one that the settings name; ``NotFound`` lists what there is."""
    wanted = key or desk.settings.text("review.scale")
    scales = {scale.key: scale for scale in list_all()}
    if wanted not in scales:
        for path in _files():
            if path.stem == wanted:
                load(path)
        raise NotFound("scale-unknown", key=wanted, some=", ".join(scales))
    return scales[wanted]


def given_under(desk: Desk, key: str, version: int) -> Scale:
    """The scale as it was when a verdict was given."""
    with desk.reading() as session:
        row = session.get(tables.Scale, f"{key}@{version}")
    if row is None:
        raise NotFound("scale-unknown", key=f"{key}@{version}", some="")
    return from_table(row.definition)


def rating_of(scale: Scale, key: str) -> Rating:
    """The rating called ``key``; ``InputError`` lists what the scale has."""
    rating = scale.rating(key)
    if rating is None:
        raise InputError("rating-unknown", key=key, scale=scale.key, some=", ".join(r.key for r in scale.ratings))
    return rating


def keep(work: Work, scale: Scale) -> str:
    """Keep the scale's definition with a verdict; returns the id ``key@version``.

    A scale file that was changed without a new version is refused: old verdicts would mean something else.
    """
    identifier = f"{scale.key}@{scale.version}"
    definition = asdict(scale) | {"ratings": [asdict(rating) for rating in scale.ratings]}
    row = work.get(tables.Scale, identifier)
    if row is None:
        work.add(tables.Scale(id=identifier, definition=definition))
    elif row.definition != definition:
        raise InputError("scale-changed", key=scale.key, version=scale.version)
    return identifier


def load(path: Path) -> Scale:
    """The scale in a file; ``Unreadable`` says what is wrong where."""
    try:
        stat = path.stat()
    except OSError as problem:
        raise Unreadable("scale-file", path=path, problem=problem.strerror or problem) from problem
    return _loaded(path, stat.st_mtime_ns, stat.st_size)


def from_table(table: dict[str, Any]) -> Scale:
    """The scale of a checked file or a kept definition."""
    ratings = tuple(
        Rating(
            key=rating["key"],
            labels=dict(rating["labels"]),
            meanings=dict(rating["meanings"]),
            colour=rating["colour"],
            glyph=rating["glyph"].strip(),
            value=rating.get("value"),
        )
        for rating in table["ratings"]
    )
    return Scale(key=table["key"], version=table["version"], names=dict(table["names"]), ratings=ratings)


SHOWN = 3
"""Findings that an error names."""


def _files() -> list[Path]:
    return [path for place in (folder("scales"), own_folder()) for path in sorted(place.glob("*.toml"))]


@lru_cache(maxsize=64)
def _loaded(path: Path, _modified: int, _size: int) -> Scale:
    """The checked scale, read again only when its file has changed: every verdict asks for one."""
    wrong = [one for one in check(path) if one.error]
    if wrong:
        raise Unreadable("scale-file", path=path, problem="; ".join(one.said for one in wrong[:SHOWN]))
    return from_table(tomllib.loads(path.read_text("utf-8")))
