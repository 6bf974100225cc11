"""4.1: wrong passwords are counted at every door, by household and network, and strangers lock nobody out."""

import time

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth import aauthenticate, authenticate
from django.test import Client
from pytest_django.fixtures import Settings
from tests.makers.other_doors import WITH_PASSWORD, urls_with_doors
from tests.makers.staff import PASSWORD, code_of, sign_in

from kawaraban.people.known_browsers import COOKIE as KNOWN
from kawaraban.people.models import SignInTry, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def other_doors(settings: Settings) -> None:
    settings.ROOT_URLCONF = urls_with_doors()


@pytest.mark.parametrize("door", ["/another/", "/rash/"])
def test_4_1_wrong_passwords_are_counted_at_a_door_that_nobody_thought_of(
    other_doors: None, publisher: User, settings: Settings, door: str
) -> None:
    settings.SIGN_IN_TRIES = 3
    for _ in range(3):
        Client().post(door, {"username": "leyla", "password": "wrong"})
    late = Client()

    late.post(door, WITH_PASSWORD)

    assert "_auth_user_id" not in late.session
    assert sign_in(late, "leyla").status_code == 429


def test_4_1_a_password_is_counted_without_a_request_too(publisher: User, settings: Settings) -> None:
    settings.SIGN_IN_TRIES = 1
    for _ in range(5):
        assert authenticate(username="leyla", password="wrong") is None

    assert authenticate(username="leyla", password=PASSWORD) is None


@pytest.mark.django_db(transaction=True)
def test_4_1_a_door_that_does_not_block_counts_as_well(publisher: User, settings: Settings) -> None:
    settings.SIGN_IN_TRIES = 1
    ask = async_to_sync(aauthenticate)
    for _ in range(5):
        assert ask(username="leyla", password="wrong") is None

    assert ask(username="leyla", password=PASSWORD) is None


WRONG = "not this one"


@pytest.mark.parametrize(
    ("pattern", "most"),
    [
        ("2001:db8:1:2:{:x}::1", 3),  # a /64
        ("2001:db8:1:2{:02x}::1", 5),  # a /56
        ("2001:db8:1:{:x}00::1", 6),  # a /48
        ("::ffff:203.0.113.7", 3),
    ],
)
def test_4_1_a_network_has_so_many_tries_however_many_addresses_it_has(
    moderator: User, settings: Settings, pattern: str, most: int
) -> None:
    settings.SIGN_IN_TRIES = 3
    addresses = [pattern.format(number) for number in range(1, 12)]

    answers = [
        Client(REMOTE_ADDR=address).post("/desk/sign-in/", {"login": f"x{place}", "password": WRONG})
        for place, address in enumerate(addresses)
    ]

    assert [answer.status_code for answer in answers].count(422) == most


@pytest.mark.parametrize("pattern", ["2001:db8:1:2:{:x}::1", "2001:db8:1:{:x}::1"])
def test_4_1_a_stranger_with_a_whole_network_locks_no_account(moderator: User, pattern: str) -> None:
    for number in range(60):
        sign_in(Client(REMOTE_ADDR=pattern.format(number + 1)), password=WRONG)

    assert sign_in(Client(REMOTE_ADDR="198.51.100.9"))["Location"] == "/desk/"


def locked(account: str = "mika") -> None:
    """Strangers from everywhere have tried this account."""
    for number in range(60):
        sign_in(Client(REMOTE_ADDR=f"198.51.100.{number}"), account, password=WRONG)


def test_4_1_a_browser_that_signed_in_before_is_not_locked_out_by_strangers(moderator: User) -> None:
    known = Client()
    sign_in(known)
    known.post("/desk/sign-out/")
    locked()

    assert sign_in(Client()).status_code == 429
    assert sign_in(known)["Location"] == "/desk/"
    assert sign_in(Client()).status_code == 429, "its owner frees it for nobody else"


def test_4_1_not_even_from_the_strangers_own_network(moderator: User) -> None:
    known = Client()
    sign_in(known)
    known.post("/desk/sign-out/")
    for _ in range(12):
        sign_in(Client(), password=WRONG)

    assert sign_in(known)["Location"] == "/desk/"


def test_4_1_a_known_browser_has_a_limit_of_its_own(moderator: User, settings: Settings) -> None:
    settings.SIGN_IN_TRIES = 3
    known = Client()
    sign_in(known)
    known.post("/desk/sign-out/")

    answers = [sign_in(known, password=WRONG).status_code for _ in range(5)]

    assert answers == [422, 422, 422, 429, 429]
    assert sign_in(known).status_code == 429


def test_4_1_whoever_has_got_hold_of_a_session_is_not_a_new_browser_at_each_password(
    moderator: User, settings: Settings
) -> None:
    settings.SIGN_IN_TRIES = 2
    thief = Client()
    sign_in(thief)

    for _ in range(14):
        thief.cookies.pop(KNOWN, None)
        thief.get("/desk/account/")
        assert thief.cookies[KNOWN].value
        thief.post("/desk/account/again/", {"password": WRONG})

    assert SignInTry.objects.count() == 10


@pytest.mark.parametrize("value", ["", "x", "x.9999999999.1.00", "mark.1.1.", "a.b.c.d"])
def test_4_1_a_forged_mark_is_no_known_browser(moderator: User, value: str) -> None:
    locked()
    forger = Client()
    forger.cookies[KNOWN] = value

    assert sign_in(forger).status_code == 429


def test_4_1_the_mark_of_one_account_opens_no_other(moderator: User, editor: User) -> None:
    known = Client()
    sign_in(known, "ines")
    known.post("/desk/sign-out/")
    locked("mika")

    assert sign_in(known, "mika").status_code == 429


def test_4_1_a_password_without_its_code_makes_no_known_browser(client: Client, secret: str) -> None:
    thief = Client()
    sign_in(thief, "leyla")

    assert KNOWN not in thief.cookies


def test_4_1_strangers_lock_the_codes_of_a_known_browser_no_more_than_its_password(
    client: Client, secret: str, settings: Settings
) -> None:
    settings.SIGN_IN_TRIES = 2
    known = Client()
    sign_in(known, "leyla")
    known.post("/desk/sign-in/code/", {"code": code_of(secret, seconds=time.time())})
    known.post("/desk/sign-out/")
    SignInTry.objects.all().delete()
    for number in range(12):
        thief = Client(REMOTE_ADDR=f"198.51.100.{number}")
        sign_in(thief, "leyla")
        thief.post("/desk/sign-in/code/", {"code": "000000"})

    sign_in(known, "leyla")
    answer = known.post("/desk/sign-in/code/", {"code": code_of(secret, seconds=time.time() + 30)})

    assert answer["Location"] == "/desk/"


def test_4_1_strangers_do_not_keep_a_known_browser_from_a_new_password(
    moderator: User, settings: Settings
) -> None:
    moderator.email = "mika@example.org"
    moderator.save()
    settings.SIGN_IN_TRIES = 2
    known = Client()
    sign_in(known)
    known.post("/desk/sign-out/")
    ask = {"email": "Mika@example.org"}
    answers = [
        Client(REMOTE_ADDR=f"198.51.100.{number}").post("/desk/sign-in/forgotten/", ask).status_code
        for number in range(12)
    ]

    assert answers.count(302) == 10
    assert known.post("/desk/sign-in/forgotten/", ask).status_code == 302
