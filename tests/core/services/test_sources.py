"""Citing, capturing and rechecking against a real site: what came is kept, what failed is told, nothing is lost."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from factcheck.domain.source import Stance
from factcheck.errors import Cancelled, InputError
from factcheck.services import articles as taken_in
from factcheck.services import captures, claims, history, intake, recheck, reports, source_list, sources, splitting
from factcheck.services.desk import Desk
from factcheck.settings import Settings
from factcheck.web.changes import PageStatus
from factcheck.web.quotes import Status
from tests.core import behind
from tests.core.web.site import Site
from tests.core.web.test_files import word_file

FIRST = "The council approved the budget for the bridge on Tuesday evening after a debate of three hours."
SECOND = "Repairs will cost four million crowns, the treasurer told the members who had asked for the books."
THIRD = "The bridge was built in 1931 and carries two thousand vehicles a day between the harbour and the mill."
QUOTE = "Repairs will cost four million crowns"


def page(*paragraphs: str) -> str:
    """A small news page."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<html lang=en><head><title>Bridge</title></head><body><article><h1>Bridge</h1>{body}</article></body></html>"
    )


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site on this machine that the settings allow by name, asked without pauses."""
    with Site() as made:
        monkeypatch.setenv("FACTCHECK_FETCH_ALLOWED_HOSTS", made.url("/").split("/")[2])
        monkeypatch.setenv("FACTCHECK_FETCH_PAUSE_MILLISECONDS", "0")
        monkeypatch.setenv("FACTCHECK_FETCH_DEADLINE", "5")
        yield made


def first_claim(desk: Desk, article: str) -> str:
    return claims.of_article(desk, article)[0].id


def test_a_cited_page_is_kept_quoted_and_verified(desk: Desk, article: str, site: Site) -> None:
    site.page("/bridge", page(FIRST, SECOND, THIRD))
    claim = first_claim(desk, article)
    evidence = sources.cite(desk, claim, site.url("/bridge"), stance=Stance.SUPPORTS, quote=QUOTE).value
    assert evidence.capture is not None
    assert evidence.capture.problem is None
    text = sources.page(desk, evidence.capture.id).text
    assert text[evidence.quote_start : evidence.quote_end] == evidence.quote == QUOTE
    assert evidence.source.title == "Bridge"
    copy = captures.saved_copy(desk, evidence.capture.id)
    assert copy is not None
    assert SECOND in copy.read_text("utf-8")
    checked = history.verify(desk)
    assert (checked.ok, checked.evidence) == (True, 2)
    behind.damage(desk.library, evidence.capture.sha256, b"four", b"nine")
    assert not history.verify(desk).ok


def test_passages_are_ranked_and_silence_is_told(desk: Desk, article: str, site: Site) -> None:
    site.page("/bridge", page(FIRST, SECOND, THIRD))
    site.page("/weather", page("It rained all week in the hills.", "Farmers were pleased with the weather."))
    claim = first_claim(desk, article)
    cited = [sources.cite(desk, claim, site.url(path)).value for path in ("/bridge", "/weather")]
    bridge, weather = (sources.passages(desk, e.capture.id, claim) for e in cited if e.capture)
    assert "four million crowns" in bridge.passages[0].text
    assert (bridge.speaks, weather.speaks) == (True, False)


def test_a_page_that_does_not_come_leaves_the_source_with_its_reason(desk: Desk, article: str, site: Site) -> None:
    site.raw("/broken", b"HTTP/1.1 banana\r\n\r\n")
    claim = first_claim(desk, article)
    addresses = [site.url("/broken"), site.url("/missing"), "http://127.0.0.1:1/", "http://10.0.0.1/inside"]
    for where in addresses:
        evidence = sources.cite(desk, claim, where).value
        assert evidence.capture is not None
        assert evidence.capture.problem, where
    assert len(sources.of_claim(desk, claim)) == len(addresses)
    assert history.verify(desk).ok


def test_the_same_page_is_one_source_and_an_undone_citation_keeps_its_capture(
    desk: Desk, article: str, site: Site
) -> None:
    site.page("/bridge", page(FIRST, SECOND))
    claim = first_claim(desk, article)
    one = sources.cite(desk, claim, site.url("/bridge")).value
    other = sources.cite(desk, claim, site.url("/bridge?utm_source=letter#top")).value
    assert one.source.id == other.source.id
    history.undo(desk)
    assert [evidence.id for evidence in sources.of_claim(desk, claim)] == [one.id]
    assert len(captures.of_source(desk, one.source.id)) == 2
    assert history.verify(desk).ok


def test_a_quote_that_is_not_there_is_refused_when_chosen_and_kept_when_cited(
    desk: Desk, article: str, site: Site
) -> None:
    site.page("/bridge", page(FIRST))
    claim = first_claim(desk, article)
    evidence = sources.cite(desk, claim, site.url("/bridge"), quote="Nobody said this.").value
    assert (evidence.quote, evidence.quote_start) == ("Nobody said this.", None)
    with pytest.raises(InputError, match="not in the captured page"):
        sources.edit_evidence(desk, evidence.id, quote="Nor this.")
    kept = sources.edit_evidence(desk, evidence.id, quote="approved the budget", stance=Stance.REFUTES).value
    assert kept.quote_start is not None
    assert kept.stance is Stance.REFUTES


def test_a_file_is_a_source_too(desk: Desk, article: str, tmp_path: Path) -> None:
    (tmp_path / "minutes.txt").write_text(f"{FIRST}\n\n{SECOND}\n", "utf-8")
    claim = first_claim(desk, article)
    evidence = sources.cite(desk, claim, str(tmp_path / "minutes.txt"), quote=QUOTE).value
    assert evidence.source.file_name == "minutes.txt"
    assert evidence.quote_start is not None
    with pytest.raises(InputError, match="neither a web address nor a file"):
        sources.cite(desk, claim, str(tmp_path / "none.txt"))


@pytest.mark.parametrize(
    ("second", "page_status", "quote_status"),
    [
        ((FIRST, SECOND, THIRD), PageStatus.SAME, Status.INTACT),
        (("News came in.", FIRST, SECOND, THIRD), PageStatus.CHANGED, Status.INTACT),
        ((FIRST, SECOND.replace("four", "nine"), THIRD), PageStatus.CHANGED, Status.ALTERED),
        ((FIRST, THIRD, "Nothing more is known of it."), PageStatus.CHANGED, Status.MISSING),
    ],
)
def test_a_recheck_tells_page_and_quote_apart(
    desk: Desk, article: str, site: Site, second: tuple[str, ...], page_status: PageStatus, quote_status: Status
) -> None:
    site.page("/bridge", page(FIRST, SECOND, THIRD))
    evidence = sources.cite(desk, first_claim(desk, article), site.url("/bridge"), quote=QUOTE).value
    site.page("/bridge", page(*second))
    found = recheck.one(desk, evidence.source.id).value
    assert found.page is page_status
    assert [quote.status.status for quote in found.quotes] == [quote_status]
    assert len(captures.of_source(desk, evidence.source.id)) == 2


SECRETIVE = ("https://ana:hunter2@news.example/a", "ftp://ana:hunter2@news.example/a", "www.ana:hunter2@news.example")


@pytest.mark.parametrize("address", SECRETIVE)
def test_no_password_in_an_address_gets_into_the_library(desk: Desk, article: str, address: str) -> None:
    claim, before = first_claim(desk, article), history.head(desk)
    for refused in (
        lambda: sources.cite(desk, claim, address, fetch=False),
        lambda: taken_in.edit(desk, article, url=address),
        lambda: reports.model(desk, article, url=address),
    ):
        with pytest.raises(InputError) as told:
            refused()
        assert "hunter2" not in str(told.value)
    assert history.head(desk) == before
    assert taken_in.edit(desk, article, url="https://news.example?mail=ana@news.example").value.url


def test_claims_that_cite_a_source_come_in_the_order_of_the_article(desk: Desk, article: str) -> None:
    later = first_claim(desk, article)
    earlier = claims.create(desk, article, 0, 12).value
    for claim in (later, earlier.id):
        cited = sources.cite(desk, claim, "https://news.example/a", fetch=False).value
    assert [claim.id for claim in source_list.citing(desk, cited.source.id)] == [earlier.id, later]


def test_a_page_that_changed_once_stays_changed_until_it_is_cited_anew(desk: Desk, article: str, site: Site) -> None:
    site.page("/bridge", page(FIRST, SECOND, THIRD))
    claim = first_claim(desk, article)
    evidence = sources.cite(desk, claim, site.url("/bridge")).value

    def standings() -> tuple[str, str]:
        (entry,) = source_list.overview(desk)
        return entry.standing, source_list.since_cited(desk, claim)[evidence.id]

    assert standings() == ("kept", "kept")
    site.page("/bridge", page(FIRST, THIRD))
    assert recheck.one(desk, evidence.source.id).value.page is PageStatus.CHANGED
    assert standings() == ("changed", "changed")
    again = recheck.one(desk, evidence.source.id).value
    assert again.page is PageStatus.SAME
    assert "has changed since the capture that is cited" in again.sentence("en")
    assert "a changé depuis la capture citée" in again.sentence("fr")
    assert standings() == ("changed", "changed")
    site.page("/bridge", page(FIRST, SECOND, THIRD))  # taken back
    assert recheck.one(desk, evidence.source.id).value.page is PageStatus.CHANGED
    assert standings() == ("kept", "kept")


def test_a_page_is_gone_only_when_not_found_twice(desk: Desk, article: str, site: Site) -> None:
    site.page("/bridge", page(FIRST, SECOND, THIRD))
    source = sources.cite(desk, first_claim(desk, article), site.url("/bridge")).value.source.id
    site.raw("/bridge", b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
    assert recheck.one(desk, source).value.page is PageStatus.UNKNOWN
    assert recheck.one(desk, source).value.page is PageStatus.GONE
    site.raw("/bridge", b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")
    assert recheck.one(desk, source).value.page is PageStatus.UNKNOWN


def test_many_are_rechecked_and_a_stop_is_taken_up_again(desk: Desk, article: str, site: Site) -> None:
    claim = first_claim(desk, article)
    for number in range(6):
        site.page(f"/{number}", page(FIRST, SECOND, f"Page {number} of the minutes of the council of the town."))
        sources.cite(desk, claim, site.url(f"/{number}"))
    start = datetime.now(UTC)
    wanted = recheck.due(desk, start)
    assert len(wanted) == 6
    done = []
    with pytest.raises(Cancelled):
        done.extend(outcome.value.source for outcome in recheck.many(desk, wanted, cancelled=lambda: len(done) >= 2))
        done.append("")
    left = recheck.due(desk, start)
    assert 0 < len(left) < 6
    outcomes = [outcome.value for outcome in recheck.many(desk, left)]
    assert {outcome.page for outcome in outcomes} == {PageStatus.SAME}
    assert recheck.due(desk, start) == []
    assert recheck.due(desk, datetime.now(UTC) + timedelta(days=1)) != []


def test_an_article_from_an_address_is_captured_as_evidence(desk: Desk, site: Site) -> None:
    site.page("/bridge", page(FIRST, SECOND, THIRD))
    taken = intake.read(site.url("/bridge"), Settings())
    article = taken_in.add(desk, taken, splitting.split(taken.draft.text)).value
    stored = taken_in.get(desk, article)
    assert (stored.title, stored.url) == ("Bridge", site.url("/bridge"))
    (source,) = sources.list_all(desk)
    assert captures.of_source(desk, source.id)[0].status == 200
    with pytest.raises(intake.PageMissing, match="answered 404"):
        intake.read(site.url("/missing"), Settings())


def test_a_cited_file_can_be_quoted_and_searched_for_passages(desk: Desk, article: str, tmp_path: Path) -> None:
    file = tmp_path / "accounts.docx"
    file.write_bytes(word_file())
    claim = first_claim(desk, article)
    evidence = sources.cite(desk, claim, str(file), quote="cost four million crowns").value
    assert evidence.capture is not None
    assert (evidence.source.title, evidence.source.author) == ("Accounts", "Ada Martin")
    assert evidence.capture.text is None or "Bridges" in evidence.capture.text
    assert evidence.quote_start is not None
    assert sources.passages(desk, evidence.capture.id, claim).compared == "words"
    assert history.verify(desk).ok


def test_a_picture_is_the_same_or_changed_by_its_bytes(desk: Desk, site: Site) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + bytes(200)
    site.page("/chart.png", picture, kind="image/png")
    source = captures.capture(desk, sources.fetch_source(site.url("/chart.png"), desk.settings)).value.source
    assert recheck.one(desk, source).value.page is PageStatus.SAME
    site.page("/chart.png", picture + b"x", kind="image/png")
    assert recheck.one(desk, source).value.page is PageStatus.CHANGED


@pytest.mark.parametrize("where", ["http://user:secret@example.org/", "file:///etc/passwd", "http://[::1", "http://"])
def test_an_address_that_is_no_pages_is_not_kept(desk: Desk, where: str) -> None:
    with pytest.raises(InputError) as refused:
        sources.fetch_source(where, desk.settings)
    assert "secret" not in refused.value.sentence("fr")
    assert sources.list_all(desk) == []
