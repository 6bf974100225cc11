"""4.5: no key of the desk is that of an act and of a ground at once, whatever somebody chose and whenever."""

from itertools import product

import pytest
from django.test import Client
from tests.makers.desk import signed_in

from kawaraban.doors.desk.keys.table import BadKeys, Keys, choose_keys, default_keys, keys_of
from kawaraban.doors.desk.models import KeyChoice
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db
# The desk's own, as they were when people chose theirs.
OLD_ACTS = {"note": "n", "pick": "p", "reinstate": "o", "uphold": "h", "restrict": "s", "approve": "a"}
OLD_GROUNDS = {"illegal": "i", "indecent": "n", "pornographic": "p", "insult": "s", "spam": "m"}


@pytest.fixture
def desk(moderator: User) -> Client:
    return signed_in(moderator)


def all_of(keys: Keys) -> list[str]:
    return [*keys.acts.values(), *keys.grounds.values()]


def test_4_5_the_desks_own_keys_are_each_of_one_thing() -> None:
    keys = all_of(default_keys())

    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("changes", "told", "sentence"),
    [
        ({"act-approve": "i"}, "act-approve", "“i” is already the key for: Against the law."),
        ({"ground-spam": "a"}, "ground-spam", "“a” is already the key for: approve."),
        ({"act-note": "m", "ground-spam": "n"}, "", ""),
        ({"act-pick": "4", "ground-spam": "4"}, "ground-spam", "“4” is already the key for: pick"),
        ({"act-pick": "Ş"}, "act-pick", "One small letter, digit or sign"),
        ({"act-pick": "e\u0301"}, "", ""),
    ],
)
def test_4_5_a_pair_of_an_act_and_a_ground_is_refused_with_a_sentence(
    changes: dict[str, str], told: str, sentence: str, desk: Client, moderator: User
) -> None:
    own = default_keys()
    fields = {f"act-{code}": key for code, key in own.acts.items()}
    fields |= {f"ground-{code}": key for code, key in own.grounds.items()}

    answer = desk.post("/desk/keys/", {**fields, "are_on": "on", **changes})

    assert answer.status_code == (422 if told else 303)
    if told:
        page = answer.content.decode()
        assert f'id="{told}-error">{sentence}' in page
        assert keys_of(moderator) == own


@pytest.mark.parametrize(
    "stored",
    [
        {"approve": "y"},
        {"ground:spam": "q"},
        {"approve": "t", "ground:threat": "t"},
        {"next": "w", "previous": "l", "undo": "q", "help": "z", "search": "g"},
        {"ground:illegal": "j", "ground:threat": "k", "ground:other": "?"},
        {"approve": "", "refuse": "AB", "note": None, "no such act": "x", "ground:nothing": "a"},
        {"approve": "あ", "ground:spam": "あ"},
    ],
)
def test_4_5_a_choice_that_was_kept_under_older_rules_goes_on_working(
    stored: dict[str, object], moderator: User
) -> None:
    KeyChoice.objects.create(person=moderator, keys=stored)

    keys = keys_of(moderator)

    assert len(all_of(keys)) == len(set(all_of(keys)))
    assert all(len(key) == 1 for key in all_of(keys))
    # What is theirs alone stays theirs, and an act's goes before a ground's.
    kept = {code: key for code, key in stored.items() if isinstance(key, str) and len(key) == 1}
    for code, key in kept.items():
        if code in keys.acts:
            assert keys.acts[code] == key
        elif code.removeprefix("ground:") in keys.grounds and key not in keys.acts.values():
            assert keys.grounds[code.removeprefix("ground:")] == key
    # And what is repaired can be kept as it is.
    choose_keys(person=moderator, are_on=True, acts=keys.acts, grounds=keys.grounds)
    assert keys_of(moderator) == keys


@pytest.mark.parametrize(("act", "ground"), [*product(OLD_ACTS, OLD_GROUNDS)])
def test_4_5_no_choice_of_an_act_and_a_ground_makes_them_one(act: str, ground: str, moderator: User) -> None:
    KeyChoice.objects.create(
        person=moderator, keys={act: OLD_GROUNDS[ground], f"ground:{ground}": OLD_ACTS[act]}
    )

    keys = keys_of(moderator)

    assert not set(keys.acts.values()) & set(keys.grounds.values())
    with pytest.raises(BadKeys):
        choose_keys(
            person=moderator,
            are_on=True,
            acts=keys.acts,
            grounds={**keys.grounds, ground: keys.acts[act]},
        )
