"""Short secrets that must be read again are kept enciphered: a copy of the database alone does not tell them.

encipher("JBSW...", derived_key(secret, "second-factor"))   # "gAAAAAB..."
"""

import base64

from cryptography.fernet import Fernet


def encipher(text: str, key: bytes) -> str:
    """The text under this key of 32 bytes."""
    return _cipher(key).encrypt(text.encode()).decode("ascii")


def decipher(enciphered: str, key: bytes) -> str:
    """The text again. Raises cryptography.fernet.InvalidToken under another key."""
    return _cipher(key).decrypt(enciphered.encode("ascii")).decode()


def _cipher(key: bytes) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(key))
