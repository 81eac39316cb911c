"""Build everything that is handed out into dist/: what ``make package`` runs, on the system that it is for.

1. the icons, from the one drawing (build/icons)
2. the folder with both programs, by PyInstaller (dist/factcheck-workbench), with licences and bill of materials
3. on Debian and Ubuntu a .deb of the folder; on other Linuxes a .tar.xz; Windows and macOS go on from the folder with
   packaging/windows and packaging/macos
4. wheel and sdist (dist/*.whl, *.tar.gz), with the documentation that ``make docs`` built
5. dist/sizes.json: megabytes by part of the folder
"""

import json
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
FOLDER = DIST / "factcheck-workbench"
WITH_SYMBOLS = ("spacy", "thinc", "blis", "preshed", "cymem", "murmurhash", "srsly")


def main() -> int:
    """Build all of it; 0 when every part is there."""
    if not (ROOT / "build" / "docs" / "index.html").is_file():
        print("The documentation is not built, and the packages ship it. Run make docs first.", file=sys.stderr)
        return 1
    shutil.rmtree(DIST, ignore_errors=True)
    DIST.mkdir()
    _python("packaging/icons.py", str(ROOT / "build" / "icons"))
    _python(
        *("-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "--distpath", str(DIST)),
        *("--workpath", str(ROOT / "build" / "frozen"), "packaging/factcheck.spec"),
    )
    without_debug_symbols()
    _python("packaging/bundle_notes.py", str(FOLDER))
    (DIST / "sizes.json").write_text(json.dumps(sizes(FOLDER), indent=1) + "\n", "utf-8")
    if shutil.which("dpkg-deb"):
        _python("packaging/deb.py", str(FOLDER), str(DIST))
    elif sys.platform.startswith("linux"):
        with tarfile.open(DIST / "factcheck-workbench.tar.xz", "w:xz") as archive:
            archive.add(FOLDER, FOLDER.name)
    # Both from the checkout: a wheel that is built from the sdist would lack the documentation.
    _python("-m", "build", "--no-isolation", "--sdist", "--wheel", "--outdir", str(DIST), str(ROOT))
    for made in sorted(DIST.iterdir()):
        print(f"{_megabytes(made):8.1f} MB  {made.relative_to(ROOT)}")
    return 0


def without_debug_symbols() -> None:
    """Take the debug symbols out of the parser's extension modules: their wheels carry them, 130 MB in all.

    Only these: libraries that auditwheel patched (numpy's OpenBLAS) do not survive ``strip``.
    """
    if not (sys.platform.startswith("linux") and shutil.which("strip")):
        return
    modules = [path for name in WITH_SYMBOLS for path in (FOLDER / "parts" / name).rglob("*.so")]
    subprocess.run(["strip", "--strip-debug", *map(str, modules)], check=True)


def sizes(folder: Path) -> dict[str, float]:
    """Megabytes by part of the folder, the largest first; parts under one megabyte together."""
    found = {path.name: _megabytes(path) for path in (folder / "parts").iterdir()}
    small = sum(size for size in found.values() if size < 1)
    large = {name: round(size, 1) for name, size in sorted(found.items(), key=lambda one: -one[1]) if size >= 1}
    return {"all": round(_megabytes(folder), 1), **large, "smaller parts": round(small, 1)}


def _megabytes(path: Path) -> float:
    files = [path, *path.rglob("*")]
    return sum(file.stat().st_size for file in files if file.is_file() and not file.is_symlink()) / 1e6


def _python(*arguments: str) -> None:
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(arguments[:2])} failed (see above); what was built before it is in {DIST.name}/.")


if __name__ == "__main__":
    sys.exit(main())
