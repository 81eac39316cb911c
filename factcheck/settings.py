"""Settings as data: one table of name, type, default and choices. The window, ``factcheck settings`` and the
documentation are made from it.

``settings.toml`` in the configuration folder holds what the user changed, nothing else, for the user alone: a proxy's
address may hold a password. A password in a server's address goes to the keyring (``services.passwords``), and is taken
out of what is written. An environment variable
``FACTCHECK_SECTION_NAME`` wins over the file (``FACTCHECK_FETCH_ALLOWED_HOSTS`` for ``fetch.allowed_hosts``).
Help texts are the messages ``setting.<key>``.
"""

import json
import os
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from factcheck.domain.place import is_server
from factcheck.errors import InputError, Unreadable
from factcheck.paths import config_folder, make_private, place_of

Value = str | int | bool | tuple[str, ...]
LIBRARY = "library.folder"
"""The setting that names a folder or a server."""
_YES = ("true", "yes", "on", "1")
_NO = ("false", "no", "off", "0")


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. ``default`` gives the type; ``choices`` limit a text; ``minimum``/``maximum`` a number."""

    key: str
    default: Value
    choices: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None

    @property
    def variable(self) -> str:
        """The environment variable that wins over the file."""
        return "FACTCHECK_" + self.key.upper().replace(".", "_").replace("-", "_")

    def parse(self, written: str) -> Value:
        """The value of what a person wrote; lists are separated by commas. ``InputError`` says what would do."""
        value: Value
        if isinstance(self.default, bool):
            word = written.strip().lower()
            if word not in (*_YES, *_NO):
                raise InputError("setting-value", key=self.key, value=written, wanted="true, false")
            return word in _YES
        if isinstance(self.default, int):
            try:
                value = int(written)
            except ValueError:
                raise InputError("setting-value", key=self.key, value=written, wanted="1, 2, 3, …") from None
        elif isinstance(self.default, tuple):
            value = tuple(part.strip() for part in written.split(",") if part.strip())
        else:
            value = written.strip()
        return self.check(value)

    def check(self, value: Value) -> Value:
        """The value itself when it is allowed here, else ``InputError``."""
        if self.choices and value not in self.choices:
            raise InputError("setting-value", key=self.key, value=value, wanted=", ".join(self.choices))
        if isinstance(value, int) and not isinstance(value, bool):
            low, high = self.minimum, self.maximum
            if (low is not None and value < low) or (high is not None and value > high):
                raise InputError("setting-range", key=self.key, value=value, low=low, high=high)
        return value


TABLE: tuple[Setting, ...] = (
    Setting("interface.language", "system", choices=("system", "en", "fr", "xx")),
    Setting("interface.theme", "system", choices=("system", "light", "dark", "contrast")),
    Setting("interface.zoom", 100, minimum=80, maximum=200),
    Setting("interface.keys", ()),
    Setting("review.reviewer", ""),
    Setting("review.scale", "truth"),
    Setting("review.policy", "one", choices=("one", "second", "votes", "blind")),
    Setting("review.votes", 2, minimum=1, maximum=99),
    Setting("review.voters", 3, minimum=1, maximum=99),
    Setting("review.key_points_need_two_sources", True),
    Setting("split.quality", "best", choices=("standard", "best")),
    Setting("fetch.allowed_hosts", ()),
    Setting("fetch.deadline", 30, minimum=1, maximum=600),
    Setting("fetch.connect_timeout", 10, minimum=1, maximum=120),
    Setting("fetch.max_megabytes", 50, minimum=1, maximum=2000),
    Setting("fetch.max_redirects", 10, minimum=0, maximum=50),
    Setting("fetch.pause_milliseconds", 1000, minimum=0, maximum=60000),
    Setting("fetch.user_agent_contact", ""),
    Setting("fetch.proxy", ""),
    Setting("fetch.ca_bundle", ""),
    Setting("evidence.timestamp_authority", ""),
    Setting("evidence.timestamp_roots", ""),
    Setting("archives.wayback_look_up", False),
    Setting("archives.wayback_save", False),
    Setting("archives.wayback_save_pause", 10, minimum=0, maximum=3600),
    Setting("archives.wayback_save_wait", 180, minimum=0, maximum=3600),
    Setting("archives.wayback_url", "https://archive.org"),
    Setting("archives.wayback_cdx_url", "https://web.archive.org"),
    Setting("archives.memento_timegate", ""),
    Setting("factchecktools.look_up", False),
    Setting("factchecktools.url", "https://factchecktools.googleapis.com"),
    Setting("report.house", ""),
    Setting("report.corrections_address", ""),
    Setting("report.logo", ""),
    Setting("report.site", ""),
    Setting(LIBRARY, ""),
    Setting("server.presence", True),
    Setting("library.backup_daily", True),
    Setting("library.backups_kept", 14, minimum=1, maximum=365),
)

_BY_KEY = {setting.key: setting for setting in TABLE}


def find(key: str) -> Setting:
    """The setting with that key; ``InputError`` tells how to list them when there is none."""
    setting = _BY_KEY.get(key)
    if setting is None:
        raise InputError("setting-unknown", key=key)
    return setting


class Settings:
    """The settings in force: the environment, then the file, then the defaults.

    ``overrides`` win over all of them (a command's own options). Reading never writes.
    """

    def __init__(self, path: Path | None = None, overrides: dict[str, Value] | None = None) -> None:
        self.path = path or config_folder() / "settings.toml"
        self._overrides = dict(overrides or {})
        self._listeners: list[Callable[[str], None]] = []
        self._file = self._load()

    def __getitem__(self, key: str) -> Value:
        setting = find(key)
        if key in self._overrides:
            return self._overrides[key]
        written = os.environ.get(setting.variable)
        if written is not None and written != "":
            return setting.parse(written)
        return self._file.get(key, setting.default)

    def text(self, key: str) -> str:
        """A text setting."""
        return str(self[key])

    def number(self, key: str) -> int:
        """A whole-number setting."""
        value = self[key]
        assert isinstance(value, int)
        return value

    def flag(self, key: str) -> bool:
        """A yes-or-no setting."""
        return bool(self[key])

    def names(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self[key]
        assert isinstance(value, tuple)
        return value

    def origin(self, key: str) -> str:
        """Where the value in force comes from: ``option``, ``environment``, ``file`` or ``default``."""
        if key in self._overrides:
            return "option"
        if os.environ.get(find(key).variable):
            return "environment"
        return "file" if key in self._file else "default"

    def put(self, key: str, value: Value) -> Value:
        """Write one setting to the file, whole or not at all, and tell the listeners; returns what was written.

        That is the value, but for a server's address without its password. ``InputError`` for one that does not fit.
        """
        setting = find(key)
        value = setting.check(value)
        if key == LIBRARY and is_server(str(value)):
            value = str(place_of(str(value)))
        self._file = self._load() | {key: value}
        if value == setting.default:
            del self._file[key]
        self._write("".join(f"{json.dumps(k)} = {_toml(v)}\n" for k, v in sorted(self._file.items())))
        for listener in self._listeners:
            listener(key)
        return value

    def _write(self, written: str) -> None:
        make_private(self.path.parent)
        partial = self.path.with_name(self.path.name + ".part")
        partial.unlink(missing_ok=True)
        partial.touch(0o600)
        partial.write_text(written, "utf-8", "replace")  # what a terminal sent may be no text at all
        partial.replace(self.path)

    def listen(self, listener: Callable[[str], None]) -> None:
        """Call ``listener(key)`` after each change made through this object."""
        self._listeners.append(listener)

    def _load(self) -> dict[str, Value]:
        try:
            raw = tomllib.loads(self.path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as problem:
            raise Unreadable("settings-file", path=self.path, problem=problem) from problem
        found: dict[str, Value] = {}
        for key, value in _flat(raw):
            if key in _BY_KEY:
                found[key] = _read(_BY_KEY[key], value)
        return found


def _flat(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Keys with their values: ``fetch.deadline = 5`` without quotes, as a person writes it, is a table in TOML."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def _read(setting: Setting, value: Any) -> Value:
    """A value of the file; one of another type is read as if it had been typed at the command line."""
    plain = tuple(str(part) for part in value) if isinstance(value, list) else value
    if type(plain) is type(setting.default):
        return setting.check(plain)
    return setting.parse(", ".join(plain) if isinstance(plain, tuple) else str(plain))


def _toml(value: Value) -> str:
    """The value in TOML, which has JSON's strings but for one character that it wants escaped, too."""
    written = json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
    return written.replace("\x7f", "\\u007f")
