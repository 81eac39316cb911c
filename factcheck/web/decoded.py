"""Bytes as text, with how that was decided and how much was lost."""

from dataclasses import dataclass

from factcheck.web.charset import detect


@dataclass(frozen=True, slots=True)
class Decoded:
    """``rule`` is the one of ``charset.detect``; ``replaced`` counts the characters that became U+FFFD."""

    text: str
    charset: str
    rule: str
    replaced: int


def decode(raw: bytes, http_charset: str | None, *, html: bool) -> Decoded:
    """The text of ``raw`` by the rules of ``charset``; a byte order mark is dropped, nothing else is changed."""
    found = detect(lambda: iter((raw,)), http_charset, markup=html)
    return Decoded(found.decode(raw), found.name, found.rule, found.replacements)
