"""The shape of the code base: sizes, layers that hold without the window, what a wheel carries.

The import contracts themselves are in pyproject.toml and run by ``make lint``.
"""

import ast
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINES_OF_A_FILE, LINES_OF_A_FUNCTION, LINES_OF_A_CLASS = 400, 50, 250


def sources() -> list[Path]:
    found = [path for folder in ("factcheck", "ui", "packaging") for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "versions" not in path.parts)  # a migration is a list of statements


def test_files_functions_and_classes_stay_small() -> None:
    large = []
    for path in sources():
        text = path.read_text("utf-8")
        name = path.relative_to(ROOT)
        if text.count("\n") > LINES_OF_A_FILE:
            large.append(f"{name}: {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            limit = LINES_OF_A_CLASS if isinstance(node, ast.ClassDef) else LINES_OF_A_FUNCTION
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                first = (
                    node.lineno if isinstance(node, ast.ClassDef) else node.body[0].lineno
                )  # a verb's options are many
                length = (node.end_lineno or first) - first + 1
                if length > limit:
                    large.append(f"{name}: {node.name} has {length} lines")
    assert not large


def test_verdicts_and_steps_are_handed_out_through_the_veil_only() -> None:
    """A blind first verdict is for its author alone: every other service reads them through ``services.veil``."""
    past_it = {"read": {"claim", "claims", "verdicts_of"}, "trail": {"step", "steps"}, "entries": {"refresh"}}
    own_work = {
        "ruling.py": "read.verdicts_of",  # the id of the verdict that a new one supersedes
        "backups.py": "trail.steps",  # the time of the newest step
        "history.py": "trail.step",  # numbers and labels of steps that are undone, after the veil was asked
    }
    found = {
        f"{path.name}: {node.value.id}.{node.attr}"
        for path in (ROOT / "factcheck" / "services").glob("*.py")
        if path.name != "veil.py"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        if node.attr in past_it.get(node.value.id, ())
    }
    assert found == {f"{name}: {use}" for name, use in own_work.items()}


def test_every_module_says_what_it_is_for() -> None:
    silent = [path for path in sources() if ast.get_docstring(ast.parse(path.read_text("utf-8"))) is None]
    assert not silent


def test_the_core_works_without_qt() -> None:
    """Every module of the core imports where PySide6 does not exist."""
    script = """
import importlib, pkgutil, sys
class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"PySide6", "shiboken6", "ui"}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, NoQt())
import factcheck
for module in pkgutil.walk_packages(factcheck.__path__, "factcheck."):
    if module.name != "factcheck.__main__" and ".migrations." not in module.name:
        importlib.import_module(module.name)
"""
    subprocess.run([sys.executable, "-W", "ignore", "-c", script], cwd=ROOT, check=True, timeout=120)


def test_a_wheel_does_the_job_by_itself(tmp_path: Path) -> None:
    """The wheel holds code and resources, and splits the sample from where it was unpacked."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        names = opened.namelist()
        opened.extractall(tmp_path / "unpacked")
    assert {name.partition("/")[0] for name in names if ".dist-info" not in name} == {"factcheck", "ui"}
    assert any(name.endswith("dist-info/licenses/LICENSE") for name in names)
    sample = tmp_path / "unpacked" / "factcheck" / "_resources" / "samples" / "article-en.txt"
    script = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'unpacked')!r})\n"
        "import factcheck.resources; print(factcheck.resources.root(), file=sys.stderr)\n"
        f"from factcheck.cli.app import run; sys.exit(run(['split', {str(sample)!r}]))"
    )
    ran = subprocess.run(
        [sys.executable, "-P", "-c", script], check=False, cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert ran.returncode == 0, ran.stderr
    assert "_resources" in ran.stderr
    assert "Skelwick" in ran.stdout


def test_locks_are_complete_and_agree() -> None:
    """Each lock pins by hash, and the one for tests holds all that the others hold, in the same versions."""

    def pins(name: str) -> set[str]:
        lines = (ROOT / name).read_text("utf-8").splitlines()
        found = {line.split(" \\")[0].strip() for line in lines if line and not line.startswith((" ", "#"))}
        assert all("==" in pin for pin in found)
        assert "://" not in "".join(line for line in lines if not line.lstrip().startswith("#"))
        return found

    everything = pins("requirements-dev.lock")
    assert pins("requirements.lock") <= everything
    assert pins("requirements-build.lock") <= everything


@pytest.mark.parametrize("name", ["en-core-web-sm", "en_core_web_sm", "fr-core-news-lg"])
def test_look_alikes_on_the_index_are_never_required(name: str) -> None:
    for file in ("pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        lines = (line.strip().strip('"') for line in (ROOT / file).read_text("utf-8").splitlines())
        assert not [line for line in lines if line.startswith((f"{name}=", f"{name}>", f"{name}<", f"{name} "))]
