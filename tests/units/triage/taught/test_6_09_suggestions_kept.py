"""6.9: what is kept of a suggestion: features that can be learnt from, under a key of the paper."""

from typing import Any

import numpy as np
import pytest
from cryptography.fernet import InvalidToken
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kawaraban.kit.enciphering import decipher_bytes, encipher_bytes
from kawaraban.triage.model.scores import Features
from kawaraban.triage.taught.suggestions import packed, unpacked

KEY, OTHER_KEY = b"k" * 32, b"o" * 32


@st.composite
def any_features(draw: Any) -> Features:
    count = draw(st.integers(0, 300))
    return Features(
        draw(arrays(np.uint32, count)),
        draw(arrays(np.float32, count, elements=st.floats(0, 1, width=16))),
        draw(arrays(np.float32, draw(st.integers(0, 9)), elements=st.floats(-20, 20, width=32))),
    )


@given(any_features())
def test_6_09_features_come_back_as_they_were(features: Features) -> None:
    kept = unpacked(packed(features))

    assert (kept.indices == features.indices).all()
    assert (kept.values == features.values).all()
    assert (kept.dense == features.dense).all()
    assert [part.dtype.str for part in (kept.indices, kept.values, kept.dense)] == ["<u4", "<f4", "<f4"]


@pytest.mark.parametrize("kept", [b"", b"\x01", b"\x05\x00\x00\x00\x01\x00\x00\x00abc", b"\xff" * 8])
def test_6_09_other_bytes_are_no_features(kept: bytes) -> None:
    with pytest.raises(ValueError, match=r"features|buffer"):
        unpacked(kept)


@given(st.binary(max_size=2_000))
def test_6_09_bytes_open_under_their_key_alone(plain: bytes) -> None:
    enciphered = encipher_bytes(plain, KEY)

    assert decipher_bytes(enciphered, KEY) == plain
    assert len(enciphered) - len(plain) <= 73
    with pytest.raises(InvalidToken):
        decipher_bytes(enciphered, OTHER_KEY)
