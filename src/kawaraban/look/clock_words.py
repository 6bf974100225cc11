"""By which clock a field of time is meant: said beside it, for whoever writes from another zone."""

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.functional import lazystr
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class _ClockWords:
    """Words that are made when they are shown: the zone is that of the request, and the publisher may change it."""

    def __str__(self) -> str:
        return _("By the paper's clock: %(zone)s.") % {"zone": timezone.get_current_timezone_name()}


def clock_words() -> "StrOrPromise":
    """A help text for a field of time."""
    return lazystr(_ClockWords())
