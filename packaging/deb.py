"""Make a .deb of the frozen folder: programs under /opt/factcheck-workbench, links in /usr/bin, the desktop's files.

python packaging/deb.py FOLDER TARGET-FOLDER     prints the path of the package
"""

import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import system_libraries

ROOT = Path(__file__).resolve().parent.parent
LINUX = ROOT / "packaging" / "linux"
NAME = "factcheck-workbench"
PLACE = Path("opt") / NAME
CONTROL = """\
Package: {name}
Version: {version}
Section: editors
Priority: optional
Architecture: {architecture}
Installed-Size: {kilobytes}
Depends: libc6 (>= {libc}), {libraries}
Recommends: gnome-keyring | kwalletmanager
Maintainer: The Factcheck Workbench authors <nobody@localhost>
Description: workbench for people who check facts for a living
 It splits an article into the claims that it makes, each tied to its exact
 words, keeps cited pages as evidence that can be verified again, holds
 verdicts with their reasons, and keeps a history in which every change is
 seen. Everything works on one machine.
"""


def main(frozen: Path, target: Path) -> Path:
    """The package, made from the folder that PyInstaller built."""
    version = re.search(
        r'^__version__ = "(.+)"', (ROOT / "factcheck" / "__init__.py").read_text("utf-8"), re.MULTILINE
    )[1]
    architecture = _said("dpkg", "--print-architecture")
    tree = ROOT / "build" / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(frozen, tree / PLACE, symlinks=True)
    binaries = tree / "usr" / "bin"
    binaries.mkdir(parents=True)
    for program in ("factcheck", NAME):
        (binaries / program).symlink_to(f"/{PLACE}/{program}")
    _desktop(tree / "usr" / "share", version)
    libraries = {**system_libraries.OFF_SCREEN, **system_libraries.SCREEN}.values()
    control = CONTROL.format(
        name=NAME,
        version=version,
        architecture=architecture,
        kilobytes=sum(path.stat().st_size for path in tree.rglob("*") if path.is_file()) // 1024,
        libc=_said("getconf", "GNU_LIBC_VERSION").split()[1],
        libraries=", ".join(f"{one} | {one}t64" if one.endswith("-0") else one for one in libraries),
    )
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN" / "control").write_text(control, "utf-8")
    package = target / f"{NAME}_{version}_{architecture}.deb"
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zzstd", "-z12", "--build", str(tree), str(package)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return package


def _desktop(share: Path, version: str) -> None:
    """Menu entry, store page, file type, icons, licence, in the places where desktops look."""
    for source, place in (
        (LINUX / f"{NAME}.desktop", share / "applications" / f"{NAME}.desktop"),
        (LINUX / f"{NAME}-mime.xml", share / "mime" / "packages" / f"{NAME}.xml"),
        (ROOT / "resources" / "icons" / "app.svg", share / "icons" / "hicolor" / "scalable" / "apps" / f"{NAME}.svg"),
        (ROOT / "LICENSE", share / "doc" / NAME / "copyright"),
    ):
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, place)
    page = (LINUX / f"{NAME}.metainfo.xml").read_text("utf-8")
    page = page.replace("@VERSION@", version).replace("@DATE@", datetime.now(UTC).date().isoformat())
    place = share / "metainfo" / "org.factcheck.workbench.metainfo.xml"
    place.parent.mkdir(parents=True)
    place.write_text(page, "utf-8")
    for icon in (ROOT / "build" / "icons").glob("*.png"):
        place = share / "icons" / "hicolor" / f"{icon.stem}x{icon.stem}" / "apps" / f"{NAME}.png"
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(icon, place)


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    print(main(Path(sys.argv[1]), Path(sys.argv[2])))
