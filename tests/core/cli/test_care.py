"""Backup, restore and salvage at the command line."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.core.cli.conftest import SAMPLES, Factcheck


def test_a_backup_is_put_back(factcheck: Factcheck, claim: dict[str, Any], library: Path) -> None:
    made = factcheck("backup", data=True).json["backups"][0]
    assert Path(made["path"]).is_file()
    factcheck("dismiss", claim["id"])
    restored = factcheck("restore", Path(made["path"]).name, data=True)
    assert restored.code == 0, restored.err
    assert Path(restored.json["replaced"]).is_file()
    assert factcheck("show", claim["id"], data=True).json["claim"]["state"] == "proposed"
    assert factcheck("verify").code == 0
    names = {Path(one["path"]).name for one in factcheck("restore", data=True).json["backups"]}
    assert {Path(made["path"]).name, Path(restored.json["replaced"]).name} <= names
    assert Path(made["path"]).name in factcheck("restore").out.replace("\n", "")


def test_the_days_first_change_makes_the_days_backup(
    factcheck: Factcheck, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    factcheck("articles")
    assert factcheck("restore", data=True).json["backups"] == []
    article = factcheck("add", SAMPLES / "article-en.txt", data=True).json
    backups = factcheck("restore", data=True).json["backups"]
    assert [backup["sort"] for backup in backups] == ["daily"]
    assert backups[0]["steps"] == 1
    factcheck("dismiss", article["claims"][3])
    assert factcheck("restore", data=True).json["backups"] == backups


def test_no_daily_backup_where_settings_ask_for_none(factcheck: Factcheck, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTCHECK_LIBRARY_BACKUP_DAILY", "false")
    factcheck("add", SAMPLES / "article-en.txt")
    assert factcheck("restore", data=True).json["backups"] == []


def test_a_backup_that_is_not_there(factcheck: Factcheck, article: str) -> None:
    ran = factcheck("restore", "no-such-backup")
    assert ran.code == 2
    assert "no-such-backup" in ran.err


def test_salvage_makes_a_new_library(
    factcheck: Factcheck, claim: dict[str, Any], library: Path, tmp_path: Path
) -> None:
    with sqlite3.connect(library / "library.sqlite") as database:
        before = database.execute("SELECT count(*) FROM claim").fetchone()[0]
    database.close()
    ran = factcheck("salvage", library, tmp_path / "new", data=True)
    assert ran.code == 0, ran.err
    assert ran.json["rows"]["claim"] == before
    assert (
        factcheck("show", claim["id"], "--library", tmp_path / "new", data=True).json["claim"]["text"] == claim["text"]
    )
    assert factcheck("verify", "--library", tmp_path / "new").code == 0
