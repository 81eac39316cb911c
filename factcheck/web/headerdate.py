"""Dates as the headers of HTTP and mail write them (RFC 5322, 3.3), from senders that may write anything."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def read(written: str) -> datetime | None:
    """The time in the zone that it names, in UTC where it names none (``-0000``); None when it cannot be read.

    What comes back can be told in UTC too: the last hours of the year 9999 in the west cannot, and are none.
    """
    try:
        when = parsedate_to_datetime(written)
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        when.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):  # all of them come out of the standard library
        return None
    return when
