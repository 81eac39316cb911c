"""Dates that no word of the clause gives: from its sentence, from what the article said of the event, from the news.

Only where the tense allows it, and always with a reason that says so, because a date that is read from the article
and not from the words is a guess that a reviewer should see as one.
"""

import re

from factcheck.domain.dates import Partial
from factcheck.text.draft import Draft
from factcheck.text.languages import Pack
from factcheck.text.parsed import Word

#: Perfect tenses tell news in this many first paragraphs; further down they tell background.
_NEWS_PARAGRAPHS = 3
#: A date this many days from the article's is the story's own.
_STORY_DAYS = 45

_BEFORE = {"past", "perfect"}

_TENSES = {"hearsay": ("Mood=Cnd",), "future": ("Tense=Fut", "MD"), "past": ("Tense=Imp", "Tense=Past", "VBD")}
_HAVE = frozenset(["a", "ont", "ai", "avons"])
_NOT = frozenset(["pas", "plus", "jamais", "rien"])
_DONE = re.compile(r"(?:ée?s?|is|it|us?|i)$")


def tense(words: list[Word], head: int, verb: int | None) -> str:
    """The tense of a clause: present, perfect, past, hearsay, future or "" (no finite verb)."""
    if verb is None:
        return ""
    word = words[verb]
    auxiliary = verb != head and word.dep in ("aux",)
    for told, forms in _TENSES.items():
        if word.tag in forms or any(form in word.morph for form in forms):
            return told
    if word.low in _HAVE and _has_done(words, verb):
        return "perfect"
    past_participle = words[head].tag == "VBN" or "VerbForm=Part" in words[head].morph
    have = word.low in ("has", "have", "'ve", "a", "ont", "ai", "avons", "est", "sont", "s'est")
    if auxiliary and past_participle and have:
        return "perfect"
    return "present"


def _has_done(words: list[Word], verb: int) -> bool:
    """Whether a French participle follows « a » or « ont », whatever the parser took it for."""
    after = next((w for w in words[verb + 1 : verb + 5] if w.pos != "ADV" and w.low not in _NOT), None)
    return after is not None and (after.past or (after.pos == "VERB" and _DONE.search(after.low) is not None))


def foreseen(words: list[Word], head: int) -> bool:
    """Whether a French clause is what was said or thought before: its conditional is a future seen from then (« On lui
    avait promis que tout serait réglé »).
    """
    above = words[words[head].head]
    if words[head].dep != "ccomp" or above.tag == "VBN":
        return False
    auxiliaries = [words[k] for k in above.kids if words[k].dep == "aux"]
    return any("Tense=Imp" in word.morph for word in (above, *auxiliaries))


def is_general(words: list[Word], head: int, low: str, pack: Pack) -> bool:
    """Whether a present tense tells what always holds and no news ("is a duty", "each year")."""
    if pack.pattern("dates", "general").search(low):
        return True
    predicate = [k for k in words[head].kids if words[k].dep == "xcomp" and words[k].pos in ("NOUN", "PROPN")]
    nominal = words[head].pos in ("NOUN", "PROPN") and any(words[k].dep == "cop" for k in words[head].kids)
    return nominal or (bool(predicate) and words[head].low in ("is", "are", "be", "'s"))


def then(role: str, opening: Word) -> bool:
    """Whether a clause tells what came of the one before it (", killing 40", « , avant de partir »)."""
    doing = opening.tag == "VBG" or "Tense=Pres|VerbForm=Part" in opening.morph
    return role == "participle" and (doing or opening.low == "avant")


def infer_dates(drafts: list[Draft], anchor: Partial | None) -> None:
    """Give drafts without a date of their own one from the story, where the tense allows it."""
    story = _story_date(drafts, anchor)
    events: dict[str, Partial] = {}
    for n, draft in enumerate(drafts):
        if draft.boilerplate or draft.question:
            continue
        own = _own(draft)
        if own is not None:
            events.update((noun, own) for noun in draft.nouns)
            continue
        near = _of_sentence(drafts, n)
        known = next((events[noun] for noun in draft.nouns if noun in events and draft.definite), None)
        if near is not None:
            draft.fallback_date = (near, "date-sentence")
        elif draft.headline and story is not None:
            draft.fallback_date = (story, "date-article")
        elif known is not None and draft.tense in ("past", "perfect", "present"):
            draft.fallback_date = (known, "date-story")
        elif anchor is not None and _is_news(draft):
            draft.fallback_date = (anchor, "date-article")
        elif n and _goes_on(drafts[n - 1], draft):
            draft.fallback_date = drafts[n - 1].fallback_date


def _goes_on(before: Draft, draft: Draft) -> bool:
    """Whether a draft tells what came of the one before it in its sentence."""
    return draft.then and draft.sentence == before.sentence and before.start < draft.start


def _own(draft: Draft) -> Partial | None:
    if draft.settled is not None:
        return draft.settled.date
    return next((found.resolved for found in draft.own_dates), None)


def _of_sentence(drafts: list[Draft], n: int) -> Partial | None:
    """The date of another clause of the same sentence, in the same tense."""
    draft = drafts[n]
    for m in (n - 1, n + 1, n - 2, n + 2):
        if 0 <= m < len(drafts) and drafts[m].sentence == draft.sentence and not drafts[m].boilerplate:
            same = drafts[m].tense == draft.tense or not draft.tense or draft.role == "participle"
            # « Hier, il a gagné et le public était debout »
            same = same or (m == n - 1 and draft.role == "coordinated" and {draft.tense, drafts[m].tense} == _BEFORE)
            own = _own(drafts[m])
            if own is not None and same and not own.is_interval:
                return own
    return next((f.resolved for f in draft.sentence_dates if f.resolved and not f.resolved.is_interval), None)


def _is_news(draft: Draft) -> bool:
    if draft.quoted or draft.role == "participle":
        return False
    early = draft.paragraph <= _NEWS_PARAGRAPHS
    if draft.tense == "hearsay":
        return True
    if draft.general:
        return False
    return draft.tense == "present" or (draft.tense == "perfect" and early)


def _story_date(drafts: list[Draft], anchor: Partial | None) -> Partial | None:
    """The day that the article's first dated statement near its own date tells of, else the article's date."""
    if anchor is None:
        return None
    for draft in drafts[:8]:
        own = None if draft.boilerplate else _own(draft)
        if own is None or own.is_interval or not own.point.day:
            continue
        if abs((own.point.first - anchor.point.first).days) <= _STORY_DAYS:
            return own
    return anchor
