"""French verbs that their neighbours give away: behind "ne" or "il", or before their pronoun ("promet-il").

The small model often takes them for nouns.
"""

import re

from factcheck.text.mending import NO_ADVERB
from factcheck.text.parsed import PRESENT, Word, group, without_rings

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
_BE = frozenset(["est", "sont", "était", "étaient"])
#: What stands between a verb of saying and « que » has at most so many words.
_ASIDE = 9
_ON_THEIR_PART = frozenset(
    f"{of} {whose} {part}"
    for of, part in (("pour", "part"), ("de", "côté"), ("à", "tour"))
    for whose in ("sa", "son", "leur")
) | {f"quant à {whose}" for whose in ("lui", "elle", "eux", "elles")}
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


def mend_contrasted(words: list[Word], reporting: frozenset[str]) -> None:
    """Hang a sentence on its participle behind « pour sa part » (« s'est pour sa part dit soulagé »), and what is
    said on its verb behind an aside (« a précisé, lors d'un point presse, que P »).
    """
    for n, word in enumerate(words[1:], 1):
        if word.finite and word.low in _BE and words[n - 1].low in ("s'", "se"):
            _behind_part(words, n)
        elif word.low in ("que", "qu'") and words[n - 1].text == ",":
            _behind_aside(words, n, reporting)


def _behind_aside(words: list[Word], que: int, reporting: frozenset[str]) -> None:
    comma = next((n for n in range(que - 2, max(que - _ASIDE, 1), -1) if words[n].text == "," or words[n].finite), 0)
    if words[comma].text != "," or words[comma + 1].pos != "ADP":
        return
    said = comma - 1
    pair = f"{words[said - 1].low} {words[said].low}"  # « a fait savoir, dans un communiqué, que P »
    verb = said - 1 if pair in reporting else said
    behind_auxiliary = words[verb].past and words[verb - 1].pos == "AUX"
    known = pair in reporting or words[verb].low in reporting
    top = next((n for n in range(que + 1, len(words)) if words[n].finite), None)
    if not known or top is None or not (words[verb].finite or behind_auxiliary):
        return
    top = group(words, top)
    words[que].pos, words[que].dep, words[que].head = "SCONJ", "mark", top
    if words[top].head != top and words[top].head < que:
        words[top].head, words[top].dep = verb, "ccomp"


def _behind_part(words: list[Word], auxiliary: int) -> None:
    top = auxiliary + 4
    if top >= len(words) or not words[top].past or words[top].head != auxiliary:
        if top < len(words) and words[top].past and words[auxiliary].head == top:
            words[auxiliary].pos = "AUX"  # « s'est » taken for a verb of its own
        return
    if " ".join(w.low for w in words[auxiliary + 1 : top]) not in _ON_THEIR_PART:
        return
    above, dep = words[auxiliary].head, words[auxiliary].dep
    for n, word in enumerate(words):
        if word.head == auxiliary and n != top:
            word.head = top
    words[top].head, words[top].dep = (top if above == auxiliary else above), dep
    words[auxiliary].head, words[auxiliary].dep = top, "aux"
