"""4.4: a name with one letter that looks like another is still the name: every pair of Unicode's table."""

import pytest

from kawaraban.comments.names.protected import PROTECTED_TITLES, PROTECTED_WORDS
from kawaraban.kit.imitations import imitates
from kawaraban.kit.names import clean_name

confusables = pytest.importorskip("confusable_homoglyphs.confusables", reason="needs the dev packages")
STAFF = ("Mika", "Ines", "Leyla", "Kawaraban", "Zoë Quist", "Jo Fawx")
OFFICES = (
    "admin",
    "moderator",
    "editor",
    "newsroom",
    "staff",
    "publisher",
    "mod",
    "support",
    "team",
    "official",
)


def read_as(letter: str) -> list[str]:
    """The signs that are read as this letter."""
    rows = confusables.confusables_data.get(letter, ())
    return [row["c"] for row in rows if len(row["c"]) == 1]


@pytest.mark.parametrize("name", [*STAFF, *OFFICES])
def test_4_4_one_letter_of_another_alphabet_makes_no_other_name(name: str) -> None:
    typed = [
        name[:place] + other + name[place + 1 :]
        for place, letter in enumerate(name)
        for other in read_as(letter)
    ]

    passed = [
        one
        for one in typed
        if not imitates(clean_name(one), names=STAFF, words=PROTECTED_WORDS, titles=PROTECTED_TITLES)
    ]

    assert len(typed) > 50
    assert passed == []
