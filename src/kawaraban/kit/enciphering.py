"""Secrets that must be read again are kept enciphered: a copy of the database alone does not tell them.

encipher("JBSW...", derived_key(secret, "second-factor"))   # "gAAAAAB...", another one each time
sealed("Xk3v...", derived_key(secret, "tracking"))          # "q0Zr...", always the same: a row can be found by it
"""

import base64
import binascii
from functools import lru_cache

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

TOKEN_BYTES = 16


def encipher(text: str, key: bytes) -> str:
    """The text under this key of 32 bytes."""
    return _cipher(key).encrypt(text.encode()).decode("ascii")


def decipher(enciphered: str, key: bytes) -> str:
    """The text again. Raises cryptography.fernet.InvalidToken under another key."""
    return _cipher(key).decrypt(enciphered.encode("ascii", "replace")).decode()


def encipher_bytes(plain: bytes, key: bytes) -> bytes:
    """Bytes under this key of 32 bytes, 57 to 72 longer than before."""
    return base64.urlsafe_b64decode(_cipher(key).encrypt(plain))


def decipher_bytes(enciphered: bytes, key: bytes) -> bytes:
    """The bytes again. Raises cryptography.fernet.InvalidToken under another key, and of other bytes."""
    return _cipher(key).decrypt(base64.urlsafe_b64encode(enciphered))


def sealed(token: str, key: bytes) -> str:
    """A token of `kit.ids.new_token` under this key of 32 bytes: as long as before, and to be opened again.

    One block of AES over sixteen random bytes: whoever has not the key learns nothing from it, and each token has one
    sealed form, by which it is found. "" of text that is no such token: no row is kept under that.
    """
    block = _block_of(token)
    return _token_of(_blocks(key).encryptor().update(block)) if block else ""


def opened(seal: str, key: bytes) -> str:
    """The token again; "" of text that nobody has sealed."""
    block = _block_of(seal)
    return _token_of(_blocks(key).decryptor().update(block)) if block else ""


@lru_cache(maxsize=16)
def _cipher(key: bytes) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(key))


@lru_cache(maxsize=16)
def _blocks(key: bytes) -> Cipher[modes.ECB]:
    # What makes this mode weak is a second block, and equal texts under one key: here is one block, of chance alone.
    return Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305


def _block_of(token: str) -> bytes | None:
    """The sixteen bytes; None of text that is not exactly how they are written."""
    try:
        block = base64.b64decode(f"{token}==", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return block if len(block) == TOKEN_BYTES and _token_of(block) == token else None


def _token_of(block: bytes) -> str:
    return base64.urlsafe_b64encode(block).decode("ascii").rstrip("=")
