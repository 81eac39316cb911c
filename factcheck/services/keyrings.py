"""Keys of outside services, kept in the system's keyring and nowhere else: whether they are there, putting, removing.

What is kept never comes back to whoever asks: only the request that needs it reads it.
"""

from collections.abc import Sequence

from factcheck.errors import InputError
from factcheck.services import factchecktools
from factcheck.web import credentials

SERVICES = {"wayback": ("access", "secret"), "factchecktools": ("key",)}
"""The services that have keys, and what each key consists of (words: ``keyring.<service>-<part>``)."""


def kept(service: str) -> bool:
    """Whether a service's keys are kept. ``WorldError`` where the system has no usable keyring."""
    if service == "wayback":
        return credentials.wayback_keys() is not None
    return factchecktools.stored_key() is not None


def keep(service: str, parts: Sequence[str]) -> None:
    """Keep a service's keys, all parts of them. ``InputError`` where one is empty, ``WorldError`` without a keyring."""
    parts = [part.strip() for part in parts]
    if len(parts) != len(SERVICES[service]) or not all(parts):
        raise InputError("keyring-part")
    if service == "wayback":
        credentials.keep_wayback_keys(credentials.Keys(*parts))
    else:
        factchecktools.store_key(parts[0])


def forget(service: str) -> None:
    """Remove a service's keys; nothing happens where there are none."""
    if service == "wayback":
        credentials.forget_wayback_keys()
    else:
        factchecktools.store_key("")
