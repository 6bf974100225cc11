"""Secrets that are kept and read again."""

import pytest
from cryptography.fernet import InvalidToken

from kawaraban.kit.enciphering import decipher, encipher, opened, sealed
from kawaraban.kit.ids import new_token
from kawaraban.kit.signing import derived_key

KEY = derived_key("secret of the paper", "test")


def test_what_was_enciphered_is_read_again() -> None:
    kept = encipher("瓦版", KEY)

    assert "瓦版" not in kept
    assert decipher(kept, KEY) == "瓦版"


def test_the_key_of_another_purpose_reads_nothing() -> None:
    with pytest.raises(InvalidToken):
        decipher(encipher("word", KEY), derived_key("secret of the paper", "another"))


def test_a_sealed_token_is_found_by_its_one_form_and_opened_again() -> None:
    token = new_token()

    seal = sealed(token, KEY)

    assert seal == sealed(token, KEY) != token
    assert opened(seal, KEY) == token
    assert len(seal) == len(token)
    assert opened(seal, b"o" * 32) != token


@pytest.mark.parametrize("text", ["", "unknown", "x" * 21, "x" * 24, "é" * 22, "=" * 22, "A" * 21 + "B"])
def test_what_is_no_token_has_no_seal(text: str) -> None:
    assert sealed(text, KEY) == opened(text, KEY) == ""
