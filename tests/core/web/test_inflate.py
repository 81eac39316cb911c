"""Content encodings are undone piece by piece: where the pieces are cut makes no difference, and a cap holds."""

import gzip
import zlib
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from factcheck.web.inflate import Inflater, TooMuch

MEMBERS = [gzip.compress(b"one "), gzip.compress(b"two "), gzip.compress(b"")]


def inflated(data: bytes, header: str, cuts: list[int], cap: int = 1_000_000) -> tuple[bytes, str | None, bool]:
    """The bytes, the flag, and whether a stream stopped before its end; ``data`` comes in pieces cut at ``cuts``."""
    inflater = Inflater(header, cap)
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    pieces = [data[a:b] for a, b in pairwise(edges)]
    plain = b"".join(part for piece in pieces for part in inflater.feed(piece))
    return plain + b"".join(inflater.finish()), inflater.problem, inflater.unfinished


@pytest.mark.parametrize("end", [b"", b"\0", bytes(40)])
def test_members_that_are_sent_one_by_one_are_all_read(end: bytes) -> None:
    """A server that flushes after each part sends each as a gzip member, and each as a chunk."""
    whole = b"".join(MEMBERS) + end
    for cut in range(len(whole)):
        assert inflated(whole, "gzip", [cut]) == (b"one two ", None, False)
    assert inflated(whole, "gzip", list(range(len(whole)))) == (b"one two ", None, False)


CODED = st.binary(max_size=200).flatmap(
    lambda plain: st.sampled_from(
        [
            ("gzip", gzip.compress(plain)),
            ("gzip", gzip.compress(plain[:90]) + gzip.compress(plain[90:]) + b"\0\0"),
            ("deflate", zlib.compress(plain)),
            ("deflate", zlib.compress(plain)[2:-4]),
            ("gzip, deflate", zlib.compress(gzip.compress(plain))),
            ("gzip", plain),
            ("deflate", plain),
            ("gzip", gzip.compress(plain)[: 5 + len(plain)]),
            ("br", plain),
        ]
    )
)


@given(CODED, st.lists(st.integers(0, 300), max_size=8), st.none() | st.integers(0, 300))
@example(("gzip", MEMBERS[0] + b"\x1f"), [len(MEMBERS[0])], None)
def test_the_cuts_make_no_difference(coded: tuple[str, bytes], cuts: list[int], fault: int | None) -> None:
    header, data = coded
    if fault is not None and fault < len(data):
        data = data[:fault] + bytes([data[fault] ^ 0x55]) + data[fault + 1 :]
    assert inflated(data, header, cuts) == inflated(data, header, [])


@given(st.integers(1, 50_000), st.lists(st.integers(0, 300), max_size=3))
def test_nothing_beyond_the_cap_comes_out(size: int, cuts: list[int]) -> None:
    data = gzip.compress(gzip.compress(bytes(size)))
    assert inflated(data, "gzip, gzip", cuts, cap=size) == (bytes(size), None, False)
    with pytest.raises(TooMuch):
        inflated(data, "gzip, gzip", cuts, cap=size - 1)
