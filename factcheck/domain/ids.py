"""Identifiers: UUIDv7 as 32 lower-case hexadecimal digits, so that ids sort by the time they were made.

Ids leave the library (reports, dossiers, other people's notes), so they must never collide between libraries;
RFC 9562 section 5.7 gives the layout: 48 bits of Unix milliseconds, version 7, then random bits.
"""

import secrets
import threading
import time

LENGTH = 32
SHORT = 8
"""Digits that people read and type: 32 bits, so that two of 10,000 rows are alike once in ninety libraries."""
SHORTEST = 4
"""Digits from which an id is looked for: fewer would mean hundreds of rows."""


class _Clock:
    """The time and a counter within it: ids of one process grow, also within a millisecond and when a clock goes back.

    RFC 9562 section 6.2, method 1: the twelve bits after the version count on from a random start.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._milliseconds = self._counter = 0

    def tick(self) -> tuple[int, int]:
        with self._lock:
            now = time.time_ns() // 1_000_000
            if now > self._milliseconds:
                self._milliseconds, self._counter = now, secrets.randbits(11)
            elif self._counter < 0xFFF:
                self._counter += 1
            else:
                self._milliseconds, self._counter = self._milliseconds + 1, 0
            return self._milliseconds, self._counter


_clock = _Clock()


def new_id() -> str:
    """A fresh UUIDv7 without dashes, greater than every one that this process made before."""
    milliseconds, counter = _clock.tick()
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80
    value |= 0x7 << 76
    value |= counter << 64
    value |= 0b10 << 62
    value |= secrets.randbits(62)
    return f"{value:032x}"


def short(identifier: str) -> str:
    """The part of an id that people read and type: its last eight digits.

    The first digits of a UUIDv7 are a clock, equal for all claims of one article; the last ones are random.
    """
    return identifier[-SHORT:]
