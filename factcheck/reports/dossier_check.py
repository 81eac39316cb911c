"""Checking and reading a dossier that came from anywhere: nothing in it is trusted, no name in it becomes a path."""

import hashlib
import json
import re
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from factcheck.domain.history import step_digest
from factcheck.errors import Unreadable
from factcheck.i18n import text
from factcheck.reports import plain
from factcheck.reports.dossier import CHUNK, SEAL, SEALED, TrailStep, digest_before_seal
from factcheck.reports.model import Report, from_json

MOST_FILES = 100_000
LARGEST_TEXT = 512 << 20
"""Bytes of one of our own files (the report, the trail, the manifest) that are read into memory."""
MOST_INFLATION = 200
"""How many times its packed size a dossier may unpack to: captures are stored unpacked, texts shrink 5 to 30 times."""
_SPARE = 64 << 20
_NAMES = re.compile(
    r"README\.txt|report\.(?:html|pdf|json|jsonld)|trail\.json|manifest\.json|evidence/([0-9a-f]{64})(?:\.[a-z0-9]{1,8}){0,2}"
)
_NEEDED = ("README.txt", "report.html", "report.pdf", "report.json", "report.jsonld", "trail.json", "manifest.json")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)
"""What opening and reading an archive raises that is damaged, or none."""


@dataclass(frozen=True, slots=True)
class DossierFinding:
    """One thing that does not hold: the file inside, a stable rule, and the sentence ``dossier.<rule>``."""

    place: str
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class DossierCheck:
    """What a check found. ``steps`` counts those that the dossier holds, ``head`` is what its report prints."""

    findings: tuple[DossierFinding, ...]
    title: str
    head: str
    files: int
    evidence: int
    steps: int

    @property
    def ok(self) -> bool:
        """Whether everything holds."""
        return not self.findings


class Dossier:
    """An open dossier. Entries are reached by names that we know, never by what the archive calls them."""

    def __init__(self, archive: zipfile.ZipFile, path: Path) -> None:
        self._archive, self.path = archive, path
        self._entries = {entry.filename: entry for entry in archive.infolist()}
        self._digests: dict[str, tuple[int, str]] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The files inside, in their order."""
        return tuple(self._entries)

    def report(self) -> Report:
        """The report; ``Unreadable`` when it is none of ours."""
        return from_json(self._text("report.json"))

    def trail(self) -> tuple[TrailStep, ...]:
        """The steps; ``Unreadable`` when they do not fit."""
        return tuple(self._decoded("trail.json", "steps", tuple[TrailStep, ...]))

    def manifest(self) -> dict[str, tuple[int, str]]:
        """File -> size and SHA-256, as the manifest says."""
        listed = self._decoded("manifest.json", "files", tuple[_Listed, ...])
        return {one.path: (one.size, one.sha256) for one in listed}

    def evidence(self) -> Iterator[tuple[str, str]]:
        """Digest and file inside of each file of evidence."""
        for inner in self._entries:
            match = _NAMES.fullmatch(inner)
            if match and match[1]:
                yield match[1], inner

    @contextmanager
    def open(self, inner: str) -> Iterator["Part"]:
        """A file inside, to be read piece by piece; ``Unreadable`` when it is missing or damaged."""
        entry = self._entries.get(inner)
        if entry is None:
            raise Unreadable("dossier-missing", name=inner, path=self.path)
        try:
            file = self._archive.open(entry)
        except _BROKEN as problem:
            raise Unreadable("dossier-damaged", name=inner, path=self.path, problem=problem) from problem
        with file:
            yield Part(file, inner, self.path)

    def digest(self, inner: str) -> tuple[int, str]:
        """Size and SHA-256 of a file inside, as they are; each is read once, for captures are large."""
        if inner not in self._digests:
            digest, size = hashlib.sha256(), 0
            with self.open(inner) as file:
                while piece := file.read(CHUNK):
                    digest.update(piece)
                    size += len(piece)
            self._digests[inner] = size, digest.hexdigest()
        return self._digests[inner]

    def _text(self, inner: str) -> str:
        with self.open(inner) as file:
            raw = file.read(LARGEST_TEXT + 1)
        if len(raw) > LARGEST_TEXT:
            raise Unreadable("dossier-hostile", path=self.path, name=inner, problem="size")
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as problem:
            raise Unreadable("dossier-damaged", name=inner, path=self.path, problem=problem) from problem

    def _decoded(self, inner: str, key: str, hint: Any) -> Any:
        try:
            raw = json.loads(self._text(inner))
            return plain.decode(hint, raw.get(key) if isinstance(raw, dict) else None, key)
        except (ValueError, RecursionError) as problem:
            raise Unreadable("dossier-damaged", name=inner, path=self.path, problem=problem) from problem


@dataclass(frozen=True, slots=True)
class Part:
    """An open file inside a dossier. Errors of whoever uses it are not taken for those of reading it."""

    file: IO[bytes]
    inner: str
    path: Path

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most ``size``; empty at the end. ``Unreadable`` where the file is damaged."""
        try:
            return self.file.read(size)
        except _BROKEN as problem:
            raise Unreadable("dossier-damaged", name=self.inner, path=self.path, problem=problem) from problem


@dataclass(frozen=True, slots=True)
class _Listed:
    path: str
    size: int
    sha256: str


@contextmanager
def open_dossier(path: Path) -> Iterator[Dossier]:
    """The dossier at ``path``, once it is sure that it holds only what a dossier holds.

    ``Unreadable`` for what is no dossier and for hostile archives: foreign or doubled names, links, encryption,
    bombs.
    """
    try:
        packed = path.stat().st_size
        archive = zipfile.ZipFile(path)
    except _BROKEN as problem:
        said = problem.strerror if isinstance(problem, OSError) else None
        raise Unreadable("dossier-not", path=path, problem=said or problem) from problem
    with archive:
        _refuse_hostile(archive, path, packed)
        yield Dossier(archive, path)


def _refuse_hostile(archive: zipfile.ZipFile, path: Path, packed: int) -> None:
    entries = archive.infolist()
    counted = Counter(entry.filename for entry in entries)
    strange = {
        "count": [str(len(entries))] if len(entries) > MOST_FILES else [],
        "name": [one for one in counted if not _NAMES.fullmatch(one)],
        "doubled": [one for one, times in counted.items() if times > 1],
        "link": [e.filename for e in entries if stat.S_IFMT(e.external_attr >> 16) not in (0, stat.S_IFREG)],
        "encrypted": [entry.filename for entry in entries if entry.flag_bits & 0x1],
        "bomb": _bomb(entries, packed),
    }
    for problem, names in strange.items():
        if names:
            raise Unreadable("dossier-hostile", path=path, name=repr(names[0])[:120], problem=problem)


def _bomb(entries: list[zipfile.ZipInfo], packed: int) -> list[str]:
    """The total size when it is out of all proportion to the file's."""
    total = sum(entry.file_size for entry in entries)
    return [str(total)] if total > packed * MOST_INFLATION + _SPARE else []


def check(path: Path, language: str | None = None) -> DossierCheck:
    """Check a dossier by itself: seal, manifest, every digest, the trail's steps, and that the evidence is all there.

    ``Unreadable`` when it is no dossier or a hostile one.
    """
    with open_dossier(path) as dossier:
        findings = [*_seal(path), *_files(dossier)]
        broken = {place for place, _, _ in findings}
        report = steps = None
        if not broken & {"report.json", "trail.json"}:
            report, steps = dossier.report(), dossier.trail()
            damaged = {place for place, rule, _ in findings if rule == "damaged"}
            findings += [*_evidence(dossier, report, damaged), *_trail(report, steps)]
        told = tuple(
            DossierFinding(place, rule, text(f"dossier.{rule}", language, name=place, **values))
            for place, rule, values in findings
        )
        return DossierCheck(
            findings=told,
            title=report.title if report else "",
            head=report.chain.head if report else "",
            files=len(dossier.names),
            evidence=sum(1 for _ in dossier.evidence()),
            steps=len(steps or ()),
        )


_Found = tuple[str, str, dict[str, object]]


def _seal(path: Path) -> Iterator[_Found]:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - SEALED))
        seal = file.read()
    if seal != SEAL + digest_before_seal(path).encode("ascii"):
        yield path.name, "seal", {}


def _files(dossier: Dossier) -> Iterator[_Found]:
    """Files that are missing, foreign, damaged, or not what the manifest says."""
    yield from ((inner, "missing", {}) for inner in _NEEDED if inner not in dossier.names)
    if "manifest.json" not in dossier.names:
        return
    try:
        manifest = dossier.manifest()
    except Unreadable:
        yield "manifest.json", "damaged", {}
        return
    yield from ((inner, "missing", {}) for inner in manifest if inner not in dossier.names)
    for inner in dossier.names:
        if inner == "manifest.json":
            continue
        try:
            found = dossier.digest(inner)
        except Unreadable:
            yield inner, "damaged", {}
            continue
        if inner not in manifest:
            yield inner, "unlisted", {}
        elif found != manifest[inner]:
            yield inner, "altered", {}


def _evidence(dossier: Dossier, report: Report, damaged: set[str]) -> Iterator[_Found]:
    """Evidence whose name is not its digest, and captures that the report names and the dossier lacks.

    ``damaged`` are files that cannot be read, which was told already.
    """
    held = set()
    for named, inner in dossier.evidence():
        held.add(named)
        if inner not in damaged and dossier.digest(inner)[1] != named:
            yield inner, "altered", {}
    for claim in report.claims:
        for source in claim.sources:
            if source.warc and source.warc not in held:
                yield f"evidence/{source.warc}", "capture-missing", {"number": source.number}


def _trail(report: Report, steps: tuple[TrailStep, ...]) -> Iterator[_Found]:
    """Steps that are not what their digest says, that do not follow one another, or do not end at the head."""
    before: TrailStep | None = None
    for step in steps:
        if step_digest(*step.stored) != step.digest:
            yield "trail.json", "step-altered", {"number": step.number}
        elif before and not _follows(step, before):
            yield "trail.json", "chain-broken", {"number": step.number}
        if step.number == report.chain.steps and step.digest != report.chain.head:
            yield "trail.json", "head-differs", {"number": step.number}
        before = step


def _follows(step: TrailStep, before: TrailStep) -> bool:
    """Whether a step can come after another; a dossier holds a part of the trail, so steps between may be missing."""
    return step.number > before.number and (step.number > before.number + 1 or step.previous == before.digest)
