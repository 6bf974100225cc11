"""Which target an address means, and which copy in it.

target_at("s3://bucket/prefix")                    where copies are kept
copy_at("/backups/paper-2026-11-29T03-00-00Z")     one that is whole, found by its manifest
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from kawaraban.config.copies.manifest import LARGEST_MANIFEST, NAME, Manifest, NoCopy, read_manifest
from kawaraban.config.copies.targets.folder import FolderTarget
from kawaraban.config.copies.targets.s3 import S3Target
from kawaraban.config.copies.targets.target import TargetStore
from kawaraban.config.env import BadConfiguration
from kawaraban.config.object_store.address import S3Address, is_s3, s3_address

_NEWEST_TOLD: Final = 5


@dataclass(frozen=True, slots=True)
class WholeCopy:
    """A copy in its target."""

    target: TargetStore
    name: str
    manifest: Manifest

    def __str__(self) -> str:
        return f"{self.target}/{self.name}"


def target_at(address: str, *, as_of: datetime | None = None) -> TargetStore:
    """Where copies are kept. Raises BadConfiguration."""
    if is_s3(address):
        return S3Target(s3_address(address), as_of=as_of)
    if as_of is not None:
        raise BadConfiguration("A folder keeps no earlier versions: --as-of is for an object store.")
    return FolderTarget(Path(address).resolve())


def copy_at(address: str, *, as_of: datetime | None = None) -> WholeCopy:
    """The copy at this address. Raises NoCopy with a sentence, BadConfiguration, OSError."""
    target, name = _parted(address, as_of)
    try:
        with target.read(f"{name}/{NAME}") as body:
            text = body.read(LARGEST_MANIFEST)
    except (FileNotFoundError, NotADirectoryError) as missing:
        raise NoCopy(_no_manifest(address, as_of)) from missing
    return WholeCopy(target, name, read_manifest(text, address))


def _parted(address: str, as_of: datetime | None) -> tuple[TargetStore, str]:
    """The target, and the name of the copy in it."""
    if not is_s3(address):
        path = Path(address).resolve()
        return target_at(str(path.parent), as_of=as_of), path.name
    named = s3_address(address)
    prefix, _slash, name = named.prefix.rpartition("/")
    above = S3Address(named.bucket, prefix, named.endpoint, named.region, named.profile, named.lock_days)
    return S3Target(above, as_of=as_of), name


def _no_manifest(address: str, as_of: datetime | None) -> str:
    try:
        names = list(target_at(address, as_of=as_of).copies())[-_NEWEST_TOLD:]
    except OSError:
        names = []
    if names:
        return f"{address} holds copies and is none itself. Name one, the newest last: {', '.join(names)}"
    return (
        f"{address} is no whole copy: {NAME} is missing. A copy that was not finished, or was made by hand, is put"
        " back by hand: see Restore in docs/running.md."
    )


def within(address: str, name: str) -> str:
    """The address of a copy of this name in a target."""
    place, question, said = address.partition("?") if is_s3(address) else (address, "", "")
    return f"{place.rstrip('/')}/{name}{question}{said}"
