"""6.2: the attacks on rude words that the normaliser's author did not write: what a reader still reads."""

import random
import unicodedata

import pytest

from kawaraban.triage.judging.obfuscation import ATTACKS, TWINS, is_rude, obfuscated

TEXT = "You stupid idiot, what a fucking asshole! Have a nice day in the library."


@pytest.mark.parametrize("name", ATTACKS)
def test_6_02_only_rude_words_are_attacked_and_the_same_way_each_time(name: str) -> None:
    attacked = obfuscated(TEXT, ATTACKS[name])

    assert attacked != TEXT
    assert attacked.endswith("! Have a nice day in the library.")
    assert attacked == obfuscated(TEXT, ATTACKS[name])
    assert any(obfuscated(TEXT, ATTACKS[name], seed=seed) != attacked for seed in range(1, 5))


@pytest.mark.parametrize("name", ATTACKS)
@pytest.mark.parametrize("word", ["ass", "shit", "idiot", "motherfuckers"])
def test_6_02_no_attack_loses_the_word(name: str, word: str) -> None:
    for seed in range(50):
        attacked = ATTACKS[name](random.Random(seed), word)

        assert attacked[:1]
        assert len(attacked) >= len(word) - 1


def test_6_02_a_text_without_rude_words_stays() -> None:
    kind = "Hello, I associate this title with the success of your cocktail."

    assert [obfuscated(kind, attack) for attack in ATTACKS.values()] == [kind] * len(ATTACKS)


@pytest.mark.parametrize("word", ["assume", "assess", "hello", "title", "skill", "rapid", "Pakistan"])
def test_6_02_a_word_that_only_begins_so_is_not_rude(word: str) -> None:
    assert not is_rude(word)


def test_6_02_swaps_keep_every_letter_and_drops_lose_one() -> None:
    for seed in range(50):
        chance = random.Random(seed)

        assert sorted(ATTACKS["swaps"](chance, "idiots")) == sorted("idiots")
        assert len(ATTACKS["drops"](chance, "idiots")) == len("idiots") - 1


def test_6_02_no_twin_is_the_letter_itself() -> None:
    for letter, twins in TWINS.items():
        assert letter not in twins
        assert all(len(twin) == 1 and unicodedata.category(twin)[0] in "LN" for twin in twins)
