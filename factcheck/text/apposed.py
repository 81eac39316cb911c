"""Clauses that a comma sets beside a noun: nouns that take up what was said, and what holds for a share of it."""

import re

from factcheck.text.clauses import Clause
from factcheck.text.context import Context
from factcheck.text.languages import Pack
from factcheck.text.normalise import Copy
from factcheck.text.parsed import Parsed, Word
from factcheck.text.standalone import Swap

#: How the French relative pronouns behind a preposition end ("à laquelle", "auquel").
_QUEL = ("quel", "quelle", "quels", "quelles")
#: Between the comma and "of whom" stand at most so many words.
_SHARE = 7
_PARTICIPLE = re.compile(r"(?:ée?|ie?|ue?|ise?)$")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_PAUSES = (",", "–", "—")


def region(found: list[Clause], n: int, size: int) -> tuple[int, int]:
    """The stretch around word ``n`` that no other cut divides."""
    start = max((c.first for c in found if c.first <= n), default=0)
    end = min((c.lead for c in found if c.lead > n), default=size)
    return start, end


def resumed(sentence: Parsed, found: list[Clause], heads: dict[int, int], pack: Pack) -> list[Clause]:
    """ ", a figure the company disputes", « , des accusations que le maire dément »: a noun that takes up what was said
    before it, and tells something of it.
    """
    words = sentence.words
    nouns = pack.words("clauses", "resuming")
    verbs = {v: h for h, v in heads.items()}
    for n in range(2, len(words) - 4):
        bare = pack.code == "fr" and words[n + 1].low in nouns  # « , mesure à laquelle le syndicat s'oppose »
        bare = bare or (words[n + 1].pos == "NOUN" and words[n + 2].low in ("dont", "où"))  # « , ville où … »
        alone = bare or words[n + 1].low in pack.words("clauses", "resuming_alone")
        if words[n].text not in _PAUSES or not (alone or words[n + 1].low in pack.words("clauses", "indefinite")):
            continue
        noun = n + 1 if alone else n + 2 + (words[n + 2].pos == "ADJ")
        twin = next((c for c in found if c.role in ("coordinated", "parataxis") and c.first == n + 1), None)
        if twin is not None and words[noun].low in nouns:
            twin.role = "apposed"  # a dash was taken for a joint
            return []
        if not (alone or words[noun].low in nouns) or any(c.role != "main" and abs(c.first - n) < 2 for c in found):
            continue
        marked = words[noun + 1].low in ("que", "qu'", "that", "which") or (bare and words[n + 1].low not in nouns)
        marked = marked or (pack.code == "fr" and any(w.low.endswith(_QUEL) for w in words[noun + 1 : noun + 3]))
        opens = marked or (pack.code == "en" and words[noun + 1].pos in ("DET", "PROPN", "PRON"))
        _, end = region(found, n, len(words))
        own = [v for v in sorted(verbs) if noun < v < end]
        if opens and own and any(v < n for v in verbs):
            return [Clause(n + 1, end - 1, verbs[own[0]], "apposed", n)]
        if not bare and pack.code == "fr" and _is_judged(words, noun, end) and any(v < n for v in verbs):
            return [Clause(n + 1, end - 1, noun + 1, "apposed", n)]
    return []


def _is_judged(words: list[Word], noun: int, end: int) -> bool:
    """Whether a noun that takes up what was said is told whose (« , une version démentie par la police ») or how sure
    (« , une affirmation impossible à vérifier »).
    """
    told = any(w.finite for w in words[noun:end]) or noun + 3 >= end
    by = _PARTICIPLE.search(words[noun + 1].low) is not None and any(w.low == "par" for w in words[noun + 2 : noun + 5])
    return not told and (by or (words[noun + 1].low == "impossible" and words[noun + 2].low == "à"))


def shares(words: list[Word], found: list[Clause], heads: dict[int, int], pack: Pack) -> list[Clause]:
    """ ", roughly a fifth of whom speak …", ", two of which closed in May": what holds for a part of what was named."""
    whole = pack.words("clauses", "of_which")
    verbs = {v: h for h, v in heads.items()}
    for n in range(3, len(words) - 1):
        if words[n].low not in whole or words[n - 1].low != "of":
            continue
        comma = next((k for k in range(n - 2, max(n - _SHARE, 0), -1) if words[k].text == ","), None)
        if comma is None or any(c.role != "main" and abs(c.first - comma) < 2 for c in found):
            continue
        _, end = region(found, n, len(words))
        own = [v for v in sorted(verbs) if n < v < end]
        if own and any(v < comma for v in verbs):
            return [Clause(comma + 1, end - 1, verbs[own[0]], "apposed", comma)]
    return []


def beside(words: list[Word], found: list[Clause], heads: dict[int, int], pack: Pack) -> list[Clause]:
    """ ", un ancien notaire jugé depuis lundi": what a French noun beside a name was or did at some time."""
    if pack.code != "fr":
        return []
    times = {*pack.words("clauses", "timing"), *pack.table("dates")["weekdays"], *pack.table("dates")["months"]}
    out: list[Clause] = []
    for n in range(2, len(words) - 4):
        named = words[n - 1].pos in ("PROPN", "NOUN") and words[n].text == ","
        if not named or words[n + 1].low not in ("un", "une") or words[n + 1].pos != "DET":
            continue
        end = next((k for k in range(n + 2, len(words)) if words[k].pos in ("PUNCT", "SCONJ", "CCONJ")), len(words))
        done = next((k for k in range(n + 3, min(n + _SHARE, end - 1)) if _done(words, k)), end)
        if done >= end - 1 or any(w.finite for w in words[n:end]) or any(w.pos == "ADP" for w in words[n:done]):
            continue
        timed = any(w.low in times or _YEAR.fullmatch(w.text) for w in words[done + 1 : end])
        alone = not any(c.role != "main" and abs(c.first - n) < 2 for c in found)
        if timed and alone and any(v < n for v in heads.values()) | (end < len(words) and words[end].text == ","):
            out.append(Clause(n + 1, end - 1, done, "apposed", n))
    return out


def _done(words: list[Word], k: int) -> bool:
    """Whether a participle stands behind a noun, or what the tagger took for a noun in that place."""
    if words[k].pos == "VERB":
        return words[k].past
    shaped = words[k].pos in ("NOUN", "ADJ") and words[k - 1].pos in ("NOUN", "ADJ") and words[k + 1].pos == "ADP"
    return shaped and _PARTICIPLE.search(words[k].low) is not None


def is_what(clause: Clause, words: list[Word], context: Context, copy: Copy) -> str:
    """ "Luc Petit est" before "un ancien notaire jugé depuis lundi"; "" for other clauses."""
    noun = clause.lead - 1
    told = clause.role == "apposed" and words[clause.first].low in ("un", "une")
    told = told and words[clause.first + 1].low not in context.pack.words("clauses", "resuming")
    if not told or words[noun].pos not in ("NOUN", "PROPN") or any(w.finite for w in words[noun : clause.last]):
        return ""
    while words[noun].dep == "flat" and clause.lead - 6 < words[noun].head < noun:
        noun = words[noun].head
    return f"{context.phrase(words, noun, copy)} est"


def share_of(clause: Clause, words: list[Word], context: Context, copy: Copy) -> list[Swap]:
    """ "A fifth of whom" to "a fifth of the inhabitants": the noun right before the comma."""
    whole = context.pack.words("clauses", "of_which")
    place = next((n for n in range(clause.first + 2, clause.head) if words[n].low in whole), 0)
    noun = clause.lead - 1
    shared = place and words[place - 1].low == "of" and clause.role in ("apposed", "relative")
    if not shared or words[noun].pos not in ("NOUN", "PROPN"):
        return []
    said = context.phrase(words, noun, copy)
    bare = words[noun].pos == "NOUN" and not any(words[k].pos in ("DET", "PRON") for k in words[noun].kids)
    return [Swap(words[place].start, words[place].end, f"the {said}" if bare else said)]
