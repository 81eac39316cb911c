"""Undoing Content-Encoding piece by piece, under a cap: a small body must not become a large one in memory."""

import contextlib
import zlib
from collections.abc import Iterator

_PIECE = 1 << 16
_MAX_LAYERS = 3
_GZIP_MAGIC = b"\x1f\x8b"
_KNOWN = ("gzip", "x-gzip", "deflate")


class TooMuch(Exception):
    """The body inflates beyond the cap."""


class Inflater:
    """Decodes gzip, deflate and stacks of them.

    ``problem`` is None or a flag: ``unknown-encoding`` (brotli and others that we do not ask for: the bytes pass as
    they are), ``corrupt-encoding`` (what came before the fault is kept), ``false-encoding`` (named but not applied).
    """

    def __init__(self, header: str, cap: int) -> None:
        names = [n.strip().lower() for n in header.split(",")]
        self.encodings = tuple(n for n in names if n and n != "identity")
        self.problem: str | None = None
        self._layers: list[_Layer] = []
        if len(self.encodings) > _MAX_LAYERS or any(n not in _KNOWN for n in self.encodings):
            self.problem = "unknown-encoding"
        else:
            self._layers = [_Layer(gzip=n != "deflate") for n in reversed(self.encodings)]
        self._cap = cap
        self._size = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The decoded pieces of the next bytes of the body. ``TooMuch`` when they pass the cap together."""
        for piece in self._through(0, data):
            self._size += len(piece)
            if self._size > self._cap:
                raise TooMuch
            yield piece

    def finish(self) -> Iterator[bytes]:
        """What is left when the body has ended: a byte too few to tell what it is."""
        for depth, layer in enumerate(self._layers):
            for piece in layer.finish():
                yield from self._through(depth + 1, piece)
            self.problem = self.problem or layer.problem

    def _through(self, depth: int, data: bytes) -> Iterator[bytes]:
        if depth == len(self._layers):
            if data:
                yield data
            return
        layer = self._layers[depth]
        for piece in layer.feed(data):
            yield from self._through(depth + 1, piece)
        self.problem = self.problem or layer.problem

    @property
    def unfinished(self) -> bool:
        """Whether a compressed stream stopped before its own end."""
        return any(layer.open for layer in self._layers)


class _Layer:
    """One encoding. Decoders are made when the first bytes show what they are."""

    def __init__(self, *, gzip: bool) -> None:
        self._gzip = gzip
        self._decoder: zlib._Decompress | None = None
        self._pending = b""
        self._dead = False
        self._plain = False
        self._between = False
        """Whether one gzip member has ended and no byte of what follows, another or padding, was seen."""
        self.problem: str | None = None

    @property
    def open(self) -> bool:
        return self._decoder is not None and not self._decoder.eof and not self._dead

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._dead:
            return
        data = self._pending + data
        self._pending = b""
        if self._decoder is None and not self._plain:
            if len(data) < 2:
                self._pending = data
                return
            self._decoder = self._decoder_for(data)
            self._dead = self._between and self._decoder is None
        if self._dead:
            return
        if self._decoder is None:
            self._plain, self.problem = True, "false-encoding"
            yield data
        else:
            yield from self._inflate(data)

    def finish(self) -> Iterator[bytes]:
        if self._pending and not self._between:
            self._plain, self.problem = True, "false-encoding"
            yield self._pending
            self._pending = b""

    def _decoder_for(self, data: bytes) -> "zlib._Decompress | None":
        """What the first bytes ask for; None when they are not compressed at all."""
        if self._gzip:
            return _gzip() if data.startswith(_GZIP_MAGIC) else None
        # RFC 9110 means zlib's format; some servers send the bare stream.
        zlib_format = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
        return zlib.decompressobj(zlib.MAX_WBITS if zlib_format else -zlib.MAX_WBITS)

    def _inflate(self, data: bytes) -> Iterator[bytes]:
        while self._decoder is not None:
            before = self._decoder.copy()
            try:
                piece = self._decoder.decompress(data, _PIECE)
            except zlib.error:
                self._dead, self.problem = True, "corrupt-encoding"
                yield from _until_fault(before, data)
                return
            if piece:
                yield piece
            data = self._decoder.unconsumed_tail
            if self._decoder.eof:
                data = self._decoder.unused_data
                if self._gzip and len(data) < len(_GZIP_MAGIC):
                    self._decoder, self._pending, self._between = None, data, True
                    return
                if not (self._gzip and data.startswith(_GZIP_MAGIC)):
                    self._dead = True  # padding after the end is not content
                    return
                self._decoder = _gzip()
            elif not data and len(piece) < _PIECE:
                return  # all of it is out; a full piece may have more waiting inside zlib


def _until_fault(decoder: "zlib._Decompress", data: bytes) -> Iterator[bytes]:
    """What comes out before the fault; zlib gives nothing of a call that fails, so it is asked byte by byte."""
    with contextlib.suppress(zlib.error):
        for at in range(len(data)):
            yield decoder.decompress(data[at : at + 1])


def _gzip() -> "zlib._Decompress":
    return zlib.decompressobj(zlib.MAX_WBITS + 16)
