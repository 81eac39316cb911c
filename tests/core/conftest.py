"""A new library is made once and copied for each test: making one runs every migration."""

import shutil
from pathlib import Path

import pytest

from factcheck.store.library import Library


@pytest.fixture(scope="session")
def empty_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library in which nothing was ever done."""
    folder = tmp_path_factory.mktemp("empty") / "library"
    Library.open(folder).close()
    return folder


@pytest.fixture
def new_library(empty_library: Path, tmp_path: Path) -> Path:
    """The folder of a new library of the test's own."""
    return Path(shutil.copytree(empty_library, tmp_path / "library"))
