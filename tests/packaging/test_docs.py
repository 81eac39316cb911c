"""The pages that are made from the code are up to date, and what the documentation names exists."""

import importlib.util
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from factcheck.cli.app import command
from factcheck.settings import TABLE

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
TOP = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")]
PAGES = sorted([*TOP, *DOCS.rglob("*.md")])
TASKS = [DOCS / "index.md", DOCS / "tutorial.md", DOCS / "tutoriel.md", *sorted((DOCS / "how").glob("*.md"))]
FRENCH_KEYS = {"Maj": "Shift", "Entrée": "Return", "Échap": "Escape"}
ANYWHERE = {"Return", "Escape", "Ctrl+A", "Shift", *"123456789"}
"""Keys that are no actions of ours: a field's own, the ratings, a key that is held."""
MOST_BYTES = 320_000
TELL_OF_THE_PAST = {"CHANGELOG", "decisions"}


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, ModuleType]]:
    """The modules of packaging/ that make the documentation."""
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    names = ("reference_data", "write_docs", "offline_pages", "build_docs")
    yield {name: importlib.import_module(name) for name in names}
    for name in names:
        sys.modules.pop(name, None)


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def blocks(page: Path, *kinds: str) -> str:
    pattern = rf"^```(?:{'|'.join(kinds)})\n(.*?)^```"
    return "\n".join(re.findall(pattern, page.read_text("utf-8"), re.DOTALL | re.MULTILINE))


def prose(page: Path) -> str:
    return re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)


def test_pages_made_from_the_code_are_current(tools: dict[str, ModuleType], capsys: pytest.CaptureFixture[str]) -> None:
    assert tools["write_docs"].main(check=True) == 0, capsys.readouterr().err


def test_no_meaning_of_a_json_field_is_left_over(tools: dict[str, ModuleType]) -> None:
    assert not tools["reference_data"].unused_meanings()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_to_files_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert not [target for target in targets if not (page.parent / target).exists()]


@pytest.mark.parametrize("page", [page for page in PAGES if page.stem not in TELL_OF_THE_PAST], ids=name_of)
def test_files_of_the_code_that_a_page_names_exist(page: Path) -> None:
    named = re.findall(r"`([a-z_]+(?:/[\w.-]+)+\.(?:py|toml|typ|j2|svg))`", prose(page))
    missing = [path for path in named if not any((ROOT / place / path).exists() for place in ("", "factcheck", "docs"))]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_and_options_in_code_exist(page: Path) -> None:
    known = {
        name: {o for p in verb.params for o in (*p.opts, *p.secondary_opts)}
        for name, verb in command().commands.items()
    }
    written = blocks(page, "console", "sh").replace("\\\n", " ")
    inline = "\n".join(re.findall(r"`(factcheck [^`]+)`", prose(page)))
    for line in re.findall(r"(?:^|[/|(=]|\| |tee )\s*factcheck ([^\n|)&;>]+)", written + "\n" + inline, re.MULTILINE):
        words = re.sub(r"[\"'].*?[\"']", "x", line).split()
        if words and re.fullmatch(r"[a-z]+", words[0]):
            assert words[0] in known, line
            options = {word.partition("=")[0] for word in words if word.startswith("-") and len(word) > 1}
            assert options - {"--help"} <= known[words[0]], line
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z-]+)", written + prose(page), re.MULTILINE)) <= targets


@pytest.mark.parametrize("page", TASKS, ids=name_of)
def test_keys_that_a_page_names_are_keys(page: Path) -> None:
    assert not {key for key in keys(page) if key not in ANYWHERE} - our_keys()


def our_keys() -> set[str]:
    rows = re.findall(r"^\| (`.+`) \|", (DOCS / "keys.md").read_text("utf-8"), re.MULTILINE)
    return {key for row in rows for key in re.findall(r"`([^`]+)`", row)}


def keys(page: Path) -> list[str]:
    found = re.findall(r"<kbd>([^<]+)</kbd>", page.read_text("utf-8"))
    return ["+".join(FRENCH_KEYS.get(part, part) for part in key.split("+")) for key in found]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_settings_that_a_page_names_are_settings(page: Path) -> None:
    known = {setting.key for setting in TABLE}
    groups = {key.partition(".")[0] for key in known} - {"library", "report"}  # names of files and modules, too
    named = set(re.findall(r"`([a-z]+\.[a-z_]+)`", prose(page)))
    named = {key for key in named if key.partition(".")[0] in groups and not key.endswith((".py", ".md"))}
    named |= set(re.findall(r"factcheck settings ([a-z]+\.[a-z_]+)", page.read_text("utf-8")))
    assert named <= known


def test_the_french_tutorial_is_the_english_one() -> None:
    english, french = DOCS / "tutorial.md", DOCS / "tutoriel.md"
    steps = [len(re.findall(r"^## ", page.read_text("utf-8"), re.MULTILINE)) for page in (english, french)]
    assert steps[0] == steps[1]
    assert set(keys(english)) == set(keys(french)) - {"Shift"}  # digits want it on a French keyboard
    assert blocks(english, "console") == blocks(french, "console")


def test_pictures_are_small_and_used() -> None:
    used = {name for page in PAGES for name in re.findall(r"pictures/([\w-]+\.png)", page.read_text("utf-8"))}
    for picture in (DOCS / "pictures").glob("*.png"):
        assert picture.stat().st_size < MOST_BYTES, picture.name
    assert used == {picture.name for picture in (DOCS / "pictures").glob("*.png")}


LOADED = (
    '<script src="https://cdn.example/a.js"></script>',
    '<link rel="stylesheet" href="//fonts.example/css">',
    '<link rel="preconnect" href="https://fonts.example">',
    '<img srcset="a.png 1x, https://elsewhere.example/b.png 2x">',
    '<p style="background: url(https://elsewhere.example/c.png)">',
    "<style>@import 'https://elsewhere.example/d.css';</style>",
    "<style>p{background:url(//elsewhere.example/e.png)}</style>",
    '<pre class="mermaid">graph</pre>',
    '<a href="https://github.com/x/y" data-md-component="source">x</a>',
    "<video poster='HTTPS://elsewhere.example/f.png'></video>",
)
NOT_LOADED = (
    '<a href="https://example.org/">a link that a reader may follow</a>',
    '<link rel="canonical" href="https://example.org/">',
    '<svg xmlns="http://www.w3.org/2000/svg"><use href="#tip"/></svg>',
    '<script src="../assets/a.js"></script><img src="data:image/png;base64,AA//AA==">',
    "<style>p{background:url(data:image/svg+xml;charset=utf-8,<svg xmlns='http://www.w3.org/2000/svg'/>)}</style>",
)


@pytest.mark.parametrize("markup", LOADED)
def test_what_comes_from_elsewhere_is_refused(tools: dict[str, ModuleType], tmp_path: Path, markup: str) -> None:
    (tmp_path / "page.html").write_text(f"<!doctype html><title>x</title>{markup}", "utf-8")
    assert len(tools["offline_pages"].loaded_from_elsewhere(tmp_path)) == 1


def test_a_style_sheet_from_elsewhere_is_refused(tools: dict[str, ModuleType], tmp_path: Path) -> None:
    (tmp_path / "site.css").write_text("@font-face{src:url(https://fonts.example/a.woff2)}", "utf-8")
    assert len(tools["offline_pages"].loaded_from_elsewhere(tmp_path)) == 1


@pytest.mark.parametrize("markup", NOT_LOADED)
def test_links_and_names_are_no_loads(tools: dict[str, ModuleType], tmp_path: Path, markup: str) -> None:
    (tmp_path / "page.html").write_text(f"<!doctype html><title>x</title>{markup}", "utf-8")
    assert not tools["offline_pages"].loaded_from_elsewhere(tmp_path)


@pytest.mark.skipif(importlib.util.find_spec("mkdocs") is None, reason="`make docs` installs what builds the pages")
def test_the_pages_build_without_a_warning_and_load_nothing(tools: dict[str, ModuleType], tmp_path: Path) -> None:
    out = tmp_path / "site"
    assert tools["build_docs"].main(out) == 0
    written = {path.relative_to(out).as_posix() for path in out.rglob("*.html")}
    assert {"index.html", "tutorial.html", "tutoriel.html", "how/sources.html", "SECURITY.html"} <= written
    assert (out / "samples" / "source-en.html").is_file(), "the tutorial's source"
    assert (out / "search" / "search_index.js").is_file(), "what the search reads without a server"
    assert 'src="assets/iframe-worker.js"' in (out / "index.html").read_text("utf-8")


def test_the_commands_of_the_tasks_are_whole_shell_lines() -> None:
    for page in TASKS:
        shlex.split(blocks(page, "console", "sh"), comments=True)


def test_the_json_of_every_command_is_told() -> None:
    printing = {
        name
        for name, verb in command().commands.items()
        if any("--format" in parameter.opts for parameter in verb.params)
    }
    section = (DOCS / "json.md").read_text("utf-8").partition("## What each command prints")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`.+?) \| ", section, re.MULTILINE)
    told = {name for row in rows for name in re.findall(r"`([a-z-]+)`", row)}
    assert not printing - told, "docs/json.md does not tell what these print"
    assert not told - printing, "docs/json.md tells of verbs that are not there"


def test_the_french_page_is_set_as_french_is() -> None:
    """No ordinary space before high punctuation and inside quotation marks, outside code."""
    said = re.sub(r"`[^`\n]*`|\]\([^)]*\)", "", prose(DOCS / "tutoriel.md"))
    assert not re.findall(r".{0,20}(?: [;!?:»]|« ).{0,10}", said)
