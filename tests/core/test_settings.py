"""The settings' file: whole, for its owner alone, read as a person writes it, without a server's password."""

import os
import tomllib
from pathlib import Path

import pytest

from factcheck.errors import InputError, Unreadable
from factcheck.settings import TABLE, Settings, Value


def written(text: str) -> Settings:
    path = Settings().path
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return Settings()


def test_what_is_put_is_read_again_and_a_default_leaves_the_file() -> None:
    settings, told = Settings(), []
    settings.listen(told.append)
    assert settings.put("fetch.deadline", 7) == 7
    settings.put("fetch.allowed_hosts", ("127.0.0.1:8000", "[::1]"))
    settings.put("review.key_points_need_two_sources", False)
    again = Settings()
    assert (again.number("fetch.deadline"), again.flag("review.key_points_need_two_sources")) == (7, False)
    assert again.names("fetch.allowed_hosts") == ("127.0.0.1:8000", "[::1]")
    assert (again.origin("fetch.deadline"), again.origin("fetch.proxy")) == ("file", "default")
    settings.put("fetch.deadline", 30)
    assert "fetch.deadline" not in tomllib.loads(settings.path.read_text("utf-8"))
    assert told == ["fetch.deadline", "fetch.allowed_hosts", "review.key_points_need_two_sources", "fetch.deadline"]


@pytest.mark.parametrize(
    "text", ['"quoted" \\ slash', "tab\tand\nline", "a\x7fb\x00c", "Zoë 🧾 \u202e", "\ufeff", "', \"] = 1"]
)
def test_any_text_is_kept(text: str) -> None:
    Settings().put("report.house", text)
    assert Settings().text("report.house") == text


def test_what_is_no_text_does_not_break_the_file() -> None:
    Settings().put("report.house", os.fsdecode(b"Caf\xe9"))
    assert Settings().text("report.house").startswith("Caf")


@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX has them")
def test_the_file_is_for_its_owner_alone_also_where_the_folder_was_there_before(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "shared" / "settings.toml")
    settings.path.parent.mkdir(mode=0o755)
    settings.path.write_text('"fetch.deadline" = 5\n', "utf-8")
    settings.path.chmod(0o644)
    settings.put("fetch.proxy", "http://ana:hunter2@proxy.example:3128")
    assert settings.path.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in settings.path.parent.iterdir()] == ["settings.toml"]
    Settings().put("fetch.deadline", 5)
    assert Settings().path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("fetch.deadline = 5", "fetch.deadline", 5),
        ('[fetch]\ndeadline = 5\nproxy = "http://p.example"', "fetch.deadline", 5),
        ('"fetch.deadline" = "5"', "fetch.deadline", 5),
        ('"fetch.allowed_hosts" = "a.example, b.example"', "fetch.allowed_hosts", ("a.example", "b.example")),
        ('"archives.wayback_save" = "yes"', "archives.wayback_save", True),
        ('"report.house" = 1900', "report.house", "1900"),
        ('"an.older_one" = 1\nfetch.deadline = 5', "fetch.deadline", 5),
    ],
)
def test_a_file_is_read_as_a_person_writes_it(text: str, key: str, value: Value) -> None:
    assert written(text)[key] == value


@pytest.mark.parametrize("text", ['"fetch.deadline" = true', "fetch.deadline = 0", '"interface.theme" = "pink"'])
def test_a_value_in_the_file_that_does_not_fit_is_told(text: str) -> None:
    with pytest.raises(InputError, match=r"fetch\.deadline|interface\.theme"):
        written(text)


def test_a_file_that_is_no_toml_is_told() -> None:
    with pytest.raises(Unreadable, match=r"settings\.toml"):
        written("fetch.deadline: 5")


def test_a_setting_that_does_not_fit_changes_nothing() -> None:
    settings = written('"fetch.deadline" = 5\n')
    for key, value in (
        ("fetch.deadline", 0),
        ("no.such", 1),
        ("library.folder", "postgresql://ana:hunter2@db.example"),
    ):
        with pytest.raises(InputError) as refused:
            settings.put(key, value)
        assert "hunter2" not in str(refused.value)
    assert settings.path.read_text("utf-8") == '"fetch.deadline" = 5\n'


def test_a_password_in_a_servers_address_is_not_written() -> None:
    settings = Settings()
    for address in ("postgresql://ana:hunter2@db.example/desk", "postgres://ana@db.example/desk?password=hunter2"):
        assert settings.put("library.folder", address) == "postgresql://ana@db.example/desk"
        assert settings.text("library.folder") == "postgresql://ana@db.example/desk"
        assert "hunter2" not in settings.path.read_text("utf-8")
    assert settings.put("library.folder", "~/desk") == "~/desk"


def test_every_setting_has_a_variable_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len({setting.variable for setting in TABLE}) == len(TABLE)
    monkeypatch.setenv("FACTCHECK_FETCH_ALLOWED_HOSTS", "a.example, b.example:8000,")
    assert Settings().names("fetch.allowed_hosts") == ("a.example", "b.example:8000")
    monkeypatch.setenv("FACTCHECK_FETCH_DEADLINE", "")
    assert Settings(overrides={"fetch.proxy": "x"}).origin("fetch.proxy") == "option"
    assert Settings().number("fetch.deadline") == 30
