"""Frozen dataclasses as JSON and back, and the JSON Schema that says the same; nothing else is needed for the model.

Known: text, numbers, yes or no, None, times (ISO 8601, UTC, ``Z``), enums of text, dictionaries of text to text,
tuples of one type and dataclasses. What a file holds beyond the fields is ignored, so that a later minor addition
does not make files unreadable; what it lacks takes the field's default.
"""

import json
import re
import sys
import types
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from factcheck.errors import Unreadable

T = TypeVar("T")
_SURROGATE = re.compile("[\ud800-\udfff]")
_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}


class Misfit(ValueError):
    """A value does not fit the class; the text is the place, such as ``claims[3].start``."""


def stamp(at: datetime) -> str:
    """A time in UTC as ISO 8601 with ``Z``; fractions of a second only where there are any."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def encode(value: object) -> Any:
    """``value`` as what ``json.dumps`` takes."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: encode(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    if isinstance(value, datetime):
        return stamp(value)
    return value


def json_text(value: object) -> str:
    """JSON that can always be written as UTF-8: a lone surrogate (from a damaged text) is spelled as an escape."""
    written = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    return _SURROGATE.sub(lambda m: f"\\u{ord(m[0]):04x}", written) + "\n"


def dumps(value: object) -> str:
    """A dataclass as JSON text."""
    return json_text(encode(value))


def loads(cls: type[T], written: str, newest: int) -> T:
    """The dataclass that the text holds; ``newest`` is the latest ``schema`` number that this program reads."""
    try:
        raw = json.loads(written)
    except (ValueError, RecursionError) as problem:
        raise Unreadable("report-not-json", problem=problem) from problem
    version = raw.get("schema") if isinstance(raw, dict) else None
    if isinstance(version, int) and version > newest:
        raise Unreadable("report-newer", version=version, newest=newest)
    try:
        value = decode(cls, raw, "")
    except Misfit as misfit:
        raise Unreadable("report-misfit", place=str(misfit)) from misfit
    assert isinstance(value, cls)
    return value


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _fields(cls: Any) -> Iterator[tuple[Field[Any], Any]]:
    hints = _hints(cls)
    return ((f, hints[f.name]) for f in fields(cls))


def decode(hint: Any, value: Any, place: str) -> Any:
    """``value`` as the type ``hint``; ``Misfit`` names the place."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        if value is None and type(None) in get_args(hint):
            return None
        return decode(next(a for a in get_args(hint) if a is not type(None)), value, place)
    if origin is tuple:
        _need(isinstance(value, list), place)
        return tuple(decode(get_args(hint)[0], item, f"{place}[{n}]") for n, item in enumerate(value))
    if origin is dict:
        _need(isinstance(value, dict) and all(isinstance(v, str) for v in value.values()), place)
        return dict(value)
    if is_dataclass(hint):
        return _record(hint, value, place)
    return _scalar(hint, value, place)


def _record(cls: Any, value: Any, place: str) -> Any:
    _need(isinstance(value, dict), place or "$")
    found = {}
    for one, hint in _fields(cls):
        inner = f"{place}.{one.name}" if place else one.name
        if one.name in value:
            found[one.name] = decode(hint, value[one.name], inner)
        else:
            _need(one.default is not MISSING or one.default_factory is not MISSING, inner)
    return cls(**found)


def _scalar(hint: Any, value: Any, place: str) -> Any:
    if hint is datetime:
        _need(isinstance(value, str), place)
        return _time(value, place)
    if issubclass(hint, StrEnum):
        _need(isinstance(value, str) and value in set(hint), place)
        return hint(value)
    if hint is float:
        _need(isinstance(value, int | float) and not isinstance(value, bool), place)
        _need(abs(value) <= sys.float_info.max, place)  # no infinity, no NaN, no whole number of 400 digits
        return float(value)
    _need(type(value) is hint, place)
    return value


def _time(written: str, place: str) -> datetime:
    """A time with its zone, in UTC; a time without one says nothing and does not fit."""
    try:
        at = datetime.fromisoformat(written)
        _need(at.tzinfo is not None, place)
        return at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Misfit(place) from None


def _need(fits: bool, place: str) -> None:
    if not fits:
        raise Misfit(place)


def schema(cls: type, title: str, version: int) -> dict[str, object]:
    """The JSON Schema of a dataclass and of those inside it."""
    definitions: dict[str, object] = {}
    reference = _schema_of(cls, definitions)
    top = dict(definitions.pop(cls.__name__))  # type: ignore[call-overload]  # made just above, a dict
    assert reference
    top["properties"]["schema"] = {"const": version}
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, "title": title, **top, "$defs": definitions}


def _schema_of(hint: Any, definitions: dict[str, object]) -> dict[str, object]:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return {"anyOf": [_schema_of(part, definitions) for part in get_args(hint)]}
    if origin is tuple:
        return {"type": "array", "items": _schema_of(get_args(hint)[0], definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": {"type": "string"}}
    if is_dataclass(hint):
        name = getattr(hint, "__name__", "")
        if name not in definitions:
            definitions[name] = {}  # holds the place while the fields are read
            definitions[name] = _object_schema(hint, definitions)
        return {"$ref": f"#/$defs/{name}"}
    return _scalar_schema(hint)


def _scalar_schema(hint: Any) -> dict[str, object]:
    if hint is datetime:
        return {"type": "string", "format": "date-time"}
    if issubclass(hint, StrEnum):
        return {"type": "string", "enum": [str(one) for one in hint]}
    return {"type": _PLAIN[hint]}


def _object_schema(cls: Any, definitions: dict[str, object]) -> dict[str, object]:
    pairs = list(_fields(cls))
    properties = {f.name: _schema_of(hint, definitions) for f, hint in pairs}
    needed = [f.name for f, _ in pairs if f.default is MISSING and f.default_factory is MISSING]
    about = (cls.__doc__ or "").strip().split("\n")[0]
    return {"description": about, "type": "object", "properties": properties, "required": needed}
