"""The address of a place in an object store: what the knobs `media_url` and `backup_to` may be.

    s3://bucket/prefix
    s3://bucket/prefix?endpoint=https://objects.example&region=eu&profile=vault&lock_days=90

Keys never stand in it: they come from the environment, a profile of ~/.aws, or the machine, as every program of S3
finds them.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from kawaraban.config.env import BadConfiguration

_SCHEME: Final = "s3://"
_BUCKET: Final = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_SAID: Final = frozenset({"endpoint", "region", "profile", "lock_days"})


@dataclass(frozen=True, slots=True)
class S3Address:
    """A prefix of a bucket. `lock_days` is 0 where nothing that is written is to be locked."""

    bucket: str
    prefix: str
    endpoint: str = ""
    region: str = ""
    profile: str = ""
    lock_days: int = 0

    def __str__(self) -> str:
        return f"{_SCHEME}{self.bucket}/{self.prefix}".rstrip("/")

    def key(self, place: str) -> str:
        """The name of an object at this place under the prefix."""
        return f"{self.prefix}/{place}" if self.prefix else place

    def place(self, key: str) -> str:
        """The place under the prefix of an object of this name."""
        return key.removeprefix(f"{self.prefix}/") if self.prefix else key


def is_s3(text: str) -> bool:
    """Whether it is meant as an address of an object store."""
    return text.startswith(_SCHEME)


def s3_address(text: str) -> S3Address:
    """Read an address. Raises BadConfiguration with a sentence."""
    parts = urlsplit(text)
    if parts.username or parts.password or "@" in parts.netloc:
        raise BadConfiguration(
            "Keys of an object store do not stand in its address: put them into the environment"
            " (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY) or into a profile: s3://bucket/prefix?profile=NAME"
        )
    if not is_s3(text) or not _BUCKET.fullmatch(parts.netloc):
        raise BadConfiguration(f"{text} is no address of an object store: s3://bucket/prefix")
    said = dict(parse_qsl(parts.query, keep_blank_values=True))
    unknown = sorted(set(said) - _SAID)
    if unknown:
        raise BadConfiguration(
            f"The address of {parts.netloc} says {', '.join(unknown)}. There are: {', '.join(sorted(_SAID))}."
        )
    return S3Address(
        bucket=parts.netloc,
        prefix=_prefix(parts.path),
        endpoint=_endpoint(said.get("endpoint", "")),
        region=said.get("region", ""),
        profile=said.get("profile", ""),
        lock_days=_days(said.get("lock_days", "0")),
    )


def _prefix(path: str) -> str:
    names = [name for name in path.split("/") if name]
    if any(name in {".", ".."} for name in names):
        raise BadConfiguration(f"{path} is no prefix of an object store.")
    return "/".join(names)


def _endpoint(text: str) -> str:
    if text and not (urlsplit(text).scheme in {"http", "https"} and urlsplit(text).hostname):
        raise BadConfiguration("endpoint must look like https://objects.example")
    return text


def _days(text: str) -> int:
    if not text.isdecimal() or int(text) > 36_500:
        raise BadConfiguration(f"lock_days = {text!r} is no number of days.")
    return int(text)
