"""Who holds a view that no verb of saying with a clause brings: "put the loss at 3 million", "called it reckless",
"accused by X of", and saying set into a relative clause ("which critics say is a prison").
"""

from collections.abc import Iterable
from dataclasses import replace

from factcheck.text.attribution import Report, Source, source_of
from factcheck.text.clauses import Clause
from factcheck.text.languages import Pack
from factcheck.text.lexicon import lexicon
from factcheck.text.parsed import Parsed, Word, group
from factcheck.text.saying import is_saying

_NOMINAL = ("DET", "NOUN", "PROPN", "ADJ", "PRON", "NUM", "PART")
_NAMES = ("NOUN", "PROPN")
_RELATIVES = frozenset(["which", "who", "that"])
#: "which the statistics office of the town says is": at most so many words before the verb.
_LONGEST = 8
_SHORTEST = 5
#: A sentence that tells of who speaks next has at most so many words; twice as many where it says that somebody tells
#: something (« Une voisine, qui a tout vu de sa fenêtre, raconte une autre histoire »).
_TOLD = 25


def view(words: list[Word], clause: Clause, heads: Iterable[int], pack: Pack) -> Source | None:
    """Whose view, figure or accusation the whole clause gives; None where it gives nobody's."""
    first = clause.first + (words[clause.first].pos == "CCONJ")
    if (taken_up := _taken_up(words, clause, pack)) is not None:
        return taken_up
    own = [head for head in (clause.head, *heads) if first <= head <= clause.last]
    if first >= clause.last or not own:
        return None
    if (found := inserted(words, clause, first, pack)) is not None:
        return source_of(words, found[0], found[1], pack)
    if pack.code == "fr":
        figure = _agent(words, clause, pack) or _set_at(words, clause, pack)
        for finds in (_gives_figure, _foretells, _appraises):
            figure = figure or finds(words, clause, own[0], pack)
        if figure is not None:
            return figure
    if for_whom(words, clause, first, pack) and words[clause.head].head != clause.head:
        bearer = words[clause.head].head
        above = words[bearer].head  # « Ana Sol, politologue à X, pour qui … »: her name
        beside = (
            words[bearer].dep in ("appos", "nmod", "conj", "dep") and words[above].pos == "PROPN" and above < bearer
        )
        return source_of(words, above if beside else bearer, first, pack)
    return _by_verb(words, own[0], pack)


def _taken_up(words: list[Word], clause: Clause, pack: Pack) -> Source | None:
    """Who says something of what was said before (« Une version que dément le groupe. »): a
    sentence that is nothing but the noun and its relative clause.
    """
    if len(words) < _SHORTEST:
        return None
    noun = 1 + (words[1].pos == "ADJ")
    what = (
        words[0].low == "ce" and words[1].low in ("que", "qu'") and words[-1].text == "."
    )  # « Ce que l'agence réfute. »
    resumes = (
        pack.code == "fr" and clause.role == "main" and (what or words[0].low in pack.words("clauses", "indefinite"))
    )
    taken_up = what or words[noun].low in pack.words("clauses", "resuming")
    if not resumes or not taken_up:
        return None
    verbs = [n for n in range(noun, len(words)) if words[n].finite]
    verbs = [group(words, v) for v in verbs]
    if not verbs or (not what and words[words[0].head].finite) or not is_saying(words, verbs[0], pack):
        return None
    verb = verbs[0]
    if not any(w.low in pack.words("clauses", "relatives") for w in words[:verb]):
        return None  # « Un bilan faisait état de huit morts. »
    before = (k for k in words[verb].kids if words[k].dep == "nsubj" and noun + 1 < k < verb)
    after = (k for k in range(verb + 1, len(words)) if words[k].pos in _NAMES)
    subject = next(before, None) or next(after, None)
    return source_of(words, subject, verb, pack) if subject is not None else None


def short_answer(words: list[Word], pack: Pack) -> tuple[Source, int] | None:
    """Who answers in a word (« Faux, rétorque un ancien cadre »), and the place of the verb."""
    comma = next((n for n in range(1, min(4, len(words) - 2)) if words[n].text == ","), None)
    if pack.code != "fr" or comma is None or any(w.finite or w.pos in ("DET", "ADP", "CCONJ") for w in words[:comma]):
        return None
    verb = comma + 1
    if not words[verb].finite or not is_saying(words, verb, pack) or words[verb + 1].pos not in ("DET", "PROPN"):
        return None
    subject = next((n for n in range(verb + 1, len(words)) if words[n].pos in _NAMES or words[n].finite), None)
    plain = words[0].pos in ("ADJ", "INTJ") or words[0].low in pack.words("reporting", "answers")
    if subject is None or words[subject].finite or not plain:
        return None
    found = source_of(words, subject, verb, pack)
    return (found, verb) if found is not None else None


def introduces(sentence: Parsed, pack: Pack) -> Source | None:
    """Who does something before a colon and the quotation behind it (« Une élue va plus loin : « … » »)."""
    words = sentence.words
    verb = next((n for n, word in enumerate(words) if word.finite and word.head == n), None)
    if pack.code != "fr" or verb is None or words[-1].text != ":" or words[verb].pos == "AUX":
        return None
    subject = next((k for k in words[verb].kids if words[k].dep == "nsubj" and k < verb), None)
    impersonal = subject is None or words[subject].low in (*pack.words("reporting", "nobody"), "ce", "c'", "cela")
    if impersonal or subject is None or words[verb].low == "est":
        return None
    found = source_of(words, subject, verb, pack)
    return replace(found, rule="quote") if found is not None else None


def quoted_as_saying(words: list[Word], clause: Clause, pack: Pack) -> Report | None:
    """ "The minister is quoted as saying that P"."""
    for n in range(clause.first + 2, clause.last - 1):
        if (
            words[n].low == "saying"
            and words[n - 1].low == "as"
            and words[n - 2].low in ("quoted", "reported", "cited")
        ):
            subject = next((k for k in words[n - 2].kids if words[k].dep == "nsubj"), None)
            first = n + 1 + (words[n + 1].low in pack.words("reporting", "complementizers"))
            source = source_of(words, subject, n, pack) if subject is not None else None
            return Report(first, clause.last, replace(source, rule="verb")) if source is not None else None
    return None


def told_of(sentence: Parsed, pack: Pack) -> Source | None:
    """The person that a short French sentence tells of, who may speak in the quotation behind it."""
    words = sentence.words
    head = next((n for n, word in enumerate(words) if word.head == n), 0)
    if pack.code != "fr" or not any(w.finite for w in words) or len(words) > 2 * _TOLD:
        return None
    subject = next((k for k in words[head].kids if words[k].dep == "nsubj" and k < head), None)
    if subject is None:
        return None
    office = words[subject].low in pack.words("reporting", "holders") | pack.words("standalone", "titles")
    named = sum(w.text.istitle() for w in words[max(subject, 1) : min(subject + 5, head)]) > 1
    tells = words[head].low in lexicon(pack).reporting  # « Une voisine raconte une autre histoire »
    short = len(words) <= _TOLD and (office or named)
    found = source_of(words, subject, head, pack) if short or tells else None
    return replace(found, rule="quote") if found is not None else None


def subject_before(sentence: Parsed, pack: Pack, *, plural: bool) -> Source | None:
    """The subject of a sentence, whose view the next one gives (« Un autre se montre réservé : à ses yeux, … »)."""
    words = sentence.words
    head = next((n for n, word in enumerate(words) if word.head == n), 0)
    subject = next((k for k in words[head].kids if words[k].dep == "nsubj" and k < head), None)
    several = subject is not None and "Number=Plur" in words[subject].morph
    return source_of(words, subject, head, pack) if subject is not None and several == plural else None


def for_whom(words: list[Word], clause: Clause, first: int, pack: Pack) -> bool:
    """Whether a relative clause gives the view of its antecedent ("the agency, for whom the risk is low")."""
    opening = f"{words[first].low} {words[min(first + 1, len(words) - 1)].low}"
    return clause.role == "relative" and opening in pack.words("reporting", "for_whom")


def _by_verb(words: list[Word], head: int, pack: Pack) -> Source | None:
    kids = words[head].kids
    passive = any(words[k].dep == "auxpass" for k in kids)
    subject = next((k for k in kids if words[k].dep == "nsubj" and k < head), None)
    low = words[head].low
    if passive:
        by = next((k for k in kids if words[k].dep == "agent"), None)
        accuser = next((k for k in words[by].kids if words[k].dep == "pobj"), None) if by is not None else None
        if accuser is None or low not in pack.words("reporting", "accused"):
            return None
        last = next((n - 1 for n in range(accuser + 1, len(words)) if words[n].pos not in _NAMES), accuser)
        return source_of(words, accuser, head, pack, first=words[accuser].left, last=last)
    object_ = next((k for k in kids if words[k].dep == "obj"), None)
    if subject is None or object_ is None:
        return None
    if words[subject].low in _RELATIVES and words[head].dep == "relcl":
        subject = words[head].head
    puts = low in pack.words("reporting", "putting") and _at_a_number(words, head, pack)
    calls = low in pack.words("reporting", "calling") and _is_called(words, head, object_)
    return source_of(words, subject, head, pack) if puts or calls else None


def _agent(words: list[Word], clause: Clause, pack: Pack) -> Source | None:
    """Who denies or confirms what a noun takes up (« , une version démentie par la police »)."""
    if clause.role != "apposed" or words[clause.head].low not in lexicon(pack).denying | lexicon(pack).affirming:
        return None
    by = next((n for n in range(clause.head + 1, clause.last) if words[n].low == "par"), None)
    names = range(by + 1, clause.last + 1) if by is not None else range(0)
    subject = next((n for n in names if words[n].pos in _NAMES), None)
    return source_of(words, subject, clause.head, pack) if subject is not None else None


def _set_at(words: list[Word], clause: Clause, pack: Pack) -> Source | None:
    """Who puts a figure in the place of another (« un bilan que les rebelles portent à plus de cinquante »)."""
    begin = max(clause.first - 1, 0)
    que = next((n for n in range(begin, min(clause.first + 4, clause.last)) if words[n].low in ("que", "qu'")), None)
    verb = next((n for n in range(que + 1, clause.last) if words[n].finite), None) if que is not None else None
    if que is None or verb is None or verb - que > _LONGEST or not _at_a_number(words, verb, pack):
        return None
    if words[verb].low not in pack.words("reporting", "putting") | pack.words("reporting", "replacing"):
        return None
    subject = next((n for n in range(que + 1, verb) if words[n].pos in (*_NAMES, "PRON")), None)
    return source_of(words, subject, verb, pack, first=que + 1, last=verb - 1) if subject is not None else None


def _gives_figure(words: list[Word], clause: Clause, head: int, pack: Pack) -> Source | None:
    """Who gives a figure (« La mairie donne un bilan de trois morts »)."""
    subject = next((k for k in words[head].kids if words[k].dep == "nsubj" and k < head), None)
    if words[head].low not in pack.words("reporting", "giving"):
        return None
    noun = next((n for n in range(head + 1, min(head + 5, clause.last)) if words[n].pos == "NOUN"), None)
    if subject is None or noun is None or words[noun].low not in pack.words("reporting", "figures"):
        return None
    counted = any(w.pos == "NUM" for w in words[noun + 1 : clause.last + 1])
    return source_of(words, subject, head, pack) if counted and words[subject].pos in _NAMES else None


def _foretells(words: list[Word], clause: Clause, head: int, pack: Pack) -> Source | None:
    """Who foretells a figure (« La Cour prévoit 2 % ») or expects something (« Elle s'attend à une hausse »).

    A pronoun foretells where it stands for people who work together: a law or a plan says what will be.
    """
    subject = next((k for k in words[head].kids if words[k].dep == "nsubj" and k < head), None)
    if subject is None or head + 1 > clause.last:
        return None
    expects = words[head].low in pack.words("reporting", "expecting") and words[head + 1].low in ("à", "au", "aux")
    if expects and words[head - 1].low == "s'":
        return source_of(words, subject, head, pack)
    counted = any(w.pos in ("NUM", "SYM") for w in words[head + 1 : clause.last + 1])
    if not counted or words[head].low not in pack.words("reporting", "forecasting"):
        return None
    if words[subject].low in ("il", "elle"):
        found = source_of(words, subject, head, pack)
        return replace(found, if_body=True) if found is not None else None
    speaks = pack.words("reporting", "holders") | pack.words("reporting", "houses")
    told = words[subject].text[:1].isupper() or words[subject].low in speaks
    named = words[subject].pos in _NAMES and words[subject].low not in pack.words("reporting", "pronouns")
    return source_of(words, subject, head, pack) if named and told else None


def _appraises(words: list[Word], clause: Clause, head: int, pack: Pack) -> Source | None:
    """Whose words are quoted in what somebody praises or blames (« Le ministre a salué une décision « sage » »)."""
    subject = next((k for k in words[head].kids if words[k].dep == "nsubj" and k < head), None)
    if subject is None or words[head].low not in pack.words("reporting", "appraising"):
        return None
    quoted = next((n for n in range(head + 1, clause.last) if words[n].text in ('"', "«") or words[n].finite), None)
    if quoted is None or words[quoted].finite or words[subject].low in _RELATIVES | {"qui"}:
        return None
    return source_of(words, subject, head, pack)


def _at_a_number(words: list[Word], head: int, pack: Pack) -> bool:
    """Whether a figure follows ("put the number of dead at 40")."""
    marks = pack.words("reporting", "putting_at")
    for n in range(head + 1, min(head + 14, len(words) - 1)):
        after = words[n + 1 : n + 5] if words[n].low in marks else []
        told = (w.pos in ("NUM", "SYM") or w.text[0].isdigit() for w in after)
        if any(told) or any(w.low in pack.words("kinds", "number_words") for w in after):
            return True
    return False


def _is_called(words: list[Word], head: int, object_: int) -> bool:
    """Whether something is said of the object ("called the decision reckless", "called it "a farce"")."""
    told = [
        k for k in words[head].kids if k > max(object_, head) and words[k].dep in ("xcomp", "oprd", "ccomp", "advcl")
    ]
    if any(words[k].pos in ("ADJ", "NOUN", "PROPN", "NUM") and words[k].tag not in ("VB", "VBG") for k in told):
        return not any(words[k].low == "to" for t in told for k in words[t].kids)
    return words[object_].pos != "PRON" and any(words[k].pos == "ADJ" and k > object_ for k in words[object_].kids)


def inserted(words: list[Word], clause: Clause, first: int, pack: Pack) -> tuple[int, int] | None:
    """The subject and the verb of saying that stand between a relative pronoun and its verb.

    The pronoun may stand in the clause before ("which the firm calls a camp, but critics say is a prison").
    """
    relative = words[first].low in _RELATIVES
    shared = clause.role == "coordinated" and any(w.low in _RELATIVES and w.pos == "PRON" for w in words[:first])
    if not (relative if clause.role == "relative" else shared):
        return None
    for verb in range(first + 1 + relative, min(clause.last, first + _LONGEST)):
        after = verb + 1 + (words[verb + 1].pos in ("ADV", "PART"))  # "which the firm said never arrived"
        if words[verb].low in lexicon(pack).reporting and after <= clause.last and words[after].finite:
            nominal = all(w.pos in _NOMINAL for w in words[first + relative : verb])
            return (verb - 1, verb) if nominal and words[verb - 1].pos in ("NOUN", "PROPN", "PRON") else None
        if words[verb].finite:
            return None
    return None
