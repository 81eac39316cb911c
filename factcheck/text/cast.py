"""Full names in an article, read from its capitals before anything is parsed.

Small parsers miss names; two or three capitals in a row do not lie often. A short name is given its full form only
where the article has just one for it, so that two people of one surname stay as written.
"""

import re
from collections.abc import Iterable

from factcheck.text.languages import Pack
from factcheck.text.normalise import plain

_CAPITAL = r"[A-ZÀ-ÖØ-ÞŒ][a-zà-öø-ÿœ]+(?:['-][A-ZÀ-ÖØ-Þa-zà-öø-ÿ][a-zà-öø-ÿ]+)*"
_RUN = re.compile(rf"(?<![\w'-]){_CAPITAL}(?: {_CAPITAL}){{1,3}}(?![\w-])")
_OFFICE = re.compile(r"([^\W\d_]+) (?:of|de|du|des|d'|de la |de l')\s?$")
_BEFORE = 40
_WORD = re.compile(r"[^\W\d_]+")
_LOWER = re.compile(r"(?<![\w'-])[a-zà-öø-ÿ]{2,}(?![\w'-])")
_INSIDE = re.compile(rf"(?<=[a-zà-öø-ÿœ,;] ){_CAPITAL}")
_INITIALS = re.compile(r"(?:[A-ZÀ-ÖØ-Þ]\.?[- ]?){2,4}")
READ = 200_000
"""Names are learned from this much of an article (code points): short forms stand near their full ones."""


def full_names(article: str, pack: Pack) -> dict[str, str]:
    """Each last name that the article also gives in full, with that name (titles left out); "" where it has two."""
    text = plain(article[:READ])
    common = {*_LOWER.findall(text), *pack.words("detect", "words"), *pack.words("standalone", "determiners")}
    titles = pack.words("standalone", "titles")
    offices = titles | pack.words("standalone", "people")
    times = {*pack.table("dates").get("months", {}), *pack.table("dates").get("weekdays", {})}
    found: dict[str, set[str]] = {}
    for match in _RUN.finditer(text):
        parts = match.group().split()
        office = _OFFICE.search(text, max(match.start() - _BEFORE, 0), match.start())
        if len(parts) > 2 and office is not None and office[1].lower() in offices:
            parts = parts[1:]  # « le ministre de la Santé Ann Marie Lee », "the bishop of Leith Ann Lee"
        if parts[0].lower() in common:
            parts = parts[1:]
        last_title = max((n for n, part in enumerate(parts) if part.lower() in titles), default=-1)
        parts = parts[last_title + 1 :]
        if len(parts) > 1 and not any(part.lower() in times for part in parts):
            found.setdefault(parts[-1], set()).add(" ".join(parts))
    return {last: next(iter(names)) if len(names) == 1 else "" for last, names in found.items()}


def written_large(article: str) -> frozenset[str]:
    """Words that the article writes with a capital inside its sentences and never without one: names."""
    text = plain(article[:READ])
    return frozenset(_INSIDE.findall(text)) - {word.capitalize() for word in _LOWER.findall(text)}


def of_initials(label: str, names: Iterable[str]) -> str:
    """The full name that initials such as "A.-L. C." stand for; "" where none or several do."""
    if not _INITIALS.fullmatch(label):
        return ""
    wanted = [c for c in label if c.isalpha()]
    found = {name for name in names if [part[0] for part in re.split(r"[ -]", name) if part] == wanted}
    return found.pop() if len(found) == 1 else ""
