"""Evidence files: content-addressed, never overwritten.

A file stands at ``<first two digits>/<the other 62>`` of its SHA-256, so that the same bytes are stored once and a
changed byte shows by name. It is written beside its place, synced, and then renamed: whole or not at all.
"""

import hashlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from factcheck.errors import LibraryError

BLOCK = 1 << 20


def place(folder: Path, sha256: str, suffix: str = "") -> Path:
    """Where the file with that digest stands, or would stand."""
    return folder / sha256[:2] / (sha256[2:] + suffix)


def keep_file(folder: Path, raw: bytes, suffix: str = "") -> str:
    """Keep ``raw``; returns its SHA-256. Raises ``LibraryError`` when the disk takes no more."""
    sha256 = hashlib.sha256(raw).hexdigest()
    path = place(folder, sha256, suffix)
    if path.exists():
        return sha256
    partial = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("xb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as problem:
        partial.unlink(missing_ok=True)
        raise LibraryError("evidence-write", folder=folder, problem=problem.strerror or problem) from problem
    return sha256


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def hashed(folder: Path) -> Iterator[tuple[Path, bool]]:
    """Every evidence file, and whether its bytes are still those that its name says."""
    for path in sorted(folder.glob("[0-9a-f][0-9a-f]/*")):
        if not path.name.startswith("."):
            yield path, digest_of(path) == path.parent.name + path.name.partition(".")[0]
