"""Check-worthiness: what to check first, from 0 to 1, with what raised or lowered it.

Each thing that a clause is or has gives points, and the score is their logistic function: no points are one half, two
are .88, minus two .12. The points are rounded to quarters by hand; docs/splitting.md tells how they were chosen and
what each is worth.
"""

from collections.abc import Iterator
from itertools import dropwhile, takewhile
from math import exp

from factcheck.domain.claim import Kind, Reason
from factcheck.text.draft import Draft
from factcheck.text.kinds import opinion
from factcheck.text.languages import Pack
from factcheck.text.parsed import Word

_KIND = {
    Kind.QUANTITY: 1.0, Kind.FACTUAL: 0.5, Kind.QUOTE: 0.25, Kind.PREDICTION: -0.75, Kind.OPINION: -1.75,
}  # fmt: skip
#: What these are worth whatever they hold.
_FIXED = {Kind.QUESTION: 0.04, Kind.BOILERPLATE: 0.0}
_POINTS = {
    "named-actor": 0.25, "number": 1.0, "event": 0.75, "harm": 0.25, "importance": 0.5, "attributed-claim": 0.5,
    "dated": 0.5, "borrowed-words": -0.5, "first-person": -0.5, "view": -1.0, "supposition": -1.0, "short": -1.0,
    "reaction": -1.25, "procedure": -2.5,
}  # fmt: skip
_QUOTATION_MARKS = frozenset('«»"')
#: The auxiliaries of the French conditional of hearsay, which tells news and supposes nothing.
_HEARSAY = frozenset(["aurait", "auraient", "serait", "seraient"])


def points(draft: Draft, pack: Pack, kind: Kind, number: str) -> tuple[float, list[Reason]]:
    """A draft's points and their reasons, before it is known whether it can be dated; ``number`` is what it states."""
    reasons = [Reason("check_worthiness", f"worth-{kind}")]
    if kind in _FIXED:
        return 0.0, reasons
    found = [*_raising(draft, pack, kind, number), *_lowering(draft, pack, kind)]
    reasons += [Reason("check_worthiness", rule, phrase) for rule, phrase in found]
    return _KIND[kind] + sum(_POINTS[rule] for rule, _ in found), reasons


def score(gained: float, kind: Kind, *, dated: bool) -> tuple[float, list[Reason]]:
    """The score from 0 to 1; ``dated`` says that the words or the story tell a date (not the article's own alone)."""
    if kind in _FIXED:
        return _FIXED[kind], []
    reasons = [Reason("check_worthiness", "dated")] if dated else []
    return round(1 / (1 + exp(-gained - _POINTS["dated"] * dated)), 3), reasons


def _raising(draft: Draft, pack: Pack, kind: Kind, number: str) -> Iterator[tuple[str, str]]:
    """What makes a clause more worth checking: the rules and the words that they found."""
    if name := _name(draft.words):
        yield "named-actor", name
    if figure := number or next((word.text for word in draft.words if any(c.isdigit() for c in word.text)), ""):
        yield "number", figure
    if _has_happened(draft, pack):
        yield "event", ""
    if match := pack.pattern("worthiness", "accusation").search(draft.low):
        yield "harm", match.group()
    if match := pack.pattern("worthiness", "importance").search(draft.low):
        yield "importance", match.group()
    if draft.voice is not None and kind in (Kind.FACTUAL, Kind.QUANTITY):
        yield "attributed-claim", ""


def _name(words: list[Word]) -> str:
    """The first name, with all its words."""
    names = dropwhile(lambda word: word.pos != "PROPN", words)
    return " ".join(word.text for word in takewhile(lambda word: word.pos == "PROPN", names))


def _lowering(draft: Draft, pack: Pack, kind: Kind) -> Iterator[tuple[str, str]]:
    """What makes a clause less worth checking."""
    words, low = draft.words, draft.low
    if match := pack.regexes("worthiness", "procedure").search(low.rstrip(" .")):
        yield "procedure", match.group()
    reactions = pack.words("worthiness", "reaction")
    if verb := next((word.text for word in words if word.low in reactions and word.pos in ("VERB", "AUX")), ""):
        yield "reaction", verb
    if kind not in (Kind.OPINION, Kind.PREDICTION) and (view := _view(draft, pack)):
        yield "view", view
    supposing = next((word.text for word in words if _supposes(word, pack)), "")
    if supposing and kind is not Kind.PREDICTION:
        yield "supposition", supposing
    if not draft.quoted and _QUOTATION_MARKS & set(low):
        yield "borrowed-words", ""
    if speaker := _speaker(words, pack):
        yield "first-person", speaker
    if sum(any(c.isalnum() for c in word.text) for word in words) < 5:
        yield "short", ""


def _has_happened(draft: Draft, pack: Pack) -> bool:
    """Whether the clause's verb stands in a past tense.

    The French parser takes « est tombé » for a passive and many an imperfect for a present.
    """
    perfect, past = pack.words("kinds", "perfect"), pack.regexes("worthiness", "past")
    return draft.tense in ("past", "perfect") or any(
        (word.dep == "auxpass" and word.low in perfect) or (word.finite and past.fullmatch(word.low) is not None)
        for word in draft.words
    )


def _speaker(words: list[Word], pack: Pack) -> str:
    """A first person; « Me » before a name is a lawyer's title."""
    first = pack.words("standalone", "first_person")
    for n, word in enumerate(words):
        title = word.text == "Me" and n + 1 < len(words) and words[n + 1].pos == "PROPN"
        if word.low in first and not title:
            return word.text
    return ""


def _view(draft: Draft, pack: Pack) -> str:
    """A judging word, in what is quoted too, or one that tells what somebody feels, thinks or wants."""
    feeling = pack.words("worthiness", "feeling")
    felt = next((word.text for word in draft.words if word.low in feeling), "")
    return felt or opinion(draft.words, draft.low, pack, measured=bool(draft.times))


def _supposes(word: Word, pack: Pack) -> bool:
    """Whether a word puts the clause under a condition or ahead of the article ("if", "would", « viendra »)."""
    if word.low in pack.words("worthiness", "supposing"):
        return word.pos in ("SCONJ", "AUX", "VERB")
    return "Tense=Fut" in word.morph or ("Mood=Cnd" in word.morph and word.low not in _HEARSAY)
