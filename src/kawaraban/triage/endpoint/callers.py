"""Who may ask: a file of keys, one a line, which is read again whenever it changes.

    key 5f1c0c6a...  50  Coral of the Evening Post
    coral 9b2f44...  0   The same site, its external moderation phase

A key stands there as its SHA-256: whoever reads the file cannot ask with it. What Coral signs with must stand there as
it is, for a signature is checked with nothing else. The number is how many questions a second are answered at most; 0
sets no limit. To take a key away, delete its line: it holds within a second, and nothing is started again.
"""

import hashlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kawaraban.triage.formats.coral import is_signed, may_be_signed

# Callers whose rates are counted; a line more is refused.
MOST_CALLERS: Final = 256
_FIRST_LINE: Final = (
    "# Keys of those who may ask. See `kawaraban triage key --help`. To take one away, delete its line.\n"
)


class BadKeyFile(Exception):
    """The file cannot be used. Says why, in a sentence."""


@dataclass(frozen=True, slots=True)
class Caller:
    """One who may ask. `place`: where its questions are counted."""

    name: str
    per_second: int
    place: int


@dataclass(frozen=True, slots=True)
class Callers:
    """All who may. Without any key (`is_open`) everybody may, which only holds on this machine itself."""

    is_open: bool = False
    by_hash: Mapping[str, Caller] = field(default_factory=dict)
    by_secret: Mapping[bytes, Caller] = field(default_factory=dict)

    def of_key(self, key: str) -> Caller | None:
        """Who asks with this key; None where nobody may."""
        if self.is_open:
            return ANYBODY
        return self.by_hash.get(hash_of(key)) if key else None

    def may_sign(self, header: str) -> bool:
        """Whether it is worth reading the body: there is a secret, and something is said to be signed with one."""
        return (self.is_open and not self.by_secret) or bool(self.by_secret and may_be_signed(header))

    def of_signature(self, header: str, body: bytes) -> Caller | None:
        """Who signed the body, as Coral does: `sha256=...`, several of them while a secret is being changed."""
        if self.is_open and not self.by_secret:
            return ANYBODY
        found = (caller for secret, caller in self.by_secret.items() if is_signed(header, body, secret))
        return next(found, None)


ANYBODY: Final = Caller("anybody", 0, 0)


def hash_of(key: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def new_key() -> str:
    """A key that nobody can guess, of signs that need no escaping in an address."""
    return secrets.token_urlsafe(32)


def read_callers(path: Path) -> Callers:
    """Who may ask by this file. Raises BadKeyFile."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as refused:
        raise BadKeyFile(f"The file of keys {path} cannot be read: {_why(refused)}.") from refused
    by_hash: dict[str, Caller] = {}
    by_secret: dict[bytes, Caller] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        kind, secret, caller = _read_line(line, number, place=len(by_hash) + len(by_secret) + 1)
        if kind == "key":
            by_hash[secret] = caller
        else:
            by_secret[secret.encode()] = caller
    if len(by_hash) + len(by_secret) > MOST_CALLERS:
        raise BadKeyFile(f"{path} has more than {MOST_CALLERS} keys.")
    return Callers(by_hash=by_hash, by_secret=by_secret)


def _read_line(line: str, number: int, *, place: int) -> tuple[str, str, Caller]:
    """The kind of a line, its hash or secret, and the caller. Never says what stood there: it may be a secret."""
    parts = line.split(maxsplit=3)
    if len(parts) < 3 or parts[0] not in {"key", "coral"} or not (parts[2].isascii() and parts[2].isdigit()):
        raise BadKeyFile(
            f"Line {number} of the keys is none: it begins `key HASH NUMBER NAME` or `coral SECRET NUMBER NAME`."
        )
    kind, secret, per_second = parts[0], parts[1], int(parts[2])
    if kind == "key" and (len(secret) != 64 or set(secret) - set("0123456789abcdef")):
        raise BadKeyFile(f"Line {number} of the keys holds no hash: `kawaraban triage key` makes one.")
    return kind, secret, Caller(parts[3] if len(parts) > 3 else f"line {number}", per_second, place)


def add_line(path: Path, kind: str, secret: str, *, per_second: int, name: str) -> None:
    """Write another caller into the file, which is its owner's alone. Raises BadKeyFile."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "r+", encoding="utf-8") as file:
            so_far = file.read()
            begin = _FIRST_LINE if not so_far else "" if so_far.endswith("\n") else "\n"
            file.write(f"{begin}{kind} {secret} {per_second} {' '.join(name.split())}\n")
    except (OSError, UnicodeDecodeError) as refused:
        raise BadKeyFile(f"The file of keys {path} cannot be written: {_why(refused)}.") from refused


def _why(refused: OSError | UnicodeDecodeError) -> str:
    return (
        "it is no text"
        if isinstance(refused, UnicodeDecodeError)
        else refused.strerror or type(refused).__name__
    )
