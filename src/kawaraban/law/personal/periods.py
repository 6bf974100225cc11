"""How long something about people is kept: the lines that readers, the desk and the docs show.

Rule("commenter_emails", _("The e-mail address that a commenter left"), _("after the last decision ..."),
     knob="keep_address_days", forget=commenter_emails)
Lasting("shown_comments", _("Name and words of a comment that is ... on the page"), _("until its author ..."))
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# The names of what is on legal hold.
Held = frozenset[str]


def days_set(knob: str) -> int:
    """What a knob says. At least one day: a message may be taken back and restored within the time for undo."""
    return max(1, int(getattr(settings, knob.upper())))


@dataclass(frozen=True, slots=True)
class PeriodRule:
    """A period that ends by itself.

    `knob`: the setting that says for how many days; "" where there is none, and `fixed_days` holds. `forget` is given
    the moment before which everything is over, the present, and what is on hold; it says how many it forgot. None
    where something else than the retention does it. `zero_keeps`: 0 days is no period at all.
    """

    code: str
    what: Promise
    since: Promise
    knob: str = ""
    fixed_days: int = 1
    zero_keeps: bool = False
    forget: Callable[[datetime, datetime, Held], int] | None = None

    @property
    def days(self) -> int:
        """How many."""
        return days_set(self.knob) if self.knob else self.fixed_days

    @property
    def is_endless(self) -> bool:
        """Whether nothing of it ends by itself."""
        return self.zero_keeps and not getattr(settings, self.knob.upper())

    @property
    def words(self) -> str:
        """How long, in the language that is active."""
        if self.is_endless:
            return _("until somebody erases it")
        return ngettext("%(days)s day %(since)s", "%(days)s days %(since)s", self.days) % {
            "days": self.days,
            "since": self.since,
        }


@dataclass(frozen=True, slots=True)
class Lasting:
    """What no number of days ends: `until` says what does, or for which reason nothing does."""

    code: str
    what: Promise
    until: Promise
    knob: str = ""

    @property
    def words(self) -> str:
        """The same in the language that is active."""
        return str(self.until)


Period = PeriodRule | Lasting
