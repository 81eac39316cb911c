"""Participles that open a sentence: how far they go, and what they tell ("Founded in 1990, it …", "Asked, it …")."""

from typing import NamedTuple

from factcheck.text.languages import Pack
from factcheck.text.lexicon import lexicon
from factcheck.text.parsed import Word

#: The comma behind a participle's phrase that opens a sentence is at least this word.
_LONG = 4


#: French relative pronouns by themselves, and how the others end ("laquelle", "auxquels").
_PRONOUNS = frozenset(["qui", "que", "qu'", "dont", "où", "quoi"])
#: Behind « c'est » these bring what is known.
_KNOWN = frozenset(["le", "la", "les", "l'", "son", "sa", "ses", "leur", "leurs", "ce", "cet", "cette", "ces"])
_BEING = frozenset(["est", "sont", "était", "étaient", "serait", "seraient", "sera"])
#: A place that opens a sentence is at most so many words.
_PLACE = 9
_ENDS_AS_PRONOUN = ("quel", "quelle", "quels", "quelles")


class Fronted(NamedTuple):
    """The last word of an opening phrase, its participle, and the role of the clause that it is."""

    last: int
    head: int
    role: str


def fronted(words: list[Word], verbs: list[int], pack: Pack) -> Fronted | None:
    """The participial phrase that opens the sentence, if one does. ``verbs`` are its finite verbs, in order."""
    return _done(words, verbs, pack) or _arguing(words, pack) or _asked(words, pack)


def _done(words: list[Word], verbs: list[int], pack: Pack) -> Fronted | None:
    """ "Accusé de vol, il …", "Founded in 1990, it …", "Having recently bought the mill, it …"."""
    asked = bool(words) and words[0].low in pack.words("clauses", "asked")
    comma = next((n for n in range(1 if asked else 3, len(words)) if words[n].text == ","), None)
    inside = [v for v in verbs if comma is not None and v < comma]
    within = pack.code == "fr" and len(inside) <= sum(map(is_relative, words[:comma])) and len(verbs) > len(inside)
    if comma is None or not verbs or (inside and not within):
        return None
    if asked:
        return Fronted(comma - 1, 0, "asked")
    opening = words[0].low + " " + words[1].low
    doing = pack.words("clauses", "after_doing")
    done = next((w for w in words[1:comma] if w.pos != "ADV"), words[1])
    having = opening in doing or f"{opening}{words[2].low}" in doing or (words[0].low in doing and done.tag == "VBN")
    first = _adverbs(words)
    past = words[first].past
    told = past and words[first].pos == "VERB" and words[first].low not in pack.words("clauses", "not_events")
    if not having and not told:
        return None
    comma = _before_subject(words, comma, verbs[len(inside)])
    return Fronted(comma - 1, 2 if having else first, "participle") if comma >= _LONG - (pack.code == "fr") else None


def _adverbs(words: list[Word]) -> int:
    """How many words before a participle tell how or when ("Officially licensed to carry 90, it …", « D'abord … »)."""
    if words[0].low in ("d'", "dans") and words[1].low in ("abord", "un") and len(words) > _LONG:
        return 2
    return int(words[0].pos == "ADV" and words[0].low.endswith(("ly", "ment", "longtemps", "déjà")))


def _arguing(words: list[Word], pack: Pack) -> Fronted | None:
    """What opens a sentence with a participle of saying ("Arguing that the plan is late, the mayor voted no")."""
    says = len(words) > 2 and words[0].low in lexicon(pack).reporting
    if not says or words[0].tag != "VBG" or words[1].low not in pack.words("reporting", "complementizers"):
        return None
    subject = next((k for k in words[words[0].head].kids if words[k].dep == "nsubj"), 0)
    comma = words[subject].left - 1
    return Fronted(comma - 1, 0, "participle") if comma >= _LONG and words[comma].text == "," else None


def _asked(words: list[Word], pack: Pack) -> Fronted | None:
    """ "Asked by reporters if he would stand, the mayor smiled": the question is only why somebody speaks."""
    if len(words) < _LONG or words[0].low not in pack.words("clauses", "asked") or words[0].tag != "VBN":
        return None
    subject = next((k for k in words[words[0].head].kids if words[k].dep == "nsubj"), 0)
    comma = words[subject].left - 1
    return Fronted(comma - 1, 0, "asked") if comma > 1 and words[comma].text == "," else None


def _before_subject(words: list[Word], comma: int, verb: int) -> int:
    """The last comma before the main subject where more stand ("Having bought a mill, a ruin, the town …")."""
    group = words[verb].head if words[verb].dep in ("aux", "auxpass", "cop") else verb
    subject = next((k for k in words[group].kids if words[k].dep == "nsubj" and k < verb), comma + 1)
    before = [n for n in range(comma, words[subject].left) if words[n].text == ","]
    apposed = len(before) > 1 and words[comma + 1].pos == "DET"
    return before[-1] if apposed and subject < verb else comma


def is_relative(word: Word) -> bool:
    """Whether a French word is a relative pronoun."""
    return word.low in _PRONOUNS or word.low.endswith(_ENDS_AS_PRONOUN)


def picks_out(words: list[Word], left: int) -> bool:
    """Whether « C'est sa fille, inquiète, qui a appelé », « C'est là qu'auraient été signés … » only tells who or where
    it was: no clause of its own at ``left``.
    """
    verb = 1 + (len(words) > 1 and words[1].low in ("n'", "ne"))
    if len(words) < verb + 3 or words[0].low not in ("c'", "ce") or words[verb].low not in _BEING:
        return False
    n = verb + 1
    while words[n].pos == "ADV" and n < left:
        n += 1
    known = words[n].pos == "PROPN" or words[n].low in _KNOWN
    return (known and words[left].low == "qui") or (words[left].low in ("que", "qu'") and words[left - 1].text != ",")


def behind_place(words: list[Word], left: int, right: int, pack: Pack) -> bool:
    """Whether a relative clause tells of a place that opens the sentence (« À Nantes, où …, la tension monte »): the
    main clause is what stands behind both.
    """
    place = words[: left - 1]
    closed = right + 2 < len(words) and words[right + 1].text == ","
    if pack.code != "fr" or not closed or not 1 < len(place) <= _PLACE or place[0].pos != "ADP":
        return False
    timed = any(w.text[0].isdigit() or w.low in pack.table("dates").get("months", {}) for w in place)
    said = " ".join(w.low for w in place) + " "
    sources = pack.opening("reporting", "according", place[0].low)
    source = said.startswith(tuple(f"{p} " for p in sources)) or place[0].low in pack.words("reporting", "viewpoint")
    stands = not any(w.finite or w.text == "," for w in place) and any(w.finite for w in words[right + 1 :])
    return stands and not timed and not source
