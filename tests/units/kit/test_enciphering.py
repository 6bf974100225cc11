"""Secrets that are kept and read again."""

import pytest
from cryptography.fernet import InvalidToken

from kawaraban.kit.enciphering import decipher, encipher
from kawaraban.kit.signing import derived_key

KEY = derived_key("secret of the paper", "test")


def test_what_was_enciphered_is_read_again() -> None:
    kept = encipher("瓦版", KEY)

    assert "瓦版" not in kept
    assert decipher(kept, KEY) == "瓦版"


def test_the_key_of_another_purpose_reads_nothing() -> None:
    with pytest.raises(InvalidToken):
        decipher(encipher("word", KEY), derived_key("secret of the paper", "another"))
