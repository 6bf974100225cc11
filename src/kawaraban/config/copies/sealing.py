"""Encrypting a copy to a public key: whoever makes it, or steals the machine that makes it, cannot read it.

seal = seal_for("age1…")            # of age, by its library; also "ssh-ed25519 …"
seal = seal_for("gpg:0123ABCD…")    # of GnuPG, by Debian's program; the key is in the keyring of who runs the paper
with seal.sealed(stream) as body: target.put(place, body)
"""

import contextlib
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, Protocol

from kawaraban.config.copies.streams import from_program, pushed
from kawaraban.config.copies.targets.target import Readable
from kawaraban.config.env import BadConfiguration

GPG: Final = "gpg:"
AGE, GNUPG, PLAIN = "age", "gpg", ""


class Seal(Protocol):
    """How what is copied is encrypted. `kind` is "" where it is not."""

    @property
    def kind(self) -> str: ...

    @property
    def ending(self) -> str:
        """What names of encrypted objects end with."""

    @property
    def pool(self) -> str:
        """A folder of its own for the pictures of each recipient; "" for plain ones."""

    def sealed(self, body: Readable) -> "AbstractContextManager[Readable]": ...


class NoSeal:
    """Nothing is encrypted."""

    kind = ending = pool = PLAIN

    @contextlib.contextmanager
    def sealed(self, body: Readable) -> Iterator[Readable]:
        yield body


@dataclass(frozen=True, slots=True)
class AgeSeal:
    """To a public key of age, or of SSH."""

    recipient: str
    kind = AGE
    ending = ".age"

    @property
    def pool(self) -> str:
        return _pool(self.recipient)

    @contextlib.contextmanager
    def sealed(self, body: Readable) -> Iterator[Readable]:
        import pyrage

        key = _age_recipient(self.recipient)
        with pushed(lambda out: pyrage.encrypt_io(body, out, [key])) as stream:
            yield stream


@dataclass(frozen=True, slots=True)
class GpgSeal:
    """To a key of the user's keyring: by fingerprint, or by the address in it."""

    key: str
    kind = GNUPG
    ending = ".gpg"

    @property
    def pool(self) -> str:
        return _pool(self.key)

    @contextlib.contextmanager
    def sealed(self, body: Readable) -> Iterator[Readable]:
        words = [*_GPG, "--trust-model", "always", "--encrypt", "--recipient", self.key, "--output", "-"]
        with from_program(words, body=body) as stream:
            yield stream


_GPG: Final = ("gpg", "--batch", "--no-tty", "--quiet", "--yes")


def seal_for(recipient: str) -> Seal:
    """The seal for the knob `backup_recipient`; empty is none. Raises BadConfiguration."""
    recipient = recipient.strip()
    if not recipient:
        return NoSeal()
    if recipient.startswith(GPG):
        return _gpg_seal(recipient.removeprefix(GPG).strip())
    _age_recipient(recipient)
    return AgeSeal(recipient)


@contextlib.contextmanager
def unsealed(body: Readable, kind: str, identities: Sequence[Any]) -> Iterator[Readable]:
    """What was encrypted, in plain. Raises OSError where no key fits."""
    if kind == PLAIN:
        yield body
    elif kind == GNUPG:
        with from_program([*_GPG, "--decrypt", "--output", "-"], body=body) as stream:
            yield stream
    else:
        with pushed(lambda out: _open_age(body, out, identities)) as stream:
            yield stream


def age_identities(file: Path | None) -> list[Any]:
    """The secret keys in a file of age, or of SSH. Raises BadConfiguration."""
    import pyrage

    if file is None:
        return []
    text = file.read_bytes()
    try:
        if b"PRIVATE KEY" in text:
            return [pyrage.ssh.Identity.from_buffer(text)]
        lines = (line.strip() for line in text.decode("utf-8").splitlines())
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (pyrage.IdentityError, UnicodeDecodeError) as wrong:
        raise BadConfiguration(f"{file} holds no secret key of age.") from wrong
    if not found:
        raise BadConfiguration(f"{file} holds no secret key of age.")
    return found


def _open_age(body: Readable, out: IO[bytes], identities: Sequence[Any]) -> None:
    import pyrage

    try:
        pyrage.decrypt_io(body, out, list(identities))
    except pyrage.DecryptError as refused:
        raise OSError(f"it cannot be decrypted: {refused}") from refused


def _age_recipient(text: str) -> Any:
    import pyrage

    try:
        if text.startswith("ssh-"):
            return pyrage.ssh.Recipient.from_str(text)
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as wrong:
        raise BadConfiguration(
            "backup_recipient is no public key: age1…, ssh-ed25519 …, or gpg: and a key of the keyring."
        ) from wrong


def _gpg_seal(key: str) -> GpgSeal:
    if not key or key.startswith("-"):
        raise BadConfiguration("backup_recipient names no key of GnuPG: gpg:FINGERPRINT")
    try:
        with from_program([*_GPG, "--list-keys", "--with-colons", key]) as told:
            while told.read(65_536):
                pass
    except OSError as unknown:
        raise BadConfiguration(f"The key {key} of backup_recipient cannot be used: {unknown}.") from unknown
    return GpgSeal(key)


def _pool(recipient: str) -> str:
    return "for-" + hashlib.sha256(recipient.encode()).hexdigest()[:16]
