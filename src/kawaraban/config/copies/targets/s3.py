"""Copies in an object store. An object is there wholly or not at all, and a copy without its manifest is none.

With `lock_days` each object is written with a lock (S3 Object Lock, mode COMPLIANCE) which nobody can shorten, neither
with the keys of a stolen server nor with the owner's. A locked bucket has versions: who writes other bytes over an
object, or deletes it, hides the one of before and cannot remove it. `as_of` reads what was the newest at a moment.
"""

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import IO, TYPE_CHECKING, Any, Final, cast

from kawaraban.config.copies.manifest import NAME
from kawaraban.config.copies.targets.target import MEDIA, Readable, Stored
from kawaraban.config.env import BadConfiguration
from kawaraban.config.object_store.address import S3Address
from kawaraban.config.object_store.client import is_missing, s3_client, said_of

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# A part of what is sent: one is in memory at a time. The store takes ten thousand, so 320 GB in one object.
_PART_BYTES: Final = 32 * 1024 * 1024


class S3Target:
    """Copies beside each other under one prefix of a bucket."""

    def __init__(self, address: S3Address, *, as_of: datetime | None = None) -> None:
        self.address = address
        self._as_of = as_of

    def __str__(self) -> str:
        return str(self.address)

    @property
    def lock_days(self) -> int:
        return self.address.lock_days

    @cached_property
    def _client(self) -> "S3Client":
        return s3_client(self.address)

    def workplace(self, name: str) -> None:
        return None

    def begin(self, name: str) -> None:
        if next(self.stored(name), None) is not None:
            raise BadConfiguration(f"{self.address}/{name} is there already. Nothing was written.")

    def put(self, place: str, body: Readable) -> None:
        from boto3.s3.transfer import TransferConfig

        with said_of(self.address):
            self._client.upload_fileobj(
                cast("IO[bytes]", body),
                self.address.bucket,
                self.address.key(place),
                ExtraArgs=self._lock(),
                Config=TransferConfig(
                    multipart_threshold=_PART_BYTES, multipart_chunksize=_PART_BYTES, use_threads=False
                ),
            )

    def keep(self, places: Iterable[str], until: datetime) -> None:
        for place in places:
            with said_of(self.address):
                self._client.put_object_retention(
                    Bucket=self.address.bucket,
                    Key=self.address.key(place),
                    Retention={"Mode": "COMPLIANCE", "RetainUntilDate": until},
                )

    def finish(self, name: str) -> None:
        """It is: its manifest is there."""

    def abandon(self, name: str) -> None:
        """What was sent stays, without a manifest: these credentials need not be able to delete anything."""

    @contextlib.contextmanager
    def read(self, place: str) -> Iterator[Readable]:
        version = self._version(place)
        with said_of(self.address):
            try:
                body = self._client.get_object(
                    Bucket=self.address.bucket, Key=self.address.key(place), **version
                )["Body"]
            except self._client.exceptions.ClientError as refused:
                if is_missing(refused):
                    raise FileNotFoundError(f"{self.address}/{place} is not there") from refused
                raise
            with contextlib.closing(body):
                yield body

    def stored(self, prefix: str) -> Iterator[Stored]:
        for place, facts in self.listed(f"{prefix}/"):
            yield Stored(place, int(facts["Size"]))

    def listed(self, begins: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The place of each object that begins so, and what the store says of it: Size, ETag, LastModified."""
        with said_of(self.address):
            for page in self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self.address.bucket, Prefix=self.address.key(begins)
            ):
                for found in page.get("Contents", ()):
                    yield self.address.place(found["Key"]), found

    def copies(self) -> Iterator[str]:
        for name in self._folders():
            if name != MEDIA and self._is_there(f"{name}/{NAME}"):
                yield name

    def _folders(self) -> list[str]:
        """Also those of which everything was deleted, where a moment is looked at."""
        begins = self.address.key("")
        how = "list_object_versions" if self._as_of else "list_objects_v2"
        with said_of(self.address):
            pages: Iterable[dict[str, Any]] = self._client.get_paginator(how).paginate(  # type: ignore[call-overload]
                Bucket=self.address.bucket, Prefix=begins, Delimiter="/"
            )
            found = [each["Prefix"] for page in pages for each in page.get("CommonPrefixes", ())]
        return sorted(key.removeprefix(begins).strip("/") for key in found)

    def _is_there(self, place: str) -> bool:
        try:
            with self.read(place):
                return True
        except FileNotFoundError:
            return False

    def _version(self, place: str) -> dict[str, Any]:
        """Which version of an object is meant. Raises FileNotFoundError where there was none at that moment."""
        if self._as_of is None:
            return {}
        key = self.address.key(place)
        with said_of(self.address):
            found = [
                version
                for page in self._client.get_paginator("list_object_versions").paginate(
                    Bucket=self.address.bucket, Prefix=key
                )
                for version in page.get("Versions", ())
                if version["Key"] == key and version["LastModified"] <= self._as_of
            ]
        if not found:
            raise FileNotFoundError(f"{self.address}/{place} was not there at {self._as_of:%Y-%m-%d %H:%M}")
        return {"VersionId": max(found, key=lambda version: version["LastModified"])["VersionId"]}

    def _lock(self) -> dict[str, Any]:
        """Twice as long as is promised: what stands there is locked anew when half of it is over."""
        if not self.lock_days:
            return {}
        until = datetime.now(UTC) + timedelta(days=2 * self.lock_days)
        return {
            "ObjectLockMode": "COMPLIANCE",
            "ObjectLockRetainUntilDate": until,
            # What is to be locked must come with one.
            "ChecksumAlgorithm": "SHA256",
        }
