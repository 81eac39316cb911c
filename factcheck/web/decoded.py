"""Bytes as text, with how that was decided and how much was lost."""

import re
from dataclasses import dataclass

from factcheck.web.charset import detect

_WESTERN = re.compile(
    r"[\x09\x0a\x0c\x0d\x20-\x7e«»“”‘’‚„…–—•·€£¥§©®™°²³½¼¾ªº\xa0¡¿×÷ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆàâäçéèêëîïôöùûüÿœæáíóúñÁÍÓÚÑãõÃÕßåÅøØ]*"
)


_WELL_FORMED = 3
"""Well-formed sequences for each faulty one from which a text is UTF-8."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """``rule`` is the one of ``charset.detect``; ``replaced`` counts the characters that became U+FFFD."""

    text: str
    charset: str
    rule: str
    replaced: int


def decode(raw: bytes, http_charset: str | None, *, html: bool, truncated: bool = False) -> Decoded:
    """The text of ``raw``; a byte order mark is dropped, nothing else is changed.

    A text that is UTF-8 but for a few faults stays UTF-8, whatever is declared: other encodings hardly ever make
    well-formed sequences by chance. Where only a guess is left, a reading as windows-1252 that gives nothing but the
    letters and signs of western Europe is taken before a statistical one, which a short text misleads.
    """
    found = detect(lambda: iter((raw,)), http_charset, markup=html, truncated=truncated)
    if found.rule in ("http", "meta", "guess") and b"\x00" not in raw:
        text = raw.decode("utf-8", "replace")
        faults = text.count("\ufffd")
        if sum(not character.isascii() for character in text) - faults >= _WELL_FORMED * faults:
            return Decoded(text, "utf-8", "utf-8-with-faults", faults)
    if found.rule == "guess" and b"\x00" not in raw:
        western = raw.decode("cp1252", "replace")
        if _WESTERN.fullmatch(western):
            return Decoded(western, "cp1252", "guess", 0)
    return Decoded(found.decode(raw), found.name, found.rule, found.replacements)
