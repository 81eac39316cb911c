"""Identifiers: UUIDv7 as 32 lower-case hexadecimal digits, so that ids sort by the time they were made.

Ids leave the library (reports, dossiers, other people's notes), so they must never collide between libraries;
RFC 9562 section 5.7 gives the layout: 48 bits of Unix milliseconds, version 7, then random bits.
"""

import secrets
import time
from collections.abc import Iterable

LENGTH = 32
SHORTEST = 4


def new_id() -> str:
    """A fresh UUIDv7 without dashes."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80
    value |= 0x7 << 76
    value |= secrets.randbits(12) << 64
    value |= 0b10 << 62
    value |= secrets.randbits(62)
    return f"{value:032x}"


def short(identifier: str) -> str:
    """The part of an id that people read and type: its last eight digits.

    The first digits of a UUIDv7 are a clock, equal for all claims of one article; the last ones are random.
    """
    return identifier[-8:]


def matching(typed: str, identifiers: Iterable[str]) -> list[str]:
    """The ids that a person may have meant: whole, by the first or by the last digits of the short form.

    ``typed`` may hold dashes and capitals. Fewer than four digits match nothing.
    """
    wanted = typed.strip().lower().replace("-", "")
    if len(wanted) < SHORTEST:
        return []
    return [i for i in identifiers if i == wanted or i[-8:].startswith(wanted) or i.startswith(wanted)]
