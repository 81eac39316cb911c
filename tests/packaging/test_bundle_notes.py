"""What leaves the house is named, with its licence."""

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement

from ui import madeof

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def notes(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """packaging/bundle_notes.py, which needs what `make package` installs."""
    pytest.importorskip("cyclonedx", reason="`make package` installs what writes the notes")
    pytest.importorskip("PyInstaller", reason="`make package` installs what writes the notes")
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    yield importlib.import_module("bundle_notes")
    sys.modules.pop("bundle_notes", None)


def test_whatever_the_lock_installs_here_is_part_of_the_program() -> None:
    lines = re.findall(r"^[\w.-]+==[^\\\n]+", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    locked = [Requirement(line) for line in lines]
    wanted = {madeof.plain(one.name) for one in locked if not one.marker or one.marker.evaluate()}
    known = {madeof.plain(package.name) for package in madeof.distributions()}
    assert {"psycopg-binary", "pypdfium2", "spacy"} <= wanted
    assert not wanted - known


def test_each_part_brings_the_texts_of_its_licence(notes: ModuleType) -> None:
    if not (notes.COMMON / "LGPL-3").is_file():
        pytest.skip("this system keeps no general licence texts")
    parts = [notes.loader(), *notes.distributions(notes.COMMON)]
    assert not [part.name for part in parts if {path.name for path in part.texts} <= {"METADATA"}]
    pdfium = next(part for part in parts if part.name == "pypdfium2")
    assert len(pdfium.texts) > 20, "PDFium's own parts have licences, too"
