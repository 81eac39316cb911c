"""A new version lists what changed and why; a record counts what is finished and says its limits."""

from dataclasses import replace
from datetime import timedelta

from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from report_sample import AT, report, verdict

from factcheck.domain.claim import ClaimState, Modality
from factcheck.reports.changes import compare
from factcheck.reports.claimreview import reviews
from factcheck.reports.html import write_html
from factcheck.reports.markdown import write_markdown
from factcheck.reports.model import Report, ReportClaim, ReportClaimant, ReportCorrection, ReportKind
from factcheck.reports.record import as_record, of_claimant
from factcheck.reports.sheets import write_csv


def test_a_correction_makes_a_version_that_says_what_and_why() -> None:
    before = report()
    claim = before.claims[1]
    corrected = replace(
        claim,
        verdict=verdict("half-true", "The report was misread."),
        corrections=(ReportCorrection(AT + timedelta(days=1), "The table of 2019 was used.", "A reader wrote."),),
    )
    now = replace(before, claims=(before.claims[0], corrected, *before.claims[2:]))
    now = replace(now, version=2, changes=compare(before, now))
    assert [(one.claim, one.field, one.before, one.after, one.why) for one in now.changes] == [
        (claim.id, "verdict", "False", "Half true", "A reader wrote."),
        (claim.id, "reason", claim.verdict.reason, "The report was misread.", "A reader wrote."),
    ]
    page = BeautifulSoup(write_html(now), "html.parser").get_text(" ", strip=True)
    assert "Version 2 of this report" in page
    assert "Claim 2, verdict" in page
    assert "“False” → “Half true” Why: A reader wrote." in page
    assert "What changed since the version before" in write_markdown(now)


def test_the_time_it_was_made_is_no_change() -> None:
    made = report()
    assert compare(made, replace(made, made_at=AT + timedelta(days=1))) == ()


def test_added_removed_and_small_changes() -> None:
    made = report()
    first, second, third, fourth = made.claims
    changed = replace(third, modality=Modality.HEDGED, claimants=(ReportClaimant("J. Holt"),), date="2026", sources=())
    fields = {(one.claim, one.field) for one in compare(made, replace(made, claims=(first, changed, fourth)))}
    assert fields == {(second.id, "removed"), (third.id, "modality"), (third.id, "claimants"), (third.id, "date")}
    assert [one.field for one in compare(replace(made, claims=()), made)] == ["added"] * 4


@given(st.permutations(range(4)))
def test_order_alone_is_no_change(order: list[int]) -> None:
    made = report()
    assert compare(made, replace(made, claims=tuple(made.claims[n] for n in order))) == ()


def test_a_record_counts_finished_checks_only() -> None:
    made = report()
    withdrawn = replace(made.claims[1], state=ClaimState.WITHDRAWN)
    record = as_record(replace(made, claims=(made.claims[0], withdrawn, *made.claims[2:])), "November 2026")
    assert record.kind is ReportKind.RECORD
    assert {claim.id for claim in record.claims} == {made.claims[0].id, made.claims[2].id}
    page = BeautifulSoup(write_html(record), "html.parser")
    text = page.get_text(" ", strip=True)
    assert "must not be read as a ranking" in text
    bars = page.select("table.chart tbody tr")
    assert [row.get_text(" ", strip=True) for row in bars] == ["◕ Mostly true 1 50%", "◌ Unproven 1 50%"]


def test_the_record_of_a_claimant() -> None:
    record = of_claimant(report(), "jane  HOLT")
    assert [claim.claimants[0].name for claim in record.claims] == ["Jane Holt"]
    assert of_claimant(report(), "Nobody").claims == ()


def test_a_withdrawn_verdict_is_nobodys_verdict_any_more() -> None:
    made = report()
    withdrawn = replace(made.claims[1], state=ClaimState.WITHDRAWN)
    made = replace(made, claims=(withdrawn,))
    card = BeautifulSoup(write_html(made), "html.parser").find(id=withdrawn.anchor)
    assert card.select_one(".verdictline").get_text(strip=True) == "–Withdrawn"
    assert "The ticket counts rose" in card.details.get_text()
    assert reviews(made) == []
    assert "False" not in write_csv(made).splitlines()[1]
    assert next(one.before for one in compare(report_with(withdrawn, ClaimState.PUBLISHED), made)) == "False"


def report_with(claim: ReportClaim, state: ClaimState) -> Report:
    return replace(report(), claims=(replace(claim, state=state),))


def test_a_verdict_that_is_only_proposed_is_no_claim_review() -> None:
    made = report()
    assert reviews(replace(made, claims=(replace(made.claims[1], state=ClaimState.VERDICT_PROPOSED),))) == []
