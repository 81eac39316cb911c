"""A review record: how the checked claims of one claimant, or of one period, were rated, with its limits said."""

from dataclasses import replace

from factcheck.domain.claim import ClaimState
from factcheck.reports.model import Report, ReportClaim, ReportKind

_UNFINISHED = frozenset({ClaimState.PROPOSED, ClaimState.DISMISSED, ClaimState.WITHDRAWN})


def as_record(report: Report, subject: str) -> Report:
    """The report as a review record of ``subject`` (a claimant's name, a period in words), which is its title too.

    Only claims with a verdict in force count, newest verdict first: an unfinished or withdrawn check says nothing
    about anyone.
    """
    counted = [claim for claim in report.claims if claim.verdict and claim.state not in _UNFINISHED]
    counted.sort(key=_when, reverse=True)
    return replace(report, kind=ReportKind.RECORD, subject=subject, title=subject, claims=tuple(counted))


def of_claimant(report: Report, name: str) -> Report:
    """The record of one claimant among the report's claims; names are compared without regard to capitals."""
    wanted = " ".join(name.split()).casefold()
    theirs = tuple(
        claim
        for claim in report.claims
        if any(" ".join(one.name.split()).casefold() == wanted for one in claim.claimants)
    )
    return as_record(replace(report, claims=theirs), name)


def _when(claim: ReportClaim) -> tuple[str, str]:
    verdict = claim.verdict
    return (verdict.at.isoformat(), claim.id) if verdict else ("", claim.id)
