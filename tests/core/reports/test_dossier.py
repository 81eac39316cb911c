"""Dossiers: they check out on their own, one changed byte anywhere shows, and hostile archives are refused."""

import contextlib
import hashlib
import json
import stat
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from report_sample import report

from factcheck.domain.history import GENESIS, step_digest
from factcheck.errors import InputError, Unreadable, WorldError
from factcheck.reports import dossier_check
from factcheck.reports.dossier import EvidenceFile, TrailEdit, TrailStep, digest_before_seal, write_dossier
from factcheck.reports.dossier_check import check, open_dossier
from factcheck.reports.model import Chain, Report


def trail(n: int = 3) -> list[TrailStep]:
    """A trail of ``n`` steps, chained as the library chains them."""
    steps: list[TrailStep] = []
    previous = GENESIS
    for number in range(1, n + 1):
        edits = (TrailEdit("claim", "c1", "c1", "a1", None, '{"standalone":"été 🏊"}'),)
        step = TrailStep(previous, f"s{number}", number, "2026-11-22T13:43:05.000000Z", "Ada", "claim-edited",
                         "{}", None, None, 1, "", edits)  # fmt: skip
        previous = step_digest(*step.stored)
        steps.append(replace(step, digest=previous))
    return steps


@pytest.fixture
def made(tmp_path: Path) -> tuple[Report, Path]:
    """A dossier of the sample report with three captures and a trail that ends in the report's head."""
    steps = trail()
    sample = report()
    files = []
    claims = []
    for claim in sample.claims:
        sources = []
        for source in claim.sources:
            if source.warc:
                content = f"WARC/1.1 {source.number}".encode() * 400
                digest = hashlib.sha256(content).hexdigest()
                (tmp_path / digest).write_bytes(content)
                files.append(EvidenceFile(tmp_path / digest, digest))
                source = replace(source, warc=digest)  # noqa: PLW2901
            sources.append(source)
        claims.append(replace(claim, sources=tuple(sources)))
    sample = replace(sample, claims=tuple(claims), chain=Chain(steps[-1].digest, len(steps)))
    path = tmp_path / "baths.dossier.zip"
    write_dossier(sample, path, files, steps)
    return sample, path


def repacked(path: Path, change: Callable[[dict[str, bytes]], None], *, seal: bool = True) -> Path:
    """The dossier with its files changed, and sealed again as someone would who knows how."""
    with zipfile.ZipFile(path) as old:
        files = {name: old.read(name) for name in old.namelist()}
    change(files)
    made = path.with_name("changed.dossier.zip")
    with zipfile.ZipFile(made, "w") as new:
        for name, content in files.items():
            new.writestr(name, content)
        new.comment = dossier_check.SEAL + b"0" * 64
    if seal:
        digest = digest_before_seal(made)
        made.write_bytes(made.read_bytes()[:-64] + digest.encode())
    return made


def rules(path: Path) -> set[str]:
    return {finding.rule for finding in check(path).findings}


def test_a_dossier_checks_out_and_reads_back(made: tuple[Report, Path]) -> None:
    sample, path = made
    found = check(path)
    assert found.ok, found.findings
    assert (found.title, found.head, found.evidence, found.steps) == (sample.title, sample.chain.head, 3, 3)
    with open_dossier(path) as dossier:
        assert dossier.report() == sample
        assert list(dossier.trail()) == trail()
        for digest, inner in dossier.evidence():
            with dossier.open(inner) as file:
                assert hashlib.sha256(file.read()).hexdigest() == digest
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        readme = archive.read("README.txt").decode()
    assert sample.chain.head in readme
    assert "sha256sum" in readme


def test_the_same_dossier_has_the_same_bytes(made: tuple[Report, Path], tmp_path: Path) -> None:
    sample, path = made
    files = [EvidenceFile(one, one.name) for one in tmp_path.iterdir() if len(one.name) == 64]
    with open_dossier(path) as dossier:
        order = [digest for digest, _ in dossier.evidence()]
    write_dossier(sample, tmp_path / "again.zip", sorted(files, key=lambda f: order.index(f.sha256)), trail())
    assert (tmp_path / "again.zip").read_bytes() == path.read_bytes()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
def test_one_changed_byte_anywhere_is_found(made: tuple[Report, Path], where: float, flip: int) -> None:
    content = bytearray(made[1].read_bytes())
    content[int(where * len(content))] ^= flip
    changed = made[1].with_name("flipped.dossier.zip")
    changed.write_bytes(content)
    with contextlib.suppress(Unreadable):
        assert not check(changed).ok


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.floats(0, 1, exclude_max=True))
def test_a_dossier_cut_short_is_found(made: tuple[Report, Path], where: float) -> None:
    content = made[1].read_bytes()
    changed = made[1].with_name("short.dossier.zip")
    changed.write_bytes(content[: int(where * len(content))])
    with contextlib.suppress(Unreadable):
        assert not check(changed).ok


def test_a_capture_that_cannot_be_read_is_told_with_all_else(made: tuple[Report, Path]) -> None:
    content = made[1].read_bytes()
    changed = made[1].with_name("flipped.dossier.zip")
    changed.write_bytes(content.replace(b"WARC/1.1 1WARC", b"WARC/9.1 1WARC", 1))
    found = check(changed)
    assert [(one.rule, one.place[:9]) for one in found.findings] == [("seal", "flipped.d"), ("damaged", "evidence/")]
    assert (found.title, found.evidence, found.steps) == (made[0].title, 3, 3)


@pytest.mark.parametrize("own", [KeyError("mine"), ValueError("mine"), OSError("the library's disk is full")])
def test_errors_of_whoever_reads_are_not_taken_for_the_dossiers(made: tuple[Report, Path], own: Exception) -> None:
    with pytest.raises(type(own)) as caught, open_dossier(made[1]) as dossier, dossier.open("README.txt"):
        raise own
    assert caught.value is own
    with pytest.raises(Unreadable) as missing, open_dossier(made[1]) as dossier, dossier.open("evidence/none"):
        pass
    assert missing.value.key == "dossier-missing"


def alter(name: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(files: dict[str, bytes]) -> None:
        assert old in files[name]
        files[name] = files[name].replace(old, new, 1)

    return change


def listed_again(files: dict[str, bytes]) -> None:
    """Make the manifest fit the files, as a forger would."""
    manifest = json.loads(files["manifest.json"])
    for one in manifest["files"]:
        one["size"], one["sha256"] = len(files[one["path"]]), hashlib.sha256(files[one["path"]]).hexdigest()
    files["manifest.json"] = json.dumps(manifest).encode()


def test_a_resealed_dossier_is_still_found_out(made: tuple[Report, Path]) -> None:
    path = made[1]
    assert rules(repacked(path, lambda files: None)) == set()
    assert rules(repacked(path, lambda files: None, seal=False)) == {"seal"}
    assert rules(repacked(path, alter("report.json", b"Mostly true", b"Mostly Tree"))) == {"altered"}
    assert rules(repacked(path, lambda files: files.pop("report.pdf") and None)) == {"missing"}
    assert rules(repacked(path, lambda files: files.update({"evidence/" + "0" * 64: b"x"}))) == {"unlisted", "altered"}


def test_a_forger_who_mends_the_manifest_is_found_out_by_digests(made: tuple[Report, Path]) -> None:
    path = made[1]
    with open_dossier(path) as dossier:
        inner = next(dossier.evidence())[1]

    def swap(files: dict[str, bytes]) -> None:
        files[inner] = b"another page"
        listed_again(files)

    def step(files: dict[str, bytes]) -> None:
        alter("trail.json", "été".encode(), b"automne")(files)
        listed_again(files)

    def drop(files: dict[str, bytes]) -> None:
        raw = json.loads(files["trail.json"])
        raw["steps"][1]["previous"] = "1" * 64
        files["trail.json"] = json.dumps(raw).encode()
        listed_again(files)

    def head(files: dict[str, bytes]) -> None:
        alter("report.json", made[0].chain.head.encode(), b"2" * 64)(files)
        listed_again(files)

    def gone(files: dict[str, bytes]) -> None:
        del files[inner]
        manifest = json.loads(files["manifest.json"])
        manifest["files"] = [one for one in manifest["files"] if one["path"] != inner]
        files["manifest.json"] = json.dumps(manifest).encode()

    assert rules(repacked(path, swap)) == {"altered"}
    assert rules(repacked(path, step)) == {"step-altered"}
    assert rules(repacked(path, drop)) == {"step-altered"}
    assert rules(repacked(path, head)) == {"head-differs"}
    assert rules(repacked(path, gone)) == {"capture-missing"}


def test_steps_of_two_trails_do_not_join(made: tuple[Report, Path]) -> None:
    sample, path = made
    steps = trail()
    other = replace(steps[1], previous="3" * 64)
    other = replace(other, digest=step_digest(*other.stored))
    write_dossier(sample, path, [], [steps[0], other, steps[2]], replace=True)
    assert "chain-broken" in rules(path)
    part = [steps[0], steps[2]]
    write_dossier(sample, path, [], part, replace=True)
    assert rules(path) == {"capture-missing"}


@pytest.mark.parametrize(
    "name",
    [
        "../evil.txt",
        "/etc/passwd",
        "C:\\evil.txt",
        "evidence/../../x",
        "evidence\\x",
        "report.exe",
        "evidence/" + "a" * 64 + "/x",
        "evidence/" + "A" * 64,
        "x" * 300,
        "CON",
        "report.json/",
        "evidence/",
        "./report.json",
    ],
)
def test_foreign_names_are_refused(made: tuple[Report, Path], name: str) -> None:
    with pytest.raises(Unreadable, match="do not trust"):
        check(repacked(made[1], lambda files: files.update({name: b"x"})))


def archive(path: Path, fill: Callable[[zipfile.ZipFile], None]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        fill(made)
    return path


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_hostile_archives_are_refused(tmp_path: Path) -> None:
    def link(files: zipfile.ZipFile) -> None:
        entry = zipfile.ZipInfo("report.json")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        files.writestr(entry, "/etc/passwd")

    def twice(files: zipfile.ZipFile) -> None:
        files.writestr("report.json", "{}")
        files.writestr("report.json", "[]")

    def bomb(files: zipfile.ZipFile) -> None:
        files.writestr("report.json", b"\0" * (80 << 20))

    for n, fill in enumerate((link, twice, bomb)):
        with pytest.raises(Unreadable, match="do not trust"):
            check(archive(tmp_path / f"{n}.zip", fill))
    locked = archive(tmp_path / "locked.zip", lambda files: files.writestr("report.json", "{}"))
    raw = bytearray(locked.read_bytes())
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    locked.write_bytes(raw)
    with pytest.raises(Unreadable, match="encrypted"):
        check(locked)


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip", b"\x00" * 4096])
def test_what_is_no_dossier_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.dossier.zip"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match="no dossier"):
        check(path)
    with pytest.raises(Unreadable, match="no dossier"):
        check(tmp_path / "missing.zip")


def test_an_empty_archive_lacks_everything(tmp_path: Path) -> None:
    assert rules(archive(tmp_path / "empty.zip", lambda files: None)) == {"seal", "missing"}


def test_evidence_that_changed_in_the_library_stops_the_writing(tmp_path: Path) -> None:
    (tmp_path / "page").write_bytes(b"changed since")
    for path in (tmp_path / "page", tmp_path / "gone"):
        with pytest.raises(WorldError, match="No dossier was written"):
            write_dossier(report(), tmp_path / "x.dossier.zip", [EvidenceFile(path, "0" * 64)], [])
    assert [one.name for one in tmp_path.iterdir()] == ["page"]


def test_an_existing_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "x.dossier.zip"
    path.write_bytes(b"mine")
    with pytest.raises(InputError):
        write_dossier(report(), path, [], [])
    assert path.read_bytes() == b"mine"


def test_findings_in_french(made: tuple[Report, Path]) -> None:
    (finding,) = check(repacked(made[1], lambda files: None, seal=False), "fr").findings
    assert "sceau" in finding.message
