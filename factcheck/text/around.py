"""French subjects and their verbs around what stands between them: relatives, participles, speakers.

Runs before ``mending``: each rule reads the words around commas and changes tags and heads in place.
"""

import re

from factcheck.text.joined import hidden_participle
from factcheck.text.mending import tells
from factcheck.text.parsed import NOMINAL, PAST, PRESENT, Word, group, leads, make_root, noun_before, without_rings

_PARTICIPLE = re.compile(r"(?:ée?s?|is(?:es?)?|it(?:es?)?|ues?|us?|ies?)$")
#: Past participles that are forms of the present, too.
_PRESENT = re.compile(r"(?:[aeo]int|[uai]it|ut)$")
_PRONOUNS = frozenset(["qui", "que", "qu'", "dont", "où", "auquel", "lequel", "laquelle", "lesquels", "lesquelles"])
_SUBJECTS = frozenset(["il", "elle", "ils", "elles", "on", "ce", "c'", "je", "nous", "cela"])
_THIRD = frozenset(["il", "elle", "ils", "elles"])
_DIED = frozenset(["mort", "morte", "morts", "mortes", "né", "née", "nés", "nées"])
_IMPERSONAL = frozenset(["agit", "agissait", "agira", "agirait", "avère", "avérait", "peut", "pourrait"])
_AUXILIARIES = frozenset(["a", "ont", "avait", "avaient", "aurait", "auraient", "est", "sont", "était", "étaient"])


def mend_around(words: list[Word], reporting: frozenset[str]) -> None:
    """Mend tags and heads in place; ``kids`` and edges have still to be computed. ``reporting``: verbs of saying."""
    _hidden_roots(words)
    _passives(words)
    for n in range(1, len(words) - 2):
        if words[n].finite and words[n].low in ("a", "ont", "avait", "avaient"):
            _denied(words, n, reporting)
    _only_verb(words, reporting)
    _active_conjuncts(words)
    _behind_relative(words)
    for n in range(1, len(words) - 3):
        if words[n - 1].text == ",":
            hidden_participle(words, n)
        if words[n].text == "," and words[n - 1].low in _AUXILIARIES:
            _parted(words, n, reporting)
        elif words[n].text == "," and words[n - 1].low == "qui":
            _parted_relative(words, n)
        elif words[n].low in ("que", "qu'") and words[n - 1].low == "ce":
            _what_is_said(words, n, reporting)
    for n, word in enumerate(words):
        alone = word.dep == "relcl" and PAST in word.morph and word.low in reporting and word.low.endswith(("te", "it"))
        if alone and any(w.head == n and w.dep == "nsubj" for w in words) and words[n - 1].pos in ("NOUN", "PROPN"):
            word.finite, word.morph = True, PRESENT  # « ce que l'agence réfute »
    _after_participle(words)
    for n in range(3, len(words) - 4):
        if words[n - 1].text == "," and words[n].pos == "VERB" and words[n].past:
            _between(words, n)
    _around_speaker(words, reporting)


def _behind_relative(words: list[Word]) -> None:
    """ "Le séisme qui a secoué le sud s'est alourdi": a second finite verb that nothing opens is the noun's own."""
    for n in range(1, len(words) - 3):
        if words[n].low != "qui" or words[n - 1].pos not in NOMINAL[:2] or any(w.finite for w in words[:n]):
            continue
        verbs = [k for k in range(n + 1, len(words)) if words[k].finite]
        noun = noun_before(words, n + 1)
        if len(verbs) < 2 or noun is None or any(w.pos == "ADP" and w.head == noun and w.dep == "case" for w in words):
            return
        first, second = verbs[0], verbs[1]
        between = words[first + 1 : second]
        opened = any(w.pos in ("CCONJ", "SCONJ", "PUNCT") or w.low in _PRONOUNS or w.low in _SUBJECTS for w in between)
        inner, top = group(words, first), group(words, second)
        if opened or not between or inner == top or not leads(words, top, inner):
            return
        _join_main(words, noun, inner, top)
        return


def _join_main(words: list[Word], noun: int, inner: int, top: int, tells: str = "relcl") -> None:
    """Make ``top`` the verb of ``noun``, which the clause of ``inner`` only tells of."""
    above, dep = words[noun].head, words[noun].dep
    if above == inner:
        above, dep = words[inner].head, words[inner].dep
    if above in (noun, inner):
        make_root(words, top)
    else:
        words[top].head, words[top].dep = above, "ccomp" if dep == "nsubj" else dep
    words[noun].head, words[noun].dep = top, "nsubj"
    words[inner].head, words[inner].dep = noun, tells
    for word in words[top + 1 :]:
        word.head = top if word.head == inner else word.head
    words[top].pos = "VERB" if words[top].pos in ("NOUN", "ADJ") and words[top - 1].pos == "AUX" else words[top].pos
    without_rings(words, next((k for k, word in enumerate(words) if word.head == k), top))


def _closing_comma(words: list[Word], comma: int) -> int | None:
    """The comma that closes a short aside (", raconte le maire,")."""
    return next((k for k in range(comma + 2, min(comma + 9, len(words) - 1)) if words[k].text == ","), None)


def _parted(words: list[Word], comma: int, reporting: frozenset[str]) -> None:
    """ "Il avait, raconte le maire, organisé la fête": the participle behind the aside is the auxiliary's."""
    closing = _closing_comma(words, comma)
    verb = closing + 1 if closing is not None else 0
    while 0 < verb < len(words) - 2 and words[verb].pos == "ADV":
        verb += 1
    if closing is None or not _PARTICIPLE.search(words[verb].low):
        return
    told = next((k for k in range(comma + 1, closing) if words[k].finite or words[k].low in reporting), None)
    if told is None:
        _rejoin(words, comma - 1, verb)
        return
    if leads(words, told, verb):
        return
    inner = group(words, told)
    for k, word in enumerate(words):
        if word.head == inner and k <= comma:
            word.head = verb
    above = words[inner].head
    words[verb].head, words[verb].dep = (verb, "ROOT") if above == inner else (above, words[inner].dep)
    words[verb].pos, words[verb].morph = "VERB", PAST
    words[inner].head, words[inner].dep = verb, "parataxis"
    words[comma - 1].head, words[comma - 1].dep, words[comma - 1].pos = verb, "aux", "AUX"
    without_rings(words, next((k for k, word in enumerate(words) if word.head == k), verb))


def _rejoin(words: list[Word], auxiliary: int, verb: int) -> None:
    """ "La ligue s'est, elle, félicitée": the participle behind a plain aside, hung on the subject, is the verb."""
    noun = words[verb].head
    if auxiliary < noun < verb and words[noun].pos == "PRON":
        _take_over(words, auxiliary, noun, verb)
        return
    if noun >= auxiliary or words[noun].head != noun or words[verb].dep not in ("acl", "amod", "appos", "dep"):
        return
    make_root(words, verb)
    words[noun].head, words[noun].dep = verb, "nsubj"
    words[verb].pos, words[verb].morph = "VERB", PAST
    words[auxiliary].head, words[auxiliary].dep, words[auxiliary].pos = verb, "aux", "AUX"
    for k in range(auxiliary + 1, len(words)):
        if words[k].head == noun:
            words[k].head = verb
    without_rings(words, verb)


def _take_over(words: list[Word], auxiliary: int, aside: int, verb: int) -> None:
    """The same, hung on the pronoun of the aside: the participle takes the place of what the auxiliary hangs on."""
    top = words[auxiliary].head if words[auxiliary].dep in ("aux", "auxpass") else auxiliary
    whole = words[top].head == top
    if auxiliary < top <= verb:
        return
    words[verb].head, words[verb].dep = (verb, "ROOT") if whole else (words[top].head, words[top].dep)
    words[verb].pos, words[verb].morph = "VERB", PAST
    for k, word in enumerate(words):
        if (k < verb and word.head == top) or (k > verb and word.head == aside):
            word.head = verb
    words[top].head, words[top].dep = verb, "advcl"
    words[auxiliary].head, words[auxiliary].dep, words[auxiliary].pos = verb, "aux", "AUX"
    words[aside].head, words[aside].dep = verb, "dep"
    without_rings(words, next((k for k, word in enumerate(words) if word.head == k), verb))


def _parted_relative(words: list[Word], comma: int) -> None:
    """ "des faits qui, a-t-elle dit, ne reposent sur rien": the verb behind the aside is the pronoun's."""
    closing = _closing_comma(words, comma)
    verb = next((k for k in range((closing or 0) + 1, len(words)) if words[k].finite), None)
    told = next((k for k in range(comma + 1, closing or 0) if words[k].finite), None)
    noun = comma - 2
    if closing is None or verb is None or told is None or words[noun].pos not in NOMINAL or verb - closing > 3:
        return
    inner, top = group(words, told), group(words, verb)
    if inner == top or words[top].head == top:
        return
    if leads(words, noun, top):
        below = noun
        while words[below].head != top:
            below = words[below].head
        words[below].head = words[top].head
    words[top].head, words[top].dep = noun, "relcl"
    words[inner].head, words[inner].dep = top, "parataxis"
    words[comma - 1].head, words[comma - 1].dep = top, "nsubj"
    for k in range(closing, len(words)):
        if words[k].head == inner:
            words[k].head = top
    without_rings(words, next((k for k, word in enumerate(words) if word.head == k), top))


def _names_speaker(words: list[Word], k: int, reporting: frozenset[str]) -> bool:
    """Whether a verb of saying and its subject follow a comma ("indique la préfecture", "a précisé Ana Sol")."""
    verb = k + (k < len(words) and words[k].pos == "AUX")
    if verb + 1 >= len(words) or words[verb].low not in reporting or (verb == k and words[k].low[-1] not in "etd"):
        return False
    return words[verb + 1].pos in ("DET", "PROPN") or words[verb + 1].text[:1].isupper()


def _around_speaker(words: list[Word], reporting: frozenset[str]) -> None:
    """ "Le train, a-t-il précisé lundi, partira": behind a speaker set into it the subject gets its verb."""
    comma = next((k for k, word in enumerate(words) if word.text == "," or word.finite), 0)
    if not comma or words[comma].finite or not any(w.pos in NOMINAL for w in words[:comma]):
        return
    closing = _closing_comma(words, comma)
    turned = any(w.low.startswith("-") and w.low.lstrip("-") in _SUBJECTS for w in words[comma + 1 : closing])
    turned = turned or _names_speaker(words, comma + 1, reporting)
    verb = next((k for k in range((closing or 0) + 1, len(words)) if words[k].finite), None)
    told = next((k for k in range(comma + 1, closing or 0) if words[k].finite or words[k].low in reporting), None)
    if closing is None or not turned or verb is None or told is None or verb - closing > 3:
        return
    inner, top = group(words, told), group(words, verb)
    if inner == top:
        return
    make_root(words, top)
    for k, word in enumerate(words):
        if word.head == inner and (k < comma or k >= closing) and k != top:
            word.head = top
    words[inner].head, words[inner].dep = top, "parataxis"
    without_rings(words, top, alone=True)


def _what_is_said(words: list[Word], n: int, reporting: frozenset[str]) -> None:
    """ ", ce que le syndicat juge « indigne »": the verb of saying behind « ce que » and a noun phrase."""
    if tells(words, n + 1, reporting):
        words[n + 1].pos, words[n + 1].finite, words[n + 1].morph = "VERB", True, PRESENT
    if words[n + 1].finite and words[n + 1].low in reporting:  # « ce que démentent plusieurs témoins »
        words[n + 1].head, words[n + 1].dep, words[n].head = n - 1, "relcl", n + 1
        noun = next((k for k in range(n + 2, min(n + 6, len(words))) if words[k].pos in ("NOUN", "PROPN")), None)
        if noun is not None:
            words[noun].head, words[noun].dep = n + 1, "nsubj"
        without_rings(words, next((k for k, word in enumerate(words) if word.head == k), n + 1))
        return
    stop = next((k for k in range(n + 1, min(n + 7, len(words) - 1)) if words[k].finite or words[k].text == ","), n + 7)
    verb = next((k for k in range(n + 3, min(stop, len(words) - 1)) if tells(words, k, reporting)), None)
    if verb is None or words[n + 1].pos not in ("DET", "PROPN"):
        return
    noun = next((k for k in range(n + 1, verb) if words[k].pos in ("NOUN", "PROPN")), None)
    words[verb].pos, words[verb].finite, words[verb].morph = "VERB", True, PRESENT
    words[verb].head, words[verb].dep = n - 1, "relcl"
    words[n].head = verb
    for k in range(n + 1, len(words)):
        if k != verb and words[k].head < n + 1 and words[k].text != ".":
            words[k].head = verb
    if noun is not None:
        words[noun].head, words[noun].dep = verb, "nsubj"
    without_rings(words, next((k for k, word in enumerate(words) if word.head == k), verb))


def _between(words: list[Word], n: int) -> None:
    """ "… que la dette, estimée à dix millions, deviendra …": the participle's phrase tells of the noun before it."""
    comma = next(
        (k for k in range(n + 1, min(n + 12, len(words) - 1)) if words[k].text == "," or words[k].finite), None
    )
    if comma is None or words[comma].finite or not words[comma + 1].finite or words[n].dep in ("acl", "amod"):
        return
    noun, top = noun_before(words, n), group(words, comma + 1)
    if noun is not None and top > comma and words[n].dep != "conj":
        _join_main(words, noun, n, top, "acl")
        for k, word in enumerate(words):
            if word.head == n and not n < k < comma:
                word.head = top


def _tells(words: list[Word], n: int) -> bool:
    """Whether a finite verb stands here; "rejoint" before an article is one where the sentence has no other."""
    word = words[n]
    alone = word.past and _PRESENT.search(word.low) and not any(w.finite for w in words)
    if alone and n + 1 < len(words) and words[n + 1].pos == "DET":
        word.finite, word.morph = True, PRESENT
    return word.finite


def _after_participle(words: list[Word]) -> None:
    """ "L'autopsie, pratiquée samedi, conclut à …": a verb right behind the participle's phrase is the noun's."""
    first = next((k for k, word in enumerate(words) if word.text == "," or word.finite), 0)
    if not first or words[first].finite or first + 3 >= len(words) or words[0].pos not in ("DET", "PROPN"):
        return
    opens = words[first + 1]
    second = next((k for k in range(first + 2, len(words) - 1) if words[k].text == "," or words[k].finite), None)
    if second is None or words[second].finite or PAST not in opens.morph or not _tells(words, second + 1):
        return
    noun, top = noun_before(words, first + 1), group(words, second + 1)
    if noun is None or words[noun].head == top or top < second:
        return
    if words[top].head == top or leads(words, top, noun) or leads(words, top, first + 1):
        _join_main(words, noun, first + 1, top, "acl")


def _hidden_roots(words: list[Word]) -> None:
    """ "Le pays sort à peine d'une crise": what the sentence hangs on, right behind its subject, is its verb."""
    for n in range(2, len(words) - 1):
        word, noun = words[n], words[n - 1]
        if word.finite and noun.finite and noun.pos == "VERB" and words[n - 2].pos == "DET":
            noun.pos, noun.finite, noun.morph = "NOUN", False, "Number=Sing"  # « Ce pont tiendra »
        if word.pos not in ("NOUN", "ADJ") or word.head != n or not word.text.islower() or word.low[-1] not in "etda":
            continue
        told = noun.dep == "nsubj" and noun.head == n and noun.pos in NOMINAL[:2] and "Number=Plur" not in noun.morph
        bare = not any(w.head == n and w.dep in ("cop", "aux", "auxpass", "det") for w in words)
        if told and bare and words[n + 1].pos in ("ADP", "DET", "ADV", "PRON") and not _PARTICIPLE.search(word.low):
            word.pos, word.finite, word.morph = "VERB", True, PRESENT


def _denied(words: list[Word], auxiliary: int, reporting: frozenset[str]) -> None:
    """ "ce qu'il a toujours nié": a participle of saying behind its auxiliary, taken for a noun."""
    verb = auxiliary + 1 + (words[auxiliary + 1].pos == "ADV")
    if words[verb].pos not in ("NOUN", "ADJ") or words[verb].low not in reporting or not words[verb].low.endswith("é"):
        return
    if words[auxiliary].head != verb and words[verb].head == auxiliary:
        above, dep = words[auxiliary].head, words[auxiliary].dep
        words[verb].head, words[verb].dep = (verb, "ROOT") if above == auxiliary else (above, dep)
        words[auxiliary].head = verb
        for k, word in enumerate(words):
            if word.head == auxiliary and k != verb:
                word.head = verb
    elif words[auxiliary].head != verb:
        return
    words[verb].pos, words[verb].morph = "VERB", PAST
    words[auxiliary].pos, words[auxiliary].dep = "AUX", "aux"


def _only_verb(words: list[Word], reporting: frozenset[str]) -> None:
    """ "Plusieurs médecins interrogés pointent la fermeture": a sentence's one finite verb is that of its noun."""
    verbs = [n for n, word in enumerate(words) if word.finite]
    root = next((n for n, word in enumerate(words) if word.head == n), len(words))
    if len(verbs) == 1 and words[verbs[0]].pos == "AUX":
        _only_predicate(words, group(words, verbs[0]), root)
    if len(verbs) != 1 or words[verbs[0]].pos != "VERB" or root >= len(words):
        return
    if root > verbs[0] and words[verbs[0]].dep in ("advmod", "amod", "dep") and words[root].pos == "NOUN":
        root = next((k for k in range(verbs[0]) if words[k].pos in NOMINAL[:2]), root)
    if root >= verbs[0] or words[root].pos not in NOMINAL[:2]:
        return
    before = words[: verbs[0]]
    opened = any(w.pos in ("SCONJ", "CCONJ") or w.low in _PRONOUNS or w.text in ":;«" for w in before)
    opened = opened or any(
        tells(words, k, reporting) for k in range(root + 1, verbs[0])
    )  # « …, elle, parle d'un … et »
    opened = opened or any(w.low.startswith("-") for w in words[verbs[0] + 1 : verbs[0] + 2])  # "conteste-t-il"
    if opened or words[verbs[0]].dep in ("relcl", "ccomp") or words[0].pos not in ("DET", "PROPN"):
        return
    verb = verbs[0]
    make_root(words, verb)
    words[root].head, words[root].dep = verb, "nsubj"
    for k in range(verb + 1, len(words)):
        if words[k].head < verb or words[words[k].head].pos == "PUNCT":
            words[k].head = verb
            words[k].dep = "obj" if words[k].pos == "NOUN" else words[k].dep
    without_rings(words, verb)


def _only_predicate(words: list[Word], top: int, noun: int) -> None:
    """ "Un « conseil » serait au pouvoir": the same, where the one finite verb is an auxiliary or « être »."""
    hung = words[top].head == noun < top and words[top].dep in ("conj", "appos", "nmod", "acl", "parataxis", "obl")
    opened = any(w.pos in ("SCONJ", "CCONJ") or w.low in _PRONOUNS or w.text in ":;" for w in words[noun:top])
    if not hung or opened or words[noun].pos not in NOMINAL[:2]:
        return
    make_root(words, top)
    words[noun].dep = "nsubj"
    for k, word in enumerate(words):
        if word.head == noun and (k > top or (word.dep in ("obl", "advmod") and k < noun)):
            word.head = top


def _active_conjuncts(words: list[Word]) -> None:
    """ "Il a dit que tout « était écrit » et demandé un audit": a participle with an object is no passive."""
    for n in range(4, len(words) - 2):
        above = words[n].head
        if words[n].dep != "conj" or PAST not in words[n].morph or above >= n or words[n + 1].pos != "DET":
            continue
        was = ("est", "sont", "était", "étaient")
        passive = any(w.head == above and (w.dep == "auxpass" or w.low in was) for w in words[:n])
        if not passive or not any(w.head == n and w.dep == "obj" for w in words[n:]):
            continue
        for _ in range(4):
            above = words[above].head
            if any(w.head == above and w.dep == "aux" and w.low in _AUXILIARIES for w in words[:n]):
                words[n].head = above
                break


def _passives(words: list[Word]) -> None:
    """ "Le coût est estimé à dix euros", "Deux élus sont morts": a participle has an auxiliary and no copula."""
    for n, word in enumerate(words):
        if word.dep == "cop" and words[word.head].low in _DIED and words[word.head].pos == "ADJ":
            words[word.head].pos, words[word.head].morph, word.dep = "VERB", PAST, "aux"
        if word.dep in ("aux", "auxpass") and word.low in _AUXILIARIES and words[word.head].finite:
            helped = words[word.head]
            if helped.pos == "VERB" and _PARTICIPLE.search(helped.low) and word.head > n:
                helped.finite, helped.morph = False, PAST  # « s'est réjouie »
        if word.pos == "AUX" and PAST in word.morph and word.dep not in ("aux", "auxpass", "cop"):
            word.pos = "VERB"  # « avait fait adopter »
        reflexive = n + 2 < len(words) and words[n + 1].low in ("s'", "se") and words[n + 2].low not in _IMPERSONAL
        if word.dep == "expl" and word.low in _THIRD and reflexive:
            word.dep = "nsubj"  # « Il s'est borné à dire »
        if word.dep == "cop" and words[word.head].pos == "VERB" and PAST in words[word.head].morph:
            word.dep = "auxpass"
