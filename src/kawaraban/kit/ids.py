"""Identifiers that are shown to people or must not be guessed."""

import secrets

# No vowels (no accidental words) and no characters that are read as one another.
_ALPHABET = "23456789bcdfghjkmnpqrstvwxz"


def new_public_id() -> str:
    """Ten characters that name a comment in an address: 27**10, about 2 * 10**14 values. Not a secret."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(10))


def new_token() -> str:
    """Twenty-two URL-safe characters, 128 random bits: knowing it is the permission."""
    return secrets.token_urlsafe(16)
