"""French verbs that their neighbours give away: behind "ne" or "il", or before their pronoun ("promet-il").

The small model often takes them for nouns.
"""

import re

from factcheck.text.mending import NO_ADVERB
from factcheck.text.parsed import PRESENT, Word, without_rings

_PRONOUNS = frozenset(["-il", "-elle", "-on", "-ils", "-elles", "-je", "-nous", "-vous", "-tu"])
_AUXILIARIES = frozenset(["a", "ont", "ai", "est", "sont", "avait", "avaient", "était", "étaient", "aura", "auront"])


_BETWEEN = frozenset(["pas", "jamais", "plus", "déjà", "toujours", "bien", "aussi", "encore", "alors", "vraiment"])
_PARTICIPLES = ("é", "és", "ée", "ées", "i", "it", "is", "u", "us", "ert")
_BEFORE = frozenset(["ne", "n'", "il", "ils", "on", "je", "j'", "s'", "se"])
#: These also stand alone ("L'opposition, elle, …", "avec elle").
_DISJUNCTIVE = frozenset(["elle", "elles"])
_CLITICS = frozenset(
    ["en", "y", "se", "s'", "l'", "le", "la", "les", "lui", "leur", "me", "m'", "nous", "vous", "ne", "n'"]
)
_FINITE = re.compile(r"\w+(?:[^é]e|es|ent|ait|aient|[^n]t|d|ons|ez|a|ra|ront)$")
#: No past participle ends so, or what does is a present, too.
_PRESENT = re.compile(r"\w+(?:mpt|int|[uai]it|ert|end|ond|ord|ut)$")


def unmask(words: list[Word]) -> None:
    """Make a finite verb of what only a verb can be: "n'en emploie", "il dénonce"."""
    for n, word in enumerate(words):
        if word.low == "quitte" and word.pos == "SCONJ" and words[n + 1 : n + 2] and words[n + 1].low != "à":
            word.pos, word.finite, word.morph = "VERB", True, PRESENT
        if word.low == "entre" and word.pos == "ADP" and words[n + 1 : n + 2] and words[n + 1].low in ("en", "dans"):
            word.pos, word.finite, word.morph = "VERB", True, PRESENT  # « entre en vigueur »
        own = word.low in _DISJUNCTIVE and (n == 0 or words[n - 1].pos in ("PUNCT", "SCONJ", "CCONJ"))
        relative = word.low == "qui" and word.dep == "nsubj"
        if word.low not in _BEFORE and not own and not relative:
            continue
        k = n + 1
        while k < len(words) - 1 and words[k].low in _CLITICS and words[k].low not in ("il", "on"):
            k += 1
        if k >= len(words) or (relative and (words[k].dep not in ("relcl", "ROOT") or word.head != k)):
            continue
        if words[k].pos == "VERB" and not words[k].finite and _PRESENT.match(words[k].low) and k == n + 1:
            words[k].finite, words[k].morph = True, PRESENT  # « il rompt », tagged as a participle
        adverb = words[k].pos == "ADV" and NO_ADVERB.search(words[k].low) is not None
        if (adverb or words[k].pos in ("NOUN", "ADJ", "X", "PROPN")) and _FINITE.match(words[k].low):
            words[k].pos, words[k].finite = "VERB", True
            words[k].morph = PRESENT
            for m in range(k + 1, len(words)) if relative else ():
                bare = words[m].head == k and not any(w.head == m and w.dep == "case" for w in words)
                words[m].dep = "obj" if bare and words[m].dep == "nmod" else words[m].dep


def mend(words: list[Word]) -> bool:
    """Make each such verb finite, with its pronoun as subject; whether anything changed."""
    changed = False
    for n, word in enumerate(words):
        if word.low not in _PRONOUNS or n == 0:
            continue
        verb = n - 1
        if words[verb].low in ("-t", "-t-"):
            words[verb].pos, words[verb].dep = "PART", "dep"
            verb -= 1
        if verb < 0 or not words[verb].low.isalpha():
            continue
        _bind(words, verb, n)
        changed = True
    return changed


def _bind(words: list[Word], verb: int, pronoun: int) -> None:
    head = verb
    after = pronoun + 1
    while after < len(words) - 1 and (words[after].low in _BETWEEN or words[after].low == "été"):
        after += 1  # « n'a-t-il jamais été publié »
    participle = after < len(words) and words[after].low.endswith(_PARTICIPLES)
    if words[verb].low in _AUXILIARIES and participle:
        head = after
        words[head].pos, words[head].finite = "VERB", False
        words[verb].pos = "AUX"
    elif words[verb].pos != "AUX":
        words[verb].pos = "VERB"
    if not words[verb].finite:
        words[verb].finite = True
        words[verb].morph = PRESENT
    root = next((n for n, word in enumerate(words) if word.head == n), head)
    if root in (verb, pronoun, pronoun - 1):
        words[root].head, words[root].dep = head, "dep"
        words[head].head, words[head].dep = head, "ROOT"
    elif root != head and words[head].dep not in ("ccomp", "relcl", "advcl", "conj", "parataxis", "acl"):
        words[head].head, words[head].dep = root, "parataxis"
    for n, word in enumerate(words):
        if n != head and (verb <= n < pronoun or word.head == pronoun):
            word.head = head
    if verb != head:
        words[verb].dep = "aux"
    words[pronoun].head, words[pronoun].dep, words[pronoun].pos = head, "nsubj", "PRON"
    words[pronoun].finite = False
    without_rings(words, root if words[root].head == root else head)
