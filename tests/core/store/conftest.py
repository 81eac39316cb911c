"""A library of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from factcheck.store.library import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A new, empty library."""
    made = Library.open(tmp_path / "library")
    yield made
    made.close()
