"""French subjects and the names beside them, where a parser hangs them elsewhere and the order of words does not.

``mend_beside`` runs before the other rules, ``mend_subjects`` after them; both change heads in place.
"""

from factcheck.text.parsed import NOMINAL, PAST, WEEKDAYS, Word, group, leads, noun_before, without_rings

_IN_NAME = frozenset(["de", "du", "d'", "des", "la", "le", "van", "von", "der", "el", "al", "ben", "-"])
_TIMES = WEEKDAYS | frozenset(
    ["an", "ans", "année", "années", "mois", "semaine", "semaines", "jour", "jours", "heure", "heures", "matin", "soir"]
)
_LOOSE = ("dep", "parataxis", "ccomp", "xcomp", "obl", "nmod", "amod")
_BARE = ("advcl", "obl", "obj", "dep", "nmod", "advmod", "appos", "parataxis", "xcomp", "iobj")
_LONGEST = 7


def mend_beside(words: list[Word]) -> None:
    """Hang names and participles that stand behind a comma on the noun before it."""
    for n in range(2, len(words) - 2):
        if words[n].text != ",":
            continue
        if words[n + 1].text[:1].isupper():
            _named_beside(words, n)
        elif words[n + 1].pos == "VERB" and PAST in words[n + 1].morph:
            _told_beside(words, n + 1)


def _named_beside(words: list[Word], comma: int) -> None:
    """ "Le trésorier, Alain Corvoy, a confirmé …": the name between the commas is the noun's, no second subject."""
    last = comma + 1
    while last < min(comma + _LONGEST, len(words) - 3) and (
        words[last + 1].text[:1].isupper() or words[last + 1].low in _IN_NAME
    ):
        last += 1
    noun = noun_before(words, comma + 1)
    if last < comma + 2 or words[last + 1].text != "," or words[last + 2].pos == "CCONJ" or noun is None:
        return
    told = words[noun].pos == "NOUN" and words[noun].text.islower() and noun and words[noun - 1].pos in ("DET", "ADJ")
    name = next((k for k in range(comma + 1, last + 1) if not comma < words[k].head <= last or words[k].head == k), 0)
    if not told or not name or (words[name].head == noun and words[name].dep == "appos"):
        return
    if leads(words, noun, name):
        words[noun].head, words[noun].dep = (
            (noun, "ROOT") if words[name].head == name else (words[name].head, words[name].dep)
        )
    for k, word in enumerate(words):
        if word.head == name and not comma < k <= last and k != noun and word.dep not in ("acl", "relcl"):
            word.head = noun
    words[name].head, words[name].dep = noun, "appos"
    without_rings(words, next((k for k, word in enumerate(words) if word.head == k), noun))


def _told_beside(words: list[Word], n: int) -> None:
    """ "La hausse est due au solde, évalué à …": a participle behind a comma tells of the noun before it, where its
    ending fits that noun and does not fit what it hangs on.
    """
    word, after = words[n], words[n + 1]
    stressed = n > 3 and words[n - 2].low in ("elle", "elles", "lui", "eux") and words[n - 3].text == ","
    if stressed and words[word.head].finite and word.head == n - 4:
        word.dep = "xcomp"  # « se dit, elle, attachée à … »
        return
    near = next((k for k in range(n - 2, -1, -1) if words[k].pos in NOMINAL[:2] or words[k].finite), None)
    helped = any(w.head == n and w.dep in ("aux", "auxpass", "cop", "nsubj") for w in words)
    if near is None or words[near].finite or helped or after.pos not in ("ADP", "ADV", "NOUN", "DET"):
        return
    noun = near if _other(words, near, n) is False else noun_before(words, n)
    if noun is None or word.head == noun or leads(words, noun, n):
        return
    far = word.dep == "acl" and word.head < near and _other(words, word.head, n)
    far = far or (word.dep == "acl" and any(w.text == "," for w in words[word.head : near]))
    if (word.dep in _LOOSE or far) and not _other(words, near, n):
        word.head, word.dep = near if far else noun, "acl"


def _other(words: list[Word], noun: int, participle: int) -> bool:
    """Whether a participle has the other gender than a noun."""
    feminine = words[participle].low.rstrip("s").endswith("e")
    return ("Gender=Masc" if feminine else "Gender=Fem") in words[noun].morph


def mend_subjects(words: list[Word]) -> None:
    """ "L'usine, qui …, n'en emploie plus": the noun without a preposition before a verb without a subject is it."""
    _after_fronted(words)
    for top in sorted({group(words, n) for n, word in enumerate(words) if word.finite}):
        opened = any(w.head == top and w.dep == "mark" for w in words)
        if words[top].head == top or (words[top].dep == "ccomp" and opened):
            _give_subject(words, top)
        elif words[top].dep == "conj":
            _second_subject(words, top)
        _one_subject(words, top)


def _after_fronted(words: list[Word]) -> None:
    """ "Nommé préfet en 1984, il rompt …": a participle that opens the sentence is not what it hangs on."""
    comma = next((n for n, word in enumerate(words) if word.text == "," or word.finite), 0)
    if comma < 2 or words[0].head != 0 or words[0].pos != "VERB" or not words[0].past or words[comma].finite:
        return
    verb = next((n for n in range(comma + 1, len(words)) if words[n].finite), None)
    top = group(words, verb) if verb is not None else 0
    if top <= comma or words[top].head != 0 or words[comma + 1].pos not in ("PRON", "DET", "PROPN"):
        return
    words[top].head, words[top].dep = top, "ROOT"
    words[0].head, words[0].dep = top, "advcl"
    for word in words[comma:]:
        word.head = top if word.head == 0 else word.head


def _one_subject(words: list[Word], top: int) -> None:
    """ "La ligue, partie civile, s'est, elle, félicitée": what stands beside the subject is no second one."""
    own = [k for k in range(top) if words[k].head == top and words[k].dep == "nsubj"]
    for k in own[1:]:
        bare = words[k].pos in NOMINAL and words[k - 1].text == ","
        if bare and (words[k].pos == "NOUN" or words[k].low in ("elle", "elles", "lui", "eux")):
            words[k].head, words[k].dep = own[0], "appos"


def _second_subject(words: list[Word], top: int) -> None:
    """ "Il a gagné et la douleur était vive": a noun joined to a verb is the subject of the verb behind it."""
    above = words[top].head
    noun = next((k for k in range(top - 1, above, -1) if words[k].head == above and words[k].dep == "conj"), None)
    if noun is None or words[noun].pos not in NOMINAL[:2] or words[above].pos not in ("VERB", "ADJ", "AUX"):
        return
    if any(w.head == top and w.dep in ("nsubj", "csubj") for w in words) or any(w.text == "," for w in words[noun:top]):
        return
    words[noun].head, words[noun].dep = top, "nsubj"


def _give_subject(words: list[Word], top: int) -> None:
    own = [k for k, word in enumerate(words) if word.head == top and k != top]
    for k in own:
        if words[k].dep == "expl" and words[k].pos in NOMINAL[:2]:
            words[k].dep = "nsubj"
    if any(words[k].dep in ("nsubj", "csubj", "expl") and words[k].low not in ("se", "s'") for k in own):
        return
    verb = next((k for k, word in enumerate(words) if word.finite and group(words, k) == top), top)
    for k in reversed(own):
        if k >= verb or words[k].pos not in NOMINAL[:2] or words[k].dep not in _BARE or words[k].low in _TIMES:
            continue
        opened = any(w.head == k and w.dep in ("case", "mark") for w in words) or words[k - 1].pos == "ADP"
        determined = k == 0 or words[k].pos == "PROPN" or any(w.head == k and w.pos in ("DET", "NUM") for w in words)
        if not opened and determined:
            words[k].dep = "nsubj"
            return
