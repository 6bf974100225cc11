"""Names are cleaned of what cannot be seen, and compared by how they look."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kawaraban.kit.imitations import imitates
from kawaraban.kit.names import clean_name, skeleton


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Mi\u202eka \u200b ", "Mika"),
        ("\u2067Ada\u2069", "Ada"),
        ("  Ada \n\t Lovelace\u00a0", "Ada Lovelace"),
        ("A\u0301da", "Áda"),
        ("a\u200db", "ab"),
        ("Z" + "\u0351" * 20, "Z" + "\u0351" * 4),
        ("\u3164", ""),
        ("\u2800\u200b", ""),
        ("\u0301", ""),
        ("…", ""),
        ("", ""),
        ("👩\u200d🚀 Ada", "👩\u200d🚀 Ada"),
        ("❤\ufe0f", "❤\ufe0f"),
        ("葛\U000e0100飾", "葛\U000e0100飾"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("Ö\u200dzge İğdır", "Özge İğdır"),
    ],
)
def test_a_name_keeps_what_can_be_seen(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean_name(clean_name(text)) == clean_name(text)


@given(
    st.text(
        alphabet=st.sampled_from("ab \u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\x00")
    )
)
def test_no_direction_control_survives(text: str) -> None:
    assert set(clean_name(text)) <= set("ab ")


@pytest.mark.parametrize(
    "typed",
    [
        "Mika",
        "mika",
        "M1ka",
        "ＭＩＫＡ",
        "ΜΙΚΑ",
        "Мікa",
        "Mīkä",
        "M i k a",
        "MİKA",
        "mıka",
        "Moderator",
        "modеrаtоr",
        "The Editor",
        "EDITOR_1",
        "ΕDΙΤΟR",
        "Editör",
        "編集部",
        "المحرر",
        "Yönetici Ali",
        "m\u200boderator",
        "Moderators",
        "Editor 2",
        "editor2",
        "ᴍɪᴋᴀ",
        "ᴇᴅɪᴛᴏʀ",
        "🅔🅓🅘🅣🅞🅡",
        "🅴🅳🅸🆃🅾🆁",
        "🇪🇩🇮🇹🇴🇷",
        "ǝditor",
        "ɱika",
        "Ed¡tor",
        "Mіkа",
        "ᎷiKa",
        "ꓟika",
        "Աika".replace("Ա", "Ⲙ"),
        "m0derat0r",
        "編集部より",
    ],
)
def test_a_name_that_looks_like_staff_is_found(typed: str) -> None:
    words = ["moderator", "editor", "yönetici", "編集部", "المحرر"]

    assert imitates(typed, names=["Mika"], words=words)


@pytest.mark.parametrize(
    "typed", ["Mikael", "Mika Tanaka", "Edith", "Moderation is hard", "編", "", "!!", "علي"]
)
def test_a_name_of_its_own_is_not(typed: str) -> None:
    words = ["moderator", "editor", "yönetici", "編集部", "المحرر", ""]

    assert not imitates(typed, names=["Mika", ""], words=words)


def test_letters_of_other_alphabets_have_the_skeleton_of_what_they_look_like() -> None:
    assert skeleton("АDМІN") == skeleton("admin")
