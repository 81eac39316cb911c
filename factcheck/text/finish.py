"""Drafts to proposed claims with ids and reasons, and the labelled rest."""

import hashlib
import re
from collections.abc import Iterable

from factcheck.domain.claim import Kind, Modality, ProposedClaim, Reason, Rest
from factcheck.domain.dates import Partial, echo
from factcheck.text.dates import Found
from factcheck.text.dating import dated as dated_wording
from factcheck.text.draft import Draft, Gap, Settled, Voice
from factcheck.text.kinds import kind, quantity
from factcheck.text.languages import Pack
from factcheck.text.modality import modality
from factcheck.text.normalise import Copy, plain
from factcheck.text.parsed import Word
from factcheck.text.protagonist import points_at
from factcheck.text.standalone import Swap, calling, compose
from factcheck.text.worthiness import points, score

#: A French verb of saying in a past tense: its content's "serait" is a future seen from then.
_PAST = re.compile(r"^(?:a|ont|avait|avaient|ai)\b|ait$|aient$|\b(?:a|ont)-t")
_PAUSES = frozenset([",", "–", "—"])
_FROM_TO = re.compile(r"\b(?:from|de|d')\b")
_TO = re.compile(r"\b(?:to|à|au)\b")
_APOSTROPHE, _CURLY = re.compile(r"(?<=\w)'(?=\w)"), re.compile(r"\w’\w")
_PERSONAL = frozenset(["he", "she", "i", "il", "elle"])
NEAR = 1000
"""Characters around a claim whose apostrophes tell which the article has."""


_NOTHING = Copy("", 0)


def finish(
    article: str, drafts: list[Draft], gaps: list[Gap], pack: Pack
) -> tuple[tuple[ProposedClaim, ...], tuple[Rest, ...]]:
    """The claims in reading order and the rest; together they cover all that is no white space."""
    drafts = _distinct(drafts)
    settle(article, drafts, pack)
    claims: list[ProposedClaim] = []
    keys = [_key(article[d.start : d.end]) for d in drafts]
    seen: dict[str, int] = {}
    for n, draft in enumerate(drafts):
        before = keys[n - 1] if n else ""
        after = keys[n + 1] if n + 1 < len(keys) else ""
        identity = f"{keys[n]}\n{before}\n{after}"
        seen[identity] = seen.get(identity, 0) + 1
        digest = hashlib.sha256(f"{identity}\n{seen[identity]}".encode("utf-8", "surrogatepass")).hexdigest()[:12]
        claims.append(_claim(article, draft, digest, pack))
    return tuple(claims), tuple(rest(article, drafts, gaps))


def _distinct(drafts: list[Draft]) -> list[Draft]:
    spans: dict[tuple[int, int], Draft] = {}
    for draft in drafts:
        if draft.start < draft.end:
            spans.setdefault((draft.start, draft.end), draft)
    return sorted(spans.values(), key=lambda d: (d.start, -d.end))


def _key(text: str) -> str:
    return " ".join(text.split())


def settle(article: str, drafts: Iterable[Draft], pack: Pack) -> None:
    """Work out what needs the words of these drafts, and let the words go: a long text would fill the memory."""
    for draft in drafts:
        if draft.settled is not None or draft.boilerplate:
            continue
        said, what, reasons = _said(article, draft, pack)
        own, why = _own_date(draft, pack)
        worth, because = points(draft, pack, what, quantity(draft.words, pack, draft.times))
        wording = _standalone(draft, said, what, pack)
        reasons = [*reasons, *because, *_wording_reasons(draft, article)]
        draft.settled = Settled(said, what, wording, worth, tuple(reasons), own, why)
        draft.words, draft.low, draft.copy = [], "", _NOTHING
        draft.swaps, draft.dates, draft.sentence_dates = [], [], draft.sentence_dates[:1]


def _claim(article: str, draft: Draft, identity: str, pack: Pack) -> ProposedClaim:
    if draft.boilerplate:
        return _boilerplate(article, draft, identity, pack)
    done = draft.settled
    assert done is not None
    date, why = done.date, done.date_reason
    if date is None and draft.fallback_date:
        date, why = draft.fallback_date[0], Reason("date", draft.fallback_date[1])
    told = date is not None and why is not None and why.rule != "date-article"
    worth, because = score(done.worth, done.kind, dated=told)
    voice = draft.voice
    titled = (_is_title(draft) and pack.table("standalone")) or _is_news(draft, why, pack)
    wording = _of_its_day(done.wording, date, pack) if titled else done.wording
    return ProposedClaim(
        id=identity,
        start=draft.start,
        end=draft.end,
        text=article[draft.start : draft.end],
        standalone=_apostrophes(wording, article[max(0, draft.start - NEAR) : draft.end + NEAR]),
        claimant=voice.name if voice else None,
        cue_start=voice.cue_start if voice else None,
        cue_end=voice.cue_end if voice else None,
        modality=done.modality,
        kind=done.kind,
        date=str(date) if date else None,
        check_worthiness=worth,
        reasons=(*done.reasons, *([why] if why else []), *because),
    )


def _apostrophes(wording: str, near: str) -> str:
    """The wording with the apostrophes of the article around it: the copy that it was made from has plain ones."""
    return _APOSTROPHE.sub("’", wording) if _CURLY.search(near) else wording


def _wording_reasons(draft: Draft, article: str) -> list[Reason]:
    """What the stand-alone wording put in place of the article's words, and what it left in doubt."""
    out = []
    for swap in draft.swaps:
        start, end = draft.copy.at(swap.start), draft.copy.end(swap.end)
        if swap.words and start < end:
            out.append(Reason("standalone", "resolved", article[start:end], start, end))
    if draft.topic:
        out.append(Reason("standalone", "topic", draft.topic))
    for first, last in draft.doubts:
        start, end = draft.copy.at(first), draft.copy.end(last)
        out.append(Reason("standalone", "unresolved", article[start:end], start, end))
    return out


def _is_title(draft: Draft) -> bool:
    return draft.headline and draft.paragraph == 0 and draft.role == "main" and not draft.quoted


def _is_news(draft: Draft, why: Reason | None, pack: Pack) -> bool:
    """Whether a clause tells what has just happened, in the writer's own name, and the article alone dates it."""
    undated = why is not None and why.rule == "date-article" and pack.table("standalone").get("dated_news")
    return bool(undated) and draft.tense == "perfect" and draft.voice is None and not draft.quoted


def _of_its_day(wording: str, date: Partial | None, pack: Pack) -> str:
    """The wording of a headline or of news with the month that it is from, where it names no year."""
    if date is None or date.is_interval or date.point.about or not date.point.month or str(date.point.year) in wording:
        return wording
    said = echo(str(Partial(date.point.only("month"))), pack.code)
    if wording.endswith(")."):
        return f"{wording[:-2]}; {said})."  # behind what it is about
    return f"{wording[:-1]} ({said}){wording[-1]}" if wording[-1:] in ".!?" else f"{wording} ({said})"


def _boilerplate(article: str, draft: Draft, identity: str, pack: Pack) -> ProposedClaim:
    text = article[draft.start : draft.end]
    said = _key(text)
    if draft.boilerplate == "caption":
        said = f"{said.rstrip('. ')} ({pack.table('standalone').get('caption', 'caption')})."
    reasons = (Reason("kind", draft.boilerplate), Reason("check_worthiness", "worth-boilerplate"))
    date = next((str(found.resolved) for found in draft.dates if found.resolved is not None), None)
    return ProposedClaim(
        identity, draft.start, draft.end, text, said, None, None, None,
        Modality.ASSERTED, Kind.BOILERPLATE, date, 0.0, reasons,
    )  # fmt: skip


def _said(article: str, draft: Draft, pack: Pack) -> tuple[Modality, Kind, list[Reason]]:
    """Modality, kind and claimant of a draft, with what they were read from."""
    v = draft.voice
    cue = article[v.cue_start : v.cue_end] if v else ""
    reasons: list[Reason] = []
    in_clause = v is not None and v.rule not in ("according", "look-back")
    told = draft.foreseen or (in_clause and _PAST.search(plain(cue).lower()) is not None)
    words, low = _without_asides(draft)
    asked = draft.question  # « Que deviendrait le village ? » is no hearsay
    said, hedge = modality(words, low, pack, attributed=v is not None, in_clause=in_clause or asked, told=told or asked)
    if hedge and hedge[0] in pack.words("hedges", "permitting") and cue.lower() in pack.words("reporting", "telling"):
        said, hedge = Modality.REPORTED, None  # "told jurors they could ignore it"
    accused = pack.pattern("hedges", "words").search(f"{draft.lead.lower()} de") if draft.role == "item" else None
    if accused and not hedge:  # « est soupçonné d'avoir P1 et d'avoir P2 »
        said = Modality.HEDGED
        reasons.append(Reason("modality", "hedge", accused.group()))
    if hedge:
        rule = "hearsay" if hedge[0].lower().endswith(("rait", "raient")) else "hedge"
        reasons.append(Reason("modality", rule, hedge[0], draft.copy.at(hedge[1]), draft.copy.end(hedge[2])))
    foretold = pack.pattern("kinds", "foretelling").search(plain(cue).lower()) is not None
    what, phrase = kind(
        words,
        low,
        pack,
        quoted=draft.quoted,
        question=draft.question,
        foretold=foretold,
        later=draft.later,
        times=draft.times,
    )
    if v is not None and draft.own_source and cue.lower() in pack.words("reporting", "calling"):
        what, phrase = Kind.OPINION, cue  # "called the decision reckless"
    reasons.append(Reason("kind", f"kind-{what}", phrase or cue if foretold else phrase))
    if v is not None:
        if said is Modality.REPORTED:
            reasons.append(Reason("modality", "attributed", cue, v.cue_start, v.cue_end))
        reasons.append(Reason("claimant", v.rule, cue, v.cue_start, v.cue_end))
        if v.doubtful:
            reasons.append(Reason("claimant", "doubtful-pronoun", v.name, v.start, v.end))
        if v.pronoun:
            reasons.append(Reason("claimant", "pronoun", v.pronoun, v.start, v.end))
    if draft.second:
        reasons.append(Reason("claimant", "second-source", draft.second.name, draft.second.start, draft.second.end))
    return said, what, reasons


def _without_asides(draft: Draft) -> tuple[list[Word], str]:
    """The clause without the clauses set into it, which have a say of their own; in ``low`` they are blank."""
    set_in = [*draft.aside, *draft.inner]
    words = [w for w in draft.words if not any(start <= w.start < end for start, end in set_in)]
    if len(words) == len(draft.words) or not any(w.finite for w in words):
        return draft.words, draft.low
    offset, low = draft.words[0].start, draft.low
    for start, end in set_in:
        first, last = max(start - offset, 0), min(max(end - offset, 0), len(low))
        low = low[:first] + " " * (last - first) + low[last:]
    return words, low


def _change(draft: Draft) -> Partial | None:
    """The stretch of a change told from one time to another ("from 40 in 2014 to 33 last year")."""
    points = [f for f in draft.own_dates if f.resolved is not None and not f.resolved.is_interval]
    if len(points) != 2 or not _FROM_TO.search(draft.low):
        return None
    first, second = points[0].resolved, points[1].resolved
    assert first is not None
    assert second is not None
    between = draft.low[points[0].end : points[1].start]
    return Partial(first.start, second.start) if first.last < second.first and _TO.search(between) else None


def _is_aside(found: Found, draft: Draft) -> bool:
    """Whether a time stands between two commas with no verb, or two dashes ("The head, in office since 2009, will")."""
    offset = draft.words[0].start
    before = [w for w in draft.words if w.start < offset + found.start]
    after = [w for w in draft.words if w.start >= offset + found.end]
    opens = next((n for n in range(len(before) - 1, 0, -1) if before[n].text in _PAUSES), None)
    closes = next((n for n, w in enumerate(after) if w.text in _PAUSES), None)
    if opens is None or closes is None or before[opens].text != after[closes].text:
        return False
    if before[opens].text != ",":
        return True  # "The bridge – closed since 2015 – will …"
    return not any(w.finite or w.pos == "CCONJ" for w in (*before[opens:], *after[:closes]))


def _is_inside(found: Found, draft: Draft) -> bool:
    """Whether a time belongs to a phrase or a relative clause set into what the clause itself tells."""
    place = draft.words[0].start + found.start
    done = next((w.start for w in draft.words if w.low in ("avoir", "être", "s'être")), 0) if draft.own_source else 0
    if place < done:
        return True  # « a annoncé jeudi avoir perdu en mars … »
    return any(start <= place < end for start, end in draft.inner) or _is_aside(found, draft)


def _is_compared(found: Found, draft: Draft, pack: Pack) -> bool:
    """Whether a time is only what another is compared with ("sold 300 in May, down 5 per cent from a year ago")."""
    before = draft.low[: found.start].rstrip()
    return before.endswith(tuple(f" {word}" for word in pack.words("dates", "compared")))


def _is_benchmark(found: Found, draft: Draft, pack: Pack) -> bool:
    """Whether a time only tells since when there was nothing like it (« un taux inédit depuis 2008 »), or what
    something is compared with (« deux points de moins qu'en 2020 »).
    """
    if pack.regexes("dates", "comparing").search(draft.low, 0, found.start) is not None:
        return True
    since = found.text.lower().startswith(("depuis", "since"))
    return since and pack.regexes("dates", "benchmark").search(draft.low, 0, found.start) is not None


def _own_date(draft: Draft, pack: Pack) -> tuple[Partial | None, Reason | None]:
    offset = draft.words[0].start if draft.words else 0
    if (change := _change(draft)) is not None:
        return change, Reason("date", "date-span", draft.low)
    told = [f for f in draft.own_dates if not _is_benchmark(f, draft, pack)]
    beside = lambda f: _is_inside(f, draft) or _is_compared(f, draft, pack)  # noqa: E731
    for found in sorted(told, key=beside) if len(told) > 1 else told:
        if found.resolved is not None:
            start, end = draft.copy.at(offset + found.start), draft.copy.end(offset + found.end)
            return found.resolved, Reason("date", f"date-{found.rule}", found.text, start, end)
    return None, None


def _standalone(draft: Draft, said: Modality, what: Kind, pack: Pack) -> str:
    if not draft.words:
        return compose(draft.low, 0, [], lead="", claimant=None, plain=False, pack=pack)
    offset, end = draft.words[0].start, draft.words[-1].end
    swaps = [*draft.swaps, *dated_wording(draft.dates, draft.copy.text[offset:end], offset, pack)]
    v = draft.voice
    named = (
        v is not None
        and not draft.moved
        and (draft.own_source or (draft.start <= v.cue_start and v.cue_end <= draft.end))
    )
    claimant = (v.full or v.name) if v is not None and not named and not draft.question else None
    if claimant and v is not None and v.common and v.full in ("", v.name):
        claimant = claimant[:1].lower() + claimant[1:]
    if claimant and v is not None and pack.table("standalone").get("last_name_again"):
        claimant = _short(claimant, v, draft, swaps)
    plain = said is Modality.HEDGED and claimant is not None
    whom = _protagonist(draft, swaps, claimant or "", pack)
    if whom:
        draft.topic = whom
    elif what is Kind.OPINION or not _nameless(draft, swaps, claimant or "", pack):
        draft.topic = ""
    text = draft.copy.text[offset:end]
    if draft.question and not text.rstrip().endswith(("?", "؟", "？")):
        text += str(pack.table("standalone").get("question", "?"))
    return compose(
        text,
        offset,
        swaps,
        lead=draft.lead,
        claimant=claimant,
        plain=plain,
        pack=pack,
        proper=v is not None and v.proper,
        about=draft.topic,
    )


def _protagonist(draft: Draft, swaps: list[Swap], claimant: str, pack: Pack) -> str:
    """The person whom the article is about, where the wording may mean them and does not name them; "" elsewhere."""
    if draft.person is None:
        return ""
    kept = [w for w in draft.words if not any(s.start <= w.start < s.end for s in swaps)]
    said = " ".join([draft.lead, claimant, *(s.words for s in swaps), *(w.text for w in kept)])
    named = draft.person.name.rpartition(" ")[2] in said
    return draft.person.name if not named and points_at(kept, draft.person, pack) else ""


def _nameless(draft: Draft, swaps: list[Swap], claimant: str, pack: Pack) -> bool:
    """Whether a wording names nobody and nothing, so that only its article tells what it is about."""
    names = {word for word in draft.lead.split() if word[:1].isupper()}
    if not draft.topic or draft.general or draft.question or {*draft.topic.split()} & {*claimant.split(), *names}:
        return False
    someone = {*pack.words("standalone", "first_person"), *_PERSONAL}
    times = {*pack.table("dates").get("months", {}), *pack.table("dates").get("weekdays", {})}
    gone = [(s.start, s.end) for s in swaps]
    if any(w.low in someone and w.dep == "nsubj" for w in draft.words):
        return False
    own = [w for w in draft.words if w.low not in times and not any(a <= w.start < b for a, b in gone)]
    said = [w.text for w in own if w.pos == "PROPN" or (w.text[:1].isupper() and w is not draft.words[0])]
    put = [word for s in swaps for word in s.words.split() if word[:1].isupper() and word.lower() not in times]
    return not any(word[:1].isupper() for word in said) and not put and draft.lead[1:] == draft.lead[1:].lower()


def _short(claimant: str, v: Voice, draft: Draft, swaps: list[Swap]) -> str:
    """The last name of a person whose wording says the full one ("Ann Lee was warned, according to Lee")."""
    name = calling(claimant)
    own = {word.start for word in draft.words if word.low in _PERSONAL}
    person = v.pronoun.lower() in _PERSONAL or any(s.words == name and s.start in own for s in swaps)
    alone = v.name if " " not in v.name else name.split()[-1] if person else ""
    if not all(word[:1].isupper() for word in name.split()):
        return claimant
    said = " ".join([draft.lead, *(s.words for s in swaps), *(w.text for w in draft.words)])
    return alone if alone and " " in name and name.endswith(alone) and name in said else claimant


def rest(article: str, drafts: Iterable[Draft], gaps: Iterable[Gap]) -> list[Rest]:
    """What no claim covers, in order, each piece with its reason."""
    out: list[Rest] = []
    spans = sorted((d.start, d.end) for d in drafts)
    labels = sorted((g.start, g.end, g.reason) for g in gaps)
    position, g = 0, 0
    for start, end in [*spans, (len(article), len(article))]:
        if start > position:
            g = _label(article, position, start, labels, g, out)
        position = max(position, end)
    return out


def _label(article: str, start: int, end: int, labels: list[tuple[int, int, str]], g: int, out: list[Rest]) -> int:
    """Add the pieces of an uncovered stretch, cut at the labelled gaps; the next gap to look at."""
    while g < len(labels) and labels[g][1] <= start:
        g += 1
    k, position = g, start
    while k < len(labels) and labels[k][0] < end:
        a, b, reason = max(labels[k][0], position), min(labels[k][1], end), labels[k][2]
        _add(article, position, a, "", out)
        _add(article, a, b, reason, out)
        position = max(position, b)
        k += 1
    _add(article, position, end, "", out)
    return g


def _add(article: str, start: int, end: int, reason: str, out: list[Rest]) -> None:
    while start < end and article[start].isspace():
        start += 1
    while end > start and article[end - 1].isspace():
        end -= 1
    if start < end:
        if not any(c.isalnum() for c in article[start:end]):
            reason = "punctuation"
        out.append(Rest(start, end, reason or "link"))
