"""Participles as sentences of their own: "the tower was" + "built in 1990", « la route a été coupée »."""

from factcheck.text.clauses import Clause
from factcheck.text.context import Context
from factcheck.text.french import elides
from factcheck.text.languages import Pack
from factcheck.text.lexicon import lexicon
from factcheck.text.normalise import Copy
from factcheck.text.parsed import Word
from factcheck.text.standalone import Swap

_NOMINAL = ("NOUN", "PROPN", "PRON")


def happened(clause: Clause, first: int, words: list[Word], context: Context, copy: Copy, pack: Pack) -> str:
    """The noun and the auxiliary of a past participle: "the tower was" + "built in 1990"."""
    head, word = words[clause.head].head, words[clause.head]
    past = word.past
    if first == 0 == clause.head and past:
        head = _main_subject(words, clause.last)
    elif past and first > 1 and words[first - 1].text == "," and words[head].pos not in _NOMINAL and pack.code == "fr":
        before = (n for n in range(first - 2, max(first - 5, -1), -1) if words[n].pos in _NOMINAL)
        head = next(before, head)  # « l'usine, ouverte en 1963, emploie … »
    elif head > first:
        return ""
    still = {w.low for w in words[first : clause.head]}
    opens = all(w.pos == "ADV" for w in words[first : clause.head]) and clause.head - first < 3
    if not past or not opens or words[head].pos not in _NOMINAL:
        return ""
    if not alike(words[head], word) or words[head].low in pack.words("kinds", "number_words"):
        return ""  # « dont deux avec sursis, jugé … »
    forms = pack.table("standalone").get("auxiliaries", {})
    moves = any(word.low.startswith(str(stem)) for stem in pack.list("standalone", "moving"))
    number = "plural" if "Number=Plur" in words[head].morph else "singular"
    holds = bool({*still, word.low} & pack.words("standalone", "holding"))
    auxiliary = forms.get(f"{number}_holding" if holds else f"{number}_moving" if moves else number)
    return f"{context.phrase(words, head, copy)} {auxiliary}" if auxiliary else ""


def _main_subject(words: list[Word], after: int) -> int:
    """The first subject behind a participle that opens the sentence; the participle itself where there is none."""
    return next((n for n in range(after + 1, min(after + 12, len(words))) if words[n].dep == "nsubj"), 0)


def alike(noun: Word, verb: Word) -> bool:
    """Whether a noun and a participle or verb agree in number and gender, as far as both tell."""
    for feature in ("Number=",) if noun.pos == "PROPN" else ("Number=", "Gender="):
        own = next((part for part in noun.morph.split("|") if part.startswith(feature)), "")
        its = next((part for part in verb.morph.split("|") if part.startswith(feature)), "")
        if own and its and own != its:
            return False
    return True


def as_a_fact(
    clause: Clause, own: list[Word], words: list[Word], context: Context, copy: Copy, pack: Pack
) -> list[Swap]:
    """The replacements that make a sentence of a participial clause (its words are ``own``) with a subject of its own,
    or of « après avoir … ».
    """
    if clause.role != "participle":
        return []
    return (
        absolute(own, pack)
        or after_doing(clause, words, context, copy, pack)
        or before_doing(clause, words, context, copy, pack)
    )


def after_doing(clause: Clause, words: list[Word], context: Context, copy: Copy, pack: Pack) -> list[Swap]:
    """ "Après avoir perdu deux ans, le chantier …" to « le chantier a perdu deux ans »."""
    forms = pack.table("standalone").get("infinitive_auxiliaries", {})
    first = clause.first if clause.first > 1 else 0
    n = next((n for n in range(first + 1, min(first + 3, len(words))) if words[n].low in forms), None)
    before = (n for n, word in enumerate(words[:first]) if word.dep == "nsubj" and word.pos in _NOMINAL)
    subject = next(before, 0) if first else _main_subject(words, clause.last)
    known = words[subject].pos != "PRON" and (words[subject].dep == "nsubj" or subject > 0)
    if n is None or not known or words[first].low != "après":
        return []
    own = words[n - 1].low == "s'"
    if n > first + 1 and not own:
        return []  # "après l'avoir vu"
    auxiliary = str(forms[words[n].low]["Number=Plur" in words[subject].morph])
    if own:
        auxiliary = ("s'" if elides(auxiliary) else "se ") + auxiliary
    name = context.phrase(words, subject, copy)
    return [Swap(words[first].start, words[n].end, f"{name} {auxiliary}")]


def before_doing(clause: Clause, words: list[Word], context: Context, copy: Copy, pack: Pack) -> list[Swap]:
    """ "avant de se rétracter" to « le maire s'est rétracté », "avant d'être arrêté" to « a été arrêté », where
    the verb's participle is known.
    """
    first, done = clause.first, words[clause.head]
    if words[first].low != "avant" or "VerbForm=Inf" not in done.morph:
        return []
    turned = next(w for w in words if w.pos != "PUNCT").finite  # « …, a réagi son père, avant de … »
    named = (n for n, w in enumerate(words[:first]) if w.pos in ("NOUN", "PROPN") and (turned or w.dep == "nsubj"))
    subject = next(named, None)
    between = [w.low for w in words[first + 2 : clause.head]]
    own = between in (["se"], ["s'"])
    participle = (
        done.text[:-2] + "é" if done.low.endswith("er") else pack.table("standalone")["participles"].get(done.low)
    )
    if subject is None or participle is None or not (own or not between):
        return []
    plural, feminine = "Number=Plur" in words[subject].morph, "Gender=Fem" in words[subject].morph
    moves = own or done.low in pack.words("standalone", "with_being")
    if moves:
        participle += "e" * feminine + "s" * (plural and (feminine or not participle.endswith("s")))
    forms = pack.table("standalone")["infinitive_auxiliaries"]
    auxiliary = str(forms["être" if moves else "avoir"][plural])
    if own:
        auxiliary = ("s'" if elides(auxiliary) else "se ") + auxiliary
    name = context.phrase(words, subject, copy)
    return [Swap(words[first].start, done.end, f"{name} {auxiliary} {participle}")]


def absolute(words: list[Word], pack: Pack) -> list[Swap]:
    """ "La route ayant été coupée" to « la route a été coupée »: its auxiliary made finite."""
    forms = pack.table("standalone").get("absolute_auxiliaries", {})
    n = next((n for n, word in enumerate(words[:8]) if word.low in forms), 0)
    if not n or any(word.finite or word.text == "," for word in words[:n]):
        return []
    subject = next((w for w in words[:n] if w.dep == "nsubj"), None)
    if subject is None:
        return []
    return [Swap(words[n].start, words[n].end, str(forms[words[n].low]["Number=Plur" in subject.morph]))]


def said(words: list[Word], claimant: str, plural: bool, pack: Pack) -> tuple[list[Swap], bool]:
    """ "Promettant de construire …" with its claimant: « X promet de construire … »; and « affirmant avoir agi »: « X a
    agi ». The second value tells that the saying is left out, so that the source has to stand at the wording's end.
    """
    if pack.code != "fr" or not claimant or len(words) < 3 or not words[0].low.endswith("ant"):
        return [], False
    known = lexicon(pack)
    stem = words[0].low[:-3]
    endings = (stem + "ent",) if plural else (stem + "e", stem[:-1], stem + "t", stem[:-1] + "t")
    form = next((form for form in endings if form in known.reporting), None)
    auxiliary = pack.table("standalone").get("infinitive_auxiliaries", {}).get(words[1].low)
    if auxiliary and form in known.affirming:
        return [Swap(words[0].start, words[1].end, f"{claimant} {auxiliary[plural]}")], True
    return ([Swap(words[0].start, words[0].end, f"{claimant} {form}")] if form is not None else []), False
