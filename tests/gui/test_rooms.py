"""The rooms beside the desk, through the real window: sources rechecked and compared, settings changed and refused."""

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from factcheck.services import articles, citations, claims, history, intake, sources, splitting
from factcheck.services.desk import Desk as CoreDesk
from factcheck.settings import TABLE, Settings
from tests.core.web.site import Site
from tests.gui.conftest import Desk, until
from ui.rooms.rows import Link
from ui.rooms.settings import ELSEWHERE
from ui.theme import look
from ui.views.parts import Growing
from ui.words import switch

FIRST = "The council approved the budget for the bridge on Tuesday evening after a debate of three hours."
SECOND = "Repairs will cost four million crowns, the treasurer told the members who had asked for the books."


def page(*paragraphs: str) -> str:
    """A small news page."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<html lang=en><head><title>Bridge</title></head><body><article><h1>Bridge</h1>{body}</article></body></html>"
    )


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as made:
        made.page("/bridge", page(FIRST, SECOND))
        yield made


@pytest.fixture
def filled(tmp_path: Path, article: Path, site: Site) -> Path:
    """A library with an article and a claim that cites a page."""
    settings = Settings(overrides={"fetch.allowed_hosts": (site.host,), "fetch.pause_milliseconds": 0})
    core = CoreDesk.open(tmp_path / "library", settings=settings, reviewer="Ada")
    taken = intake.read(str(article), settings)
    added = articles.add(core, taken, splitting.split(taken.draft.text)).value
    claim = next(c.id for c in claims.of_article(core, added) if "4 200" in c.text)
    sources.cite(core, claim, site.url("/bridge"), quote="four million crowns")
    core.close()
    return tmp_path / "library"


def enter(desk: Desk, room: str) -> object:
    desk.window.actions_[f"room.{room}"].trigger()
    desk.settle()
    return desk.window.rooms.room(room)


def test_a_source_is_rechecked_compared_and_leads_back_to_its_claim(
    filled: Path, open_desk: Callable[..., Desk], site: Site
) -> None:
    desk = open_desk(allowed=(site.host,))
    room = enter(desk, "sources")
    until(lambda: room.lines.lines, what="the source")
    assert room.lines.lines[0].word == "kept"
    site.page("/bridge", page(FIRST, SECOND.replace("four", "nine")))
    room.details.again.click()
    until(lambda: room.lines.lines[0].word == "changed", what="the recheck")
    desk.settle()
    assert "Quote altered" in room.details.news.text()
    newest, oldest = (c.id for c in services_captures(desk))
    room.details._compare(oldest, newest)
    until(room.details.changes.isVisible, what="the comparison")
    shown = [side.toPlainText() for side in room.details.changes.findChildren(type(desk.room.claim.head.wording))]
    assert any("four" in words for words in shown)
    assert any("nine" in words for words in shown)
    room.claim_wanted.emit(*first_claim(desk))
    until(lambda: desk.reading.claim is not None, what="the claim")
    assert desk.window.rooms.current == "articles"
    assert "4 200" in desk.reading.claim.text


def services_captures(desk: Desk) -> list[object]:
    from factcheck.services import captures

    core = desk.window.library.desk
    return captures.of_source(core, captures.sources(core)[0].id)


def first_claim(desk: Desk) -> tuple[str, str]:
    from factcheck.services import captures, source_list

    core = desk.window.library.desk
    claim = source_list.citing(core, captures.sources(core)[0].id)[0]
    return claim.article, claim.id


def test_no_key_of_the_desk_works_in_another_room(filled: Path, open_desk: Callable[..., Desk]) -> None:
    desk = open_desk()
    desk.window.room.list.chosen.emit(articles.list_all(desk.window.library.desk)[0].id)
    until(lambda: desk.reading.article is not None)
    assert desk.window.actions_["claim.next"].isEnabled()
    enter(desk, "sources")
    assert not desk.window.actions_["claim.next"].isEnabled()
    assert not desk.window.actions_["claim.accept"].isEnabled()


def test_a_changed_title_is_among_the_changes(filled: Path, open_desk: Callable[..., Desk], site: Site) -> None:
    desk = open_desk(allowed=(site.host,))
    room = enter(desk, "sources")
    until(lambda: room.lines.lines, what="the source")
    site.page("/bridge", page(FIRST, SECOND).replace("Bridge", "A dearer bridge").replace("four", "nine"))
    room.all.click()
    until(room.news.isVisible, what="the recheck")
    desk.settle()
    compare = next(b for b in room.details.captures.findChildren(QPushButton) if b.text() == "What changed")
    compare.click()
    until(room.details.changes.isVisible, what="the changes")
    said = [label.text() for label in room.details.changes.findChildren(QLabel)]
    assert "Title: Bridge" in said
    assert "Title: A dearer bridge" in said
    look.apply("dark", 100)
    desk.settle()
    sentence = next(
        part for part in room.details.changes.findChildren(Growing) if part.toPlainText() and part.isVisible()
    )
    colour = QTextCursor(sentence.document()).charFormat().foreground().color()
    assert colour == look.colour("text"), "the words are drawn anew for another theme"


def test_sources_of_one_origin_lead_to_each_other(filled: Path, open_desk: Callable[..., Desk], site: Site) -> None:
    site.page("/again", page(FIRST, SECOND))
    core = CoreDesk.open(
        filled, settings=Settings(overrides={"fetch.allowed_hosts": (site.host,), "fetch.pause_milliseconds": 0})
    )
    first = first_of(core)
    sources.cite(core, first.id, site.url("/again"))
    ids = {evidence.source.url: evidence.source.id for evidence in sources.of_claim(core, first.id)}
    core.close()
    desk = open_desk(allowed=(site.host,))
    room = enter(desk, "sources")
    until(lambda: room.details.shared.isVisibleTo(room), what="whom the source counts as one with")
    shown = room._chosen
    room.details.shared.findChildren(Link)[0].click()
    until(lambda: room._chosen != shown, what="the other source")
    assert {shown, room._chosen} == set(ids.values())
    desk.settle()
    desk.window.library.change(lambda d: citations.name_origin(d, room._chosen, "AFP"))
    until(lambda: "AFP" in room.details.under.text(), what="the origin that was named")


def test_some_or_all_sources_are_rechecked_and_the_end_is_told(
    filled: Path, open_desk: Callable[..., Desk], site: Site
) -> None:
    core = CoreDesk.open(
        filled, settings=Settings(overrides={"fetch.allowed_hosts": (site.host,), "fetch.pause_milliseconds": 0})
    )
    claim = first_of(core)
    for n in range(5):
        site.page(f"/p{n}", page(f"{FIRST} Number {n}.", SECOND))
        sources.cite(core, claim.id, site.url(f"/p{n}"))
    core.close()
    desk = open_desk(allowed=(site.host,))
    room = enter(desk, "sources")
    until(lambda: len(room.lines.lines) == 6, what="the sources")
    site.page("/p3", page(f"{FIRST} Number 3.", SECOND.replace("four", "seven")))
    room.all.click()
    until(room.news.isVisible, what="the end")
    assert room.news.text() == "6 rechecked: 5 as before, 1 changed."
    desk.settle()
    room.all.click()
    room.details.again.click()  # one more, while the others are under way
    until(room.news.isVisible, what="the end of all")
    assert room.news.text().startswith("7 rechecked")
    assert room._running == 0
    desk.settle()
    room.kinds.setCurrentIndex(room.kinds.findData("changed"))
    until(lambda: len(room.lines.lines) == 1, what="what has changed")
    room.kinds.setCurrentIndex(0)
    until(lambda: len(room.lines.lines) == 6, what="all sources")
    room.view.setFocus()
    room.view.selectionModel().clearSelection()
    room.view.setCurrentIndex(room.lines.index(0))
    QTest.keyClick(room.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert room.all.text() == "Recheck 2"
    room.all.click()
    until(lambda: room.news.isVisible() and room.news.text().startswith("2 rechecked"), what="the two")
    room.kinds.setCurrentIndex(room.kinds.findData("flagged"))
    until(room.empty.isVisible, what="that no page carries a warning")


def test_a_stopped_recheck_keeps_what_was_done(filled: Path, open_desk: Callable[..., Desk], site: Site) -> None:
    core = CoreDesk.open(
        filled, settings=Settings(overrides={"fetch.allowed_hosts": (site.host,), "fetch.pause_milliseconds": 400})
    )
    claim = first_of(core)
    for n in range(6):
        site.page(f"/p{n}", page(f"{FIRST} Number {n}.", SECOND))
        sources.cite(core, claim.id, site.url(f"/p{n}"), fetch=False)
    core.close()
    desk = open_desk(allowed=(site.host,), fetch__pause_milliseconds=400)
    room = enter(desk, "sources")
    until(lambda: len(room.lines.lines) == 7, what="the sources")
    room.all.click()
    until(lambda: room._outcomes.total() >= 1, what="the first of them")
    for job in desk.window.jobs.shown():
        job.cancel()
    until(lambda: room._running == 0, what="the stop")
    desk.settle()
    done = sum(1 for line in room.lines.lines if line.word != "not captured")
    assert 1 <= done < 7
    assert room.news.isVisible()


def test_every_setting_has_a_field_and_a_wrong_value_changes_nothing(desk: Desk) -> None:
    room = enter(desk, "settings")
    assert set(room.fields) == {setting.key for setting in TABLE} - ELSEWHERE
    field = room.fields["fetch.deadline"]
    assert field.control.lineEdit().width() > field.control.width() / 2, "the number is seen"
    field.control.setValue(45)
    assert Settings().number("fetch.deadline") == 45
    room.filter.setText("wayback")
    shown = [key for key, one in room.fields.items() if one.isVisibleTo(room)]
    assert shown
    assert all("wayback" in key for key in shown)
    room.filter.setText("no such thing")
    assert room.nothing.isVisibleTo(room)


def test_the_language_is_switched_from_the_settings(desk: Desk) -> None:
    room = enter(desk, "settings")
    language = room.fields["interface.language"].control
    language.setCurrentIndex(language.findData("fr"))
    language.activated.emit(language.currentIndex())
    assert room.title.text() == "Réglages"
    assert Settings().text("interface.language") == "fr"
    QTest.keyClick(desk.window, "1")


def test_a_report_is_seen_before_it_goes_out_and_its_findings_lead_to_the_claim(
    filled: Path, open_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    from factcheck.services import verdicts

    desk = open_desk()
    core = desk.window.library.desk
    claim = first_of(core)
    verdicts.give(core, claim.id, "false", "The register says 3 900.")
    room = enter(desk, "reports")
    until(lambda: room.choices.article.count() == 1, what="the article")
    room.choices.decided.setChecked(True)
    desk.settle()
    until(lambda: [p for p in room.area.findChildren(QLabel) if not p.pixmap().isNull()], seconds=90, what="the pages")
    assert [one.id for one in room._report.claims] == [claim.id]
    told = [label.text() for label in room.findChildren(QLabel)]
    assert any("url" in words for words in told), "a check without a published address cannot be found"
    for suffix in ("pdf", "html", "dossier.zip"):
        room.write(tmp_path / f"report.{suffix}")
        until(lambda s=suffix: (tmp_path / f"report.{s}").exists(), what=suffix)
    assert room.version.isHidden()
    verdicts.publish(core, [claim.id])
    verdicts.correct(core, claim.id, what_was_wrong="The rating", because="It says 4 100.", rating="half-true")
    until(lambda: room._report.version == 2 and not room.version.isHidden(), what="the new version")
    assert {change.why for change in room._report.changes} == {"It says 4 100."}
    room.claim_wanted.emit(claim.article, claim.id)
    until(lambda: desk.reading.claim is not None and desk.reading.claim.id == claim.id, what="the claim")


def test_a_report_of_chosen_claims_of_a_search_and_of_a_period(
    filled: Path, open_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    from factcheck.domain.query import Query
    from factcheck.services import search, verdicts

    desk = open_desk()
    core = desk.window.library.desk
    first, second = claims.list_all(core)[:2]
    for claim in (first, second):
        verdicts.give(core, claim.id, "false", "The register says otherwise.")
    search.save(core, "Harbour", Query(words="navires"))
    room = enter(desk, "reports")
    choices = room.choices
    until(lambda: choices.claims.rowCount() > 1, what="the claims")
    desk.settle()
    everything = choices.claims.rowCount()
    choices.list.setFocus()
    choices.list.setCurrentIndex(choices.claims.index(0))
    left_out = room._report.claims[0].id
    QTest.keyClick(choices.list, Qt.Key.Key_Space)
    until(lambda: len(room._report.claims) == everything - 1, what="the report without it")
    assert left_out not in {claim.id for claim in room._report.claims}
    choices.claims.tick_all(on=True)
    until(lambda: len(room._report.claims) == everything, what="the whole report")
    for kind, wanted in (("period", {first.id, second.id}), ("search", {first_of(core).id})):
        choices.kind.setCurrentIndex(choices.kind.findData(kind))
        choices.kind.activated.emit(choices.kind.currentIndex())
        until(lambda w=wanted: {claim.id for claim in room._report.claims} == w, what=kind)
    desk.settle()
    choices.format.setCurrentIndex(choices.format.findData("md"))
    room.write(tmp_path / "search.md")
    until((tmp_path / "search.md").exists, what="the file")
    assert "4 200" in (tmp_path / "search.md").read_text("utf-8").replace("\u202f", " ").replace("\u00a0", " ")


def first_of(core: CoreDesk) -> claims.Claim:
    return next(c for c in claims.list_all(core) if "4 200" in c.text)


def test_a_report_whose_article_goes_while_it_is_set_is_no_longer_offered(
    ready: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bugs: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda *bug: bugs.append(bug))
    go = threading.Event()
    ready.window.library.jobs.start("work", lambda _job: go.wait(30))  # the pages wait behind it
    ready.window.actions_["room.reports"].trigger()
    room = ready.window.rooms.room("reports")
    until(lambda: room._job is not None, what="the pages under way")
    core = CoreDesk.open(ready.window.library.desk.folder, settings=Settings(), reviewer="Ada")
    history.undo(core, history.steps(core)[-1].id)
    core.close()
    until(lambda: room._report is None and room.choices.article.count() == 0, what="that nothing is to be reported")
    assert room._job.cancelled()
    go.set()
    ready.settle()
    assert not room.out.isEnabled()
    assert (ready.failures(), bugs) == ([], [])


def test_what_is_read_of_a_report_is_said_in_the_language_in_force(ready: Desk) -> None:
    room = enter(ready, "reports")
    until(lambda: room.choices.template.count() > 0, what="the templates")
    english = room.choices.template.itemText(0)
    switch("fr")
    ready.settle()
    assert room.choices.template.itemText(0) != english
    switch("en")


def test_a_backup_is_made_and_put_back_from_the_settings(filled: Path, open_desk: Callable[..., Desk]) -> None:
    from ui.rooms.settingsmore import Backups, Place, Reviewers, ScalePreview

    desk = open_desk()
    room = enter(desk, "settings")
    parts = {type(part): part for part in room.more}
    parts[Backups].make()
    until(parts[Backups].told.isVisible, what="the backup")
    desk.settle()
    kept = next(iter((filled / "backups").glob("manual-*.sqlite")))
    before = {claim.id: claim.state for claim in claims.list_all(desk.window.library.desk)}
    core = desk.window.library.desk
    desk.window.library.change(lambda d: claims.dismiss(d, [first_of(core).id], "No."))
    desk.settle()
    parts[Backups].told.hide()
    parts[Backups].restore(kept)
    until(parts[Backups].told.isVisible, what="the restored library")
    desk.settle()
    assert desk.window.library.desk is not core
    assert {claim.id: claim.state for claim in claims.list_all(desk.window.library.desk)} == before
    assert list((filled / "backups").glob("replaced-*.sqlite"))
    parts[Reviewers].field.setText("Bo")
    parts[Reviewers].add()
    until(lambda: "Bo" in shown_in(parts[Reviewers]), what="the new reviewer")
    assert str(filled) in shown_in(parts[Place])
    assert any("False" in words for words in shown_in(parts[ScalePreview]))


def shown_in(part: object) -> list[str]:
    return [one.text() for one in part.findChildren(QLabel)]
