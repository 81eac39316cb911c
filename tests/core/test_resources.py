"""Where the built documentation is found, in a package and in a checkout."""

from pathlib import Path

import pytest

from factcheck import resources


def test_the_documentation_is_found_inside_the_package_before_the_checkouts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "__file__", str(tmp_path / "factcheck" / "resources.py"))
    assert resources.documentation() is None
    for folder in (tmp_path / "build" / "docs", tmp_path / "factcheck" / "_docs"):
        folder.mkdir(parents=True)
        assert resources.documentation() != folder, "a folder without a first page is none"
        (folder / "index.html").write_text("<!doctype html><title>Help</title>", "utf-8")
        assert resources.documentation() == folder
