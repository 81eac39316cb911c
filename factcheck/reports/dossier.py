"""A dossier: one ZIP file with a report, the evidence it rests on and its part of the trail, to be checked anywhere.

::

    README.txt         what this is and how to check it, in plain words
    report.html, report.pdf, report.json, report.jsonld
    evidence/<sha256>.warc.gz, evidence/<sha256>.<suffix>    captures and attachments, named by their digest
    trail.json         the steps that made these claims, as the library keeps them
    manifest.json      size and SHA-256 of every file above

The archive's comment is a seal: the SHA-256 of every byte before it. It shows that a byte changed on the way; that
nobody rebuilt the whole dossier shows only the head of the trail, compared with one that was printed elsewhere.
"""

import contextlib
import hashlib
import json
import os
import secrets
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from factcheck.domain.history import StoredEdit, StoredStep
from factcheck.errors import InputError, WorldError
from factcheck.reports.model import Report
from factcheck.reports.plain import encode, json_text
from factcheck.reports.words import Words, name
from factcheck.reports.write import place, render

SUFFIX = ".dossier.zip"
SCHEMA = 1
SEAL = b"factcheck-dossier sha256:"
SEALED = len(SEAL) + 64
"""Bytes at the end of the file that the seal itself takes."""
CHUNK = 1 << 20
_PARTS = (".html", ".pdf", ".json", ".jsonld")


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file of the library's evidence: where it is, its SHA-256, and the ending that it gets (``.warc.gz``)."""

    path: Path
    sha256: str
    suffix: str = ".warc.gz"


@dataclass(frozen=True, slots=True)
class TrailEdit:
    """One row that a step changed; ``before`` and ``after`` are the canonical JSON that the library keeps."""

    entity: str
    id: str
    claim: str | None
    article: str | None
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class TrailStep:
    """One step of the trail as the library keeps it, so that its digest can be computed again."""

    previous: str
    id: str
    number: int
    at: str
    reviewer: str
    label: str
    values: str
    reason: str | None
    undoes: str | None
    undoable: int
    digest: str
    edits: tuple[TrailEdit, ...] = ()

    @property
    def stored(self) -> tuple[StoredStep, list[StoredEdit]]:
        """The step and its edits as ``domain.history.step_digest`` takes them."""
        step = (self.previous, self.id, self.number, self.at, self.reviewer, self.label, self.values)
        edits = [(e.entity, e.id, e.claim, e.article, e.before, e.after) for e in self.edits]
        return (*step, self.reason, self.undoes, self.undoable), edits


def write_dossier(
    report: Report,
    path: Path,
    evidence: Iterable[EvidenceFile],
    trail: Iterable[TrailStep],
    *,
    replace: bool = False,
) -> None:
    """Write the dossier, whole or not at all.

    Evidence is read again and compared with its digest: ``WorldError`` when a file is missing, altered, or the disk
    refuses. ``InputError`` when ``path`` is there already and ``replace`` is false.
    """
    if not replace and path.exists():
        raise InputError("report-exists", path=path)
    partial = path.with_name(f".{secrets.token_hex(6)}.part")
    try:
        with zipfile.ZipFile(partial, "x", zipfile.ZIP_DEFLATED) as archive:
            _fill(_Packing(archive, report), report, evidence, trail)
            archive.comment = SEAL + b"0" * 64
        _seal(partial)
        place(partial, path, replace=replace)
    except FileExistsError as problem:
        raise InputError("report-exists", path=path) from problem
    except OSError as problem:
        raise WorldError("report-write", path=path, problem=problem.strerror or problem) from problem
    finally:
        with contextlib.suppress(OSError):  # where nothing could be written there is nothing to remove
            partial.unlink(missing_ok=True)


def _fill(packing: "_Packing", report: Report, evidence: Iterable[EvidenceFile], trail: Iterable[TrailStep]) -> None:
    packing.text("README.txt", _readme(report).encode("utf-8"))
    for suffix in _PARTS:
        packing.text(f"report{suffix}", render(report, suffix))
    for file in {one.sha256: one for one in evidence}.values():
        packing.file(file)
    steps = sorted(trail, key=lambda step: step.number)
    packing.text("trail.json", json_text({"schema": SCHEMA, "steps": [encode(step) for step in steps]}).encode("utf-8"))
    packing.manifest(report)


class _Packing:
    """An archive being filled, and the manifest of what is in it."""

    def __init__(self, archive: zipfile.ZipFile, report: Report) -> None:
        self._archive = archive
        self._time = report.made_at.replace(year=max(report.made_at.year, 1980)).timetuple()[:6]
        self._files: list[dict[str, object]] = []

    def text(self, inner: str, content: bytes) -> None:
        """One of our own files."""
        self._archive.writestr(self._entry(inner, zipfile.ZIP_DEFLATED), content)
        self._note(inner, len(content), hashlib.sha256(content).hexdigest())

    def file(self, evidence: EvidenceFile) -> None:
        """A file of evidence, copied piece by piece; its digest must still be the one it is named by."""
        inner = f"evidence/{evidence.sha256}{evidence.suffix}"
        digest, size = hashlib.sha256(), 0
        try:
            source = evidence.path.open("rb")
        except OSError as problem:
            raise WorldError("dossier-evidence", name=evidence.path.name, problem=problem.strerror) from problem
        with source, self._archive.open(self._entry(inner, zipfile.ZIP_STORED), "w", force_zip64=True) as target:
            while piece := source.read(CHUNK):
                digest.update(piece)
                size += len(piece)
                target.write(piece)
        if digest.hexdigest() != evidence.sha256:
            raise WorldError("dossier-evidence", name=evidence.path.name, problem="SHA-256")
        self._note(inner, size, evidence.sha256)

    def manifest(self, report: Report) -> None:
        """The list of all files, last."""
        listed = {"schema": SCHEMA, "title": report.title, "head": report.chain.head, "files": self._files}
        self._archive.writestr(self._entry("manifest.json", zipfile.ZIP_DEFLATED), json.dumps(listed, indent=2))

    def _entry(self, inner: str, method: int) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(inner, self._time)
        entry.compress_type = method
        entry.external_attr = 0o644 << 16
        return entry

    def _note(self, inner: str, size: int, sha256: str) -> None:
        self._files.append({"path": inner, "size": size, "sha256": sha256})


def digest_before_seal(path: Path) -> str:
    """The SHA-256 of all bytes of the file but those that the seal takes."""
    digest, left = hashlib.sha256(), path.stat().st_size - SEALED
    with path.open("rb") as file:
        while left > 0 and (piece := file.read(min(CHUNK, left))):
            digest.update(piece)
            left -= len(piece)
    return digest.hexdigest()


def _seal(path: Path) -> None:
    """Write the digest into the comment, the last bytes of the file, and force it to the disk."""
    digest = digest_before_seal(path)
    with path.open("r+b") as file:
        file.seek(-64, os.SEEK_END)
        file.write(digest.encode("ascii"))
        file.flush()
        os.fsync(file.fileno())


def _readme(report: Report) -> str:
    words = Words(report.language)
    made = words("label.made", at=words.moment(report.made_at))
    title = name(report.title)
    return f"{title}\n{'=' * len(title)}\n\n{made}\n\n{words('dossier.readme', head=report.chain.head)}\n"
