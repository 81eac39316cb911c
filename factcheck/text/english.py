"""English words that the small parser reads wrongly and their neighbours give away.

Each rule reads only the words right around it and changes tags and heads in place, before the edges of subtrees are
known.
"""

from factcheck.text.parsed import Word

#: They need an object: without one, behind "was … and", somebody did it to the subject.
_UNDERGONE = frozenset(
    [
        *("accused", "acquitted", "arrested", "banned", "charged", "convicted", "deported", "detained", "evacuated"),
        *("evicted", "expelled", "extradited", "fined", "forced", "imprisoned", "jailed", "ordered", "remanded"),
        *("removed", "replaced", "rescued", "sent", "sentenced", "suspended", "taken", "treated", "wounded"),
    ]
)


def mend_english(words: list[Word]) -> None:
    """Mend tags and heads in place; ``kids`` and edges have still to be computed."""
    for n in range(1, len(words) - 1):
        if words[n].text == "-" and words[n - 1].end == words[n].start and words[n].end == words[n + 1].start:
            _prefixed(words, n)
        if words[n].tag == "VBD" and words[n].dep == "conj" and words[n].low in _UNDERGONE:
            _undergone(words, n)
        if words[n].text in ("–", "—") and words[n + 1].tag == "VBD" and words[n - 1].pos in ("NOUN", "PROPN"):
            _set_off(words, n)


def _prefixed(words: list[Word], hyphen: int) -> None:
    """ "Was re-opened" holds one verb, and not one before the hyphen and one behind it."""
    prefix, verb = words[hyphen - 1], words[hyphen + 1]
    verbs = prefix.tag.startswith("VB") and verb.tag.startswith("VB")
    if not verbs or verb.head not in (hyphen - 1, hyphen, prefix.head):
        return
    root = prefix.head == hyphen - 1
    verb.head, verb.dep = (hyphen + 1, "ROOT") if root else (prefix.head, prefix.dep)
    for word in words:
        if word is not verb and word.head in (hyphen - 1, hyphen):
            word.head = hyphen + 1
    for n, dep in ((hyphen - 1, "compound"), (hyphen, "punct")):
        words[n].head, words[n].dep, words[n].tag, words[n].pos = hyphen + 1, dep, "HYPH", "PUNCT"
        words[n].finite, words[n].morph = False, ""
    prefix.tag, prefix.pos = "AFX", "X"


def _undergone(words: list[Word], verb: int) -> None:
    """ "Was stopped in May and fined": a participle that shares its auxiliary, not a past tense."""
    above = words[verb].head
    passive = any(w.head == above and w.dep == "auxpass" for w in words)
    own = any(w.head == verb and w.dep in ("nsubj", "obj", "aux", "auxpass") for w in words)
    if passive and not own and above < verb:
        words[verb].tag, words[verb].finite, words[verb].morph = "VBN", False, "Tense=Past|VerbForm=Part"


def _set_off(words: list[Word], dash: int) -> None:
    """ "The bridge – closed in May – will go": the main verb stands behind the second dash."""
    participle, noun = dash + 1, dash - 1
    closing = next((n for n in range(dash + 2, len(words) - 1) if words[n].text == words[dash].text), None)
    if closing is None or not words[closing + 1].finite or any(w.finite for w in words[:dash]):
        return
    verb = closing + 1
    while words[verb].dep in ("aux", "auxpass", "cop") and words[verb].head > verb:
        verb = words[verb].head
    if words[verb].head != participle:
        return
    root = words[participle].head == participle
    words[verb].head, words[verb].dep = (verb, "ROOT") if root else (words[participle].head, words[participle].dep)
    for n, word in enumerate(words[:dash]):
        if word.head == participle:
            word.head = verb
            noun = n if word.dep == "nsubj" else noun
    own = words[participle]
    own.head, own.dep, own.tag, own.finite = noun, "acl", "VBN", False
    own.morph = "Tense=Past|VerbForm=Part"
