"""Use what ``make package`` built as a person would: what ``make package-test`` runs.

    python packaging/check_package.py [folder] [shared] [window] [tutorial] [deb] [wheel]     all when none is named

folder    the frozen command line does the main job, with an empty environment, a home of its own and a local site
window    the frozen window does it by keyboard under Xvfb (needs xvfb, openbox and xdotool; a picture is kept in out/)
shared    the frozen command line works in a library on a server
tutorial  the tutorial is followed with the frozen programs, in English and French (pictures in out/tutorial)
deb       the package is unpacked, its desktop files are validated, its programs run from there
wheel     wheel and lock file go into a new environment, which does the main job
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import follow_tutorial
import psycopg
from hands import Failed, Screen, until
from local_site import served

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
FOLDER = DIST / "factcheck-workbench"
SAMPLES = ROOT / "resources" / "samples"
CLAIM = "The company carried 412,000 passengers in 2024"
QUOTE = "Northgate Ferries carried 371,600 passengers"
FORMATS = ("html", "pdf", "docx", "xlsx", "csv", "md", "json", "jsonld", "dossier.zip")


class Program:
    """A command line in a home of its own, with nothing of this environment."""

    def __init__(self, command: Path, home: Path, **more: str) -> None:
        self.command, self.home = command, home
        kept = {name: os.environ[name] for name in ("LANG", "TZ", "SYSTEMROOT") if name in os.environ}
        own = {"FACTCHECK_LIBRARY": str(home / "library"), "FACTCHECK_CONFIG": str(home / "settings")}
        self.environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(home),
            "FACTCHECK_LANGUAGE": "en",
            **own,
            **kept,
            **more,
        }

    def __call__(self, *arguments: str, code: int = 0) -> str:
        """Standard output of a run that ends with ``code``."""
        done = subprocess.run(
            [str(self.command), *arguments], env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode != code:
            notes = [path.read_text("utf-8") for path in self.home.glob("settings/state/crashes/*")]
            told = "\n".join([done.stderr, *notes])
            raise Failed(f"{self.command.name} {' '.join(arguments)} ended with {done.returncode}:\n{told}")
        return done.stdout.strip()


def main_job(command: Path, home: Path) -> None:
    """Split, add, cite a page of a local site, rate, report in every format, verify."""
    with served(SAMPLES) as host:
        run = Program(command, home, FACTCHECK_FETCH_ALLOWED_HOSTS=host, FACTCHECK_REVIEW_REVIEWER="Ada Martin")
        for language in ("en", "fr"):
            found = json.loads(run("split", str(SAMPLES / f"article-{language}.txt"), "--format", "json"))
            expect(len(found["claims"]) > 10, f"claims in the {language} sample")
        article = run("add", str(SAMPLES / "article-en.txt"))
        claim = run("claim", article, "--words", CLAIM)
        run("cite", claim, f"http://{host}/source-en.html", "--stance", "refutes", "--quote", QUOTE)
        run("verdict", claim, "false", "--because", "The statistics board counts 371,600 passengers.")
        shown = json.loads(run("show", claim, "--format", "json"))
        expect(QUOTE in json.dumps(shown), "the quote stands in the claim's record")
        for ending in FORMATS:
            path = home / f"report.{ending}"
            run("report", article, "-o", str(path))
            expect(path.stat().st_size > 500, f"a report as {ending}")
        run("verify")
        run("verify", str(home / "report.dossier.zip"))
        run("undo")
        run("redo")


def folder(home: Path) -> None:
    """The frozen command line."""
    main_job(FOLDER / "factcheck", home)
    expect((FOLDER / "licences").is_dir(), "licence texts")
    bill = json.loads((FOLDER / "sbom.cdx.json").read_text("utf-8"))
    expect(len(bill["components"]) > 50, "a bill of materials")
    expect((FOLDER / "parts" / "factcheck" / "_docs" / "index.html").is_file(), "the documentation")


def shared(home: Path) -> None:
    """The frozen command line with a library on a server, where there is PostgreSQL; and moved into a folder."""
    sys.path.insert(0, str(ROOT))
    from tests.cluster import Cluster, NoPostgres  # noqa: PLC0415  # of the checkout, like the packages themselves

    try:
        cluster = Cluster()
    except NoPostgres as missing:
        print(f"  {missing}: that check was left out")
        return
    try:
        with psycopg.connect(cluster.address("postgres"), passfile=str(cluster.pgpass), autocommit=True) as connection:
            connection.execute("CREATE DATABASE news")
        owner, mine = cluster.address("news"), cluster.address("news", "ada")
        run = Program(FOLDER / "factcheck", home, PGPASSFILE=str(cluster.pgpass), FACTCHECK_LIBRARY=mine)
        run("init-server", owner)
        person = run("people", "add", "ada", "--name", "Ada Martin", "--role", "administrator", "--library", owner,
                     "--format", "json")  # fmt: skip
        with cluster.pgpass.open("a") as file:
            file.write(f"*:*:*:ada:{json.loads(person)['password']}\n")
        article = run("add", str(SAMPLES / "article-en.txt"))
        run("accept", run("claim", article, "--words", CLAIM))
        run("verify")
        run("move", mine, str(home / "moved"))
        run("verify", "--library", str(home / "moved"))
    finally:
        cluster.remove()


def window(home: Path) -> None:
    """The frozen window: an article given as its argument is checked by keyboard, and the command line sees it."""
    with served(SAMPLES) as host, Screen() as screen:
        run = Program(
            FOLDER / "factcheck", home, FACTCHECK_FETCH_ALLOWED_HOSTS=host, FACTCHECK_REVIEW_REVIEWER="Ada Martin"
        )
        started = [str(FOLDER / "factcheck-workbench"), str(SAMPLES / "article-en.txt")]
        process = screen.start(started, run.environment)
        try:
            work_by_keyboard(screen, run, host)
        finally:
            screen.picture(ROOT / "out" / "package-window.png")
            leave(screen, process)
        run("verify")


def leave(screen: Screen, process: subprocess.Popen[bytes]) -> None:
    """Quit, and see that the window goes in peace."""
    screen.press("ctrl+q")
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        raise Failed("the window did not close within 20 s") from None
    expect(process.returncode == 0, "the window ends with 0")


def work_by_keyboard(screen: Screen, run: Program, host: str) -> None:
    """Go to a claim, accept it, cite a page, quote its best passage against the claim, rate it, give the reason."""

    def claims() -> list[dict[str, str]]:
        found = json.loads(run("claims", "--format", "json"))["claims"]
        return [claim for claim in found if claim["state"] != "dismissed"]  # J passes by what is set aside

    def state() -> str:
        return next(claim["state"] for claim in claims() if claim["id"] == mine["id"])

    def shown() -> str:
        return run("show", mine["id"], "--format", "json")

    until(lambda: (run.home / "library").is_dir() and claims(), "claims in the window")
    time.sleep(3)  # the list is in the library a moment before it is on the screen
    place, mine = next((place, claim) for place, claim in enumerate(claims()) if CLAIM in claim["text"])
    screen.press(*["j"] * place, "a")
    until(lambda: state() == "accepted", "the claim accepted with A")
    screen.press("p")
    time.sleep(1)
    screen.type(f"http://{host}/source-en.html")
    screen.press("Return")
    until(lambda: host in shown(), "a page cited with P")
    time.sleep(4)  # its passages are ranked and the best is chosen
    screen.press("r")
    until(lambda: "371,600" in shown(), "its passage quoted with R")
    screen.press("5")
    screen.type("The statistics board counts fewer.")
    screen.press("ctrl+Return")
    until(lambda: state() == "approved", "a verdict given with 5 and Ctrl+Return")
    expect("The statistics board counts fewer." in shown(), "the reason typed in the window")


def tutorial(home: Path) -> None:
    """The frozen programs, in the hands of somebody who has the tutorial and nothing else."""
    for language in follow_tutorial.TOLD:
        (home / language).mkdir()
        follow_tutorial.follow(FOLDER, home / language, language, leave)


def deb(home: Path) -> None:
    """The .deb, unpacked without being installed."""
    found = list(DIST.glob("*.deb"))
    expect(len(found) == 1, "one .deb")
    tree = home / "root"
    subprocess.run(["dpkg-deb", "-x", str(found[0]), str(tree)], check=True)
    share = tree / "usr" / "share"
    for tool, arguments in (
        ("desktop-file-validate", [share / "applications" / "factcheck-workbench.desktop"]),
        ("appstreamcli", ["validate", "--no-net", share / "metainfo" / "org.factcheck.workbench.metainfo.xml"]),
        ("xmllint", ["--noout", share / "mime" / "packages" / "factcheck-workbench.xml"]),
    ):
        if shutil.which(tool):
            subprocess.run([tool, *map(str, arguments)], check=True)
        else:
            print(f"  {tool} is not installed here, so that check was left out")
    run = Program(tree / "opt" / "factcheck-workbench" / "factcheck", home)
    expect(run("--version").startswith("factcheck"), "the version")


def wheel(home: Path) -> None:
    """The wheel in an environment of its own, with what the lock file names."""
    place = home / "environment"
    subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
    pip = [str(place / "bin" / "pip"), "--disable-pip-version-check", "install", "--quiet", "--no-deps"]
    subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / "requirements.lock")], check=True)
    subprocess.run([*pip, str(next(DIST.glob("*.whl")))], check=True)
    main_job(place / "bin" / "factcheck", home)
    source = next(DIST.glob("*.tar.gz"))
    subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / "requirements-build.lock")], check=True)
    subprocess.run([*pip, "--no-build-isolation", "--force-reinstall", str(source)], check=True)
    Program(place / "bin" / "factcheck", home)("split", str(SAMPLES / "article-en.txt"))


def expect(met: object, what: str) -> None:
    """Fail when it is not so."""
    if not met:
        raise Failed(f"not so: {what}")


CHECKS: dict[str, Callable[[Path], None]] = {
    "folder": folder,
    "window": window,
    "tutorial": tutorial,
    "shared": shared,
    "deb": deb,
    "wheel": wheel,
}


def main(names: list[str]) -> int:
    """Run the checks; 1 when one failed."""
    failed = 0
    for name in names or list(CHECKS):
        started = time.monotonic()
        with tempfile.TemporaryDirectory() as home:
            try:
                CHECKS[name](Path(home))
            except (Failed, subprocess.CalledProcessError) as problem:
                print(f"{name}: FAILED. {problem}")
                failed += 1
            else:
                print(f"{name}: as it should be ({time.monotonic() - started:.0f} s)")
    return 1 if failed else 0


if __name__ == "__main__":
    if set(sys.argv[1:]) - set(CHECKS):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
