"""Setting up: what is asked of the system, what of pip, and what a second run skips. Nothing is installed here."""

import importlib.util
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "packaging" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def libraries(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return load("system_libraries")


@pytest.fixture
def prepare(libraries: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """prepare.py for a checkout in a folder with a space in its name."""
    module = load("prepare")
    root = tmp_path / "a checkout"
    (root / ".venv" / "bin").mkdir(parents=True)
    for name in ("requirements.lock", "requirements-build.lock", "requirements-dev.lock", "pyproject.toml"):
        (root / name).write_text(name)
    monkeypatch.setattr(module, "ROOT", root)
    monkeypatch.setattr(module, "VENV", root / ".venv")
    monkeypatch.setattr(module, "PYTHON", root / ".venv" / "bin" / "python")
    monkeypatch.setattr(module, "STAMP", root / ".venv" / "prepared.json")
    monkeypatch.setattr(module, "ALONE", root / ".venv.lock")
    monkeypatch.setattr(libraries, "ensure", lambda *, screen: True)
    return module


@pytest.fixture
def calls(prepare: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What would have been run; each call succeeds, and making the environment makes its interpreter."""
    seen: list[list[str]] = []

    def run(command: list[object], **_: object) -> subprocess.CompletedProcess[str]:
        seen.append([str(part) for part in command])
        if "venv" in seen[-1]:
            prepare.PYTHON.write_text("")
            prepare.STAMP.unlink(missing_ok=True)
        return subprocess.CompletedProcess(seen[-1], 0)

    monkeypatch.setattr(prepare.subprocess, "run", run)
    return seen


def locks(calls: list[list[str]]) -> list[str]:
    return [command[-1] for command in calls if "--requirement" in command]


def test_first_run_installs_the_locks_by_hash_and_the_second_does_nothing(
    prepare: ModuleType, calls: list[list[str]]
) -> None:
    assert prepare.main("run") == 0
    assert "venv" in calls[0]
    assert locks(calls) == ["requirements.lock", "requirements-build.lock"]
    for command in calls:
        if "--requirement" in command:
            assert {"--no-deps", "--require-hashes"} <= set(command)
    assert "--editable" in calls[-2]
    assert "compileall" in calls[-1]
    calls.clear()
    assert prepare.main("run") == 0
    assert calls == []


def test_tests_need_one_lock_more_and_running_is_served_by_it(prepare: ModuleType, calls: list[list[str]]) -> None:
    assert prepare.main("test") == 0
    assert locks(calls) == ["requirements-dev.lock"]
    calls.clear()
    assert prepare.main("run") == 0
    assert calls == []


def test_a_changed_lock_is_installed_again(prepare: ModuleType, calls: list[list[str]]) -> None:
    prepare.main("run")
    calls.clear()
    (prepare.ROOT / "requirements.lock").write_text("newer")
    assert prepare.main("run") == 0
    assert locks(calls) == ["requirements.lock"]


@pytest.mark.skipif(os.name == "nt", reason="the lock is the system's, of Linux and macOS")
def test_of_two_at_once_one_waits_and_finds_all_done(
    prepare: ModuleType, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = prepare.subprocess.run

    def slow(command: list[object], **given: object) -> subprocess.CompletedProcess[str]:
        time.sleep(0.05)
        return quick(command, **given)

    monkeypatch.setattr(prepare.subprocess, "run", slow)
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(prepare.main, ["run", "run"])) == [0, 0]
    assert sum("requirements.lock" in call for call in calls) == 1


def test_an_environment_that_was_moved_is_made_anew(prepare: ModuleType, calls: list[list[str]]) -> None:
    prepare.main("run")
    prepare.STAMP.write_text(json.dumps({**json.loads(prepare.STAMP.read_text()), "root": "/elsewhere"}))
    calls.clear()
    assert prepare.main("run") == 0
    assert "venv" in calls[0]
    assert locks(calls) == ["requirements.lock", "requirements-build.lock"]


@pytest.mark.skipif(os.name == "nt", reason="only an administrator may make links there")
@pytest.mark.parametrize("leads_somewhere", [True, False])
def test_an_environment_that_is_a_link_is_refused_and_what_it_leads_to_stays(
    prepare: ModuleType, calls: list[list[str]], tmp_path: Path, leads_somewhere: bool
) -> None:
    elsewhere = tmp_path / "another checkout's environment"
    (prepare.VENV / "bin").rmdir()
    prepare.VENV.rmdir()
    prepare.VENV.symlink_to(elsewhere)
    if leads_somewhere:
        (elsewhere / "bin").mkdir(parents=True)
        (elsewhere / "bin" / "python").write_text("kept")
        (elsewhere / "prepared.json").write_text(json.dumps({"root": "/another checkout"}))
    with pytest.raises(SystemExit, match=r"\.venv is a symbolic link.* remove the link") as refused:
        prepare.main("test")
    assert "\n" not in str(refused.value)
    assert calls == []
    assert leads_somewhere == (elsewhere / "bin" / "python").exists()


def test_a_failed_installation_is_taken_up_again(
    prepare: ModuleType, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    working = prepare.subprocess.run
    monkeypatch.setattr(
        prepare.subprocess,
        "run",
        lambda command, **more: (
            subprocess.CompletedProcess(command, 1) if "--requirement" in command else working(command, **more)
        ),
    )
    with pytest.raises(SystemExit):
        prepare.main("run")
    monkeypatch.setattr(prepare.subprocess, "run", working)
    calls.clear()
    assert prepare.main("run") == 0
    assert locks(calls) == ["requirements.lock", "requirements-build.lock"]


def test_what_is_missing_is_named_by_package(libraries: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(libraries, "loads", lambda library: "xcb" not in library and library != "libEGL.so.1")
    monkeypatch.setattr(libraries, "fonts_present", lambda: True)
    assert libraries.missing(screen=False) == ["libegl1"]
    assert "libxcb-cursor0" in libraries.missing(screen=True)
    monkeypatch.setattr(libraries, "fonts_present", lambda: False)
    assert libraries.missing(screen=False) == ["libegl1", "fonts-dejavu-core"]


def test_others_than_root_get_the_one_line_to_run(
    libraries: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(libraries.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert not libraries.install(["libegl1", "libgl1"], "A system library of the window")
    assert "    sudo apt-get install -y libegl1 libgl1\n" in capsys.readouterr().err


def test_root_installs(libraries: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []
    monkeypatch.setattr(libraries.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(
        libraries.subprocess,
        "run",
        lambda command, **_: seen.append(command) or subprocess.CompletedProcess(command, 0),
    )
    assert libraries.install(["libegl1"], "A system library of the window")
    assert [command[1] for command in seen] == ["update", "install"]
    assert seen[-1][-1] == "libegl1"


def test_this_system_is_read_as_the_loader_reads_it(libraries: ModuleType) -> None:
    assert not libraries.loads("libno-such-thing.so.9")
    if sys.platform.startswith("linux"):
        assert libraries.loads("libc.so.6")
