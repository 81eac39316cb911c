"""The parts of the reference that tell of data: rating scales, JSON, the library's tables.

Meanings of JSON fields are in ``field_meanings.toml``: first those of the object, then those common to all. A field
without one is a ``KeyError``, so that a new field cannot be forgotten.
"""

import json
import re
import tomllib
import types
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from sqlalchemy import JSON, BigInteger, Boolean, Column, Float, Integer, Table

from factcheck import resources
from factcheck.cli import shapes
from factcheck.domain.article import Article, ArticleSummary
from factcheck.domain.claim import Claim, ProposedClaim, Reason, Rest
from factcheck.domain.history import Edit, Step
from factcheck.domain.source import Capture, Evidence, Source
from factcheck.domain.verdict import Verdict
from factcheck.services import scales as scale_service
from factcheck.store import tables
from factcheck.store.base import Base

HERE = Path(__file__).resolve().parent
PRINTED: tuple[type[Any], ...] = (
    ProposedClaim, Rest, Reason, Claim, ArticleSummary, Article, Source, Capture, Evidence, Verdict, Step, Edit,
)  # fmt: skip
SHAPES: dict[type[Any], Callable[[Any], dict[str, Any]]] = {Capture: shapes.kept, Evidence: shapes.evidence}
"""How objects are printed of which not every field is."""
NAMES = {
    "date-time": "time", "string": "text", "integer": "whole number", "number": "number",
    "boolean": "true or false", "null": "null",
}  # fmt: skip
"""What JSON Schema's types are called here."""
GROUPS = (
    ("What people decide", lambda name: name in tables.TRACKED),
    ("The trail", lambda name: name in {"step", "edit", "content"}),
    ("Search and matching, made from the rest", lambda _name: True),
)


def rating_scales() -> str:
    """Every scale that comes with the program: its ratings with glyph, colour, number, word and meaning."""
    parts = []
    for path in sorted(resources.folder("scales").glob("*.toml")):
        scale = scale_service.load(path)
        rows = ["| | key | word | number | colour | meaning |", "|---|---|---|---|---|---|"]
        for one in scale.ratings:
            number = "–" if one.value is None else one.value
            rows.append(
                f"| {one.glyph} | `{one.key}` | {one.label('en')} | {number} | `{one.colour}` | {one.meaning('en')} |"
            )
        title = f"### {scale.name('en')}: `{scale.key}`, version {scale.version}"
        parts.append("\n".join([title, "", f"In French: {scale.name('fr')}.", "", *rows]))
    return "\n\n".join(parts)


def report_json() -> str:
    """The objects of a report in JSON, from its schema."""
    schema = json.loads(resources.read("reports", "report.schema.json"))
    parts = [_object("Report", schema, schema["description"])]
    parts += [_object(name, found, found["description"]) for name, found in schema["$defs"].items()]
    return "\n\n".join(parts)


def _object(name: str, schema: dict[str, Any], said: str) -> str:
    needed = set(schema.get("required", ()))
    rows = ["| field | value | meaning |", "|---|---|---|"]
    for field, found in schema["properties"].items():
        shown = f"`{field}`" + ("" if field in needed else " (may be left out)")
        rows.append(f"| {shown} | {_schema_type(found)} | {_meaning(name, field)} |")
    return "\n".join([f"### {name}", "", _code(said), "", *rows])


def _schema_type(found: dict[str, Any]) -> str:
    if "anyOf" in found:
        return " or ".join(_schema_type(one) for one in found["anyOf"])
    if "$ref" in found:
        name = found["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "enum" in found or "const" in found:
        return ", ".join(f"`{one}`" for one in found.get("enum", [found.get("const")]))
    if found["type"] == "array":
        return f"list of {_schema_type(found['items'])}"
    return NAMES.get(str(found.get("format", found["type"])), "object by language")


def printed_json() -> str:
    """The objects that verbs print with ``--format json``."""
    parts = []
    for kind in PRINTED:
        hints = get_type_hints(kind)
        shown = set(SHAPES.get(kind, _whole)(kind(*[None] * len(fields(kind)))))
        rows = ["| field | value | meaning |", "|---|---|---|"]
        rows += [
            f"| `{field.name}` | {_hint(hints[field.name])} | {_meaning(kind.__name__, field.name)} |"
            for field in fields(kind)
            if field.name in shown
        ]
        first = (kind.__doc__ or "").strip().split("\n\n")[0]
        parts.append("\n".join([f"### {_spaced(kind.__name__)}", "", _code(first), "", *rows]))
    return "\n\n".join(parts)


def _whole(printed: Any) -> dict[str, Any]:
    return {field.name: None for field in fields(printed)}


def _spaced(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize() + " (printed)"


def _hint(hint: Any) -> str:
    if hint is type(None):
        return "null"
    if get_origin(hint) in {Union, types.UnionType}:
        return " or ".join(_hint(one) for one in get_args(hint))
    if get_origin(hint) is tuple:
        return f"list of {_hint(get_args(hint)[0])}"
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return ", ".join(f"`{one.value}`" for one in hint)
    names: dict[Any, str] = {str: "text", int: "whole number", float: "number", bool: "true or false", datetime: "time"}
    if hint in names:
        return names[hint]
    return _spaced(hint.__name__).removesuffix(" (printed)") if hint in PRINTED else "object"


def database() -> str:
    """Every table of a library with its columns, in three groups."""
    left = {table.name: table for table in Base.metadata.sorted_tables}
    classes = {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}  # type: ignore[attr-defined]
    parts = []
    for heading, belongs in GROUPS:
        here = [left.pop(name) for name in sorted(left) if belongs(name)]
        parts += [f"## {heading}", *(_table(table, classes[table.name].__doc__ or "") for table in here)]
    return "\n\n".join(parts)


def _table(table: Table, said: str) -> str:
    rows = ["| column | holds | |", "|---|---|---|"]
    rows += [f"| `{column.name}` | {_column_type(column)} | {', '.join(_marks(column))} |" for column in table.columns]
    return "\n".join([f"### `{table.name}`", "", _code(said), "", *rows])


def _column_type(column: Column[Any]) -> str:
    for kind, name in ((JSON, "JSON"), (Boolean, "0 or 1"), (Float, "number"), (BigInteger, "whole number")):
        if isinstance(column.type, kind):
            return name
    return "whole number" if isinstance(column.type, Integer) else "text"


def _marks(column: Column[Any]) -> Iterator[str]:
    if column.primary_key:
        yield "key"
    elif column.unique:
        yield "once only"
    yield from (f"names `{key.target_fullname}`" for key in column.foreign_keys)
    if column.nullable:
        yield "may be null"


@cache
def _meanings() -> dict[str, dict[str, str]]:
    return tomllib.loads((HERE / "field_meanings.toml").read_text("utf-8"))


def _meaning(name: str, field: str) -> str:
    meanings = _meanings()
    said = meanings.get(name, {}).get(field) or meanings["common"].get(field)
    if said is None:
        raise KeyError(f"packaging/field_meanings.toml says nothing of {name}.{field}")
    return said


def unused_meanings() -> list[str]:
    """Meanings of fields that no object has any more."""
    schema = json.loads(resources.read("reports", "report.schema.json"))
    objects = {"Report": set(schema["properties"])}
    objects |= {name: set(found["properties"]) for name, found in schema["$defs"].items()}
    for kind in PRINTED:
        objects.setdefault(kind.__name__, set()).update(field.name for field in fields(kind))
    every = set().union(*objects.values())
    return [
        f"{name}.{field}"
        for name, said in _meanings().items()
        for field in said
        if field not in (every if name == "common" else objects.get(name, set()))
    ]


def _code(text: str) -> str:
    """A docstring as Markdown: one line a paragraph, ``code`` in single marks."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join(" ".join(one.split()) for one in paragraphs).replace("``", "`")
