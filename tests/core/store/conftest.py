"""A library of its own for each test."""

from collections.abc import Iterator

import pytest

from factcheck.domain.place import Place
from factcheck.store.library import Library


@pytest.fixture
def library(place: Place) -> Iterator[Library]:
    """A new, empty library."""
    made = Library.open(place)
    yield made
    made.close()
