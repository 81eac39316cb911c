"""Bytes that may be many: in memory while they are few, in a nameless temporary file when they are not."""

import hashlib
import tempfile
import weakref
from collections.abc import Iterator

_IN_MEMORY = 1 << 20
_CHUNK = 1 << 16


class Spool:
    """Bytes written once from start to end, then read as often as wanted. The file goes away with the object."""

    def __init__(self, first: bytes = b"") -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  closed by the finalizer
        self._finalizer = weakref.finalize(self, self._file.close)
        self._sha256 = hashlib.sha256()
        self._sha1 = hashlib.sha1(usedforsecurity=False)
        self.size = 0
        if first:
            self.write(first)

    def write(self, data: bytes | memoryview) -> None:
        """Append."""
        self._file.seek(self.size)
        self._file.write(data)
        self._sha256.update(data)
        self._sha1.update(data)
        self.size += len(data)

    @property
    def sha256(self) -> str:
        """Hexadecimal digits."""
        return self._sha256.hexdigest()

    @property
    def sha1(self) -> bytes:
        """The digest that the Wayback Machine's index names captures by; it proves nothing."""
        return self._sha1.digest()

    def chunks(self, start: int = 0) -> Iterator[bytes]:
        """The bytes from ``start`` on, in pieces of at most 64 KiB."""
        while start < self.size:
            piece = self.read(start, _CHUNK)
            start += len(piece)
            yield piece

    def read(self, start: int = 0, length: int | None = None) -> bytes:
        """The bytes from ``start``, at most ``length`` of them."""
        self._file.seek(start)
        return self._file.read(-1 if length is None else length)
