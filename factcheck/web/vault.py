"""Evidence files named by their SHA-256: written once, whole or not at all, never over another.

A file with digest ``abcdef…`` is ``ab/cdef…`` in the evidence folder, so that no folder grows beyond what file systems
like, and the same bytes are stored once.
"""

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path, PurePosixPath

from factcheck.errors import LibraryError

_CHUNK = 1 << 20


class Damage(StrEnum):
    """What is wrong with a stored file (words: ``damage.<damage>``)."""

    MISSING = "missing"
    ALTERED = "altered"
    UNREADABLE = "unreadable"


def address(sha256: str, suffix: str = "") -> str:
    """Where a file with that digest stands in the evidence folder, with forward slashes."""
    return str(PurePosixPath(sha256[:2]) / (sha256[2:] + suffix))


def keep(folder: Path, chunks: Iterable[bytes], suffix: str = "") -> tuple[str, str, int]:
    """Store the bytes; returns their relative path, SHA-256 and size. Safe on disk when it returns.

    A file already there is left as it is when it is intact; a damaged one is moved aside, not overwritten.
    ``LibraryError("evidence-write")`` when the disk refuses.
    """
    partial = folder / f".{secrets.token_hex(8)}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        sha256, size = _write(partial, chunks)
        place = address(sha256, suffix)
        final = folder / place
        final.parent.mkdir(exist_ok=True)
        if final.exists():
            if damage(final, sha256) is None:
                return place, sha256, size
            final.rename(final.with_name(f"{final.name}.damaged-{secrets.token_hex(4)}"))
        partial.replace(final)
        _sync_folder(final.parent)
        _sync_folder(folder)
    except OSError as problem:
        raise LibraryError("evidence-write", folder=folder, problem=problem.strerror or problem) from problem
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
    return place, sha256, size


def damage(path: Path, sha256: str) -> Damage | None:
    """What is wrong with the stored file, or None when its bytes have the digest ``sha256``."""
    digest = hashlib.sha256()
    try:
        for chunk in _chunks(path):
            digest.update(chunk)
    except FileNotFoundError:
        return Damage.MISSING
    except OSError:
        return Damage.UNREADABLE
    return None if digest.hexdigest() == sha256 else Damage.ALTERED


def _write(partial: Path, chunks: Iterable[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with partial.open("xb") as file:
        for chunk in chunks:
            file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest(), size


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _sync_folder(folder: Path) -> None:
    """Make a new name survive a power cut; Windows has no such call and needs none."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
