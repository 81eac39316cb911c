"""The desk's care for its library: a backup each day there was work, found by name, and what people are warned of."""

from pathlib import Path

import pytest

from factcheck.errors import InputError, LibraryError
from factcheck.services import backups, claims, history, marks
from factcheck.services.desk import Desk
from tests.core.cli.conftest import Factcheck, factcheck  # noqa: F401 - a fixture


@pytest.fixture
def place(new_library: Path) -> Path:
    """A folder: a server's library is backed up by whoever looks after the server."""
    return new_library


def test_a_daily_backup_when_there_was_work(desk: Desk) -> None:
    assert backups.daily(desk) is None
    marks.tag_names(desk)
    assert not desk.acted


def test_a_daily_backup_once(desk: Desk, article: str) -> None:
    made = backups.daily(desk)
    assert made is not None
    assert (made.sort, made.steps) == ("daily", 1)
    claims.accept(desk, [claims.of_article(desk, article)[0].id])
    assert backups.daily(desk) is None
    assert [one.sort for one in backups.list_all(desk.folder)] == ["daily"]


def test_no_daily_backup_where_nobody_wants_one(desk: Desk, article: str) -> None:
    desk.settings.put("library.backup_daily", False)
    assert backups.daily(desk) is None


def test_a_verb_that_works_backs_up_once_a_day(place: Path, factcheck: Factcheck) -> None:  # noqa: F811
    from tests.core.cli.conftest import SAMPLES

    assert factcheck("articles").code == 0
    assert not (place / "backups").exists()
    for _ in range(2):
        assert factcheck("add", SAMPLES / "article-en.txt").code == 0
    (made,) = backups.list_all(place)
    assert (made.sort, made.steps) == ("daily", 1)


def test_a_backup_is_found_by_what_people_call_it(desk: Desk, article: str) -> None:
    made = backups.make(desk)
    for typed in ("last", made.path.name, made.path.stem, str(made.path)):
        assert backups.find(desk.folder, typed) == made.path
    with pytest.raises(InputError, match="no backup"):
        backups.find(desk.folder, "yesterday")


def test_restored_and_brought_back(desk: Desk, article: str) -> None:
    made = backups.make(desk)
    claim = claims.of_article(desk, article)[0].id
    claims.accept(desk, [claim])
    head = history.head(desk)
    with pytest.raises(LibraryError, match="is open"):
        backups.restore(desk.folder, made.path)
    desk.close()
    replaced = backups.restore(desk.folder, made.path)
    assert replaced is not None
    again = Desk.open(desk.folder)
    assert claims.get(again, claim).state == "proposed"
    assert not history.verify(again, head[1]).ok
    again.close()
    backups.restore(desk.folder, replaced)
    forward = Desk.open(desk.folder)
    assert history.head(forward) == head
    forward.close()


def test_what_is_salvaged_is_a_desk_like_any_other(desk: Desk, article: str, tmp_path: Path) -> None:
    desk.close()
    found = backups.salvage(desk.folder, tmp_path / "saved")
    saved = Desk.open(found.folder, reviewer="Ana")
    assert history.verify(saved).ok
    assert len(claims.of_article(saved, article)) == 3
    assert history.steps(saved, words="bridge")
    history.undo(saved)
    saved.close()


def test_places_that_endanger_a_library_are_named(new_library: Path) -> None:
    place = new_library.parent / "Dropbox" / "library"
    place.parent.mkdir()
    new_library.rename(place)
    desk = Desk.open(place)
    (said,) = backups.warnings(desk)
    assert "“Dropbox”" in said
    assert "Dropbox" in backups.warnings(desk, language="fr")[0]
    desk.close()


def test_a_second_window_says_that_it_only_reads(desk: Desk) -> None:
    first = Desk.open(desk.folder, window=True)
    second = Desk.open(desk.folder, window=True)
    assert (first.read_only, second.read_only) == (False, True)
    assert any("another window" in said for said in backups.warnings(second))
    first.close()
    second.close()
