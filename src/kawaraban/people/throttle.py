"""How many wrong passwords are taken before somebody has to wait.

    attempt = begin(address="203.0.113.7", account="mika", now=now)  # raises TooManyTries
    ...the password was right...
    attempt.succeeded()

Both sums count: an address that tries many accounts, and an account that is tried from many addresses. A try
is written before the password is looked at, so that tries at the same moment count each other.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from kawaraban.people.models import SignInTry

WINDOW = timedelta(minutes=10)
# An account takes the wrong passwords of so many addresses: a stranger alone cannot lock somebody out.
_ADDRESSES = 5


class TooManyTries(Exception):
    """The limit is reached. `wait` is the time until one more try is taken."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.wait = wait

    @property
    def minutes(self) -> int:
        """The wait in whole minutes, rounded up, at least one."""
        return max(1, -(-int(self.wait.total_seconds()) // 60))


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try that stands as wrong until its password turns out right."""

    pk: int
    account_key: str

    def succeeded(self) -> None:
        """Forget this try and the other tries for the account: its owner is here."""
        SignInTry.objects.filter(account_key=self.account_key).delete()


def begin(*, address: str, account: str, now: datetime) -> Attempt:
    """Count one try. Raises TooManyTries, and then counts nothing: waiting out the ten minutes is enough."""
    address_key, account_key = _key("address", address), _key("account", account.strip().casefold())
    limit = max(1, settings.SIGN_IN_TRIES)
    limits = {"address_key": (address_key, limit), "account_key": (account_key, limit * _ADDRESSES)}
    with transaction.atomic():
        SignInTry.objects.filter(tried_at__lte=now - WINDOW).delete()
        for field, (key, allowed) in limits.items():
            tries = SignInTry.objects.filter(**{field: key}).since(now - WINDOW)
            moments = list(tries.order_by("-tried_at").values_list("tried_at", flat=True)[:allowed])
            if len(moments) == allowed:
                raise TooManyTries(moments[-1] + WINDOW - now)
        row = SignInTry.objects.create(address_key=address_key, account_key=account_key, tried_at=now)
    return Attempt(pk=row.pk, account_key=account_key)


def _key(kind: str, value: str) -> str:
    return salted_hmac(f"kawaraban.people.throttle.{kind}", value, algorithm="sha256").hexdigest()
