"""Claims: what a reviewer does to them before and beside a verdict. Each function is one step."""

from collections.abc import Iterable, Sequence
from typing import TypedDict, Unpack

from sqlalchemy import select

from factcheck.domain import dates, ids
from factcheck.domain.claim import Claim, ClaimState, Kind, Modality
from factcheck.domain.review import EDITABLE, OPEN, TO, Move, refusal, refusal_to_reword
from factcheck.errors import InputError, NotFound, Refused
from factcheck.services import veil
from factcheck.services.claimants import claimant_id, names
from factcheck.services.desk import Desk, Done
from factcheck.services.find import one_of
from factcheck.store import read, tables
from factcheck.store.unit import Work

claimant_names = names
SHOWN = 80
"""Characters of a wording that a step's name holds."""


class Changes(TypedDict, total=False):
    """The fields of a claim that a reviewer edits; a missing one stays as it is."""

    standalone: str
    claimant: str | None
    modality: str
    kind: str
    date: str | None
    check_worthiness: float
    reason: str | None


def of_article(desk: Desk, article_id: str, *, states: Iterable[ClaimState] | None = None) -> list[Claim]:
    """The claims of an article in reading order, all or those in ``states``; ``NotFound`` for an unknown article."""
    with desk.reading() as session:
        if session.get(tables.Article, article_id) is None:
            raise NotFound("article-unknown", id=article_id)
        found = veil.claims(desk, session, article_id=article_id)
    wanted = set(states) if states is not None else set(ClaimState)
    return [claim for claim in found if claim.state in wanted]


def list_all(desk: Desk) -> list[Claim]:
    """Every claim of the library, by article and place."""
    with desk.reading() as session:
        return veil.claims(desk, session)


def get(desk: Desk, claim_id: str) -> Claim:
    """One claim; ``NotFound``."""
    with desk.reading() as session:
        found = veil.claims(desk, session, ids=[claim_id])
    if not found:
        raise NotFound("claim-unknown", id=claim_id)
    return found[0]


def find(desk: Desk, typed: str) -> str:
    """The id of the claim that a person meant by a (short) id."""
    with desk.reading() as session:
        return one_of(session, tables.Claim, typed)


def accept(desk: Desk, claim_ids: Sequence[str]) -> Done[list[Claim]]:
    """Take proposed or dismissed claims on; those that are on already stay as they are."""
    return _move(desk, "claims-accepted", Move.ACCEPT, claim_ids)


def accept_above(desk: Desk, article_id: str, worthiness: float) -> Done[list[Claim]]:
    """Accept every proposed claim of an article that is at least so worth checking."""
    proposed = of_article(desk, article_id, states=[ClaimState.PROPOSED])
    return accept(desk, [claim.id for claim in proposed if claim.check_worthiness >= worthiness])


def dismiss(desk: Desk, claim_ids: Sequence[str], because: str = "") -> Done[list[Claim]]:
    """Set claims aside, with the reason when one is given."""
    return _move(desk, "claims-dismissed", Move.DISMISS, claim_ids, because=because.strip() or None)


def reopen(desk: Desk, claim_ids: Sequence[str]) -> Done[list[Claim]]:
    """Make claims proposals again."""
    return _move(desk, "claims-reopened", Move.REOPEN, claim_ids)


def start(desk: Desk, claim_ids: Sequence[str]) -> Done[list[Claim]]:
    """Begin the review of claims."""
    return _move(desk, "claims-in-review", Move.START, claim_ids)


def edit(desk: Desk, claim_id: str, **changes: Unpack[Changes]) -> Done[Claim]:
    """Change the wording or the fields of a claim; its span and exact words never change by this.

    ``date`` is EDTF. ``reason`` goes into the trail. Raises ``InputError`` for a value that does not fit and
    ``Refused`` when the claim is published.
    """
    reason = changes.pop("reason", None)
    with desk.acting("claim-edited", reason=reason) as work:
        row = _editable(work, claim_id, wording="standalone" in changes)
        for name, value in changes.items():
            _set(work, row, name, value)
        work.values["claim"] = shown(row)
    return desk.done(work, get(desk, claim_id))


def create(desk: Desk, article_id: str, start_at: int, end_at: int) -> Done[Claim]:
    """A claim of the reviewer's own: the words from ``start_at`` to ``end_at`` (code points, end exclusive).

    Where a claim of just these words is there already, it is that one; a proposed or dismissed one is accepted.
    """
    article = _text_of(desk, article_id)
    start_at, end_at = _trimmed(article, start_at, end_at)
    there = [claim for claim in of_article(desk, article_id) if (claim.start, claim.end) == (start_at, end_at)]
    if there:
        return _taken_on(desk, there[0])
    with desk.acting("claim-created") as work:
        row = work.add(
            tables.Claim(
                id=ids.new_id(),
                article_id=article_id,
                start=start_at,
                end=end_at,
                quote=article[start_at:end_at],
                standalone=" ".join(article[start_at:end_at].split()),
                modality=Modality.ASSERTED.value,
                kind=Kind.FACTUAL.value,
                check_worthiness=1.0,
                reasons=[["check_worthiness", "marked-by-reviewer", "", None, None]],
                state=ClaimState.ACCEPTED.value,
                priority=0,
                created_at=work.at,
            )
        )
        work.values["claim"] = shown(row)
    return desk.done(work, get(desk, row.id))


def _taken_on(desk: Desk, claim: Claim) -> Done[Claim]:
    if claim.state not in {ClaimState.PROPOSED, ClaimState.DISMISSED}:
        return Done(claim, None, "claims-accepted", {"n": "0"})
    done = accept(desk, [claim.id])
    return Done(done.value[0], done.step, done.label, done.values, done.touched)


def respan(desk: Desk, claim_id: str, start_at: int, end_at: int) -> Done[Claim]:
    """Give a claim other words of the article (extend or trim). An untouched suggested wording follows."""
    claim = get(desk, claim_id)
    article = _text_of(desk, claim.article)
    start_at, end_at = _trimmed(article, start_at, end_at)
    with desk.acting("claim-respanned") as work:
        row = _editable(work, claim_id, wording=True)
        if row.standalone == " ".join(row.quote.split()):
            row.standalone = " ".join(article[start_at:end_at].split())
        row.start, row.end, row.quote = start_at, end_at, article[start_at:end_at]
        work.values["claim"] = shown(row)
    return desk.done(work, get(desk, claim_id))


def merge(desk: Desk, first_id: str, second_id: str) -> Done[Claim]:
    """Make one claim of two of one article; the first keeps its fields, the second is dismissed as merged."""
    first, second = get(desk, first_id), get(desk, second_id)
    if first.article != second.article:
        raise Refused("merge-articles")
    if first.id == second.id:
        raise Refused("merge-itself")
    with desk.reading() as session:
        whole = read.article(session, first.article)
    article, joint = whole.text, " ; " if whole.language == "fr" else "; "
    with desk.acting("claims-merged") as work:
        row, other = _editable(work, first_id, wording=True), _editable(work, second_id)
        if ClaimState(other.state) not in OPEN:
            raise Refused("merge-decided", id=ids.short(second_id))
        earlier, later = (row, other) if row.start <= other.start else (other, row)
        row.standalone = earlier.standalone.rstrip(" .;,") + joint + later.standalone
        begin, end = earlier.start, max(row.end, other.end)
        row.start, row.end, row.quote = begin, end, article[begin:end]
        row.check_worthiness = max(row.check_worthiness, other.check_worthiness)
        other.state = ClaimState.DISMISSED.value
        other.dismissed_because = f"→ {ids.short(first_id)}"  # an arrow reads the same in every language
        for evidence in work.session.scalars(select(tables.Evidence).where(tables.Evidence.claim_id == second_id)):
            evidence.claim_id = first_id
        work.values["claim"] = shown(row)
    return desk.done(work, get(desk, first_id))


def cut(desk: Desk, claim_id: str, at: int) -> Done[tuple[Claim, Claim]]:
    """Make two claims of one at ``at``, a code point of the article inside the claim."""
    article = _text_of(desk, get(desk, claim_id).article)
    with desk.acting("claim-cut") as work:
        row = _editable(work, claim_id)
        if not row.start < at < row.end or not article[row.start : at].strip() or not article[at : row.end].strip():
            raise InputError("cut-outside", at=at, start=row.start, end=row.end)
        first, second = _trimmed(article, row.start, at), _trimmed(article, at, row.end)
        if row.verdict_id:
            raise Refused("cut-decided")
        copied = {name: getattr(row, name) for name in tables.columns_of(tables.Claim)}
        row.start, row.end = first
        row.quote = article[row.start : row.end]
        row.standalone = " ".join(row.quote.split())
        other = tables.Claim(**copied | {"id": ids.new_id(), "start": second[0], "end": second[1]})
        other.quote = article[other.start : other.end]
        other.standalone = " ".join(other.quote.split())
        work.add(other)
        work.values["claim"] = shown(row)
    return desk.done(work, (get(desk, claim_id), get(desk, other.id)))


def _move(
    desk: Desk, label: str, move: Move, claim_ids: Sequence[str], because: str | None = None
) -> Done[list[Claim]]:
    """Move claims to the state that ``move`` leads to; those already there are left out, one refusal refuses all."""
    target = TO[move]
    with desk.acting(label, reason=because) as work:
        moved = 0
        for claim_id in claim_ids:
            row = work.require(tables.Claim, claim_id)
            if row.state == target.value and row.dismissed_because == because:
                continue
            work.rests_on(row, "state", state=target.value)
            why = refusal(move, ClaimState(row.state))
            if why:
                raise Refused(f"refused-{why}", claim=shown(row))
            row.state = target.value
            row.dismissed_because = because if move is Move.DISMISS else None
            moved += 1
            work.values["claim"] = shown(row)
        work.values["n"] = str(moved)
    with desk.reading() as session:
        return desk.done(work, veil.claims(desk, session, ids=list(claim_ids)))


def _editable(work: Work, claim_id: str, *, wording: bool = False) -> tables.Claim:
    row = work.require(tables.Claim, claim_id)
    ballots = read.ballots(work.session, row.verdict_id) if wording and row.verdict_id else []
    frozen = refusal_to_reword(ClaimState(row.state), ballots)
    if frozen:
        raise Refused(f"refused-{frozen}", claim=shown(row))
    if ClaimState(row.state) not in EDITABLE:
        why = "dismissed-first-accept" if row.state == ClaimState.DISMISSED.value else "published-needs-correction"
        raise Refused(f"refused-{why}", claim=shown(row))
    return row


def _set(work: Work, row: tables.Claim, name: str, value: object) -> None:
    if name == "standalone":
        text = " ".join(str(value).split())
        if not text:
            raise InputError("wording-empty")
        row.standalone = text
    elif name == "claimant":
        row.claimant_id = claimant_id(work, str(value)) if value and str(value).strip() else None
    elif name in {"modality", "kind"}:
        choices = [choice.value for choice in (Modality if name == "modality" else Kind)]
        if value not in choices:
            raise InputError("claim-field", field=name, value=value, wanted=", ".join(choices))
        setattr(row, name, str(value))
    elif name == "date":
        written = str(value).strip() if value else ""
        if written:
            dates.parse(written)  # raises what is wrong with it
        row.date = written or None
    elif name == "check_worthiness":
        number = float(str(value))
        if not 0 <= number <= 1:
            raise InputError("claim-field", field=name, value=value, wanted="0 … 1")
        row.check_worthiness = number
    else:
        raise InputError("claim-field-unknown", field=name)


def _text_of(desk: Desk, article_id: str) -> str:
    with desk.reading() as session:
        return read.article(session, article_id).text


def _trimmed(article: str, start_at: int, end_at: int) -> tuple[int, int]:
    """The span without white space at its ends; ``InputError`` when nothing is left or it lies outside."""
    if not 0 <= start_at < end_at <= len(article):
        raise InputError("span-outside", start=start_at, end=end_at, length=len(article))
    words = article[start_at:end_at]
    start_at += len(words) - len(words.lstrip())
    end_at -= len(words) - len(words.rstrip())
    if start_at >= end_at:
        raise InputError("span-empty", start=start_at, end=end_at)
    return start_at, end_at


def shown(row: tables.Claim) -> str:
    """The wording as a step's name holds it."""
    return row.standalone if len(row.standalone) <= SHOWN else row.standalone[: SHOWN - 1].rstrip() + "…"
