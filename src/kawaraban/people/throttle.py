"""How many wrong passwords are taken before somebody has to wait.

    attempt = begin(address="203.0.113.7", account="mika", now=now)  # raises TooManyTries
    ...the password was right...
    attempt.succeeded()

All sums count: a household that tries many accounts, the wider networks around it (`kit/networks.py`), and an account
that is tried from many of them. A browser that signed in to the account before is counted by itself: what strangers
try, even from the same network, does not shut it out. All such browsers of one account together have no more tries than
all strangers together: whoever has got hold of a session is a new known browser as often as they like. A try is written
before the password is looked at, so that tries at the same moment count each other.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.crypto import salted_hmac

from kawaraban.kit.networks import limits, networks
from kawaraban.people.models import SignInTry
from kawaraban.press.turn import one_turn

WINDOW = timedelta(minutes=10)
# An account takes the wrong passwords of so many households: a stranger alone cannot lock somebody out, not even one
# with a /48 (four halves of one household's limit).
_HOUSEHOLDS = 5
_NETWORK_FIELDS = ("address_key", "wide_key", "widest_key")


class TooManyTries(PermissionDenied):
    """The limit is reached. `wait` is the time until one more try is taken.

    A PermissionDenied, so that Django asks no other backend and every form that signs in reads it as a refusal.
    """

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.wait = wait

    @property
    def minutes(self) -> int:
        """The wait in whole minutes, rounded up, at least one."""
        return max(1, -(-int(self.wait.total_seconds()) // 60))


@dataclass(frozen=True, slots=True)
class SignInAttempt:
    """One try that stands as wrong until its password turns out right."""

    pk: int
    account_key: str

    def succeeded(self) -> None:
        """Forget this try and the other tries for the account: its owner is here."""
        SignInTry.objects.filter(account_key=self.account_key).delete()


def begin(*, address: str, account: str, now: datetime, browser: str = "") -> SignInAttempt:
    """Count one try. `browser` names one that is known for this account, "" any other.

    Raises TooManyTries, and then counts nothing: waiting out the ten minutes is enough.
    """
    counted = _keys_of_browser(browser, account) if browser else _keys_of_stranger(address, account)
    with one_turn():
        SignInTry.objects.filter(tried_at__lte=now - WINDOW).delete()
        for field, (key, allowed) in counted.items():
            tries = SignInTry.objects.filter(**{field: key}).since(now - WINDOW)
            moments = list(tries.order_by("-tried_at").values_list("tried_at", flat=True)[:allowed])
            if len(moments) == allowed:
                raise TooManyTries(moments[-1] + WINDOW - now)
        row = SignInTry.objects.create(tried_at=now, **{field: key for field, (key, _) in counted.items()})
    return SignInAttempt(pk=row.pk, account_key=row.account_key)


def _keys_of_stranger(address: str, account: str) -> dict[str, tuple[str, int]]:
    """By the name of its column: what is counted, and how many tries it has."""
    around = networks(address) if address else ()
    counted = {
        field: (_key("address", network), allowed)
        for field, network, allowed in zip(_NETWORK_FIELDS, around, limits(_limit()), strict=False)
    }
    counted["account_key"] = (_key("account", account.strip().casefold()), _limit() * _HOUSEHOLDS)
    return counted


def _keys_of_browser(browser: str, account: str) -> dict[str, tuple[str, int]]:
    name = account.strip().casefold()
    return {
        # No network has a key like this one: all known browsers of the account.
        "widest_key": (_key("known browsers", name), _limit() * _HOUSEHOLDS),
        "account_key": (_key("browser", f"{browser} {name}"), _limit()),
    }


def _limit() -> int:
    return max(1, int(settings.SIGN_IN_TRIES))


def _key(kind: str, value: str) -> str:
    return salted_hmac(f"kawaraban.people.throttle.{kind}", value, algorithm="sha256").hexdigest()
