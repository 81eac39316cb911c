"""Was this checked before? Suggestions for a claim or a text, what people decide about them, how similar was rated.

A suggestion never changes anything by itself. The index follows the ledger: small changes when it is asked, a whole
library by ``prepare``, in the background, with progress.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from factcheck.domain import ids
from factcheck.domain.claim import Claim, ClaimState
from factcheck.domain.match import Decision, Match, Precedents, Threshold
from factcheck.errors import Cancelled, InputError, NotFound
from factcheck.i18n import text
from factcheck.services import claims
from factcheck.services.desk import Desk, Done
from factcheck.store import earlier, tables
from factcheck.store.ledger import Entry

if TYPE_CHECKING:
    from factcheck.matching.matcher import Hit, Matcher

LIMIT = 10
SHIPPED = {"words": 0.3, "meaning": 0.3}
"""The score from which a match is called likely, until the library's own decisions say better."""
ENOUGH = 12
"""Decisions, of both sorts together, from which a threshold is learned."""
FEW = 500
"""New lines whose meaning is learned at once when a suggestion is asked for; more wait for ``prepare``."""
Progress = Callable[[int, int], None]
Stop = Callable[[], bool]
_MATCHERS: "WeakKeyDictionary[Desk, Matcher]" = WeakKeyDictionary()


def suggest(desk: Desk, claim_or_text: str, *, limit: int = LIMIT) -> list[Match]:
    """Earlier checks that may be of the same claim, best first: ``same`` decided ones lead, ``different`` ones close.

    ``claim_or_text`` is the id of a claim or any text. The claim itself and others of its article are left out.
    """
    claim = _claim(desk, claim_or_text)
    if claim and not _any_besides(desk, claim.article):
        return []
    matcher = _ready(desk)
    return _suggest(desk, matcher, claim, claim.standalone if claim else claim_or_text, limit, threshold(desk))


def suggest_many(
    desk: Desk,
    texts: Sequence[str],
    *,
    limit: int = LIMIT,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> list[list[Match]]:
    """The suggestions for each of many texts, in their order. Raises ``Cancelled``."""
    prepare(desk, progress=progress, cancelled=cancelled)
    matcher, level = _matcher(desk), threshold(desk)
    found = []
    for done, words in enumerate(texts, 1):
        found.append(_suggest(desk, matcher, None, words, limit, level))
        if progress:
            progress(done, len(texts))
        _stop_if(cancelled)
    return found


def likely(
    desk: Desk, claim_ids: Sequence[str], *, limit: int = 3, cancelled: Stop | None = None
) -> dict[str, list[Match]]:
    """The likely earlier checks of those of the claims that have any; ones decided to be different are left out."""
    asked = [claims.get(desk, claim_id) for claim_id in claim_ids]
    if not any(_any_besides(desk, article) for article in {claim.article for claim in asked}):
        return {}
    matcher, level = _ready(desk), threshold(desk)
    found: dict[str, list[Match]] = {}
    for claim in asked:
        matches = _suggest(desk, matcher, claim, claim.standalone, limit, level)
        kept = [match for match in matches if match.likely and match.decision is not Decision.DIFFERENT]
        if kept:
            found[claim.id] = kept
        _stop_if(cancelled)
    return found


def worth_asking(desk: Desk, article_id: str) -> list[str]:
    """The claims of an article that earlier checks are looked for behind the work: all but the dismissed.

    None where the library holds nothing else: a first article needs no matcher, which takes 40 MB and its time to load.
    """
    if not _any_besides(desk, article_id):
        return []
    return [claim.id for claim in claims.of_article(desk, article_id) if claim.state is not ClaimState.DISMISSED]


def prepare(
    desk: Desk, *, progress: Progress | None = None, cancelled: Stop | None = None, meaning: bool = True
) -> int:
    """Bring the index up to date with the library, and with the extra the meanings too; how many lines it holds.

    The words of a million lines take some 200 s of processor time; a later run goes on where one was stopped. Raises
    ``Cancelled``.
    """
    matcher = _matcher(desk)
    told, stop = progress or (lambda _done, _total: None), cancelled or (lambda: False)
    with desk.reading() as session:
        now = earlier.revision(session)
        if matcher.index.decayed:
            matcher.index.clear()
        if matcher.index.revision != now:
            total = earlier.count_changed(session, matcher.index.revision)
            changed = earlier.changed(session, matcher.index.revision)
            matcher.learn_words(changed, now, total, told, stop)
        if meaning and matcher.vectors is not None and matcher.vectors.revision != now:
            total = earlier.count_changed(session, matcher.vectors.revision)
            matcher.learn_meaning(earlier.changed(session, matcher.vectors.revision), now, total, told, stop)
    return len(matcher.index)


def method(desk: Desk) -> str:
    """``meaning`` where the extra is installed and has read the library, else ``words``."""
    vectors = _matcher(desk).vectors
    return "meaning" if vectors is not None and len(vectors) else "words"


def about(desk: Desk) -> str:
    """How matches are found here, as a sentence: whether words only are compared, and why."""
    if method(desk) == "meaning":
        return text("match.meaning")
    return text("match.words-only" if _matcher(desk).embedder is None else "match.meaning-waits")


def decide(
    desk: Desk, claim_id: str, match_id: str, decision: Decision | str | None, note: str | None = None
) -> Done[Decision | None]:
    """Keep what a person says of a claim and an earlier check; None takes the decision away. One undoable step."""
    said = _decision(decision)
    claim = claims.get(desk, claim_id)
    with desk.reading() as session:
        other = earlier.find(session, match_id)
    if other == claim.id:
        raise InputError("match-itself")
    found = next((match for match in suggest(desk, claim_id, limit=50) if match.entry == other), None)
    with desk.acting(f"match-{said or 'undecided'}", reason=note) as work:
        row = earlier.decision(work.session, claim.id, other)
        if said is None:
            if row is not None:
                work.remove(row)
        else:
            values = {
                "decision": said.value,
                "score": round(found.score, 4) if found else 0.0,
                "method": method(desk),
                "note": note,
                "reviewer": work.reviewer,
                "at": work.at,
            }
            if row is None:
                row = work.add(tables.MatchDecision(id=ids.new_id(), claim_id=claim.id, other_id=other, **values))
            elif row.decision != said.value or row.note != note:
                for name, value in values.items():
                    setattr(row, name, value)
        work.values["claim"] = claim.standalone[: claims.SHOWN]
    return desk.done(work, said)


def decisions(desk: Desk, claim_id: str) -> list[Match]:
    """The earlier checks that somebody decided about for this claim, newest decision first."""
    with desk.reading() as session:
        rows = earlier.decisions_of(session, claim_id)
        lines = earlier.by_ids(session, [row.other_id for row in rows])
        return [
            _match(lines[row.other_id], row.score, (), None, likely=False, decision=Decision(row.decision))
            for row in rows
            if row.other_id in lines
        ]


def threshold(desk: Desk) -> Threshold:
    """The score from which a match is called likely: learned from the decisions of this library where they suffice.

    It is the score that tells ``same`` from ``different`` with the fewest mistakes; the middle of the best stretch.
    """
    used = method(desk)
    with desk.reading() as session:
        scored = earlier.scored_decisions(session, used)
    same = [score for score, decision in scored if decision == Decision.SAME]
    different = [score for score, decision in scored if decision == Decision.DIFFERENT]
    if len(same) + len(different) < ENOUGH or not same or not different:
        return Threshold(SHIPPED[used], learned=False, decisions=len(scored), method=used)
    edges = sorted({0.0, *same, *different, 1.0})
    middles = [(low + high) / 2 for low, high in pairwise(edges)]
    mistakes = [sum(s < at for s in same) + sum(d >= at for d in different) for at in middles]
    best = [at for at, wrong in zip(middles, mistakes, strict=True) if wrong == min(mistakes)]
    value = round(best[len(best) // 2], 3)
    return Threshold(value, learned=True, decisions=len(scored), method=used)


def precedents(desk: Desk, claim_id: str, *, limit: int = LIMIT) -> Precedents:
    """How similar statements were rated, so that a desk rates alike: likely matches and decided ones, with ratings."""
    found = [
        match
        for match in suggest(desk, claim_id, limit=50)
        if match.rating
        and match.decision is not Decision.DIFFERENT
        and (match.likely or match.decision in {Decision.SAME, Decision.RELATED})
    ]
    counts = Counter(match.rating for match in found if match.rating)
    return Precedents(tuple(counts.most_common()), tuple(found[:limit]))


def _any_besides(desk: Desk, article_id: str) -> bool:
    with desk.reading() as session:
        return earlier.any_besides(session, article_id)


def _suggest(
    desk: Desk, matcher: "Matcher", claim: Claim | None, words: str, limit: int, level: Threshold
) -> list[Match]:
    if not words.strip():
        return []
    search = matcher.candidates(words)
    with desk.reading() as session:
        lines = earlier.by_numbers(session, search.numbers)
        said = earlier.decided(session, claim.id) if claim else {}
        if claim:
            decided = earlier.by_ids(session, list(said))
            lines += [line for line in decided.values() if line.number not in {known.number for known in lines}]
    if claim:
        lines = [line for line in lines if line.article_id != claim.article]
    hits = search.ranked([earlier.line(line) for line in lines])
    by_number = {line.number: line for line in lines}
    matches = [_hit(by_number[hit.number], hit, level, said) for hit in hits]
    matches.sort(key=lambda match: {Decision.SAME: 0, Decision.DIFFERENT: 2}.get(match.decision, 1))  # type: ignore[arg-type]  # None is in the middle
    return matches[:limit]


def _hit(row: Entry, hit: "Hit", level: Threshold, said: dict[str, str]) -> Match:
    decision = Decision(said[row.id]) if row.id in said else None
    return _match(row, hit.score, hit.words, hit.near, likely=hit.score >= level.value, decision=decision)


def _match(
    row: Entry,
    score: float,
    words: tuple[str, ...],
    near: float | None,
    *,
    likely: bool,
    decision: Decision | None,
) -> Match:
    return Match(
        id=row.own_id or row.id,
        entry=row.id,
        record=row.record,
        text=row.text,
        title=row.title,
        score=round(score, 4),
        likely=likely,
        words=words,
        near=None if near is None else round(near, 4),
        rating=row.rating,
        claimant=row.claimant or None,
        date=row.checked or row.date,
        publisher=row.outlet or None,
        url=row.url,
        language=row.language,
        decision=decision,
    )


def _ready(desk: Desk) -> "Matcher":
    """The matcher, up to date in words; in meaning too when little is new."""
    matcher = _matcher(desk)
    with desk.reading() as session:
        few = matcher.vectors is not None and earlier.count_changed(session, matcher.vectors.revision) <= FEW
    prepare(desk, meaning=few)
    return matcher


def _matcher(desk: Desk) -> "Matcher":
    from factcheck.matching.matcher import Matcher  # noqa: PLC0415  # numpy is loaded when something is matched
    from factcheck.matching.meaning import embedder  # noqa: PLC0415

    if desk not in _MATCHERS:
        folder: Path | None = None if desk.read_only else desk.folder / "matching"
        _MATCHERS[desk] = Matcher(folder, embedder())
    return _MATCHERS[desk]


def _claim(desk: Desk, claim_or_text: str) -> Claim | None:
    if len(claim_or_text) > ids.LENGTH or not claim_or_text.isalnum():
        return None
    try:
        return claims.get(desk, claim_or_text)
    except NotFound:
        return None


def _decision(said: Decision | str | None) -> Decision | None:
    try:
        return Decision(said) if said is not None else None
    except ValueError:
        raise InputError("match-decision", decision=said, wanted=", ".join(Decision)) from None


def _stop_if(cancelled: Stop | None) -> None:
    if cancelled and cancelled():
        raise Cancelled
