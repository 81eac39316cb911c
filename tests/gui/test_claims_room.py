"""The Claims room through the real window: found as one types, filtered, charted, scrolled, done to many at once."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from factcheck.domain.fold import fold, rating_key
from factcheck.domain.query import SORTS, Query
from factcheck.services import archive, browse, claims, history, reviewers, scales, search, verdicts
from factcheck.services.desk import Desk as CoreDesk
from factcheck.settings import Settings
from tests.gui.conftest import Desk, until
from ui.foundwords import COLUMNS, VerdictWords
from ui.models.claims import BLOCK

CHECKS = 1234


@pytest.fixture(scope="module")
def archived(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template with an archive of earlier checks, made once."""
    folder = tmp_path_factory.mktemp("archived") / "library"
    shutil.copytree(template, folder)
    core = CoreDesk.open(folder, settings=Settings(folder.parent / "settings.toml"), reviewer="Ada")
    path = folder.parent / "checks.jsonl"
    lines = [
        {
            "id": f"c{n}",
            "text": f"The harbour counted {n} boats, said the keeper."
            if n % 100
            else f"The zeppelin number {n} landed.",
            "rating": ("True", "False", "Misleading")[n % 3],
            "claimant": f"Keeper {n % 5}",
            "date": f"{2015 + n % 8}-0{1 + n % 9}-11",
            "publisher": "Coast Facts",
            "language": "en",
            "url": f"https://example.org/{n}",
        }
        for n in range(CHECKS)
    ]
    path.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    assert archive.import_file(core, path).value.taken == CHECKS
    for claim in claims.list_all(core)[:2]:
        verdicts.give(core, claim.id, "false", "The register says otherwise.")
    core.close()
    return folder


@pytest.fixture
def room(archived: Path, open_desk: Callable[..., Desk], tmp_path: Path):
    shutil.copytree(archived, tmp_path / "library")
    desk = open_desk()
    desk.window.actions_["room.claims"].trigger()
    made = desk.window.rooms.room("claims")
    until(lambda: made.rows.rowCount() > CHECKS, what="the lines")
    desk.settle()
    made.desk = desk
    return made


def shown(room) -> list[str]:
    return [room.rows.index(row, 0).data() for row in range(min(room.rows.rowCount(), 20))]


def test_lines_are_found_as_one_types_and_wrong_words_are_told(room) -> None:
    assert QApplication.focusWidget() is room.head.field
    room.desk.type("zeppelin")
    until(lambda: room.rows.rowCount() == 13, what="the zeppelins")
    assert all("zeppelin" in words for words in shown(room))
    assert "13" in room.head.count.whole()
    room.desk.type(' "landed')
    until(room.problem.isVisible, what="what is wrong with the words")
    assert room.rows.rowCount() == 13, "the last answer stays until the words can be understood"
    room.head.field.setText("nothingofthesort")
    until(room.empty.isVisible, what="that nothing was found")
    assert not room.problem.isVisible()


def test_the_scroll_bar_leads_to_any_line(room) -> None:
    core = room.desk.window.library.desk
    everything = search.find(core, Query(limit=500))
    while everything.more:
        last, everything = everything, search.find(core, Query(limit=500, cursor=everything.cursor))
    count = room.rows.rowCount()
    assert count == last.count
    room.table.scrollToBottom()
    until(lambda: room.rows.line(count - 1) is not None, what="the last line")
    assert room.rows.line(count - 1).id == everything.found[-1].id
    middle = count // 2 // BLOCK * BLOCK
    room.table.scrollTo(room.rows.index(middle, 0))
    until(lambda: room.rows.line(middle) is not None, what="a line in the middle")


def test_ranked_lines_are_read_on_while_one_scrolls(room) -> None:
    room.head.field.setText("harbour")
    until(lambda: room.rows.query.words == "harbour" and room.rows.rowCount() == BLOCK, what="the first block")
    until(lambda: not room.desk.window.jobs.busy())
    for _ in range(30):
        if room.rows.rowCount() > 3 * BLOCK:
            break
        room.table.scrollToBottom()
        room.desk.settle()
    assert room.rows.rowCount() > 3 * BLOCK
    ids = {room.rows.line(row).id for row in range(3 * BLOCK)}
    assert len(ids) == 3 * BLOCK, "no line comes twice"


def test_a_facet_filters_and_is_let_go(room) -> None:
    rows = room.facets.rows.rows
    at = next(n for n, row in enumerate(rows) if row.field == "verdict" and row.value == "misleading")
    wanted = rows[at].n
    room.facets.setCurrentIndex(room.facets.rows.index(at))
    room.facets.setFocus()
    QTest.keyClick(room.facets, Qt.Key.Key_Return)
    until(lambda: room.rows.query.verdict == "misleading" and room.rows.rowCount() == wanted, what="the filtered lines")
    room.desk.settle()
    assert room.clear.isVisible()
    chosen = [row for row in room.facets.rows.rows if row.chosen]
    assert [(row.field, row.value) for row in chosen] == [("verdict", "misleading")]
    room.clear.click()
    until(lambda: room.rows.rowCount() > CHECKS, what="all lines")


def test_the_chart_filters_when_a_bar_is_clicked(room) -> None:
    chart = room.box.chart
    until(chart.bars, what="the chart")
    core = room.desk.window.library.desk
    assert {bar.value: bar.total for bar in chart.bars()} == {
        bar.value: bar.total for bar in browse.over_time(core, Query()).bars
    }
    place = next(n for n, bar in enumerate(chart.bars()) if bar.value == "2018")
    verdict, box = chart._parts(place)[0]
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(round(box.center().x()), round(box.center().y())))
    until(lambda: room.rows.query.year == 2018, what="the year")
    assert room.rows.query.verdict == verdict
    until(lambda: room.rows.rowCount() == dict(chart.bars()[0].parts).get(verdict, -1), what="the lines of the bar")
    room.box.by["claimant"].click()
    until(lambda: any("Keeper" in bar.shown for bar in chart.bars()), what="the claimants")


def test_many_lines_are_marked_in_one_step_and_taken_back_by_one_undo(room) -> None:
    core = room.desk.window.library.desk
    room.look_for(Query(record="claim"))
    until(lambda: room.rows.query.record == "claim" and room.rows.rowCount() < 20, what="the claims of this desk")
    room.desk.settle()
    room.table.selectAll()
    assert room.bulk.isVisible()
    room.bulk.tag("harbour")
    until(lambda: all("harbour" in c.tags for c in claims.list_all(core)), what="the tag")
    many = room.rows.rowCount()
    assert many == len(claims.list_all(core))
    assert history.steps(core, limit=1)[0].label == "claims-tagged"
    room.desk.window.actions_["undo"].trigger()
    until(lambda: not any(c.tags for c in claims.list_all(core)), what="the undo")
    reviewers.add(core, "Bo")
    room.bulk.assign("Bo")
    until(lambda: {c.assignee for c in claims.list_all(core)} == {"Bo"}, what="the assignment")


def test_the_chosen_lines_go_out_as_a_report(room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room.look_for(Query(record="claim", verdict="false"))
    until(lambda: room.rows.rowCount() == 2, what="the decided claims")
    room.desk.settle()
    room.bulk.write("Two claims", tmp_path / "two.json")
    until((tmp_path / "two.json").exists, what="the report")
    written = json.loads((tmp_path / "two.json").read_text("utf-8"))
    assert len(written["claims"]) == 2


def test_the_preview_shows_the_claim_and_leads_to_its_article(room) -> None:
    room.look_for(Query(record="claim", verdict="false"))
    until(lambda: room.rows.rowCount() == 2, what="the decided claims")
    until(room.preview.history.isVisible, what="the history")
    line = room.rows.line(0)
    assert room.preview.wording.text() == line.text
    assert "register" in room.preview.reason.text()
    room.table.setFocus()
    room.table.selectionModel().setCurrentIndex(
        room.rows.index(0, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    )
    QTest.keyClick(room.table, Qt.Key.Key_Return)
    until(lambda: room.desk.reading.claim is not None and room.desk.reading.claim.id == line.id, what="the claim")
    assert room.desk.window.rooms.current == "articles"


def test_a_search_is_kept_and_recalled(room) -> None:
    room.look_for(Query(words="zeppelin", verdict="true"))
    room.head.save("Airships")
    core = room.desk.window.library.desk
    until(lambda: [one.name for one in search.saved(core)] == ["Airships"], what="the saved search")
    room.look_for(Query())
    until(lambda: "Airships" in [a.text() for a in room.head.saved_menu.actions()], what="its place in the menu")
    next(a for a in room.head.saved_menu.actions() if a.text() == "Airships").trigger()
    assert room.head.field.text() == "zeppelin"
    assert room.rows.query.verdict == "true"
    room.head.forget("Airships")
    until(lambda: not search.saved(core), what="that it is forgotten")


def test_columns_are_chosen_and_kept(room) -> None:
    room.table.show_column("language", True)
    room.table.show_column("claimant", False)
    assert room.desk.window.state.get("claims_columns") == ["text", "verdict", "checked", "outlet", "language"]
    assert room.table.isColumnHidden(2)


def test_a_blind_verdict_is_seen_by_nobody_else(archived: Path, open_desk: Callable[..., Desk], tmp_path: Path) -> None:
    shutil.copytree(archived, tmp_path / "library")
    settings = Settings(tmp_path / "blind.toml", {"review.policy": "blind"})
    core = CoreDesk.open(tmp_path / "library", settings=settings, reviewer="Ada")
    claim = next(c for c in claims.list_all(core) if c.state == "proposed")
    verdicts.give(core, claim.id, "misleading", "Seen apart.")
    mine = browse.page(core, Query(article=claim.article, limit=500))
    assert next(line for line in mine.found if line.id == claim.id).verdict == "misleading"
    core.as_reviewer("Bo")
    theirs = browse.page(core, Query(article=claim.article, limit=500))
    hidden = next(line for line in theirs.found if line.id == claim.id)
    assert (hidden.rating, hidden.verdict, hidden.checked) == (None, None, None)
    core.close()


def test_a_click_on_a_heading_sorts_and_the_order_is_kept(room) -> None:
    header = room.table.horizontalHeader()
    claimant, checked = (COLUMNS.index(name) for name in ("claimant", "checked"))

    def click(column: int) -> None:
        at = QPoint(header.sectionViewportPosition(column) + 20, header.height() // 2)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
        room.desk.settle()

    click(claimant)
    assert room.rows.query.sort == "claimant"
    assert room.rows.line(0).claimant == "Keeper 0"
    assert (header.isSortIndicatorShown(), header.sortIndicatorSection()) == (True, claimant)
    click(claimant)
    names = [room.rows.line(row).claimant for row in range(BLOCK)]
    assert names == sorted(names, key=fold, reverse=True)
    last = room.rows.rowCount() - 1
    room.table.scrollToBottom()
    until(lambda: room.rows.line(last) is not None, what="the last line")
    assert room.rows.line(last).claimant is None, "who is unknown comes last"
    click(checked)
    assert room.rows.query.sort == "-checked", "dates begin with the newest"
    room.head.turn.click()
    room.desk.settle()
    assert room.rows.query.sort == "checked"
    assert room.head.order.currentData() == "checked"
    assert room.desk.window.state.get("claims_order") == "checked"
    click(0)
    assert room.rows.query.sort == "", "the claim's own heading leads back to the usual order"


def test_every_column_but_the_claim_can_be_sorted_by() -> None:
    assert set(SORTS[2:]) == set(COLUMNS[1:])


def test_the_words_of_the_scale_look_like_its_ratings_in_either_language(plain: None, tmp_path: Path) -> None:
    core = CoreDesk.open(tmp_path / "library", settings=Settings())
    scale = scales.get(core)
    core.close()
    words = VerdictWords(scale)
    for rating in scale.ratings:
        for language in ("en", "fr"):
            key = rating_key(rating.label(language))
            assert words.fill(key).name() == rating.colour.lower()
            assert words.glyph(key) == rating.glyph
    assert words.order.index("faux") == words.order.index("false") + 1, "one beside the other in a bar"
