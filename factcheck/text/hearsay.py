"""Who stands behind « on » and behind a newsroom that heard something, in French (« assure-t-on de source policière »,
« a appris l'agence auprès du parquet »).
"""

from factcheck.text.attribution import Source
from factcheck.text.languages import Pack
from factcheck.text.lexicon import lexicon
from factcheck.text.parsed import Word

_AUXILIARIES = frozenset(["a", "avait", "aura"])
_PLACES = frozenset(["au", "aux", "à", "chez", "dans"])
_OF = frozenset(["de", "d'", "du", "des"])
_LEARNED = frozenset(["appris", "apprend", "apprenait"])
_PLAIN = frozenset(["source", "sources"])


def on_says(words: list[Word], first: int, last: int, pack: Pack) -> Source | None:
    """Whom the words ``first`` to ``last`` name behind « dit-on » or « a-t-on appris », if they are nothing else."""
    on = next((n for n in range(first + 1, min(first + 3, last)) if words[n].low in ("-on", "on")), None)
    if on is None:
        return None
    verb = on + 1 if words[first].low in _AUXILIARIES else first
    forms = {words[verb].low, f"{words[first].low} {words[min(on + 1, last)].low}"}  # « laisse-t-on entendre »
    two = not forms.isdisjoint(lexicon(pack).reporting) and words[verb].low not in lexicon(pack).reporting
    if forms.isdisjoint(lexicon(pack).reporting | _LEARNED):
        return None
    return heard_from(words, max(verb, on) + 1 + two, last, verb, pack)


def heard_from(words: list[Word], first: int, last: int, verb: int, pack: Pack) -> Source | None:
    """The source that a place or « de source … » names at the head of words ``first`` to ``last``, past a time."""
    times = {*pack.table("dates").get("weekdays", {}), *pack.table("dates").get("days", {})}
    times |= {"matin", "soir", "après-midi", "midi"}
    n = first
    while n <= last and (words[n].low in times or (words[n].pos == "ADV" and words[n].low not in ("auprès", "près"))):
        n += 1
    name = _name(words, n, last)
    if name is None or any(w.finite or w.text == "," for w in words[name : last + 1]):
        return None
    if not any(w.pos in ("NOUN", "PROPN") for w in words[name : last + 1]):
        return None
    last += last + 1 < len(words) and words[last + 1].text == ")"  # « auprès du peloton de montagne (PGHM) »
    return Source(words[name].start, words[last].end, words[verb].start, words[verb].end, "according")


def learned(words: list[Word], verb: int, last: int, pack: Pack) -> Source | None:
    """Whom a newsroom heard it from (« , a appris l'agence de source policière »)."""
    if words[verb].low not in _LEARNED:
        return None
    for n in range(verb + 2, last):
        if words[n].low == "auprès" or (words[n].low in ("de", "d'") and words[n + 1].low in _PLAIN):
            return heard_from(words, n, last, verb, pack)
    return None


def _name(words: list[Word], n: int, last: int) -> int | None:
    """Where the name of a source begins whose preposition stands at word ``n``."""
    if n >= last:
        return None
    low, after = words[n].low, words[n + 1].low
    if low in ("de", "d'"):
        plain = after in _PLAIN or (n + 2 <= last and words[n + 2].low in _PLAIN)  # « de bonne source »
        return n if plain else None
    if low == "auprès" and after in _OF and n + 2 <= last:
        return n + 2
    if low == "du" and after == "côté" and n + 3 <= last:
        return n + 3
    return n + 1 if low in _PLACES else None
