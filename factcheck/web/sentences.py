"""Sentences of a captured page, with their places: plain rules for any language written with full stops.

The splitter of articles (``factcheck.text``) parses; this one only has to cut a page into pieces to show and compare.
"""

import re

_END = re.compile(r"[.!?…。！？]+[\"'’”»)\]]*(?:[ \u00a0\u202f]?»)?(?=\s|$)|[。！？]|\n+")
_LISTED = """m mm mr mrs ms dr pr prof st ste sr jr mme mlle mgr cf vs etc inc ltd co corp dept gen col lt sgt capt
    rep sen gov jan feb mar apr jun jul aug sep sept oct nov dec janv févr avr juill déc fig vol p pp av bd approx u.s
    u.k u.n e.g i.e a.m p.m"""
_ABBREVIATIONS = frozenset(_LISTED.split())
_BEFORE = re.compile(r"([\w.’'-]+)$")


def split(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence, in order, without the white space around it. Lines never join."""
    found: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if match.end() <= start or not _ends(text, match):
            continue
        _keep(text, start, match.end(), found)
        start = match.end()
    _keep(text, start, len(text), found)
    return found


def _ends(text: str, match: re.Match[str]) -> bool:
    """Whether the mark ends a sentence: not after an abbreviation or initial, not before a small letter."""
    if match.group()[0] in "\n。！？":
        return True
    following = text[match.end() : match.end() + 12].lstrip(" \t\u00a0\u202f")
    if following[:1].islower():
        return False
    before = _BEFORE.search(text, max(0, match.start() - 30), match.start())
    if match.group()[0] == "." and before and "\n" not in text[match.end() : match.end() + 1]:
        word = before.group(1).lower().rstrip(".")
        return not (word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha() and before.group(1).isupper()))
    return True


def _keep(text: str, start: int, end: int, found: list[tuple[int, int]]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append((start, end))
