"""The trail as people read it: steps in words, undo and redo, verification."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from factcheck.domain.history import Step
from factcheck.errors import LibraryError, Refused
from factcheck.i18n import text
from factcheck.services import blind, veil
from factcheck.services.desk import Desk, Done
from factcheck.services.find import one_of
from factcheck.services.telling import changes, sentence
from factcheck.store import chain, tables, trail
from factcheck.store.library import Library
from factcheck.store.past import past
from factcheck.store.undo import revert
from factcheck.store.verify import evidence_files, verify_checks, verify_rows, verify_texts
from factcheck.store.walk import Finding
from factcheck.web import vault

explain = changes
"""What a step changed, field by field, in words."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Verification:
    """What verification found. ``findings`` are sentences; ``ok`` means there are none.

    ``steps`` counts the trail, ``head`` is its newest digest, ``evidence`` counts the files that were re-hashed.
    ``sealed`` counts the steps that are not for this reviewer yet: their keeper, the server, verified them.
    """

    ok: bool
    steps: int
    head: str
    evidence: int
    findings: tuple[str, ...]
    sealed: int = 0


def steps(
    desk: Desk,
    *,
    claim: str | None = None,
    article: str | None = None,
    reviewer: str | None = None,
    words: str | None = None,
    before: int | None = None,
    limit: int = 100,
) -> list[Step]:
    """Steps of a claim, an article, a reviewer or the library, newest first, with their edits.

    ``before`` is the number of a step: only earlier ones (for the next page).
    """
    wanted = trail.Filter(claim=claim, article=article, reviewer=reviewer, words=words, before=before)
    with desk.reading() as session:
        return veil.steps(desk, session, wanted, limit)


def get(desk: Desk, step_id: str) -> Step:
    """One step with its edits; ``NotFound``."""
    with desk.reading() as session:
        return veil.step(desk, session, step_id)


def as_of(desk: Desk, article_id: str, step_id: str) -> Desk:
    """A desk on which the article stands as it was after that step; it reads like any other, and only reads.

    Close it after use. ``Refused`` when the article was not in the library yet.
    """
    with desk.reading() as session:
        number = trail.step(session, step_id).number
    return Desk(past(desk.library, article_id, number), desk.settings, desk.reviewer)


def describe(step: Step, language: str | None = None) -> str:
    """What a step did, as a sentence without its time and reviewer."""
    return sentence(step.label, step.values, language)


def head(desk: Desk) -> tuple[int, str]:
    """Number and digest of the newest step: what a report prints."""
    with desk.reading() as session:
        return trail.head(session)


def find(desk: Desk, typed: str) -> str:
    """The id of the step that a person meant by a (short) id."""
    with desk.reading() as session:
        return one_of(session, tables.Step, typed)


def can_undo(desk: Desk) -> Step | None:
    """The step that ``undo`` would take back: this reviewer's newest in force."""
    with desk.reading() as session:
        return trail.next_undo(session, desk.reviewer)


def can_redo(desk: Desk) -> Step | None:
    """The undo that ``redo`` would take back."""
    with desk.reading() as session:
        return trail.next_redo(session, desk.reviewer)


def undo(desk: Desk, step_id: str | None = None) -> Done[Step]:
    """Take back a step: the one named, or this reviewer's newest in force. It is a step itself.

    ``Refused`` when there is nothing to undo or a row has changed since.
    """
    with desk.reading() as session:
        target = trail.step(session, step_id) if step_id else trail.next_undo(session, desk.reviewer)
    if target is None:
        raise Refused("undo-empty")
    return _revert(desk, target, "redone" if target.undoes else "undone")


def redo(desk: Desk) -> Done[Step]:
    """Take back the newest undo; ``Refused`` when there is none or something was done since."""
    target = can_redo(desk)
    if target is None:
        raise Refused("redo-empty")
    return _revert(desk, target, "redone")


def _revert(desk: Desk, target: Step, label: str) -> Done[Step]:
    with desk.reading() as session:
        if veil.hides(desk, session, target):
            raise Refused("undo-veiled", reviewer=target.reviewer)
        blind.refuse_undo(session, target)
        action = target
        while action.undoes:
            action = trail.step(session, action.undoes)
    with desk.acting(label, of=action.label, **action.values) as work:
        revert(work, target)
    return desk.done(work, target)


def verify(
    desk: Desk, expected_head: str | None = None, progress: Progress | None = None, *, files: bool = True
) -> Verification:
    """Check the chain of the trail, every kept text and evidence file (unless not ``files``), and the database itself.

    ``expected_head`` is a digest that an earlier report printed: it must still be in the trail; an empty one never is.
    """
    library = desk.library
    findings = _found(library.check)
    count, newest, sealed = 0, "", 0
    try:
        count, newest, broken, sealed = chain.verify_chain(library, progress)
        findings += broken
    except LibraryError as problem:
        findings.append(Finding("unreadable", {"said": str(problem)}))
    named: list[tuple[str, str]] = []
    if expected_head is not None:
        findings += _found(partial(_missing, library, expected_head))
    for check in (verify_texts, verify_rows, verify_checks):
        findings += _found(partial(check, library))
    if files:
        findings += _found(partial(_damaged, library, named))
    sentences = tuple(text(f"finding.{finding.key}", **finding.values) for finding in findings)
    return Verification(not findings, count, newest, len(named), sentences, sealed)


def _missing(library: Library, head: str) -> list[Finding]:
    """A finding when no step of the trail has that digest."""
    held = chain.holds(library, head.strip().lower())
    return [] if held else [Finding("head-missing", {"head": head[:16]})]


def _damaged(library: Library, named: list[tuple[str, str]]) -> list[Finding]:
    """What is wrong with evidence files; those that rows name (SHA-256 and suffix) are added to ``named``."""
    named += evidence_files(library)
    damages = ((vault.address(*file), library.evidence_damage(*file)) for file in named)
    return [
        Finding("evidence", {"file": place, "damage": text(f"damage.{damage}")}) for place, damage in damages if damage
    ]


def _found(check: Callable[[], list[Finding]]) -> list[Finding]:
    """What a check found; that the file cannot be read any further is a finding, too."""
    try:
        return check()
    except LibraryError as problem:
        return [Finding("unreadable", {"said": str(problem)})]
