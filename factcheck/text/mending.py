"""French clauses that the small parser hangs wrongly and word order gives away: relatives, second and main verbs.

Each rule reads only the words right around it and changes the heads in place, before the edges of subtrees are known.
"""

import re

from factcheck.text.parsed import NOMINAL, PAST, PRESENT, Word, group, leads, make_root, noun_before, without_rings

_RELATIVES = frozenset(["qui", "dont", "où", "lequel", "laquelle", "lesquels", "lesquelles"])
_WHOM = _RELATIVES - {"dont", "où"}
#: Ways in which the parser hangs a relative clause that it did not know for one.
_MISHUNG = ("advcl", "ccomp", "conj", "parataxis", "dep", "acl", "amod", "appos", "nmod", "obl", "xcomp")
_JOINING = frozenset(["et", "mais", "puis"])
_CLITICS = frozenset(["n'", "ne", "en", "y", "se", "s'", "l'", "le", "la", "les", "lui", "leur"])
_PRONOUNS = frozenset(["qui", "que", "qu'", "dont", "où", "auquel", "lequel", "laquelle", "lesquels", "lesquelles"])
_MARKS = frozenset(["que", "qu'"])
_STRESSED = frozenset(["elle", "elles", "lui", "eux"])
_FAR = 12
_PARTICIPLE = re.compile(r"(?:ée?s?|is(?:es?)?|it(?:es?)?|ues?|us?|ies?)$")
#: Forms in -ent that are verbs in the plural: adverbs end in -ment, and those from "-ant" double the m.
NO_ADVERB = re.compile(r"(?:[^mv]|[^m]am)ent$")


def mend_clauses(words: list[Word], reporting: frozenset[str]) -> None:
    """Mend a sentence's tree in place; ``kids`` and edges have still to be computed.

    ``reporting`` are forms of verbs of saying.
    """
    _subjects(words)
    _verb_first(words)
    for n in range(len(words) - 1):
        after = n + 1 + (words[n + 1].low in ("ne", "n'"))
        having = after < len(words) and words[after].low in ("avoir", "être")
        if words[n].finite and words[n].dep in ("advmod", "aux") and having:
            _swap(words, n)
    groups = {group(words, n) for n, word in enumerate(words) if word.finite}
    for n in range(1, len(words) - 1):
        if words[n].finite and words[n].dep == "conj" and words[n].head not in groups:
            _rehang(words, n, groups)
        if words[n].low in _STRESSED and words[n - 1].text == "," == words[n + 1].text:
            _stressed(words, n, reporting)
        if words[n].pos == "ADP" and words[n + 1].low in _WHOM and words[n - 1].text == ",":
            _around(words, n, reporting)
        if words[n].low in _RELATIVES and words[n - 1].text == ",":
            _around(words, n, reporting)
            _relative(words, n)
        elif words[n].low in ("que", "qu'") and words[n - 1].text == ",":
            _object_relative(words, n)
        elif words[n].low in _JOINING:
            _second_verb(words, n, reporting)
    _main_verb(words)


def _subjects(words: list[Word]) -> None:
    """Hang subjects on their verbs and not on auxiliaries or asides."""
    for n, word in enumerate(words):
        if n and words[n - 1].pos == "DET" and word.pos == "VERB" and "Tense=Pres|VerbForm=Part" in word.morph:
            word.pos, word.morph = "NOUN", ""  # "l'exploitant"
        by = n > 1 and words[n - 1].text == "," and n + 1 < len(words) and words[n + 1].low == "par"
        taken = word.pos in ("NOUN", "ADJ") and word.dep in ("appos", "amod")
        if by and taken and _PARTICIPLE.search(word.low):
            word.pos, word.dep = "VERB", "acl"  # "la décision, prise par dix voix"
            word.morph += "|Tense=Past|VerbForm=Part"
        if word.dep == "nsubj" and words[word.head].dep == "aux" and words[words[word.head].head].dep != "aux":
            word.head = words[word.head].head
        if word.dep == "nsubj":
            _described(words, n)


def _verb_first(words: list[Word]) -> None:
    """ ", lâche Denis, maçon": behind a quotation's comma a word before a name is the verb."""
    for n in range(len(words) - 2):
        word, name = words[n + 1], words[n + 2]
        if words[n].text != "," or (n and words[n - 1].text not in '"»') or name.pos != "PROPN":
            continue
        if word.finite and name.head == n + 1 and name.dep in ("flat", "appos", "nmod"):
            name.dep = "nsubj"
            for other in words[n + 3 :]:
                if other.head == n + 1 and other.dep in ("relcl", "appos", "acl"):
                    other.head = n + 2
            return
        if word.pos in ("ADJ", "NOUN", "X", "ADV") and word.text.islower() and word.low[-1] in "etd":
            root = next((k for k, other in enumerate(words) if other.head == k), n + 1)
            if root == n + 1 or root == n + 2:
                make_root(words, n + 1)
            else:
                word.head, word.dep = root, "parataxis"
            word.pos, word.finite = "VERB", True
            word.morph = PRESENT
            for other in words[n + 3 :]:
                if other.head == n + 1 and other.dep in ("relcl", "appos", "flat", "acl"):
                    other.head = n + 2
            name.head, name.dep = n + 1, "nsubj"
            return


def _described(words: list[Word], noun: int) -> None:
    """ "Le feu, parti d'un hangar, a été éteint": the noun is the subject of the verb behind the commas."""
    participle = words[noun].head
    top = words[participle].head
    past = PAST in words[participle].morph and words[participle - 1].text == ","
    if not past or not noun < participle < top or any(w.finite for w in words[: participle + 1]):
        return
    if not any(word.dep == "nsubj" and word.head == top for word in words):
        words[participle].head, words[participle].dep = noun, "acl"
        words[noun].head = top


def _rehang(words: list[Word], n: int, groups: set[int]) -> None:
    """ "Il accuse X d'avoir menti et demande …": a second finite verb is joined to a finite one, no infinitive."""
    above = words[n].head
    for _ in range(4):
        if above in groups or words[above].head == above or words[above].pos not in ("VERB", "AUX", "NOUN"):
            break
        above = words[above].head
    if above in groups and above < n and not any(words[k].dep == "nsubj" and words[k].head == n for k in range(n)):
        words[n].head = above


def _stressed(words: list[Word], n: int, reporting: frozenset[str]) -> None:
    """ "La banque, elle, se montre prudente": the pronoun says the subject again, and the verb is the sentence's."""
    noun = noun_before(words, n)
    if n + 3 < len(words) and tells(words, n + 2, reporting):
        words[n + 2].pos, words[n + 2].finite, words[n + 2].morph = "VERB", True, PRESENT
    verb = next((k for k in range(n + 2, min(n + 6, len(words))) if words[k].finite), None)
    if noun is None or verb is None:
        return
    top = group(words, verb)
    known = words[noun].head == top and words[noun].dep == "nsubj"
    begin = next((k + 1 for k in range(noun, 0, -1) if words[k].text == ";"), 0)
    if any(w.finite for w in words[begin:n]) and not known:
        return
    words[n].head, words[n].dep = noun, "appos"
    if known:
        return
    if begin:
        if words[top].head >= begin and words[top].head != top:
            words[top].head, words[top].dep = (
                group(words, next(k for k in range(len(words)) if words[k].finite)),
                "parataxis",
            )
        words[noun].head, words[noun].dep = top, "nsubj"
        without_rings(words, next((k for k, word in enumerate(words) if word.head == k), top), alone=True)
        return
    root = next((k for k, word in enumerate(words) if word.head == k), top)
    if words[noun].head == noun:
        make_root(words, top)
    elif leads(words, top, noun) and words[root].finite and root > top:
        words[top].head, words[top].dep = top, "ROOT"
        words[root].head, words[root].dep = top, "conj"
    words[noun].head, words[noun].dep = top, "nsubj"
    without_rings(words, next((k for k, word in enumerate(words) if word.head == k), top), alone=True)


def _swap(words: list[Word], verb: int) -> None:
    """ "Ils disent avoir été prévenus": the finite verb governs its infinitive."""
    below = words[verb].head
    above = words[below]
    if words[verb].pos != "VERB" or above.pos != "VERB" or below < verb:
        return
    root = above.head == below
    words[verb].head, words[verb].dep = (verb, "ROOT") if root else (above.head, above.dep)
    above.head, above.dep = verb, "xcomp"
    for n, word in enumerate(words):
        if word.head == below and n < verb:
            word.head = verb


def _around(words: list[Word], n: int, reporting: frozenset[str]) -> None:
    """ "Le maire, dont la ville …, redoute le pire": a verb right behind the relative's comma is the noun's own."""
    noun = noun_before(words, n)
    verb = next((k for k in range(n + 1, min(n + _FAR, len(words))) if words[k].finite or words[k].text == ","), None)
    if noun is None or verb is None or any(w.finite for w in words[:n]):
        return
    if not words[verb].finite:
        _without_clause(words, n, noun, verb)
        return
    commas = [k for k in range(verb + 1, len(words) - 2) if words[k].text == ","]
    main = next((k + 1 for k in commas if _verbal(words, k + 1) or tells(words, k + 1, reporting)), None)
    if main is None:
        return
    if words[main].low in _CLITICS:
        main += 1
    inner, top = group(words, verb), group(words, main)
    told, noun = noun, _told_of(words, noun)
    case = any(word.head == noun and word.dep == "case" for word in words)
    if words[noun].head == top or top == inner or case:
        return  # the parser knows the main verb, or the noun is no subject
    make_root(words, top)
    words[inner].head, words[inner].dep = told, "relcl"
    words[noun].head, words[noun].dep = top, "nsubj"
    if words[main].pos not in ("VERB", "AUX"):
        words[main].pos, words[main].finite = "VERB", True
        words[main].morph = "Mood=Ind|Tense=Pres|VerbForm=Fin"
    for k, word in enumerate(words):
        if (k > main or k < told) and word.head == inner:
            word.head = top
        if n <= k < inner and not n <= word.head <= inner:
            word.head = inner
    without_rings(words, top, alone=True)


def _told_of(words: list[Word], noun: int) -> int:
    """The noun that a participle before ``noun`` tells of ("un décompte mené par le réseau")."""
    participle = words[noun].head
    told = words[noun].dep == "obl" and participle < noun and words[participle].dep == "acl"
    return words[participle].head if told and words[participle].head < participle else noun


def _without_clause(words: list[Word], n: int, noun: int, comma: int) -> None:
    """ "Dix ministres, dont celui des Sports, ont démissionné": « dont » brings no clause, the verb is the noun's."""
    verb = comma + 1
    if words[n].low != "dont" or verb >= len(words) or not words[verb].finite:
        return
    top = group(words, verb)
    if words[noun].head != top:
        make_root(words, top)
        words[noun].head, words[noun].dep = top, "nsubj"
    for k in range(n, comma):
        if words[k].head == top or words[k].dep == "nsubj":
            words[k].head, words[k].dep = noun, "nmod"


def _verbal(words: list[Word], k: int) -> bool:
    """Whether a verb opens here: a finite one, or what the tagger took for a noun where no noun can stand."""
    if words[k].low in _CLITICS:
        k += 1
    word, after = words[k], words[k + 1] if k + 1 < len(words) else None
    if word.finite:
        return True
    if word.pos == "ADV" and NO_ADVERB.search(word.low):
        return after is not None
    if after is None or word.pos not in ("NOUN", "ADJ", "X") or not word.text.islower() or word.low[-1:] not in "etd":
        return False
    opens = after.pos == "DET" or after.text in ('"', "«")
    alone = after.low in ("de", "d'", "que", "qu'") and not any(w.finite for w in words[k + 1 :])
    return "Number=Plur" not in word.morph and (opens or alone)


def tells(words: list[Word], k: int, reporting: frozenset[str]) -> bool:
    """Whether a verb of saying in the present stands where the tagger saw none ("évoque pour sa part")."""
    word = words[k]
    if word.pos not in ("NOUN", "ADJ", "X", "ADV") or not word.text.islower():
        return False
    known = word.low in reporting or f"{word.low} {words[k + 1].low}" in reporting
    return known and word.low[-1] in "etd" and not word.low.endswith(("ée", "due", "tue", "nue"))


def _relative(words: list[Word], n: int) -> None:
    """Hang the clause of ", dont …" on the noun before the comma."""
    verb = next((k for k in range(n + 1, min(n + _FAR, len(words))) if words[k].finite or words[k].text == ","), None)
    if verb is None or not words[verb].finite:
        return
    head, noun = group(words, verb), noun_before(words, n)
    if noun is not None and words[head].head == head and words[noun].head != head:
        before = next((k for k in range(n) if words[k].finite), None)
        if before is not None and words[n].low == "qui":  # « , soupire Ana, infirmière, qui dit … »
            make_root(words, group(words, before))
            words[head].head, words[head].dep = noun, "relcl"
            without_rings(words, group(words, before))
        return
    far = words[words[head].head]
    past = words[head].dep == "relcl" and far.dep == "nsubj" and words[head].head < far.head < n
    single = not any(w.head == words[head].head and w.dep == "flat" for w in words)
    past = past or (words[head].dep == "relcl" and far.text[:1].isupper() and far.dep == "nmod" and single)
    past = past or (words[head].dep == "relcl" and far is words[far.head] and _has_clause(words, words[head].head, n))
    if noun is None or not (past or words[head].dep in _MISHUNG):
        return
    if leads(words, noun, head):  # « Selon l'enquête, dont X a eu copie, … »
        if words[noun].dep != "obl" or words[noun].head != head or words[head].head == head:
            return
        words[noun].head = words[head].head
    words[head].head, words[head].dep = noun, "relcl"


def _has_clause(words: list[Word], noun: int, n: int) -> bool:
    """Whether the parser hung a verb without a relative pronoun on the noun ("Un accord lie la ville à …, qui")."""
    verb = next((k for k in range(noun + 1, n) if words[k].finite), None)
    own = verb is not None and words[verb].dep in ("acl", "amod", "relcl") and words[verb].head == noun
    return own and not any(w.low in _PRONOUNS for w in words[noun:verb])


def _object_relative(words: list[Word], n: int) -> None:
    """ "Il réclame la hausse, que deux villes refusent": behind a noun and one comma « que » brings nothing said."""
    clause = words[n].head
    above = words[clause].head
    if any(w.low in _MARKS and w.pos == "SCONJ" for w in words[: n - 1]):
        return  # ", que P1, que P2"
    if words[clause].dep == "relcl" and words[n].pos == "SCONJ" and n < clause:
        words[n].pos, words[n].dep = "PRON", "obj"
    if words[n].pos != "SCONJ" or words[clause].dep not in ("ccomp", "conj", "advcl") or not above < n < clause:
        return
    between = words[above + 1 : n - 1]
    if not between or between[-1].pos not in (*NOMINAL, "ADJ") or any(w.text == "," for w in between):
        return
    noun = noun_before(words, n)
    if noun is not None and not leads(words, noun, clause):
        words[n].pos, words[n].dep = "PRON", "obj"
        words[clause].head, words[clause].dep = noun, "relcl"


def _second_verb(words: list[Word], n: int, reporting: frozenset[str]) -> None:
    """ "Il … et juge le plan": behind « et » a noun without an article that an article follows is a verb; so is
    one that says something with its preposition (« et table sur une reprise »).
    """
    word, after = words[n + 1], words[n + 2] if n + 2 < len(words) else None
    if after is None or word.pos not in ("NOUN", "ADJ", "ADV") or not word.text.islower() or words[n - 1].text == ",":
        return
    verb = next((k for k in range(n - 1, -1, -1) if words[k].finite), None)
    fits = after.low in ("le", "la", "les", "l'", "un", "une", "son", "sa", "ses") and after.pos == "DET"
    fits = fits or (after.low in ("de", "d'") and n + 3 < len(words) and "VerbForm=Inf" in words[n + 3].morph)
    fits = fits or f"{word.low} {after.low}" in reporting
    counts = (
        after.low in ("à", "entre")
        and n + 3 < len(words)
        and (words[n + 3].pos == "NUM" or words[n + 3].text.isdigit())
    )
    fits = fits or counts  # « et chiffre à dix millions le coût »
    single = "Number=Plur" not in word.morph and word.low[-1:] in "et"
    if verb is None or not fits or not single or words[n - 1].pos == "DET":
        return
    head = group(words, verb)
    if not leads(words, head, n + 1):
        word.pos, word.finite, word.dep, word.head = "VERB", True, "conj", head
        word.morph = PRESENT


def _main_verb(words: list[Word]) -> None:
    """ "Les riverains dénoncent une « mascarade »": a first verb without a relative pronoun is no relative clause."""
    verb = next((n for n, word in enumerate(words) if word.finite), None)
    if verb is None or words[verb].pos != "VERB" or words[verb].dep not in ("relcl", "acl", "amod"):
        return
    noun = words[verb].head
    if noun >= verb or words[noun].pos not in NOMINAL or any(w.pos in ("SCONJ", "CCONJ") for w in words[:verb]):
        return
    if any(w.low in _PRONOUNS for w in words[:verb]) or any(w.text == "," for w in words[noun:verb]):
        return
    root = next((n for n, word in enumerate(words) if word.head == n), verb)
    own = any(w.finite for w in words[verb + 1 :]) and root > verb
    words[root].head, words[root].dep = verb, "parataxis" if own else "obj" if root > verb else "dep"
    words[verb].head, words[verb].dep = verb, "ROOT"
    words[noun].head, words[noun].dep = verb, "nsubj"
    for n, word in enumerate(words):
        if word.head == root and n < verb and n != noun:
            word.head = verb
