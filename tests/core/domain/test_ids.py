"""Ids: UUIDv7 that grow in one process, whatever the clock does, and that threads never share."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from factcheck.domain import ids


def test_ids_are_version_seven_and_grow_within_a_millisecond() -> None:
    made = [ids.new_id() for _ in range(20_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert {(uuid.UUID(one).version, uuid.UUID(one).variant) for one in made[:100]} == {(7, uuid.RFC_4122)}


def test_a_clock_that_goes_back_does_not_turn_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    before = ids.new_id()
    monkeypatch.setattr("time.time_ns", lambda: 0)
    after = [ids.new_id() for _ in range(10)]
    assert [before, *after] == sorted([before, *after])


def test_a_millisecond_that_is_full_borrows_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time_ns", lambda: 0)
    made = [ids.new_id() for _ in range(10_000)]  # a millisecond has room for 4,096
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_threads_never_make_the_same_id() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = [one for many in pool.map(lambda _: [ids.new_id() for _ in range(2_000)], range(8)) for one in many]
    assert len(set(made)) == len(made)
