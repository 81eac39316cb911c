"""A new library is made once and copied for each test: making one runs every migration."""

import shutil
from pathlib import Path

import pytest

from factcheck.domain import place as places
from factcheck.domain.place import Place
from factcheck.store.library import Library


@pytest.fixture(scope="session")
def empty_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library in which nothing was ever done."""
    folder = tmp_path_factory.mktemp("empty") / "library"
    Library.open(folder).close()
    return folder


IN_A_FOLDER = pytest.mark.parametrize("place", ["folder"], indirect=True)
"""For tests of what only a library in a folder has: its file, its locks, its backups."""


@pytest.fixture(params=["folder", "server"])
def place(request: pytest.FixtureRequest) -> Place:
    """A new library of the test's own: what is told here of a library holds for one in a folder and one on a server."""
    if request.param == "folder":
        made: Path = request.getfixturevalue("new_library")
        return made
    return places.server(request.getfixturevalue("database"))


@pytest.fixture
def new_library(empty_library: Path, tmp_path: Path) -> Path:
    """The folder of a new library of the test's own."""
    return Path(shutil.copytree(empty_library, tmp_path / "library"))
