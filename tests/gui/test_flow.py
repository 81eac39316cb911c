"""The whole of the work by keyboard, in the real window, against a real site on this machine."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication

from factcheck.domain.claim import ClaimState
from factcheck.domain.source import Stance
from tests.core.web.site import Site
from ui.later import services

PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Trafic du port de Lanvel</title>
<meta property="og:site_name" content="Capitainerie de Lanvel"></head><body><article><h1>Trafic du port de Lanvel</h1>
<p>La capitainerie publie chaque printemps le bilan de l’année écoulée, établi à partir des registres d’entrée.</p>
<p>Le port de Lanvel a accueilli 3 150 navires en 2022, contre 3 580 en 2019, soit une baisse de douze pour cent.</p>
<p>Les ferries représentent la moitié des escales, les caboteurs un tiers, la plaisance le reste du trafic observé.</p>
</article></body></html>"""


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as made:
        made.page("/bilan", PAGE)
        yield made


def test_six_presses_from_a_proposed_claim_to_an_approved_verdict(open_desk, article, site) -> None:
    desk = open_desk(allowed=(site.host,))
    desk.take(article)
    claim = next(c for c in desk.reading.claims if "4 200 navires" in c.text)
    desk.reading.select(claim.id)
    desk.settle()
    desk.room.article.setFocus()
    presses = []

    def press(keys: str) -> None:
        presses.append(keys)
        desk.key(keys)

    press("A")
    desk.settle()
    assert desk.reading.claim.state is ClaimState.ACCEPTED
    QGuiApplication.clipboard().setText(site.url("/bilan"))
    press("P")
    press("Return")
    desk.until(
        lambda: desk.room.reader.isVisible() and desk.room.reader.held is not None and desk.room.reader.held.passages
    )
    desk.settle()
    press("R")
    desk.settle()
    evidence = desk.reading.dossier.evidence[0]
    assert evidence.stance is Stance.REFUTES
    assert "3 150 navires en 2022" in evidence.quote
    assert desk.room.reader.held.page.text[evidence.quote_start : evidence.quote_end] == evidence.quote
    press("5")
    desk.type("La capitainerie en compte 3 150.")
    press("Ctrl+Return")
    desk.settle()
    assert desk.reading.claim.state is ClaimState.APPROVED
    assert desk.reading.claim.verdict.rating == "false"
    assert desk.reading.claim.verdict.reason == "La capitainerie en compte 3 150."
    assert len(presses) <= 6
    assert desk.failures() == []


def test_the_whole_flow_with_a_second_reviewer_then_undo_of_everything_and_redo(reading_desk, site) -> None:
    desk = reading_desk(allowed=(site.host,), review__policy="second")
    before = [(c.state, c.standalone, c.verdict) for c in desk.reading.claims]
    claim = next(c for c in desk.reading.claims if "4 200 navires" in c.text)
    desk.reading.select(claim.id)
    desk.settle()
    desk.room.article.setFocus()
    desk.key("A")
    desk.settle()
    desk.key("E")
    desk.type("En 2022, 4 200 navires ont fait escale à Lanvel.")
    desk.key("Ctrl+Return")
    desk.settle()
    assert desk.reading.claim.standalone == "En 2022, 4 200 navires ont fait escale à Lanvel."
    QGuiApplication.clipboard().setText(site.url("/bilan"))
    desk.key("P")
    desk.key("Return")
    desk.until(
        lambda: desk.room.reader.isVisible() and desk.room.reader.held is not None and desk.room.reader.held.passages
    )
    desk.key("S")
    desk.settle()
    desk.key("5")
    desk.type("Le bilan officiel dit autre chose.")
    desk.key("Ctrl+Return")
    desk.settle()
    assert desk.reading.claim.state is ClaimState.VERDICT_PROPOSED
    desk.key("Y")  # the author may not approve: said in a sentence, nothing changed
    desk.settle()
    assert desk.reading.claim.state is ClaimState.VERDICT_PROPOSED
    assert len(desk.failures()) == 1
    desk.window.library.become("Grace")
    desk.settle()
    desk.key("Y")
    desk.settle()
    assert desk.reading.claim.state is ClaimState.APPROVED
    assert "Grace" in desk.reading.claim.verdict.approved_by

    def step(keys: str, times: int) -> None:
        desk.room.article.setFocus()
        for _ in range(times):
            desk.key(keys)
            desk.settle()

    step("Ctrl+Z", 1)
    assert desk.reading.get(claim.id).state is ClaimState.VERDICT_PROPOSED
    desk.window.library.become("Ada")
    desk.settle()
    step("Ctrl+Z", 5)
    assert [(c.state, c.standalone, c.verdict) for c in desk.reading.claims] == before
    assert desk.reading.dossier is None or desk.reading.dossier.evidence == ()
    step("Ctrl+Shift+Z", 5)
    again = desk.reading.get(claim.id)
    assert (again.state, again.standalone) == (
        ClaimState.VERDICT_PROPOSED,
        "En 2022, 4 200 navires ont fait escale à Lanvel.",
    )
    assert services.history.verify(desk.window.library.desk).ok


def test_export_writes_a_report(tmp_path, ready) -> None:
    desk = ready
    desk.window.intake.export(tmp_path / "report.html")
    desk.settle()
    assert "4 200 navires" in (tmp_path / "report.html").read_text("utf-8")
    assert desk.window.toast.isVisible()


def test_a_page_that_does_not_answer_leaves_the_source_with_its_reason(ready) -> None:
    desk = ready
    desk.window.room.claim.sources.asked.emit("http://127.0.0.1:9/nothing")
    desk.until(lambda: desk.reading.dossier is not None and desk.reading.dossier.evidence, what="the source")
    desk.settle()
    evidence = desk.reading.dossier.evidence[0]
    assert evidence.capture is None or evidence.capture.problem
    assert not desk.room.reader.isVisible()
