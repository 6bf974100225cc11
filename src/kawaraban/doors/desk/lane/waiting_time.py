"""How long something has waited, in words short enough for a list."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from kawaraban.look.templatetags.kawaraban import number


@dataclass(frozen=True, slots=True)
class WaitingTime:
    words: str
    is_late: bool


def waiting_time(sent_at: datetime, *, now: datetime, target: timedelta) -> WaitingTime:
    """From sending until now; late from the paper's target on."""
    waited = max(now - sent_at, timedelta(0))
    return WaitingTime(words=duration_words(waited), is_late=waited >= target)


def duration_words(duration: timedelta) -> str:
    """The two greatest units: "less than a minute", "48 min", "2 h 10 min", "3 d 4 h"."""
    minutes = int(duration.total_seconds()) // 60
    hours, days = minutes // 60, minutes // (24 * 60)
    if minutes < 1:
        return _("less than a minute")
    if hours < 1:
        return _("%(minutes)s min") % {"minutes": number(minutes)}
    if days < 1:
        return _("%(hours)s h %(minutes)s min") % {"hours": number(hours), "minutes": number(minutes % 60)}
    return _("%(days)s d %(hours)s h") % {"days": number(days), "hours": number(hours % 24)}
