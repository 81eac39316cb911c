"""Addresses that strangers wrote: only those that a reader may be led to, and the hosts of others."""

import re
from urllib.parse import urljoin, urlsplit

_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")


def absolute(target: str | None, base: str | None) -> str | None:
    """The absolute http or https address that ``target`` names, or None for any other kind or a broken one."""
    if not target:
        return None
    try:
        url = urljoin(base or "", target.strip())
        parts = urlsplit(url)
        whole = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # brackets that do not close, a port that is no number
        return None
    return url if whole and not _UNSAFE.search(url) else None


def host_of(url: str | None) -> str:
    """The host of an address in lower case, without ``www.``; empty when the address names none or is broken."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def is_address(where: str) -> bool:
    """Whether what a person typed is meant as a web address rather than a file."""
    return "://" in where or where.lower().startswith("www.")
