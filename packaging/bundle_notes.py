"""What a frozen folder is made of: a licence text for every part, and a software bill of materials (CycloneDX 1.6).

    python packaging/bundle_notes.py FOLDER [--licence-texts FOLDER]

Parts are Python itself, every installed distribution that the program needs, the loader that PyInstaller puts before
it, and the system's libraries that were taken along (on Debian and Ubuntu, by the package that owns each). Writes
FOLDER/licences/ and FOLDER/sbom.cdx.json. Fails when a part has no licence text, and when the folder holds a module of
a distribution that is no part.
Distributions that ship no licence text (PySide6) get the general text of their licence from the system's own
collection, ``/usr/share/common-licenses`` on Debian; elsewhere ``--licence-texts`` or LICENCE_TEXTS name such a folder.
"""

import argparse
import filecmp
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from PyInstaller.archive.readers import CArchiveReader

from ui import madeof

COMMON = Path("/usr/share/common-licenses")
TEXT = re.compile(
    r"(^|/)(licen[cs]e|copying|notice|authors|licenses_sources)[^/]*$|\.dist-info/licenses/", re.IGNORECASE
)
GENERAL = {"PySide6": ("LGPL-3", "GPL-3", "GPL-2"), "shiboken6": ("LGPL-3", "GPL-3", "GPL-2")}
"""Distributions whose wheels hold no licence text, by the beginning of their name, and the general texts they state."""


@dataclass(frozen=True)
class Part:
    """One thing in the folder: its name, version, licence in few words, purl type, and the files of its licence."""

    name: str
    version: str
    licence: str
    kind: str
    texts: tuple[Path, ...]


def main(folder: Path, licence_texts: Path) -> int:
    """Write licences and bill; 1 when a part has no licence text."""
    parts = [python(), loader(), *distributions(licence_texts), *system_libraries(folder)]
    lacking = [part.name for part in parts if not part.texts]
    if lacking:
        print(f"No licence text for {', '.join(lacking)}: a package may not leave without them.", file=sys.stderr)
        return 1
    unnamed = strangers(folder, {madeof.plain(part.name) for part in parts})
    if unnamed:
        print(f"In the folder, and needed by nothing: {', '.join(unnamed)}.", file=sys.stderr)
        return 1
    notes = folder / "licences"
    shutil.rmtree(notes, ignore_errors=True)
    for part in parts:
        place = notes / f"{part.name}-{part.version}"
        place.mkdir(parents=True, exist_ok=True)
        for number, text in enumerate(part.texts):
            shutil.copyfile(text, place / (text.name if number == 0 else f"{number}-{text.name}"))
    (folder / "sbom.cdx.json").write_text(bill(parts), "utf-8")
    print(f"{len(parts)} parts: licences/ and sbom.cdx.json")
    return 0


def python() -> Part:
    """The interpreter; its licence stands in its own library folder or, on Debian, in its documentation."""
    version = ".".join(str(number) for number in sys.version_info[:3])
    places = [Path(sys.base_prefix) / "LICENSE.txt", *Path(sys.base_prefix, "lib").glob("python3*/LICENSE.txt")]
    places.append(Path(f"/usr/share/doc/python3.{sys.version_info.minor}/copyright"))
    return Part("python", version, "PSF-2.0", "generic", tuple(p for p in places if p.is_file())[:1])


def loader() -> Part:
    """PyInstaller: its loader and a few of its modules are in each program."""
    package = metadata.distribution("pyinstaller")
    return Part(package.name, package.version, "GPL-2.0-or-later WITH Bootloader-exception", "pypi", texts_of(package))


def distributions(licence_texts: Path) -> list[Part]:
    """What the program needs of the installed distributions, ourselves first."""
    parts = []
    for package in madeof.distributions():
        stated = madeof.licence(package)
        texts = texts_of(package)
        general = next((names for start, names in GENERAL.items() if package.name.startswith(start)), ())
        texts += tuple(path for one in general if (path := licence_texts / one).is_file())
        if not texts and (path := licence_texts / stated).is_file():
            texts = (path,)
        parts.append(Part(package.name, package.version, stated, "pypi", texts or readme(package)))
    return parts


def texts_of(package: metadata.Distribution) -> tuple[Path, ...]:
    """The licence texts that a distribution brings, its own and those of what it bundles."""
    files = [Path(str(package.locate_file(file))) for file in package.files or () if TEXT.search(str(file))]
    return tuple(path for path in files if path.is_file())


def readme(package: metadata.Distribution) -> tuple[Path, ...]:
    """The distribution's metadata, which states licence and authors, where it ships no text of its own."""
    files = [file for file in package.files or () if str(file).endswith(".dist-info/METADATA")]
    return tuple(Path(str(package.locate_file(file))) for file in files)


def system_libraries(folder: Path) -> list[Part]:
    """The Debian packages whose libraries lie in the folder, with their copyright files."""
    if not shutil.which("dpkg-query"):
        return []
    names = sorted({path.name for path in (folder / "parts").glob("lib*.so*")})
    parts: dict[str, Part] = {}
    for name in names:
        owners = subprocess.run(["dpkg-query", "-S", f"*/{name}"], capture_output=True, text=True, check=False)
        # another library of the same name (of a Python that was built here) is not the system's
        same = (
            line
            for line in owners.stdout.splitlines()
            if filecmp.cmp(line.partition(": ")[2], folder / "parts" / name, shallow=False)
        )
        package = next(same, "").partition(":")[0]
        if not package or package in parts:
            continue
        version = subprocess.run(
            ["dpkg-query", "-W", "-f", "${Version}\n", package], capture_output=True, text=True, check=True
        ).stdout.split("\n")[0]
        copyright_file = Path("/usr/share/doc") / package / "copyright"
        parts[package] = Part(package, version, "see its copyright file", "deb", (copyright_file,))
    return list(parts.values())


def strangers(folder: Path, known: set[str]) -> list[str]:
    """The distributions that the folder holds modules of, but not known ones."""
    modules = {path.name.partition(".")[0] for path in (folder / "parts").iterdir()}
    for program in (path for path in folder.iterdir() if path.is_file() and path.suffix in {"", ".exe"}):
        archive = CArchiveReader(str(program))
        inside = next(name for name, entry in archive.toc.items() if entry[-1] == "z")
        modules |= {name.partition(".")[0] for name in archive.open_embedded_archive(inside).toc}
    owners = metadata.packages_distributions()
    found = {madeof.plain(one) for module in modules for one in owners.get(module, ())[:1]}
    return sorted(found - known)


def bill(parts: list[Part]) -> str:
    """The bill of materials as JSON."""
    bom = Bom()
    for part in parts:
        place = "debian" if part.kind == "deb" else None
        component = Component(
            name=part.name,
            version=part.version,
            type=ComponentType.APPLICATION if part.name == madeof.OURSELVES else ComponentType.LIBRARY,
            purl=PackageURL(part.kind, place, part.name.lower(), part.version),
            licenses=[DisjunctiveLicense(name=part.licence)],
            bom_ref=f"{part.kind}:{part.name}@{part.version}",
        )
        if part.name == madeof.OURSELVES:
            bom.metadata.component = component
        else:
            bom.components.add(component)
    bom.register_dependency(bom.metadata.component, bom.components)
    return JsonV1Dot6(bom).output_as_string(indent=1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--licence-texts", type=Path, default=Path(os.environ.get("LICENCE_TEXTS", COMMON)))
    chosen = parser.parse_args()
    sys.exit(main(chosen.folder, chosen.licence_texts))
