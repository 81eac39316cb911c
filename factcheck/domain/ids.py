"""Identifiers: UUIDv7 as 32 lower-case hexadecimal digits, so that ids sort by the time they were made.

Ids leave the library (reports, dossiers, other people's notes), so they must never collide between libraries;
RFC 9562 section 5.7 gives the layout: 48 bits of Unix milliseconds, version 7, then random bits.
"""

import secrets
import time

LENGTH = 32
SHORT = 8
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
    return identifier[-SHORT:]
