"""Rating scales: data in ``resources/scales`` and in the user's own ``scales`` folder, which wins on the same key."""

import tomllib
from dataclasses import asdict
from pathlib import Path

from factcheck.domain.verdict import Rating, Scale
from factcheck.errors import InputError, NotFound, Unreadable
from factcheck.paths import config_folder
from factcheck.resources import folder
from factcheck.services.desk import Desk
from factcheck.store import tables
from factcheck.store.unit import Work


def list_all() -> list[Scale]:
    """Every scale that can be used, by key."""
    found: dict[str, Scale] = {}
    for place in (folder("scales"), config_folder() / "scales"):
        for path in sorted(place.glob("*.toml")):
            scale = load(path)
            found[scale.key] = scale
    return [found[key] for key in sorted(found)]


def get(desk: Desk, key: str | None = None) -> Scale:
    """The scale called ``key``, or the one that the settings name; ``NotFound`` lists what there is."""
    wanted = key or desk.settings.text("review.scale")
    scales = {scale.key: scale for scale in list_all()}
    if wanted not in scales:
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
        return from_table(tomllib.loads(path.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        what = f"{type(problem).__name__}: {problem}" if isinstance(problem, KeyError) else str(problem)
        raise Unreadable("scale-file", path=path, problem=what) from problem


def from_table(table: dict[str, object]) -> Scale:
    """The scale of a parsed file or a kept definition; ``ValueError`` says what is wrong."""
    ratings = table["ratings"]
    if not isinstance(ratings, list) or len(ratings) < 2:
        raise ValueError("ratings: two or more are needed")
    made = tuple(_rating(number, rating) for number, rating in enumerate(ratings, 1))
    if len({rating.key for rating in made}) < len(made):
        raise ValueError("ratings: a key is there twice")
    version = table["version"]
    if not isinstance(version, int) or version < 1:
        raise ValueError("version: a whole number from 1 on is needed")
    return Scale(key=str(table["key"]), version=version, names=_words("names", table["names"]), ratings=made)


def _rating(number: int, table: dict[str, object]) -> Rating:
    where = f"rating {number}"
    value = table.get("value")
    if value is not None and (not isinstance(value, int) or value < 1):
        raise ValueError(f"{where}: value is a whole number from 1 on, or missing")
    colour = str(table["colour"])
    if len(colour) != 7 or colour[0] != "#" or any(c not in "0123456789abcdefABCDEF" for c in colour[1:]):
        raise ValueError(f"{where}: colour is #rrggbb")
    if not str(table["glyph"]).strip():
        raise ValueError(f"{where}: a glyph is needed, since a colour never speaks alone")
    return Rating(
        key=str(table["key"]),
        labels=_words(f"{where}: labels", table["labels"]),
        meanings=_words(f"{where}: meanings", table["meanings"]),
        colour=colour,
        glyph=str(table["glyph"]),
        value=value,
    )


def _words(where: str, table: object) -> dict[str, str]:
    if not isinstance(table, dict) or not str(table.get("en", "")).strip():
        raise ValueError(f"{where}: a text in English (en) is needed")
    return {str(language): str(words) for language, words in table.items()}
