"""Dossiers and JSON reports: out of one library, checked alone, into another by the same ids; changed bytes show."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from factcheck.domain.source import Stance
from factcheck.errors import Unreadable
from factcheck.reports.model import Report, to_json
from factcheck.services import captures, claims, dossiers, history, marks, reports, sources, takeover, verdicts
from factcheck.services.desk import Desk
from factcheck.store import tables
from tests.core.services.test_sources import FIRST, QUOTE, SECOND, page
from tests.core.web.site import Site


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    with Site() as made:
        monkeypatch.setenv("FACTCHECK_FETCH_ALLOWED_HOSTS", made.host)
        monkeypatch.setenv("FACTCHECK_FETCH_PAUSE_MILLISECONDS", "0")
        made.page("/bridge", page(FIRST, SECOND))
        yield made


@pytest.fixture
def decided(desk: Desk, article: str, site: Site, tmp_path: Path) -> str:
    """The article with one claim decided on two sources, published and corrected."""
    claim = claims.of_article(desk, article)[0].id
    (tmp_path / "minutes.txt").write_text(f"{FIRST}\n{SECOND}\n", "utf-8")
    sources.cite(desk, claim, site.url("/bridge"), stance=Stance.SUPPORTS, quote=QUOTE)
    sources.cite(desk, claim, str(tmp_path / "minutes.txt"), stance=Stance.SUPPORTS)
    sources.cite(desk, claim, site.url("/missing"), stance=Stance.CONTEXT)
    marks.tag(desk, [claim], "bridge")
    verdicts.give(desk, claim, "half-true", "One source.")
    verdicts.publish(desk, [claim])
    verdicts.correct(desk, claim, what_was_wrong="The rating", because="Two sources say so.", rating="true")
    return article


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Desk]:
    made = Desk.open(tmp_path / "other", reviewer="Ben")
    yield made
    made.close()


def test_a_dossier_is_checked_alone_and_taken_into_another_library(
    desk: Desk, decided: str, other: Desk, tmp_path: Path
) -> None:
    path = reports.write(desk, decided, tmp_path / "bridge.dossier.zip")
    checked = dossiers.check(path)
    assert (checked.findings, checked.evidence > 2) == ((), True)
    taken = dossiers.take_in(other, path).value
    assert (taken.articles, taken.claims, taken.known) == ((decided,), 2, 0)
    assert history.verify(other).ok
    assert _told(reports.model(other, decided, "en")) == _told(reports.model(desk, decided, "en"))
    again = dossiers.take_in(other, path)
    assert again.step is None
    assert again.value.claims == 0
    (capture,) = [e.capture for e in sources.of_claim(other, claims.of_article(other, decided)[0].id) if e.quote]
    assert capture is not None
    copy = captures.saved_copy(other, capture.id)
    assert copy is not None
    assert SECOND in copy.read_text("utf-8")


def test_a_taken_dossier_is_undone_as_one_step(desk: Desk, decided: str, other: Desk, tmp_path: Path) -> None:
    dossiers.take_in(other, reports.write(desk, decided, tmp_path / "bridge.dossier.zip"))
    history.undo(other)
    assert claims.list_all(other) == []
    history.redo(other)
    assert len(claims.list_all(other)) == 2


def test_one_changed_byte_is_seen_and_nothing_is_taken(desk: Desk, decided: str, other: Desk, tmp_path: Path) -> None:
    path = reports.write(desk, decided, tmp_path / "bridge.dossier.zip")
    raw = path.read_bytes()
    for place in (200, len(raw) // 2, len(raw) - 300):
        path.write_bytes(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :])
        with pytest.raises(Unreadable):
            dossiers.take_in(other, path)
    assert history.head(other)[0] == 0


def test_a_json_report_gives_the_same_article_claims_and_verdicts(desk: Desk, decided: str, other: Desk) -> None:
    made = reports.model(desk, decided, "en")
    takeover.from_text(other, to_json(made), "bridge.json")
    copied = reports.model(other, decided, "en")
    assert _told(_without_flags(copied)) == _told(_without_flags(made))
    assert tables.ELSEWHERE in copied.claims[0].sources[0].flags
    assert history.verify(other).ok


def test_a_report_that_does_not_fit_together_is_refused(desk: Desk, decided: str, other: Desk) -> None:
    made = reports.model(desk, decided, "en")
    moved = replace(made, claims=tuple(replace(claim, start=claim.start + 1) for claim in made.claims))
    for wrong in (moved, replace(made, articles=(replace(made.articles[0], text="Other words."),))):
        with pytest.raises(Unreadable):
            takeover.from_text(other, to_json(wrong), "wrong.json")
    assert history.head(other)[0] == 0


def test_a_report_that_names_what_it_does_not_hold_is_refused(desk: Desk, decided: str, other: Desk) -> None:
    made = reports.model(desk, decided, "en")
    claim = made.claims[0]
    assert claim.verdict
    for wrong in (
        replace(claim, verdict=replace(claim.verdict, supersedes="0" * 32)),
        replace(claim, corrections=tuple(replace(one, old_verdict="0" * 32) for one in claim.corrections)),
        replace(claim, superseded=(claim.verdict,)),
        replace(claim, article=None, start=0, end=0, quote=""),
    ):
        with pytest.raises(Unreadable, match=r"wrong\.json"):
            takeover.from_text(other, to_json(replace(made, claims=(wrong, *made.claims[1:]))), "wrong.json")
    with pytest.raises(Unreadable):
        takeover.from_text(other, to_json(replace(made, claims=(claim, claim))), "wrong.json")
    assert history.head(other)[0] == 0


def _told(made: Report) -> object:
    """What a report tells, without when and where it was made; a claimant is known by the name."""
    named = [replace(one, claimants=tuple(replace(who, id=None) for who in one.claimants)) for one in made.claims]
    return made.articles, named


def _without_flags(made: Report) -> Report:
    return replace(
        made,
        claims=tuple(
            replace(claim, sources=tuple(replace(source, flags=()) for source in claim.sources))
            for claim in made.claims
        ),
    )
