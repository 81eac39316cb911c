"""What an article names as its sources, sources with one origin, copies in archives, and time stamps."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from factcheck.domain.article import Draft
from factcheck.errors import InputError, Refused
from factcheck.services import (
    archives,
    articles,
    captures,
    citations,
    claims,
    fetching,
    history,
    sources,
    splitting,
    verdicts,
)
from factcheck.services.desk import Desk
from tests.core.services.test_sources import FIRST, SECOND, THIRD, page
from tests.core.web.site import Site

ARTICLE = (
    "The harbour bridge will close in May. According to the Tidewater Post, repairs will cost four million crowns. "
    "Details are in the council’s minutes.\n"
)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    with Site() as made:
        monkeypatch.setenv("FACTCHECK_FETCH_ALLOWED_HOSTS", made.host)
        monkeypatch.setenv("FACTCHECK_FETCH_PAUSE_MILLISECONDS", "0")
        monkeypatch.setenv("FACTCHECK_FETCH_DEADLINE", "5")
        yield made


@pytest.fixture
def linked(desk: Desk, site: Site) -> str:
    """An article with a link and an outlet named."""
    start = ARTICLE.index("council’s minutes")
    draft = Draft(text=ARTICLE, links=((start, start + 17, site.url("/minutes")),))
    return articles.add(desk, draft, splitting.split(ARTICLE, language="en")).value


def test_links_and_named_outlets_are_suggested_until_they_are_cited(desk: Desk, linked: str, site: Site) -> None:
    site.page("/minutes", page(FIRST, SECOND, THIRD))
    found = {one.how.value: one for one in citations.suggestions(desk, linked)}
    assert found["link"].url == site.url("/minutes")
    assert ARTICLE[found["named"].start : found["named"].end] == found["named"].name
    assert "Tidewater Post" in found["named"].name
    claim = claims.of_article(desk, linked)[0].id
    sources.cite(desk, claim, site.url("/minutes"))
    assert [one.how.value for one in citations.suggestions(desk, linked)] == ["named"]


def published(by: str, *paragraphs: str) -> str:
    return page(*paragraphs).replace("</title>", f'</title><meta property="og:site_name" content="{by}">')


OTHER = "Nothing of the kind was said in the harbour office on any day of that week, it says."


def test_two_pages_with_the_same_words_are_one_source(desk: Desk, linked: str, site: Site) -> None:
    site.page("/one", published("Tidewater Post", FIRST, SECOND, THIRD))
    site.page("/two", published("Skelwick Mail", FIRST, SECOND, THIRD))
    site.page("/other", published("Harbour Board", OTHER))
    claim = claims.of_article(desk, linked)[0].id
    cited = [sources.cite(desk, claim, site.url(path)).value.source.id for path in ("/one", "/two", "/other")]
    (origin,) = citations.shared_origins(desk, claim)
    assert set(origin.ids) == set(cited[:2])
    assert citations.independent(desk, claim) == 2
    (said,) = citations.told(desk, claim, "en")
    assert said.startswith("These count as one source, for they print the same words")
    assert "Tidewater Post" in said
    assert "Skelwick Mail" in said
    citations.name_origin(desk, cited[0], "the council")
    assert captures.sources(desk)[-1].origin == "the council"
    history.undo(desk)
    assert captures.sources(desk)[-1].origin is None


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        (("Tidewater Post", FIRST), ("Tidewater Post", OTHER), "same-outlet"),
        (("Tidewater Post", FIRST), ("Skelwick Mail", f"The Tidewater Post reports. {OTHER}"), None),
        (
            ("Tidewater Post", FIRST),
            ("Skelwick Mail", f"{OTHER} So it stood, according to the Tidewater Post."),
            "relays",
        ),
        (("Skelwick Mail", f"SKELWICK (AFP) — {FIRST}"), ("Ellery Echo", f"ELLERY (AFP) — {OTHER}"), "relays"),
        (("Skelwick Mail", FIRST), ("Ellery Echo", OTHER), ""),
    ],
)
def test_a_second_source_is_missing_while_both_have_one_origin(
    desk: Desk, linked: str, site: Site, first: tuple[str, str], second: tuple[str, str], alike: str | None
) -> None:
    site.page("/one", published(*first))
    site.page("/two", published(*second))
    claim = claims.of_article(desk, linked)[0].id
    for path in ("/one", "/two"):
        sources.cite(desk, claim, site.url(path))
    shared = [one.how.value for one in citations.shared_origins(desk, claim)]
    if alike is not None:
        assert shared == ([alike] if alike else [])
    missing = verdicts.missing(desk, claim, "en")
    assert ("a second, independent source" in missing) == bool(shared)


def test_what_a_reviewer_names_as_the_origin_counts(desk: Desk, linked: str, site: Site) -> None:
    site.page("/one", published("Skelwick Mail", FIRST))
    site.page("/two", published("Ellery Echo", OTHER))
    claim = claims.of_article(desk, linked)[0].id
    cited = [sources.cite(desk, claim, site.url(path)).value.source.id for path in ("/one", "/two")]
    assert citations.independent(desk, claim) == 2
    for source in cited:
        citations.name_origin(desk, source, "the harbour board")
    assert citations.independent(desk, claim) == 1
    assert "the harbour board" in citations.told(desk, claim, "en")[0]


def test_suggestions_that_are_one_source_say_so(desk: Desk, site: Site) -> None:
    text = (
        "The bridge will close in May, AFP reported. According to Agence France-Presse, repairs cost four million. "
        "The Tidewater Post has the figures, too. According to the Tidewater Post, they are wrong.\n"
    )
    article = articles.add(desk, Draft(text=text), splitting.split(text, language="en")).value
    site.page("/one", published("Skelwick Mail", f"{OTHER} So it stood, according to the Tidewater Post."))
    sources.cite(desk, claims.of_article(desk, article)[0].id, site.url("/one"))
    found = citations.suggestions(desk, article)
    assert [one.outlet for one in found].count("AFP") == 2
    about = citations.about(desk, article, found, "en")
    assert any(sentence.startswith("These name or lead to one source, AFP") for sentence in about)
    assert any("Tidewater Post: a source that is already cited relays it" in sentence for sentence in about)


def test_an_archive_is_asked_only_when_allowed_and_a_pasted_link_is_kept(desk: Desk, linked: str, site: Site) -> None:
    site.page("/minutes", page(FIRST, SECOND))
    source = sources.cite(desk, claims.of_article(desk, linked)[0].id, site.url("/minutes")).value.source.id
    with pytest.raises(Refused):
        archives.look_up(desk, source)
    assert len(site.calls) == 1
    link = f"https://web.archive.org/web/20240301120005/{site.url('/minutes')}"
    kept = archives.paste(desk, source, link).value
    assert [(copy.archive, copy.url, copy.how, copy.same) for copy in kept] == [(kept[0].archive, link, "pasted", None)]
    assert archives.paste(desk, source, link).step is None
    with pytest.raises(InputError):
        archives.paste(desk, source, "https://example.org/not-an-archive")


def test_a_look_up_keeps_what_the_archive_said(
    desk: Desk, linked: str, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.core.web.test_archives import answer_json

    site.page("/minutes", page(FIRST, SECOND))
    evidence = sources.cite(desk, claims.of_article(desk, linked)[0].id, site.url("/minutes")).value
    assert evidence.capture is not None
    record = captures.get(desk, evidence.capture.id).record
    assert record is not None
    digest = record["payload"]["sha1_base32"]  # type: ignore[index]  # JSON
    rows = [["timestamp", "original", "mimetype", "statuscode", "digest"]]
    rows.append(["20240301120005", site.url("/minutes"), "text/html", "200", digest])
    site.on("/wayback/available", lambda call: answer_json(call, {"url": "", "archived_snapshots": {}}))
    site.on("/cdx/search/cdx", lambda call: answer_json(call, rows))
    for key in ("WAYBACK_URL", "WAYBACK_CDX_URL"):
        monkeypatch.setenv(f"FACTCHECK_ARCHIVES_{key}", f"http://{site.host}")
    monkeypatch.setenv("FACTCHECK_ARCHIVES_WAYBACK_LOOK_UP", "true")
    (copy,) = archives.look_up(desk, evidence.source.id).value
    assert copy.same is True
    assert history.verify(desk).ok


def test_an_authority_that_gives_nothing_leaves_the_capture_whole(
    desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    site.page("/minutes", page(FIRST, SECOND))
    site.page("/stamp", "no stamps today", kind="text/plain")
    monkeypatch.setenv("FACTCHECK_EVIDENCE_TIMESTAMP_AUTHORITY", site.url("/stamp"))
    got = fetching.fetch(site.url("/minutes"), desk.settings, evidence=desk.library.evidence)
    kept = captures.capture(desk, got).value
    assert fetching.STAMP_FAILED in kept.flags
    assert kept.warc is not None
    assert history.verify(desk).ok
    stamp = captures.time_stamp(desk, kept.id)
    assert stamp is None or stamp.state in {"unreadable", "refused"}
