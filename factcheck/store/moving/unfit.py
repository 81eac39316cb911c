"""What SQLite keeps and PostgreSQL cannot, looked for before anything is written.

PostgreSQL has no place for the character NUL, and holds a column to its type and length.
"""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Float, Integer, String

from factcheck.store import tables
from factcheck.store.moving.parts import PARTS, Part
from factcheck.store.moving.side import Side

SHOWN = 5
"""How many rows are named to a person."""
LARGEST, LARGER = 2**31 - 1, 2**63 - 1
_BLIND_NUL = "entity = 'verdict' AND instr(coalesce(after, '') || coalesce(before, ''), '\\u0000')"
"""An edit of a verdict whose JSON holds a NUL: the server reads these to keep blind verdicts sealed."""


def unfit(side: Side) -> list[str]:
    """Rows that a server could not keep, as ``table key``, a few of them; empty when all fit."""
    found: list[str] = []
    for part in PARTS:
        found += _of(side, part, SHOWN - len(found))
        if len(found) >= SHOWN:
            break
    return found


def _of(side: Side, part: Part, most: int) -> list[str]:
    columns = tables.Base.metadata.tables[part.name].columns
    conditions = [condition for column in columns for condition in _conditions(column)]
    if part.name == "edit":
        conditions.append(_BLIND_NUL)
    keys = ", ".join(f'"{key}"' for key in part.keys)
    sql = f'SELECT {keys} FROM "{part.name}" WHERE {" OR ".join(conditions)} LIMIT {most}'  # noqa: S608  # our own names
    return [f"{part.name} {' '.join(map(_short, row))}" for row in side.rows.execute(sql)]


def _short(key: object) -> str:
    return "".join(character for character in str(key)[-12:] if character.isprintable())


def _conditions(column: "Column[object]") -> list[str]:
    """What makes a value of a column unfit."""
    name, kind = f'"{column.name}"', column.type
    if isinstance(kind, Boolean):
        return [f"{name} NOT IN (0, 1)"]
    if isinstance(kind, Integer):
        largest = LARGER if isinstance(kind, BigInteger) else LARGEST
        return [f"typeof({name}) NOT IN ('integer', 'null') OR abs({name}) > {largest}"]
    if isinstance(kind, Float):
        return [f"typeof({name}) NOT IN ('real', 'integer', 'null')"]
    told = [f"typeof({name}) NOT IN ('text', 'null')", f"instr({name}, char(0))"]
    if isinstance(kind, JSON):
        told.append(f"NOT json_valid({name})")
    elif isinstance(kind, String) and kind.length:
        told.append(f"length({name}) > {kind.length}")
    return told
