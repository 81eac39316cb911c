"""Verbs about verdicts: verdict, approve, return, publish, correct, withdraw."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli import out
from factcheck.cli.options import ACTS, Because, ClaimId, ClaimIds, Job, verb
from factcheck.cli.said import said
from factcheck.domain import ids
from factcheck.i18n import text

if TYPE_CHECKING:
    from factcheck.services.desk import Desk, Done

verbs = typer.Typer()


@verb(verbs, "verdict", ACTS)
def verdict(
    asked: Job,
    typed: ClaimId,
    rating: Annotated[str, typer.Argument(metavar="RATING", show_default=False)],
    because: Because,
    scale: Annotated[str | None, typer.Option("--scale", metavar="NAME", show_default=False)] = None,
) -> None:
    from factcheck.services import claims, verdicts

    with asked.desk() as desk:
        done = verdicts.give(desk, claims.find(desk, typed), rating, because, scale_key=scale)
        _tell(asked, desk, done, done.value.claim, done.value.id)


@verb(verbs, "approve", ACTS)
def approve(
    asked: Job,
    typed: ClaimId,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", show_default=False)] = "",
) -> None:
    from factcheck.services import claims, verdicts

    with asked.desk() as desk:
        done = verdicts.approve(desk, claims.find(desk, typed), note)
        _tell(asked, desk, done, done.value.claim, done.value.id)


@verb(verbs, "return", ACTS)
def return_verb(asked: Job, typed: ClaimId, because: Because) -> None:
    from factcheck.services import claims, verdicts

    with asked.desk() as desk:
        done = verdicts.send_back(desk, claims.find(desk, typed), because)
        _tell(asked, desk, done, done.value.claim, done.value.id)


@verb(verbs, "publish", ACTS)
def publish(asked: Job, typed: ClaimIds) -> None:
    from factcheck.services import claims, verdicts

    with asked.desk() as desk:
        done = verdicts.publish(desk, [claims.find(desk, one) for one in typed])
    data = {"step": done.step, "claims": [{"id": claim.id, "state": claim.state.value} for claim in done.value]}
    asked.show(data, lambda: out.safe("\n".join(ids.short(claim.id) for claim in done.value)))
    out.remark(said(done))


@verb(verbs, "correct", ACTS)
def correct(
    asked: Job,
    typed: ClaimId,
    what: Annotated[str, typer.Option("--wrong", metavar="TEXT", show_default=False)],
    because: Because,
    rating: Annotated[str | None, typer.Option("--rating", metavar="RATING", show_default=False)] = None,
    standalone: Annotated[str | None, typer.Option("--standalone", metavar="TEXT", show_default=False)] = None,
    clarification: Annotated[bool, typer.Option("--clarification")] = False,
) -> None:
    from factcheck.services import claims, verdicts

    with asked.desk() as desk:
        done = verdicts.correct(
            desk,
            claims.find(desk, typed),
            what_was_wrong=what,
            because=because,
            rating=rating,
            standalone=standalone,
            sort="clarification" if clarification else "correction",
        )
        _tell(asked, desk, done, done.value.id, done.value.verdict.id if done.value.verdict else None)


@verb(verbs, "withdraw", ACTS)
def withdraw(asked: Job, typed: ClaimId, because: Because) -> None:
    from factcheck.services import claims, verdicts

    with asked.desk() as desk:
        done = verdicts.withdraw(desk, claims.find(desk, typed), because)
        _tell(asked, desk, done, done.value.id, done.value.verdict.id if done.value.verdict else None)


def _tell(asked: Job, desk: "Desk", done: "Done[Any]", claim_id: str, verdict_id: str | None) -> None:
    """Print where the claim stands now and what its verdict still lacks."""
    from factcheck.services import claims, verdicts

    state = claims.get(desk, claim_id).state
    lacks = verdicts.missing(desk, claim_id)
    data = {"verdict": verdict_id, "claim": claim_id, "state": state.value, "missing": lacks, "step": done.step}
    asked.show(data, lambda: out.safe(f"{ids.short(claim_id)} {text(f'report.state.{state}')}"))
    out.remark(said(done))
    for lack in lacks:
        out.remark(text("cli.still-missing", what=lack))
