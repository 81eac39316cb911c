"""French relative clauses between commas: their words are their verb's, and what stands around them is not.

Runs last before the edges of subtrees are known, over what the parser and the other rules left.
"""

import re

from factcheck.text.parsed import NOMINAL, PRESENT, Word, group, leads, make_root, noun_before, without_rings

_PRONOUNS = frozenset(["qui", "que", "qu'", "dont", "où"])
_ENDS = ("quel", "quelle", "quels", "quelles")
_CLITICS = frozenset(["n'", "ne", "en", "y", "se", "s'", "l'", "le", "la", "les", "lui", "leur"])
_MISHUNG = ("advcl", "ccomp", "conj", "parataxis", "dep", "acl", "amod", "appos", "nmod", "obl", "xcomp")
_ASIDE = 6
_VERBAL = re.compile(r"\w+(?:[^é]e|[^n]t|nd)$")


def mend_relatives(words: list[Word]) -> None:
    """Mend a sentence's tree in place; ``kids`` and edges have still to be computed."""
    for n in range(2, len(words) - 2):
        pronoun = words[n].low in _PRONOUNS or words[n].low.endswith(_ENDS)
        opener = n - 1 - (words[n - 1].pos == "ADP")
        if pronoun and words[opener].text == "," and words[n - 1].low != "ce" and _relates(words, n):
            _mend(words, opener, n)
    for n in range(3, len(words) - 1):
        verb = words[n].finite and words[n].pos != "AUX"
        shares = words[n].past and words[words[n].head].past and words[n].pos == "VERB"
        if (verb or shares) and words[n].dep == "conj" and words[n].head < n:
            _own_after(words, n)


def _relates(words: list[Word], n: int) -> bool:
    """Whether « que » is a pronoun: the tagger says so, or the parser hung its clause on the noun before the comma."""
    if words[n].pos != "SCONJ":
        return True
    before = words[: n - 1]
    opens = words[n - 2].pos in (*NOMINAL[:2], "ADJ") and not any(w.finite or w.past for w in before)
    if opens and (words[0].pos == "ADP" or not any(w.text == "," for w in before)):
        words[n].pos, words[n].dep = "PRON", "obj"  # « Le rapport, que la mairie a fini par publier, conclut »
        return True
    verb = next((k for k in range(n + 1, len(words)) if words[k].finite), None)
    verb = None if verb is not None and "Mood=Sub" in words[verb].morph else verb
    bound = verb is not None and words[group(words, verb, onward=True)].dep in ("acl", "relcl", "amod", "nmod")
    if bound and words[n - 2].pos in ("NOUN", "PROPN", "ADJ"):
        words[n].pos, words[n].dep = "PRON", "obj"
        return True
    return False


def _own_after(words: list[Word], verb: int) -> None:
    """ "Il chiffre le coût à un million et juge le plan dissuasif": what stands behind the second verb is its own."""
    joint = next((n for n in range(verb - 1, words[verb].head, -1) if words[n].pos == "CCONJ"), None)
    stop = next((n for n in range(verb + 1, len(words)) if words[n].finite or words[n].text in (";", ":")), len(words))
    if joint is None or any(words[n].finite for n in range(joint, verb)):
        return
    while stop < len(words) and stop > verb + 1 and words[stop - 1].text != ",":
        stop -= 1
    for n in range(verb + 1, stop):
        if words[n].head < joint and words[n].dep != "conj" and words[n].pos != "CCONJ":
            words[n].head = verb


def _mend(words: list[Word], comma: int, pronoun: int) -> None:
    verb = _own_verb(words, pronoun)
    inner = group(words, verb, onward=True) if verb is not None else comma
    noun = _noun(words, comma)
    if inner <= comma or noun is None:
        return
    closing = _closing(words, comma, inner)
    top = words[inner].head
    if closing is not None:
        main = next(n for n in range(closing + 1, len(words)) if words[n].finite)
        top = group(words, main)
        if top == inner or words[inner].head == inner:
            top = main if top == inner else top
            make_root(words, top)
        if words[noun].head == noun != top:
            make_root(words, top)
            words[noun].dep = "nsubj"
        if noun != top and leads(words, noun, inner) and words[noun].dep in ("nsubj", "obj", "obl", "ROOT", "dep"):
            words[noun].head, words[noun].dep = top, "nsubj"
    _hang(words, inner, noun, comma)
    if words[pronoun].low in ("que", "qu'"):
        _subject(words, pronoun, inner)
    if words[inner].dep == "relcl":
        _gather(words, (comma, closing if closing is not None else inner), inner, top, main=closing is not None)
        without_rings(words, next((n for n, word in enumerate(words) if word.head == n), top))


def _subject(words: list[Word], pronoun: int, inner: int) -> None:
    """ "que dénoncent les riverains", "qu'il n'avait plus revu": the pronoun is the object, they are none."""
    own = [k for k, word in enumerate(words) if word.head == inner and k != inner]
    if any(words[k].dep == "nsubj" and k != pronoun for k in own):
        return
    told = [k for k in own if words[k].dep == "expl" and words[k].low in ("il", "elle", "ils", "elles", "on")]
    told = told or [k for k in own if k > inner and words[k].dep == "obj" and words[k].pos in NOMINAL]
    for k in told[:1]:
        words[k].dep, words[pronoun].dep = "nsubj", "obj"


def _noun(words: list[Word], comma: int) -> int | None:
    """The noun that the clause tells of; of « Dix lots ont été vendus, dont un à la ville » the subject."""
    noun = noun_before(words, comma + 1)
    if noun is None and words[comma - 1].past and words[comma - 2].pos == "AUX":
        noun = next((n for n in range(comma) if words[n].dep == "nsubj" and words[n].pos in NOMINAL), None)
    return noun


def _hang(words: list[Word], inner: int, noun: int, comma: int) -> None:
    """Hang the relative's verb on its noun, where the parser did not know it for a relative."""
    if words[inner].dep not in _MISHUNG and words[inner].head != inner:
        return
    if words[inner].head < comma and leads(words, noun, inner):
        below = noun
        while words[below].head != inner:
            below = words[below].head
        words[below].head = words[inner].head
    if not leads(words, noun, inner):
        words[inner].head, words[inner].dep = noun, "relcl"


def _gather(words: list[Word], edges: tuple[int, int], inner: int, top: int, *, main: bool) -> None:
    """Give the relative's verb the words between the edges, and ``top`` those around them."""
    comma, last = edges
    for n, word in enumerate(words):
        if comma < n < last:
            if n != inner and not comma < word.head < last:
                word.head = inner
        elif (n < comma and n != top and word.head == inner) or (
            main and n >= last and n != top and comma < word.head < last
        ):
            word.head = top


def _own_verb(words: list[Word], pronoun: int) -> int | None:
    """The relative's finite verb, behind an aside without a verb at most (« où des gens, inquiets, ont … »)."""
    commas = 0
    for n in range(pronoun + 1, len(words)):
        if words[n].finite:
            aside = commas == 0 or (commas == 2 and words[pronoun].low != "dont" and n - pronoun > 3)
            return n if aside else None
        if words[n].text == ",":
            commas += 1
            if commas == 1 and (n == pronoun + 1 or not any(w.pos in NOMINAL for w in words[pronoun + 1 : n])):
                return None
            closes = next((k for k in range(n + 1, min(n + _ASIDE, len(words))) if words[k].text == ","), None)
            if commas == 1 and closes is None:
                return None
        elif words[n].text in (";", ":", "."):
            return None
    return None


def _closing(words: list[Word], comma: int, inner: int) -> int | None:
    """The comma behind which the main verb stands; None where that stands before the relative clause."""
    if any(w.finite for w in words[:comma]):
        return None
    for n in range(inner + 1, len(words) - 1):
        if words[n].text != ",":
            continue
        k = n + 1
        while k < len(words) - 1 and (words[k].low in _CLITICS or words[k].pos == "ADV") and not words[k].finite:
            k += 1
        if words[k].finite:
            return n
    return _hidden(words, inner)


def _hidden(words: list[Word], inner: int) -> int | None:
    """The comma behind which the main verb stands that the tagger took for a noun (« …, pointe des erreurs et … »)."""
    comma = next((n for n in range(inner + 1, len(words) - 2) if words[n].text == ","), None)
    if comma is None:
        return None
    word, after = words[comma + 1], words[comma + 2]
    alone = not any(w.finite for w in words[comma:]) or any(w.low == "et" for w in words[comma:])
    taken = word.pos in ("NOUN", "ADJ", "ADV", "X") and word.text.islower() and _VERBAL.match(word.low) is not None
    if not (alone and taken and after.pos in ("DET", "ADP")):
        return None
    word.pos, word.finite, word.morph = "VERB", True, PRESENT
    return comma
