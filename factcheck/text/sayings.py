"""Verbs of saying that word order gives away, where the small parsers took another word for the sentence's verb."""

from factcheck.text.parsed import Word, edges

_MARKS = frozenset(["que", "qu'", "that"])
_PLAIN = ("NOUN", "PROPN", "PRON")
#: Between a noun and "show that", a participle and its phrase hold so many words at most.
_LONGEST = 12


def unhide(words: list[Word], reporting: frozenset[str]) -> None:
    """Mend the tree in place for each verb of saying that stands where only the sentence's verb can."""
    _outside(words)
    for n, word in enumerate(words):
        if (noun := _waiting(words, n)) is not None:
            word.tag, word.morph = "VBD", "Tense=Past|VerbForm=Fin"
            promote(words, n, noun)
        if word.tag == "NN" and _joins_verb(words, n):
            word.pos, word.tag, word.morph = "VERB", "VB", "VerbForm=Inf"  # "will open in May and cost towns $280"
        if _is_past(words, n):
            word.finite, word.tag, word.morph = True, "VBD", "Tense=Past|VerbForm=Fin"
        if (
            word.dep in ("aux", "dep", "fixed", "case")
            and word.head == n + 1
            and f"{word.low} {words[n + 1].low}" in reporting
        ):
            _lead(words, n)
        if word.low not in reporting or n < 2 or n + 1 >= len(words):
            continue
        concludes = word.low.endswith("ut") and word.head != n
        if (not word.finite or concludes) and (subject := _after_aside(words, n)) is not None:
            promote(words, n, subject)
        elif (participle := _reduced(words, n)) is not None:
            _make_participle(words, participle, n)
        elif (first := _said_before(words, n, reporting)) is not None:
            word.head, word.dep = first, "conj"
            word.finite = word.finite or word.tag in ("VBN", "VBD")
            _again(words)


def _lead(words: list[Word], n: int) -> None:
    """Make the verb of « fait état » its head; the parser takes it for an auxiliary of the noun."""
    noun = words[n + 1]
    root = noun.head == n + 1
    words[n].head, words[n].dep = (n, "ROOT") if root else (noun.head, noun.dep)
    for k in noun.kids:
        if words[k].dep in ("nsubj", "aux", "punct", "advmod") and k < n:
            words[k].head = n
    noun.head, noun.dep = n, "obj"
    _again(words)


def _is_past(words: list[Word], n: int) -> bool:
    """Whether an English participle is a past tense: it has an object and is joined to a past tense."""
    word, above = words[n], words[words[n].head]
    if word.tag != "VBN" or word.dep != "conj" or above.tag != "VBD" or not above.finite:
        return False
    own = {words[k].dep for k in word.kids}
    return "obj" in own and not own & {"aux", "auxpass", "nsubj"}


def _outside(words: list[Word]) -> None:
    """ "Outside court, his sister, Ann, said": the place is none of the speakers."""
    if len(words) < 6 or words[0].low not in ("outside", "inside") or words[0].tag != "JJ" or words[2].text != ",":
        return
    verb = words[1].head
    beside = next((k for k in words[1].kids if words[k].dep == "appos" and 2 < k < verb), None)
    if words[1].dep != "nsubj" or verb < 3:
        return
    if beside is not None:
        words[beside].head, words[beside].dep = verb, "nsubj"
    words[0].head, words[0].dep, words[0].pos, words[0].tag = verb, "prep", "ADP", "IN"
    words[1].head, words[1].dep = 0, "pobj"
    for word in words[2:verb]:
        if word.head == 1:
            word.head = verb
    _again(words)


def _joins_verb(words: list[Word], n: int) -> bool:
    """Whether an English noun is joined to an infinitive and has an object, as only a verb can."""
    word = words[n]
    joined = word.dep == "conj" and words[word.head].tag == "VB" and n > 0 and words[n - 1].pos == "CCONJ"
    return joined and any(words[k].dep == "obj" for k in word.kids)


def _waiting(words: list[Word], n: int) -> int | None:
    """The noun that English "Testers, who had it for a day, measured nine hours" tells of, taken for a noun alone."""
    noun = words[n].head
    if (
        words[n].tag != "VBN"
        or words[n].dep != "acl"
        or noun >= n
        or words[noun].head != noun
        or words[n - 1].text != ","
    ):
        return None
    relative = any(words[k].low in ("who", "which") and words[k - 1].text == "," for k in range(noun + 2, n))
    finite = [k for k, word in enumerate(words) if word.finite]
    return noun if relative and finite and finite[-1] < n and finite[0] > noun else None


def _after_aside(words: list[Word], n: int) -> int | None:
    """The subject of « La mairie, pour sa part, dit avoir … »: the noun phrase before a pair of commas."""
    present = words[n].low.endswith(("e", "ent", "it", "et", "nt", "ut")) and words[n].pos not in ("PROPN", "DET")
    after = words[n + 1]
    says = after.pos == "DET" or after.low in (*_MARKS, "avoir", "être", "ne", "n'") or "VerbForm=Inf" in after.morph
    if words[n].tag.startswith("V") and words[n].tag != "VERB":
        return None  # English marks its verbs well
    if not present or not says or words[n - 1].text != ",":
        return None
    comma = next((k for k in range(1, n - 1) if words[k].text == ","), None)
    if comma is None or words[0].pos not in ("DET", "PROPN") or any(w.finite for w in words[:comma]):
        return None
    if any(w.pos in ("CCONJ", "SCONJ") or w.text == "," for w in words[:comma]):
        return None
    return next((k for k in range(comma) if words[k].pos in _PLAIN), None)


def _reduced(words: list[Word], n: int) -> int | None:
    """The participle that the parser took for the verb of "Letters kept at the museum show that …"."""
    marked = words[n + 1].low == "that" and words[n + 1].tag == "IN"
    bare = words[n].tag in ("VBP", "VBZ") and words[n + 1].pos in ("DET", "PROPN")
    if not (marked or bare) or words[n].tag not in ("VBP", "VBZ", "VBD", "NN"):
        return None
    first = next((k for k in range(n) if words[k].finite), None)
    if first is None or n - first > _LONGEST or words[first].tag != "VBD" or words[first - 1].pos not in _PLAIN[:2]:
        return None
    between = words[first + 1 : n]
    joined = any(w.finite or w.pos in ("CCONJ", "PUNCT") or (w.pos == "SCONJ" and w.low != "since") for w in between)
    return first if between and between[0].pos in ("ADP", "ADV", "NUM") and not joined and first > 0 else None


def _make_participle(words: list[Word], participle: int, verb: int) -> None:
    noun, word = participle - 1, words[participle]
    for k in range(participle + 2, verb):
        if words[k - 1].low == "since" and words[k].head == verb:
            words[k - 1].head, words[k - 1].dep = participle, "prep"
            words[k].head, words[k].dep = k - 1, "pobj"  # "viewed 300 times since Friday"
    inside = [k for k in range(participle + 1, verb) if words[k].head == verb]
    for k in inside:  # "the county archive" before "show", which was its noun
        words[k].head, words[k].dep = (participle, "pobj") if k == inside[-1] else (inside[-1], words[k].dep)
    for k, other in enumerate(words):
        if other.head == participle and k > verb:
            other.head = verb
        elif other.head == participle and k < noun:
            other.head = noun
    root = word.head == participle
    above, dep = word.head, word.dep
    word.finite, word.tag, word.morph = False, "VBN", "Aspect=Perf|Tense=Past|VerbForm=Part"
    word.head, word.dep = noun, "acl"
    whole = root or above == noun
    words[verb].head, words[verb].dep, words[verb].pos = (verb, "ROOT", "VERB") if whole else (above, dep, "VERB")
    words[verb].finite = True
    if above == noun:
        for k, other in enumerate(words):
            if other.head == noun and k > verb:
                other.head = verb
    words[noun].head, words[noun].dep = verb, "nsubj"
    clause = words[words[verb + 1].head]
    if words[verb + 1].dep == "mark":
        clause.head, clause.dep = verb, "ccomp"
    _again(words)


def _said_before(words: list[Word], n: int, reporting: frozenset[str]) -> int | None:
    """The verb of saying whose subject goes on saying ("X said that P and warned that Q")."""
    if words[n + 1].low not in _MARKS or words[n + 1].pos == "PRON" or words[n].dep != "conj":
        return None
    if words[n - 1].pos != "CCONJ" or any(words[k].dep == "nsubj" for k in words[n].kids):
        return None
    above = words[n].head
    if words[above].low in reporting:
        return None
    for _ in range(6):
        if words[above].head == above:
            return None
        above = words[above].head
        said = words[above].low in reporting and any(words[k].dep == "nsubj" for k in words[above].kids)
        if said and above < n:
            return above
    return None


def promote(words: list[Word], n: int, subject: int) -> None:
    """Make word ``n`` the sentence's verb with that subject."""
    for word in words:
        if word.head < len(words) and words[word.head].head == word.head and word.head != n:
            root = word.head
            joined = words[root].finite and any(w.pos == "CCONJ" for w in words[n + 1 : root])
            words[root].head, words[root].dep = n, "conj" if joined else "xcomp"
            break
    for k, word in enumerate(words):
        if k > n and word.finite and word.head in (subject, words[n].head) and word.dep == "conj":
            word.head = n
    words[n].head, words[n].dep, words[n].pos, words[n].finite = n, "ROOT", "VERB", True
    words[subject].head, words[subject].dep = n, "nsubj"
    _again(words)


def _again(words: list[Word]) -> None:
    for word in words:
        word.kids.clear()
    edges(words)
