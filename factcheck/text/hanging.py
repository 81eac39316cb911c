"""French words that the small parser hangs on the wrong verb, or takes for names and nouns where order tells otherwise.

Runs before ``mending``: each rule reads only the words around it and changes tags and heads in place.
"""

import re
from itertools import pairwise

from factcheck.text.parsed import NAMED, NOMINAL, PAST, PRESENT, Word, group, leads

_FRONTED = re.compile(
    r"\w{2,}(?:ée?s?|uit(?:e?s?)?)$|(?:ouv|couv|découv|off)erte?s?$|\w+(?:crit|eint|aint|oint|onnu|enu|aru|çu|évu)e?s?$|\w{2,}ndu(?:e?s?)$|(?:ad|re|sou)?mise?s?$|(?:part|sort|réun|invest|ven|reven|parven|él|réél|prom|vainc|batt|iss)[iu]e?s?$"
)
_HAVING = frozenset(["ai", "a", "avons", "avez", "ont", "avait", "avaient", "avions", "aurait", "auraient", "aura"])
_WITHIN = frozenset(
    ["rien", "jamais", "pas", "plus", "tout", "encore", "toujours", "déjà", "bien", "aussi", "également"]
)
_PAST = re.compile(r"(?:é|i|is|it|u|us|ert)(?:e?s?)$")
_ADJECTIVE = re.compile(r"(?:ienne|éenne|oise|aise|euse)s?$")
_OWN = ("obj", "xcomp", "obl", "advmod", "ccomp", "iobj")
_RELATIVES = frozenset(["dont", "où", "qui", "lequel", "laquelle", "lesquels", "lesquelles"])
_HUNG = ("relcl", "advcl", "acl", "ccomp", "conj", "parataxis", "dep", "amod", "nmod", "appos", "obl", "xcomp")
_WHOM = frozenset(["qui", "lequel", "laquelle", "lesquels", "lesquelles"])
_OPENING = frozenset('"«:;.!?…-–—([')
_TERMS = frozenset(["mois", "an", "ans", "prison", "peine"])
_AFTER = frozenset(["avoir", "être", "s'être", "l'avoir"])
_CLITICS = frozenset(["la", "le", "les", "l'"])
_FAR = 10
#: What a determiner says of its noun, whatever the tagger saw (« son » and « l' » stand before either gender).
_DETERMINED = {
    **dict.fromkeys(["le", "un", "ce", "cet", "du", "au"], ("Masc", "Sing")),
    **dict.fromkeys(["la", "une", "cette", "sa", "ma"], ("Fem", "Sing")),
    **dict.fromkeys(["l'", "son", "mon", "leur"], ("", "Sing")),
    **dict.fromkeys(["les", "des", "ces", "ses", "leurs", "aux", "plusieurs"], ("", "Plur")),
}


def mend_heads(words: list[Word]) -> None:
    """Mend tags and heads in place; ``kids`` and edges have still to be computed."""
    _names(words)
    _determined(words)
    _fronted(words)
    _titled(words)
    _already(words)
    _objects(words)
    _perfects(words)
    for n in range(len(words) - 1):
        if n == 0 and words[n].low == "personne" and words[n + 1].low in ("n'", "ne"):
            words[n].pos = "PRON"  # « Personne n'est venu »
        if words[n].finite and n + 3 < len(words):
            _before_a_time(words, n)
        if words[n].finite and words[top := group(words, n)].dep == "conj" and top >= n:
            _second_verbs_own(words, top)
        if n and words[n].low in ("ferme", "fermes") and words[n - 1].low in _TERMS:
            words[n].pos, words[n].finite, words[n].morph = "ADJ", False, ""  # "dix-huit mois ferme"
        if n and words[n - 1].text == ",":
            if words[n].pos == "ADP" and words[n + 1].low in _WHOM:
                _prepositional(words, n)
            if words[n].low in _RELATIVES:
                _within_relative(words, n)
            elif words[n].low == "après" and words[n + 1].low in _AFTER:
                _after_doing(words, n)
            elif words[n].low in ("rendu", "rendue", "rendus", "rendues"):
                _made(words, n)
        if 1 < n < len(words) - 3 and words[n].low in _CLITICS:
            _placed(words, n)


def _names(words: list[Word]) -> None:
    """A capital inside a sentence makes a name and no verb (« sa mère, Aline Petit »); « Me » before one is a title;
    « agrarienne » behind its noun is no verb.
    """
    for n in range(len(words)):
        word, inside = words[n], n > 0 and words[n - 1].text not in _OPENING
        mistaken = word.finite or word.pos in ("VERB", "ADV", "X", "INTJ")
        if mistaken and inside and word.text.istitle() and len(word.text) > 1:
            word.pos, word.finite, word.morph = "PROPN", False, ""
        if word.finite and inside and words[n - 1].pos in ("NOUN", "PROPN") and _ADJECTIVE.search(word.low):
            _no_verb(words, n)
        if word.low == "car" and n > 1 and words[n - 1].pos in ("DET", "ADP") and word.dep == "cc":
            word.pos, word.dep, word.head = "NOUN", "nmod", n - 2  # « le conducteur du car »
        if word.text == "Me" and n + 1 < len(words) and words[n + 1].text[:1].isupper():
            word.pos, word.low, word.morph = "NOUN", "maître", "Number=Sing"
            words[n + 1].pos, words[n + 1].finite = "PROPN", False
            if words[n + 1].head == n:
                words[n + 1].dep = "flat"


def _no_verb(words: list[Word], n: int) -> None:
    """ "l'Union agrarienne, qui …": an adjective behind its noun and before a comma, taken for its verb."""
    noun, word = words[n - 1], words[n]
    if word.dep != "amod" and words[min(n + 1, len(words) - 1)].text != ",":
        return
    word.pos, word.finite, word.morph = "ADJ", False, "Gender=Fem"
    if noun.head == n:
        noun.head, noun.dep = (n - 1, "ROOT") if word.head == n else (word.head, word.dep)
        for other in words:
            other.head = n - 1 if other.head == n else other.head
    word.head, word.dep = n - 1, "amod"


def _determined(words: list[Word]) -> None:
    """ "Son avocate": a noun has the number, and where it shows one the gender, of the determiner before it."""
    for before, word in pairwise(words):
        if before.low == "neuf" and word.pos == "NOUN" and ("Number=Plur" in word.morph or word.low == "fois"):
            before.pos, before.morph = "NUM", "NumType=Card"  # « neuf élus »
        known = _DETERMINED.get(before.low)
        if known is None or word.pos != "NOUN" or before.pos not in ("DET", "ADP"):
            continue
        gender, number = known
        told = [f"Gender={gender}"] if gender else []
        kept = ("Number=", "Gender=") if gender else ("Number=",)
        rest = [feature for feature in word.morph.split("|") if feature and not feature.startswith(kept)]
        word.morph = "|".join(sorted([*told, f"Number={number}", *rest]))


def _fronted(words: list[Word]) -> None:
    """ "Nommée en mars, elle …": a capital does not make a name of the participle that opens a sentence."""
    if len(words) < 6 or words[0].pos not in ("PROPN", "NOUN", "ADJ"):
        return
    office = NAMED.match(words[0].low) is not None and words[1].pos in ("NOUN", "ADJ") and words[1].text.islower()
    if words[1].pos != "ADP" and words[1].text not in ('"', "«") and not office:
        return
    told = [n for n in range(2, len(words) - 1) if words[n].text == "," or words[n].finite]
    relative = len(told) > 1 and any(w.low in _RELATIVES or w.low in _WHOM for w in words[2 : told[0]])
    comma = next(iter(told[relative and words[told[0]].finite :]), 0)
    after = words[comma + 1]
    opens = words[comma].text == "," and (after.pos in ("PRON", "DET", "PROPN") or after.text[:1].isupper())
    if comma > 2 and opens and _FRONTED.match(words[0].low):
        words[0].pos, words[0].morph = "VERB", PAST


def _perfects(words: list[Word]) -> None:
    for n in range(len(words) - 1):
        if words[n].low in _HAVING:
            _perfect(words, n)
        taken = words[n].low in _CLITICS and words[n].pos == "DET" and words[n].head == n + 1
        if taken and words[n + 1].finite and words[n + 1].pos == "VERB":
            words[n].pos, words[n].dep = "PRON", "obj"  # « la commission la situe à 68 % »
        if words[n].low in ("lui", "leur") and words[n].dep == "nsubj" and n and words[n - 1].text == ",":
            words[n].dep = "iobj" if words[n + 1].finite else "nsubj"  # « , lui a lancé le maire »


def _perfect(words: list[Word], auxiliary: int) -> None:
    """ "Nous n'avons rien vu": behind the auxiliary and an adverb a participle is no verb of its own."""
    verb = auxiliary + 1
    while verb < len(words) - 1 and words[verb].low in _WITHIN:
        verb += 1
    if verb == auxiliary + 1 or verb >= len(words) or not words[verb].finite or not _PAST.search(words[verb].low):
        return
    top = words[auxiliary].head if words[auxiliary].dep in ("aux", "auxpass") else auxiliary
    if top != verb:
        root = words[top].head == top
        words[verb].head, words[verb].dep = (verb, "ROOT") if root else (words[top].head, words[top].dep)
        for n, word in enumerate(words):
            if word.head == top and n != verb:
                word.head = verb
    words[verb].pos, words[verb].finite, words[verb].morph = "VERB", False, PAST
    words[auxiliary].pos, words[auxiliary].head, words[auxiliary].dep = "AUX", verb, "aux"
    for n in range(auxiliary + 1, verb):
        words[n].head, words[n].dep = verb, "obj" if words[n].low in ("rien", "tout") else "advmod"


def _titled(words: list[Word]) -> None:
    """ "Leur entraîneur, Luc Petit, a démenti": the noun is the verb's subject, the name between the commas is not."""
    noun = 1
    if len(words) < 7 or words[0].pos != "DET" or words[noun].pos != "NOUN" or words[noun].head != noun:
        return
    comma = next((n for n in range(2, 5) if words[n].text == ","), 0)
    last = next((n for n in range(comma + 1, min(comma + 6, len(words) - 1)) if words[n].text == ","), 0)
    if not comma or last < comma + 2 or not all(w.text[:1].isupper() for w in words[comma + 1 : last]):
        return
    if not words[last + 1].finite:
        return
    top = group(words, last + 1)
    if words[top].head != noun:
        return
    words[top].head, words[top].dep = top, "ROOT"
    words[noun].head, words[noun].dep = top, "nsubj"
    name = comma + 1
    if words[name].head == top:
        words[name].head, words[name].dep = noun, "appos"
    for n in range(last + 1, len(words)):
        if words[n].head == noun and n != top:
            words[n].head = top


def _before_a_time(words: list[Word], auxiliary: int) -> None:
    """ "Elle a revendiqué lundi la victoire": the bare noun behind the participle is a time and no verb."""
    verb, time = auxiliary + 1, auxiliary + 2
    bare = words[time].pos == "NOUN" and words[time].text.islower() and words[time + 1].pos == "DET"
    hung = words[verb].head == time and PAST in words[verb].morph and words[auxiliary].pos == "AUX"
    if not (bare and hung) or any(w.finite for w in words[:auxiliary]):
        return
    root = words[time].head == time
    words[verb].head, words[verb].dep = (verb, "ROOT") if root else (words[time].head, words[time].dep)
    words[auxiliary].head, words[auxiliary].dep = verb, "aux"
    for n, word in enumerate(words):
        if word.head == time and n != verb:
            word.head = verb
            word.dep = "obj" if word.dep == "nmod" and n > time else word.dep
    words[time].head, words[time].dep = verb, "obl"


def _already(words: list[Word]) -> None:
    """ "Elle a d'ores et déjà annoncé que P": the adverb stands between the auxiliary and its participle."""
    ores = next((n for n in range(2, len(words) - 3) if words[n].low == "ores" and words[n + 2].low == "déjà"), 0)
    verb = ores + 3
    if not ores or not words[ores - 2].finite or words[verb].pos not in ("VERB", "NOUN", "ADJ"):
        return
    auxiliary = ores - 2
    if ores - 1 <= (hung := words[verb].head) < verb:
        words[verb].head, words[verb].dep = (
            (verb, "ROOT") if words[hung].head == hung else (words[hung].head, words[hung].dep)
        )
        for word in words:
            word.head = verb if word.head == hung else word.head
    top = words[auxiliary].head if words[auxiliary].dep in ("aux", "auxpass") else auxiliary
    if top != verb:
        whole = words[top].head == top
        words[verb].head, words[verb].dep = (verb, "ROOT") if whole else (words[top].head, words[top].dep)
        for n, word in enumerate(words):
            if word.head == top and n < verb:
                word.head = verb
        if top > verb:
            words[top].head, words[top].dep = verb, "ccomp"
    inside = words[verb].head
    if ores - 1 <= inside < verb:  # hung on the adverb itself
        words[verb].head, words[verb].dep = (
            (verb, "ROOT") if words[inside].head == inside else (words[inside].head, words[inside].dep)
        )
        for word in words:
            word.head = verb if word.head == inside else word.head
    words[verb].pos, words[verb].morph = "VERB", PAST
    words[auxiliary].head, words[auxiliary].dep, words[auxiliary].pos = verb, "aux", "AUX"
    for n in range(ores - 1, verb):
        words[n].head, words[n].dep, words[n].pos = verb, "advmod", "ADV"


def _second_verbs_own(words: list[Word], verb: int) -> None:
    """ "Il dément tout et assure n'avoir rien dit": what follows the second verb is its own."""
    above = words[verb].head
    stop = next((n for n in range(verb + 1, len(words)) if words[n].text in (",", ";", ".") or words[n].finite), verb)
    quoted = sum(w.text in '"«»' for w in words[verb:stop]) == 1 and not words[min(stop, len(words) - 1)].finite
    if quoted:  # « assure n'avoir « rien signé, ni rien promis » »
        stop = next((n for n in range(stop, len(words)) if words[n].text in '"»' or words[n].finite), stop)
    for n in range(verb + 1, stop):
        if words[n].head == above < verb and (words[n].dep in _OWN or quoted):
            denies = words[n].low in ("n'", "ne") and n + 1 < stop
            words[n].head = n + 1 if denies else verb


def _within_relative(words: list[Word], n: int) -> None:
    """ ", dont un tiers logeaient au village": the words from the pronoun to the verb are the verb's."""
    verb = next((k for k in range(n + 1, min(n + _FAR, len(words))) if words[k].finite or words[k].text == ","), None)
    if verb is None or not words[verb].finite:
        return
    head = group(words, verb, onward=True)
    if n <= words[head].head < head:  # "dont un tiers logeaient": the verb hangs on its own subject
        noun = next((k for k in range(n - 2, -1, -1) if words[k].pos in ("NOUN", "PROPN")), None)
        if noun is None:
            return
        words[head].head, words[head].dep = noun, "relcl"
        words[head - 1].dep = "nsubj" if words[head - 1].pos == "NOUN" else words[head - 1].dep
    if words[head].dep not in _HUNG or words[head].head >= n:
        return
    for k in range(n, head):
        if not n <= words[k].head <= head:
            words[k].head = head
    end = next((k for k in range(head + 1, len(words)) if words[k].pos in ("PUNCT", "CCONJ") or words[k].finite), head)
    for k in range(head + 1, end):
        if words[k].head < n and words[k].dep not in ("conj", "cc"):
            words[k].head, words[k].dep = head, "obj" if words[k].dep == "nmod" else words[k].dep


def _prepositional(words: list[Word], n: int) -> None:
    """ ", pour qui la peine ruinerait tout": the clause hangs on the noun before the comma."""
    stop = min(n + _FAR, len(words))
    verb = next((k for k in range(n + 2, stop) if words[k].finite or words[k].text == ","), None)
    noun = next((k for k in range(n - 2, -1, -1) if words[k].pos in ("NOUN", "PROPN") or words[k].finite), None)
    if verb is None or noun is None or not words[verb].finite or words[noun].finite:
        return
    head = group(words, verb, onward=True)
    if words[head].head == head:
        return
    while words[noun].dep in ("nmod", "flat", "amod", "fixed") and n - 8 <= words[noun].head < noun:
        noun = words[noun].head
    if leads(words, noun, head):
        return
    words[head].head, words[head].dep = noun, "relcl"
    words[n].head, words[n].dep = n + 1, "case"
    for k in range(n + 1, head):
        if not n + 1 < words[k].head <= head:
            words[k].head, words[k].dep = head, "nsubj" if words[k].pos in ("NOUN", "PROPN") else words[k].dep
    words[n + 1].head, words[n + 1].dep = head, "obl"


def _after_doing(words: list[Word], n: int) -> None:
    """ ", après avoir investi 3 millions": the word behind the auxiliary is a participle."""
    participle = n + 2
    if participle >= len(words) or not re.search(r"[éiust]e?s?$", words[participle].low):
        return
    verb = next((k for k in range(n) if words[k].finite), None)
    if verb is None:
        return
    verb = group(words, verb)
    words[participle].pos, words[participle].morph = "VERB", PAST
    words[participle].head, words[participle].dep = verb, "advcl"
    words[n + 1].pos, words[n + 1].head, words[n + 1].dep = "AUX", participle, "aux"
    words[n].head, words[n].dep = participle, "mark"
    for k in range(participle + 1, len(words)):
        if words[k].text in (",", ";", "."):
            break
        if words[k].head in (n + 1, n) or words[k].head < n:
            words[k].head = participle


def _made(words: list[Word], n: int) -> None:
    """ ", rendu possible par une loi": the participle tells of the noun before the comma."""
    noun = next((k for k in range(n - 2, -1, -1) if words[k].pos in ("NOUN", "PROPN")), None)
    if noun is None or words[n + 1].pos != "ADJ" or words[n].finite:
        return
    words[n].pos, words[n].head, words[n].dep, words[n].morph = "VERB", noun, "acl", PAST
    words[n + 1].head, words[n + 1].dep = n, "xcomp"
    for k in range(n + 2, len(words)):
        if words[k].pos == "PUNCT":
            break
        words[k].head = max(words[k].head, n)


def _objects(words: list[Word]) -> None:
    """ "La presse la situe à 40 %": an article between a noun and a finite verb is the verb's object."""
    for n in range(1, len(words) - 2):
        fits = words[n].low in _CLITICS | {"les"} and words[n].pos == "DET" and words[n + 1].finite
        if (
            fits
            and words[n - 1].pos in (*NOMINAL, "ADV", "PUNCT")
            and not words[n + 2].finite
            and words[n].head == n + 1
        ):
            words[n].pos, words[n].dep = "PRON", "obj"
            words[n].head = group(words, n + 1)


def _placed(words: list[Word], n: int) -> None:
    """ "La mairie la situe à 40 %": between a noun and a figure the pronoun and its verb stand."""
    word, after = words[n + 1], words[n + 2]
    figure = after.low in ("à", "entre") and words[n + 3].pos in ("NUM", "DET") and words[n + 3].text[0].isdigit()
    single = word.pos in ("NOUN", "ADJ") and word.text.islower() and word.low[-1] in "et"
    subject = words[n - 1].pos in ("NOUN", "PROPN") and words[n].pos == "DET"
    if not (figure and single and subject):
        return
    above, dep = word.head, word.dep
    if words[above].finite or words[above].head == above:
        dep = "parataxis"
    word.pos, word.finite, word.morph, word.dep = "VERB", True, PRESENT, dep
    words[n].pos, words[n].dep, words[n].head = "PRON", "obj", n + 1
    words[n - 1].dep, words[n - 1].head = "nsubj", n + 1
