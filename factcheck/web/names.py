"""Names from strangers made safe: for files that are written, and for titles that are shown.

A name may try to climb out of its folder, to hide its suffix behind a bidi override, to be a device on Windows, or to
be longer than a file system takes. Nothing of that survives here; what a person can read does.
"""

import re
import unicodedata

LONGEST = 120
"""Bytes of UTF-8; every common file system takes 255, and paths on Windows end at 260 characters."""

_FORBIDDEN = re.compile(r'[<>:"/\\|?*]+')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])(?:\.|$)", re.IGNORECASE)
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,10}$")
# Marks that change the direction of what follows; single marks of one direction (U+200E, U+200F) are harmless but
# invisible, so file names lose them too.
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_SHOWN_FORMATS = "\u200c\u200d\u200e\u200f\u00ad"


def safe_name(name: str, fallback: str = "file") -> str:
    """A file name without a path, that any system can store and that looks like what it is.

    The suffix is kept when the rest must be cut; a name of which nothing is left becomes ``fallback``.
    """
    plain = "".join(c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c) not in _INVISIBLE)
    plain = _FORBIDDEN.sub("_", plain.replace("\\", "/").rstrip("/").rpartition("/")[2])
    plain = re.sub(r"\s+", " ", plain).strip(" .")
    plain = _cut(plain).strip(" .")
    if not plain.strip("_. "):
        return fallback
    return f"_{plain}" if _DEVICES.match(plain) else plain


def safe_title(title: str, longest: int = 300) -> str:
    """A title as it may be shown: one line, no marks that turn the reading direction, no control characters."""
    plain = _OVERRIDES.sub("", unicodedata.normalize("NFC", title))
    kept = (c if c.isspace() or c in _SHOWN_FORMATS or unicodedata.category(c) not in _INVISIBLE else "" for c in plain)
    line = " ".join("".join(kept).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _cut(name: str) -> str:
    """At most ``LONGEST`` bytes, never inside a character, with the suffix kept."""
    if len(name.encode("utf-8")) <= LONGEST:
        return name
    match = _SUFFIX.search(name)
    suffix = match.group() if match else ""
    stem = name.removesuffix(suffix).encode("utf-8")[: LONGEST - len(suffix)].decode("utf-8", "ignore")
    return stem.rstrip(" .") + suffix
