"""Which words say something: forms of verbs of saying, alone or with a pronoun, and what they say without a clause."""

from factcheck.text.clauses import Clause
from factcheck.text.languages import Pack
from factcheck.text.lexicon import lexicon
from factcheck.text.parsed import Word

#: An infinitive of saying stands at most so many words behind its verb.
_NEAR = 6
#: What sets a speaker against others ends so, before the participle (« s'est, elle, félicitée », « pour sa part »).
_CONTRASTED = frozenset([",", "part", "côté", "tour"])


def _forms(words: list[Word], n: int) -> set[str]:
    """A word alone, with the one after it ("fait savoir"), and with its pronoun (« se dit », « y voit »)."""
    low = words[n].low
    after = {f"{low} {words[k].low}" for k in {n + 1, _behind_contrast(words, n + 1)} if k < len(words)}
    aside = 6 if n and words[n - 1].low in _CONTRASTED else 3  # « s'est, elle, félicitée », « pour sa part »
    before = {"se" if w.low == "s'" else w.low for w in words[max(n - aside, 0) : n] if w.low in ("se", "s'", "y")}
    return {low, *after, *(f"{pronoun} {low}" for pronoun in before)}


def _behind_contrast(words: list[Word], n: int) -> int:
    """The word behind what sets a speaker against others (« parle au contraire de », « parlent, eux, de », « parle
    plutôt de »), else word ``n`` itself.
    """
    if n + 2 >= len(words):
        return n
    if words[n].text == "," and words[n + 2].text == "," and words[n + 1].low in ("lui", "elle", "eux", "elles"):
        return n + 3
    if words[n].low == "au" and words[n + 1].low == "contraire":
        return n + 2
    return n + 1 if words[n].pos == "ADV" and words[n].low not in ("ne", "n'", "pas", "plus") else n


def negated(words: list[Word], head: int, pack: Pack) -> bool:
    """Whether a verb of saying says nothing ("did not say that …")."""
    negations = pack.words("clauses", "negations")
    if head + 1 < len(words) and words[head + 1].low in ("ne", "n'"):
        return False  # « assure ne rien savoir »: the infinitive's
    return any(words[k].low in negations and abs(k - head) <= 4 for k in words[head].kids)


def is_saying(words: list[Word], n: int, pack: Pack) -> bool:
    """Whether the word, alone or with the one after it ("fait savoir"), is a form of a verb of saying."""
    return not lexicon(pack).reporting.isdisjoint(_forms(words, n))


def says(words: list[Word], head: int, clause: Clause, pack: Pack) -> bool:
    if not is_saying(words, head, pack) or words[head].pos not in ("VERB", "AUX"):
        return False
    if words[head].tag and head and words[head - 1].tag in ("DT", "JJ", "PRP$"):
        return False  # "the original estimate" is none
    if words[head].dep == "csubj" or (words[head].low in lexicon(pack).asking and _aside(words, head)):
        return False  # "Whoever wrote the letter knew …", "Holm, asked whether she knew, replied …"
    if words[head].low in lexicon(pack).silent and any(form.startswith("se ") for form in _forms(words, head)):
        return False  # « La hausse se confirme »
    things = pack.words("reporting", "things")
    if any(words[k].dep == "nsubj" and words[k].low in things for k in words[head].kids):
        return False  # « Tout indique que … »
    return not is_passive(words, head) and not (words[head].dep == "relcl" and head != clause.head)


def _aside(words: list[Word], verb: int) -> bool:
    """Whether a verb opens what stands between two commas, with another verb right behind the second."""
    after = next((n for n in range(verb + 1, len(words) - 1) if words[n].text == ","), None)
    return verb > 1 and words[verb - 1].text == "," and after is not None and words[after + 1].tag == "VBD"


def is_passive(words: list[Word], head: int) -> bool:
    own = [words[k].dep for k in words[head].kids if words[k].dep in ("aux", "auxpass", "nsubj")]
    if "auxpass" in own:
        return True
    above = words[head].head
    shares = words[head].dep == "conj" and not own and words[head].tag in ("VBN", "VBD", "VERB")
    return shares and above != head and is_passive(words, above)


def speaks_of(words: list[Word], head: int, last: int, pack: Pack) -> bool:
    """Whether a clause without a clause of content still reports: an infinitive or a noun said."""
    forms = lexicon(pack)
    verb = words[head].low
    judged = verb in pack.words("reporting", "judging") and head < last
    judged = judged and (words[head + 1].pos == "ADJ" or words[head + 1].text in '"«')  # « a jugé « odieux » le geste »
    after = head + 1
    while after < last and words[after].low in ("ne", "n'", "pas", "rien", "plus", "jamais", "se", "s'", "y", "en"):
        after += 1
    does = verb in forms.affirming and after <= last and "VerbForm=Inf" in words[after].morph and pack.code == "fr"
    if verb in forms.accusing or judged or does:
        return True
    aimed = [w.low for w in words[head + 1 : min(head + 4, last + 1)]]
    beside = head < last and words[head + 1].pos == "ADP" and "part" not in aimed  # « évoque pour sa part »
    takes_sides = beside and not {"pour", "contre"}.isdisjoint(aimed)  # « plaide pour la baisse »
    if not takes_sides and not forms.with_noun.isdisjoint(_forms(words, head)):
        return True
    if (head < last and words[head + 1].finite) or (pack.code == "fr" and _promises(words, head, last)):
        return True
    if pack.code != "fr" or verb in forms.asking:
        return False
    for n in range(head + 1, last):
        if words[n].low in ("avoir", "être", "s'être", "n'avoir"):
            return words[n - 1].pos != "ADP"
        if words[n].finite:
            break
    own = (k for k in words[head].kids if words[k].dep in ("xcomp", "acl") and "VerbForm=Inf" in words[k].morph)
    infinitive = any(words[k - 1].low != "à" or words[k].low not in ("compter", "partir") for k in own)
    return infinitive and verb not in forms.clause_only


def _promises(words: list[Word], head: int, last: int) -> bool:
    """Whether a participle of saying tells what its subject will do (", promettant de construire une école")."""
    participle = "Tense=Pres|VerbForm=Part" in words[head].morph
    opens = head + 1 < last and words[head + 1].low in ("de", "d'")
    return participle and opens and "VerbForm=Inf" in words[head + 2].morph


def names_what(words: list[Word], head: int, stop: int, pack: Pack) -> bool:
    """Whether a verb of saying has said something by word ``stop`` (« redoute « une crise » : »), so that a colon
    behind it opens a statement of its own.
    """
    said = not lexicon(pack).with_noun.isdisjoint(_forms(words, head))
    return said and any(w.pos in ("NOUN", "PROPN") for w in words[head + 1 : stop])


def infinitive_of_saying(words: list[Word], clause: Clause, pack: Pack) -> int | None:
    """The infinitive by which a clause's subject says something (« s'est borné à indiquer que »).

    Not behind a verb that says that nothing was said (« a refusé de dire »), and no purpose (« pour dire »).
    """
    marks = pack.words("reporting", "complementizers")
    for n in range(clause.head + 1, min(clause.last, clause.head + _NEAR)):
        verb = words[n]
        if verb.finite or words[n].text in (",", ":", ";"):
            return None
        governed = verb.head == clause.head and words[n - 1].low not in pack.words("reporting", "not_by")
        says_so = "VerbForm=Inf" in verb.morph and is_saying(words, n, pack) and words[n + 1].low in marks
        if says_so and governed:
            withheld = words[clause.head].low in pack.words("reporting", "withholding")
            return None if withheld or negated(words, clause.head, pack) else n
    return None


def only_says(words: list[Word], clause: Clause, pack: Pack) -> int | None:
    """The infinitive by which a clause's subject says a noun and no more (« se borne à confirmer l'arrivée »)."""
    if words[clause.head].low not in pack.words("reporting", "limiting"):
        return None
    last = min(clause.last, clause.head + _NEAR)
    said = next((n for n in range(clause.head + 1, last) if "VerbForm=Inf" in words[n].morph), None)
    own = said is not None and is_saying(words, said, pack) and words[said - 1].pos == "ADP"
    return said if own and not negated(words, clause.head, pack) else None


def quoted_behind_comma(words: list[Word], head: int, last: int, pack: Pack) -> int | None:
    """Where what is said begins in « Il ajoute, « … » »: a comma and a quotation with a verb right behind the verb."""
    quoted = pack.code == "fr" and head + 2 < last and words[head + 1].text == "," and words[head + 2].text in '"«'
    return head + 2 if quoted and any(w.finite for w in words[head + 2 : last + 1]) else None
