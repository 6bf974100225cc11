"""How many wrong passwords are taken before somebody has to wait."""

from datetime import datetime, timedelta

import pytest
from pytest_django.fixtures import Settings

from kawaraban.people.models import SignInTry
from kawaraban.people.throttle import WINDOW, TooManyTries, begin

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def three_tries(settings: Settings) -> None:
    settings.SIGN_IN_TRIES = 3


def test_an_address_waits_after_too_many_accounts(noon: datetime) -> None:
    for number in range(3):
        begin(address="203.0.113.7", account=f"name{number}", now=noon)

    with pytest.raises(TooManyTries) as too_many:
        begin(address="203.0.113.7", account="another", now=noon + timedelta(minutes=4))

    assert too_many.value.minutes == 6


def test_an_account_waits_after_too_many_addresses_however_its_name_is_written(noon: datetime) -> None:
    for number in range(15):
        begin(address=f"203.0.113.{number}", account="Mika", now=noon)

    with pytest.raises(TooManyTries):
        begin(address="198.51.100.1", account=" mika ", now=noon)


def test_a_stranger_alone_does_not_lock_an_account(noon: datetime) -> None:
    for _ in range(3):
        begin(address="203.0.113.7", account="mika", now=noon)
    with pytest.raises(TooManyTries):
        begin(address="203.0.113.7", account="mika", now=noon)

    begin(address="198.51.100.1", account="mika", now=noon).succeeded()


def test_waiting_out_the_ten_minutes_is_enough_even_when_it_was_tried_meanwhile(noon: datetime) -> None:
    for _ in range(3):
        begin(address="203.0.113.7", account="mika", now=noon)
    with pytest.raises(TooManyTries):
        begin(address="203.0.113.7", account="mika", now=noon + timedelta(minutes=9))

    begin(address="203.0.113.7", account="mika", now=noon + WINDOW)

    assert SignInTry.objects.count() == 1


def test_the_right_password_forgets_the_wrong_ones(noon: datetime) -> None:
    begin(address="203.0.113.7", account="mika", now=noon)
    begin(address="203.0.113.7", account="mika", now=noon).succeeded()

    assert not SignInTry.objects.exists()


def test_neither_the_address_nor_what_was_typed_is_kept(noon: datetime) -> None:
    begin(address="203.0.113.7", account="my-password-in-the-wrong-field", now=noon)

    kept = SignInTry.objects.values_list().get()

    assert not any("203.0.113.7" in str(value) or "my-password" in str(value) for value in kept)


@pytest.mark.parametrize(
    ("pattern", "most"), [("2001:db8:1:2::{:x}", 3), ("2001:db8:1:{:x}::1", 5), ("2001:db8:1:{:x}00::1", 6)]
)
def test_a_household_and_the_networks_around_it_have_so_many_tries(
    noon: datetime, pattern: str, most: int
) -> None:
    for number in range(most):
        begin(address=pattern.format(number), account=f"name{number}", now=noon)

    with pytest.raises(TooManyTries):
        begin(address=pattern.format(most), account="another", now=noon)


def test_neighbours_in_a_wide_network_are_not_shut_out_by_one_household(noon: datetime) -> None:
    for number in range(3):
        begin(address="2001:db8:1:2::1", account=f"name{number}", now=noon)

    begin(address="2001:db8:1:3::1", account="another", now=noon)


def test_a_known_browser_is_counted_by_itself_alone(noon: datetime) -> None:
    for number in range(15):
        begin(address=f"203.0.113.{number}", account="mika", now=noon)

    for _ in range(3):
        begin(address="203.0.113.1", account="mika", browser="b1", now=noon)
    with pytest.raises(TooManyTries):
        begin(address="198.51.100.1", account="mika", browser="b1", now=noon)
    begin(address="203.0.113.1", account="mika", browser="b2", now=noon)


def test_when_a_known_browser_signs_in_the_account_stays_locked_for_the_others(noon: datetime) -> None:
    for number in range(15):
        begin(address=f"203.0.113.{number}", account="mika", now=noon)

    begin(address="203.0.113.1", account="mika", browser="b1", now=noon).succeeded()

    with pytest.raises(TooManyTries):
        begin(address="198.51.100.1", account="mika", now=noon)
