"""After a backup was put back, the window shows what that state of the library holds."""

from collections.abc import Callable
from pathlib import Path

import pytest

from factcheck.services import articles, backups, intake, splitting
from factcheck.services.desk import Desk as CoreDesk
from factcheck.settings import Settings
from tests.gui.conftest import Desk


@pytest.fixture
def kept(tmp_path: Path, article: Path) -> tuple[Path, Path, str, str]:
    """A library's folder, a backup of it, an article from before and one from after."""
    folder = tmp_path / "library"
    core = CoreDesk.open(folder, settings=Settings(), reviewer="Ada")

    def add(where: Path) -> str:
        taken = intake.read(str(where), core.settings)
        return articles.add(core, taken, splitting.split(taken.draft.text)).value

    before, made = add(article), backups.make(core)
    later = tmp_path / "later.txt"
    later.write_text("The lighthouse was built in 1911. It cost 9,000 crowns.", "utf-8")
    after = add(later)
    core.close()
    return folder, made.path, before, after


def test_an_article_that_the_backup_does_not_hold_is_closed(
    kept: tuple[Path, Path, str, str], open_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    _, backup, before, after = kept
    desk = open_desk()
    for shown, expected in ((after, None), (before, before)):
        desk.window.open_article(shown)
        desk.until(lambda wanted=shown: desk.reading.article and desk.reading.article.id == wanted, what="the article")
        desk.settle()
        answered: list[object] = []
        desk.window.library.restore(backup, answered.append)
        desk.until(lambda told=answered: told, what="the restored library")
        desk.settle()
        now = desk.reading.article
        assert (now.id if now else None) == expected
