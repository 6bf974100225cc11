"""6.2: what writers do to disguise a word is undone, and nothing else is touched."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kawaraban.triage.model.text_path import words_in

# Signs that the path treats in different ways, so that they meet often.
_SIGNS = "abcuiIİkls1!$@*0._- ,/'#fFéЁьПηΗΑßÐæ\u0301\u3099カハ한हि्ـأ\u200b🇦🅰ﷺ½⓪x+|()<>:&;"
_LANGUAGES = st.sampled_from(["", "en", "tr", "ja", "de"])
_ANY_TEXT = st.one_of(st.text(_SIGNS, max_size=40), st.text(max_size=40))


def normalised(text: str, language: str = "") -> str:
    """The words with spaces between them."""
    return " ".join(words_in(text, language))


@settings(max_examples=400, deadline=None)
@given(_ANY_TEXT, _LANGUAGES)
def test_6_02_what_is_normalised_is_its_own_normal_form(text: str, language: str) -> None:
    once = normalised(text, language)
    assert normalised(once, language) == once


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(), max_size=60))
def test_6_02_any_unicode_is_read_also_halves_of_pairs(text: str) -> None:
    assert isinstance(words_in(text), list)
    assert isinstance(words_in(f"{text}\ud800\udfff{text}"), list)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Sh1t!!!", "shit"),
        ("$h!t @ss a$$hole", "shit ass asshole"),
        ("f u c k you", "fuck you"),
        ("f.u.c.k s-h-i-t", "fuck shit"),
        ("f)u)c)k", "fuck"),
        ("fu\u200bck i\u00addi\u2060ot", "fuck idiot"),
        ("\u202eidiot\u202c", "idiot"),
        ("ｉｄｉｏｔ 𝐢𝐝𝐢𝐨𝐭 ⓘⓓⓘⓞⓣ", "idiot idiot idiot"),
        ("іdіоt fuсk", "idiot fuck"),
        ("ΗΕLLΟ", "hello"),
        ("fuuuuuuck looool", "fuuck lool"),
        ("f**k *really*", "f**k really"),
        ("ìdïôt", "idiot"),
        ("idi\u0301\u0300\u0302ot", "idiot"),
        ("stupid,idiot;fool", "stupid idiot fool"),
        ("don't", "dont"),
        ("see https://example.org/a?b @someone 1999", "see <link> <mention> 00"),
    ],
)
def test_6_02_a_disguised_word_is_read(written: str, read: str) -> None:
    assert normalised(written, "en") == read


@pytest.mark.parametrize(
    "words", ["バカ がんばれ ゴミ", "हिन्दी क्या", "한국 바보", "நன்றி", "ไม่ดี", "привет мир ещё"[:10]]
)
def test_6_02_words_of_other_scripts_keep_their_signs(words: str) -> None:
    assert normalised(words) == words


@pytest.mark.parametrize(("written", "read"), [("1st 10am 5kg", "1st 10am 5kg"), ("Plan A b", "plan a b")])
def test_6_02_figures_with_a_measure_and_single_letters_stay(written: str, read: str) -> None:
    assert normalised(written, "en") == read


def test_6_02_a_capital_i_is_small_as_its_language_has_it() -> None:
    assert normalised("IŞIK İYİ", "tr") == "isik iyi"
    assert normalised("SIK", "tr") == normalised("sık", "tr")
    assert normalised("ILL", "en") == "ill"


def test_6_02_arabic_is_read_without_short_vowels_and_with_one_alef() -> None:
    assert normalised("أنتَ كـلـب") == "انت كلب"


@pytest.mark.parametrize(
    "pattern",
    [
        "$@",
        "a*b ",
        "f u c k ",
        "a",
        "a.b.c.",
        "@",
        "ひ",
        "a\u0301\u0316",
        "*",
        "a@",
        "http://",
        "ﷺ",
        "a'",
        "fu ck ",
    ],
)
def test_6_02_the_time_grows_no_faster_than_the_text(pattern: str) -> None:
    def seconds(signs: int) -> float:
        text = (pattern * signs)[:signs]
        best = float("inf")
        for _ in range(5):
            begin = time.process_time()
            normalised(text)
            best = min(best, time.process_time() - begin)
        return best

    # Ten times the signs: a quadratic path would take a hundred times as long.
    assert seconds(20_000) < 40 * seconds(2_000) + 0.01
