"""Whom or what a relative clause tells of: the noun that its pronoun stands for."""

from factcheck.text import participles
from factcheck.text.clauses import Clause
from factcheck.text.parsed import Word


def antecedent_of(words: list[Word], clause: Clause) -> int:
    """The word that a relative clause speaks of: the last of several joined ones before it."""
    head = words[clause.head].head
    if words[head].pos in ("VERB", "AUX") and words[clause.first].low in ("qui", "who"):
        before = range(min(clause.lead, clause.first) - 1, -1, -1)
        nearest = next((n for n in before if words[n].pos in ("NOUN", "PROPN")), head)
        return nearest if participles.alike(words[nearest], words[clause.head]) else head
    if (governing := _not_nearest(words, clause, head)) is not None:
        return governing
    if words[clause.first].low == "who" and (person := _beside_a_person(words, head)) is not None:
        return person
    if words[clause.first].low == "qui" and (fits := _agreeing(words, clause, head)) is not None:
        return fits
    joined = [k for k in words[head].kids if words[k].dep == "conj" and head < k < clause.first]
    return joined[-1] if joined else _counted(words, head)


def _beside_a_person(words: list[Word], head: int) -> int | None:
    """Who "Ann Lee, an analyst at Leith College, who …" is about: not the body that a description ends with."""
    n = head
    while words[words[n].head].pos == "ADP" and words[n].pos == "PROPN":
        n = words[words[n].head].head
    described = n != head and words[n].dep == "appos" and words[words[n].head].pos == "PROPN"
    return words[n].head if described else None


def named_by(words: list[Word], name: int) -> int:
    """The noun of « l'accord de Mosan, qui … » for the name that belongs to it."""
    noun = words[name].head
    belongs = words[name].pos == "PROPN" and noun == name - 2 and words[name - 1].low in ("de", "d'")
    return noun if belongs and words[noun].pos == "NOUN" else name


def _agreeing(words: list[Word], clause: Clause, head: int) -> int | None:
    """The noun right before « qui » (« les versions de l'accord, qui mit fin … »), where its number is the verb's and
    that of the noun which the parser chose is not.
    """
    verb = next((w for w in words[clause.first + 1 : clause.first + 6] if w.finite), None)
    numbers = ("Number=Sing", "Number=Plur")
    own = next((n for n in numbers if verb is not None and n in verb.morph), "")
    if not own or own in words[head].morph or "Number=" not in words[head].morph:
        return None
    if any(words[k].dep == "conj" for k in words[head].kids):
        return None
    after = (n for n in range(clause.first - 1, head, -1) if words[n].pos == "NOUN")
    for noun in (next(after, None), words[head].head if words[head].head < head else None):
        if noun is not None and words[noun].pos == "NOUN" and own in words[noun].morph:
            return noun  # behind the one chosen, else the one that it belongs to (« les services de géologie, qui … »)
    return None


def _counted(words: list[Word], head: int) -> int:
    """What a number after a preposition tells of: in "sold 40 boats in 2024, which is few" the boats are few."""
    owner = words[words[head].head].head
    if words[head].pos != "NUM" or words[words[head].head].pos != "ADP":
        return head
    if words[owner].pos == "NOUN":
        return owner
    objects = [k for k in words[owner].kids if words[k].dep == "obj" and words[k].pos == "NOUN" and k < head]
    return objects[-1] if objects else head


def _not_nearest(words: list[Word], clause: Clause, head: int) -> int | None:
    """The plural noun before "at the site, who were …" (English), where the nearest noun is singular."""
    verb = next((w for w in words[clause.first : clause.first + 3] if w.finite), None)
    if verb is None or verb.low not in ("were", "are", "have") or words[head].tag not in ("NN", "NNP"):
        return None
    above = words[words[head].head].head
    return above if words[words[head].head].pos == "ADP" and words[above].tag == "NNS" else None


def thing(words: list[Word], antecedent: int) -> int:
    """What is called something: "the camp at Leith, which critics call a prison" is the camp and not Leith."""
    within = words[antecedent].head
    located = words[antecedent].pos == "PROPN" and words[within].low in ("in", "at", "near") and within > 0
    return within - 1 if located and words[within - 1].pos == "NOUN" else antecedent
