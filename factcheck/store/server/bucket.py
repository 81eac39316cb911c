"""Evidence in an S3-compatible store, by MinIO's client (the extra ``s3``).

The place is ``s3://bucket/prefix?endpoint=https://host&region=name``; without an endpoint it is Amazon's. Keys come
from ``AWS_ACCESS_KEY_ID`` and ``AWS_SECRET_ACCESS_KEY``, else from the system's keyring, else from Amazon's
own file of credentials. They are never part of the place, and so never in the database or in a message.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, BinaryIO, cast
from urllib.parse import parse_qs, urlsplit

from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3 import PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError

from factcheck.errors import InputError, LibraryError
from factcheck.store.server.keepers import PIECE
from factcheck.web import credentials, vault

if TYPE_CHECKING:
    from minio import Minio

AMAZON = "https://s3.amazonaws.com"
IN_MEMORY = 8 << 20
"""Bytes of a file up to which it waits in memory for its digest; larger ones on the disk."""
CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 10, 60, 3
_HERE = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a bucket is. ``prefix`` ends with a slash unless it is empty; ``endpoint`` is None for Amazon's own."""

    bucket: str
    prefix: str = ""
    endpoint: str | None = None
    region: str | None = None

    @property
    def host(self) -> str:
        """The host that people know the store by."""
        return urlsplit(self.endpoint or AMAZON).netloc

    @classmethod
    def read(cls, place: str) -> "Address":
        """What a person wrote. ``InputError`` when it names no bucket, holds a key, or would send keys unencrypted."""
        shown = place.rpartition("@")[2].partition("?")[0]  # of what cannot be used, a key may be any other part
        try:
            parts = urlsplit(place)
            said = parse_qs(parts.query)
            endpoint = said.get("endpoint", [""])[-1] or None
            asked = urlsplit(endpoint or "https://")
        except ValueError:
            raise InputError("evidence-place", place=shown) from None
        open_line = asked.scheme != "https" and not (asked.scheme == "http" and asked.hostname in _HERE)
        with_key = "@" in parts.netloc or "@" in asked.netloc
        if not parts.netloc or with_key or open_line or said.keys() - {"endpoint", "region"}:
            raise InputError("evidence-place", place=shown)
        prefix = parts.path.strip("/")
        return cls(parts.netloc, f"{prefix}/" if prefix else "", endpoint, said.get("region", [""])[-1] or None)


class BucketKeeper:
    """A bucket, or what stands under a prefix in it."""

    def __init__(self, address: Address, client: "Minio") -> None:
        self._address = address
        self._client = client

    @classmethod
    def of(cls, place: str) -> "BucketKeeper":
        """The keeper of a place. ``LibraryError`` where MinIO's client or a key is missing."""
        address = Address.read(place)
        return cls(address, _client(address))

    def put(self, sha256: str, suffix: str, size: int, pieces: Iterable[bytes]) -> None:
        """Keep a file, once all of its bytes are here and have their digest."""
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as waiting:
            for piece in pieces:
                waiting.write(piece)
            waiting.seek(0)
            with self._asking():
                self._client.put_object(
                    self._address.bucket, self._key(sha256, suffix), cast("BinaryIO", waiting), size
                )

    def pieces(self, sha256: str, suffix: str) -> Iterator[bytes]:
        """The bytes of a file, a piece at a time."""
        from minio.error import S3Error  # noqa: PLC0415  # an extra

        with self._asking():
            try:
                found = self._client.get_object(self._address.bucket, self._key(sha256, suffix))
            except S3Error as problem:
                if problem.code != "NoSuchKey":
                    raise
                return
            with closing(found):
                yield from found.stream(PIECE)

    def remove(self, sha256: str, suffix: str) -> None:
        """Take a file away."""
        with self._asking():
            self._client.remove_object(self._address.bucket, self._key(sha256, suffix))

    def _key(self, sha256: str, suffix: str) -> str:
        return self._address.prefix + vault.address(sha256, suffix)

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Turn what the store says into a sentence: the kind of its problem, never its words, which may hold a key."""
        from minio.error import MinioException, S3Error  # noqa: PLC0415  # an extra

        try:
            yield
        except S3Error as problem:
            raise self._refused(str(problem.code)) from problem
        except (MinioException, HTTPError, OSError) as problem:
            raise self._refused(type(problem).__name__) from problem

    def _refused(self, said: str) -> LibraryError:
        return LibraryError("evidence-store", bucket=self._address.bucket, host=self._address.host, problem=said)


@lru_cache(maxsize=4)
def _client(address: Address) -> "Minio":
    """A client of the store, for all threads."""
    try:
        from minio import Minio  # noqa: PLC0415  # an extra
        from minio.credentials import providers  # noqa: PLC0415
    except ImportError as missing:
        raise LibraryError("evidence-extra") from missing
    kept = None if os.environ.get("AWS_ACCESS_KEY_ID") else credentials.evidence_store_keys(address.host)
    found: list[providers.Provider] = [providers.StaticProvider(kept.access, kept.secret)] if kept else []
    chain = providers.ChainedProvider([*found, providers.EnvAWSProvider(), providers.AWSConfigProvider()])
    try:
        chain.retrieve()
    except ValueError as missing:
        raise LibraryError("evidence-keys", host=address.host) from missing
    asked = urlsplit(address.endpoint or AMAZON)
    timeout = Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
    again = Retry(total=ATTEMPTS, backoff_factor=0.2, status_forcelist=[500, 502, 503, 504], allowed_methods=None)
    authorities = os.environ.get("SSL_CERT_FILE") or DEFAULT_CA_BUNDLE_PATH
    return Minio(
        asked.netloc,
        credentials=chain,
        secure=asked.scheme == "https",
        region=address.region or "us-east-1",
        http_client=PoolManager(timeout=timeout, retries=again, cert_reqs="CERT_REQUIRED", ca_certs=authorities),
    )


def forget() -> None:
    """Let go of clients, for keys that have changed."""
    _client.cache_clear()
