"""What a clause needs from its sentence to stand alone: its subject, its antecedent, full names, dates."""

from factcheck.text import descriptions, owning, participles
from factcheck.text.antecedents import antecedent_of, named_by, thing
from factcheck.text.clauses import Clause
from factcheck.text.context import Context
from factcheck.text.dates import Found
from factcheck.text.dating import dated
from factcheck.text.languages import Pack
from factcheck.text.lexicon import lexicon
from factcheck.text.normalise import Copy
from factcheck.text.parsed import Word
from factcheck.text.people import Entity, names
from factcheck.text.standalone import Swap
from factcheck.text.views import for_whom, inserted

_SUBJECTS = ("nsubj", "expl", "csubj")
_ANTECEDENTS = ("NOUN", "PROPN", "PRON", "ADJ", "NUM")
RELATIVES = frozenset(["qui", "who", "which", "that", "whose"])


def swaps(
    words: list[Word], context: Context, before: list[Entity], pack: Pack, *, quoted: bool, claimant: str = ""
) -> list[Swap]:
    """Replacements inside the clause: its subject pronoun by whom it stands for, short names by full ones.

    ``before`` are the subjects of the same sentence that stand before the clause; ``claimant`` says what is reported,
    so that a pronoun may be its own.
    """
    out: list[Swap] = []
    n = next((n for n, w in enumerate(words) if w.dep in ("nsubj", "expl") or w.finite), None)
    if (
        n is not None
        and words[n].dep == "nsubj"
        and words[n].pos == "PRON"
        and not quoted
        and not words[n].low.endswith("-ci")
        and not _impersonal(words, n, pack)
    ):
        may_be, sure = context.himself(words[n].low, claimant, acts=_acts(words, n, pack))
        entity = context.resolve(words[n].low, before, closest=not claimant) if not may_be else None
        if entity is None and not may_be and not before:
            entity = context.taken_up(words[n].low)
        if sure:
            out.append(Swap(words[n].start, words[n].end, claimant))
        elif entity is not None and _numbers_agree(words, n, entity):
            name = context.long_name(entity.name)
            inside = n > 0 and not entity.named and name.split()[0].lower() in pack.words("standalone", "determiners")
            out.append(Swap(words[n].start, words[n].end, name[:1].lower() + name[1:] if inside else name))
    out.extend(_headless(words))
    out.extend(owning.swaps(words, context, claimant, pack))
    by_name = descriptions.named(words, context.namings, pack)
    out.extend(by_name or descriptions.swaps(words, context.descriptions, pack))
    said = {word.text for word in words}
    addresses = pack.words("standalone", "addresses")
    for begin, last in names(words):
        first = begin + 1 if begin < last and words[begin].low.rstrip(".") in addresses else begin
        full = context.long_name(words[last].text)
        if first == last and full != words[last].text and full.split()[0] not in said:
            titled = first and words[first - 1].low.rstrip(".") in pack.words("standalone", "titles")
            out.append(
                _titled(words, first, last, full, pack) if titled else Swap(words[first].start, words[last].end, full)
            )
    return out


def _numbers_agree(words: list[Word], pronoun: int, entity: Entity) -> bool:
    """Whether the verb of a pronoun has the number of the one it is to stand for."""
    verb = next((w for w in words[pronoun + 1 : pronoun + 6] if w.finite), None)
    if verb is None or "Number=" not in verb.morph:
        return True
    return ("Number=Plur" in verb.morph) == entity.plural


def _headless(words: list[Word]) -> list[Swap]:
    """ "La ville qui aurait refusé l'offre" as a whole sentence: its relative pronoun goes."""
    verb = next((n for n, word in enumerate(words) if word.finite), 0)
    before = [n for n in range(verb) if words[n].low in ("qui", "who")]
    if len(before) != 1 or any(word.finite for word in words[verb + 1 :]) or before[0] == 0:
        return []
    pronoun = words[before[0]]
    bound = words[before[0] - 1].pos not in _ANTECEDENTS or words[before[0] - 1].low == "ce"
    return [] if bound else [Swap(pronoun.start, pronoun.end, "")]


def _acts(words: list[Word], pronoun: int, pack: Pack) -> bool:
    """Whether the verb of a pronoun tells what only somebody does."""
    after = words[pronoun + 1 : pronoun + 6]
    verb = next((w for w in after if w.pos in ("VERB", "NOUN")), None)
    return verb is not None and verb.low in lexicon(pack).acting


def _impersonal(words: list[Word], n: int, pack: Pack) -> bool:
    """Whether "il" or "it" stands for nothing ("il y a", "it is clear that")."""
    after = " ".join(w.low for w in words[n + 1 : n + 4])
    if pack.regexes("standalone", "impersonal").match(after):
        return True
    return (
        words[n].low == "it"
        and not _acts(words, n, pack)
        and any(w.low in ("that", "to") and w.pos in ("SCONJ", "PART") for w in words[n + 2 : n + 8])
    )


def _titled(words: list[Word], first: int, last: int, full: str, pack: Pack) -> Swap:
    """ "Mr Key" to the full name: the short form of address gives way."""
    short = words[first - 1].low.rstrip(".") in pack.words("standalone", "addresses")
    return Swap(words[first - 1].start if short else words[first].start, words[last].end, full)


def is_plural(words: list[Word], start: int, end: int) -> bool:
    """Whether the noun or pronoun between two offsets is plural."""
    head = next((w for w in words if start <= w.start < end and w.pos in ("NOUN", "PRON", "PROPN")), None)
    return head is not None and "Number=Plur" in head.morph


def lead(
    clause: Clause,
    first: int,
    words: list[Word],
    heads: dict[int, int],
    context: Context,
    copy: Copy,
    pack: Pack,
    claimant: str = "",
) -> str:
    """The words to put before a clause that has lost its subject ("then transferred to …", "which is …").

    ``claimant`` says what is reported, so that a pronoun that is the subject may be its own.
    """
    by_order = clause.role == "coordinated" and words[first].low in ("qui", "who")
    if (clause.role == "relative" and words[first].low in RELATIVES) or by_order:
        return _relative_lead(clause, first, words, heads, context, copy, pack)
    if clause.role == "coordinated" and inserted(words, clause, first, pack) is not None:
        relative = next(n for n in range(first, -1, -1) if words[n].low in RELATIVES and words[n].pos == "PRON")
        told = words[words[relative].head]
        known = told.dep == "relcl" and words[told.head].pos in ("NOUN", "PROPN")
        return context.phrase(words, thing(words, told.head), copy) if known else ""
    if clause.role == "participle":
        return participles.happened(clause, first, words, context, copy, pack)
    verb = heads.get(clause.head, clause.head)
    before = [w for w in words[first:verb] if "Reflex=Yes" not in w.morph]
    opens = all(w.pos in ("ADV", "PART", "AUX") or w.dep in ("neg", "advmod") for w in before)
    own = [words[k] for k in words[clause.head].kids if "Reflex=Yes" not in words[k].morph]  # « et se lance »
    has_subject = any(w.dep in _SUBJECTS for w in own)
    if clause.role != "coordinated" or verb < first or not opens or has_subject:
        return ""
    return _shared_subject(clause.head, verb, first, words, context, copy, claimant)


def _relative_lead(
    clause: Clause, first: int, words: list[Word], heads: dict[int, int], context: Context, copy: Copy, pack: Pack
) -> str:
    """The antecedent of a relative clause; "" where the whole clause before it may be meant."""
    antecedent = antecedent_of(words, clause)
    if words[first].low == "qui" and not context.people.may_be_person(words[antecedent].text):
        antecedent = named_by(words, antecedent)
    if words[antecedent].low in context.pack.table("dates").get("weekdays", {}):
        verb = words[words[words[antecedent].head].head]  # "unveiled a chip on Monday, which …": the chip
        antecedent = next((k for k in verb.kids if words[k].dep == "obj"), antecedent)
        if words[antecedent].dep != "obj":
            return ""
    bare = words[antecedent].pos == "NOUN" and not any(words[k].pos == "DET" for k in words[antecedent].kids)
    is_something = words[clause.head].low in ("is", "was", "are", "were", "been", "be")
    acts = any(words[k].dep == "obj" for k in words[clause.head].kids) and words[antecedent].pos == "NOUN"
    if (bare or acts) and words[first].low == "which" and not is_something and not _of_noun(words, clause, heads):
        return ""  # "the law bans fireworks, which angered shopkeepers": the whole clause may be meant
    if _is_object(words, clause, first) and inserted(words, clause, first, pack) is None:
        return ""
    said = context.phrase(words, antecedent, copy)
    return f"{said}'s" if words[first].low == "whose" else said


def _of_noun(words: list[Word], clause: Clause, heads: dict[int, int]) -> bool:
    """Whether "which" can only speak of the noun: the main verb is still to come, or its own is "have" or plural."""
    verb = words[heads.get(clause.head, clause.head)]
    to_come = clause.last + 2 < len(words) and words[clause.last + 1].text == "," and words[clause.last + 2].finite
    return to_come or verb.low in ("have", "had", "are", "were") or "Number=Plur" in verb.morph


def _is_object(words: list[Word], clause: Clause, first: int) -> bool:
    """Whether a relative pronoun is not its clause's subject ("which critics call …")."""
    subject = any(words[k].dep == "nsubj" and k != first for k in words[clause.head].kids)
    return subject and words[first].low not in ("whose", "qui")


def moved_antecedent(clause: Clause, first: int, words: list[Word], context: Context, copy: Copy) -> list[Swap]:
    """The antecedent put in the object's place: "critics call" + "the camp" + "a prison"."""
    if clause.role != "relative" or words[first].low not in RELATIVES or not _is_object(words, clause, first):
        return []
    if words[first].dep != "obj" or words[first].head != clause.head:
        return []
    antecedent = thing(words, antecedent_of(words, clause))
    if words[antecedent].pos == "NOUN" and not any(words[k].pos == "DET" for k in words[antecedent].kids):
        return []  # "bans fireworks, which shopkeepers call a mistake": the whole clause may be meant
    verb, said = words[clause.head], context.phrase(words, antecedent, copy)
    if words[antecedent].pos == "NOUN":
        said = said[:1].lower() + said[1:]
    return [Swap(words[first].start, words[first].end, ""), Swap(verb.end, verb.end, f" {said}")]


def without_saying(clause: Clause, first: int, lead: str, words: list[Word], pack: Pack) -> list[Swap]:
    """Takes the saying out of "which critics say is a prison" and "for whom …", whose source goes to the end."""
    if for_whom(words, clause, first, pack):
        return [Swap(words[first].start, words[first + 1].end, "")]
    found = inserted(words, clause, first, pack)
    if found is None or not lead or lead.endswith(","):
        return []
    return [Swap(words[first].start, words[found[1]].end, "")]


def own_infinitive(words: list[Word], pack: Pack) -> list[Swap]:
    """« La Russie a affirmé avoir détruit » to « La Russie a détruit »: what the claimant says of itself."""
    auxiliaries = pack.table("standalone").get("infinitive_auxiliaries", {})
    n = next((n for n, word in enumerate(words) if word.low in auxiliaries), None)
    verb = next((n for n, word in enumerate(words) if word.finite), None)
    if n is None or verb is None or not verb < n <= verb + 3 or n + 1 >= len(words):
        return []
    saying = [w.low for w in words[verb:n] if w.pos in ("VERB", "AUX")]
    affirms = bool(saying) and saying[-1] in lexicon(pack).affirming
    denied = any(w.low in pack.words("clauses", "negations") for w in words[max(verb - 1, 0) : n])
    if "VerbForm=Part" not in words[n + 1].morph or not affirms or denied:
        return []
    singular, plural = auxiliaries[words[n].low]
    form = plural if "Number=Plur" in words[verb].morph else singular
    return [Swap(words[verb].start, words[n].end, str(form))]


def as_a_fact(words: list[Word], pack: Pack) -> list[Swap]:
    """« regrette que le vote ait été repoussé » to « le vote a été repoussé »: the verb's mood was the report's."""
    verb = next((w for w in words if w.finite), None)
    forms = pack.table("standalone").get("subjunctive", {})
    if verb is None or verb.pos != "AUX" or verb.low not in forms:
        return []
    return [Swap(verb.start, verb.end, str(forms[verb.low]))]


def aside_source(words: list[Word], start: int, end: int, pack: Pack) -> Swap | None:
    """Takes "according to X" out of the middle of a clause, with the commas around it; None at an edge."""
    own = [n for n, word in enumerate(words) if start <= word.start and word.end <= end]
    if not own or own[0] == 0 or own[-1] == len(words) - 1:
        return None
    first, last = own[0], own[-1]
    if words[last + 1].low in pack.words("clauses", "relatives"):
        return None
    if words[first - 1].text == "," and words[last + 1].text == ",":
        first, last = first - 1, last + 1
    opens = words[0].pos == "SCONJ" or not any(
        w.dep in _SUBJECTS or w.finite for w in words[:first]
    )  # "Since 2019, X says, 400 …"
    return Swap(words[first - 1].end, words[last].end, "," if opens and words[last].text == "," else "")


def without_asides(words: list[Word], asides: list[tuple[int, int]], last: int) -> list[Swap]:
    """Takes relative and participial clauses between two commas out of a wording: each is a claim of its own."""
    out = []
    for start, end in asides:
        opens = start - 1 if words[start - 1].text == "," else start - 2
        closed = end + 1 < last and words[end + 1].text == ","
        refers = any(w.low in ("en", "y") and w.pos == "PRON" for w in words[end + 1 : last + 1])
        if opens < 1 or words[opens].text != "," or not closed or refers:
            continue  # « L'usine, qui comptait 100 ouvriers, n'en emploie plus que dix »
        out.append(Swap(words[opens - 1].end, words[end + 1].end, ""))
    return out


def _shared_subject(
    head: int, verb: int, first: int, words: list[Word], context: Context, copy: Copy, claimant: str
) -> str:
    """The subject (and for a participle the auxiliary) of the clause that this one is joined to."""
    n = head
    says = words[head].low in lexicon(context.pack).reporting
    for _ in range(4):
        if words[n].dep not in ("conj", "ccomp"):
            break
        n = words[n].head
        above = words[n].head
        if says and words[n].dep == "ccomp" and words[above].low in lexicon(context.pack).reporting:
            continue  # "she said that P, and promised Q": she did both
        content = next((k for k in words[n].kids if words[k].dep == "ccomp" and k < n), None)
        if content is not None and not says and words[n].low in lexicon(context.pack).reporting:
            n = content  # "Most will go, she said, and will not come back"
        subject = next((k for k in words[n].kids if words[k].dep == "nsubj"), None)
        if subject is not None and words[subject].low in RELATIVES and words[n].dep == "relcl":
            subject = words[n].head  # "the ship, which was built in 1988 and had passed an inspection"
        if subject is not None and subject < first and _agree(words, subject, verb):
            shares = not words[verb].finite
            auxiliary = [words[k].text for k in words[n].kids if words[k].dep in ("aux", "auxpass")] if shares else []
            acts = words[verb].low in lexicon(context.pack).acting or _acts(words, subject, context.pack)
            may_be, sure = context.himself(words[subject].low, claimant, acts=acts)
            said = claimant if sure else words[subject].text if may_be else context.phrase(words, subject, copy)
            return " ".join([said, *auxiliary])
    return ""


def _agree(words: list[Word], subject: int, verb: int) -> bool:
    """Whether both are singular or plural, as far as their forms tell, and no quotation ends between them."""
    numbers = [n for n in ("Number=Sing", "Number=Plur") if n in words[verb].morph]
    marks = [word.text for word in words[subject:verb] if word.text in '"«»']
    if marks and (marks[0] == "»" or (marks[0] == '"' and len(marks) % 2)):
        return False
    return not numbers or "Number=" not in words[subject].morph or numbers[0] in words[subject].morph


def goes_on(words: list[Word], clause: Clause, first: int) -> bool:
    """Whether a clause tells more of all that stands before it: a participle, "which …", « ce qui … »."""
    if clause.role == "participle":
        return True
    opening = [word.low for word in words[first : first + 2]]
    return clause.role == "relative" and (opening[:1] == ["which"] or opening in (["ce", "qui"], ["ce", "que"]))


def before(
    clause: Clause, parent: Clause, words: list[Word], copy: Copy, dates: list[Found], others: list[Swap], pack: Pack
) -> str:
    """The clause that another goes on ("A quake struck the island," + "killing 40"), dates and names in full."""
    word = words[clause.head]
    goes_on = word.tag == "VBG" or "Tense=Pres|VerbForm=Part" in word.morph
    goes_on = goes_on or words[clause.first].low == "avant"  # « , avant de se rétracter »
    if clause.role == "participle" and not goes_on:
        return ""
    last = min(parent.last, clause.lead - 1)
    while last > parent.first and words[last].pos == "PUNCT":
        last -= 1
    if parent.first >= last or not any(w.finite for w in words[parent.first : last + 1]):
        return ""
    start = words[next(n for n in range(parent.first, last + 1) if words[n].pos != "PUNCT")].start
    text = copy.text[start : words[last].end]
    for swap in sorted([*others, *dated(dates, text, start, pack)], key=lambda s: -s.start):
        if swap.start < start or swap.end > words[last].end:
            continue
        text = text[: swap.start - start] + swap.words + text[swap.end - start :]
    return text + ","
