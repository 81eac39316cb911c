"""The review queue through the real window: what waits for whom under each policy, and the way to each claim."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from factcheck.services import claims, marks, queue, verdicts
from factcheck.services.desk import Desk as CoreDesk
from factcheck.settings import Settings
from tests.gui.conftest import Desk, until


@pytest.fixture
def core(template: Path, tmp_path: Path):
    """Opens the test's library as a reviewer under a policy."""
    shutil.copytree(template, tmp_path / "library")
    opened: list[CoreDesk] = []

    def as_(reviewer: str, policy: str) -> CoreDesk:
        settings = Settings(tmp_path / f"{policy}.toml", {"review.policy": policy})
        opened.append(CoreDesk.open(tmp_path / "library", settings=settings, reviewer=reviewer))
        return opened[-1]

    yield as_
    for one in opened:
        one.close()


def asked(desk: CoreDesk) -> dict[str, str]:
    return {one.claim.id: one.sort.value for one in queue.waiting(desk)}


def proposed(desk: CoreDesk) -> list[str]:
    return [claim.id for claim in claims.list_all(desk) if claim.state == "proposed"]


def test_a_second_reviewer_is_asked_to_approve_and_the_author_gets_it_back(core) -> None:
    ada, bo = core("Ada", "second"), core("Bo", "second")
    first, second = proposed(ada)[:2]
    verdicts.give(ada, first, "false", "The register.")
    verdicts.give(bo, second, "true", "The report.")
    assert asked(bo) == {first: "approve"}
    assert asked(ada) == {second: "approve"}
    verdicts.send_back(bo, first, "Which register?")
    assert asked(ada) == {second: "approve", first: "returned"}
    assert asked(bo) == {}


def test_blind_verdicts_are_asked_for_unseen_and_a_third_settles(core) -> None:
    ada, bo, cy = (core(name, "blind") for name in ("Ada", "Bo", "Cy"))
    claim = proposed(ada)[0]
    verdicts.give(ada, claim, "false", "The register.")
    assert asked(ada) == {}
    waits = queue.waiting(bo)
    assert [(one.claim.id, one.sort.value, one.claim.verdict) for one in waits] == [(claim, "second", None)]
    verdicts.give(bo, claim, "true", "The report.")
    assert asked(bo) == {}
    assert asked(cy) == {claim: "settle"}
    verdicts.give(cy, claim, "false", "The register is right.")
    assert asked(cy) == {}


def test_urgent_comes_first_and_what_waits_long_is_overdue(core) -> None:
    ada = core("Ada", "one")
    first, second = proposed(ada)[:2]
    marks.assign(ada, [first, second], "Ada")
    marks.prioritise(ada, [second], 3)
    assert [one.claim.id for one in queue.waiting(ada)] == [second, first]
    assert not any(one.overdue for one in queue.waiting(ada))
    later = datetime.now(UTC) + timedelta(days=8)
    assert all(one.overdue for one in queue.waiting(ada, later))


def test_the_queue_shows_what_waits_follows_the_library_and_leads_to_the_claim(
    core, open_desk: Callable[..., Desk]
) -> None:
    bo = core("Bo", "second")
    given, mine = proposed(bo)[:2]
    verdicts.give(bo, given, "false", "The register.")
    desk = open_desk(review__policy="second")
    desk.window.actions_["room.queue"].trigger()
    room = desk.window.rooms.room("queue")
    until(lambda: [line.id for line in room.lines.lines] == [given], what="the verdict to approve")
    assert "Bo" in room.lines.lines[0].under
    desk.window.library.change(lambda d: marks.assign(d, [mine], "Ada"))
    until(lambda: {line.id for line in room.lines.lines} == {given, mine}, what="the claim that was given to Ada")
    room.chips["assigned"].click()
    assert [line.id for line in room.lines.lines] == [mine]
    until(room.preview.history.isVisible, what="the preview")
    room.view.setFocus()
    QTest.keyClick(room.view, Qt.Key.Key_Return)
    until(lambda: desk.reading.claim is not None and desk.reading.claim.id == mine, what="the claim")
    desk.window.library.change(lambda d: verdicts.approve(d, given))
    desk.window.actions_["room.queue"].trigger()
    until(lambda: [line.id for line in room.lines.lines] == [mine], what="what is left")


def test_an_empty_queue_says_so(desk: Desk) -> None:
    desk.window.actions_["room.queue"].trigger()
    room = desk.window.rooms.room("queue")
    until(room.empty.isVisible, what="that nothing waits")
