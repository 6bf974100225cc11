"""Letters hidden behind signs are read where only a strong word can be meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kawaraban.triage.model.disguises.masks import Masks

STRONG = ("fuck", "fucking", "shit", "bitch", "pussy", "stupid", "asshole", "retard", "motherfucker", "stick")


@pytest.fixture(scope="module")
def masks() -> Masks:
    return Masks.of(STRONG)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("b*tch", "bitch"),
        ("b*tch!!", "bitch"),
        ("p*ssy", "pussy"),
        ("r*t#rd", "retard"),
        ("st#p#d", "stupid"),
        ("as*h#le", "asshole"),
        ("b@tch", "bitch"),
        ("b.tch", "bitch"),
        ("sh-t", "shit"),
        ("f_ck", "fuck"),
        ("b+tch", "bitch"),
        ("f**k", "fuck"),
        ("f*k", "fuck"),
        ("f*uck", "fuck"),
        ("f***ing", "fucking"),
        ("f***", "fuck"),
        ("*uck", "fuck"),
        ("*sh*t*", "shit"),
        ("m*therf***er", "motherfucker"),
        ("sh●t", "shit"),
        ("a*s", "ass"),
        ("st*p1d", "stupid"),
        ("fuck***", "fuck"),
    ],
)
def test_6_02_letters_behind_signs_are_read(masks: Masks, written: str, meant: str) -> None:
    assert masks.meant(written) == meant


_OTHERWISE = """
    e.g. u.s.a c++ c# #f f* * *** f-k s-t a-s f.c.k.k.k @fuc #fuck ** 4* b*g*g*g*g*g 5-3 it-is so-so *hit* x*y
    co-op joe@shop.example b.c. f-- you...shut the*
"""


@pytest.mark.parametrize("token", _OTHERWISE.split())
def test_6_02_what_signs_are_for_otherwise_is_left(masks: Masks, token: str) -> None:
    assert masks.meant(token) == ""


@given(st.text(alphabet="abfichkstu*#@.-_+", max_size=40))
def test_6_02_a_token_hides_a_strong_word_or_none(masks: Masks, token: str) -> None:
    assert masks.meant(token) in {"", "ass", "fag", "hoe", "cum", "tit", *STRONG}


def test_6_02_without_strong_words_nothing_is_hidden() -> None:
    assert Masks.of(()).meant("a*s") == ""
