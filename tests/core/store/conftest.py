"""A library of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from factcheck.store.library import Library


@pytest.fixture
def library(new_library: Path) -> Iterator[Library]:
    """A new, empty library."""
    made = Library.open(new_library)
    yield made
    made.close()
