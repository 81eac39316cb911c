"""Every file of tests/data/hostile through every verb that reads a file: a clear end, no fault, nothing lost.

The files were made to break readers: wrong encodings, half files, bombs, entities, climbing names, deep nesting,
formulas, markup, types that a schema forbids. What each verb makes of each is not fixed here (its own tests do that);
that it is told in one sentence or done, and that the library is sound afterwards, is.
"""

from pathlib import Path

import pytest

from factcheck.paths import state_folder
from tests.core.cli.conftest import Factcheck

HOSTILE = sorted((Path(__file__).resolve().parents[2] / "data" / "hostile").iterdir())


@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path.name)
def test_a_hostile_file_does_no_harm(factcheck: Factcheck, claim: dict[str, str], path: Path) -> None:
    for verb in (
        ("split", path),
        ("add", path),
        ("cite", claim["id"], path),
        ("extract", path),
        ("import", path),
        ("lint", path),
        ("match", "--file", path),
        ("verify", path),
        ("take", path),
    ):
        ran = factcheck(*verb)
        assert ran.code in {0, 1, 2, 3}, (verb, ran)
        assert ran.code == 0 or ran.err.strip() or ran.out.strip(), verb
        assert not list(state_folder().glob("crashes/*")), (verb, ran.err)
        assert "\x1b[31m3,150" not in ran.out, "a control sequence of the file reached the terminal"
    assert factcheck("verify").code == 0
    assert factcheck("show", claim["id"]).code == 0
    assert not list(Path("/etc").glob("climbed*"))
