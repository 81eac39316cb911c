"""What the command line prints, where, and how a run ends that a person or a pipe ends."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from factcheck import i18n
from factcheck.cli import claims as claim_verbs
from factcheck.cli import out
from factcheck.cli.app import command
from tests.core.cli.conftest import PATIENCE, SAMPLES, Factcheck, process, spawn


def test_options_stand_before_the_verb_or_after_it(factcheck: Factcheck, tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    assert factcheck("--library", before, "--reviewer", "Ada", "add", SAMPLES / "article-en.txt").code == 0
    steps = factcheck("--format", "json", "--library", before, "history").json["steps"]
    assert steps[0]["reviewer"] == "Ada"
    assert factcheck("--library", before, "articles", "--library", after, data=True).json["articles"] == []


def test_add_prints_the_id_alone_and_the_rest_beside_it(factcheck: Factcheck) -> None:
    ran = factcheck("add", SAMPLES / "article-en.txt")
    assert len(ran.out.strip()) == 8
    assert ran.out.strip() in ran.err
    assert factcheck("claims", ran.out.strip()).code == 0


def test_paths_are_not_broken_over_lines(factcheck: Factcheck, article: str, tmp_path: Path) -> None:
    path = tmp_path / ("long" * 30) / "report.html"
    path.parent.mkdir()
    assert factcheck("report", article, "-o", path).out == f"{path}\n"


@pytest.mark.parametrize("verb", ["articles", "claims", "history", "settings", "languages", "verify"])
def test_tables_for_people(factcheck: Factcheck, article: str, verb: str) -> None:
    ran = factcheck(verb)
    assert ran.code == 0
    assert ran.out.strip()
    assert not ran.out.lstrip().startswith("{")


def test_text_that_steers_a_terminal_is_shown_and_not_obeyed(factcheck: Factcheck, tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.txt"
    hostile.write_text(
        "The \x1b[31mmayor\x07 of [bold]Skelwick[/bold] spent 4\u202e million pounds in 2024.\n", "utf-8"
    )
    ran = factcheck("split", hostile)
    assert ran.code == 0
    assert "\x1b" not in ran.out
    assert "\x07" not in ran.out
    assert "\u202e" not in ran.out
    assert "[bold]Skelwick[/bold]" in ran.out.replace("\n", " ")
    claims = factcheck("split", hostile, data=True).json["claims"]
    assert claims[0]["text"] == hostile.read_text("utf-8")[claims[0]["start"] : claims[0]["end"]]


def test_characters_that_the_terminal_lacks_are_no_bug() -> None:
    poor = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    ran = process("languages", env=poor)
    assert ran.code == 0, ran.err
    assert r"fran\xe7ais" in ran.out
    ran = process("languages", "--format", "json", env=poor)
    assert "français" in {language["name"] for language in json.loads(ran.out)["languages"]}


def test_a_closed_pipe_ends_quietly() -> None:
    with spawn("settings", "--format", "json") as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        said = running.stderr.read().decode()
        running.wait(PATIENCE)
    assert "Traceback" not in said
    assert "Exception ignored" not in said


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a signal")
def test_ctrl_c_ends_quietly() -> None:
    def heed_ctrl_c() -> None:  # a test run in a shell's background has it ignored, and children inherit that
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    with spawn("split", "-", stdin=subprocess.PIPE, preexec_fn=heed_ctrl_c) as running:
        assert running.stdin is not None
        running.stdin.write(b"word " * 100_000)  # more than a pipe holds: when this returns, the program is reading
        time.sleep(0.5)  # a signal between two reads is seen only after the next one
        running.send_signal(signal.SIGINT)
        try:
            running.wait(PATIENCE)
        finally:
            running.kill()
        with contextlib.suppress(BrokenPipeError):
            running.stdin.close()
        running.stdin = None
        _, said = running.communicate()
    assert running.returncode == 130
    assert said == b""


def test_a_bug_is_one_sentence_and_a_file_without_private_text(
    factcheck: Factcheck, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sentence = "a secret sentence of an article"

    def broken(*_: object) -> tuple[str, str]:
        raise RuntimeError(sentence)

    monkeypatch.setattr(claim_verbs, "which", broken)
    ran = factcheck("show", "3fa2b1c0")
    assert ran.code == 1
    assert len(ran.err.strip().splitlines()) == 1
    kept = list((tmp_path / "config" / "state" / "crashes").glob("*.txt"))
    assert len(kept) == 1
    assert str(kept[0]) in ran.err
    if os.name == "posix":
        assert kept[0].parent.stat().st_mode & 0o777 == 0o700
    details = kept[0].read_text("utf-8")
    assert "RuntimeError" in details
    assert "secret" not in details
    assert "3fa2b1c0" not in details


def test_settings_are_listed_shown_and_set(factcheck: Factcheck, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = factcheck("settings", data=True).json["settings"]
    assert {"key", "value", "default", "origin", "choices", "help", "variable"} <= set(listed[0])
    assert all(setting["help"] for setting in listed)
    assert factcheck("settings", "review.reviewer", "Ada").code == 0
    shown = factcheck("settings", "review.reviewer", data=True).json
    assert (shown["value"], shown["origin"]) == ("Ada", "file")
    hosts = "127.0.0.1:8000, intranet.example"
    value = factcheck("settings", "fetch.allowed_hosts", hosts, data=True).json["value"]
    assert value == ["127.0.0.1:8000", "intranet.example"]
    monkeypatch.setenv("FACTCHECK_REVIEW_REVIEWER", "Ben")
    ran = factcheck("settings", "review.reviewer", "Cleo", data=True)
    assert (ran.json["value"], ran.json["origin"]) == ("Ben", "environment")
    assert "FACTCHECK_REVIEW_REVIEWER" in ran.err


def test_a_password_in_a_librarys_address_is_taken_out_and_told(factcheck: Factcheck) -> None:
    ran = factcheck("settings", "library.folder", "postgresql://ana:hunter2@127.0.0.1:1/desk")
    assert ran.code == 0
    assert "hunter2" not in ran.out + ran.err
    assert "password was taken out" in ran.err
    assert factcheck("settings", "library.folder", data=True).json["value"] == "postgresql://ana@127.0.0.1:1/desk"
    assert factcheck("settings", "library.folder", "").code == 0


@pytest.mark.parametrize(("key", "value"), [("no.such", "1"), ("interface.theme", "pink"), ("fetch.deadline", "0")])
def test_settings_that_do_not_fit(factcheck: Factcheck, key: str, value: str) -> None:
    ran = factcheck("settings", key, value)
    assert ran.code == 2
    assert key in ran.err


def test_languages(factcheck: Factcheck) -> None:
    languages = {language["code"]: language for language in factcheck("languages", data=True).json["languages"]}
    assert {"en", "fr"} <= set(languages)
    assert languages["fr"]["parser_installed"]
    assert "hedges" in languages["fr"]["features"]


def test_usage_errors_have_exit_code_2(factcheck: Factcheck) -> None:
    for wrong in (
        ("no-such-verb",),
        ("split",),
        ("split", "a", "b"),
        ("articles", "--format", "xml"),
        ("claims", "--no"),
    ):
        ran = factcheck(*wrong)
        assert ran.code == 2, wrong
        assert ran.out == ""


def test_open_without_a_screen(factcheck: Factcheck, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    ran = factcheck("open")
    assert ran.code == 1
    assert "--help" in ran.err


def test_version(factcheck: Factcheck) -> None:
    from factcheck import __version__

    assert factcheck("--version").out == f"factcheck {__version__}\n"


def verbs() -> list[tuple[str, Any]]:
    return sorted(command().commands.items())


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_verb_and_option_has_help(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n._Current, "language", language)
    for name, verb in verbs():
        assert verb.help, name
        assert verb.epilog, name
        for option in verb.params:
            assert option.help, (name, option.name)


def test_the_catalogue_describes_no_verb_or_option_that_is_gone() -> None:
    from tests.core.test_i18n import messages

    known = {
        f"verb.{name}.{part}" for name, verb in verbs() for part in ("help", "examples", *(p.name for p in verb.params))
    }
    assert not [key for key in messages("en") if key.startswith("verb.") and key not in known]
    options = {f"option.{option.name}" for _, verb in [*verbs(), ("", command())] for option in verb.params}
    assert not [key for key in messages("en") if key.startswith("option.") and key not in options]


def test_examples_of_the_help_are_verbs_that_exist() -> None:
    names = dict(verbs())
    for name, verb in verbs():
        lines = [line for line in verb.epilog.splitlines()[1:] if "factcheck " in line]
        assert lines, name
        for line in lines:
            words = line.partition("factcheck ")[2].split()
            assert words[0] in names, line
            known = {o for option in names[words[0]].params for o in (*option.opts, *option.secondary_opts)}
            assert {word for word in words if word.startswith("--")} <= known, line


def test_help_in_french(factcheck: Factcheck, monkeypatch: pytest.MonkeyPatch) -> None:
    assert factcheck("settings", "interface.language", "fr").code == 0
    monkeypatch.delenv("FACTCHECK_LANGUAGE")
    assert "Afficher les affirmations d’un article" in " ".join(factcheck("split", "--help").out.split())


def test_help_waits_for_no_heavy_library() -> None:
    heavy = {
        "spacy",
        "sqlalchemy",
        "alembic",
        "trafilatura",
        "lxml",
        "bs4",
        "requests",
        "numpy",
        "PySide6",
        "jinja2",
        "typst",
    }
    script = (
        "import sys; from factcheck.cli.app import run; run(['--help']); run(['split', '--help']);"
        f"print(sorted({heavy!r} & set(sys.modules)), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=PATIENCE)
    assert ran.stderr.strip() == "[]"


def test_the_tree_of_one_verb_holds_its_group_with_the_same_options() -> None:
    whole = command().commands
    for name, verb in whole.items():
        part = command(["--library", "here", name]).commands
        assert [option.name for option in part[name].params] == [option.name for option in verb.params]
        assert part.keys() < whole.keys()
    assert command(["splt"]).commands.keys() == whole.keys()


def test_progress_goes_to_a_terminal_on_standard_error_only(capsys: pytest.CaptureFixture[str]) -> None:
    with out.working("Reading") as progress:
        progress.share(0.5)
        progress.count(1, 2)
        progress.stage("reading", 10, None)
    assert capsys.readouterr() == ("", "")
