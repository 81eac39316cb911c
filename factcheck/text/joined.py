"""French verbs that the small parser loses: behind « et », before « lorsque », behind a place that opens the sentence.

Runs before ``mending``: each rule reads the words between two commas or conjunctions and changes tags and heads.
"""

import re

from factcheck.text.parsed import (
    ABOUT,
    NAMED,
    NOMINAL,
    PAST,
    PRESENT,
    WEEKDAYS,
    Word,
    group,
    leads,
    make_root,
    noun_before,
    without_rings,
)

_JOINING = frozenset(["et", "puis", "mais"])
_CLITICS = frozenset(["n'", "ne", "en", "y", "se", "s'", "l'", "le", "la", "les", "lui", "leur"])
_HAVE = frozenset(["a", "ont", "avait", "avaient", "aurait", "auraient", "aura", "auront", "ai", "avons"])
_RELATIVES = frozenset(["où", "qui", "que", "qu'", "dont"])
_SINGLE = re.compile(r"\w+(?:é|[^aeo]i|u|is|it|ert|eint|aint|oint|ort)$")
_VERBAL = re.compile(r"\w+(?:[^é]e|ent|[^n]t|nd)$")
_PRESENT = re.compile(r"(?:[aeo]int|[uai]it|ut|ort|mpt)$")
_MASCULINE = frozenset("éitu")
_TIMES = frozenset(["lorsque", "lorsqu'", "quand", "alors", "tandis", "car", "après"])
_OPENERS = frozenset(["car", "lorsque", "lorsqu'", "puisque", "puisqu'", "quand"])
_BEFORE_THAT = frozenset(["alors", "tandis", "parce", "bien", "après"])
_SUBJECT = ("DET", "PRON", "PROPN", "NUM")
_HUNG = ("advmod", "amod", "acl", "appos", "nmod", "dep", "obj", "obl")
_FAR = 9
_BEHIND_PARTICIPLE = frozenset(["en", "par", "depuis", "dans", "à", "le", "pour", "avec", "sans", "sous", "sur"])
_PARTICIPLE = re.compile(r"(?:ée?s?|is(?:es?)?|it(?:es?)?|ues?|us?|ies?)$")
_DEAD = re.compile(r"morte?s?$")
#: Nouns that end like participles, the feminine ones without their last letter.
_OFFICES = frozenset(
    ["député", "associé", "employé", "délégué", "avoué", "retraité", "salarié", "ami", "diplômé", "attaché"]
)
_ASIDE = 12


def mend_joined(words: list[Word]) -> None:
    """Mend tags and heads in place; ``kids`` and edges have still to be computed."""
    _opening_place(words)
    _before_when(words)
    _without_auxiliary(words)
    for n in range(3, len(words) - 3):
        if words[n].low in _OPENERS or (words[n].low in ("que", "qu'") and words[n - 1].low in _BEFORE_THAT):
            _behind_conjunction(words, n)
    for n in range(3, len(words) - 2):
        if words[n].low in _JOINING and not _joined_participle(words, n) and words[n - 1].pos != "PUNCT":
            _joined_verb(words, n)


def _joined_participle(words: list[Word], joint: int) -> bool:
    """ "Il a condamné l'attaque et appelé les élus au calme": the auxiliary is that of both participles."""
    k = joint + 1 + (words[joint + 1].pos == "ADV")
    auxiliary = next((a for a in range(joint - 1, 0, -1) if words[a].finite), None)
    if k + 1 >= len(words) or auxiliary is None or words[k].finite:
        return False
    top = group(words, auxiliary)
    if not (_same_passive(words, top, k, joint) or _same_perfect(words, auxiliary, k, joint)):
        return False
    if top == k or leads(words, top, k) or words[top].finite:
        return False
    if words[k + 1].pos == "DET" and k + 2 < len(words) and words[k + 2].head < joint:
        words[k + 2].head, words[k + 2].dep = k, "obj"
    words[k].head, words[k].dep, words[k].pos, words[k].morph = top, "conj", "VERB", PAST
    words[joint].head, words[joint].dep = k, "cc"
    return True


def _same_perfect(words: list[Word], auxiliary: int, k: int, joint: int) -> bool:
    """Whether what stands behind « et » is a participle with an object that shares « a », « ont »."""
    verbal = words[k].pos == "VERB" or (words[k].pos in ("ADJ", "NOUN", "AUX") and words[k + 1].pos == "DET")
    if not verbal or words[auxiliary].low not in _HAVE or not _SINGLE.match(words[k].low):
        return False
    first = auxiliary + 1
    while first < joint - 1 and words[first].pos in ("ADV", "PRON", "NOUN") and not words[first].past:
        first += 1
    open_object = words[k + 1].pos in ("DET", "SCONJ") or words[k + 1].low in ("que", "qu'", "à", "de", "d'")
    return words[first].past and first <= joint - 2 and open_object and not words[joint - 1].past


def _same_passive(words: list[Word], top: int, k: int, joint: int) -> bool:
    """Whether a participle behind « et » agrees with one in the passive (« a été arrêté mardi soir et placé en … »)."""
    passive = any(w.dep == "auxpass" and w.head == top for w in words)
    ending = words[k].low.removesuffix("s")
    alike = ending[-1:] in _MASCULINE and words[top].low.removesuffix("s")[-1:] in _MASCULINE
    alike = alike or (ending.endswith("e") and words[top].low.removesuffix("s").endswith("e"))
    number = words[k].low.endswith("s") == words[top].low.endswith("s")
    shaped = words[k].past and words[k + 1].pos == "ADP" and words[top].past and top < joint - 2
    return passive and alike and number and shaped


def _joined_verb(words: list[Word], joint: int) -> None:
    """ "Ils se sont emparés de onze véhicules et détiennent neuf soldats": a finite verb behind « et » is joined."""
    k = joint + 1
    while k < len(words) - 1 and (words[k].low in _CLITICS or words[k].pos == "ADV") and not words[k].finite:
        k += 1
    verb = next((n for n in range(joint - 1, 0, -1) if words[n].finite), None)
    if verb is None or not words[k].finite or words[k].dep not in _HUNG or any(w.text == "," for w in words[verb:k]):
        return
    top, below = group(words, verb), words[k].head
    if top >= joint or leads(words, top, k) or words[below].finite:
        return
    words[k].head, words[k].dep = top, "conj"
    if below > k and words[below].pos != "VERB":
        words[below].head, words[below].dep, words[below].pos = k, "obj", "NOUN"
    stop = next((n for n in range(k + 1, len(words)) if words[n].pos == "PUNCT"), len(words))
    for word in words[k + 1 : stop]:
        word.head = k if word.head < joint else word.head
    for word in words[joint:k]:
        word.head = k
    without_rings(words, next((n for n, word in enumerate(words) if word.head == n), top))


def _as_verb(words: list[Word], first: int, last: int) -> int | None:
    """The finite verb of a stretch that is a noun phrase and its verb, one that the tagger missed among them."""
    known = next((n for n in range(first, last) if words[n].finite), None)
    if known is not None or words[first].pos not in ("DET", "PROPN"):
        return known
    for n in range(first + 1 + (words[first].pos == "DET"), min(first + _FAR, last, len(words) - 1)):
        word = words[n]
        if word.pos in ("ADP", "PUNCT", "CCONJ", "SCONJ", "NUM"):
            return None
        behind = words[n - 1].pos in ("NOUN", "PROPN", "ADJ") and words[n + 1].pos in ("ADP", "DET", "ADV", "PUNCT")
        plural = "Number=Plur" in word.morph or word.low.endswith("s")
        taken = word.pos in ("ADJ", "NOUN", "X", "ADV") or (word.past and word.low.endswith(("que", "gue")))
        taken = taken and word.text.islower() and not plural
        if behind and taken and _VERBAL.match(word.low):
            word.pos, word.finite, word.morph = "VERB", True, PRESENT
            return n
    return None


def _without_auxiliary(words: list[Word]) -> None:
    """ "Le fleuve atteint la cote d'alerte": what the sentence hangs on, with a subject and an object, is finite."""
    root = next((n for n, word in enumerate(words) if word.head == n), 0)
    verb = words[root]
    if not 0 < root < len(words) - 1 or not verb.past or not _PRESENT.search(verb.low):
        return
    kids = [word.dep for word in words if word.head == root]
    told = words[root + 1].pos == "DET" or (words[root + 1].pos in ("ADP", "ADV") and words[root - 1].dep == "nsubj")
    if "nsubj" in kids and not {"aux", "auxpass", "cop"} & set(kids) and told:
        verb.finite, verb.morph = True, PRESENT


def _behind_conjunction(words: list[Word], n: int) -> None:
    """ "…, car le canal manque d'eau": where no verb follows the conjunction, the word behind its subject is one."""
    stop = next((k for k in range(n + 1, len(words)) if words[k].pos == "PUNCT"), len(words))
    verb = next((k for k in range(n) if words[k].finite), None)
    if verb is None or any(w.finite for w in words[n:stop]):
        return
    found, noun = _as_verb(words, n + 1, stop), next((k for k in range(n + 1, stop) if words[k].pos in NOMINAL), None)
    if found is None or noun is None or noun >= found or leads(words, group(words, verb), found):
        return
    words[found].head, words[found].dep = group(words, verb), "advcl"
    words[noun].head, words[noun].dep = found, "nsubj"
    for k in range(n, stop):
        if k != found and not n <= words[k].head < stop:
            words[k].head = found
    without_rings(words, next((k for k, word in enumerate(words) if word.head == k), verb))


def _lead_from(words: list[Word], noun: int, verb: int, first: int, last: int) -> None:
    """Make ``verb`` the root and the verb of ``noun``; the stretch from ``first`` to ``last`` is its own."""
    top = group(words, verb)
    make_root(words, top)
    for n in range(first, last):
        if n != top and not first <= words[n].head < last:
            words[n].head, words[n].dep = top, words[n].dep if words[n].dep != "ROOT" else "dep"
    words[noun].head, words[noun].dep = top, "nsubj"
    without_rings(words, top, alone=True)


def _before_when(words: list[Word]) -> None:
    """ "L'affaire remonte à mai, lorsqu'une infirmière avait …": the sentence's own verb stands before the comma."""
    comma = next((n for n in range(3, len(words) - 3) if words[n].text == "," and words[n + 1].low in _TIMES), None)
    if comma is None or words[0].pos != "DET" or any(w.finite or w.pos == "SCONJ" for w in words[:comma]):
        return
    verb, noun = _as_verb(words, 0, comma), 1 + (words[1].pos == "ADJ")
    inner = next((n for n in range(comma + 2, len(words)) if words[n].finite), None)
    if verb is None or inner is None or words[noun].pos not in NOMINAL:
        return
    below = group(words, inner)
    _lead_from(words, noun, verb, 0, comma)
    words[below].head, words[below].dep = verb, "advcl"
    for n in range(comma + 1, len(words) - 1):
        if n != below and words[n].head < comma:
            words[n].head = below


def _opening_place(words: list[Word]) -> None:
    """ "À Nantes, où les élus se retrouvent lundi, la tension monte": behind the relative stands the main clause."""
    comma = next((n for n in range(1, min(_FAR, len(words) - 4)) if words[n].text == ","), None)
    if comma is None or words[0].pos != "ADP" or words[comma + 1].low not in _RELATIVES:
        return
    inner = next((n for n in range(comma + 2, len(words)) if words[n].finite), None)
    noun = next((n for n in range(comma - 1, 0, -1) if words[n].pos in NOMINAL), None)
    if inner is None or noun is None or any(w.finite for w in words[:comma]):
        return
    for closing in (n for n in range(inner + 1, len(words) - 3) if words[n].text == ","):
        if words[closing + 1].pos not in _SUBJECT and words[closing + 1].low not in ABOUT:
            continue
        stop = next((n for n in range(closing + 1, len(words)) if words[n].pos == "PUNCT"), len(words))
        verb = _as_verb(words, closing + 1, stop)
        if verb is not None and not any(w.pos == "SCONJ" for w in words[closing + 1 : verb]):
            _set_apart(words, noun, inner, verb, (comma, closing))
            return


def _set_apart(words: list[Word], noun: int, inner: int, verb: int, commas: tuple[int, int]) -> None:
    """Hang the relative clause between the commas on the noun before it, and the rest on the main verb behind it."""
    comma, closing = commas
    below, top = group(words, inner), group(words, verb)
    if top <= closing:
        top = verb
    if below >= closing or below <= comma:
        below = inner
    make_root(words, top)
    words[below].head, words[below].dep = noun, "relcl"
    words[noun].head, words[noun].dep = top, "obl"
    for n, word in enumerate(words):
        if comma < n < closing and n != below and not comma < word.head < closing:
            word.head = below
        elif n > closing and n != top and word.head <= closing:
            word.head = top
        elif n < comma and n != noun and word.head >= comma:
            word.head = noun
    subject = next((n for n in range(closing + 1, verb) if words[n].pos in NOMINAL), None)
    if subject is not None and words[subject].head == top and words[subject].low not in _CLITICS:
        words[subject].dep = "nsubj"
    without_rings(words, top, alone=True)


def _told_of(words: list[Word], n: int) -> int | None:
    """The noun that the participle at ``n`` agrees with: of "le départ de M. Petit, élu maire" the last, of "le rôle de
    sa sœur, poursuivie" the one that is feminine.
    """
    noun = noun_before(words, n)
    near = next((k for k in range(n - 2, -1, -1) if words[k].pos in NOMINAL[:2]), noun)
    if noun is None or near is None:
        return noun
    while words[near].dep == "flat" and near - 4 < words[near].head < near:
        near = words[near].head
    person = NAMED.match(words[n].low) is not None
    ending = words[n].low.rstrip("s")
    other = "Gender=Masc" if ending.endswith("e") else "Gender=Fem"
    return near if person or (other in words[noun].morph and other not in words[near].morph) else noun


def _named_to(words: list[Word], n: int) -> bool:
    """Whether an office or a time follows "élu", "nommé" ("élu maire en mars", "nommée en 2019")."""
    office = words[n + 1].pos in ("NOUN", "ADJ") and words[n + 1].text.islower()
    return office or words[n + 1].low in ("en", "depuis", "le", "par") or words[n + 1].low in WEEKDAYS


def hidden_participle(words: list[Word], n: int) -> None:
    """ "le bac, construit en 1978, n'avait …", "Luc Petit, élu maire en mars": between commas or at the end, and
    without an article, no noun but a participle.
    """
    word = words[n]
    named = NAMED.match(word.low) is not None
    if not (_named_to(words, n) if named else words[n + 1].low in _BEHIND_PARTICIPLE | WEEKDAYS):
        return
    closing = next((k for k in range(n + 2, min(n + _ASIDE, len(words))) if words[k].text in (",", ".")), None)
    noun = _told_of(words, n)
    shaped = _PARTICIPLE.search(word.low) is not None or _DEAD.match(word.low) is not None
    taken = word.pos in ("NOUN", "ADJ") and word.text.islower() and shaped
    taken = taken and not word.low.endswith(("que", "gue")) and word.low.removesuffix("e") not in _OFFICES
    if closing is None or noun is None or not taken or any(w.finite for w in words[n:closing]):
        return
    word.pos, word.morph = "VERB", PAST
    for k in range(noun):
        if words[k].head == n:
            words[k].head = word.head
    if words[noun].head == n or leads(words, noun, n):
        words[noun].head, words[noun].dep = word.head, "nsubj"
    word.head, word.dep = noun, "acl"
    without_rings(words, next((k for k, other in enumerate(words) if other.head == k), noun))
