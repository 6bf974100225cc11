"""What no page can hold is taken out, and nothing else."""

import sys
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import pytest

from kawaraban.kit.fit import fit, fit_in, fit_line

LETTERS = "Ağaç 港 مرحبا नमस्ते 👩‍👩‍👧 \u200f\u202b€\u200d\ufe0f"


def test_letters_marks_joiners_and_line_ends_stay_as_they_are() -> None:
    assert fit(f"{LETTERS}\n\tnext") == f"{LETTERS}\n\tnext"


def test_whatever_is_left_is_well_formed_xml_for_every_code_point() -> None:
    everything = "".join(chr(code) for code in range(sys.maxunicode + 1))

    kept = fit(everything)

    root = ElementTree.fromstring(f"<a>{escape(kept)}</a>".encode())
    assert root.text == kept
    assert not {0x85, 0x2028, 0x2029, 0xFDD0, 0x1FFFE, 0x10FFFF, 0x7F, 0x9F} & {ord(sign) for sign in kept}


@pytest.mark.parametrize("sign", ["\x0b", "\x0c", "\x1f", "\x85", "\u2028", "\u2029", "\r\n", "\r"])
def test_what_ends_a_line_elsewhere_does_not_glue_two_words_together(sign: str) -> None:
    assert fit(f"one{sign}two") == "one\ntwo"
    assert fit_line(f" one{sign}two ") == "one two"


@pytest.mark.parametrize(
    "sign", ["\x00", "\x08", "\x10", "\x1b", "\x7f", "\x90", "\ud800", "\uffff", "\ufffe"]
)
def test_what_is_no_character_goes(sign: str) -> None:
    assert fit(f"o{sign}ne") == "one"
    assert fit_line(sign) == ""


def test_texts_are_fitted_wherever_they_lie() -> None:
    value = {"title": "a\x00", "parts": ["b\x10", {"deep": ("c\uffff", 3, None)}]}

    assert fit_in(value) == {"title": "a", "parts": ["b", {"deep": ("c", 3, None)}]}


def test_spaces_of_typography_stay_in_a_line() -> None:
    assert fit_line("10\u00a0000\u202f€ \n of  it") == "10\u00a0000\u202f€ of  it"
