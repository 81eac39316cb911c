"""What differs between two versions of a report, and why: a correction makes a new version that lists it."""

from collections.abc import Callable

from factcheck.reports.model import Report, ReportChange, ReportClaim, ReportCorrection
from factcheck.reports.words import Words

_Said = Callable[[ReportClaim, Words], str]
_FIELDS: dict[str, _Said] = {
    "verdict": lambda claim, words: claim.in_force.label(words.language) if claim.in_force else words("no-verdict"),
    "reason": lambda claim, _: claim.in_force.reason if claim.in_force else "",
    "standalone": lambda claim, _: claim.standalone,
    "quote": lambda claim, _: claim.quote,
    "claimants": lambda claim, _: ", ".join(one.name for one in claim.claimants),
    "modality": lambda claim, words: words.known("modality", claim.modality),
    "date": lambda claim, words: words.edtf(claim.date),
    "kind": lambda claim, words: words.known("claim-kind", claim.kind),
    "state": lambda claim, words: words.known("state", claim.state),
    "sources": lambda claim, _: "; ".join(one.title or one.url or one.file_name or one.id for one in claim.sources),
}


def compare(before: Report, now: Report) -> tuple[ReportChange, ...]:
    """The changes in the order of the new report's claims, then the claims that are gone.

    The reason for a change is that of the newest correction which the earlier report did not have.
    """
    words = Words(now.language)
    old = {claim.id: claim for claim in before.claims}
    found: list[ReportChange] = []
    for claim in now.claims:
        earlier = old.pop(claim.id, None)
        if earlier is None:
            found.append(ReportChange(claim.id, "added", "", claim.standalone))
        else:
            found.extend(_of_claim(earlier, claim, words))
    found.extend(ReportChange(claim.id, "removed", claim.standalone, "") for claim in old.values())
    return tuple(found)


def _of_claim(before: ReportClaim, now: ReportClaim, words: Words) -> list[ReportChange]:
    why = _why(before.corrections, now.corrections)
    return [
        ReportChange(now.id, field, said(before, words), said(now, words), why)
        for field, said in _FIELDS.items()
        if said(before, words) != said(now, words)
    ]


def _why(before: tuple[ReportCorrection, ...], now: tuple[ReportCorrection, ...]) -> str | None:
    fresh = [one for one in now if one not in before]
    return max(fresh, key=lambda one: one.at).why if fresh else None
