"""Earlier checks in the claim's column: found, decided by a person, and undone."""

from collections.abc import Callable
from pathlib import Path

from factcheck.services import archive, matching
from tests.gui.conftest import Desk, until
from ui.models.articles import EARLIER

ROWS = (
    '{"id": "a1", "text": "Le port de Lanvel a accueilli 4 200 navires en 2022.", "rating": "false",'
    ' "date": "2023-02-01", "publisher": "Le Contrôle", "language": "fr"}\n'
    '{"id": "a2", "text": "Un tout autre sujet sans rapport avec la mer.", "rating": "true", "language": "fr"}\n'
)


def test_an_earlier_check_is_found_decided_and_undone(
    open_desk: Callable[..., Desk], article: Path, tmp_path: Path
) -> None:
    desk = open_desk()
    (tmp_path / "archive.jsonl").write_text(ROWS, "utf-8")
    archive.import_file(desk.window.library.desk, tmp_path / "archive.jsonl")
    desk.take(article)
    claim = next(c for c in desk.reading.claims if "4 200" in c.text)
    desk.reading.select(claim.id)
    part = desk.room.claim.earlier
    until(lambda: part._claim == claim.id and part.cards(), what="the earlier check")
    card = next(card for card in part.cards() if card.match.id == "a1")
    assert card.match.rating == "false"
    assert "navires" in " ".join(card.match.words)
    card.choices["same"].click()
    core = desk.window.library.desk
    until(lambda: matching.decisions(core, claim.id), what="the decision")
    desk.settle()
    until(lambda: any(c.choices["same"].isChecked() for c in part.cards()), what="the decision shown")
    desk.window.actions_["undo"].trigger()
    until(lambda: not matching.decisions(core, claim.id), what="the undo")


def test_claims_that_were_probably_checked_before_get_a_quiet_mark(
    open_desk: Callable[..., Desk], article: Path, tmp_path: Path
) -> None:
    """It comes by itself after an article was added, and takes neither the selection nor the focus."""
    desk = open_desk()
    (tmp_path / "archive.jsonl").write_text(ROWS, "utf-8")
    archive.import_file(desk.window.library.desk, tmp_path / "archive.jsonl")
    desk.take(article)
    claim = next(c for c in desk.reading.claims if "4 200" in c.text)
    chosen, focus = desk.reading.claim_id, desk.window.focusWidget()
    view, earlier, articles = desk.room.article, desk.room.earlier, desk.window.articles
    until(lambda: view._earlier == {claim.id: 1}, what="the mark")
    assert desk.reading.claim_id == chosen
    assert desk.window.focusWidget() is focus
    assert "1" in view.said_at(view.offsets.to_qt(claim.start)).splitlines()[-1]
    assert articles.index(0).data(EARLIER) == 1
    core = desk.window.library.desk
    desk.reading.select(claim.id)
    part = desk.room.claim.earlier
    until(lambda: part._claim == claim.id and part.cards(), what="the earlier check")
    assert "false" in part.rated.text()
    assert part.rated.isVisibleTo(part)
    assert "30" in part.about.text(), "the threshold in force is said"
    part.cards()[0].choices["different"].click()
    until(lambda: matching.decisions(core, claim.id), what="the decision")
    until(lambda: not earlier.likely(claim.article), what="the mark gone")
    assert view._earlier == {}
    until(lambda: not part.rated.isVisibleTo(part), what="no precedent any more")
