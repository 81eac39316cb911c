"""Keys of the Internet Archive and of S3-compatible stores, kept in the system's keyring and nowhere else."""

from dataclasses import dataclass

import keyring
from keyring.errors import KeyringError, KeyringLocked, NoKeyringError, PasswordDeleteError

from factcheck.errors import WorldError

_SERVICE = "factcheck-workbench"
_ACCESS = "wayback-access-key"
_SECRET = "wayback-secret-key"  # noqa: S105  the entry's name, not a password
_STORE = ("s3-access-key", "s3-secret-key")


@dataclass(frozen=True, slots=True)
class Keys:
    """An account's S3 keys. They never show in a message or a record."""

    access: str
    secret: str

    def __repr__(self) -> str:
        return "Keys(…)"

    @property
    def header(self) -> str:
        """The Authorization header that Save Page Now wants."""
        return f"LOW {self.access}:{self.secret}"


def wayback_keys() -> Keys | None:
    """The stored keys, or None. ``WorldError("keyring")`` when the system has no usable keyring."""
    try:
        access, secret = keyring.get_password(_SERVICE, _ACCESS), keyring.get_password(_SERVICE, _SECRET)
    except KeyringError as problem:
        raise unusable(problem) from problem
    return Keys(access, secret) if access and secret else None


def keep_wayback_keys(keys: Keys) -> None:
    """Keep the keys. ``WorldError("keyring")`` when the system has no usable keyring."""
    try:
        keyring.set_password(_SERVICE, _ACCESS, keys.access)
        keyring.set_password(_SERVICE, _SECRET, keys.secret)
    except KeyringError as problem:
        raise unusable(problem) from problem


def forget_wayback_keys() -> None:
    """Remove the keys; nothing happens when there are none."""
    for name in (_ACCESS, _SECRET):
        try:
            keyring.delete_password(_SERVICE, name)
        except PasswordDeleteError:
            continue
        except KeyringError as problem:
            raise unusable(problem) from problem


def unusable(problem: KeyringError) -> WorldError:
    """What a person is told of a keyring that cannot be used; the library's own words are English."""
    if isinstance(problem, NoKeyringError):
        return WorldError("keyring-none")
    if isinstance(problem, KeyringLocked):
        return WorldError("keyring-locked")
    return WorldError("keyring", problem=type(problem).__name__)


def evidence_store_keys(host: str) -> Keys | None:
    """The keys of the S3-compatible store at ``host``, or None.

    A keyring that is missing or cannot be used has none: the keys may stand in the environment too.
    """
    try:
        access, secret = (keyring.get_password(_SERVICE, f"{name}@{host}") for name in _STORE)
    except KeyringError:
        return None
    return Keys(access, secret) if access and secret else None


def keep_evidence_store_keys(host: str, keys: Keys) -> None:
    """Keep the keys of the store at ``host``. ``WorldError("keyring")`` when the system has no usable keyring."""
    try:
        for name, value in zip(_STORE, (keys.access, keys.secret), strict=True):
            keyring.set_password(_SERVICE, f"{name}@{host}", value)
    except KeyringError as problem:
        raise unusable(problem) from problem
