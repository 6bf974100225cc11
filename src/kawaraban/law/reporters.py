"""How readers who report are told apart without keeping who they are, and how many reports one may send."""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings

from kawaraban.kit.networks import household
from kawaraban.kit.signing import derived_key

HOUR = timedelta(hours=1)


class TooManyAtOnce(Exception):
    """More than one person sends in an hour. `seconds`: how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def reporter_key(address: str) -> str:
    """A keyed hash of the network that an address belongs to; "" of none."""
    network = household(address)
    if not network:
        return ""
    key = derived_key(settings.SECRET_KEY, "reporter")
    return hmac.new(key, network.encode(), hashlib.sha256).hexdigest()


def check_pace(times: Sequence[datetime], *, limit: int, now: datetime) -> None:
    """Refuse when `times`, the newest sendings of one reporter first, reach the limit. Raises TooManyAtOnce."""
    recent = [moment for moment in times if moment > now - HOUR]
    if limit and len(recent) >= limit:
        free_at = recent[limit - 1] + HOUR
        raise TooManyAtOnce(max(1, int((free_at - now).total_seconds()) + 1))
