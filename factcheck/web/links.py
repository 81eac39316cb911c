"""Addresses in captured markup: only those that a reader may be led to."""

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
        if parts.scheme not in ("http", "https") or not parts.hostname or _UNSAFE.search(url):
            return None
    except ValueError:
        return None
    return url
