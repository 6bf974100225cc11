"""Identifiers that are shown to people or must not be guessed."""

import secrets

# No vowels (no accidental words) and no characters that are read as one another.
_ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
_PUBLIC_ID_LENGTH = 10
_PUBLIC_IDS = len(_ALPHABET) ** _PUBLIC_ID_LENGTH


def new_public_id() -> str:
    """Ten characters that name a comment in an address: 27**10, about 2 * 10**14 values. Not a secret."""
    number = secrets.randbelow(_PUBLIC_IDS)
    letters = []
    for _ in range(_PUBLIC_ID_LENGTH):
        number, letter = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[letter])
    return "".join(letters)


def new_token() -> str:
    """Twenty-two URL-safe characters, 128 random bits: knowing it is the permission."""
    return secrets.token_urlsafe(16)
