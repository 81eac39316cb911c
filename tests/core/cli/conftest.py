"""What the tests of the command line share: running it in this process or as a real one, and a small site."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from factcheck import resources
from factcheck.cli.app import run
from tests.core.web.site import Site

PATIENCE = 300
"""Seconds after which a process is taken for stuck; far more than any needs, because machines are shared."""
SAMPLES = resources.folder("samples")


@dataclass(frozen=True)
class Ran:
    """How a run ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Factcheck = Callable[..., Ran]


@pytest.fixture
def factcheck(capsys: pytest.CaptureFixture[str]) -> Factcheck:
    """``factcheck("claims", article)`` runs the command line in this process; ``data=True`` asks for JSON."""

    def call(*arguments: object, data: bool = False) -> Ran:
        capsys.readouterr()
        code = run([*(str(argument) for argument in arguments), *(["--format", "json"] if data else [])])
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return call


@pytest.fixture
def sentence(factcheck: Factcheck) -> Callable[..., str]:
    """Run what must fail with this exit code; the one sentence that a person reads, never a traceback."""

    def call(*arguments: object, code: int) -> str:
        ran = factcheck(*arguments)
        assert ran.code == code, ran
        assert "Traceback" not in ran.err
        assert ran.out == ""
        lines = ran.err.strip().splitlines()
        assert len(lines) == 1, ran.err
        assert lines[0].startswith("factcheck: ")
        return lines[0].removeprefix("factcheck: ")

    return call


def spawn(*arguments: object, **more: Any) -> subprocess.Popen[bytes]:
    """The command line as a process of its own."""
    environment = {**os.environ, **more.pop("env", {})}
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
    command = [sys.executable, "-m", "factcheck", *(str(argument) for argument in arguments)]
    return subprocess.Popen(command, env=environment, **streams)


def process(*arguments: object, **more: Any) -> Ran:
    """Run the command line as a process of its own to its end."""
    given = more.pop("input", None)
    with spawn(*arguments, **({"stdin": subprocess.PIPE} if given is not None else {}), **more) as started:
        try:
            out, err = started.communicate(given, timeout=PATIENCE)
        finally:
            started.kill()
    return Ran(started.returncode, out.decode("utf-8"), err.decode("utf-8"))


@pytest.fixture
def article(factcheck: Factcheck) -> str:
    """The id of the English sample in the test's library."""
    return str(factcheck("add", SAMPLES / "article-en.txt", data=True).json["article"])


@pytest.fixture
def claims(factcheck: Factcheck, article: str) -> list[dict[str, Any]]:
    """Its claims."""
    found: list[dict[str, Any]] = factcheck("claims", article, data=True).json["claims"]
    return found


@pytest.fixture
def claim(claims: list[dict[str, Any]]) -> dict[str, Any]:
    """The claim that the sample's source speaks of."""
    return next(claim for claim in claims if "412,000 passengers" in claim["text"])


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a site on this machine that serves the samples, allowed by name."""
    with Site() as made:
        for sample in SAMPLES.glob("*.html"):
            made.page(f"/{sample.name}", sample.read_bytes())
        monkeypatch.setenv("FACTCHECK_FETCH_ALLOWED_HOSTS", made.host)
        monkeypatch.setenv("FACTCHECK_FETCH_PAUSE_MILLISECONDS", "0")
        yield made.url().rstrip("/")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The folder of the test's library, as FACTCHECK_LIBRARY names it."""
    return tmp_path / "library"
