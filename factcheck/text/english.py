"""English words that the small parser reads wrongly and their neighbours give away.

Each rule reads only the words right around it and changes tags and heads in place, before the edges of subtrees are
known.
"""

from factcheck.text.parsed import PAST, Word, group

#: They need an object: without one, behind "was … and", somebody did it to the subject.
_UNDERGONE = frozenset(
    [
        *("accused", "acquitted", "arrested", "banned", "charged", "convicted", "deported", "detained", "evacuated"),
        *("evicted", "expelled", "extradited", "fined", "forced", "imprisoned", "jailed", "ordered", "remanded"),
        *("removed", "replaced", "rescued", "sent", "sentenced", "suspended", "taken", "treated", "wounded"),
    ]
)
#: Behind "said that …, but" their subject is who spoke.
_SILENT = frozenset(["declined", "gave", "offered", "provided", "refused"])


def mend_english(words: list[Word]) -> None:
    """Mend tags and heads in place; ``kids`` and edges have still to be computed."""
    for n in range(1, len(words) - 1):
        if words[n].text == "-" and words[n - 1].end == words[n].start and words[n].end == words[n + 1].start:
            _prefixed(words, n)
        if words[n].tag == "VBD" and words[n].dep == "conj" and words[n].low in _UNDERGONE:
            _undergone(words, n)
        if words[n].text in ("–", "—") and words[n + 1].tag == "VBD" and words[n - 1].pos in ("NOUN", "PROPN"):
            _set_off(words, n)
        if words[n].text == "," and words[n + 1].finite:
            _behind_aside(words, n)
        if words[n].tag == "VBN" and words[n].dep == "amod" and words[n - 1].pos == "CCONJ":
            _second_verb(words, n)
        if words[n].tag == "VBN" and words[n].dep in ("ROOT", "ccomp", "conj") and words[-1].text in ".!?":
            _plain_past(words, n)
        if words[n].low in ("as", "while") and words[n - 1].text == ",":
            _meanwhile(words, n)
        if words[n].low in _SILENT and words[n].dep == "conj" and words[n - 1].low == "but":
            _tells_nothing(words, n)
    _main_verb(words)


def interrupts(words: list[Word], left: int, head: int) -> bool:
    """Whether "when" tells what happened while something went on ("had been sailing to Ness when it ran aground")."""
    above = words[head].head
    on = words[above].tag == "VBG" and any(words[k].low in ("was", "were", "been") for k in words[above].kids)
    own = next((w for w in words[left : head + 1] if w.finite), words[head])
    return words[left].low == "when" and on and above < left and own.tag == "VBD"


def shares_object(words: list[Word], first: int, second: int) -> bool:
    """Whether of two English verbs right beside each other only the second has an object."""
    objects = [any(words[k].dep == "obj" for k in words[verb].kids) for verb in (first, second)]
    return objects == [False, True]


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
        words[verb].tag, words[verb].finite, words[verb].morph = "VBN", False, PAST


def _set_off(words: list[Word], dash: int) -> None:
    """ "The bridge – closed in May – will go": the main verb stands behind the second dash."""
    participle, noun = dash + 1, dash - 1
    closing = next((n for n in range(dash + 2, len(words) - 1) if words[n].text == words[dash].text), None)
    if closing is None or not words[closing + 1].finite or any(w.finite for w in words[:dash]):
        return
    verb = group(words, closing + 1, onward=True)
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
    own.morph = PAST


def _meanwhile(words: list[Word], opener: int) -> None:
    """ ", as rescuers dug through the mud": a past tense that looks like a participle, where no other verb comes."""
    noun = next((n for n in range(opener + 1, len(words)) if words[n].head == opener and words[n].tag == "NNS"), 0)
    verb = noun + 1
    past = noun and verb < len(words) and words[verb].tag == "VBN" and words[verb].head == noun
    if not past or any(w.finite for w in words[verb:]) or words[opener].head >= opener:
        return
    words[verb].tag, words[verb].finite, words[verb].morph = "VBD", True, "Tense=Past|VerbForm=Fin"
    words[verb].head, words[verb].dep = words[opener].head, "advcl"
    words[noun].head, words[noun].dep = verb, "nsubj"
    words[opener].head, words[opener].dep, words[opener].pos = verb, "mark", "SCONJ"


def _behind_aside(words: list[Word], comma: int) -> None:
    """ "The first time the court, set up in 1994, has ruled": the verb behind the comma is that of the noun before."""
    opens = next((n for n in range(comma - 1, 0, -1) if words[n].text == ","), 0)
    aside = words[opens + 1 : comma]
    if not opens or not aside or aside[0].tag not in ("VBN", "VBG") or any(w.finite for w in aside):
        return
    noun, verb = words[opens - 1], group(words, comma + 1, onward=True)
    own = any(w.head == verb and w.dep in ("nsubj", "expl") for w in words)
    if own or noun.dep != "appos" or words[verb].dep != "conj" or noun.head >= opens:
        return
    words[verb].head, words[verb].dep = noun.head, "relcl"
    noun.head, noun.dep = verb, "nsubj"


def _main_verb(words: list[Word]) -> None:
    """The main verb that the parser missed: "A ferry carrying 120 people sank", "The firms, chosen in May, join"."""
    root = next((n for n, word in enumerate(words) if word.head == n), 0)
    if words[root].tag == "VB" and root > 1 and words[root - 1].text == ",":
        subject = next((w for w in words[:root] if w.head == root and w.dep == "nsubj"), None)
        helped = any(w.head == root and w.dep in ("aux", "auxpass") for w in words)
        if subject is not None and subject.tag in ("NNS", "NNPS") and not helped:
            words[root].tag, words[root].finite = "VBP", True
    if words[root].pos not in ("NOUN", "PROPN"):
        return
    doing = next((n for n in range(root + 1, len(words)) if words[n].tag == "VBG" and words[n].head == root), None)
    if doing is None or any(w.text == "," for w in words[root : doing + 1]):
        return
    verb = next((n for n in range(doing + 2, len(words) - 1) if words[n].tag in ("VBN", "VBD")), None)
    if verb is None or any(w.text == "," or w.finite for w in (*words[:root], *words[doing:verb])):
        return
    hung = words[verb].dep in ("acl", "amod", "dep") and words[verb - 1].pos in ("NOUN", "PROPN", "NUM")
    if not hung or words[verb + 1].low == "by":
        return
    for n, word in enumerate(words):
        if word.head == root and n > verb:
            word.head = verb
            word.dep = "advcl" if word.tag == "VBG" else word.dep
    words[verb].head, words[verb].dep, words[verb].tag, words[verb].finite = verb, "ROOT", "VBD", True
    words[verb].morph = "Tense=Past|VerbForm=Fin"
    words[root].head, words[root].dep = verb, "nsubj"


def _second_verb(words: list[Word], verb: int) -> None:
    """ "Placed nests in 48 gardens and compared gardens": the second verb, not what the gardens are."""
    noun = words[verb].head
    above = words[noun].head
    done = any(w.head == above and w.dep == "obj" for w in words[above:verb])
    if noun < verb or words[noun].dep != "conj" or words[above].tag != "VBD" or above > verb or not done:
        return
    words[verb].head, words[verb].dep, words[verb].tag, words[verb].pos = above, "conj", "VBD", "VERB"
    words[verb].finite, words[verb].morph = True, "Tense=Past|VerbForm=Fin"
    words[noun].head, words[noun].dep = verb, "obj"


def _plain_past(words: list[Word], verb: int) -> None:
    """ "In May, hens laid on average nine eggs": what has a subject and no auxiliary is a past tense."""
    own = [w for w in words if w.head == verb]
    subject = any(w.dep == "nsubj" and w.start < words[verb].start for w in own)
    if subject and not any(w.dep in ("aux", "auxpass", "cop") for w in own):
        words[verb].tag, words[verb].finite, words[verb].morph = "VBD", True, "Tense=Past|VerbForm=Fin"


def _tells_nothing(words: list[Word], verb: int) -> None:
    """ "She said P, but gave no details": who spoke gave none."""
    content = words[verb].head
    own = any(w.head == verb and w.dep == "nsubj" for w in words)
    if not own and words[content].dep == "ccomp" and words[content].head < content:
        words[verb].head = words[content].head
