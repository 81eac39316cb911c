"""Files: the ending chooses the format; whole or not at all; nothing overwritten unasked."""

import threading
from pathlib import Path

import pytest
from report_sample import report

from factcheck.errors import InputError, WorldError
from factcheck.reports.dossier import write_dossier
from factcheck.reports.write import SUFFIXES, put, write


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_is_written_and_nothing_else(tmp_path: Path, suffix: str) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    write(report(), folder / f"r{suffix}")
    assert [path.name for path in folder.iterdir()] == [f"r{suffix}"]
    assert (folder / f"r{suffix}").stat().st_size > 500


def test_an_unknown_ending_is_refused_with_the_list(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.html, \.md"):
        write(report(), tmp_path / "r.exe")
    with pytest.raises(InputError, match=r"\.html, \.md"):
        write(report(), tmp_path / "report")


def test_an_existing_file_is_kept_unless_replaced(tmp_path: Path) -> None:
    path = tmp_path / "r.MD"
    path.write_text("mine", "utf-8")
    with pytest.raises(InputError, match="there already"):
        write(report(), path)
    assert path.read_text("utf-8") == "mine"
    write(report(), path, replace=True)
    assert path.read_text("utf-8").startswith("# ")


def test_of_two_writers_at_once_one_wins_and_the_other_is_told(tmp_path: Path) -> None:
    path, outcomes = tmp_path / "r.txt", []
    start = threading.Barrier(8)

    def one(n: int) -> None:
        start.wait()
        try:
            put(str(n).encode(), path, replace=False)
            outcomes.append(n)
        except InputError:
            outcomes.append(None)

    threads = [threading.Thread(target=one, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winners = [n for n in outcomes if n is not None]
    assert [path.read_text()] == [str(n) for n in winners]
    assert [one.name for one in tmp_path.iterdir()] == ["r.txt"]


def test_a_folder_that_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(WorldError, match="No such file"):
        write(report(), tmp_path / "nowhere" / "r.md")


def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("mine", "utf-8")
    for write_into in (
        lambda: write(report(), tmp_path / "notes" / "r.md"),
        lambda: write_dossier(report(), tmp_path / "notes" / "r.dossier.zip", [], []),
    ):
        with pytest.raises(WorldError, match="Not a directory"):
            write_into()
    assert (tmp_path / "notes").read_text("utf-8") == "mine"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.open
    monkeypatch.setattr(
        Path, "open", lambda self, mode: real(Path("/dev/full"), "wb") if "x" in mode else real(self, mode)
    )
    with pytest.raises(WorldError, match="No space left"):
        write(report(), tmp_path / "r.md")
    assert not list(tmp_path.iterdir())
